//! SVG pictures: only what every format shows alike, written anew.

use std::collections::BTreeMap;

use svg2pdf::{ConversionOptions, PageOptions};
use usvg::roxmltree::{Document, Node, ParsingOptions};
use usvg::{ImageHrefResolver, Indent, Options, Tree, WriteOptions};

use crate::source::Span;

use super::{Lettering, Problem};

/// Largest file that is taken.
const MOST_BYTES: usize = 16 << 20;

/// Most elements after every `use` is expanded.
const MOST_ELEMENTS: u64 = 500_000;

/// Deepest nesting of elements.
const DEEPEST: usize = 200;

/// The namespace of SVG.
const SVG: &str = "http://www.w3.org/2000/svg";

/// Largest width and height in picture points.
const LARGEST: f32 = 100_000.0;

/// The text of a file that looks like an SVG.
pub(super) fn text_of(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    (text.trim_start().starts_with('<') && text.contains("<svg")).then_some(text)
}

/// Checks an SVG and gives its size and its text written anew, with outlines of words.
pub(super) fn check(
    text: &str,
    lettering: &Lettering,
) -> Result<(u32, u32, Vec<u8>), Problem> {
    if text.len() > MOST_BYTES {
        return Err(Problem::bad("is too large for an SVG", "simplify it"));
    }
    if text.contains("<!ENTITY") {
        let message = "defines entities, which can hide anything";
        return Err(Problem::bad(message, "save it as a plain SVG"));
    }
    check_depth(text)?;
    let document = Document::parse_with_options(text, parsing()).map_err(|error| {
        Problem::bad(format!("is a broken SVG: {error}"), "save the picture again")
    })?;
    check_elements(&document)?;
    check_expansion(&document)?;
    check_words(&document, lettering)?;
    let tree = tree(&document, lettering)?;
    let (width, height) = size(&tree)?;
    Ok((width, height, written(&tree).into_bytes()))
}

/// An SVG that was written by [`check`] as a PDF of one page.
pub(super) fn to_pdf(data: &[u8]) -> Result<Vec<u8>, Problem> {
    let text = std::str::from_utf8(data).unwrap_or_default();
    let document = Document::parse_with_options(text, parsing())
        .map_err(|error| Problem::bad(format!("cannot be read: {error}"), "simplify it"))?;
    let tree = tree(&document, &Lettering::default())?;
    let options = ConversionOptions {
        compress: false,
        raster_scale: 1.5,
        embed_text: false,
        pdfa: true,
    };
    // At another resolution svg2pdf 0.13 scales all but gradients and patterns.
    svg2pdf::to_pdf(&tree, options, PageOptions { dpi: 72.0 })
        .map_err(|error| Problem::bad(format!("cannot be printed: {error}"), "simplify it"))
}

/// Where a text is not well-formed XML, and why.
pub(crate) fn xml_problem(text: &str) -> Option<(Span, String)> {
    let error = Document::parse_with_options(text, parsing()).err()?;
    let position = error.pos();
    let line = usize::try_from(position.row).unwrap_or(1).saturating_sub(1);
    let column = usize::try_from(position.col).unwrap_or(1).saturating_sub(1);
    let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = text.get(before..).unwrap_or_default();
    let into: usize = rest.chars().take(column).map(char::len_utf8).sum();
    let start = u32::try_from(before + into).unwrap_or(u32::MAX);
    // roxmltree puts the place at the end of its words.
    let why = error.to_string();
    let why = why.rsplit_once(" at ").map_or(why.as_str(), |(why, _)| why);
    Some((Span::new(start, start), why.to_owned()))
}

fn parsing() -> ParsingOptions {
    ParsingOptions { allow_dtd: true, ..ParsingOptions::default() }
}

/// Refuses deep nesting before anything recursive sees it. Counts tags, not caring for
/// those in comments: they only make it stricter.
fn check_depth(text: &str) -> Result<(), Problem> {
    let mut depth: usize = 0;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest.find('>').unwrap_or(rest.len());
        let tag = &rest[..end];
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !tag.starts_with(['!', '?']) && !tag.ends_with('/') {
            depth += 1;
        }
        if depth > DEEPEST {
            let message = format!("is nested more than {DEEPEST} levels deep");
            return Err(Problem::bad(message, "simplify it"));
        }
    }
    Ok(())
}

