//! Style sheets as the statements they hold, however deep (CSS Syntax Level 3, CSS Nesting).

/// A declaration, or a statement that is none, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::verify) struct Statement {
    /// Its line, from 1.
    pub(in crate::verify) line: usize,
    /// What stands before the blocks around it, the outermost first: selectors and at-rules.
    pub(in crate::verify) around: Vec<String>,
    /// The property in lower case; the whole of a statement that is no declaration.
    pub(in crate::verify) name: String,
    /// The value in lower case, with single spaces and without `!important`; strings as
    /// they are written.
    pub(in crate::verify) value: String,
    /// Whether a string does not end on its line: nobody knows where readers go on.
    pub(in crate::verify) broken: bool,
}

/// All statements of a style sheet, in order.
pub(in crate::verify) fn statements(sheet: &str) -> Vec<Statement> {
    let mut reader = Reader { line: 1, ..Reader::default() };
    let mut rest = sheet.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '/' && reader.quote.is_none() && rest.peek() == Some(&'*') {
            rest.next();
            let mut before = ' ';
            for c in rest.by_ref() {
                reader.line += usize::from(c == '\n');
                if before == '*' && c == '/' {
                    break;
                }
                before = c;
            }
            reader.push(' ');
        } else if c == '\\' {
            reader.push(c);
            if let Some(next) = rest.next() {
                reader.push(next);
            }
        } else {
            reader.read(c);
        }
    }
    reader.finish();
    reader.found
}

#[derive(Default)]
struct Reader {
    line: usize,
    /// The line of the part that is being read.
    start: usize,
    part: String,
    broken: bool,
    quote: Option<char>,
    /// How many round and square brackets are open.
    depth: usize,
    around: Vec<String>,
    found: Vec<Statement>,
}

impl Reader {
    fn push(&mut self, c: char) {
        if self.part.is_empty() {
            if c.is_whitespace() {
                self.line += usize::from(c == '\n');
                return;
            }
            self.start = self.line;
        }
        self.line += usize::from(c == '\n');
        self.part.push(c);
    }

    fn read(&mut self, c: char) {
        if let Some(open) = self.quote {
            if c == open || c == '\n' {
                self.quote = None;
                self.broken |= c == '\n';
            }
            return self.push(c);
        }
        match c {
            '"' | '\'' => self.quote = Some(c),
            '(' | '[' => self.depth += 1,
            ')' | ']' => self.depth = self.depth.saturating_sub(1),
            ';' if self.depth == 0 => return self.finish(),
            '{' if self.depth == 0 => {
                let prelude = std::mem::take(&mut self.part);
                self.around.push(spaced(&prelude));
                return;
            }
            '}' if self.depth == 0 => {
                self.finish();
                self.around.pop();
                return;
            }
            _ => {}
        }
        self.push(c);
    }

    fn finish(&mut self) {
        let part = std::mem::take(&mut self.part);
        let part = spaced(&part);
        let broken = std::mem::take(&mut self.broken);
        if part.is_empty() {
            return;
        }
        let (name, value) = match part.split_once(':') {
            Some((name, value)) if !self.around.is_empty() => (name.trim(), value.trim()),
            Some(_) | None => (part.as_str(), ""),
        };
        let value = match value.rsplit_once('!') {
            Some((before, last)) if last.trim().eq_ignore_ascii_case("important") => {
                before.trim_end()
            }
            Some(_) | None => value,
        };
        self.found.push(Statement {
            line: self.start,
            around: self.around.clone(),
            name: name.to_ascii_lowercase(),
            value: value.to_owned(),
            broken,
        });
    }
}

/// A text with single spaces, in lower case but for strings.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    for c in text.trim().chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            Some(_) | None => {}
        }
        if quote.is_some() {
            out.push(c);
        } else if c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    out
}
