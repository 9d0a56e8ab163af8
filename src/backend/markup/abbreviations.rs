//! The list of abbreviations.

use crate::ast::is_rtl_language;

use super::Writer;

impl Writer<'_> {
    /// Abbreviations and what they are short for, as a list of definitions. No vocabulary
    /// has a name for such a list (EPUB 3 Structural Semantics 1.1, DPUB-ARIA 1.1).
    pub(super) fn abbreviations(&mut self) {
        let book = self.book;
        let id = book.division_id(self.division);
        let class = Some("abbreviations");
        self.out.open("section", &[("class", class), ("aria-labelledby", Some(id))]);
        self.out.line_end();
        self.head_marks();
        self.heading(1, id, |writer| writer.out.text(book.division_title(writer.division)));
        self.out.line_end();
        self.out.open("dl", &[]);
        self.out.line_end();
        for entry in &book.abbreviations {
            self.out.open("dt", &[]);
            self.out.open("abbr", &[]);
            self.out.text(&entry.short);
            self.out.close("abbr");
            self.out.close("dt");
            self.out.line_end();
            for long in &entry.long {
                let language = long.language.as_deref();
                let xml = language.filter(|_| self.epub("").is_some());
                let way = language.map(is_rtl_language).filter(|&rtl| rtl != self.rtl);
                let way = way.map(|rtl| if rtl { "rtl" } else { "ltr" });
                self.out.open("dd", &[("lang", language), ("xml:lang", xml), ("dir", way)]);
                self.out.text(&long.text);
                self.out.close("dd");
                self.out.line_end();
            }
        }
        self.out.close("dl");
        self.out.line_end();
        self.out.close("section");
        self.out.line_end();
    }
}
