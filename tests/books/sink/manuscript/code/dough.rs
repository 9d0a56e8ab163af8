//! Dough.

// ANCHOR: rest
/// Hours of rest.
fn rest(heat: f64) -> u32 {
    // colder is longer
    if heat < 20.0 { 12 } else { 6 }
}
// ANCHOR_END: rest
