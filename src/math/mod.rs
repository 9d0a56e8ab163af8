//! Formulas: TeX notation to a tree, and the tree as `MathML` and as words.
//!
//! Chapters hold formulas as they are written. `parse` reads each once, so that what
//! cannot be set is told at its place whatever formats are built; those who print read
//! them again. The tree is the same for all of them: what is in it, every format sets.

mod alphabets;
mod commands;
mod mathml;
mod negation;
mod read;
mod text;
mod words;

pub use mathml::{characters, mathml};
pub use read::read;
pub use words::{combining, words};

/// The namespace of `MathML`.
pub const NAMESPACE: &str = "http://www.w3.org/1998/Math/MathML";

/// A list of nodes, from left to right.
pub type Row = Vec<Node>;

/// A part of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A character.
    Symbol(Symbol),
    /// A number, as written.
    Number(String),
    /// A name in upright letters that is one: `BMI`.
    Name(String),
    /// A function or an operator that is a word: `sin`, `lim`.
    Function(String),
    /// Words between formulas.
    Text(String, TextStyle),
    /// A part that stands as one.
    Group(Row),
    /// A part between delimiters as high as it.
    Fenced {
        /// The one before it.
        open: Option<char>,
        /// The one behind it.
        close: Option<char>,
        /// What stands between them.
        row: Row,
    },
    /// A fraction, or one part above another.
    Fraction {
        /// Whether a rule stands between them.
        rule: bool,
        /// Above.
        over: Row,
        /// Below.
        under: Row,
    },
    /// A root.
    Root {
        /// What it is the root of.
        radicand: Row,
        /// Which root; a square root has none.
        degree: Option<Row>,
    },
    /// Something with smaller parts at its right, or above and below it.
    Scripts {
        /// What they belong to; may be empty.
        base: Row,
        /// The lower one.
        sub: Option<Row>,
        /// The upper one.
        sup: Option<Row>,
        /// Where they stand.
        limits: Limits,
    },
    /// A mark above or below something.
    Accent {
        /// What it belongs to.
        base: Row,
        /// The mark.
        mark: char,
        /// Whether it is as wide as what it belongs to.
        wide: bool,
        /// Whether it stands below.
        under: bool,
    },
    /// A matrix, cases, lines under one another.
    Table(Table),
    /// Space, in thousandths of an em.
    Space(i32),
    /// A part in another size.
    Sized(Style, Row),
    /// A part in a colour that can be read on paper.
    Colored((u8, u8, u8), Row),
    /// A part in a frame, or in whose place nothing is seen.
    Enclosed(Enclosure, Row),
}

/// What is made of a part.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub enum Enclosure {
    /// A frame around it.
    Frame,
    /// Nothing as large as it.
    Phantom {
        /// Whether it is as wide.
        wide: bool,
        /// Whether it is as high and as deep.
        high: bool,
    },
    /// What stands beside its line, in a table of lines.
    Tag,
}

/// A character of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// As it is written; one character, or two that are one sign.
    pub text: String,
    /// Its alphabet.
    pub alphabet: Alphabet,
    /// What space it has around it.
    pub class: Class,
    /// Of a delimiter: how high it is to be, in thousandths of an em.
    pub height: Option<i32>,
    /// Of a delimiter: whether it is as high as what is around it.
    pub middle: bool,
}

/// What space a part has around it (Knuth, The TeXbook, chapter 18).
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A letter.
    Ordinary,
    /// A sum, an integral, a function.
    Operator,
    /// `+`.
    Binary,
    /// `=`.
    Relation,
    /// `(`.
    Open,
    /// `)`.
    Close,
    /// `,`.
    Punctuation,
    /// A fraction, something between delimiters.
    Inner,
}

/// The alphabet of a letter or a digit (The Unicode Standard, chapter 22.2).
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub enum Alphabet {
    /// That of variables: letters are italic, Greek capitals and digits are not.
    Usual,
    /// Upright.
    Upright,
    /// Bold, upright.
    Bold,
    /// Italic.
    Italic,
    /// Bold, italic.
    BoldItalic,
    /// Bold, and italic where variables are.
    BoldUsual,
    /// Script.
    Script,
    /// Bold script.
    BoldScript,
    /// Blackletter.
    Fraktur,
    /// Bold blackletter.
    BoldFraktur,
    /// With double strokes.
    DoubleStruck,
    /// With double strokes, italic.
    DoubleStruckItalic,
    /// Without serifs.
    SansSerif,
    /// Without serifs, bold.
    SansSerifBold,
    /// Without serifs, italic.
    SansSerifItalic,
    /// Without serifs, bold and italic.
    SansSerifBoldItalic,
    /// All of one width.
    Monospace,
}

