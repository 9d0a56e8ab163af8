//! Content streams: what is painted, where, and in which marked content
//! (ISO 32000-1, 8 and 9, 14.6).

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Dict, Object};

use super::colours;
use super::file::{File, Stream, name_text};
use super::fonts::Fonts;
use super::geometry::{Matrix, Rect};
use super::model::{Area, Context, Fault, Image, Page, Painted, What};
use super::objects::is_nested_too_deep;
use super::resources::Resources;
use super::state::{Path, State};
use super::{paint, showing};

/// More operators than this are not read of a page, with all its forms.
const MOST_OPERATORS: usize = 1 << 22;
/// Forms in forms are not read deeper than this.
const MOST_FORMS: usize = 16;
/// Graphics states saved at a time.
const MOST_SAVED: usize = 4096;

/// More pictures of a page are not looked at.
const MOST_DRAWN: usize = 1 << 16;

/// More faults of a page are not told.
const MOST_FAULTS: usize = 1000;

/// An operator that no content stream holds, put at its end: that it is reached shows
/// that all of the stream was read.
const END: &[u8] = b"\nTheEndOfTheStream ";

/// What a page of plain print does: it sets type in one colour after the other, upright,
/// fills rectangles, and draws pictures.
const PLAIN: [&[u8]; 22] = [
    b"BDC", b"BMC", b"EMC", b"BT", b"ET", b"Tf", b"Td", b"TJ", b"Tj", b"Tz", b"Ts", b"g",
    b"rg", b"k", b"re", b"f", b"q", b"Q", b"cm", b"Do", b"MP", b"n",
];

