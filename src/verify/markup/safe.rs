//! The properties of CSS that are known, and what of them does no harm to words.

/// What is looked at in the value of a property.
#[derive(Debug, Clone, Copy)]
pub(super) enum Check {
    /// Nothing: no value does harm.
    Any,
    /// That it has these words alone.
    Words(&'static [&'static str]),
    /// That its lengths lie between bounds, in sizes of type; percentages of the width, or
    /// else of the size of type.
    Lengths { least: f64, most: f64, percent: bool },
    /// That it leaves as much room, in sizes of type.
    Room(f64),
    /// A size of type.
    Type,
    /// The distance of lines.
    Leading,
    /// A colour of words.
    Colour,
    /// What is behind words.
    Ground,
    /// What kind of box an element is.
    Display,
    /// What is drawn before or behind an element.
    Content,
    /// How an element is placed.
    Position,
    /// The marks of lists.
    Markers,
    /// Whether spaces are kept.
    Spaces,
    /// That it is said of these elements, or is one of these values.
    On(&'static [&'static str], &'static [&'static str]),
    /// How much of the paint is put on.
    Share,
    /// How many columns there are.
    Count(u32),
    /// How light pictures are.
    Light,
    /// It is not known, or does harm.
    Never,
}

/// Colours by their names, those that the proof of contrast knows.
pub(super) const COLOURS: [&str; 22] = [
    "aqua",
    "black",
    "blue",
    "darkgray",
    "darkgrey",
    "dimgray",
    "dimgrey",
    "fuchsia",
    "gray",
    "green",
    "grey",
    "lightgray",
    "lightgrey",
    "lime",
    "maroon",
    "navy",
    "red",
    "silver",
    "teal",
    "white",
    "whitesmoke",
    "yellow",
];

/// What is looked at in a property.
pub(super) fn check(name: &str) -> Check {
    match name {
        "display" => Check::Display,
        "content" => Check::Content,
        "position" => Check::Position,
        "color" => Check::Colour,
        "background" | "background-color" => Check::Ground,
        "background-image" => Check::Words(&["none"]),
        "font-size" => Check::Type,
        "line-height" => Check::Leading,
        "list-style" | "list-style-type" => Check::Markers,
        "white-space" => Check::Spaces,
        "opacity" => Check::Share,
        "filter" => Check::Light,
        "column-count" | "columns" => Check::Count(4),
        "column-width" => Check::Room(8.0),
        "font"
        | "list-style-image"
        | "border-image"
        | "text-shadow"
        | "animation"
        | "animation-name"
        | "clip-path"
        | "clip"
        | "mask"
        | "mask-image"
        | "rotate"
        | "scale"
        | "translate"
        | "backdrop-filter"
        | "mix-blend-mode"
        | "background-blend-mode" => Check::Words(&["none", "auto", "normal", "inherit"]),
        "transform" => Check::On(&[".skip"], &["none"]),
        "visibility" => Check::Words(&["visible"]),
        "content-visibility" => Check::Words(&["visible", "auto"]),
        "pointer-events" => Check::Words(&["auto"]),
        "quotes" | "contain" | "zoom" => Check::Words(&["auto", "none", "normal", "1"]),
        "order" => Check::Words(&["0"]),
        "direction" | "unicode-bidi" => Check::Words(&["normal", "isolate"]),
        "writing-mode" => Check::Words(&["horizontal-tb"]),
        "flex-direction" => Check::Words(&["row", "column"]),
        "flex-wrap" | "flex-flow" => Check::Words(&["row", "column", "wrap", "nowrap"]),
        "object-fit" => Check::Words(&["contain", "scale-down"]),
        "object-position" => Check::Words(&["center"]),
        "background-clip" => Check::Words(&["border-box", "padding-box", "content-box"]),
        "counter-reset" | "counter-increment" => Check::Words(&["none", "step"]),
        "text-transform" => Check::Words(&["none", "uppercase", "capitalize"]),
        "text-overflow" => Check::Words(&["clip"]),
        "overflow" | "overflow-x" | "overflow-y" | "overflow-block" | "overflow-inline" => {
            Check::On(&[".equation", "img"], &["visible", "auto", "scroll"])
        }
        "forced-color-adjust" => Check::On(&["img", ".cover"], &["auto"]),
        "text-decoration" | "text-decoration-line" => Check::Words(&[
            "none",
            "underline",
            "overline",
            "solid",
            "dotted",
            "double",
            "dashed",
            "wavy",
            "from-font",
            "auto",
            "currentcolor",
            "0.1rem",
            "0.05em",
            "0.1em",
            "1px",
            "2px",
        ]),
        _ => check_lengths(name),
    }
}

