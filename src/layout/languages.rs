//! The language of a stretch of text and what follows from it.

use hypher::Lang;

use crate::hyphenation;

/// Bytes of a language tag that are kept: more than primary language, script and region
/// take.
const LONGEST: usize = 15;

/// A language tag (BCP 47) small enough to be copied; subtags past 15 bytes are cut off.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Language {
    bytes: [u8; LONGEST],
    length: u8,
}

impl Language {
    /// The language of a tag.
    pub(super) fn new(tag: &str) -> Self {
        let mut language = Self::default();
        for part in tag.split('-') {
            let joint = usize::from(language.length > 0);
            let start = usize::from(language.length) + joint;
            let end = start + part.len();
            if end > LONGEST {
                break;
            }
            if joint == 1 {
                language.bytes[start - 1] = b'-';
            }
            language.bytes[start..end].copy_from_slice(part.as_bytes());
            language.length = u8::try_from(end).unwrap_or(0);
        }
        language
    }

    /// The tag.
    pub(super) fn tag(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }

    /// Its hyphenation patterns; none for a language that has none, so that no word of it
    /// is ever divided.
    pub(super) fn patterns(&self) -> Option<Lang> {
        hyphenation::patterns(self.tag())
    }
}
