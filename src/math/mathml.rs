//! Formulas as presentation markup (`MathML` Core).

use std::collections::BTreeSet;

use super::{
    Align, Alphabet, Class, Enclosure, Limits, Node, Row, Style, Symbol, Table, TableKind,
    TextStyle, alphabets::styled, combining, words,
};
use crate::escape::escape;

/// A formula as a `math` element.
///
/// `namespace` is written on it where XML needs that, or is empty.
pub fn mathml(row: &Row, display: bool, namespace: &str) -> String {
    let mut out = String::from("<math");
    if !namespace.is_empty() {
        out.push_str(&format!(" xmlns=\"{namespace}\""));
    }
    if display {
        out.push_str(" display=\"block\"");
    }
    out.push_str(&format!(" alttext=\"{}\"><mrow>", escape(&words(row))));
    nodes(row, display, &mut out);
    out.push_str("</mrow></math>");
    out
}

/// The characters that a browser may set the `math` element of a formula with: its text,
/// letters alone in italics (`MathML` Core, 4.2), the sign of roots, and the combining
/// forms of accents.
pub fn characters(row: &Row) -> BTreeSet<char> {
    let markup = mathml(row, false, "");
    let text: String = markup
        .split('<')
        .filter_map(|part| part.split_once('>'))
        .map(|(_, text)| text)
        .collect();
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let text = text.replace("&amp;", "&");
    let mut found: BTreeSet<char> = text.chars().collect();
    found.extend(text.chars().map(|c| styled(c, Alphabet::Italic)));
    found.extend(text.contains('∇').then_some('𝛻'));
    found.extend(text.chars().filter_map(combining));
    found.extend((markup.contains("<msqrt") || markup.contains("<mroot")).then_some('√'));
    found
}

fn nodes(row: &[Node], display: bool, out: &mut String) {
    for (at, node) in row.iter().enumerate() {
        // browsers set no space beside the name of a function
        let before = at > 0 && is_function(node) && goes_on(&row[at - 1]);
        if before {
            out.push_str(THIN);
        }
        one(node, at == 0, display, out);
        if is_function(node) && row.get(at + 1).is_some_and(goes_on) {
            out.push_str(THIN);
        }
    }
}

/// A thin space.
const THIN: &str = "<mspace width=\"0.167em\"></mspace>";

fn is_function(node: &Node) -> bool {
    if let Node::Scripts { base, .. } = node {
        return matches!(&base[..], [Node::Function(_)]);
    }
    matches!(node, Node::Function(_))
}

/// Whether something beside a function is told from it by space alone.
fn goes_on(node: &Node) -> bool {
    match node {
        Node::Symbol(symbol) => matches!(symbol.class, Class::Ordinary | Class::Operator),
        Node::Space(_) | Node::Text(..) | Node::Fenced { .. } | Node::Function(_) => false,
        Node::Scripts { base, .. } => base.first().is_some_and(goes_on),
        Node::Number(_)
        | Node::Name(_)
        | Node::Group(_)
        | Node::Fraction { .. }
        | Node::Root { .. }
        | Node::Accent { .. }
        | Node::Table(_)
        | Node::Sized(..)
        | Node::Enclosed(..)
        | Node::Colored(..) => true,
    }
}

/// A row as exactly one element.
fn single(row: &[Node], display: bool, out: &mut String) {
    match row {
        [Node::Group(inner)] => single(inner, display, out),
        [only] => one(only, true, display, out),
        several => {
            out.push_str("<mrow>");
            nodes(several, display, out);
            out.push_str("</mrow>");
        }
    }
}

fn element(name: &str, attributes: &str, text: &str, out: &mut String) {
    out.push_str(&format!("<{name}{attributes}>{}</{name}>", escape(text)));
}

