//! TeX notation to a tree. The only user of `pulldown-latex`.

use std::iter::Peekable;

use pulldown_latex::event::{
    ArrayColumn, ColorTarget, ColumnAlignment, Content, DelimiterSize, DelimiterType,
    Dimension, DimensionUnit, EnvironmentFlow, Event, Font, Grouping, ScriptPosition,
    ScriptType, StateChange, Style as EventStyle, Visual,
};
use pulldown_latex::{Parser, Storage};

use crate::luminance::legible;

use super::{
    Align, Alphabet, Class, Column, Enclosure, Limits, Node, Problem, Row, Style, Symbol,
    Table, TableKind, TextStyle, commands::defined, negated, text,
};

/// Deepest nesting of groups.
const DEEPEST: usize = 48;
/// Longest notation, in bytes.
const LONGEST: usize = 16_384;
/// Marks that stand above or below letters, as `pulldown-latex` gives them.
const ACCENTS: &str = "´‾˘ˇ˙¨`^~→˚←⇒↔↼⇀⏜⏠⏞⎴_⏡⏟⏝⎵";
/// Commands of LaTeX under other names that are known.
const RENAMED: [(&str, &str); 15] = [
    (r"\boxed", "\\overset{\u{fdd0}}"),
    (r"\phantom", "\\overset{\u{fdd1}}"),
    (r"\hphantom", "\\overset{\u{fdd2}}"),
    (r"\vphantom", "\\overset{\u{fdd3}}"),
    (r"\mathstrut", "\\overset{\u{fdd3}}{(}"),
    (r"\notag", " "),
    (r"\nonumber", " "),
    (r"\operatorname*", r"\mathop"),
    (r"\operatornamewithlimits", r"\mathop"),
    (r"\mbox", r"\text"),
    (r"\hbox", r"\text"),
    (r"\textnormal", r"\text"),
    (r"\bm", r"\boldsymbol"),
    (r"\lvert", r"|"),
    (r"\rvert", r"|"),
];

/// What a character above a part makes of it: `pulldown-latex` does not know these commands,
/// and nobody writes such characters, which are none (The Unicode Standard, chapter 23.7).
const fn enclosure(mark: char) -> Option<Enclosure> {
    Some(match mark {
        '\u{fdd0}' => Enclosure::Frame,
        '\u{fdd1}' => Enclosure::Phantom { wide: true, high: true },
        '\u{fdd2}' => Enclosure::Phantom { wide: true, high: false },
        '\u{fdd3}' => Enclosure::Phantom { wide: false, high: true },
        TAG => Enclosure::Tag,
        _ => return None,
    })
}

/// Stands above what stands beside a line.
const TAG: char = '\u{fdd8}';

/// Reads a formula.
///
/// # Errors
/// When the notation is wrong, or what it means cannot be set in every format.
pub fn read(tex: &str) -> Result<Row, Problem> {
    nested(tex, 0)
}

/// The same inside of words of a formula.
pub(super) fn nested(tex: &str, depth: usize) -> Result<Row, Problem> {
    if tex.len() > LONGEST {
        return Err(plain("the formula is too long", "divide it into several"));
    }
    if let Some(problem) = unbalanced(tex) {
        return Err(problem);
    }
    if tex.contains(|c| matches!(c, '\u{fdd0}'..='\u{fdef}')) {
        return Err(plain("a character is none of Unicode", "remove it"));
    }
    let known = with_tags(&renamed(&defined(tex, &is_command)?));
    let storage = Storage::new();
    let events = Parser::new(&known, &storage).map(|event| {
        event.map_err(|error| {
            std::error::Error::source(&error).map_or_else(String::new, ToString::to_string)
        })
    });
    let mut reader = Reader { events: events.peekable(), depth, tags: 0 };
    let row = reader.row(State::default()).map_err(|problem| placed(problem, tex))?;
    if reader.tags < known.matches(TAG).count() {
        let help = "write it at the end of a line of `align` or `gather`, or behind the whole \
                    displayed formula";
        let problem = plain(r"`\tag` stands where there are no lines", help);
        let part = tex.find(r"\tag").map(|at| at..at + r"\tag".len());
        return Err(Problem { part, ..problem });
    }
    match row.end {
        End::Formula => Ok(row.nodes),
        End::Group | End::Cell | End::Line(_) => {
            Err(plain("a group ends that did not begin", "look for a `}` or `&` too many"))
        }
    }
}

