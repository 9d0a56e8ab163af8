//! Design tokens: what all formats of an edition share.

use serde::{Deserialize, Serialize};

use crate::ast::TokenKind;
use crate::length::Length;

/// The design tokens of a theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tokens {
    /// The page size when an edition names none.
    pub page: PageSize,
    /// Space around the text block.
    pub margins: Margins,
    /// Left and right pages mirror each other; else inner is left on every page.
    pub facing: bool,
    /// Whether lines of text stand on lines that all pages share.
    pub baseline_grid: bool,
    /// How many columns chapters have in print: 1 or 2.
    pub columns: u8,
    /// How many columns the index has in print: 1 or 2.
    pub index_columns: u8,
    /// Between two columns.
    pub column_gap: Length,
    /// Running text.
    pub text: TextTokens,
    /// OpenType features.
    pub features: Features,
    /// Family of code.
    pub code_family: String,
    /// Size of code in thousandths of the text around it.
    pub code_scale: u16,
    /// Headings, level 1 first.
    pub headings: [HeadingTokens; 6],
    /// How an edition begins.
    pub title: TitleStyle,
    /// Size, leading and so on of the book's title on its page or in its block.
    pub title_heading: HeadingTokens,
    /// Whether there is a contents list in print.
    pub contents: bool,
    /// Where a chapter begins in print.
    pub chapter_start: ChapterStart,
    /// Size of running heads, folios and notices at the page foot.
    pub small_size: Length,
    /// Leading of the same.
    pub small_leading: Length,
    /// Colours on a light ground; print uses these.
    pub light: Palette,
    /// Colours on a dark ground.
    pub dark: Palette,
}

/// Running text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextTokens {
    /// Family.
    pub family: String,
    /// Size of type.
    pub size: Length,
    /// Distance from baseline to baseline.
    pub leading: Length,
    /// First-line indent of a paragraph that follows another.
    pub indent: Length,
    /// Space between paragraphs, beside the indent; usually one of the two is zero.
    pub paragraph_space: Length,
    /// Justified or ragged.
    pub align: Align,
    /// Whether words may be hyphenated.
    pub hyphenate: bool,
    /// Whether punctuation hangs into the margin.
    pub protrusion: bool,
    /// How far glyphs may be widened or narrowed, in thousandths; 0 to 20.
    pub expansion: u16,
}

/// The OpenType features of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Features {
    /// Of running text.
    pub text: FeatureTokens,
    /// Of headings and the title.
    pub headings: FeatureTokens,
    /// Of running heads; print only.
    pub running_heads: FeatureTokens,
    /// Of tables, page numbers and labels.
    pub tables: FeatureTokens,
}

/// The OpenType features of a kind of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeatureTokens {
    /// The form of figures.
    pub figures: Figures,
    /// Whether figures are all of one width.
    pub tabular: bool,
    /// What is set in small capitals.
    pub small_capitals: SmallCapitals,
    /// Whether letters join to ligatures.
    pub ligatures: bool,
    /// Other features, by their tags: `ss01`.
    pub tags: Vec<String>,
}

impl Default for FeatureTokens {
    fn default() -> Self {
        Self {
            figures: Figures::Font,
            tabular: false,
            small_capitals: SmallCapitals::None,
            ligatures: true,
            tags: Vec::new(),
        }
    }
}

/// The form of figures.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Figures {
    /// The one that the font has without a feature.
    Font,
    /// With ascenders and descenders, as lower case.
    OldStyle,
    /// As high as capitals.
    Lining,
}

/// What is set in small capitals.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SmallCapitals {
    /// Nothing.
    None,
    /// Lower case.
    Lower,
    /// Lower case and capitals.
    All,
}

/// A heading's type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeadingTokens {
    /// Family.
    pub family: String,
    /// Size of type.
    pub size: Length,
    /// Distance from baseline to baseline.
    pub leading: Length,
    /// 100 to 900.
    pub weight: u16,
    /// Italic or upright.
    pub italic: bool,
    /// Space above.
    pub before: Length,
    /// Space below.
    pub after: Length,
    /// Left or centred; headings are never justified.
    pub align: Align,
}

/// How lines end.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Both edges straight.
    Justify,
    /// The right edge ragged.
    Left,
    /// Each line in the middle.
    Center,
    /// The left edge ragged: columns of numbers.
    Right,
}

/// How an edition begins in print.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TitleStyle {
    /// A page of its own.
    Page,
    /// A block above the text.
    Block,
}

/// Where a chapter begins in print.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChapterStart {
    /// Below the chapter before it.
    Continuous,
    /// On a new page.
    Page,
    /// On a new right-hand page.
    Recto,
}

/// Space around the text block.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
pub struct Margins {
    /// Above.
    pub top: Length,
    /// Below.
    pub bottom: Length,
    /// At the spine.
    pub inner: Length,
    /// At the fore edge.
    pub outer: Length,
}

/// The size of a page after trimming.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageSize {
    /// As in the project file: `a4`, `letter`, `trade`, or `105mm x 148mm` made a
    /// file name part (`105x148mm`).
    pub name: String,
    /// From left to right.
    pub width: Length,
    /// From top to bottom.
    pub height: Length,
}

/// A colour, sRGB.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
pub struct Color {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
}

/// The colours on one ground.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
pub struct Palette {
    /// Running text.
    pub text: Color,
    /// The ground.
    pub background: Color,
    /// Less important text: folios, captions. At least 4.5:1 on the ground.
    pub muted: Color,
    /// Headings, rules of notices.
    pub accent: Color,
    /// Links. At least 4.5:1 on the ground.
    pub link: Color,
    /// Hairlines.
    pub rule: Color,
    /// The ground of notices and code.
    pub tint: Color,
    /// Parts of code.
    pub code: CodeInks,
}

/// The colours of parts of code. At least 4.5:1 on the ground and on the tint.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
pub struct CodeInks {
    /// Words of the language.
    pub keyword: Color,
    /// Strings and characters.
    pub string: Color,
    /// Comments.
    pub comment: Color,
    /// Numbers and other constants.
    pub number: Color,
    /// Names of functions, macros, attributes.
    pub function: Color,
    /// Names of types, tags, keys.
    pub r#type: Color,
}

impl CodeInks {
    /// The colour of a part.
    pub fn of(&self, kind: TokenKind) -> Color {
        match kind {
            TokenKind::Keyword => self.keyword,
            TokenKind::String => self.string,
            TokenKind::Comment => self.comment,
            TokenKind::Number => self.number,
            TokenKind::Function => self.function,
            TokenKind::Type => self.r#type,
        }
    }
}