/// How words in a formula are set.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub enum TextStyle {
    /// As the text around.
    Plain,
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// As code.
    Monospace,
}

/// Where the smaller parts of something stand.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub enum Limits {
    /// At its right.
    Right,
    /// Above and below it.
    Stacked,
    /// Above and below it in displayed formulas, at its right in lines.
    Movable,
}

/// How large a part is.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// As displayed formulas.
    Display,
    /// As formulas in lines.
    Text,
    /// As superscripts.
    Script,
    /// As superscripts of superscripts.
    ScriptScript,
}

/// Parts in rows and columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it is.
    pub kind: TableKind,
    /// Of its columns, in turn; the last goes for all that follow.
    pub columns: Vec<Column>,
    /// The cells of each row.
    pub rows: Vec<Vec<Row>>,
    /// Before which rows a rule stands; the number of rows stands for the end.
    pub rules: Vec<usize>,
    /// What stands beside each row, if anything does: `(1)`.
    pub tags: Vec<Option<String>>,
    /// In which size, if it is said.
    pub style: Option<Style>,
}

/// What a table is: how far its rows and columns stand apart.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub enum TableKind {
    /// A matrix or an array.
    Matrix,
    /// A small matrix in a line.
    Small,
    /// Cases.
    Cases,
    /// Lines that are aligned at their relations.
    Aligned,
    /// Lines of a limit.
    Substack,
}

/// A column of a table.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub struct Column {
    /// How its cells stand.
    pub align: Align,
    /// Whether a rule stands before it.
    pub rule: bool,
    /// Whether a rule stands behind it.
    pub closed: bool,
}

/// How a cell stands in its column.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// What is wrong with a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// In words.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The part of the notation that is wrong, in bytes, if it is known.
    pub part: Option<std::ops::Range<usize>>,
}

impl Symbol {
    /// The characters to be shown: those of the alphabet.
    pub fn shown(&self) -> String {
        self.text.chars().map(|c| alphabets::styled(c, self.alphabet)).collect()
    }
}

/// The negated form of a relation, where there is one: `∉` of `∈`.
pub use negation::negated;