/// The notation with commands that have another name in LaTeX.
fn renamed(tex: &str) -> String {
    let mut out = tex.to_owned();
    for (name, known) in RENAMED {
        let mut from = 0;
        while let Some(at) = out[from..].find(name).map(|at| from + at) {
            let end = at + name.len();
            let goes_on = out[end..].starts_with(|c: char| c.is_ascii_alphabetic());
            if goes_on {
                from = end;
            } else {
                out.replace_range(at..end, known);
                from = at + known.len();
            }
        }
    }
    out
}

/// The notation with what stands beside lines, `\tag{1}`, as a part with a mark.
fn with_tags(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len());
    let mut rest = tex;
    while let Some((before, after)) = rest.split_once(r"\tag") {
        out.push_str(before);
        let bare = after.strip_prefix('*');
        let inner = bare.unwrap_or(after).trim_start().strip_prefix('{');
        let words = inner.and_then(|inner| inner.split_once('}'));
        let Some((words, behind)) = words else {
            out.push_str(r"\tag");
            rest = after;
            continue;
        };
        let words = if bare.is_some() { words.to_owned() } else { format!("({words})") };
        out.push_str(&format!(r"\overset{{{TAG}}}{{\text{{{words}}}}}"));
        rest = behind;
    }
    out + rest
}

/// What braces say that do not match, and a backslash at the end.
fn unbalanced(tex: &str) -> Option<Problem> {
    let mut open: Vec<usize> = Vec::new();
    let mut characters = tex.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '\\' if characters.next().is_none() => {
                let mut problem = plain(
                    "the formula ends with a backslash",
                    "write the command, or remove it",
                );
                problem.part = Some(at..at + 1);
                return Some(problem);
            }
            '%' => return Some(comment(at)),
            '{' => open.push(at),
            '}' if open.pop().is_none() => {
                let mut problem = plain("a `}` has no `{`", r"for a brace write `\}`");
                problem.part = Some(at..at + 1);
                return Some(problem);
            }
            _ => {}
        }
        if open.len() > DEEPEST {
            return Some(plain("the formula is nested too deeply", "nest less deeply"));
        }
    }
    (!open.is_empty())
        .then(|| plain("a `{` has no `}`", r"close the group; for a brace write `\{`"))
}

fn comment(at: usize) -> Problem {
    Problem {
        message: "a `%` begins a comment in TeX".to_owned(),
        help: r"write `\%` for a per cent sign".to_owned(),
        part: Some(at..at + 1),
    }
}

fn plain(message: &str, help: &str) -> Problem {
    Problem { message: message.to_owned(), help: help.to_owned(), part: None }
}

/// What the parser says, in words for authors; a command that it does not know is named.
fn placed(problem: Problem, tex: &str) -> Problem {
    if !problem.message.starts_with("unknown primitive") {
        return problem;
    }
    let Some(part) = unknown_command(tex) else { return problem };
    Problem {
        message: format!("there is no command `{}`", &tex[part.clone()]),
        help: "the chapter \"The manuscript\" lists what formulas may hold".to_owned(),
        part: Some(part),
    }
}

fn unknown_command(tex: &str) -> Option<std::ops::Range<usize>> {
    let made = defined(tex, &is_command).unwrap_or_else(|_| tex.to_owned());
    let mut from = 0;
    while let Some(at) = tex[from..].find('\\').map(|at| from + at) {
        let rest = &tex[at + 1..];
        let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let length = letters.max(rest.chars().next().map_or(0, char::len_utf8));
        let end = at + 1 + length;
        let name = &tex[at..end];
        let is_new =
            ["\\def", "\\let"].iter().any(|new| made.contains(&format!("{new}{name}")))
                || made.contains(&format!("command{{{name}}}"));
        if !is_new && letters > 0 && !is_command(name) {
            return Some(at..end);
        }
        from = end;
    }
    None
}

