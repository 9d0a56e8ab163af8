//! Dough.

// ANCHOR: sum
/// The water for some flour, in grams.
fn water(flour: u32) -> u32 {
    flour * 65 / 100
}
// ANCHOR_END: sum
