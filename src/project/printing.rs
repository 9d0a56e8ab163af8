//! How an edition's PDF is made: the table `pdf` of an edition.

use crate::diag::{Diagnostic, Reported, Sink};
use crate::tables::{Keys, choose};

/// What an edition asks of its PDF.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PdfOptions {
    /// The standards it keeps.
    pub standard: Standard,
    /// Whether the manuscript is attached to it.
    pub attach_source: bool,
}

/// The standards that a PDF keeps: one for who reads it, one for archives.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq)]
pub enum Standard {
    /// PDF 1.7 after PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2).
    #[default]
    Ua1A2a,
    /// PDF 1.7 after PDF/UA-1 and PDF/A-3a (ISO 19005-3), which allows any attachment.
    Ua1A3a,
    /// PDF 2.0 after PDF/UA-2 (ISO 14289-2), Well-Tagged PDF 1.0 and PDF/A-4
    /// (ISO 19005-4).
    Ua2A4,
}

impl Standard {
    /// Whether the file is PDF 2.0; else it is 1.7.
    pub const fn is_pdf_2(self) -> bool {
        matches!(self, Self::Ua2A4)
    }
}

const STANDARDS: [(&str, Standard); 3] = [
    ("ua-1", Standard::Ua1A2a),
    ("ua-1+a-3a", Standard::Ua1A3a),
    ("ua-2", Standard::Ua2A4),
];

/// Reads the table.
pub(super) fn read(mut keys: Keys<'_>, sink: &mut Sink) -> Result<PdfOptions, Reported> {
    let standard = match keys.text("standard", sink) {
        None => Ok(Standard::default()),
        Some(word) => choose(&word, &STANDARDS, "unknown-value", "`standard`", sink),
    };
    let attach_source = attach_source(&mut keys, standard, sink);
    keys.finish(sink);
    Ok(PdfOptions { standard: standard?, attach_source: attach_source? })
}

fn attach_source(
    keys: &mut Keys<'_>,
    standard: Result<Standard, Reported>,
    sink: &mut Sink,
) -> Result<bool, Reported> {
    const KEY: &str = "attach-source";
    let wanted = keys.boolean(KEY, sink).unwrap_or(false);
    match (keys.value(KEY), standard) {
        (Some(value), Ok(Standard::Ua1A2a)) if wanted => Err(sink.error(
            Diagnostic::new(
                "no-attachments",
                "PDF/A-2a, the archive standard of `ua-1`, allows no Markdown to be attached",
            )
            .at(value.place)
            .help("choose `standard = \"ua-1+a-3a\"` or `standard = \"ua-2\"`"),
        )),
        _ => Ok(wanted),
    }
}