/// Whether there is a command of a name by itself.
fn is_command(name: &str) -> bool {
    let storage = Storage::new();
    let trial = format!("{}{{x}}{{x}}{{x}}", renamed(name));
    !Parser::new(&trial, &storage).any(|event| {
        let error = event.err();
        let source = error.as_ref().and_then(std::error::Error::source);
        source.is_some_and(|e| e.to_string().starts_with("unknown primitive"))
    })
}

/// What the parser says in words for authors.
fn told(message: &str) -> Problem {
    let (message, help) = if message.contains("a subscript twice") {
        ("two subscripts stand at the same place", "group them: `{x_1}_2`")
    } else if message.contains("a superscript twice") {
        ("two superscripts stand at the same place", "group them: `{x^2}^3`")
    } else if message.contains("mathematical environment") {
        (
            "there is no such environment",
            "`aligned`, `cases`, `pmatrix` and others are known",
        )
    } else if message.starts_with("alignment not allowed") {
        ("a `&` stands where nothing is aligned", r"for the sign write `\&`")
    } else if message.starts_with("new line command") {
        ("a line ends where there are no lines", r"write `\begin{aligned} … \end{aligned}`")
    } else if message.starts_with("macro expansion depth limit") {
        ("a command of the formula grows without end", "say it without itself")
    } else if message.starts_with("unexpected math `$`") {
        ("a `$` stands in the formula", r"for a dollar sign write `\$`")
    } else {
        (message, "the chapter \"The manuscript\" lists what formulas may hold")
    };
    plain(message, help)
}

/// What changes on the way through a group.
#[derive(Debug, Default, Clone, Copy)]
struct State {
    font: Option<Font>,
}

/// Where a row ends.
enum End {
    Formula,
    Group,
    Cell,
    /// With how many rules below.
    Line(usize),
}

struct Read {
    nodes: Row,
    end: End,
}

struct Reader<I: Iterator> {
    events: Peekable<I>,
    depth: usize,
    /// How many tags of lines were found.
    tags: usize,
}

