//! Styles made fit for hayagriva 0.10.1.
//!
//! Its `volume-title` is always the `container-title`, so that a style that prints both
//! would print the title of a book twice: `A book: A book`. It is taken out, and what a
//! style does where there is one is not done.
//!
//! It counts pages for a label that says `plural="never"`, as that of the National Library
//! of Medicine does: `pp. 93–113` for `p. 93–113`. A term without number takes its place.
//!
//! It prints no names at all where a `names` element has a label or a substitute but no
//! `name` (typst/hayagriva#519, fixed after 0.10.1): Vancouver would lose its authors.
//! An empty `name` means the same and is printed.
//!
//! It sets the editors that stand in for authors as if the style said nothing of names,
//! where a condition is around them: `R. Rivers, S. Stone` in a list of `Rivers, Rae`.
//! They are given what the names that they stand in for have.

use hayagriva::citationberg::taxonomy::{
    NameVariable, NumberOrPageVariable, PageVariable, StandardVariable, Term, Variable,
};
use hayagriva::citationberg::{
    Choose, ChooseBranch, ChooseMatch, IndependentStyle, Label, LabelPluralize,
    LayoutRenderingElement, Name, Names, NamesChild, Text, TextTarget,
};

/// Mends a style in all its parts.
pub(super) fn repair(style: &mut IndependentStyle) {
    for part in &mut style.macros {
        elements(&mut part.children);
    }
    elements(&mut style.citation.layout.elements);
    if let Some(bibliography) = &mut style.bibliography {
        elements(&mut bibliography.layout.elements);
    }
}

/// The style for the list of references: Hayagriva carries over how the names of a citation
/// were told apart, and the list would lose given names. It does not, where the names of
/// the list are another set of variables: one that no work has is added.
pub(super) fn for_list(style: &IndependentStyle) -> IndependentStyle {
    let mut list = style.clone();
    for part in &mut list.macros {
        apart(&mut part.children);
    }
    if let Some(bibliography) = &mut list.bibliography {
        apart(&mut bibliography.layout.elements);
    }
    list
}

fn apart(all: &mut [LayoutRenderingElement]) {
    for element in all {
        match element {
            LayoutRenderingElement::Names(names) => {
                if names.variable.len() == 1 {
                    names.variable.push(NameVariable::ReviewedAuthor);
                }
                for child in &mut names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        apart(&mut substitute.children);
                    }
                }
            }
            LayoutRenderingElement::Group(group) => apart(&mut group.children),
            LayoutRenderingElement::Choose(choose) => {
                apart(&mut choose.if_.children);
                choose.else_if.iter_mut().for_each(|branch| apart(&mut branch.children));
                if let Some(otherwise) = &mut choose.otherwise {
                    apart(&mut otherwise.children);
                }
            }
            LayoutRenderingElement::Text(_)
            | LayoutRenderingElement::Date(_)
            | LayoutRenderingElement::Number(_)
            | LayoutRenderingElement::Label(_) => {}
        }
    }
}

fn elements(all: &mut Vec<LayoutRenderingElement>) {
    for mut element in std::mem::take(all) {
        match &mut element {
            LayoutRenderingElement::Text(text) => {
                let var = match &text.target {
                    TextTarget::Variable { var, .. } => Some(*var),
                    TextTarget::Macro { .. }
                    | TextTarget::Term { .. }
                    | TextTarget::Value { .. } => None,
                };
                if var == Some(VOLUME_TITLE) {
                    continue;
                }
            }
            LayoutRenderingElement::Names(found) => names(found),
            LayoutRenderingElement::Group(group) => elements(&mut group.children),
            LayoutRenderingElement::Choose(choose) => {
                if let Some(mut instead) = without_volume_titles(choose) {
                    elements(&mut instead);
                    all.extend(instead);
                    continue;
                }
                elements(&mut choose.if_.children);
                choose.else_if.iter_mut().for_each(|branch| elements(&mut branch.children));
                if let Some(otherwise) = &mut choose.otherwise {
                    elements(&mut otherwise.children);
                }
            }
            LayoutRenderingElement::Label(label) => {
                if let Some(term) = without_number(label) {
                    element = LayoutRenderingElement::Text(term);
                }
            }
            LayoutRenderingElement::Date(_) | LayoutRenderingElement::Number(_) => {}
        }
        all.push(element);
    }
}

