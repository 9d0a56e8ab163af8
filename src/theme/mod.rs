//! The look of an edition: design tokens, templates, fonts.
//!
//! Decisions that all formats share are tokens, in real units: HTML and EPUB get
//! them as CSS custom properties, print reads them. Nothing is written twice.

mod css;
mod features;
mod fonts;
mod load;
mod read;
mod templates;
mod tokens;
mod units;

pub use css::{hex, quote};
pub use features::FeatureRules;
pub use fonts::face;
pub use load::{load, names};
pub use read::CHAPTER_STARTS;
pub(crate) use units::length;
pub use units::{contrast, page_size};

pub use tokens::{
    Align, ChapterStart, CodeInks, Color, FeatureTokens, Features, Figures, HeadingTokens,
    Margins, PageSize, Palette, SmallCapitals, TextTokens, TitleStyle, Tokens,
};

/// A face of a theme, by its number in [`Theme::faces`].
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct FaceId(pub u16);

/// The family of the face of formulas.
pub const MATH_FAMILY: &str = "Libertinus Math";

/// The family of emoji: it comes with the program and is the last to be asked.
pub const EMOJI_FAMILY: &str = "Noto Emoji";

/// Whether a character is a picture unless something else is asked for
/// (`Emoji_Presentation` of Unicode Technical Standard 51, 1.4.2; in the planes of
/// pictographs all of them).
pub const fn is_pictograph(c: char) -> bool {
    matches!(
        c,
        '\u{231a}'..='\u{231b}'
            | '\u{23e9}'..='\u{23ec}'
            | '\u{23f0}'
            | '\u{23f3}'
            | '\u{25fd}'..='\u{25fe}'
            | '\u{2614}'..='\u{2615}'
            | '\u{2648}'..='\u{2653}'
            | '\u{267f}'
            | '\u{2693}'
            | '\u{26a1}'
            | '\u{26aa}'..='\u{26ab}'
            | '\u{26bd}'..='\u{26be}'
            | '\u{26c4}'..='\u{26c5}'
            | '\u{26ce}'
            | '\u{26d4}'
            | '\u{26ea}'
            | '\u{26f2}'..='\u{26f3}'
            | '\u{26f5}'
            | '\u{26fa}'
            | '\u{26fd}'
            | '\u{2705}'
            | '\u{270a}'..='\u{270b}'
            | '\u{2728}'
            | '\u{274c}'
            | '\u{274e}'
            | '\u{2753}'..='\u{2755}'
            | '\u{2757}'
            | '\u{2795}'..='\u{2797}'
            | '\u{27b0}'
            | '\u{27bf}'
            | '\u{2b1b}'..='\u{2b1c}'
            | '\u{2b50}'
            | '\u{2b55}'
            | '\u{1f000}'..='\u{1faff}'
    )
}

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

/// A family of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// Its name, as the tokens call it.
    pub name: String,
    /// What stands in for it.
    pub generic: Generic,
}

/// What a browser takes when it cannot load a family (CSS Fonts 4, 2.1.2).
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub enum Generic {
    /// With serifs.
    Serif,
    /// Without.
    SansSerif,
    /// All letters of one width.
    Monospace,
}

impl Generic {
    /// Its CSS name.
    pub const fn css(self) -> &'static str {
        match self {
            Self::Serif => "serif",
            Self::SansSerif => "sans-serif",
            Self::Monospace => "monospace",
        }
    }
}

/// A look, complete and checked.
pub struct Theme {
    /// The folder's name.
    pub name: String,
    /// What all formats share.
    pub tokens: Tokens,
    /// The families of the faces.
    pub families: Vec<Family>,
    /// The font files, by [`FaceId`].
    pub faces: Vec<Face>,
    /// Families tried, in order, for a character the wanted family lacks.
    pub fallback: Vec<String>,
    /// The face of formulas: it has a `MATH` table.
    pub math: FaceId,
    /// Its files and those of the themes it extends, by path from the project folder; what
    /// comes with the program stands below `(trifold)/`.
    pub files: Vec<(String, std::borrow::Cow<'static, [u8]>)>,
    templates: templates::Templates,
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

    /// The faces of a family, from the nearest to a weight, italic or not, on.
    pub fn nearest(&self, family: &str, weight: u16, italic: bool) -> Vec<FaceId> {
        let ids = (0u16..).zip(&self.faces);
        let mut own: Vec<_> = ids.filter(|(_, face)| face.family == family).collect();
        own.sort_by_key(|(_, face)| (face.italic != italic, face.weight.abs_diff(weight)));
        own.into_iter().map(|(id, _)| FaceId(id)).collect()
    }

    /// Adds faces of the project, as fallbacks before those of the theme.
    pub fn add_fallbacks(&mut self, faces: &[Face]) {
        let before = std::mem::take(&mut self.fallback);
        faces.iter().for_each(|face| self.add_face(face.clone()));
        for family in before {
            if !self.fallback.contains(&family) {
                self.fallback.push(family);
            }
        }
    }

    fn add_face(&mut self, face: Face) {
        if !self.families.iter().any(|family| family.name == face.family) {
            let name = face.family.clone();
            self.families.push(Family { name, generic: Generic::Serif });
        }
        if !self.fallback.contains(&face.family) {
            self.fallback.push(face.family.clone());
        }
        self.faces.push(face);
    }

    /// Fills a template of the theme: `html/page` is the file `html/page.hbs`.
    ///
    /// `{{name}}` is escaped for HTML and XML, `{{{name}}}` is not; a name that `data`
    /// does not have is an error.
    ///
    /// # Errors
    /// When there is no such template or it asks for what `data` does not have: a
    /// message that shows the line of the template.
    pub fn render<T: serde::Serialize>(
        &self,
        template: &str,
        data: &T,
    ) -> Result<String, crate::diag::Diagnostic> {
        self.templates.render(template, data)
    }

    /// Where a style sheet of the theme says something of a selector: `zoom: 0` of `.x`.
    pub fn place_of_style(&self, said: &str, of: &str) -> Option<crate::source::Place> {
        self.templates.place_of_style(said, of)
    }

    /// The face with this id.
    pub fn get(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }
}