impl<'e, I: Iterator<Item = Result<Event<'e>, String>>> Reader<I> {
    fn next(&mut self) -> Result<Option<Event<'e>>, Problem> {
        self.events.next().transpose().map_err(|message| told(&message))
    }

    /// The nodes up to the end of a group, a cell or the formula.
    fn row(&mut self, state: State) -> Result<Read, Problem> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(plain("the formula is nested too deeply", "nest less deeply"));
        }
        let mut state = state;
        let mut nodes = Row::new();
        let end = loop {
            match self.next()? {
                None => break End::Formula,
                Some(Event::End) => break End::Group,
                Some(Event::EnvironmentFlow(EnvironmentFlow::Alignment)) => {
                    break End::Cell;
                }
                Some(Event::EnvironmentFlow(EnvironmentFlow::NewLine {
                    horizontal_lines,
                    ..
                })) => break End::Line(horizontal_lines.len()),
                Some(Event::EnvironmentFlow(EnvironmentFlow::StartLines { .. })) => {}
                Some(Event::StateChange(StateChange::Font(font))) => state.font = font,
                Some(Event::StateChange(StateChange::Style(style))) => {
                    let rest = self.row(state)?;
                    nodes.push(Node::Sized(sized(style), rest.nodes));
                    break rest.end;
                }
                Some(Event::StateChange(StateChange::Color(change))) => {
                    if change.target != ColorTarget::Text {
                        return Err(plain(
                            "a formula has no coloured ground",
                            "colour its letters: `\\textcolor{red}{x}`",
                        ));
                    }
                    let rest = self.row(state)?;
                    nodes.push(Node::Colored(legible(change.color), rest.nodes));
                    break rest.end;
                }
                Some(event) => nodes.push(self.node(event, state)?),
            }
        };
        self.depth -= 1;
        Ok(Read { nodes: tidy(nodes), end })
    }

    /// The node that begins with an event.
    fn node(&mut self, event: Event<'e>, state: State) -> Result<Node, Problem> {
        match event {
            Event::Content(content) => self.content(content, state),
            Event::Begin(grouping) => self.group(grouping, state),
            Event::Visual(visual) => self.visual(visual, state),
            Event::Script { ty, position } => self.scripts(ty, position, state),
            Event::Space { width, .. } => Ok(Node::Space(width.map_or(0, ems))),
            Event::StateChange(_) | Event::End | Event::EnvironmentFlow(_) => {
                Err(plain("something is missing behind a command", "write its argument"))
            }
        }
    }

    /// One element, as a row.
    fn element(&mut self, state: State) -> Result<Row, Problem> {
        let Some(event) = self.next()? else {
            return Err(plain("something is missing at the end", "write the argument"));
        };
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(plain("the formula is nested too deeply", "nest less deeply"));
        }
        let node = self.node(event, state)?;
        self.depth -= 1;
        Ok(if let Node::Group(row) = node { row } else { vec![node] })
    }

    fn content(&mut self, content: Content<'e>, state: State) -> Result<Node, Problem> {
        let alphabet = alphabet(state.font);
        let symbol = |text: String, class| {
            Node::Symbol(Symbol { text, alphabet, class, height: None, middle: false })
        };
        Ok(match content {
            Content::Text(words) => {
                return text::text(words, text_style(state.font), self.depth);
            }
            Content::Number(number) if state.font.is_none() => {
                Node::Number(number.to_owned())
            }
            Content::Number(number) => symbol(number.to_owned(), Class::Ordinary),
            Content::Function(name) => Node::Function(text::operator(name)?),
            Content::Ordinary { content, .. } => {
                symbol(content.to_string(), Class::Ordinary)
            }
            Content::LargeOp { content, small } => {
                let height = small.then_some(0);
                Node::Symbol(Symbol {
                    text: content.to_string(),
                    alphabet,
                    class: Class::Operator,
                    height,
                    middle: false,
                })
            }
            // TeX sets no space around a slash
            Content::BinaryOp { content: '/', .. } => {
                symbol("/".to_owned(), Class::Ordinary)
            }
            Content::BinaryOp { content, .. } => symbol(content.to_string(), Class::Binary),
            Content::Relation { content, .. } => {
                let mut buffer = [0u8; 8];
                let bytes = content.encode_utf8_to_buf(&mut buffer);
                let text = String::from_utf8_lossy(bytes).into_owned();
                symbol(text, Class::Relation)
            }
            Content::Punctuation(c) => symbol(c.to_string(), Class::Punctuation),
            Content::Delimiter { content, size, ty } => {
                let class = match ty {
                    DelimiterType::Open => Class::Open,
                    DelimiterType::Close => Class::Close,
                    DelimiterType::Fence => Class::Ordinary,
                };
                let height = size.map(|size| match size {
                    DelimiterSize::Big => 1200,
                    DelimiterSize::BIG => 1800,
                    DelimiterSize::Bigg => 2400,
                    DelimiterSize::BIGG => 3000,
                });
                let middle = ty == DelimiterType::Fence && size == Some(DelimiterSize::Big);
                let text = content.to_string();
                Node::Symbol(Symbol { text, alphabet, class, height, middle })
            }
        })
    }

    fn group(&mut self, grouping: Grouping, state: State) -> Result<Node, Problem> {
        match grouping {
            Grouping::Normal => Ok(Node::Group(self.inside(state)?)),
            Grouping::LeftRight(open, close) => {
                let mut row = self.inside(state)?;
                for node in &mut row {
                    if let Node::Symbol(symbol) = node {
                        symbol.class =
                            if symbol.middle { Class::Relation } else { symbol.class };
                    }
                }
                Ok(Node::Fenced { open, close, row })
            }
            Grouping::Array(columns) => {
                self.table(TableKind::Matrix, array_columns(&columns))
            }
            Grouping::Matrix { alignment } => {
                self.table(TableKind::Matrix, vec![column(alignment)])
            }
            Grouping::Cases { left } => {
                let table =
                    self.table(TableKind::Cases, vec![column(ColumnAlignment::Left)])?;
                let (open, close) =
                    if left { (Some('{'), None) } else { (None, Some('}')) };
                Ok(Node::Fenced { open, close, row: vec![table] })
            }
            Grouping::SubArray { alignment } => {
                self.table(TableKind::Substack, vec![column(alignment)])
            }
            Grouping::Align { .. }
            | Grouping::Aligned
            | Grouping::Alignat { .. }
            | Grouping::Alignedat { .. }
            | Grouping::Split => self.table(TableKind::Aligned, aligned_columns()),
            Grouping::Equation { .. }
            | Grouping::Gather { .. }
            | Grouping::Gathered
            | Grouping::Multline => {
                self.table(TableKind::Aligned, vec![column(ColumnAlignment::Center)])
            }
        }
    }

    /// The rest of a group.
    fn inside(&mut self, state: State) -> Result<Row, Problem> {
        let read = self.row(state)?;
        match read.end {
            End::Group => Ok(read.nodes),
            End::Formula | End::Cell | End::Line(_) => {
                Err(plain("a group does not end", "look for a missing `}` or `\\end`"))
            }
        }
    }

    fn table(&mut self, kind: TableKind, columns: Vec<Column>) -> Result<Node, Problem> {
        let mut table =
            Table { kind, columns, rows: vec![], rules: vec![], tags: vec![], style: None };
        if let Some(Ok(Event::StateChange(StateChange::Style(style)))) = self.events.peek()
        {
            table.style = Some(sized(*style));
            self.events.next();
        }
        if table.style == Some(Style::Text) && kind == TableKind::Matrix {
            table.kind = TableKind::Small;
        }
        if let Some(Ok(Event::EnvironmentFlow(EnvironmentFlow::StartLines { lines }))) =
            self.events.peek()
        {
            table.rules.extend(lines.iter().map(|_| 0));
        }
        let mut cells = Vec::new();
        loop {
            let Read { nodes, end } = self.row(State::default())?;
            cells.push(nodes);
            match end {
                End::Cell => {}
                End::Line(rules) => {
                    table.rows.push(std::mem::take(&mut cells));
                    table.rules.extend((0..rules).map(|_| table.rows.len()));
                }
                End::Group => {
                    // a line end before the end of the table begins no row
                    if cells.len() > 1 || cells[0] != Row::new() || table.rows.is_empty() {
                        table.rows.push(cells);
                    }
                    if kind == TableKind::Aligned {
                        table.tags =
                            table.rows.iter_mut().map(|row| take_tag(row)).collect();
                        self.tags += table.tags.iter().flatten().count();
                    }
                    return Ok(Node::Table(table));
                }
                End::Formula => {
                    return Err(plain("a table does not end", "write its `\\end`"));
                }
            }
        }
    }

    fn visual(&mut self, visual: Visual, state: State) -> Result<Node, Problem> {
        match visual {
            Visual::SquareRoot => {
                Ok(Node::Root { radicand: self.element(state)?, degree: None })
            }
            Visual::Root => {
                let radicand = self.element(state)?;
                Ok(Node::Root { radicand, degree: Some(self.element(state)?) })
            }
            Visual::Fraction(thickness) => {
                let over = self.element(state)?;
                let under = self.element(state)?;
                let rule = thickness.is_none_or(|size| size.value > 0.0);
                Ok(Node::Fraction { rule, over, under })
            }
            Visual::Negation => {
                let row = self.element(state)?;
                if let [Node::Symbol(symbol)] = &row[..]
                    && let Some(negated) = symbol.text.chars().next().and_then(negated)
                {
                    let text = negated.to_string();
                    return Ok(Node::Symbol(Symbol { text, ..symbol.clone() }));
                }
                let help = "negate a relation that has a form for it, such as `\\not\\in`";
                Err(plain("nothing can be struck through in a formula", help))
            }
        }
    }

    fn scripts(
        &mut self,
        ty: ScriptType,
        position: ScriptPosition,
        state: State,
    ) -> Result<Node, Problem> {
        let base = self.element(state)?;
        let first = self.element(state)?;
        let (sub, sup) = match ty {
            ScriptType::Subscript => (Some(first), None),
            ScriptType::Superscript => (None, Some(first)),
            ScriptType::SubSuperscript => (Some(first), Some(self.element(state)?)),
        };
        let limits = match position {
            ScriptPosition::Right => Limits::Right,
            ScriptPosition::AboveBelow => Limits::Stacked,
            ScriptPosition::Movable => Limits::Movable,
        };
        if limits == Limits::Stacked
            && let (None, Some(mark)) = (&sub, &sup)
            && let [Node::Symbol(symbol)] = &mark[..]
            && let Some(made) = symbol.text.chars().next().and_then(enclosure)
        {
            return Ok(Node::Enclosed(made, base));
        }
        if limits == Limits::Stacked
            && let (None, Some(mark)) | (Some(mark), None) = (&sub, &sup)
            && let [Node::Symbol(symbol)] = &mark[..]
            && let Some(c) = symbol.text.chars().next().filter(|&c| ACCENTS.contains(c))
        {
            let wide = symbol.class == Class::Ordinary && is_wide(c, &base);
            return Ok(Node::Accent { base, mark: c, wide, under: sub.is_some() });
        }
        Ok(Node::Scripts { base, sub, sup, limits })
    }
}

