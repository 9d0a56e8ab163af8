//! `theme.toml` to [`Tokens`].

use super::features;
use super::fonts::{FamilyEntry, families, known_family};
use super::units::{color, contrast, length, page_size};
use super::{
    Align, ChapterStart, CodeInks, Color, Features, HeadingTokens, Margins, Palette,
    TextTokens, TitleStyle, Tokens,
};
use crate::diag::{Diagnostic, Sink};
use crate::length::Length;
use crate::source::Place;
use crate::tables::{Keys, Text, Value, ValueKind, choose};

/// What `theme.toml` says.
pub(super) struct Sheet {
    pub(super) tokens: Tokens,
    pub(super) families: Vec<FamilyEntry>,
    pub(super) fallback: Vec<String>,
    /// What kinds of text want of their faces.
    pub(super) wanted: features::Read,
}

const ALIGNS: [(&str, Align); 3] =
    [("justify", Align::Justify), ("left", Align::Left), ("center", Align::Center)];
const TITLES: [(&str, TitleStyle); 2] =
    [("page", TitleStyle::Page), ("block", TitleStyle::Block)];

/// Where a chapter begins, by the word for it.
pub const CHAPTER_STARTS: [(&str, ChapterStart); 3] = [
    ("continuous", ChapterStart::Continuous),
    ("page", ChapterStart::Page),
    ("recto", ChapterStart::Recto),
];

/// Reads all keys; `None` where something was wrong and has been told.
pub(super) fn sheet(mut keys: Keys<'_>, sink: &mut Sink) -> Option<Sheet> {
    let before = sink.messages().len();
    keys.value("extends");
    let features = features::features(keys.table("features", sink), sink);
    let tokens = tokens(&mut keys, features.features.clone(), sink);
    let fonts = below(&mut keys, "fonts", sink).map(|mut fonts| {
        let families = families(&mut fonts, sink);
        let form = "[\"DejaVu Sans Mono\"]";
        let fallback = required(&mut fonts, "fallback", form, sink, Keys::texts);
        fonts.finish(sink);
        (families, fallback.unwrap_or_default())
    });
    let used = used_families(&mut keys);
    keys.finish(sink);
    let (families, fallback) = fonts?;
    for name in used.iter().chain(&fallback) {
        known_family(name, &families, sink);
    }
    let tokens = tokens?;
    let fallback = fallback.into_iter().map(|name| name.text).collect();
    (sink.messages().len() == before).then_some(Sheet {
        tokens,
        families,
        fallback,
        wanted: features,
    })
}

fn tokens(keys: &mut Keys<'_>, features: Features, sink: &mut Sink) -> Option<Tokens> {
    let page = below(keys, "page", sink).map(|page| page_tokens(page, sink));
    let text = below(keys, "text", sink).map(|text| text_tokens(text, sink));
    let code = below(keys, "code", sink).map(|mut code| {
        let family = family(&mut code, sink);
        let percent =
            required(&mut code, "scale-percent", "85", sink, |keys, key, sink| {
                keys.integer(key, 30..201, sink)
            });
        code.finish(sink);
        Some((family?, u16::try_from(percent?).ok()? * 10))
    });
    let headings = below(keys, "headings", sink).map(|mut levels| {
        let read = ["h1", "h2", "h3", "h4", "h5", "h6"].map(|level| {
            below(&mut levels, level, sink).and_then(|mut keys| {
                let heading = heading(&mut keys, sink);
                keys.finish(sink);
                heading
            })
        });
        levels.finish(sink);
        read
    });
    let title = below(keys, "title", sink).map(|mut title| {
        let style = chosen(&mut title, "style", &TITLES, sink);
        let heading = heading(&mut title, sink);
        title.finish(sink);
        Some((style?, heading?))
    });
    let small = below(keys, "small", sink).map(|mut small| {
        let size = size(&mut small, "size", sink);
        let leading = leading(&mut small, size, sink);
        small.finish(sink);
        Some((size?, leading?))
    });
    let colors = below(keys, "colors", sink).map(|mut colors| {
        let light = below(&mut colors, "light", sink).and_then(|keys| palette(keys, sink));
        let dark = below(&mut colors, "dark", sink).and_then(|keys| palette(keys, sink));
        colors.finish(sink);
        Some((light?, dark?))
    });
    let page = page??;
    let (code_family, code_scale) = code??;
    let [Some(h1), Some(h2), Some(h3), Some(h4), Some(h5), Some(h6)] = headings? else {
        return None;
    };
    let (title, title_heading) = title??;
    let (small_size, small_leading) = small??;
    let (light, dark) = colors??;
    Some(Tokens {
        page: page.size,
        margins: page.margins,
        facing: page.facing,
        baseline_grid: page.grid,
        columns: page.columns,
        index_columns: page.index_columns,
        column_gap: page.column_gap,
        text: text??,
        features,
        code_family,
        code_scale,
        headings: [h1, h2, h3, h4, h5, h6],
        title,
        title_heading,
        contents: page.contents,
        chapter_start: page.start,
        small_size,
        small_leading,
        light,
        dark,
    })
}

