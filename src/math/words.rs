//! Formulas in one line of plain characters, for who cannot see them.

use super::{Class, Enclosure, Node, Row, Table, TableKind};

/// A formula as a line of text: `x = (−b ± √(b² − 4ac))/(2a)`.
pub fn words(row: &Row) -> String {
    let mut out = String::new();
    write(row, &mut out);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn write(row: &[Node], out: &mut String) {
    for (at, node) in row.iter().enumerate() {
        let first = at == 0
            || matches!(
                row[at - 1].class(),
                Class::Open
                    | Class::Relation
                    | Class::Binary
                    | Class::Operator
                    | Class::Punctuation
            );
        one(node, first, out);
    }
}

fn one(node: &Node, first: bool, out: &mut String) {
    match node {
        Node::Symbol(symbol) => match symbol.class {
            Class::Relation => out.push_str(&format!(" {} ", symbol.text)),
            Class::Binary if !first => out.push_str(&format!(" {} ", symbol.text)),
            Class::Punctuation => out.push_str(&format!("{} ", symbol.text)),
            Class::Ordinary
            | Class::Operator
            | Class::Binary
            | Class::Open
            | Class::Close
            | Class::Inner => out.push_str(&symbol.text),
        },
        Node::Number(text) | Node::Name(text) => out.push_str(text),
        Node::Text(text, _) => out.push_str(text),
        Node::Function(name) => {
            if out.ends_with(char::is_alphanumeric) {
                out.push(' ');
            }
            out.push_str(&format!("{name} "));
        }
        Node::Enclosed(Enclosure::Phantom { .. }, _) => {}
        Node::Group(row)
        | Node::Sized(_, row)
        | Node::Colored(_, row)
        | Node::Enclosed(Enclosure::Frame | Enclosure::Tag, row) => write(row, out),
        Node::Fenced { open, close, row } => {
            out.extend(open);
            write(row, out);
            out.extend(close);
        }
        Node::Fraction { rule: true, over, under } => {
            enclosed(over, out);
            out.push('/');
            enclosed(under, out);
        }
        Node::Fraction { rule: false, over, under } => {
            write(over, out);
            out.push_str("; ");
            write(under, out);
        }
        Node::Root { radicand, degree } => {
            match degree.as_ref().map(words) {
                None => out.push('√'),
                Some(degree) => match raised(&degree) {
                    Some(degree) => out.push_str(&format!("{degree}√")),
                    None => out.push_str(&format!("({degree})√")),
                },
            }
            enclosed(radicand, out);
        }
        Node::Scripts { base, sub, sup, .. } => {
            scripts(base, (sub.as_deref(), sup.as_deref()), out);
        }
        Node::Accent { base, mark, .. } => {
            write(base, out);
            if base.len() == 1 {
                out.extend(combining(*mark));
            }
        }
        Node::Table(table) => self::table(table, out),
        Node::Space(width) => {
            if *width > 200 {
                out.push(' ');
            }
        }
    }
}

/// Something with smaller parts.
fn scripts(
    base: &[Node],
    (sub, sup): (Option<&[Node]>, Option<&[Node]>),
    out: &mut String,
) {
    let before = out.len();
    write(base, out);
    let spaced = out.len() > before && out.ends_with(' ');
    if spaced {
        out.pop();
    }
    if let Some(sub) = sub {
        out.push('_');
        enclosed(sub, out);
    }
    if let Some(sup) = sup {
        superscript(sup, out);
    }
    let operator = matches!(base.last().map(Node::class), Some(Class::Operator));
    if spaced || operator {
        out.push(' ');
    }
}

fn table(table: &Table, out: &mut String) {
    let joint = match table.kind {
        TableKind::Aligned => " ",
        TableKind::Matrix | TableKind::Small | TableKind::Cases | TableKind::Substack => {
            ", "
        }
    };
    for (number, row) in table.rows.iter().enumerate() {
        if number > 0 {
            out.push_str("; ");
        }
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                out.push_str(joint);
            }
            write(cell, out);
        }
        if let Some(Some(tag)) = table.tags.get(number) {
            out.push_str(&format!(" {tag}"));
        }
    }
}

/// A part that is one sign, or else in parentheses.
fn enclosed(row: &[Node], out: &mut String) {
    let one = match row {
        [Node::Symbol(_) | Node::Number(_) | Node::Name(_) | Node::Fenced { .. }] => true,
        [Node::Group(inner)] => return enclosed(inner, out),
        _ => false,
    };
    if one {
        write(row, out);
    } else {
        let mut inner = String::new();
        write(row, &mut inner);
        out.push_str(&format!("({})", inner.trim()));
    }
}

fn superscript(row: &[Node], out: &mut String) {
    let mut inner = String::new();
    write(row, &mut inner);
    match raised(inner.trim()) {
        Some(raised) => out.push_str(&raised),
        None if row.len() == 1 => out.push_str(&format!("^{}", inner.trim())),
        None => out.push_str(&format!("^({})", inner.trim())),
    }
}

/// A text in raised characters, where all of it has them.
fn raised(text: &str) -> Option<String> {
    const RAISED: [(char, char); 16] = [
        ('0', '⁰'),
        ('1', '¹'),
        ('2', '²'),
        ('3', '³'),
        ('4', '⁴'),
        ('5', '⁵'),
        ('6', '⁶'),
        ('7', '⁷'),
        ('8', '⁸'),
        ('9', '⁹'),
        ('+', '⁺'),
        ('−', '⁻'),
        ('′', '′'),
        ('″', '″'),
        ('∘', '°'),
        ('∗', '*'),
    ];
    let one = |c| RAISED.iter().find(|(plain, _)| *plain == c).map(|&(_, raised)| raised);
    (!text.is_empty()).then(|| text.chars().map(one).collect()).flatten()
}

/// The combining character of an accent.
pub fn combining(mark: char) -> Option<char> {
    Some(match mark {
        '^' => '\u{302}',
        '~' => '\u{303}',
        '‾' | '_' => '\u{305}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '˚' => '\u{30A}',
        'ˇ' => '\u{30C}',
        '`' => '\u{300}',
        '´' => '\u{301}',
        '→' | '⇀' => '\u{20D7}',
        '←' | '↼' => '\u{20D6}',
        _ => return None,
    })
}
