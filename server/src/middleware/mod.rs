//! What happens to every request on its way in and to every answer on its way out; a layer is a
//! file. [`crate::router`] says in which order.

pub mod admit;
pub mod guard;
pub mod observe;
pub mod rate;
