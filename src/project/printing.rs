//! How an edition's PDF is made: the table `pdf` of an edition.

use crate::diag::{Reported, Sink};
use crate::tables::{Keys, choose};

/// What an edition asks of its PDF.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PdfOptions {
    /// The standards it keeps.
    pub standard: Standard,
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
    let standard = keys.text("standard", sink);
    keys.finish(sink);
    let standard = match standard {
        None => Standard::default(),
        Some(word) => choose(&word, &STANDARDS, "unknown-value", "`standard`", sink)?,
    };
    Ok(PdfOptions { standard })
}
