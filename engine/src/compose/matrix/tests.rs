//! Questions to invented tables.