const VOLUME_TITLE: Variable = Variable::Standard(StandardVariable::VolumeTitle);

/// Takes the branches out of a choice that ask for a `volume-title`; what stands in place
/// of the choice, if none of its conditions is left.
fn without_volume_titles(choose: &mut Choose) -> Option<Vec<LayoutRenderingElement>> {
    choose.else_if.retain_mut(possible);
    if possible(&mut choose.if_) {
        return None;
    }
    if choose.else_if.is_empty() {
        let otherwise = choose.otherwise.take();
        return Some(otherwise.map(|otherwise| otherwise.children).unwrap_or_default());
    }
    choose.if_ = choose.else_if.remove(0);
    None
}

/// Whether a condition can be met without a `volume-title`, which it no longer asks for.
fn possible(branch: &mut ChooseBranch) -> bool {
    let Some(variables) = &mut branch.variable else { return true };
    if !variables.contains(&VOLUME_TITLE) {
        return true;
    }
    variables.retain(|variable| *variable != VOLUME_TITLE);
    match branch.match_ {
        ChooseMatch::All => false,
        ChooseMatch::Any | ChooseMatch::None => !variables.is_empty(),
    }
}

/// The term of a label of pages that never counts them.
fn without_number(label: &Label) -> Option<Text> {
    let page = NumberOrPageVariable::Page(PageVariable::Page);
    if label.variable != page || label.label.plural != LabelPluralize::Never {
        return None;
    }
    let Label { variable, label } = label.clone();
    let term = Term::from(variable);
    Some(Text {
        formatting: label.formatting,
        affixes: label.affixes,
        strip_periods: label.strip_periods,
        text_case: label.text_case,
        ..Text::with_target(TextTarget::Term { term, form: label.form, plural: false })
    })
}

fn names(names: &mut Names) {
    let named = names.children.iter().any(|child| matches!(child, NamesChild::Name(_)));
    if !named && !names.children.is_empty() {
        names.children.insert(0, NamesChild::Name(Name::default()));
    }
    let own = names.clone();
    for child in &mut names.children {
        if let NamesChild::Substitute(substitute) = child {
            instead(&mut substitute.children, &own);
            elements(&mut substitute.children);
        }
    }
}

/// Sets names that stand in for others as those are set (CSL 1.0.2, "Substitute").
fn instead(all: &mut [LayoutRenderingElement], of: &Names) {
    for element in all {
        match element {
            LayoutRenderingElement::Names(found) => {
                let own = found.children.iter().find_map(|child| match child {
                    NamesChild::Label(label) => Some(label.clone()),
                    NamesChild::Name(_)
                    | NamesChild::EtAl(_)
                    | NamesChild::Substitute(_) => None,
                });
                *found = of.from_names_substitute(found);
                if let Some(own) = own
                    && found.label().is_none()
                {
                    found.children.push(NamesChild::Label(own));
                }
            }
            LayoutRenderingElement::Group(group) => instead(&mut group.children, of),
            LayoutRenderingElement::Choose(choose) => {
                instead(&mut choose.if_.children, of);
                let branches = choose.else_if.iter_mut();
                branches.for_each(|branch| instead(&mut branch.children, of));
                if let Some(otherwise) = &mut choose.otherwise {
                    instead(&mut otherwise.children, of);
                }
            }
            LayoutRenderingElement::Text(_)
            | LayoutRenderingElement::Date(_)
            | LayoutRenderingElement::Number(_)
            | LayoutRenderingElement::Label(_) => {}
        }
    }
}
