#![no_main]
//! Bytes as choices of a random manuscript: every word is in every output.

#[path = "../../suite/properties/mod.rs"]
#[allow(dead_code, reason = "tests are not called")]
mod properties;

#[path = "../pdf.rs"]
#[allow(dead_code, reason = "most of it is for tests")]
mod pdf;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Some(told) = properties::wrong(data) {
        panic!("{told}");
    }
});