impl Node {
    /// What space it has around it.
    pub fn class(&self) -> Class {
        match self {
            Self::Symbol(symbol) => symbol.class,
            Self::Function(_) => Class::Operator,
            Self::Fenced { .. } | Self::Fraction { .. } => Class::Inner,
            Self::Scripts { base, .. } | Self::Accent { base, .. } => match &base[..] {
                [only] => only.class(),
                _ => Class::Ordinary,
            },
            Self::Sized(_, row) | Self::Colored(_, row) => match &row[..] {
                [only] => only.class(),
                _ => Class::Ordinary,
            },
            Self::Number(_)
            | Self::Name(_)
            | Self::Text(..)
            | Self::Group(_)
            | Self::Root { .. }
            | Self::Table(_)
            | Self::Enclosed(..)
            | Self::Space(_) => Class::Ordinary,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn as_words(tex: &str) -> String {
        words(&read(tex).unwrap_or_else(|problem| panic!("{tex}: {problem:?}")))
    }

    fn as_mathml(tex: &str) -> String {
        let row = read(tex).unwrap_or_else(|problem| panic!("{tex}: {problem:?}"));
        let whole = mathml(&row, false, "");
        let inner =
            whole.split_once("<mrow>").and_then(|(_, rest)| rest.rsplit_once("</mrow>"));
        inner.map_or(whole.clone(), |(inner, _)| inner.to_owned())
    }

    fn problem(tex: &str) -> (String, Option<String>) {
        let problem = read(tex).expect_err(tex);
        (problem.message, problem.part.map(|part| tex[part].to_owned()))
    }

    #[test]
    fn formulas_are_said_in_one_line() {
        for (tex, said) in [
            (r"a = b + c", "a = b + c"),
            (r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}", "x = (−b ± √(b² − 4ac))/(2a)"),
            (r"\sum_{i=1}^{n} x_i", "∑_(i = 1)^n x_i"),
            (r"f'(x)", "f′(x)"),
            (r"\hat{p} \in [0, 1)", "p\u{302} ∈ [0, 1)"),
            (r"\text{if } x > 0", "if x > 0"),
            (r"\mathrm{BMI} = \alpha", "BMI = α"),
            (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a, b; c, d)"),
            (r"\sqrt[3]{x}", "³√x"),
            (r"\boxed{x = 1}", "x = 1"),
            (r"\newcommand{\R}{\mathbb{R}} x \in \R", "x ∈ R"),
            (r"\newcommand{\half}{\frac{1}{2}}\half x", "1/2x"),
            (r"\newcommand\N{N}\N", "N"),
            (r"\newcommand{\up}[2]{#1^{#2}}\up{x}{3}", "x³"),
            (r"\newcommand{\up}[2][2]{#2^{#1}}\up{x} + \up[3]{x}", "x² + x³"),
            (r"\renewcommand{\vec}[1]{#1}\vec{x}", "x"),
            (r"\providecommand{\alpha}{a}\providecommand{\b}{b}\alpha \b", "αb"),
            (r"a\phantom{b}\hphantom{c}\vphantom{d}\mathstrut = e", "a = e"),
            (
                r"\begin{align} a &= b \tag{1} \\ c &= d \notag \\ e &= f \tag*{*} \end{align}",
                "a = b (1); c = d; e = f *",
            ),
        ] {
            assert_eq!(as_words(tex), said, "{tex}");
        }
    }

    #[test]
    fn formulas_become_mathml() {
        for (tex, markup) in [
            ("x^2", "<msup><mi>x</mi><mn>2</mn></msup>"),
            (r"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
            (r"\Gamma", "<mi mathvariant=\"normal\">Γ</mi>"),
            (r"\mathbf{v}", "<mi>𝐯</mi>"),
            (r"a<b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"),
            (r"\mathrm{kg}", "<mi>kg</mi>"),
            (r"\phantom{x}", "<mphantom><mi>x</mi></mphantom>"),
            (
                r"\vphantom x",
                "<mpadded width=\"0\"><mphantom><mi>x</mi></mphantom></mpadded>",
            ),
        ] {
            assert_eq!(as_mathml(tex), markup, "{tex}");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (tex, message, part) in [
            (r"a + \unknown b", r"there is no command `\unknown`", Some(r"\unknown")),
            (r"\frac{a", "a `{` has no `}`", None),
            (r"x \tag{1}", r"`\tag` stands where there are no lines", Some(r"\tag")),
            (r"x^2^3", "two superscripts stand at the same place", None),
            (r"\colorbox{red}{x}", "a formula has no coloured ground", None),
        ] {
            assert_eq!(
                problem(tex),
                (message.to_owned(), part.map(str::to_owned)),
                "{tex}"
            );
        }
    }

    #[test]
    fn commands_that_grow_without_end_are_refused() {
        let mut chain = String::from(r"\newcommand{\z}{x}");
        for (name, next) in ('a'..='y').zip('b'..='z') {
            let body = format!(r"\{next}").repeat(9);
            chain.push_str(&format!(r"\newcommand{{\{name}}}{{{body}}}"));
        }
        for tex in [
            r"\newcommand{\a}{\a}\a",
            r"\newcommand{\a}{\a\a}\a",
            r"\newcommand{\a}{\b x}\newcommand{\b}{\a x}\a",
            &format!(r"{chain}\a"),
        ] {
            let message = "a command of the formula grows without end";
            assert_eq!(problem(tex).0, message, "{tex}");
        }
    }

    #[test]
    fn no_notation_makes_the_reader_fail() {
        let deep = format!("{}x{}", "{".repeat(5_000), "}".repeat(5_000));
        assert!(read(&deep).is_err());
        for tex in
            ["\\", "%", "a%", "\\%", "{", "}", "^", "_", "&", "\\\\", "#", "é^é", "\\é"]
        {
            let _outcome = read(tex).is_ok();
        }
    }
}