/// Takes what stands beside a row out of the last of its cells.
fn take_tag(row: &mut [Row]) -> Option<String> {
    let cell = row.last_mut()?;
    let is_tag = |node: &Node| matches!(node, Node::Enclosed(Enclosure::Tag, _));
    let at = cell.iter().position(is_tag)?;
    Some(super::words(&vec![cell.remove(at)]))
}

/// Whether a mark is as wide as what it belongs to.
fn is_wide(mark: char, base: &Row) -> bool {
    match mark {
        '´' | '˘' | '˙' | '¨' | '`' | '˚' => false,
        // over several letters they are wide, whatever command was written
        '^' | '~' | 'ˇ' | '→' => base.len() > 1,
        _ => true,
    }
}

/// A row with primes as superscripts and upright letters joined to names.
fn tidy(nodes: Row) -> Row {
    let mut out = Row::new();
    for node in nodes {
        let prime =
            |node: &Node| matches!(node, Node::Symbol(symbol) if symbol.text == "′");
        if prime(&node) {
            add_prime(&mut out, node);
            continue;
        }
        // `f'^2` and `f'_i` are read as scripts of the prime
        if let Node::Scripts { base, sub, sup, limits } = &node
            && let [only] = &base[..]
            && prime(only)
        {
            add_prime(&mut out, only.clone());
            if let Some(Node::Scripts { sub: own_sub, sup: own_sup, .. }) = out.last_mut() {
                if let Some(sup) = sup {
                    own_sup.get_or_insert_default().extend(sup.iter().cloned());
                }
                own_sub.clone_from(sub);
            }
            let _same = limits;
            continue;
        }
        if let Some(letters) = upright(&node) {
            if let Some(Node::Name(name)) = out.last_mut() {
                name.push_str(letters);
                continue;
            }
            out.push(Node::Name(letters.to_owned()));
            continue;
        }
        out.push(node);
    }
    out
}

