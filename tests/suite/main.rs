//! The one test program: a file for each subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "helpers of tests; the in-tests options cover test functions only"
)]

mod support;
mod manuscript;
mod pdf;
