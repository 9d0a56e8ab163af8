//! Content streams: what is painted, where, and in which marked content
//! (ISO 32000-1, 8 and 9, 14.6).

use std::collections::BTreeMap;
use std::sync::Arc;

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Object, Stream};
use hayro_syntax::page::Resources;

use super::file::{File, decoded, rect_of};
use super::fonts::{Font, Fonts};
use super::geometry::{Matrix, Rect};
use super::model::{Area, Context, Fault, Image, Page, Painted, What};
use super::state::{Path, State};
use super::{colours, paint, showing};

/// More operators than this are not read of a page, with all its forms.
const MOST_OPERATORS: usize = 1 << 22;
/// Forms in forms are not read deeper than this.
const MOST_FORMS: usize = 16;
/// Graphics states saved at a time.
const MOST_SAVED: usize = 4096;
/// Arrays and dictionaries in each other.
const MOST_NESTED: usize = 64;

/// An operator that no content stream holds, put at its end: that it is reached shows
/// that all of the stream was read.
const END: &[u8] = b"\nTheEndOfTheStream ";

/// A page in the reading.
pub(super) struct Reader<'a> {
    pub(super) file: &'a File,
    pub(super) fonts: &'a Fonts,
    pub(super) page: Page,
    pub(super) state: State,
    pub(super) path: Path,
    /// The text matrix, and that of the start of the line.
    pub(super) text: (Matrix, Matrix),
    /// The marked contents that are open, from the outermost: indices of contexts.
    pub(super) open: Vec<usize>,
    /// The form that numbers its marked contents itself.
    pub(super) form: Option<i32>,
    saved: Vec<State>,
    forms: Vec<i32>,
    operators: usize,
}

/// A content stream with what it may name.
pub(super) struct Source<'a> {
    pub(super) resources: Resources<'a>,
    fonts: BTreeMap<Vec<u8>, Option<Arc<Font>>>,
}

impl<'a> Source<'a> {
    pub(super) fn font(
        &mut self,
        name: &[u8],
        file: &File,
        fonts: &Fonts,
    ) -> Option<Arc<Font>> {
        if let Some(font) = self.fonts.get(name) {
            return font.clone();
        }
        let mut resources = Some(&self.resources);
        let mut font = None;
        while let (None, Some(own)) = (&font, resources) {
            font = fonts.get(file, &own.fonts, name);
            resources = own.parent();
        }
        self.fonts.insert(name.to_vec(), font.clone());
        font
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a File, fonts: &'a Fonts, page: Page) -> Self {
        Self {
            file,
            fonts,
            page: Page { contexts: vec![Context::default()], ..page },
            state: State::new(),
            path: Path::EMPTY,
            text: (Matrix::IDENTITY, Matrix::IDENTITY),
            open: Vec::new(),
            form: None,
            saved: Vec::new(),
            forms: Vec::new(),
            operators: 0,
        }
    }

    /// Reads a content stream.
    ///
    /// # Errors
    /// In words, when it cannot be read to its end.
    pub(super) fn read(
        &mut self,
        mut data: Vec<u8>,
        resources: Resources<'_>,
    ) -> Result<(), String> {
        if is_nested_too_deep(&data) {
            return Err("arrays or dictionaries lie in each other too deep".to_owned());
        }
        data.extend(END);
        let mut source = Source { resources, fonts: BTreeMap::new() };
        let (saved, open) = (self.saved.len(), self.open.len());
        let mut instructions = UntypedIter::new(&data);
        let mut reached = false;
        while let Some(instruction) = instructions.next() {
            self.operators += 1;
            if self.operators > MOST_OPERATORS {
                return Err(format!("more than {MOST_OPERATORS} operators on one page"));
            }
            let operator: &[u8] = instruction.operator;
            let mut operands = instruction.operands();
            let mut next = || operands.next();
            if operator == END.trim_ascii() {
                reached = true;
                break;
            }
            let known = showing::operate(self, &mut source, operator, &mut next)
                || self.mark(&source, operator, &mut next)
                || paint::operate(self, &source, operator, &mut next);
            if !known {
                self.operate(&source, operator, &mut next, saved)?;
            }
        }
        if !reached {
            return Err("a content stream cannot be read to its end".to_owned());
        }
        if self.open.len() != open {
            self.page.faults.push(Fault::UnbalancedMarks);
            self.open.truncate(open);
        }
        self.saved.truncate(saved);
        Ok(())
    }