/// What `[page]` says.
struct PageTokens {
    size: super::PageSize,
    margins: Margins,
    facing: bool,
    grid: bool,
    columns: u8,
    index_columns: u8,
    column_gap: Length,
    contents: bool,
    start: ChapterStart,
}

fn page_tokens(mut keys: Keys<'_>, sink: &mut Sink) -> Option<PageTokens> {
    let size = required(&mut keys, "size", "\"trade\"", sink, Keys::text)
        .and_then(|size| page_size(&size, sink).ok());
    let margins = below(&mut keys, "margins", sink).and_then(|mut keys| {
        let sides =
            ["top", "bottom", "inner", "outer"].map(|side| size_of(&mut keys, side, sink));
        keys.finish(sink);
        let [top, bottom, inner, outer] = sides;
        Some(Margins { top: top?, bottom: bottom?, inner: inner?, outer: outer? })
    });
    let facing = switch(&mut keys, "facing", sink);
    let grid = switch(&mut keys, "baseline-grid", sink);
    let mut columns = |key| {
        let read =
            |keys: &mut Keys<'_>, key, sink: &mut Sink| keys.integer(key, 1..3, sink);
        required(&mut keys, key, "1", sink, read).and_then(|count| u8::try_from(count).ok())
    };
    let (columns, index_columns) = (columns("columns"), columns("index-columns"));
    let column_gap = size_of(&mut keys, "column-gap", sink);
    let contents = switch(&mut keys, "contents", sink);
    let start = chosen(&mut keys, "chapter-start", &CHAPTER_STARTS, sink);
    keys.finish(sink);
    Some(PageTokens {
        size: size?,
        margins: margins?,
        facing: facing?,
        grid: grid?,
        columns: columns?,
        index_columns: index_columns?,
        column_gap: column_gap?,
        contents: contents?,
        start: start?,
    })
}

fn text_tokens(mut keys: Keys<'_>, sink: &mut Sink) -> Option<TextTokens> {
    let family = family(&mut keys, sink);
    let size = size(&mut keys, "size", sink);
    let leading = leading(&mut keys, size, sink);
    let indent = size_of(&mut keys, "indent", sink);
    let paragraph_space = size_of(&mut keys, "paragraph-space", sink);
    let align = chosen(&mut keys, "align", &ALIGNS, sink);
    let hyphenate = switch(&mut keys, "hyphenate", sink);
    let protrusion = switch(&mut keys, "protrusion", sink);
    let expansion = required(&mut keys, "expansion", "20", sink, |keys, key, sink| {
        keys.integer(key, 0..21, sink)
    });
    keys.finish(sink);
    Some(TextTokens {
        family: family?,
        size: size?,
        leading: leading?,
        indent: indent?,
        paragraph_space: paragraph_space?,
        align: align?,
        hyphenate: hyphenate?,
        protrusion: protrusion?,
        expansion: u16::try_from(expansion?).ok()?,
    })
}

