#![no_main]
//! Any bytes as what the name says; see `targets.rs`.

#[path = "../targets.rs"]
#[allow(dead_code, reason = "each program calls one target")]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::theme(data));
