//! OpenType features: figures, small capitals, ligatures, stylistic sets.

use std::collections::BTreeSet;

use serde::Serialize;
use skrifa::raw::types::Tag;
use skrifa::raw::{FontRef, TableProvider};

use super::{Face, FaceId, FeatureTokens, Features, Figures, SmallCapitals, Theme};
use crate::diag::{Diagnostic, Sink};
use crate::source::Place;
use crate::tables::{Keys, choose};

const FIGURES: [(&str, Figures); 3] = [
    ("font", Figures::Font),
    ("old-style", Figures::OldStyle),
    ("lining", Figures::Lining),
];
const WIDTHS: [(&str, bool); 2] = [("proportional", false), ("tabular", true)];
const CAPITALS: [(&str, SmallCapitals); 3] = [
    ("none", SmallCapitals::None),
    ("lower", SmallCapitals::Lower),
    ("all", SmallCapitals::All),
];

/// A feature that a kind of text wants, and where the theme says so.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) tag: String,
    pub(super) place: Place,
}

/// Features of a theme, and what each kind of text wants of its faces.
pub(super) struct Read {
    pub(super) features: Features,
    pub(super) text: Vec<Wanted>,
    pub(super) headings: Vec<Wanted>,
}

/// Reads `[features]`. A key that is left out has the value of `[features.text]`; in
/// tables figures are lining and of one width.
pub(super) fn features(mut keys: Option<Keys<'_>>, sink: &mut Sink) -> Read {
    let mut group = |name: &'static str, base: &FeatureTokens, sink: &mut Sink| {
        let keys = keys.as_mut().and_then(|keys| keys.table(name, sink));
        keys.map_or_else(|| (base.clone(), Vec::new()), |keys| tokens(keys, base, sink))
    };
    let (text, text_wanted) = group("text", &FeatureTokens::default(), sink);
    let (headings, heading_wanted) = group("headings", &text, sink);
    let (running_heads, head_wanted) = group("running-heads", &text, sink);
    let base = FeatureTokens { figures: Figures::Lining, tabular: true, ..text.clone() };
    let (tables, table_wanted) = group("tables", &base, sink);
    if let Some(keys) = keys {
        keys.finish(sink);
    }
    Read {
        features: Features { text, headings, running_heads, tables },
        text: [text_wanted, head_wanted, table_wanted].concat(),
        headings: heading_wanted,
    }
}

fn tokens(
    mut keys: Keys<'_>,
    base: &FeatureTokens,
    sink: &mut Sink,
) -> (FeatureTokens, Vec<Wanted>) {
    let mut own = base.clone();
    let mut wanted = Vec::new();
    let mut want = |tags: &[&str], place: Place| {
        wanted.extend(tags.iter().map(|&tag| Wanted { tag: tag.to_owned(), place }));
    };
    if let Some((figures, place)) = word(&mut keys, "figures", &FIGURES, sink) {
        own.figures = figures;
        if figures == Figures::OldStyle {
            want(&["onum"], place);
        }
    }
    if let Some((tabular, _)) = word(&mut keys, "figure-width", &WIDTHS, sink) {
        own.tabular = tabular;
    }
    if let Some((capitals, place)) = word(&mut keys, "small-capitals", &CAPITALS, sink) {
        own.small_capitals = capitals;
        want(capitals.tags(), place);
    }
    if let Some(ligatures) = keys.boolean("ligatures", sink) {
        own.ligatures = ligatures;
    }
    if let Some(tags) = keys.texts("tags", sink) {
        for tag in &tags {
            let letters = tag.text.chars().all(|c| c.is_ascii_alphanumeric());
            if tag.text.len() != 4 || !letters {
                let message = format!("`{}` is no OpenType feature", tag.text);
                sink.error(
                    Diagnostic::new("bad-feature", message)
                        .at(tag.place)
                        .help("a feature has four letters or digits: `ss01`, `cv05`"),
                );
            }
            want(&[tag.text.as_str()], tag.place);
        }
        own.tags = tags.into_iter().map(|tag| tag.text).collect();
    }
    keys.finish(sink);
    (own, wanted)
}

