//! Which parts of code are keywords, strings, comments and the like.
//!
//! Grammars are those of Sublime Text as the `bat` project keeps them (`two-face`); they
//! are unpacked when the first code of a known language is met, and one at a time.

mod comments;

use std::str::FromStr;
use std::sync::OnceLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::ast::{Token, TokenKind};

/// A longer line is no code that people read; grammars may need time in proportion to
/// its square.
const LONGEST_LINE: usize = 4_000;

/// Names that authors use and the grammars do not know.
const OTHER_NAMES: [(&str, &str); 8] = [
    ("console", "sh"),
    ("golang", "go"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("node", "js"),
    ("shell", "sh"),
    ("shell-session", "sh"),
    ("zsh", "sh"),
];

/// What the names of grammars hold that are JavaScript or may hold it.
const JAVASCRIPT: [&str; 3] = ["javascript", "typescript", "html"];

/// What scopes mean, the narrower before the wider (Sublime Text, "Scope Naming").
const MEANINGS: [(&str, Option<TokenKind>); 34] = [
    ("source", None),
    ("text", None),
    ("meta.interpolation", None),
    ("invalid", None),
    ("comment", Some(TokenKind::Comment)),
    ("constant.character.escape", Some(TokenKind::String)),
    ("string", Some(TokenKind::String)),
    ("markup.inserted", Some(TokenKind::String)),
    ("markup.raw", Some(TokenKind::String)),
    ("constant", Some(TokenKind::Number)),
    ("storage.type.numeric", Some(TokenKind::Number)),
    ("keyword.operator.word", Some(TokenKind::Keyword)),
    ("keyword.operator.logical.python", Some(TokenKind::Keyword)),
    ("keyword.operator", None),
    ("keyword", Some(TokenKind::Keyword)),
    ("storage", Some(TokenKind::Keyword)),
    ("variable.language", Some(TokenKind::Keyword)),
    ("markup.heading", Some(TokenKind::Keyword)),
    ("markup.deleted", Some(TokenKind::Keyword)),
    ("entity.name.function", Some(TokenKind::Function)),
    ("entity.name.macro", Some(TokenKind::Function)),
    ("entity.other.attribute-name", Some(TokenKind::Function)),
    ("support.function", Some(TokenKind::Function)),
    ("support.macro", Some(TokenKind::Function)),
    ("variable.function", Some(TokenKind::Function)),
    ("variable.annotation", Some(TokenKind::Function)),
    ("meta.annotation", Some(TokenKind::Function)),
    ("support.type.property-name", Some(TokenKind::Type)),
    ("entity.other.inherited-class", Some(TokenKind::Type)),
    ("entity.name", Some(TokenKind::Type)),
    ("support.class", Some(TokenKind::Type)),
    ("support.type", Some(TokenKind::Type)),
    ("support.constant", Some(TokenKind::Number)),
    ("support", None),
];

/// The parts of `code` that are more than plain, in order and without overlap; none for a
/// language that is not known.
///
/// `language` is a name or a file ending, in small or capital letters: `rust`, `rs`,
/// `Python`; what follows a comma (`rust,ignore`) does not count.
pub fn tokens(language: &str, code: &str) -> Vec<Token> {
    let Some(syntax) = grammar(language) else { return Vec::new() };
    if !holds_javascript(syntax) {
        return parsed(syntax, code);
    }
    let (plain, comments) = comments::blanked(code);
    let mut out = parsed(syntax, &plain);
    out.extend(comments.into_iter().map(|comment| Token {
        start: length(comment.start),
        end: length(comment.end),
        kind: TokenKind::Comment,
    }));
    out.sort_by_key(|token| token.start);
    out
}

/// Whether a grammar is one of JavaScript or its kin, or may call one.
fn holds_javascript(syntax: &SyntaxReference) -> bool {
    let name = syntax.name.to_lowercase();
    JAVASCRIPT.iter().any(|part| name.contains(part))
}

/// The parts of code, read with a grammar.
fn parsed(syntax: &SyntaxReference, code: &str) -> Vec<Token> {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut out = Vec::new();
    let mut start = 0;
    for line in LinesWithEndings::from(code) {
        if line.len() > LONGEST_LINE {
            break;
        }
        let Ok(operations) = state.parse_line(line, grammars()) else { break };
        let mut at = 0;
        for (place, operation) in &operations {
            push(&mut out, start + at, start + place, meaning(&stack));
            at = *place;
            if stack.apply(operation).is_err() {
                return out;
            }
        }
        push(&mut out, start + at, start + line.len(), meaning(&stack));
        start += line.len();
    }
    for token in &mut out {
        // a line end is no part of a word
        let text = &code[token.start as usize..token.end as usize];
        token.end = token.start + length(text.trim_end_matches(['\n', '\r']).len());
    }
    out.retain(|token| token.start < token.end);
    out
}

fn push(out: &mut Vec<Token>, start: usize, end: usize, kind: Option<TokenKind>) {
    let Some(kind) = kind.filter(|_| start < end) else { return };
    let (start, end) = (length(start), length(end));
    match out.last_mut() {
        Some(last) if last.kind == kind && last.end == start => last.end = end,
        Some(_) | None => out.push(Token { start, end, kind }),
    }
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// What the innermost scope means that means anything.
fn meaning(stack: &ScopeStack) -> Option<TokenKind> {
    let known = meanings();
    let scopes = stack.as_slice().iter().rev();
    let mut found = scopes.filter_map(|&scope| {
        known.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|&(_, kind)| kind)
    });
    found.next().flatten()
}

fn meanings() -> &'static [(Scope, Option<TokenKind>)] {
    static KNOWN: OnceLock<Vec<(Scope, Option<TokenKind>)>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let read = |(name, kind): &(&str, Option<TokenKind>)| {
            Scope::from_str(name).ok().map(|scope| (scope, *kind))
        };
        MEANINGS.iter().filter_map(read).collect()
    })
}