fn one(node: &Node, first: bool, display: bool, out: &mut String) {
    match node {
        Node::Symbol(symbol) => self::symbol(symbol, first, out),
        Node::Number(text) => element("mn", "", text, out),
        Node::Name(text) => {
            let upright =
                if text.chars().count() == 1 { " mathvariant=\"normal\"" } else { "" };
            let name = if text.chars().all(|c| c.is_ascii_digit()) { "mn" } else { "mi" };
            let upright = if name == "mn" { "" } else { upright };
            element(name, upright, text, out);
        }
        Node::Function(name) => {
            element("mi", "", name, out);
        }
        Node::Text(text, style) => {
            let style = match style {
                TextStyle::Plain => "",
                TextStyle::Bold => " style=\"font-weight: bold\"",
                TextStyle::Italic => " style=\"font-style: italic\"",
                TextStyle::Monospace => " style=\"font-family: monospace\"",
            };
            // a space at an edge would not be shown
            let text = text.replace(' ', "\u{A0}");
            element("mtext", style, &text, out);
        }
        Node::Group(row) => single(row, display, out),
        Node::Fenced { open, close, row } => {
            out.push_str("<mrow>");
            fence(*open, "prefix", out);
            nodes(row, display, out);
            fence(*close, "postfix", out);
            out.push_str("</mrow>");
        }
        Node::Fraction { rule, over, under } => {
            out.push_str(if *rule { "<mfrac>" } else { "<mfrac linethickness=\"0\">" });
            single(over, false, out);
            single(under, false, out);
            out.push_str("</mfrac>");
        }
        Node::Root { radicand, degree: None } => {
            out.push_str("<msqrt>");
            nodes(radicand, display, out);
            out.push_str("</msqrt>");
        }
        Node::Root { radicand, degree: Some(degree) } => {
            out.push_str("<mroot>");
            single(radicand, display, out);
            single(degree, false, out);
            out.push_str("</mroot>");
        }
        Node::Scripts { base, sub, sup, limits } => {
            scripts(base, (sub.as_deref(), sup.as_deref()), *limits, display, out);
        }
        Node::Accent { base, mark, under, .. } => {
            let (name, attribute) =
                if *under { ("munder", "accentunder") } else { ("mover", "accent") };
            out.push_str(&format!("<{name} {attribute}=\"true\">"));
            single(base, display, out);
            let stretchy = if is_stretchy(node) { "true" } else { "false" };
            element("mo", &format!(" stretchy=\"{stretchy}\""), &mark.to_string(), out);
            out.push_str(&format!("</{name}>"));
        }
        Node::Table(table) => self::table(table, out),
        Node::Space(width) => {
            out.push_str(&format!("<mspace width=\"{}\"></mspace>", ems(*width)));
        }
        Node::Sized(style, row) => sized(*style, row, out),
        Node::Colored((r, g, b), row) => {
            out.push_str(&format!(
                "<mrow class=\"ink\" style=\"color: #{r:02x}{g:02x}{b:02x}\">"
            ));
            nodes(row, display, out);
            out.push_str("</mrow>");
        }
        Node::Enclosed(made, row) => enclosed(*made, row, display, out),
    }
}

fn enclosed(made: Enclosure, row: &[Node], display: bool, out: &mut String) {
    let (begin, end) = match made {
        Enclosure::Frame => {
            ("<mrow style=\"border: 0.05em solid; padding: 0.3em\">", "</mrow>")
        }
        Enclosure::Phantom { wide: true, high: true } => ("<mphantom>", "</mphantom>"),
        Enclosure::Phantom { wide: true, high: false } => {
            ("<mpadded height=\"0\" depth=\"0\"><mphantom>", "</mphantom></mpadded>")
        }
        Enclosure::Phantom { .. } => {
            ("<mpadded width=\"0\"><mphantom>", "</mphantom></mpadded>")
        }
        Enclosure::Tag => ("<mrow>", "</mrow>"),
    };
    out.push_str(begin);
    nodes(row, display, out);
    out.push_str(end);
}

