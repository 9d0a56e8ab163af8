//! Styles made fit for hayagriva 0.10.1.
//!
//! Its `volume-title` is always the `container-title`, so that a style that prints both
//! would print the title of a book twice: `A book: A book`. It is taken out.
//!
//! It prints no names at all where a `names` element has a label or a substitute but no
//! `name` (typst/hayagriva#519, fixed after 0.10.1): Vancouver would lose its authors.
//! An empty `name` means the same and is printed.

use hayagriva::citationberg::taxonomy::{StandardVariable, Variable};
use hayagriva::citationberg::{
    ChooseBranch, IndependentStyle, LayoutRenderingElement, Name, Names, NamesChild,
    TextTarget,
};

/// Gives every `names` element a `name`.
pub(super) fn repair(style: &mut IndependentStyle) {
    for part in &mut style.macros {
        elements(&mut part.children);
    }
    elements(&mut style.citation.layout.elements);
    if let Some(bibliography) = &mut style.bibliography {
        elements(&mut bibliography.layout.elements);
    }
}

fn elements(all: &mut Vec<LayoutRenderingElement>) {
    all.retain(|element| {
        let LayoutRenderingElement::Text(text) = element else { return true };
        let TextTarget::Variable { var, .. } = &text.target else { return true };
        *var != Variable::Standard(StandardVariable::VolumeTitle)
    });
    for element in all {
        match element {
            LayoutRenderingElement::Names(found) => names(found),
            LayoutRenderingElement::Group(group) => elements(&mut group.children),
            LayoutRenderingElement::Choose(choose) => {
                branch(&mut choose.if_);
                choose.else_if.iter_mut().for_each(branch);
                if let Some(otherwise) = &mut choose.otherwise {
                    elements(&mut otherwise.children);
                }
            }
            LayoutRenderingElement::Text(_)
            | LayoutRenderingElement::Date(_)
            | LayoutRenderingElement::Number(_)
            | LayoutRenderingElement::Label(_) => {}
        }
    }
}

fn branch(branch: &mut ChooseBranch) {
    elements(&mut branch.children);
}

fn names(names: &mut Names) {
    let named = names.children.iter().any(|child| matches!(child, NamesChild::Name(_)));
    if !named && !names.children.is_empty() {
        names.children.insert(0, NamesChild::Name(Name::default()));
    }
    for child in &mut names.children {
        if let NamesChild::Substitute(substitute) = child {
            elements(&mut substitute.children);
        }
    }
}