fn grammars() -> &'static SyntaxSet {
    static GRAMMARS: OnceLock<SyntaxSet> = OnceLock::new();
    GRAMMARS.get_or_init(two_face::syntax::extra_newlines)
}

fn grammar(language: &str) -> Option<&'static SyntaxReference> {
    let name = language.split(',').next().unwrap_or_default().trim().to_lowercase();
    if name.is_empty() {
        return None;
    }
    let other = OTHER_NAMES.iter().find(|(other, _)| *other == name);
    grammars().find_syntax_by_token(other.map_or(&name, |(_, known)| known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<'c>(language: &str, code: &'c str) -> Vec<(TokenKind, &'c str)> {
        let cut = |t: &Token| (t.kind, &code[t.start as usize..t.end as usize]);
        tokens(language, code).iter().map(cut).collect()
    }

    #[test]
    fn code_is_told_apart() {
        let code = "// a sum\nlet x = add(\"y\", 0x10);\n";
        assert_eq!(
            shown("rust", code),
            [
                (TokenKind::Comment, "// a sum"),
                (TokenKind::Keyword, "let"),
                (TokenKind::Function, "add"),
                (TokenKind::String, "\"y\""),
                (TokenKind::Number, "0x10"),
            ]
        );
        assert_eq!(shown("RS,ignore", code), shown("rust", code));
    }

    #[test]
    fn every_scope_is_read() {
        assert_eq!(meanings().len(), MEANINGS.len());
    }

    #[test]
    fn other_names_lead_to_grammars() {
        for (other, _) in OTHER_NAMES {
            assert!(grammar(other).is_some(), "{other}");
        }
        for name in ["toml", "python", "html", "css", "json", "sql", "yaml", "ts", "c++"] {
            assert!(grammar(name).is_some(), "{name}");
        }
        assert!(grammar("klingon").is_none() && grammar("").is_none());
    }

    #[test]
    fn a_comment_that_goes_on_ends() {
        // https://github.com/trishume/syntect/issues/460
        for language in ["js", "ts", "tsx"] {
            let parts = shown(language, "return x\n/*\n y */ 1");
            let comment = parts.iter().find(|part| part.0 == TokenKind::Comment);
            assert_eq!(comment.map(|part| part.1), Some("/*\n y */"), "{language}");
        }
    }

    #[test]
    fn a_line_without_end_is_left_plain() {
        let code = format!("let a = 1;\nlet b = \"{}\";\n", "x".repeat(100_000));
        assert_eq!(shown("rust", &code).len(), 2);
    }
}
