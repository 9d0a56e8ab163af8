//! Cross references: `@fig-map` gives `Figure 2.1`, linked, as in Quarto.

use std::borrow::Cow;

use crate::ast::{AnchorId, CiteItem, Inline, InlineKind, WrittenCite, at, label_of_key};
use crate::cite::{Goal, Home, Piece, PieceStyle};
use crate::diag::{Diagnostic, Sink, nearest};
use crate::parse::typeset;
use crate::source::{Place, Span};

use super::addresses::Addresses;
use super::numbers::kind_of;
use super::{Anchor, NumberKind, Part, Text};

/// All that cross references are looked up in.
pub(super) struct CrossRefs<'a> {
    /// The texts of the edition.
    pub texts: &'a [Text<'a>],
    /// Their addresses, with numbers.
    pub addresses: &'a Addresses,
    /// The parts of the edition.
    pub parts: &'a [Part],
}

/// A label that was found.
struct Found<'a> {
    home: Home,
    anchor: Cow<'a, Anchor>,
}

impl CrossRefs<'_> {
    /// Whether a key is that of a label, as far as its beginning says.
    pub(super) fn is_label(key: &str) -> bool {
        kind_of(&label_of_key(key)).is_some()
    }

    /// What is printed for a cross reference or several; tells which have no goal.
    pub(super) fn pieces(
        &self,
        from: &Text<'_>,
        written: &WrittenCite,
        sink: &mut Sink,
    ) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let count = written.items.len();
        for (turn, item) in written.items.iter().enumerate() {
            let place = |span: Span| Place { source: from.source, span };
            let made = match self.find(&item.key).and_then(|found| {
                let words = words_of(from, item, &found)?;
                Ok((found, words))
            }) {
                Ok(made) => made,
                Err(diagnostic) => {
                    sink.error(diagnostic.at(place(item.span)));
                    continue;
                }
            };
            let (found, (text, words)) = made;
            if turn > 0 && turn + 1 == count {
                pieces.push(plain(format!(" {} ", from.words.and)));
            } else if turn > 0 {
                pieces.push(plain(from.words.comma.to_owned()));
            }
            let (id, page) = (found.anchor.id.clone(), written.page);
            let to = Some(Goal::Place { home: found.home, id, page, words });
            pieces.push(Piece { text, style: PieceStyle::default(), to });
            if !item.suffix.is_empty() {
                let apart = item.suffix.starts_with(char::is_alphanumeric);
                let space = if apart { " " } else { "" };
                pieces.push(plain(format!("{space}{}", item.suffix)));
            }
        }
        pieces
    }

    fn find(&self, key: &str) -> Result<Found<'_>, Diagnostic> {
        let wanted = label_of_key(key);
        let part = self.parts.iter().position(|part| part.id.to_lowercase() == wanted);
        if let Some(number) = part {
            let Part { id, title, text, number: own, .. } = &self.parts[number];
            let (title, text) = (title.clone(), text.clone());
            let anchor = Anchor { id: id.clone(), title, text, number: own.clone() };
            let home = Home::Part(u32::try_from(number).unwrap_or(u32::MAX));
            return Ok(Found { home, anchor: Cow::Owned(anchor) });
        }
        let found = self.addresses.ids.get(&wanted);
        let Some(&(text, AnchorId(anchor))) = found else {
            let message = format!("nothing has the label `#{wanted}`");
            let diagnostic = Diagnostic::new("missing-label", message);
            return Err(match self.near(&wanted) {
                Some(close) => diagnostic.help(match self.addresses.ids.get(close) {
                    Some(&(text, _)) => {
                        let path = self.texts[text].path;
                        format!("the nearest is `#{close}` in `{path}`")
                    }
                    None => format!("the nearest is the part `#{close}`"),
                }),
                None => diagnostic.help(format!(
                    "write `{{#{wanted}}}` where it is to lead; for an `@` that is text \
                     write `\\@`"
                )),
            });
        };
        let anchor = &self.addresses.anchors[text][anchor as usize];
        let home = Home::Text(u32::try_from(text).unwrap_or(u32::MAX));
        Ok(Found { home, anchor: Cow::Borrowed(anchor) })
    }

    /// The label most like a name: one of the same kind, or else the same of another.
    fn near(&self, wanted: &str) -> Option<&str> {
        let (kind, name) = wanted.split_once('-')?;
        let labels = || {
            let parts = self.parts.iter().map(|part| &part.id);
            let known = self.addresses.ids.keys().chain(parts);
            let known = known.filter(|id| kind_of(id).is_some());
            known.filter_map(|id| Some((id.as_str(), id.split_once('-')?)))
        };
        let alike = labels().filter(|(_, (own, _))| *own == kind).map(|(_, own)| own.1);
        let close = nearest(name, alike);
        let same = |own: (&str, &str)| match close {
            Some(close) => own == (kind, close),
            None => own.1 == name,
        };
        labels().find(|(_, own)| same(*own)).map(|(id, _)| id)
    }
}

