//! `[allow]`: warnings that the author knows of, each with a reason.

use crate::diag::{Allowed, Diagnostic, Sink, codes, is_warning, nearest};
use crate::tables::Text;

/// Reads the codes and their reasons; what is wrong with one is told where it stands.
pub(super) fn read(entries: Vec<(Text, Vec<Text>)>, sink: &mut Sink) -> Vec<Allowed> {
    let mut allowed = Vec::new();
    for (code, reasons) in entries {
        let reason = match reasons.as_slice() {
            [reason] => reason.text.trim(),
            _ => "",
        };
        if let Some((message, help)) = fault(&code.text, reason) {
            let diagnostic = Diagnostic::new("bad-allow", message);
            sink.error(diagnostic.at(code.place).help(help));
            continue;
        }
        allowed.push(Allowed { code: code.text, reason: reason.to_owned() });
    }
    allowed
}

/// What is wrong with an entry, and what to do.
fn fault(code: &str, reason: &str) -> Option<(String, String)> {
    if is_warning(code) {
        let message = format!("`{code}` is allowed without a reason");
        let help = format!("say why it is right: `{code} = \"…\"`");
        return reason.is_empty().then_some((message, help));
    }
    if codes().any(|known| known == code) {
        let message = format!("`{code}` is an error: it cannot be allowed");
        let help = format!("`trifold explain {code}` says what to do");
        return Some((message, help));
    }
    let help = match nearest(code, codes().filter(|code| is_warning(code))) {
        Some(near) => format!("the nearest is `{near}`"),
        None => {
            "the code of a message stands in brackets: `warning[overfull-line]`".to_owned()
        }
    };
    Some((format!("no warning has the code `{code}`"), help))
}