fn tree(document: &Document<'_>, lettering: &Lettering) -> Result<Tree, Problem> {
    // Nothing outside of the file is ever read: pictures in pictures are refused, and
    // this makes sure of it.
    let options = Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        fontdb: lettering.database(),
        font_resolver: lettering.resolver(),
        ..Options::default()
    };
    Tree::from_xmltree(document, &options).map_err(|error| {
        Problem::bad(format!("is a broken SVG: {error}"), "save the picture again")
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes are between 0 and `LARGEST`"
)]
fn size(tree: &Tree) -> Result<(u32, u32), Problem> {
    let (width, height) = (tree.size().width(), tree.size().height());
    if width > LARGEST || height > LARGEST {
        let message = format!("is too large: {width} × {height} picture points");
        return Err(Problem::bad(message, "set a smaller `width` and `height`"));
    }
    let whole = |length: f32| length.round().max(1.0) as u32;
    Ok((whole(width), whole(height)))
}

/// The tree as text, the same for the same tree, with a `viewBox` so that it scales.
fn written(tree: &Tree) -> String {
    let options = WriteOptions {
        preserve_text: false,
        indent: Indent::None,
        attributes_indent: Indent::None,
        ..WriteOptions::default()
    };
    let text = tree.to_string(&options);
    let (width, height) = (tree.size().width(), tree.size().height());
    let root = format!("<svg viewBox=\"0 0 {width} {height}\" ");
    text.replacen("<svg ", &root, 1)
}

/// Refuses what scripts, moves, or would be lost or look different in a format.
fn check_elements(document: &Document<'_>) -> Result<(), Problem> {
    for node in document.descendants().filter(Node::is_element) {
        let line = document.text_pos_at(node.range().start).row;
        let name = node.tag_name().name();
        let problem = |code: &'static str, message: String, help: &str| {
            Err(Problem { code, message, help: help.to_owned() })
        };
        match name {
            "tref" => {
                let message = format!("repeats words of another place (line {line})");
                return problem("svg-text", message, "write the words themselves");
            }
            "script" | "handler" => {
                let message = format!("contains a script (line {line})");
                return problem("svg-script", message, "remove it");
            }
            "foreignObject" | "iframe" | "video" | "audio" | "canvas" => {
                let message =
                    format!("contains `{name}`, which is no drawing (line {line})");
                return problem("svg-foreign", message, "remove it");
            }
            "image" | "feImage" => {
                let message = format!("contains another picture (line {line})");
                let help = "use that picture itself, or trace it";
                return problem("svg-image", message, help);
            }
            "animate" | "animateMotion" | "animateTransform" | "animateColor" | "set" => {
                let message = format!("moves (line {line})");
                return problem("svg-animation", message, "remove the animation");
            }
            "filter" => {
                let message = format!("uses a filter (line {line})");
                let help = "remove blur and shadows, or save the picture as PNG";
                return problem("svg-filter", message, help);
            }
            "a" => {
                let message = format!("contains a link (line {line})");
                return problem("svg-link", message, "put the link into the text");
            }
            "style" if unsafe_style(node.text().unwrap_or_default()) => {
                let message = format!("fetches something from outside (line {line})");
                return problem("svg-outside", message, "remove `@import` and `url(…)`");
            }
            _ => {}
        }
        check_attributes(node, line)?;
    }
    Ok(())
}

/// Refuses words with letters that no face has.
fn check_words(document: &Document<'_>, lettering: &Lettering) -> Result<(), Problem> {
    let texts = document.descendants().filter(|node| node.has_tag_name((SVG, "text")));
    let words = texts.flat_map(|node| node.descendants()).filter(Node::is_text);
    for node in words {
        if let Some(letter) = lettering.lacks(node.text().unwrap_or_default()) {
            let line = document.text_pos_at(node.range().start).row;
            return Err(Problem {
                code: "svg-text",
                message: format!("has `{letter}`, which no font has (line {line})"),
                help: "name a font file that has it under `[fonts]` in trifold.toml, or \
                       turn the words into outlines (paths) in the drawing program"
                    .to_owned(),
            });
        }
    }
    Ok(())
}

