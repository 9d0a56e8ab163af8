//! Tokens as CSS custom properties, so that no value is written twice.

use super::{Align, Color, EMOJI_FAMILY, HeadingTokens, Palette, Theme};
use crate::length::Length;

impl Theme {
    /// The tokens as CSS: `:root { --text-size: 1rem; … }`, and the dark colours in a
    /// `prefers-color-scheme` query.
    ///
    /// Sizes are in `rem`, 1 rem being the size of running text; leading is a plain
    /// number. Families are lists that end in a generic one.
    pub fn css_variables(&self) -> String {
        let tokens = &self.tokens;
        let text = &tokens.text;
        let rem = |length: Length| format!("{}rem", ratio(length, text.size));
        let mut out = String::from(":root {\n  color-scheme: light dark;\n");
        let mut set = |name: &str, value: &str| line(&mut out, "  ", name, value);
        set("text-family", &self.family_list(&text.family));
        set("text-size", "1rem");
        set("text-leading", &ratio(text.leading, text.size));
        set("text-indent", &rem(text.indent));
        set("text-align", align(text.align));
        set("text-hyphens", if text.hyphenate { "auto" } else { "manual" });
        let features = &tokens.features;
        let kinds = [("text", &features.text), ("headings", &features.headings)];
        for (name, tokens) in kinds.into_iter().chain([("tables", &features.tables)]) {
            let rules = tokens.rules();
            set(&format!("{name}-numeric"), &rules.numeric);
            set(&format!("{name}-ligatures"), rules.ligatures);
            set(&format!("{name}-caps"), rules.caps);
            set(&format!("{name}-features"), &rules.settings);
        }
        set("paragraph-space", &rem(text.paragraph_space));
        let width = tokens.page.width - tokens.margins.inner - tokens.margins.outer;
        set("measure", &rem(width));
        set("code-family", &self.family_list(&tokens.code_family));
        set("code-size", &format!("{}em", decimal(i64::from(tokens.code_scale) * 10)));
        set("small-size", &rem(tokens.small_size));
        set("small-leading", &ratio(tokens.small_leading, tokens.small_size));
        let levels = ["h1", "h2", "h3", "h4", "h5", "h6"].into_iter().zip(&tokens.headings);
        for (name, heading) in levels.chain([("title", &tokens.title_heading)]) {
            self.heading(name, heading, &mut set);
        }
        palette(&tokens.light, "  ", &mut out);
        out.push_str("}\n@media screen and (prefers-color-scheme: dark) {\n  :root {\n");
        palette(&tokens.dark, "    ", &mut out);
        out.push_str("  }\n}\n");
        out
    }

    fn heading(&self, name: &str, of: &HeadingTokens, set: &mut impl FnMut(&str, &str)) {
        let text_size = self.tokens.text.size;
        let rem = |length: Length| format!("{}rem", ratio(length, text_size));
        set(&format!("{name}-family"), &self.family_list(&of.family));
        set(&format!("{name}-size"), &rem(of.size));
        set(&format!("{name}-leading"), &ratio(of.leading, of.size));
        set(&format!("{name}-weight"), &of.weight.to_string());
        set(&format!("{name}-style"), if of.italic { "italic" } else { "normal" });
        set(&format!("{name}-before"), &rem(of.before));
        set(&format!("{name}-after"), &rem(of.after));
        set(&format!("{name}-align"), align(of.align));
    }

    /// A family, those for missing characters, and a generic one, as CSS wants them.
    pub fn family_list(&self, family: &str) -> String {
        let mut names = vec![family];
        let others =
            || self.fallback.iter().map(String::as_str).filter(|own| *own != family);
        // first, for a browser asks the first that has a character, whatever follows it
        names.extend(others().filter(|own| *own == EMOJI_FAMILY));
        names.extend(others().filter(|own| *own != EMOJI_FAMILY));
        let quoted: Vec<String> = names.iter().map(|name| quote(name)).collect();
        let generic = self.families.iter().find(|own| own.name == family);
        let generic = generic.map_or("serif", |own| own.generic.css());
        format!("{}, {generic}", quoted.join(", "))
    }
}

/// A CSS string (CSS Syntax 3, 4.3.5); safe inside a `style` element too.
pub fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.') {
            out.push(c);
        } else {
            out.push_str(&format!("\\{:x} ", u32::from(c)));
        }
    }
    out + "\""
}

fn palette(palette: &Palette, indent: &str, out: &mut String) {
    let colors = [
        ("color-text", palette.text),
        ("color-background", palette.background),
        ("color-muted", palette.muted),
        ("color-accent", palette.accent),
        ("color-link", palette.link),
        ("color-rule", palette.rule),
        ("color-tint", palette.tint),
        ("code-keyword", palette.code.keyword),
        ("code-string", palette.code.string),
        ("code-comment", palette.code.comment),
        ("code-number", palette.code.number),
        ("code-function", palette.code.function),
        ("code-type", palette.code.r#type),
    ];
    for (name, color) in colors {
        line(out, indent, name, &hex(color));
    }
}

/// A colour as CSS and theme files write it: `#0b5c63`.
pub fn hex(color: Color) -> String {
    format!("#{:02x}{:02x}{:02x}", color.r, color.g, color.b)
}

fn line(out: &mut String, indent: &str, name: &str, value: &str) {
    for part in [indent, "--", name, ": ", value, ";\n"] {
        out.push_str(part);
    }
}

fn align(align: Align) -> &'static str {
    match align {
        Align::Justify => "justify",
        Align::Left => "start",
        Align::Center => "center",
        Align::Right => "end",
    }
}

/// `length / of`, to four places.
fn ratio(length: Length, of: Length) -> String {
    decimal(Length(10_000).scale(length.0, of.0.max(1)).0)
}

/// Ten-thousandths as a decimal number without needless zeros.
fn decimal(ten_thousandths: i64) -> String {
    let (whole, part) = (ten_thousandths / 10_000, ten_thousandths % 10_000);
    let text = format!("{whole}.{part:04}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_have_no_needless_zeros() {
        assert_eq!(decimal(16_190), "1.619");
        assert_eq!(decimal(10_000), "1");
        assert_eq!(decimal(500), "0.05");
        assert_eq!(ratio(Length::points(14), Length::from_points(10.5)), "1.3333");
    }

    #[test]
    fn a_family_name_cannot_leave_its_string() {
        assert_eq!(quote("A\"</style>"), "\"A\\22 \\3c \\2f style\\3e \"");
    }
}