/// The words of one cross reference, in the language of the text that makes it; and with
/// their marks, where they are a title that has some.
fn words_of(
    from: &Text<'_>,
    item: &CiteItem,
    found: &Found<'_>,
) -> Result<(String, Vec<Inline>), Diagnostic> {
    if let Some(locator) = &item.locator {
        let message = format!("a cross reference takes no place: `{}`", locator.value);
        let help = "write it behind the bracket, or `[@fig-map]{.page}` for the page";
        return Err(Diagnostic::new("bad-cross-reference", message).help(help));
    }
    let Anchor { id, title, text, number } = &*found.anchor;
    let own = |words: &str| format!("{}\u{a0}{words}", item.prefix);
    let plain = |words: String| (words, Vec::new());
    let Some(number) = number else {
        if kind_of(id) != Some(NumberKind::Section) || item.suppress_author {
            return Err(unnumbered(id));
        }
        let quoted = typeset("\"x\"", from.language);
        let quoted = if item.prefix.is_empty() { quoted } else { own(&quoted) };
        let (before, after) = quoted.rsplit_once('x').unwrap_or_default();
        let mut marked = at(item.span, text);
        if !marked.is_empty() {
            let mark = |words: &str| {
                let kind = InlineKind::Text(words.to_owned());
                Inline { span: item.span, kind }
            };
            marked.insert(0, mark(before));
            marked.push(mark(after));
        }
        return Ok((format!("{before}{title}{after}"), marked));
    };
    if item.suppress_author {
        return Ok(plain(number.text.clone()));
    }
    if !item.prefix.is_empty() {
        return Ok(plain(own(&number.text)));
    }
    let capital = item.key.starts_with(char::is_uppercase);
    Ok(plain(from.words.referred(number, capital)))
}

/// What to do about a label without a number.
fn unnumbered(id: &str) -> Diagnostic {
    let help = match kind_of(id) {
        Some(NumberKind::Figure | NumberKind::Panel(_)) => {
            "a figure with a caption has one: `![alternative](map.png \"Caption\"){#fig-map}`"
        }
        Some(NumberKind::Table) => {
            "a table with a caption has one: `: Caption {#tbl-depths}` below it"
        }
        Some(NumberKind::Equation) => "a displayed formula has one: `$$ … $$ {#eq-roots}`",
        Some(NumberKind::Listing) => {
            "code with a caption has one: `{#lst-main caption=\"Caption\"}` behind the fence"
        }
        Some(
            NumberKind::Section
            | NumberKind::Chapter
            | NumberKind::Appendix
            | NumberKind::Part,
        )
        | None => {
            "write `sections`, `chapters` or `parts` of `[numbers]` in `trifold.toml`, or the \
             reference without `-`: then it names the title"
        }
        Some(NumberKind::Callout(_)) => {
            "a callout of this kind has one: `nte-` is for notes, `tip-` for tips, `imp-` \
             for what is important, `wrn-` for warnings, `cau-` for cautions"
        }
    };
    let message = format!("`#{id}` has no number");
    Diagnostic::new("unnumbered-label", message).help(help)
}

fn plain(text: String) -> Piece {
    Piece { text, style: PieceStyle::default(), to: None }
}
