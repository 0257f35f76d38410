//! Packs: a generation in one signed file, for places that no network reaches, and deltas that
//! lead from one generation to the next.
//!
//! [`create()`] packs the current generation of an index, [`Pack::open`] reads and checks what a
//! file says of itself, [`install()`] makes it the current generation of an index, whole or by a
//! delta, and [`diff()`] makes the delta. A pack starts with a header that is signed and names the
//! hash of everything behind it, so that no byte is believed that the key did not sign.
//! `engine/docs/packs.md` tells the format, what is derived instead of packed, and what it costs.

mod codec;
mod create;
mod delta;
mod error;
mod format;
mod install;
mod key;
mod pack;
mod part;
mod stage;

pub use create::{CreateOptions, Created, create};
pub use delta::{Changes, DiffOptions, Diffed, diff};
pub use error::BundleError;
pub use format::{Codec, Content, Header, Part};
pub use install::{InstallOptions, Installed, Trust, install, trusted_key};
pub use key::{KeyId, SigningKey, VerifyingKey};
pub use pack::Pack;
