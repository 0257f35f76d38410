//! Starts the one binary, `firstline`.

fn main() {}
