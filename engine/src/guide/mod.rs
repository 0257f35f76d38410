//! Playbooks and the sessions that walk them.
//!
//! A front lists playbooks ([`Engine::guides`](crate::Engine::guides)), shows one
//! ([`Engine::guide`](crate::Engine::guide)) and walks one: it begins a session in a
//! [`SessionStore`], answers, steps back, and shows the [`SessionAnswer`](crate::answer::SessionAnswer)
//! that each of these gives. A session is named by a short [`Code`], so that whoever shares the
//! store can go on with it. `now` is always given by the front, in seconds since 1970.
//!
//! [`Engine::triage`](crate::Engine::triage) offers the playbooks that a case calls for (`offer`).
//!
//! From the ground up: `code` and `clock`; `library` (which playbooks there are, and which version
//! holds), `session` (plain data), `walk` (where the answers lead), `note` (the path in words),
//! `store`; `sessions` and `listing` are the way in.

pub mod clock;
mod code;
mod error;
mod library;
mod listing;
mod note;
mod offer;
mod session;
mod sessions;
mod store;
mod walk;

pub use code::Code;
pub use error::GuideError;
pub use library::{Choice, Entry, Library};
pub(crate) use offer::offers;
pub use session::{Copied, Session, Taken};
pub use sessions::Reply;
pub use store::{FolderStore, MemoryStore, SessionStore};
pub(crate) use walk::says_more;
pub use walk::{Offered, Walk};
