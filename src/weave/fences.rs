//! Which lines stand in fenced code.

/// The fence that is open.
#[derive(Debug, Default)]
pub(super) struct Fences {
    open: Option<Fence>,
}

#[derive(Debug)]
struct Fence {
    mark: char,
    count: usize,
    verbatim: bool,
    /// How many `>` stand before it.
    quotes: usize,
}

/// What a line is, as far as fences say it.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum Literal {
    /// Text.
    No,
    /// Code in which names are replaced.
    Code,
    /// Code as it stands: `{shortcodes=false}`, as in Quarto; fences themselves.
    Verbatim,
}

impl Literal {
    pub(super) const fn is_code(self) -> bool {
        matches!(self, Self::Code | Self::Verbatim)
    }

    pub(super) const fn is_verbatim(self) -> bool {
        matches!(self, Self::Verbatim)
    }
}

impl Fences {
    /// How many quotations the code stands in that is open.
    pub(super) fn quotes(&self) -> usize {
        self.open.as_ref().map_or(0, |open| open.quotes)
    }

    /// Takes up the next line.
    pub(super) fn line(&mut self, line: &str) -> Literal {
        let (mark, count, info) = fence(line);
        match &self.open {
            Some(open) if open.mark == mark && count >= open.count && info.is_empty() => {
                self.open = None;
                Literal::Verbatim
            }
            Some(open) if open.verbatim => Literal::Verbatim,
            Some(_) => Literal::Code,
            None if count >= 3 && (mark == '~' || !info.contains('`')) => {
                let verbatim = info.contains("shortcodes=false")
                    || info.contains("shortcodes=\"false\"");
                let marks = line.split(mark).next().unwrap_or_default();
                let quotes = marks.matches('>').count();
                self.open = Some(Fence { mark, count, verbatim, quotes });
                if verbatim { Literal::Verbatim } else { Literal::Code }
            }
            None => Literal::No,
        }
    }
}

/// The mark that a line begins with, how many of it, and what follows.
fn fence(line: &str) -> (char, usize, &str) {
    let mut rest = line.trim();
    while let Some(inner) = rest.strip_prefix(['>', '-', '*', '+']) {
        rest = inner.trim_start();
    }
    let after_number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    if after_number.len() < rest.len()
        && let Some(inner) = after_number.strip_prefix(['.', ')'])
    {
        rest = inner.trim_start();
    }
    let mark = rest.chars().next().filter(|c| matches!(c, '`' | '~')).unwrap_or(' ');
    let info = rest.trim_start_matches(mark);
    let count = if mark == ' ' { 0 } else { rest.len() - info.len() };
    (mark, count, info.trim())
}