/// What is looked at in a property whose values are lengths, or in any other.
fn check_lengths(name: &str) -> Check {
    let lengths = |least, most| Check::Lengths { least, most, percent: true };
    let edge = name.starts_with("border") || name.starts_with("outline");
    match name {
        "text-decoration-thickness" => lengths(0.0, 0.25),
        "text-underline-offset" => lengths(0.0, 0.5),
        "margin" | "margin-top" | "margin-bottom" | "margin-block"
        | "margin-block-start" | "margin-block-end" => lengths(-1.7, 30.0),
        "margin-left"
        | "margin-right"
        | "margin-inline"
        | "margin-inline-start"
        | "margin-inline-end" => lengths(-3.2, 30.0),
        "text-indent" => lengths(-3.2, 8.0),
        "vertical-align" => lengths(-1.2, 1.2),
        "letter-spacing" => Check::Lengths { least: -0.07, most: 0.6, percent: false },
        "word-spacing" => Check::Lengths { least: -0.12, most: 2.0, percent: false },
        "tab-size" => Check::Lengths { least: 1.0, most: 16.0, percent: false },
        "top" | "bottom" | "left" | "right" | "inset" | "inset-block" | "inset-inline"
        | "inset-block-start" | "inset-block-end" | "inset-inline-start"
        | "inset-inline-end" => lengths(-1.5, 3.2),
        "box-shadow" => lengths(-1.6, 1.6),
        "gap" | "row-gap" | "column-gap" | "grid-gap" | "border-spacing" => {
            lengths(0.0, 8.0)
        }
        "width" | "inline-size" | "max-width" | "max-inline-size" => Check::Room(8.0),
        // nobody knows how high words are
        "height" | "block-size" | "max-height" | "max-block-size" => Check::Room(1e9),
        "grid-row" => Check::On(&["main", ".contents", ".masthead"], &["auto"]),
        _ if name.starts_with("padding") => lengths(0.0, 20.0),
        _ if edge && !name.contains("radius") && name != "border-collapse" => {
            lengths(-0.3, 1.0)
        }
        _ if is_harmless(name) => Check::Any,
        _ => Check::Never,
    }
}

/// Properties of which no value does harm to words.
const HARMLESS: [&str; 63] = [
    "accent-color",
    "appearance",
    "aspect-ratio",
    "background-attachment",
    "background-origin",
    "background-position",
    "background-repeat",
    "background-size",
    "border-collapse",
    "box-decoration-break",
    "-webkit-box-decoration-break",
    "box-sizing",
    "caption-side",
    "caret-color",
    "clear",
    "color-scheme",
    "column-fill",
    "column-rule",
    "column-rule-color",
    "column-rule-style",
    "column-span",
    "cursor",
    "flex",
    "flex-basis",
    "flex-grow",
    "flex-shrink",
    "float",
    "font-family",
    "font-feature-settings",
    "font-kerning",
    "font-optical-sizing",
    "font-stretch",
    "font-style",
    "font-weight",
    "grid-column",
    "grid-template-columns",
    "grid-template-rows",
    "hanging-punctuation",
    "image-rendering",
    "isolation",
    "line-break",
    "list-style-position",
    "orphans",
    "overflow-wrap",
    "page",
    "table-layout",
    "text-align",
    "text-align-last",
    "text-decoration-color",
    "text-decoration-skip-ink",
    "text-decoration-style",
    "text-justify",
    "text-rendering",
    "text-underline-position",
    "user-select",
    "widows",
    "word-break",
    "word-wrap",
    "-webkit-font-smoothing",
    "-moz-osx-font-smoothing",
    "-webkit-overflow-scrolling",
    "-webkit-tap-highlight-color",
    "z-index",
];

/// Whether no value of a property does harm to words.
fn is_harmless(name: &str) -> bool {
    let begins = [
        "break-",
        "page-break-",
        "scroll-",
        "align-",
        "justify-",
        "place-",
        "transition",
        "font-variant",
        "font-synthesis",
        "text-wrap",
        "text-emphasis-none",
        "min-",
        "overscroll-",
        "print-color",
        "-webkit-print-color",
        "hyphenate-limit",
    ];
    begins.iter().any(|begin| name.starts_with(begin))
        || name.ends_with("hyphens")
        || name.ends_with("text-size-adjust")
        || HARMLESS.contains(&name)
        || name.contains("radius")
}

