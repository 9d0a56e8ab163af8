//! The look of an edition: design tokens, templates, fonts.
//!
//! Decisions that all formats share are tokens, in real units: HTML and EPUB get
//! them as CSS custom properties, print reads them. Nothing is written twice.

mod tokens;

pub use tokens::{
    Align, ChapterStart, Color, HeadingTokens, Margins, PageSize, Palette, TextTokens,
    TitleStyle, Tokens,
};

/// A face of a theme, by its number in [`Theme::faces`].
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct FaceId(pub u16);

/// One font file and what it is used for.
#[derive(Debug, Clone)]
pub struct Face {
    /// The family the theme calls it by.
    pub family: String,
    /// 100 to 900; 400 is regular, 700 bold.
    pub weight: u16,
    /// Whether it is the italic.
    pub italic: bool,
    /// File name, for messages and for the web: `LibertinusSerif-Regular.otf`.
    pub file: String,
    /// The font file: OpenType with `glyf` or `CFF ` outlines.
    pub data: std::borrow::Cow<'static, [u8]>,
}

/// A look, complete and checked.
pub struct Theme {
    /// The folder's name.
    pub name: String,
    /// What all formats share.
    pub tokens: Tokens,
    /// The font files, by [`FaceId`].
    pub faces: Vec<Face>,
    /// Families tried, in order, for a character the wanted family lacks.
    pub fallback: Vec<String>,
}

impl Theme {
    /// The face of a family that is nearest to a weight, italic or not.
    ///
    /// Prefers the wanted slant, then the nearest weight, then the earlier file;
    /// `None` when the theme has no such family.
    pub fn face(&self, family: &str, weight: u16, italic: bool) -> Option<FaceId> {
        let ids = (0u16..).zip(&self.faces);
        ids.filter(|(_, face)| face.family == family)
            .min_by_key(|(_, face)| (face.italic != italic, face.weight.abs_diff(weight)))
            .map(|(id, _)| FaceId(id))
    }

    /// The face with this id.
    pub fn get(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }
}
