//! Trifold: one manuscript, three editions.

fn main() {}