fn sized(style: Style, row: &[Node], out: &mut String) {
    let (display, level) = match style {
        Style::Display => (true, 0),
        Style::Text => (false, 0),
        Style::Script => (false, 1),
        Style::ScriptScript => (false, 2),
    };
    out.push_str(&format!("<mstyle displaystyle=\"{display}\" scriptlevel=\"{level}\">"));
    nodes(row, display, out);
    out.push_str("</mstyle>");
}

const fn is_stretchy(node: &Node) -> bool {
    matches!(node, Node::Accent { wide: true, .. })
}

/// A width as `MathML` writes it.
fn ems(thousandths: i32) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let size = thousandths.unsigned_abs();
    format!("{sign}{}.{:03}em", size / 1000, size % 1000)
}

fn fence(delimiter: Option<char>, form: &str, out: &mut String) {
    if let Some(c) = delimiter {
        let attributes = format!(" form=\"{form}\" stretchy=\"true\" symmetric=\"true\"");
        element("mo", &attributes, &c.to_string(), out);
    }
}

fn symbol(symbol: &Symbol, first: bool, out: &mut String) {
    let (name, attributes) = match symbol.class {
        Class::Ordinary | Class::Inner if symbol.middle => {
            ("mo", " stretchy=\"true\"".into())
        }
        Class::Ordinary | Class::Inner => return ordinary(symbol, out),
        Class::Operator => ("mo", String::new()),
        Class::Relation if symbol.middle => ("mo", " stretchy=\"true\"".into()),
        Class::Relation => ("mo", " stretchy=\"false\"".into()),
        Class::Punctuation => ("mo", " separator=\"true\"".into()),
        Class::Binary if first => ("mo", " form=\"prefix\"".into()),
        Class::Binary => ("mo", String::new()),
        Class::Open | Class::Close => {
            let form = if symbol.class == Class::Open { "prefix" } else { "postfix" };
            let size = match symbol.height {
                Some(height) => {
                    let size = ems(height);
                    format!(" stretchy=\"true\" minsize=\"{size}\" maxsize=\"{size}\"")
                }
                None => " stretchy=\"false\"".to_owned(),
            };
            ("mo", format!(" form=\"{form}\"{size}"))
        }
    };
    let attributes: String = attributes;
    let plain = attributes == " stretchy=\"false\"" && !is_arrow(&symbol.text);
    element(name, if plain { "" } else { &attributes }, &symbol.text, out);
}

/// Whether browsers would stretch a relation by themselves.
fn is_arrow(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{2190}'..='\u{21FF}' | '\u{27F0}'..='\u{27FF}'))
}

fn ordinary(symbol: &Symbol, out: &mut String) {
    let first = symbol.text.chars().next().unwrap_or(' ');
    if symbol.height.is_some() || matches!(first, '|' | '∥' | '′' | '/' | '!') {
        return element(
            "mo",
            " stretchy=\"false\" lspace=\"0em\" rspace=\"0em\"",
            &symbol.text,
            out,
        );
    }
    if first.is_ascii_digit() {
        return element("mn", "", &symbol.shown(), out);
    }
    if !first.is_alphabetic() {
        let attributes = if is_arrow(&symbol.text) { " stretchy=\"false\"" } else { "" };
        return element(
            "mi",
            attributes.replace(" stretchy=\"false\"", "").as_str(),
            &symbol.text,
            out,
        );
    }
    if symbol.alphabet == Alphabet::Usual {
        // browsers set single letters in italics, also those that TeX does not
        let upright = matches!(first, 'Α'..='Ω' | '∂');
        let attributes = if upright { " mathvariant=\"normal\"" } else { "" };
        element("mi", attributes, &symbol.text.replace('µ', "μ"), out);
    } else if symbol.alphabet == Alphabet::Upright {
        element("mi", " mathvariant=\"normal\"", &symbol.text, out);
    } else {
        element("mi", "", &symbol.shown(), out);
    }
}

