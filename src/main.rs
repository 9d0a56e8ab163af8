//! Trifold: one manuscript, three editions.

use std::process::ExitCode;

fn main() -> ExitCode {
    trifold::cli::run()
}