fn check_attributes(node: Node<'_, '_>, line: u32) -> Result<(), Problem> {
    for attribute in node.attributes() {
        let (name, value) = (attribute.name(), attribute.value().trim());
        if name.starts_with("on") && name.len() > 2 {
            return Err(Problem {
                code: "svg-script",
                message: format!("contains a script: `{name}` (line {line})"),
                help: "remove it".to_owned(),
            });
        }
        let outside = match name {
            "href" => !value.starts_with('#') && !value.is_empty(),
            "src" => true,
            _ => outside_url(value),
        };
        if outside {
            return Err(Problem {
                code: "svg-outside",
                message: format!("refers to `{value}` outside of the file (line {line})"),
                help: "put everything into the one file".to_owned(),
            });
        }
        // svg2pdf 0.13 paints such gradients as if they ended.
        if name == "spreadMethod" && matches!(value, "reflect" | "repeat") {
            return Err(Problem {
                code: "svg-gradient",
                message: format!("repeats a gradient (line {line})"),
                help: "write the repeated stops out".to_owned(),
            });
        }
    }
    Ok(())
}

/// Whether a style sheet fetches something.
fn unsafe_style(css: &str) -> bool {
    let css = css.to_ascii_lowercase();
    css.contains("@import") || css.contains("@font-face") || outside_url(&css)
}

/// Whether a value refers to anything but an element of the same file.
fn outside_url(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    value.match_indices("url(").any(|(at, _)| {
        let target = value[at + 4..].trim_start().trim_start_matches(['"', '\'']);
        !target.trim_start().starts_with('#')
    })
}

/// Refuses a picture whose `use` elements multiply into millions.
fn check_expansion(document: &Document<'_>) -> Result<(), Problem> {
    let mut by_id: BTreeMap<&str, Node<'_, '_>> = BTreeMap::new();
    for node in document.descendants() {
        if let Some(id) = node.attribute("id") {
            by_id.entry(id).or_insert(node);
        }
    }
    let mut known = BTreeMap::new();
    let all = expanded(document.root_element(), &by_id, &mut known, 0);
    if all > MOST_ELEMENTS {
        let message = "has too many elements once its `use` elements are expanded";
        return Err(Problem::bad(message, "simplify it"));
    }
    Ok(())
}