fn scripts(
    base: &[Node],
    (sub, sup): (Option<&[Node]>, Option<&[Node]>),
    limits: Limits,
    display: bool,
    out: &mut String,
) {
    let stacked = match limits {
        Limits::Right => false,
        Limits::Stacked => true,
        Limits::Movable => display,
    };
    let name = match (sub.is_some(), sup.is_some(), stacked) {
        (true, true, true) => "munderover",
        (true, true, false) => "msubsup",
        (true, false, true) => "munder",
        (true, false, false) => "msub",
        (false, _, true) => "mover",
        (false, _, false) => "msup",
    };
    out.push_str(&format!("<{name}>"));
    match base {
        [Node::Symbol(own)] if own.class == Class::Operator => {
            // placed by the element, not by the browser's dictionary
            element("mo", " movablelimits=\"false\"", &own.text, out);
        }
        base => single(base, display, out),
    }
    for script in [sub, sup].into_iter().flatten() {
        single(script, false, out);
    }
    out.push_str(&format!("</{name}>"));
}

fn table(table: &Table, out: &mut String) {
    let display = table.kind == TableKind::Aligned || table.style == Some(Style::Display);
    let attributes = if display { " displaystyle=\"true\"" } else { "" };
    out.push_str(&format!("<mtable{attributes}>"));
    for (number, row) in table.rows.iter().enumerate() {
        out.push_str("<mtr>");
        for (at, cell) in row.iter().enumerate() {
            let style = cell_style(table, (number, at), row.len());
            out.push_str(&format!("<mtd style=\"{style}\">"));
            nodes(cell, display, out);
            out.push_str("</mtd>");
        }
        if table.tags.iter().any(Option::is_some) {
            let most = table.rows.iter().map(Vec::len).max().unwrap_or(0);
            out.push_str(&"<mtd></mtd>".repeat(most - row.len()));
            out.push_str("<mtd style=\"text-align: right; padding: 0.25em 0 0.25em 2em\">");
            if let Some(Some(tag)) = table.tags.get(number) {
                element("mtext", "", &tag.replace(' ', "\u{A0}"), out);
            }
            out.push_str("</mtd>");
        }
        out.push_str("</mtr>");
    }
    out.push_str("</mtable>");
}

/// How a cell stands, in CSS: `MathML` Core leaves it to that.
fn cell_style(table: &Table, (row, at): (usize, usize), count: usize) -> String {
    let column = table.columns.get(at).or(table.columns.last());
    let align = match column.map_or(Align::Center, |column| column.align) {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    };
    let mut style = format!("text-align: {align}");
    if table.kind == TableKind::Aligned {
        // a relation and its sides stand together, pairs apart
        let left = if at > 0 && at % 2 == 0 { "2em" } else { "0" };
        style.push_str(&format!("; padding: 0.25em 0 0.25em {left}"));
    }
    if table.rules.contains(&row) {
        style.push_str("; border-top: 0.05em solid");
    }
    if row + 1 == table.rows.len() && table.rules.contains(&table.rows.len()) {
        style.push_str("; border-bottom: 0.05em solid");
    }
    if column.is_some_and(|column| column.rule) {
        style.push_str("; border-left: 0.05em solid");
    }
    if at + 1 == count && column.is_some_and(|column| column.closed) {
        style.push_str("; border-right: 0.05em solid");
    }
    style
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::read;

    #[test]
    fn characters_are_all_that_a_browser_sets() {
        let of =
            |tex: &str| characters(&read(tex).unwrap()).into_iter().collect::<String>();
        for (tex, wanted) in [
            (r"\sqrt{x}", "x√𝑥"),
            (r"\Omega<\nabla\varepsilon", "<Ωε∇𝛺𝛻𝜀"),
            (r"\hat a", "^a\u{302}𝑎"),
            (r"a-1", "1a−𝑎"),
            (r"\mathbb R\,f(2)", "2()ℝf𝑓"),
        ] {
            let found = of(tex);
            assert!(wanted.chars().all(|c| found.contains(c)), "{tex}: {found}");
        }
        assert!(!of("x").contains(['m', 'r', '√']), "{}", of("x"));
    }
}