    fn operate<'b>(
        &mut self,
        source: &Source<'_>,
        operator: &[u8],
        next: &mut dyn FnMut() -> Option<&'b Object<'b>>,
        saved: usize,
    ) -> Result<(), String> {
        match operator {
            b"q" => {
                if self.saved.len() >= MOST_SAVED {
                    return Err(
                        "graphics states are saved in each other too deep".to_owned()
                    );
                }
                self.saved.push(self.state.clone());
            }
            b"Q" if self.saved.len() > saved => {
                self.state = self.saved.pop().unwrap_or_else(State::new);
            }
            b"Do" => {
                if let Some(Object::Name(name)) = next() {
                    match source.resources.get_x_object(name) {
                        Some(object) => self.draw(&source.resources, &object)?,
                        None => self.lacks(name),
                    }
                }
            }
            b"BI" | b"EI" => self.image(false),
            _ => {}
        }
        Ok(())
    }

    /// Draws an external object.
    fn draw(
        &mut self,
        resources: &Resources<'_>,
        object: &Stream<'_>,
    ) -> Result<(), String> {
        let dict = object.dict();
        if dict.contains_key("OC") {
            self.page.faults.push(Fault::Layers);
        }
        match dict.get::<hayro_syntax::object::Name<'_>>("Subtype").as_deref() {
            Some(b"Image") => {
                let is_mask = dict.get::<bool>("ImageMask").unwrap_or(false);
                let has_mask = dict.contains_key("SMask") || dict.contains_key("Mask");
                self.image(!is_mask && !has_mask);
                Ok(())
            }
            Some(b"Form") => self.form(resources, object),
            _ => {
                self.lacks(b"XObject");
                Ok(())
            }
        }
    }

    /// Draws a form (ISO 32000-1, 8.10).
    fn form(&mut self, resources: &Resources<'_>, form: &Stream<'_>) -> Result<(), String> {
        let dict = form.dict();
        let number = dict.obj_id().map_or(0, |id| id.obj_number);
        if self.forms.len() >= MOST_FORMS || self.forms.contains(&number) {
            return Err("forms lie in each other too deep".to_owned());
        }
        let Some(data) = decoded(form) else {
            self.lacks(b"Form");
            return Ok(());
        };
        let outer = self.state.clone();
        let own = self.form;
        if let Some(key) = dict.get::<i64>("StructParents") {
            self.form = Some(number);
            self.page.keys.insert(Some(number), key);
        }
        if let Some(matrix) =
            dict.get::<Array<'_>>("Matrix").map(|own| colours::numbers(&own))
            && let Ok(matrix) = <[f64; 6]>::try_from(matrix)
        {
            self.state.matrix = Matrix(matrix).then(self.state.matrix);
        }
        if let Some(bounds) = rect_of(dict, "BBox") {
            let bounds = self.state.matrix.bounds(bounds);
            self.state.clip = self.state.clip.intersection(bounds);
        }
        let text = self.text;
        let resources = match dict.get::<Dict<'_>>("Resources") {
            Some(own) => Resources::from_parent(own, resources.clone()),
            None => resources.clone(),
        };
        self.forms.push(number);
        let result = self.read(data.into_owned(), resources);
        self.forms.pop();
        self.state = outer;
        self.form = own;
        self.text = text;
        result
    }

    /// Draws a picture into the unit square.
    fn image(&mut self, is_opaque: bool) {
        let unit = Rect { x0: 0.0, y0: 0.0, x1: 1.0, y1: 1.0 };
        let bounds = self.state.matrix.bounds(unit).intersection(self.state.clip);
        let opaque = is_opaque
            && self.state.fill.alpha >= 1.0
            && !self.state.is_blended
            && self.state.matrix.keeps_upright();
        self.put(What::Image(Image { bounds, opaque }));
    }

    /// Paints an area.
    pub(super) fn area(&mut self, area: Area) {
        self.put(What::Area(area));
    }

    /// Adds something painted, in the marked contents that are open.
    pub(super) fn put(&mut self, what: What) {
        let context = self.open.last().copied().unwrap_or(0);
        let index = self.page.painted.len();
        if let Some(mark) = self.page.contexts.get(context).and_then(|own| own.mark) {
            self.page.marks.entry(mark).or_default().push(index);
        }
        self.page.painted.push(Painted { context, what });
    }

    /// Notes that something named is not there.
    pub(super) fn lacks(&mut self, name: &[u8]) {
        let name = String::from_utf8_lossy(name).into_owned();
        let fault = Fault::BrokenResource(name);
        if !self.page.faults.contains(&fault) {
            self.page.faults.push(fault);
        }
    }
}

/// Whether arrays and dictionaries lie in each other deeper than they are read.
pub(super) fn is_nested_too_deep(data: &[u8]) -> bool {
    let (mut depth, mut in_string) = (0usize, 0usize);
    let mut bytes = data.iter();
    while let Some(byte) = bytes.next() {
        match (byte, in_string) {
            (b'\\', 1..) => {
                bytes.next();
            }
            (b'(', _) => in_string += 1,
            (b')', 1..) => in_string -= 1,
            (b'[' | b'<', 0) => {
                depth += 1;
                if depth > 2 * MOST_NESTED {
                    return true;
                }
            }
            (b']' | b'>', 0) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}