fn heading(keys: &mut Keys<'_>, sink: &mut Sink) -> Option<HeadingTokens> {
    let family = family(keys, sink);
    let size = size(keys, "size", sink);
    let leading = leading(keys, size, sink);
    let weight = required(keys, "weight", "600", sink, weight);
    let italic = switch(keys, "italic", sink);
    let before = size_of(keys, "before", sink);
    let after = size_of(keys, "after", sink);
    let align = chosen(keys, "align", &ALIGNS[1..], sink);
    Some(HeadingTokens {
        family: family?,
        size: size?,
        leading: leading?,
        weight: weight?,
        italic: italic?,
        before: before?,
        after: after?,
        align: align?,
    })
}

fn palette(mut keys: Keys<'_>, sink: &mut Sink) -> Option<Palette> {
    let mut read = |key| {
        let text = required(&mut keys, key, "\"#0b5c63\"", sink, Keys::text)?;
        Some((color(&text, sink).ok()?, text.place))
    };
    let text = read("text");
    let background = read("background");
    let muted = read("muted");
    let accent = read("accent");
    let link = read("link");
    let rule = read("rule");
    let tint = read("tint");
    let code = below(&mut keys, "code", sink).map(|keys| code_inks(keys, sink));
    keys.finish(sink);
    let ((background, _), (tint, _), (rule, _)) = (background?, tint?, rule?);
    let inks = [("text", text?), ("muted", muted?), ("accent", accent?), ("link", link?)];
    let code = code??;
    for (name, ink) in inks.into_iter().chain(code) {
        for (ground_name, ground) in [("background", background), ("tint", tint)] {
            check_contrast(name, ink, ground_name, ground, sink);
        }
    }
    let [keyword, string, comment, number, function, r#type] =
        code.map(|(_, (ink, _))| ink);
    let code = CodeInks { keyword, string, comment, number, function, r#type };
    let [(_, (text, _)), (_, (muted, _)), (_, (accent, _)), (_, (link, _))] = inks;
    Some(Palette { text, background, muted, accent, link, rule, tint, code })
}

/// The colours of parts of code, with their names and places.
fn code_inks(
    mut keys: Keys<'_>,
    sink: &mut Sink,
) -> Option<[(&'static str, (Color, Place)); 6]> {
    let mut read = |key: &'static str| {
        let text = required(&mut keys, key, "\"#8a1f4b\"", sink, Keys::text)?;
        Some((key, (color(&text, sink).ok()?, text.place)))
    };
    let names = ["keyword", "string", "comment", "number", "function", "type"];
    let inks = names.map(&mut read);
    keys.finish(sink);
    let [keyword, string, comment, number, function, kind] = inks;
    Some([keyword?, string?, comment?, number?, function?, kind?])
}

/// WCAG 2.2, success criterion 1.4.3: text stands at least 4.5:1 on its ground.
fn check_contrast(
    name: &str,
    (ink, place): (Color, Place),
    ground_name: &str,
    ground: Color,
    sink: &mut Sink,
) {
    let ratio = contrast(ink, ground);
    if ratio < 4.5 {
        // Rounded down, so that 4.496 is not shown as the 4.5 that is asked for.
        let ratio = (ratio * 100.0).floor() / 100.0;
        let message = format!("`{name}` stands only {ratio:.2}:1 on `{ground_name}`");
        sink.error(
            Diagnostic::new("low-contrast", message)
                .at(place)
                .help("make the two differ more in lightness, up to 4.5:1"),
        );
    }
}

/// The families that tokens name. What is wrong with a key has been told before.
fn used_families(keys: &mut Keys<'_>) -> Vec<Text> {
    let told = &mut Sink::default();
    let mut tables: Vec<Keys<'_>> =
        ["text", "code", "title"].iter().filter_map(|key| keys.table(key, told)).collect();
    if let Some(mut headings) = keys.table("headings", told) {
        let levels = ["h1", "h2", "h3", "h4", "h5", "h6"];
        tables.extend(levels.iter().filter_map(|level| headings.table(level, told)));
    }
    tables.iter_mut().filter_map(|table| table.text("family", told)).collect()
}

/// The table below a key; it must be there.
pub(super) fn below<'t>(
    keys: &mut Keys<'t>,
    key: &'static str,
    sink: &mut Sink,
) -> Option<Keys<'t>> {
    let errors = sink.messages().len();
    let table = keys.table(key, sink);
    if table.is_none() && sink.messages().len() == errors {
        keys.missing(key, &format!("[{}]", keys.full(key)), sink);
    }
    table
}

