//! The fonts of the publication, reduced to the characters it uses.

use std::collections::BTreeSet;

use crate::backend::Input;
use crate::backend::markup::{faces, features, fonts};
use crate::diag::{Diagnostic, Reported, Sink};
use crate::par;
use crate::theme::FaceId;

/// An embedded font.
pub(super) struct Font {
    /// The face it was made of.
    pub(super) face: FaceId,
    /// Its file.
    pub(super) href: String,
    /// `font/otf` or `font/ttf`.
    pub(super) media_type: &'static str,
    /// Its bytes.
    pub(super) data: Vec<u8>,
}

/// The fonts of an edition, by face.
///
/// # Errors
/// When a font file contradicts itself.
pub(super) fn embed(input: &Input<'_>, sink: &mut Sink) -> Result<Vec<Font>, Reported> {
    let Input { book, theme, .. } = *input;
    let features = features(book, theme);
    let furniture = furniture(input);
    let faces: Vec<(FaceId, BTreeSet<char>)> =
        faces(book, theme, &furniture).into_iter().collect();
    let fonts = par::map(&faces, sink, |(id, characters), sink| {
        let face = theme.get(*id);
        let data = fonts::subset(face, characters, &features).map_err(|words| {
            let message = format!("the font `{}` cannot be reduced: {words}", face.file);
            sink.error(Diagnostic::new("bad-font", message))
        })?;
        let (media_type, ending) = if data.starts_with(b"OTTO") {
            ("font/otf", "otf")
        } else {
            ("font/ttf", "ttf")
        };
        let stem = face.file.rsplit_once('.').map_or(face.file.as_str(), |(stem, _)| stem);
        Ok(Font { face: *id, href: format!("fonts/{stem}.{ending}"), media_type, data })
    });
    fonts.into_iter().collect()
}

/// What the format itself adds in running text: the title page, the links back.
fn furniture(input: &Input<'_>) -> String {
    let info = &input.book.info;
    let words = &input.book.words;
    let day = words.date.words(input.stamp);
    let mut text = format!("\u{2191} {} {day}", words.edition_of);
    let names = info.authors.iter().map(|author| author.name.as_str());
    let others = [&info.subtitle, &info.publisher].into_iter().flatten();
    for words in names.chain(others.map(String::as_str)) {
        text.push_str(words);
    }
    text.extend(input.book.makers());
    text
}
