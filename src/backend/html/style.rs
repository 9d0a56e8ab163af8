//! The style sheet: tokens, faces, and the theme's template around them.

use serde::Serialize;

use super::{Facts, Input, fill};
use crate::backend::markup::{self, fonts};
use crate::diag::{Diagnostic, Reported, Sink};
use crate::theme::quote;

/// A font file made for this edition.
pub(super) struct FontFile {
    /// File name: `LibertinusSerif-Regular.woff`.
    pub(super) name: String,
    /// A WOFF file.
    pub(super) bytes: Vec<u8>,
    family: String,
    weight: u16,
    italic: bool,
}

/// What `style.css.hbs` is given.
#[derive(Serialize)]
struct Sheet {
    /// The tokens as custom properties.
    variables: String,
    faces: Vec<FaceRule>,
    /// Whether one page holds all: then chapters begin at `h2`.
    single: bool,
    /// Whether a displayed formula has a number.
    equation_numbers: bool,
    /// The sizes of notices that want larger type.
    notice_sizes: Vec<markup::NoticeSize>,
    /// Which heading of the markup is set like which heading of the theme.
    headings: Vec<HeadingRule>,
}

#[derive(Serialize)]
struct FaceRule {
    family: String,
    weight: u16,
    style: &'static str,
    url: String,
}

#[derive(Serialize)]
struct HeadingRule {
    tag: String,
    token: String,
}

/// The faces the edition needs, cut to its characters.
pub(super) fn font_files(
    input: &Input<'_>,
    sink: &mut Sink,
) -> Result<Vec<FontFile>, Reported> {
    let facts = Facts::new(input);
    let words = serde_json::to_string(&facts).unwrap_or_default();
    let features = markup::features(input.book, input.theme);
    let mut files = Vec::new();
    for (id, characters) in markup::faces(input.book, input.theme, &words) {
        let face = input.theme.get(id);
        let made =
            fonts::subset(face, &characters, &features).and_then(|font| fonts::woff(&font));
        let bytes = made.map_err(|error| {
            let message = format!("`{}` cannot be made smaller: {error}", face.file);
            sink.error(
                Diagnostic::new("bad-font", message)
                    .help("take another font file of this face in the theme"),
            )
        })?;
        let name = face.file.rsplit('/').next().unwrap_or(&face.file);
        let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        files.push(FontFile {
            name: format!("{name}.woff"),
            bytes,
            family: face.family.clone(),
            weight: face.weight,
            italic: face.italic,
        });
    }
    Ok(files)
}

/// The style sheet; `url` says where a font file lies.
pub(super) fn sheet(
    input: &Input<'_>,
    files: &[FontFile],
    single: bool,
    url: impl Fn(&FontFile) -> String,
    sink: &mut Sink,
) -> Result<String, Reported> {
    let faces = files.iter().map(|file| FaceRule {
        family: quote(&file.family),
        weight: file.weight,
        style: if file.italic { "italic" } else { "normal" },
        url: url(file),
    });
    let shift = u8::from(single);
    let headings = (1..=6).map(|level: u8| HeadingRule {
        tag: format!("h{}", (level + shift).min(6)),
        token: format!("h{level}"),
    });
    let data = Sheet {
        variables: input.theme.css_variables(),
        faces: faces.collect(),
        single,
        equation_numbers: markup::has_equation_numbers(input.book),
        notice_sizes: markup::notice_sizes(input.book),
        headings: headings.take(6 - usize::from(shift)).collect(),
    };
    fill(input, "html/style.css", &data, sink)
}