/// The text of a symbol that is part of a name in upright letters.
fn upright(node: &Node) -> Option<&str> {
    let Node::Symbol(Symbol { text, alphabet: Alphabet::Upright, class, .. }) = node else {
        return None;
    };
    let word = text.chars().all(char::is_alphanumeric);
    (word && *class == Class::Ordinary).then_some(text)
}

/// Makes a prime a superscript of what stands before it.
fn add_prime(out: &mut Row, prime: Node) {
    if let Some(Node::Scripts { sub: None, sup: Some(sup), limits: Limits::Right, .. }) =
        out.last_mut()
        && matches!(sup.first(), Some(Node::Symbol(symbol)) if symbol.text == "′")
    {
        sup.push(prime);
        return;
    }
    let base: Row = out.pop().into_iter().collect();
    match base.first() {
        Some(Node::Scripts { base, sub: Some(sub), sup: None, limits }) => {
            out.push(Node::Scripts {
                base: base.clone(),
                sub: Some(sub.clone()),
                sup: Some(vec![prime]),
                limits: *limits,
            });
        }
        _ => out.push(Node::Scripts {
            base,
            sub: None,
            sup: Some(vec![prime]),
            limits: Limits::Right,
        }),
    }
}

const fn sized(style: EventStyle) -> Style {
    match style {
        EventStyle::Display => Style::Display,
        EventStyle::Text => Style::Text,
        EventStyle::Script => Style::Script,
        EventStyle::ScriptScript => Style::ScriptScript,
    }
}

