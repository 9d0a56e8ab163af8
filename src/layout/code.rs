//! Code, in a line and in blocks: its parts in the type of what they are.

use super::inline::{Gather, Type};
use super::sheet::ElementId;
use crate::ast::{Token, TokenKind};
use crate::theme::CodeInks;

impl<'a> Gather<'a> {
    /// Adds code, each of its parts in the type of what it is.
    pub(super) fn code(
        &mut self,
        code: &str,
        tokens: &[Token],
        kind: &Type<'a>,
        element: ElementId,
    ) {
        let inks = self.theme.tokens.light.code;
        let style = kind.style(self.theme);
        let mut at = 0;
        for token in tokens {
            let (start, end) = (token.start as usize, (token.end as usize).min(code.len()));
            self.push(code.get(at..start).unwrap_or_default(), style, element);
            let ink = token_type(kind, token.kind, &inks).style(self.theme);
            self.push(code.get(start..end).unwrap_or_default(), ink, element);
            at = end;
        }
        self.push(code.get(at..).unwrap_or_default(), style, element);
    }
}

/// The type of a part of code. Words of the language are bold and comments slanted, so
/// that not all hangs on colour.
fn token_type<'t>(code: &Type<'t>, kind: TokenKind, inks: &CodeInks) -> Type<'t> {
    let color = inks.of(kind);
    match kind {
        TokenKind::Keyword => Type { weight: 700, color, ..code.clone() },
        TokenKind::Comment => Type { italic: true, color, ..code.clone() },
        TokenKind::String | TokenKind::Number | TokenKind::Function | TokenKind::Type => {
            Type { color, ..code.clone() }
        }
    }
}
