//! Operators of marked content (ISO 32000-1, 14.6).

use hayro_syntax::object::{Dict, Name, Object};

use super::content::{Reader, Source};
use super::file::{name_of, text_of};
use super::model::{Artifact, Fault, Mark};
use super::paint::Next;

impl Reader<'_> {
    /// Obeys an operator of marked content; `false` if it is none.
    pub(super) fn mark(
        &mut self,
        source: &Source<'_>,
        operator: &[u8],
        next: Next<'_, '_>,
    ) -> bool {
        match operator {
            b"BMC" => {
                if let Some(Object::Name(tag)) = next() {
                    self.begin(tag, &Dict::empty());
                }
            }
            b"BDC" => {
                if let (Some(Object::Name(tag)), Some(properties)) = (next(), next()) {
                    match properties {
                        Object::Dict(properties) => self.begin(tag, properties),
                        Object::Name(name) => {
                            let properties = self.properties(source, name);
                            self.begin(tag, &properties);
                        }
                        Object::Null(_)
                        | Object::Boolean(_)
                        | Object::Number(_)
                        | Object::String(_)
                        | Object::Array(_)
                        | Object::Stream(_) => self.begin(tag, &Dict::empty()),
                    }
                }
            }
            b"EMC" => {
                if self.open.pop().is_none() {
                    self.page.faults.push(Fault::UnbalancedMarks);
                }
            }
            b"MP" | b"DP" => {}
            _ => return false,
        }
        true
    }

    /// The properties of this name among the resources.
    fn properties<'s>(&mut self, source: &Source<'s>, name: &Name<'_>) -> Dict<'s> {
        let mut resources = Some(&source.resources);
        while let Some(own) = resources {
            if let Some(properties) = own.properties.get::<Dict<'s>>(name) {
                return properties;
            }
            resources = own.parent();
        }
        self.lacks(name);
        Dict::empty()
    }

    fn begin(&mut self, tag: &Name<'_>, properties: &Dict<'_>) {
        let outer = self.open.last().copied().unwrap_or(0);
        let outer = self.page.contexts.get(outer).cloned().unwrap_or_default();
        let mut context = outer.clone();
        match &**tag {
            b"Artifact" => {
                context.artifact = Some(Artifact {
                    kind: name_of(properties, "Type"),
                    subtype: name_of(properties, "Subtype"),
                });
            }
            b"ReversedChars" => context.reversed = true,
            b"OC" => self.page.faults.push(Fault::Layers),
            _ => {}
        }
        if let Some(mcid) = properties.get::<i64>("MCID") {
            let mark = Mark { form: self.form, mcid };
            context.mark = Some(mark);
            if self.page.marks.insert(mark, Vec::new()).is_some() {
                self.page.faults.push(Fault::MarkTwice(mark));
            }
        }
        if let Some(text) = text_of(properties, "ActualText")
            && context.actual.is_none()
        {
            context.actual = Some(self.page.replacements.len());
            self.page.replacements.push(text);
        }
        context.alt = text_of(properties, "Alt").or(context.alt);
        context.language = text_of(properties, "Lang").or(context.language);
        let index = self.page.contexts.len();
        let mixes =
            |own: &super::model::Context| own.mark.is_some() && own.artifact.is_some();
        if mixes(&context) && !mixes(&outer) {
            self.page.faults.push(Fault::MarkedArtifact(index));
        }
        self.page.contexts.push(context);
        self.open.push(index);
    }
}
