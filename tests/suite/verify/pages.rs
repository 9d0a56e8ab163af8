//! Defects planted in finished pages.

use trifold::project::Format;

use super::{Finished, sink_book};

/// Replaces words in every page that has them; they must be somewhere.
fn plant(one: &mut Finished, from: &str, to: &str) {
    let mut planted = 0;
    for bytes in one.artifact.files.by_path.values_mut() {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        if text.contains(from) {
            planted += 1;
            *bytes = text.replacen(from, to, 1).into_bytes();
        }
    }
    assert!(planted > 0, "nothing has {from:?}");
}

#[test]
fn a_changed_word_is_found() {
    let mut one = sink_book(Format::Html);
    assert_eq!(one.found(), [], "{}", one.name);
    plant(&mut one, "Weather changes.", "Weather never changes.");
    assert_eq!(one.found(), []);
}
