//! Bytes that should be text.

use crate::diag::{Diagnostic, Reported, Sink};
use crate::source::{Place, Sources, Span};

/// A file that is no text, with what of it could be read.
pub struct NotUtf8 {
    text: String,
    start: usize,
}

impl NotUtf8 {
    /// Tells where the first wrong byte is.
    #[expect(clippy::cast_possible_truncation, reason = "a file is below 4 GiB")]
    pub fn tell(self, path: String, sources: &mut Sources, sink: &mut Sink) -> Reported {
        let message = format!("`{path}` is not UTF-8");
        let source = sources.add(path, self.text);
        let start = self.start as u32;
        let span = Span::new(start, start + char::REPLACEMENT_CHARACTER.len_utf8() as u32);
        sink.error(
            Diagnostic::new("not-utf8", message)
                .label(Place { source, span }, "this byte begins no character")
                .help("save the file as UTF-8"),
        )
    }
}

/// The text of a file, without a byte order mark.
///
/// # Errors
/// When it is not UTF-8.
pub fn text(bytes: &[u8]) -> Result<String, NotUtf8> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| NotUtf8 {
        text: String::from_utf8_lossy(bytes).into_owned(),
        start: error.valid_up_to(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_that_is_no_text_is_shown_where_it_stands() {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let wrong = text(b"one\ntwo \xff three").err().unwrap();
        wrong.tell("a.md".to_owned(), &mut sources, &mut sink);
        let at = sources.line_column(sink.messages()[0].1.labels[0].place);
        assert_eq!((at.line, at.column), (2, 5));
        assert_eq!(text(b"\xef\xbb\xbfone").ok().unwrap(), "one");
    }
}
