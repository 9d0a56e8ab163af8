//! The pictures of an edition.

use std::collections::BTreeMap;

use crate::ast::InlineKind;
use crate::diag::{Diagnostic, Sink, nearest};
use crate::files::Files;
use crate::length::Length;
use crate::picture::{LetterFace, Lettering, Picture};
use crate::project::Project;
use crate::source::Place;
use crate::theme::{Generic, Theme};

use super::targets::{decoded, joined};
use super::{PictureId, Target, Text};

/// The highest picture that may be meant to be as low as a line: half an inch.
const HIGH: Length = Length::points(36);

/// How the names of pictures end.
const ENDINGS: [&str; 7] = ["png", "jpg", "jpeg", "svg", "webp", "gif", "avif"];

/// Pictures in use, each read once.
pub(super) struct Pictures<'a> {
    files: &'a Files,
    /// In which words in drawings are set.
    lettering: Lettering,
    /// By path; `None` for one that was told to be none.
    by_path: BTreeMap<String, Option<PictureId>>,
    /// By [`PictureId`].
    pub all: Vec<Picture>,
}

impl<'a> Pictures<'a> {
    pub(super) fn new(files: &'a Files, lettering: Lettering) -> Self {
        Self { files, lettering, by_path: BTreeMap::new(), all: Vec::new() }
    }

    /// The picture at an address written in a text.
    pub(super) fn find(
        &mut self,
        from: &str,
        address: &str,
        place: Place,
        sink: &mut Sink,
    ) -> Option<Target> {
        let path = self.path(from, address);
        match path {
            Ok(path) => self.read(&path, place, sink).map(Target::Picture),
            Err(diagnostic) => {
                sink.error(diagnostic.at(place));
                None
            }
        }
    }

    /// Tells of pictures in lines that are much higher than a line and whose width is not
    /// said: they become small. `targets` are those of the text.
    pub(super) fn check_lines(&self, text: &Text<'_>, targets: &[Target], sink: &mut Sink) {
        text.document.visit_inlines(&mut |inline| {
            let InlineKind::Picture(written) = &inline.kind else { return };
            let Some(Target::Picture(id)) = targets.get(written.image.0 as usize) else {
                return;
            };
            let Some(picture) = self.all.get(id.0 as usize) else { return };
            if written.width.is_none()
                && written.height.is_none()
                && picture.printed().1 > HIGH
            {
                let path = &picture.path;
                let message = format!("the picture `{path}` becomes as low as its line");
                let help = "put it in a paragraph of its own, or say how wide it is to be: \
                            `{width=3cm}`";
                let place = Place { source: text.source, span: inline.span };
                sink.warn(Diagnostic::new("inline-picture", message).at(place).help(help));
            }
        });
    }

    /// The cover of the project, if it has one.
    pub(super) fn cover(
        &mut self,
        project: &Project,
        sink: &mut Sink,
    ) -> Option<PictureId> {
        let (path, place) = project.cover.as_ref()?;
        if self.files.get(path).is_none() {
            sink.error(self.missing(path, path).at(*place));
            return None;
        }
        self.read(path, *place, sink)
    }

    /// The path of the file that an address means.
    fn path(&self, from: &str, address: &str) -> Result<String, Diagnostic> {
        if address.contains("://")
            || address.starts_with("//")
            || address.starts_with("data:")
        {
            let message =
                format!("the picture `{address}` is not in the manuscript folder");
            return Err(Diagnostic::new("missing-picture", message)
                .help("save it there and write its path: `images/picture.png`"));
        }
        let candidates = [joined(from, address), joined(from, &decoded(address))];
        let [Some(plain), decoded] = candidates else {
            let message =
                format!("the picture `{address}` is outside of the manuscript folder");
            return Err(Diagnostic::new("missing-picture", message)
                .help("move it into the folder, next to the chapters"));
        };
        if self.files.get(&plain).is_some() {
            return Ok(plain);
        }
        let decoded = decoded.filter(|path| self.files.get(path).is_some());
        decoded.ok_or_else(|| self.missing(address, &plain))
    }

    fn missing(&self, address: &str, path: &str) -> Diagnostic {
        let message = format!("there is no picture `{address}`");
        let diagnostic = Diagnostic::new("missing-picture", message);
        let pictures = || {
            self.files.by_path.keys().map(String::as_str).filter(|path| {
                let ending = path.rsplit('.').next().unwrap_or_default().to_lowercase();
                ENDINGS.contains(&ending.as_str())
            })
        };
        let name = |path: &'_ str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let same_name = pictures().find(|other| name(other) == name(path));
        match same_name.or_else(|| nearest(path, pictures())) {
            Some(close) => diagnostic.help(format!("the nearest file is `{close}`")),
            None => {
                diagnostic.help("paths begin at the chapter file: `images/picture.png`")
            }
        }
    }

    /// Reads a picture, once.
    fn read(&mut self, path: &str, place: Place, sink: &mut Sink) -> Option<PictureId> {
        if let Some(known) = self.by_path.get(path) {
            return *known;
        }
        let bytes = self.files.get(path).unwrap_or_default();
        let id = match Picture::read(path, bytes, &self.lettering) {
            Ok(picture) => {
                self.all.push(picture);
                u32::try_from(self.all.len() - 1).ok().map(PictureId)
            }
            Err(problem) => {
                let message = format!("`{path}` {}", problem.message);
                let diagnostic = Diagnostic::new(problem.code, message);
                sink.error(diagnostic.at(place).help(problem.help));
                None
            }
        };
        self.by_path.insert(path.to_owned(), id);
        id
    }
}

/// The faces of a theme for words in drawings, those of the text first.
pub(super) fn lettering(theme: &Theme) -> Lettering {
    let text = &theme.tokens.text.family;
    let monospace = |family: &str| {
        let generic = theme.families.iter().find(|known| known.name == family);
        generic.is_some_and(|known| known.generic == Generic::Monospace)
    };
    let mut faces: Vec<LetterFace> = theme
        .faces
        .iter()
        .map(|face| LetterFace {
            family: face.family.clone(),
            weight: face.weight,
            italic: face.italic,
            monospace: monospace(&face.family),
            data: face.data.clone(),
        })
        .collect();
    faces.sort_by_key(|face| face.family != *text);
    Lettering::new(faces)
}
