//! Operators of marked content (ISO 32000-1, 14.6).

use std::sync::Arc;

use hayro_syntax::object::{Dict, Name, Object};

use super::content::Reader;
use super::file::File;
use super::model::{Artifact, Context, Fault, Mark};
use super::paint::Next;
use super::resources::Resources;

impl<'a> Reader<'a> {
    /// Obeys an operator of marked content; `false` if it is none.
    pub(super) fn mark(
        &mut self,
        resources: &Resources<'a>,
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
                            let properties = resources.dict("Properties", name);
                            if properties.is_none() {
                                self.lacks(name);
                            }
                            self.begin(tag, &properties.unwrap_or_default());
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
                    self.note(Fault::UnbalancedMarks);
                }
            }
            b"MP" | b"DP" => {}
            _ => return false,
        }
        true
    }

    fn begin<'d>(&mut self, tag: &Name<'_>, properties: &Dict<'d>)
    where
        'a: 'd,
    {
        let file: &'d File<'d> = self.file;
        let outer = self.open.last().copied().unwrap_or(0);
        let outer = self.page.contexts.get(outer).cloned().unwrap_or_default();
        let mut context = outer.clone();
        match &**tag {
            b"Artifact" => {
                context.artifact = Some(Arc::new(Artifact {
                    kind: file.name(properties, "Type"),
                    subtype: file.name(properties, "Subtype"),
                }));
            }
            b"ReversedChars" => context.reversed = true,
            b"OC" => self.note(Fault::Layers),
            _ => {}
        }
        if let Some(mcid) = file.get::<i64>(properties, "MCID") {
            let mark = Mark { form: self.form, mcid };
            context.mark = Some(mark);
            if self.page.marks.insert(mark, Vec::new()).is_some() {
                self.note(Fault::MarkTwice(mark));
            }
        }
        if let Some(text) = file.text(properties, "ActualText")
            && context.actual.is_none()
        {
            context.actual = Some(self.page.replacements.len());
            self.page.replacements.push(text);
        }
        context.alt = file.text(properties, "Alt").map(Arc::from).or(context.alt);
        context.language =
            file.text(properties, "Lang").map(Arc::from).or(context.language);
        let index = self.page.contexts.len();
        let is_artifact = &**tag == b"Artifact";
        let has_mark = context.mark != outer.mark;
        let means = &mut self.page.means;
        means.artifacts_inside += usize::from(is_artifact && outer.mark.is_some());
        means.marks_inside += usize::from(has_mark && outer.artifact.is_some());
        let mixes = |own: &Context| own.mark.is_some() && own.artifact.is_some();
        if mixes(&context) && !mixes(&outer) {
            self.note(Fault::MarkedArtifact(index));
        }
        self.page.contexts.push(context);
        self.open.push(index);
    }
}