const fn alphabet(font: Option<Font>) -> Alphabet {
    match font {
        None => Alphabet::Usual,
        Some(Font::UpRight) => Alphabet::Upright,
        Some(Font::Bold) => Alphabet::Bold,
        Some(Font::Italic) => Alphabet::Italic,
        Some(Font::BoldItalic) => Alphabet::BoldItalic,
        Some(Font::BoldSymbol) => Alphabet::BoldUsual,
        Some(Font::Script) => Alphabet::Script,
        Some(Font::BoldScript) => Alphabet::BoldScript,
        Some(Font::Fraktur) => Alphabet::Fraktur,
        Some(Font::BoldFraktur) => Alphabet::BoldFraktur,
        Some(Font::DoubleStruck) => Alphabet::DoubleStruck,
        Some(Font::DoubleStruckItalic) => Alphabet::DoubleStruckItalic,
        Some(Font::SansSerif) => Alphabet::SansSerif,
        Some(Font::BoldSansSerif) => Alphabet::SansSerifBold,
        Some(Font::SansSerifItalic) => Alphabet::SansSerifItalic,
        Some(Font::SansSerifBoldItalic) => Alphabet::SansSerifBoldItalic,
        Some(Font::Monospace) => Alphabet::Monospace,
    }
}

const fn text_style(font: Option<Font>) -> TextStyle {
    match font {
        Some(Font::Bold | Font::BoldSymbol | Font::BoldSansSerif) => TextStyle::Bold,
        Some(Font::Italic | Font::SansSerifItalic) => TextStyle::Italic,
        Some(Font::Monospace) => TextStyle::Monospace,
        _ => TextStyle::Plain,
    }
}

const fn align(alignment: ColumnAlignment) -> Align {
    match alignment {
        ColumnAlignment::Left => Align::Left,
        ColumnAlignment::Center => Align::Center,
        ColumnAlignment::Right => Align::Right,
    }
}

const fn column(alignment: ColumnAlignment) -> Column {
    Column { align: align(alignment), rule: false, closed: false }
}

/// Right and left in turn: enough of them for any formula.
fn aligned_columns() -> Vec<Column> {
    [ColumnAlignment::Right, ColumnAlignment::Left]
        .repeat(16)
        .into_iter()
        .map(column)
        .collect()
}

fn array_columns(columns: &[ArrayColumn]) -> Vec<Column> {
    let mut out: Vec<Column> = Vec::new();
    let mut rule = false;
    for one in columns {
        match one {
            ArrayColumn::Column(alignment) => {
                out.push(Column { rule: std::mem::take(&mut rule), ..column(*alignment) });
            }
            ArrayColumn::Separator(_) => rule = true,
        }
    }
    if rule && let Some(last) = out.last_mut() {
        last.closed = true;
    }
    out
}

/// A length in thousandths of an em of ten points.
#[expect(clippy::cast_possible_truncation, reason = "held in a range")]
fn ems(length: Dimension) -> i32 {
    let em = match length.unit {
        DimensionUnit::Em => 1.0,
        DimensionUnit::Mu => 1.0 / 18.0,
        DimensionUnit::Ex => 0.45,
        DimensionUnit::Pt => 0.1,
        DimensionUnit::Bp => 0.100_375,
        DimensionUnit::Pc => 1.2,
        DimensionUnit::In => 7.227,
        DimensionUnit::Mm => 0.284_528,
        DimensionUnit::Cm => 2.845_28,
        DimensionUnit::Dd => 0.107,
        DimensionUnit::Cc => 1.284,
        DimensionUnit::Sp => 0.1 / 65_536.0,
    };
    (f64::from(length.value) * em * 1000.0).clamp(-20_000.0, 20_000.0).round() as i32
}