fn word<T: Copy>(
    keys: &mut Keys<'_>,
    key: &'static str,
    choices: &[(&str, T)],
    sink: &mut Sink,
) -> Option<(T, Place)> {
    let text = keys.text(key, sink)?;
    let chosen = choose(&text, choices, "unknown-value", &format!("`{key}`"), sink).ok()?;
    Some((chosen, text.place))
}

impl Theme {
    /// Warns of every feature that a face lacks which is to be set with it.
    pub(super) fn check_features(&self, wanted: &Read, sink: &mut Sink) {
        let text = self.face(&self.tokens.text.family, 400, false);
        text.iter().for_each(|&face| check(&wanted.text, self.get(face), sink));
        let headings = self.tokens.headings.iter().chain([&self.tokens.title_heading]);
        let faces: BTreeSet<FaceId> = headings
            .filter_map(|heading| {
                self.face(&heading.family, heading.weight, heading.italic)
            })
            .collect();
        faces.iter().for_each(|&face| check(&wanted.headings, self.get(face), sink));
    }
}

fn check(wanted: &[Wanted], face: &Face, sink: &mut Sink) {
    for Wanted { tag, place } in wanted {
        if !face.has_feature(tag) {
            let message = format!("`{}` has no feature `{tag}`", face.file);
            sink.warn(
                Diagnostic::new("missing-feature", message)
                    .at(*place)
                    .help("take it out, or take a family that has it"),
            );
        }
    }
}

impl Face {
    /// Whether the font has a substitution with this tag, for any script.
    pub fn has_feature(&self, tag: &str) -> bool {
        let Ok(tag) = Tag::new_checked(tag.as_bytes()) else { return false };
        let features =
            FontRef::new(&self.data).and_then(|font| font.gsub()?.feature_list());
        features.is_ok_and(|features| {
            features.feature_records().iter().any(|record| record.feature_tag() == tag)
        })
    }
}

/// What CSS says for the features of a kind of text (CSS Fonts 4, 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeatureRules {
    /// `font-variant-numeric`.
    pub numeric: String,
    /// `font-variant-ligatures`.
    pub ligatures: &'static str,
    /// `font-variant-caps`.
    pub caps: &'static str,
    /// `font-feature-settings`.
    pub settings: String,
}

impl FeatureTokens {
    /// The OpenType features to switch, with their values.
    pub fn switches(&self) -> Vec<(&str, u32)> {
        let mut switches: Vec<(&str, u32)> =
            self.tags.iter().map(|tag| (tag.as_str(), 1)).collect();
        switches.extend(self.figures.tag().map(|tag| (tag, 1)));
        switches.extend(self.small_capitals.tags().iter().map(|&tag| (tag, 1)));
        switches.extend(self.tabular.then_some(("tnum", 1)));
        if !self.ligatures {
            switches.extend([("liga", 0), ("clig", 0)]);
        }
        switches
    }

    /// The same as CSS.
    pub fn rules(&self) -> FeatureRules {
        let mut numeric = match self.figures {
            Figures::Font => Vec::new(),
            Figures::OldStyle => vec!["oldstyle-nums"],
            Figures::Lining => vec!["lining-nums"],
        };
        numeric.extend(self.tabular.then_some("tabular-nums"));
        let tags: Vec<String> = self.tags.iter().map(|tag| format!("\"{tag}\"")).collect();
        let normal = |list: &[String], by: &str| {
            if list.is_empty() { "normal".to_owned() } else { list.join(by) }
        };
        let numeric: Vec<String> = numeric.into_iter().map(str::to_owned).collect();
        FeatureRules {
            numeric: normal(&numeric, " "),
            ligatures: if self.ligatures { "normal" } else { "no-common-ligatures" },
            caps: match self.small_capitals {
                SmallCapitals::None => "normal",
                SmallCapitals::Lower => "small-caps",
                SmallCapitals::All => "all-small-caps",
            },
            settings: normal(&tags, ", "),
        }
    }
}

impl Figures {
    /// The feature that gives them.
    pub const fn tag(self) -> Option<&'static str> {
        match self {
            Self::Font => None,
            Self::OldStyle => Some("onum"),
            Self::Lining => Some("lnum"),
        }
    }
}

impl SmallCapitals {
    /// The features that give them.
    pub const fn tags(self) -> &'static [&'static str] {
        match self {
            Self::None => &[],
            Self::Lower => &["smcp"],
            Self::All => &["smcp", "c2sc"],
        }
    }
}
