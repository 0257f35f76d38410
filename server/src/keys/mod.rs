//! Who may ask what: keys, the roles they carry, and what a role sees.
//!
//! A key is `fl_ID_SECRET`: eight hex digits that name it and 256 random bits that prove it. The
//! file keeps the hash of the secret only; as the secret is random and long, one fast hash is as
//! good as a slow one and leaves nothing to tire the service with.

mod file;
mod secret;

pub use file::{KeyError, KeyFile, KeyRecord};
pub use secret::{Hash, Secret};

use corpus::article::Audience;
use engine::compose::guard::{Channel, Viewer};
use serde::{Deserialize, Serialize};

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Anyone: sees what is public.
    Reader,
    /// Help desk staff.
    Tier1,
    /// Second level.
    Tier2,
    /// Third level.
    Tier3,
    /// Third level, and may make the service reload.
    Admin,
}

impl Role {
    /// All roles, the least first.
    pub const ALL: [Self; 5] = [
        Self::Reader,
        Self::Tier1,
        Self::Tier2,
        Self::Tier3,
        Self::Admin,
    ];

    /// The role's name on the command line and in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Tier1 => "tier1",
            Self::Tier2 => "tier2",
            Self::Tier3 => "tier3",
            Self::Admin => "admin",
        }
    }

    /// The support tier of the role.
    #[must_use]
    pub fn tier(self) -> u8 {
        match self {
            Self::Reader | Self::Tier1 => 1,
            Self::Tier2 => 2,
            Self::Tier3 | Self::Admin => 3,
        }
    }

    /// The highest audience the role belongs to.
    #[must_use]
    pub fn audience(self) -> Audience {
        match self {
            Self::Reader => Audience::Public,
            Self::Tier1 => Audience::Tier1,
            Self::Tier2 => Audience::Tier2,
            Self::Tier3 | Self::Admin => Audience::Tier3,
        }
    }
}

/// Whoever asks, once that is settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// What the caller may see and do.
    pub role: Role,
    /// The id of the key; none where the service is open.
    pub key: Option<String>,
    /// The name of the key, if it has one.
    pub name: Option<String>,
}

impl Caller {
    /// Whoever asks a service that is open on loopback: the person at the machine.
    #[must_use]
    pub fn local() -> Self {
        Self {
            role: Role::Tier3,
            key: None,
            name: None,
        }
    }

    /// What the caller sees in a channel.
    #[must_use]
    pub fn viewer(&self, channel: Channel) -> Viewer {
        Viewer {
            audience: self.role.audience(),
            channel,
        }
    }

    /// What the caller sees when alone.
    #[must_use]
    pub fn desk(&self) -> Viewer {
        self.viewer(Channel::Desk)
    }
}
