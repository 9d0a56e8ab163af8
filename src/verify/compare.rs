//! What is told and what should be told, item by item.

use std::borrow::Cow;

use similar::{Algorithm, DiffOp};

use crate::source::Place;

use super::looks;
use super::told::{Aim, Item, Kind, Link, loosened};

/// Something in which a file differs from its book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Difference<'a> {
    /// It is not there.
    Lost(&'a Item),
    /// It is there, and should not be: where that was written which stands before it.
    Added(&'a Item, Option<Place>),
    /// It has other words.
    Changed(&'a Item, &'a Item),
    /// It stands elsewhere.
    Moved(&'a Item),
    /// It is there more often than it should be; the same.
    Repeated(&'a Item, Option<Place>),
    /// It is something else: a paragraph in place of a heading.
    Kind(&'a Item, &'a Item),
    /// It leads elsewhere: what it should lead to, and what it leads to.
    Link(&'a Item, String, String),
    /// An address stands elsewhere or nowhere.
    Address(&'a Item, &'a str),
    /// It has something else said of its words, or shows something else: what it should,
    /// and what it does.
    Means(&'a Item, String, String),
    /// It is in another language: which it should be in, and which it is in.
    Language(&'a Item, String, String),
}

/// What one kind of file cannot or need not say.
#[derive(Debug, Default, Copy, Clone)]
pub(super) struct Terms {
    /// Texts are the same that differ in the order of the marks on a letter, or in letters
    /// that have their marks or their neighbours in one (Unicode Standard Annex 15, form KD).
    pub(super) loose_marks: bool,
    /// Addresses are not compared here.
    pub(super) no_addresses: bool,
}

/// Every difference, in reading order.
pub(super) fn compare<'a>(
    wanted: &'a [Item],
    found: &'a [Item],
    terms: Terms,
) -> Vec<Difference<'a>> {
    let key = |item: &'a Item| (item.kind, words(item, terms));
    let (old, new): (Vec<_>, Vec<_>) =
        (wanted.iter().map(key).collect(), found.iter().map(key).collect());
    let mut differences = Vec::new();
    let (mut lost, mut added) = (Vec::new(), Vec::new());
    let before = |index: usize| {
        wanted[..index].iter().rev().chain(&wanted[index..]).find_map(|item| item.place)
    };
    for operation in operations(&old, &new) {
        match operation {
            DiffOp::Equal { old_index, new_index, len } => {
                for at in 0..len {
                    let (one, other) = (&wanted[old_index + at], &found[new_index + at]);
                    details(one, other, terms, &mut differences);
                }
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                lost.extend(&wanted[old_index..old_index + old_len]);
            }
            DiffOp::Insert { old_index, new_index, new_len } => {
                let new = &found[new_index..new_index + new_len];
                added.extend(new.iter().map(|item| (item, before(old_index))));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let pairs = old_len.min(new_len);
                for at in 0..pairs {
                    let (one, other) = (&wanted[old_index + at], &found[new_index + at]);
                    if words(one, terms) == words(other, terms) {
                        differences.push(Difference::Kind(one, other));
                    } else if one.kind == other.kind && alike(&one.text, &other.text) {
                        differences.push(Difference::Changed(one, other));
                    } else {
                        lost.push(one);
                        added.push((other, one.place));
                    }
                }
                lost.extend(&wanted[old_index + pairs..old_index + old_len]);
                let new = &found[new_index + pairs..new_index + new_len];
                added.extend(new.iter().map(|item| (item, before(old_index + old_len))));
            }
        }
    }
    differences.extend(displaced(wanted, lost, added));
    differences
}

/// What makes one list from another. The search takes the square of how far they are
/// apart, so for those that are very far apart all is other between the first and the last
/// that differ.
fn operations<T: Eq + std::hash::Hash + Ord>(old: &[T], new: &[T]) -> Vec<DiffOp> {
    let same = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let (rest, other) = (&old[same..], &new[same..]);
    let behind = rest.iter().rev().zip(other.iter().rev());
    let behind = behind.take_while(|(one, other)| one == other).count();
    let (old_len, new_len) = (rest.len() - behind, other.len() - behind);
    let is_far = old_len.abs_diff(new_len) > FAR_APART || old_len + new_len > 8 * FAR_APART;
    if !is_far {
        return similar::capture_diff_slices(Algorithm::Myers, old, new);
    }
    let equal = |old_index, new_index, len| DiffOp::Equal { old_index, new_index, len };
    vec![
        equal(0, 0, same),
        DiffOp::Replace { old_index: same, old_len, new_index: same, new_len },
        equal(same + old_len, same + new_len, behind),
    ]
}

/// Lists of which one has so many items more than the other are very far apart.
const FAR_APART: usize = 4000;

/// What is lost at one place and added at another has moved.
fn displaced<'a>(
    wanted: &'a [Item],
    lost: Vec<&'a Item>,
    mut added: Vec<(&'a Item, Option<Place>)>,
) -> Vec<Difference<'a>> {
    let mut differences = Vec::new();
    for item in lost {
        let same =
            |(other, _): &(&Item, _)| other.text == item.text && other.kind == item.kind;
        match added.iter().position(same) {
            Some(at) if !item.text.is_empty() => {
                added.remove(at);
                differences.push(Difference::Moved(item));
            }
            Some(_) | None => differences.push(Difference::Lost(item)),
        }
    }
    for (item, place) in added {
        let known = |other: &Item| other.text == item.text && !item.text.is_empty();
        let again = wanted.iter().any(known);
        differences.push(if again {
            Difference::Repeated(item, place)
        } else {
            Difference::Added(item, place)
        });
    }
    differences
}

/// The words that are compared.
fn words(item: &Item, terms: Terms) -> Cow<'_, str> {
    terms.words(&item.text)
}

impl Terms {
    /// A text as it is compared.
    pub(super) fn words(self, text: &str) -> Cow<'_, str> {
        if self.loose_marks { loosened(text) } else { text.into() }
    }
}

/// Whether two texts have words in common: a good part of those of the shorter one.
fn alike(one: &str, other: &str) -> bool {
    let split =
        |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
    let (one, other) = (split(one), split(other));
    let same: usize = similar::capture_diff_slices(Algorithm::Myers, &one, &other)
        .iter()
        .map(|operation| match operation {
            DiffOp::Equal { len, .. } => *len,
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => 0,
        })
        .sum();
    one.len() == 1 && other.len() == 1 || same * 3 >= one.len().min(other.len())
}

/// What is said of the same words.
fn details<'a>(
    wanted: &'a Item,
    found: &'a Item,
    terms: Terms,
    differences: &mut Vec<Difference<'a>>,
) {
    let count = wanted.links.len().max(found.links.len());
    for at in 0..count {
        let (one, other) = (wanted.links.get(at), found.links.get(at));
        let is_same = one.zip(other).is_some_and(|(one, other)| {
            one.to == other.to && terms.words(&one.text) == terms.words(&other.text)
        });
        if !is_same {
            let said = |link: Option<&Link>| link.map_or("nothing".into(), aim);
            differences.push(Difference::Link(wanted, said(one), said(other)));
            break;
        }
    }
    if !terms.no_addresses
        && let Some(id) = wanted.ids.iter().find(|id| !found.ids.contains(id))
    {
        differences.push(Difference::Address(wanted, id));
    }
    // the tags of a PDF say it otherwise
    if !terms.loose_marks && wanted.means != found.means {
        let count = wanted.means.len().max(found.means.len());
        let first = (0..count).find(|&at| wanted.means.get(at) != found.means.get(at));
        let said = |item: &Item| {
            let one = first.and_then(|at| item.means.get(at).cloned());
            one.unwrap_or_else(|| "nothing more".to_owned())
        };
        differences.push(Difference::Means(wanted, said(wanted), said(found)));
    }
    let is_text = !matches!(
        wanted.kind,
        Kind::Open(_) | Kind::Close(_) | Kind::Picture | Kind::Formula
    );
    if !terms.loose_marks && is_text && wanted.rtl != found.rtl {
        let way = |item: &Item| match item.rtl {
            true => "text from right to left".to_owned(),
            false => "text from left to right".to_owned(),
        };
        differences.push(Difference::Means(wanted, way(wanted), way(found)));
    }
    if terms.loose_marks
        && let Some((one, other)) = looks::difference(wanted, found)
    {
        differences.push(Difference::Means(wanted, one, other));
    }
    if !matches!(wanted.kind, Kind::Open(_) | Kind::Close(_)) {
        let is = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
        if !is(&wanted.language, &found.language) {
            let (one, other) = (wanted.language.clone(), found.language.clone());
            differences.push(Difference::Language(wanted, one, other));
        } else if !same_foreign(wanted, found, terms) {
            let said = |all: &[(String, String)]| {
                let all =
                    all.iter().map(|(language, words)| format!("{language}: {words}"));
                all.collect::<Vec<_>>().join("; ")
            };
            let (one, other) = (said(&wanted.foreign), said(&found.foreign));
            differences.push(Difference::Language(wanted, one, other));
        }
    }
}

/// Whether two items have the same words in other languages.
fn same_foreign(wanted: &Item, found: &Item, terms: Terms) -> bool {
    wanted.foreign.len() == found.foreign.len()
        && wanted.foreign.iter().zip(&found.foreign).all(|(one, other)| {
            one.0 == other.0 && terms.words(&one.1) == terms.words(&other.1)
        })
}

/// A link in words.
fn aim(link: &Link) -> String {
    match &link.to {
        Aim::Inside(id) => format!("`#{id}` for `{}`", link.text),
        Aim::Outside(url) => format!("`{url}` for `{}`", link.text),
        Aim::File => format!("a file for `{}`", link.text),
        Aim::Nowhere(href) => format!("nowhere (`{href}`) for `{}`", link.text),
    }
}