/// How many elements a node stands for. A ring of `use` elements counts once; the parser
/// refuses it.
fn expanded<'a>(
    node: Node<'a, 'a>,
    by_id: &BTreeMap<&str, Node<'a, 'a>>,
    known: &mut BTreeMap<u32, u64>,
    depth: usize,
) -> u64 {
    if let Some(&count) = known.get(&node.id().get()) {
        return count;
    }
    if depth > DEEPEST {
        return MOST_ELEMENTS + 1;
    }
    known.insert(node.id().get(), 1);
    let mut count: u64 = 1;
    for child in node.children().filter(Node::is_element) {
        count = count.saturating_add(expanded(child, by_id, known, depth + 1));
    }
    let referred = node.attributes().filter_map(|attribute| match attribute.name() {
        "href" => attribute.value().trim().strip_prefix('#'),
        _ => None,
    });
    for id in referred {
        if let Some(&target) = by_id.get(id) {
            count = count.saturating_add(expanded(target, by_id, known, depth + 1));
        }
    }
    known.insert(node.id().get(), count);
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inner: &str) -> String {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' \
             xmlns:xlink='http://www.w3.org/1999/xlink' width='20' height='10' \
             viewBox='0 0 40 20'>{inner}</svg>"
        )
    }

    /// The regular face of the theme, which has no Chinese.
    fn lettering() -> Lettering {
        let data = include_bytes!("../../themes/book/fonts/LibertinusSerif-Regular.otf");
        let face = super::super::LetterFace {
            family: "Libertinus Serif".to_owned(),
            weight: 400,
            italic: false,
            monospace: false,
            data: data.as_slice().into(),
        };
        Lettering::new(vec![face])
    }

    fn code(inner: &str) -> &'static str {
        check(&svg(inner), &lettering()).map_or_else(|problem| problem.code, |_| "good")
    }

    #[test]
    fn a_drawing_is_written_anew_and_scales() {
        let text = svg("<!-- c --><rect id='r' width='40' height='20' fill='#123456'/>");
        let (width, height, data) = check(&text, &lettering()).unwrap();
        assert_eq!((width, height), (20, 10));
        let data = String::from_utf8(data).unwrap();
        assert!(
            data.starts_with("<svg viewBox=\"0 0 20 10\" width=\"20\" height=\"10\""),
            "{data}"
        );
        assert!(data.contains("#123456") && !data.contains("<!--"), "{data}");
        assert_eq!(check(&data, &lettering()).unwrap().2, data.into_bytes());
    }

    #[test]
    fn a_drawing_becomes_a_page() {
        let text = svg("<linearGradient id='g'><stop stop-color='red'/></linearGradient>\
                        <path d='M0 0h9v9z' fill='url(#g)' opacity='.5'/>");
        let pdf = to_pdf(&check(&text, &lettering()).unwrap().2).unwrap();
        assert!(pdf.starts_with(b"%PDF"));
        assert_eq!(pdf, to_pdf(&check(&text, &lettering()).unwrap().2).unwrap());
    }

    #[test]
    fn what_is_no_still_drawing_is_refused() {
        assert_eq!(code("<text><tref/></text>"), "svg-text");
        assert_eq!(code("<script>x</script>"), "svg-script");
        assert_eq!(code("<rect onclick='x()'/>"), "svg-script");
        assert_eq!(code("<foreignObject/>"), "svg-foreign");
        assert_eq!(code("<image href='data:image/png;base64,xx'/>"), "svg-image");
        assert_eq!(code("<use xlink:href='other.svg#a'/>"), "svg-outside");
        assert_eq!(code("<rect fill='url(http://x.org/a#b)'/>"), "svg-outside");
        assert_eq!(code("<rect style='fill: url( \"x.svg#b\")'/>"), "svg-outside");
        assert_eq!(code("<style>@import 'x.css';</style>"), "svg-outside");
        assert_eq!(code("<filter id='f'/>"), "svg-filter");
        assert_eq!(code("<rect><animate/></rect>"), "svg-animation");
        assert_eq!(code("<a href='#x'><rect/></a>"), "svg-link");
        assert_eq!(code("<linearGradient spreadMethod='repeat'/>"), "svg-gradient");
        assert_eq!(code("<rect"), "bad-picture");
    }

    #[test]
    fn bombs_do_not_go_off() {
        let mut uses = "<g id='a0'><rect width='1' height='1'/></g>".to_owned();
        for level in 1..40 {
            let inner = format!("<use href='#a{}'/>", level - 1).repeat(10);
            uses.push_str(&format!("<g id='a{level}'>{inner}</g>"));
        }
        assert_eq!(code(&uses), "bad-picture");
        assert_eq!(code(&"<g>".repeat(100_000)), "bad-picture");
        let entity = "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]>".to_owned() + &svg("");
        assert_eq!(check(&entity, &lettering()).unwrap_err().code, "bad-picture");
        assert_eq!(
            code("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>"),
            "bad-picture"
        );
    }

    #[test]
    fn a_document_type_is_no_harm() {
        let text = "<?xml version='1.0'?>\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' \
                    'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>\n"
            .to_owned()
            + &svg("<rect width='4' height='4'/>");
        assert!(check(&text, &lettering()).is_ok());
    }

    #[test]
    fn broken_xml_has_a_place() {
        let (span, why) = xml_problem("<a>\n  <b></a>").unwrap();
        assert_eq!(span.start, 9, "{why}");
        assert_eq!(xml_problem("<a/>"), None);
    }

    #[test]
    fn words_become_outlines_of_the_type_of_the_book() {
        let words = |words: &str| {
            svg(&format!("<text y='12' font-family='Arial' font-size='9'>{words}</text>"))
        };
        let data = check(&words("Wege"), &lettering()).unwrap().2;
        let data = String::from_utf8(data).unwrap();
        assert!(!data.contains("<text") && data.contains("<path"), "{data}");
        let more = check(&words("Wege, Wege"), &lettering()).unwrap().2;
        assert!(more.len() > data.len() * 3 / 2, "{} {}", more.len(), data.len());
        assert_eq!(check(&words("Wege"), &lettering()).unwrap().2, data.into_bytes());
    }

    #[test]
    fn words_that_no_face_has_are_told() {
        let text = svg("<text y='9'>a<tspan>山</tspan></text>");
        let problem = check(&text, &lettering()).unwrap_err();
        assert_eq!(problem.code, "svg-text");
        assert!(problem.message.contains('山'), "{problem:?}");
        // nothing is drawn of what has no letters
        assert!(check(&svg("<text y='9'> </text>"), &Lettering::default()).is_ok());
        assert!(check(&svg("<text y='9'>a</text>"), &Lettering::default()).is_err());
    }
}