/// A page in the reading.
pub(super) struct Reader<'a> {
    pub(super) file: &'a File<'a>,
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

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a File<'a>, fonts: &'a Fonts, page: Page) -> Self {
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
        resources: Dict<'a>,
    ) -> Result<(), String> {
        if is_nested_too_deep(&data, false) {
            return Err("arrays or dictionaries lie in each other too deep".to_owned());
        }
        data.extend(END);
        let mut resources = Resources::new(self.file, resources);
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
            if !PLAIN.contains(&operator) {
                self.odd(&format!("the operator `{}`", name_text(operator)));
            }
            let known = showing::operate(self, &mut resources, operator, &mut next)
                || self.mark(&resources, operator, &mut next)
                || paint::operate(self, &resources, operator, &mut next);
            if !known {
                self.operate(&resources, operator, &mut next, saved)?;
            }
        }
        if !reached {
            return Err("a content stream cannot be read to its end".to_owned());
        }
        if self.open.len() != open {
            self.note(Fault::UnbalancedMarks);
            self.open.truncate(open);
        }
        self.saved.truncate(saved);
        Ok(())
    }

    fn operate<'b>(
        &mut self,
        resources: &Resources<'a>,
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
                let depth = self.saved.len() - saved;
                self.page.means.depth = self.page.means.depth.max(depth);
            }
            b"Q" if self.saved.len() > saved => {
                self.state = self.saved.pop().unwrap_or_else(State::new);
            }
            b"Do" => {
                if let Some(Object::Name(name)) = next() {
                    match resources.find("XObject", name) {
                        Some((Some(number), Object::Dict(dict))) => {
                            self.draw(resources, number, &dict)?;
                        }
                        Some(_) | None => self.lacks(name),
                    }
                }
            }
            b"BI" | b"EI" => self.image(false),
            b"ri" => {
                if let Some(Object::Name(name)) = next() {
                    self.page.means.intents.insert(name_text(name));
                }
            }
            b"J" | b"M" | b"d" | b"d0" | b"d1" | b"i" | b"j" => {}
            _ => {
                let unknown = &mut self.page.means.unknown;
                if unknown.len() < MOST_FAULTS {
                    unknown.insert(name_text(operator));
                }
            }
        }
        Ok(())
    }

    /// Notes what plain print does not do on a page itself.
    pub(super) fn odd(&mut self, what: &str) {
        let odd = &mut self.page.means.odd;
        if self.forms.is_empty() && odd.len() < MOST_FAULTS {
            odd.insert(what.to_owned());
        }
    }

    /// Notes what the page itself draws.
    fn drawn(&mut self, of: Rect, dict: &Dict<'a>) {
        if self.forms.is_empty() && self.page.means.drawn.len() < MOST_DRAWN {
            let context = self.open.last().copied().unwrap_or(0);
            let bounds = self.state.matrix.bounds(of);
            let size = |key| self.file.get::<i64>(dict, key);
            let size = size("Width").zip(size("Height"));
            self.page.means.drawn.push((context, bounds, size));
        }
    }

    /// Draws an external object.
    fn draw(
        &mut self,
        resources: &Resources<'a>,
        number: i32,
        dict: &Dict<'a>,
    ) -> Result<(), String> {
        if dict.contains_key("OC") {
            self.note(Fault::Layers);
        }
        match self.file.name(dict, "Subtype").as_deref() {
            Some("Image") => {
                let is_mask = self.file.get::<bool>(dict, "ImageMask").unwrap_or(false);
                let has_mask = dict.contains_key("SMask") || dict.contains_key("Mask");
                if let Some(space) = self.file.get::<Object<'a>>(dict, "ColorSpace") {
                    colours::devices(self.file, resources, &space, &mut self.page.means);
                }
                let unit = Rect { x0: 0.0, y0: 0.0, x1: 1.0, y1: 1.0 };
                self.drawn(unit, dict);
                self.image(!is_mask && !has_mask);
            }
            Some("Form") => match self.file.stream(number) {
                Some(form) => self.draw_form(resources, number, &form)?,
                None => self.lacks(b"Form"),
            },
            Some(_) | None => self.lacks(b"XObject"),
        }
        Ok(())
    }

    /// Draws a form (ISO 32000-1, 8.10).
    fn draw_form(
        &mut self,
        outer: &Resources<'a>,
        number: i32,
        form: &Stream<'a>,
    ) -> Result<(), String> {
        let dict = &form.dict;
        if self.forms.len() >= MOST_FORMS || self.forms.contains(&number) {
            return Err("forms lie in each other too deep".to_owned());
        }
        let Some(data) = form.decoded() else {
            self.lacks(b"Form");
            return Ok(());
        };
        let (state, text, own) = (self.state.clone(), self.text, self.form);
        if let Some(key) = self.file.get::<i64>(dict, "StructParents") {
            self.form = Some(number);
            self.page.keys.insert(Some(number), key);
        }
        if let Ok(matrix) = <[f64; 6]>::try_from(self.file.numbers(dict, "Matrix")) {
            self.state.matrix = Matrix(matrix).then(self.state.matrix);
        }
        if let Some(bounds) = self.file.rect(dict, "BBox") {
            self.drawn(bounds, dict);
            let bounds = self.state.matrix.bounds(bounds);
            self.state.clip = self.state.clip.intersection(bounds);
        }
        let resources = self.file.get::<Dict<'a>>(dict, "Resources");
        let resources = resources.unwrap_or_else(|| outer.dict.clone());
        let marks = self.page.marks.len();
        self.forms.push(number);
        let result = self.read(data.into_owned(), resources);
        self.forms.pop();
        let drawn = self.page.means.forms.entry(number).or_default();
        *drawn = (drawn.0 + 1, drawn.1 || self.page.marks.len() > marks);
        (self.state, self.text, self.form) = (state, text, own);
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
        self.note(Fault::BrokenResource(String::from_utf8_lossy(name).into_owned()));
    }

    /// Notes a fault, once; the first [`MOST_FAULTS`] of a page.
    pub(super) fn note(&mut self, fault: Fault) {
        let faults = &mut self.page.faults;
        if faults.len() < MOST_FAULTS && !faults.contains(&fault) {
            faults.push(fault);
        }
    }
}
