//! A cover for a book that brings none: its title in the type and colours of the theme.
//!
//! The words are those of the printed title page, shaped as there and broken anew at a
//! larger size. They are drawn as outlines, so that the cover looks the same in a
//! library or a shop, where no font is loaded.

use std::collections::BTreeMap;
use std::fmt::Write;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::backend::Input;
use crate::layout::{ItemKind, Kid, Mark, MarkId, Print, Role, Run, Sheet};
use crate::length::Length;
use crate::resolve::Division;
use crate::theme::{FaceId, Theme, TitleStyle, hex};

// The cover is 400 points wide and 600 high, the shape that most shops want.
const MARGIN: Length = Length::points(40);
const MEASURE: Length = Length::points(320);
const TITLE_TOP: Length = Length::points(100);
const BOTTOM: Length = Length::points(556);

/// The title is as large as this, or smaller by twentieths until it fits.
const TITLE_SIZE: Length = Length::points(50);
const TITLE_MOST: Length = Length::points(330);
const OTHER_SIZE: Length = Length::points(19);
const OTHER_LEADING: Length = Length::points(25);

/// A glyph of a word.
struct Glyph {
    face: FaceId,
    id: u16,
    /// The size it was set in.
    size: Length,
    /// From the start of the word.
    x: Length,
    /// Above the baseline.
    y: Length,
}

/// A word as it was shaped.
#[derive(Default)]
struct Word {
    glyphs: Vec<Glyph>,
    width: Length,
}

/// A paragraph of the title page.
struct Text {
    role: Role,
    plain: String,
    words: Vec<Word>,
    /// The size it was set in.
    size: Length,
    /// The blank between words at that size.
    blank: Length,
}

/// The cover as SVG; nothing where print has no title page or a word is too long.
pub(super) fn draw(input: &Input<'_>) -> Option<String> {
    let Input { book, print, theme, .. } = *input;
    match theme.tokens.title {
        TitleStyle::Page => {}
        // Above the text, the words of the title do not stand alone.
        TitleStyle::Block => return None,
    }
    let mut starts = print.page_map.pages.iter();
    let start = starts.find(|page| page.at.division == Division::TitlePage)?;
    let sheet = print.sheets.iter().find(|sheet| sheet.label == start.label)?;
    let texts = texts(print, sheet);
    let title = texts.iter().find(|text| text.role == Role::Title)?;
    let mut others = texts.iter().filter(|text| text.role != Role::Title);
    let subtitle = book.info.subtitle.as_ref().and_then(|_| others.next());
    // A cover stands for all editions, and for its authors.
    let date = book.words.date.words(input.stamp);
    let (makers, inside) = (book.makers(), book.makers_inside());
    let first = usize::from(!book.authors().is_empty());
    let is_inside = |at: usize| {
        let maker = at.checked_sub(first).and_then(|at| makers.get(at));
        maker.is_some_and(|maker| inside.contains(maker))
    };
    let names = others.enumerate().filter(|&(at, _)| !is_inside(at)).map(|(_, text)| text);
    let names: Vec<&Text> = names.filter(|text| !text.plain.contains(&date)).collect();

    let colors = theme.tokens.light;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1600\" height=\"2400\" \
         viewBox=\"0 0 400 600\">\n<path fill=\"{}\" d=\"M0 0H400V600H0Z\"/>\n\
         <g fill=\"{}\">\n<path d=\"M40 72H100V76H40Z\"/>\n",
        hex(colors.accent),
        hex(colors.background),
    );
    let below: Length = subtitle.iter().chain(&names).map(|text| height(text)).sum();
    let size = fit(title, (BOTTOM - TITLE_TOP - below).min(TITLE_MOST))?;
    let mut baseline = TITLE_TOP + size.scale(3, 4);
    for line in broken(title, size) {
        set(line, title, size, baseline, theme, &mut out);
        baseline += size.scale(6, 5);
    }
    if let Some(subtitle) = subtitle {
        paragraph(subtitle, baseline, theme, &mut out);
    }
    let mut top = BOTTOM - names.iter().map(|text| height(text)).sum();
    for text in names {
        paragraph(text, top + OTHER_LEADING, theme, &mut out);
        top += height(text);
    }
    out.push_str("</g>\n</svg>\n");
    Some(out)
}

/// Draws what is not the title, from its first baseline down.
fn paragraph(text: &Text, first: Length, theme: &Theme, out: &mut String) {
    let mut baseline = first;
    for line in broken(text, OTHER_SIZE) {
        set(line, text, OTHER_SIZE, baseline, theme, out);
        baseline += OTHER_LEADING;
    }
}

/// The height of what is not the title, with half a line between it and its neighbour.
fn height(text: &Text) -> Length {
    (OTHER_LEADING * 2 * count(broken(text, OTHER_SIZE).len()) + OTHER_LEADING) / 2
}

/// The largest size at which a title is no higher than this and no wider than the cover.
fn fit(title: &Text, most: Length) -> Option<Length> {
    let widest = title.words.iter().map(|word| word.width).max()?;
    let mut sizes = (0..15).map(|step| TITLE_SIZE.scale(20 - step, 20));
    sizes.find(|&size| {
        let high = size.scale(6 * count(broken(title, size).len()), 5);
        scaled(widest, title, size) <= MEASURE && high <= most
    })
}

fn count(lines: usize) -> i64 {
    i64::try_from(lines).unwrap_or(i64::MAX)
}