/// Words that stand beside lengths, or in their stead.
pub(super) fn is_word_of_lengths(word: &str) -> bool {
    matches!(
        word,
        "auto"
            | "none"
            | "normal"
            | "initial"
            | "thin"
            | "medium"
            | "thick"
            | "from-font"
            | "solid"
            | "dotted"
            | "dashed"
            | "double"
            | "groove"
            | "ridge"
            | "outset"
            | "currentcolor"
            | "transparent"
            | "highlight"
            | "canvastext"
            | "linktext"
            | "baseline"
            | "top"
            | "bottom"
            | "middle"
            | "sub"
            | "super"
            | "text-top"
            | "text-bottom"
            | "hanging"
            | "each-line"
            | "collapse"
            | "separate"
    )
}

/// Whether a property moves what stands before, behind or beside an element, and no more.
pub(super) fn moves_what_is_made(name: &str) -> bool {
    name.starts_with("margin")
        || name.starts_with("inset")
        || matches!(name, "left" | "right" | "top" | "bottom" | "text-indent")
}

/// Whether the last part of a selector means what is made before, behind or beside an
/// element.
pub(super) fn is_made(last: &str) -> bool {
    ["::before", "::after", ":before", ":after", "::marker"]
        .iter()
        .any(|end| last.ends_with(end))
}

/// Whether the last part of a selector names an element or a class, so that it means
/// nothing else.
pub(super) fn may_be(last: &str, name: &str) -> bool {
    let outside = outside(last);
    let end = outside.find(['.', '#', ':', '[']).unwrap_or(outside.len());
    match name.strip_prefix('.') {
        Some(class) => classes(outside).any(|own| own == class),
        None => &outside[..end] == name,
    }
}

/// Whether the last part of a selector can mean an element, or one of a class.
pub(super) fn might_be(last: &str, name: &str) -> bool {
    let outside = outside(last);
    let end = outside.find(['.', '#', ':', '[']).unwrap_or(outside.len());
    let named = !matches!(&outside[..end], "" | "*");
    match name.strip_prefix('.') {
        Some(class) => {
            let mut own = classes(outside);
            let any = !named && own.next().is_none();
            any || classes(outside).any(|own| own == class) || &outside[..end] == "span"
        }
        None if named => &outside[..end] == name,
        // what has a class is none of these but where somebody says so
        None => classes(outside).next().is_none(),
    }
}

/// A part of a selector without what stands in brackets.
fn outside(last: &str) -> &str {
    last.split('(').next().unwrap_or(last)
}

fn classes(part: &str) -> impl Iterator<Item = &str> {
    let each = part.split('.').skip(1);
    each.map(|one| one.split(['#', ':', '[']).next().unwrap_or(one))
}

/// Whether a selector can mean a list whose numbers are words.
pub(super) fn may_be_numbered(selector: &str) -> bool {
    let parts: Vec<&str> = selector.split([' ', '>', '+', '~']).collect();
    let last = parts.last().copied().unwrap_or_default();
    let outer = parts.iter().any(|one| {
        might_be(one, ".contents") && one.contains(".contents") || may_be(one, "nav")
    });
    let silent =
        [".steps", ".tasks", ".task", ".index-list", ".reference-list", ".contents", "ul"];
    let unnumbered = silent.iter().any(|name| may_be(last, name));
    !outer && !unnumbered
}

/// Whether the last part of a selector means no code and no verse.
pub(super) fn is_no_code(last: &str) -> bool {
    let outside = outside(last);
    let end = outside.find(['.', '#', ':', '[']).unwrap_or(outside.len());
    match &outside[..end] {
        "" => {
            let known =
                ["unbroken", "citation", "backlink", "note-mark", "notice", "label"];
            classes(outside).any(|own| known.contains(&own))
        }
        "*" | "pre" | "code" | "span" | "div" | "samp" | "figure" | "html" | "body"
        | "main" | "section" | "article" => false,
        _ => true,
    }
}

/// Whether a colour, as it is written, is one of those that a theme has for words.
pub(super) fn is_colour_of_text(written: &str) -> bool {
    let name = written.strip_prefix("var(--").and_then(|rest| rest.strip_suffix(')'));
    written == "currentcolor"
        || name.is_some_and(|name| {
            name.starts_with("code-")
                || matches!(
                    name,
                    "color-text" | "color-accent" | "color-muted" | "color-link"
                )
        })
}
