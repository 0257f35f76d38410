//! Renders answers. JSON needs no code of its own: it is the answer types as they are.

pub(crate) mod text;
