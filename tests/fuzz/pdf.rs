//! The reader of PDF, where the properties look for it.

#[path = "../suite/pdf/reading.rs"]
pub(crate) mod reading;
