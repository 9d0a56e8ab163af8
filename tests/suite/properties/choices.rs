//! Choices that are drawn from bytes, so that a case is a list of bytes: a fuzzer can
//! make it, and a failing one can be made shorter.

/// Bytes as choices. When they are used up, every choice is the first.
#[derive(Debug)]
pub(crate) struct Choices<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Choices<'a> {
    /// Choices from these bytes.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Whether no byte is left.
    pub(crate) fn is_over(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// A number below `count`, which is at least 1 and at most 256.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(byte) % count
    }

    /// True in about `percent` of a hundred cases; never when the bytes are used up.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    /// One of some things.
    pub(crate) fn one<'t, T: ?Sized>(&mut self, things: &[&'t T]) -> &'t T {
        things[self.below(things.len())]
    }
}

/// Bytes that look random and are always the same for the same seed: `SplitMix64`
/// (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA
/// 2014).
pub(crate) fn random_bytes(seed: u64, count: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut next = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)).to_le_bytes()[0]
    };
    (0..count).map(|_| next()).collect()
}

/// The shortest list of bytes found for which `fails` still holds.
///
/// Takes away stretches, longest first, and then makes single bytes 0; tries at most
/// `tries` times.
pub(crate) fn shortest(
    bytes: Vec<u8>,
    tries: usize,
    fails: &dyn Fn(&[u8]) -> bool,
) -> Vec<u8> {
    let (mut best, mut left) = (bytes, tries);
    let mut attempt = |best: &mut Vec<u8>, candidate: Vec<u8>| {
        let goes_on = left > 0;
        left = left.saturating_sub(1);
        let better = goes_on && fails(&candidate);
        if better {
            *best = candidate;
        }
        better
    };
    let mut stretch = best.len() / 2;
    while stretch > 0 {
        let mut at = 0;
        while at < best.len() {
            let end = (at + stretch).min(best.len());
            let candidate = [&best[..at], &best[end..]].concat();
            if !attempt(&mut best, candidate) {
                at += stretch;
            }
        }
        stretch /= 2;
    }
    for at in 0..best.len() {
        if best[at] != 0 {
            let mut candidate = best.clone();
            candidate[at] = 0;
            attempt(&mut best, candidate);
        }
    }
    best
}
