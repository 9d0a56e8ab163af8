//! Finished files, read back by code that shares nothing with the writers.

#[expect(dead_code, unused_imports, reason = "the comparison that uses it comes next")]
mod pdf;
