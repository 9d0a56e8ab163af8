//! Negated relations.

/// Relations and what they are with a stroke through them.
const NEGATED: [(char, char); 30] = [
    ('=', '≠'),
    ('∈', '∉'),
    ('∋', '∌'),
    ('<', '≮'),
    ('>', '≯'),
    ('≤', '≰'),
    ('≥', '≱'),
    ('⊂', '⊄'),
    ('⊃', '⊅'),
    ('⊆', '⊈'),
    ('⊇', '⊉'),
    ('≡', '≢'),
    ('∼', '≁'),
    ('≃', '≄'),
    ('≈', '≉'),
    ('≅', '≇'),
    ('∃', '∄'),
    ('∣', '∤'),
    ('|', '∤'),
    ('∥', '∦'),
    ('→', '↛'),
    ('←', '↚'),
    ('↔', '↮'),
    ('⇒', '⇏'),
    ('⇐', '⇍'),
    ('⇔', '⇎'),
    ('⊢', '⊬'),
    ('⊨', '⊭'),
    ('≺', '⊀'),
    ('≻', '⊁'),
];

/// The negated form of a relation, where there is one: `∉` of `∈`.
pub fn negated(c: char) -> Option<char> {
    NEGATED.iter().find(|(plain, _)| *plain == c).map(|&(_, negated)| negated)
}
