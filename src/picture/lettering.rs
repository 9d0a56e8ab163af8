//! The type in which words in drawings are set: that of the book.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use usvg::fontdb::{Database, ID, Source};
use usvg::{Font, FontFamily, FontResolver, FontStyle};

/// A font file that words in drawings may be set in.
#[derive(Debug, Clone)]
pub struct LetterFace {
    /// The family it belongs to.
    pub family: String,
    /// 100 to 900.
    pub weight: u16,
    /// Whether it is an italic.
    pub italic: bool,
    /// Whether all of its letters are equally wide.
    pub monospace: bool,
    /// The font file.
    pub data: Cow<'static, [u8]>,
}

/// The faces that words in drawings are set in: those of the text first.
#[derive(Debug, Default)]
pub struct Lettering {
    faces: Vec<LetterFace>,
    loaded: OnceLock<Loaded>,
}

/// Faces that were read; their numbers are those of the faces.
#[derive(Debug, Clone, Default)]
struct Loaded {
    database: Arc<Database>,
    /// None for a file that cannot be read.
    ids: Vec<Option<ID>>,
}

impl Lettering {
    /// The faces of a book, the family of its text first.
    pub fn new(faces: Vec<LetterFace>) -> Self {
        Self { faces, loaded: OnceLock::new() }
    }

    /// The faces, read when the first drawing has words.
    fn loaded(&self) -> &Loaded {
        self.loaded.get_or_init(|| {
            let mut database = Database::new();
            let faces = self.faces.iter().map(|face| {
                let source = Source::Binary(Arc::new(face.data.clone()));
                database.load_font_source(source).first().copied()
            });
            let ids = faces.collect();
            Loaded { database: Arc::new(database), ids }
        })
    }

    /// What `usvg` looks fonts up in.
    pub(super) fn database(&self) -> Arc<Database> {
        Arc::clone(&self.loaded().database)
    }

    /// How `usvg` chooses a face: by name where the book has the family, else a face with
    /// letters of one width for such, else that of the text.
    pub(super) fn resolver(&self) -> FontResolver<'_> {
        FontResolver {
            select_font: Box::new(|font, _| self.face(font)),
            select_fallback: Box::new(|letter, used, _| self.fallback(letter, used)),
        }
    }

    /// The first character of a text that no face has.
    pub(super) fn lacks(&self, text: &str) -> Option<char> {
        let mut letters = text.chars().filter(|c| !c.is_whitespace() && !c.is_control());
        letters.find(|&letter| self.fallback(letter, &[]).is_none())
    }

    fn face(&self, font: &Font) -> Option<ID> {
        let italic = font.style() != FontStyle::Normal;
        let distance = |face: &LetterFace| {
            (face.italic != italic, face.weight.abs_diff(font.weight()))
        };
        let family = self.family(font.families())?;
        let ids = self.faces.iter().zip(&self.loaded().ids);
        let own = ids.filter(|(face, id)| face.family == family && id.is_some());
        own.min_by_key(|(face, _)| distance(face)).and_then(|(_, id)| *id)
    }

    /// The family of the book for the families that a drawing names.
    fn family(&self, wanted: &[FontFamily]) -> Option<&str> {
        let named = |name: &str| {
            self.faces.iter().find(|face| face.family.eq_ignore_ascii_case(name))
        };
        let monospace = || self.faces.iter().find(|face| face.monospace);
        let found = wanted.iter().find_map(|family| match family {
            FontFamily::Named(name) if is_monospace(name) => named(name).or_else(monospace),
            FontFamily::Named(name) => named(name),
            FontFamily::Monospace => monospace(),
            FontFamily::Serif
            | FontFamily::SansSerif
            | FontFamily::Cursive
            | FontFamily::Fantasy => self.faces.first(),
        });
        found.or(self.faces.first()).map(|face| face.family.as_str())
    }

    /// The first face, not among those `used`, that has a character.
    fn fallback(&self, letter: char, used: &[ID]) -> Option<ID> {
        let loaded = self.loaded();
        let mut ids = loaded.ids.iter().flatten().copied().filter(|id| !used.contains(id));
        ids.find(|&id| {
            let has = loaded.database.with_face_data(id, |data, index| {
                let face = skrifa::FontRef::from_index(data, index).ok()?;
                skrifa::MetadataProvider::charmap(&face).map(letter)
            });
            has.flatten().is_some()
        })
    }
}

/// Whether the letters of a family are known to be equally wide.
fn is_monospace(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["mono", "courier", "consolas", "menlo", "typewriter", "code"]
        .iter()
        .any(|part| name.contains(part))
}