/// What a key holds; it must be there.
pub(super) fn required<'t, T>(
    keys: &mut Keys<'t>,
    key: &'static str,
    form: &str,
    sink: &mut Sink,
    read: impl FnOnce(&mut Keys<'t>, &'static str, &mut Sink) -> Option<T>,
) -> Option<T> {
    if keys.value(key).is_none() {
        keys.missing(key, &format!("{key} = {form}"), sink);
        return None;
    }
    read(keys, key, sink)
}

/// The one of a list of words that a key holds; it must be there.
pub(super) fn chosen<T: Copy>(
    keys: &mut Keys<'_>,
    key: &'static str,
    choices: &[(&str, T)],
    sink: &mut Sink,
) -> Option<T> {
    let form = format!("{:?}", choices[0].0);
    let text = required(keys, key, &form, sink, Keys::text)?;
    choose(&text, choices, "unknown-value", &format!("`{key}`"), sink).ok()
}

fn switch(keys: &mut Keys<'_>, key: &'static str, sink: &mut Sink) -> Option<bool> {
    required(keys, key, "true", sink, Keys::boolean)
}

/// A weight: 100 to 900.
pub(super) fn weight(
    keys: &mut Keys<'_>,
    key: &'static str,
    sink: &mut Sink,
) -> Option<u16> {
    keys.integer(key, 100..901, sink).and_then(|weight| u16::try_from(weight).ok())
}

/// A length that may be zero.
fn size_of(keys: &mut Keys<'_>, key: &'static str, sink: &mut Sink) -> Option<Length> {
    let value = required(keys, key, "\"12pt\"", sink, |keys, key, _| keys.value(key))?;
    match number(value) {
        Some(number) => length(&Text { text: number, place: value.place }, sink).ok(),
        None => keys.text(key, sink).and_then(|text| length(&text, sink).ok()),
    }
}

/// A number without quotes: a length that lacks its unit.
fn number(value: &Value) -> Option<String> {
    match value.kind {
        ValueKind::Integer(number) => Some(number.to_string()),
        ValueKind::Float(number) => Some(number.to_string()),
        ValueKind::String(_)
        | ValueKind::Boolean(_)
        | ValueKind::Date(_)
        | ValueKind::Array(_)
        | ValueKind::Table(_) => None,
    }
}

/// A size of type: 4 to 144 points.
fn size(keys: &mut Keys<'_>, key: &'static str, sink: &mut Sink) -> Option<Length> {
    let size = size_of(keys, key, sink)?;
    if (Length::points(4)..=Length::points(144)).contains(&size) {
        return Some(size);
    }
    let place = keys.value(key).map_or_else(|| keys.place(), |value| value.place);
    sink.error(
        Diagnostic::new("bad-length", format!("type of {size} cannot be read"))
            .at(place)
            .help("a size of type is 4 to 144 points"),
    );
    None
}

/// From baseline to baseline: lines of less than four fifths of the size of their type
/// stand in one another.
fn leading(keys: &mut Keys<'_>, size: Option<Length>, sink: &mut Sink) -> Option<Length> {
    const KEY: &str = "leading";
    let leading = size_of(keys, KEY, sink)?;
    let Some(size) = size.filter(|size| leading < size.scale(4, 5)) else {
        return Some(leading);
    };
    let place = keys.value(KEY).map_or_else(|| keys.place(), |value| value.place);
    let message = format!("lines of {size} that are {leading} apart stand in one another");
    sink.error(
        Diagnostic::new("bad-length", message)
            .at(place)
            .help("a leading is at least four fifths of the size of the type"),
    );
    None
}

fn family(keys: &mut Keys<'_>, sink: &mut Sink) -> Option<String> {
    required(keys, "family", "\"Libertinus Serif\"", sink, Keys::text).map(|name| name.text)
}