/// The lines of a text at a size: each as full as it can be.
fn broken(text: &Text, size: Length) -> Vec<&[Word]> {
    let mut lines = Vec::new();
    let mut first = 0;
    let mut width = Length::ZERO;
    for (number, word) in text.words.iter().enumerate() {
        let longer = width + text.blank + word.width;
        if number > first && scaled(longer, text, size) > MEASURE {
            lines.push(&text.words[first..number]);
            (first, width) = (number, word.width);
        } else {
            width = if number == first { word.width } else { longer };
        }
    }
    lines.push(&text.words[first..]);
    lines
}

fn scaled(length: Length, text: &Text, size: Length) -> Length {
    length.scale(size.0, text.size.0.max(1))
}

/// Draws a line of words.
fn set(
    words: &[Word],
    text: &Text,
    size: Length,
    baseline: Length,
    theme: &Theme,
    out: &mut String,
) {
    let mut x = MARGIN;
    for word in words {
        for glyph in &word.glyphs {
            let Ok(font) = FontRef::new(&theme.get(glyph.face).data) else { continue };
            let Some(outline) = font.outline_glyphs().get(GlyphId::from(glyph.id)) else {
                continue;
            };
            let mut path = Path(String::new());
            let unscaled = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            if outline.draw(unscaled, &mut path).is_err() || path.0.is_empty() {
                continue;
            }
            let units = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
            let scale = scaled(glyph.size, text, size).0 * 1_000_000
                / (i64::from(units.max(1)) * crate::length::UNITS_PER_POINT);
            let (x, y) =
                (x + scaled(glyph.x, text, size), baseline - scaled(glyph.y, text, size));
            out.push_str("<path transform=\"translate(");
            let parts = [decimal(thousandths(x), 3), decimal(thousandths(y), 3)];
            out.push_str(&parts.join(" "));
            let scale = decimal(scale, 6);
            out.push_str(&format!(") scale({scale} -{scale})\" d=\"{}\"/>\n", path.0));
        }
        x += scaled(word.width + text.blank, text, size);
    }
}

fn thousandths(length: Length) -> i64 {
    length.scale(1000, crate::length::UNITS_PER_POINT).0
}

/// A whole number of `10^-places` as a decimal number.
fn decimal(number: i64, places: usize) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let digits = format!("{:0width$}", number.abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    format!("{sign}{whole}.{part}")
}

/// The paragraphs of the title page, in order.
fn texts(print: &Print, sheet: &Sheet) -> Vec<Text> {
    let mut runs: BTreeMap<MarkId, Vec<&Run>> = BTreeMap::new();
    for item in &sheet.items {
        if let (Mark::Content(mark), ItemKind::Run(run)) = (item.mark, &item.kind) {
            runs.entry(mark).or_default().push(run);
        }
    }
    let mut texts = Vec::new();
    for element in &print.structure {
        let marks = element.kids.iter().filter_map(|kid| match kid {
            Kid::Mark(mark) => runs.get(mark),
            Kid::Element(_) | Kid::Link { .. } => None,
        });
        let runs: Vec<&Run> = marks.flatten().copied().collect();
        if let Some(first) = runs.first() {
            texts.push(Text {
                role: element.role,
                plain: runs.iter().map(|run| run.text.as_str()).collect(),
                words: words(&runs),
                size: first.size,
                blank: first.size.scale(1, 4),
            });
        }
    }
    texts
}

/// The words of lines set one below the other.
fn words(runs: &[&Run]) -> Vec<Word> {
    let mut words = vec![Word::default()];
    let mut start = Length::ZERO;
    let mut line: Option<(Length, bool)> = None;
    for run in runs {
        let mut x = run.x;
        if line.is_some_and(|(y, joins)| y != run.y && !joins) {
            words.push(Word::default());
        }
        if let Some(word) = words.last() {
            start = run.x - word.width;
        }
        line = Some((run.y, ends_in_hyphen(&run.text)));
        for glyph in run.glyphs.iter() {
            let from = glyph.start as usize;
            let cluster = run.text.get(from..from + glyph.len as usize).unwrap_or_default();
            if cluster.chars().all(char::is_whitespace) {
                words.push(Word::default());
            } else if let Some(word) = words.last_mut() {
                if word.glyphs.is_empty() {
                    start = x;
                }
                word.glyphs.push(Glyph {
                    face: run.face,
                    id: glyph.id,
                    size: run.size,
                    x: x + glyph.dx - start,
                    y: glyph.dy.long(),
                });
                word.width = x + glyph.advance - start;
            }
            x += glyph.advance;
        }
    }
    words.retain(|word| !word.glyphs.is_empty());
    words
}

/// Whether the last word of a line goes on in the next: `well-` does, ` - ` does not.
fn ends_in_hyphen(line: &str) -> bool {
    let word = line.split_whitespace().next_back().unwrap_or_default();
    word.chars().count() > 1 && word.ends_with(['-', '\u{2010}'])
}

/// Writes an outline as the data of an SVG path, in the units of the font.
struct Path(String);

impl Path {
    fn command(&mut self, letter: char, numbers: &[f32]) {
        self.0.push(letter);
        for (at, number) in numbers.iter().enumerate() {
            if at > 0 {
                self.0.push(' ');
            }
            // A string takes all that is written.
            let _written = write!(self.0, "{number}");
        }
    }
}

impl OutlinePen for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.command('M', &[x, y]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.command('L', &[x, y]);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.command('Q', &[cx, cy, x, y]);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.command('C', &[ax, ay, bx, by, x, y]);
    }

    fn close(&mut self) {
        self.command('Z', &[]);
    }
}
