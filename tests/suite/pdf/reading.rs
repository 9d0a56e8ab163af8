//! Reads a PDF as an assistive program does: structure, text, places of glyphs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// A PDF, open.
pub(crate) struct Reader {
    pub(crate) document: Document,
    /// In order.
    pub(crate) pages: Vec<ObjectId>,
    /// What stands on each page, in the order of drawing.
    pub(crate) contents: Vec<Vec<Marked>>,
}

/// A marked content.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Marked {
    pub(crate) tag: String,
    /// None for an artifact.
    pub(crate) number: Option<i64>,
    pub(crate) text: String,
    pub(crate) glyphs: Vec<Shown>,
    /// Names of pictures drawn.
    pub(crate) pictures: Vec<String>,
}

/// Where a viewer puts a glyph: points from the lower left corner.
#[derive(Debug, Copy, Clone, PartialEq)]
pub(crate) struct Shown {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

struct Font {
    widths: Vec<f64>,
    texts: BTreeMap<u16, String>,
}

impl Reader {
    pub(crate) fn open(bytes: &[u8]) -> Self {
        let document = Document::load_mem(bytes).expect("a PDF");
        let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
        let mut reader = Self { document, pages, contents: vec![] };
        reader.contents = reader.pages.iter().map(|&page| reader.read_page(page)).collect();
        reader
    }

    /// A key of a dictionary, followed to the object it refers to.
    pub(crate) fn get<'a>(&'a self, keys: &'a Dictionary, key: &str) -> Option<&'a Object> {
        let value = keys.get(key.as_bytes()).ok()?;
        Some(self.document.dereference(value).expect("an object").1)
    }

    pub(crate) fn dictionary<'a>(
        &'a self,
        keys: &'a Dictionary,
        key: &str,
    ) -> &'a Dictionary {
        self.get(keys, key).unwrap_or_else(|| panic!("no `{key}`")).as_dict().unwrap()
    }

    pub(crate) fn catalog(&self) -> &Dictionary {
        self.document.catalog().unwrap()
    }

    pub(crate) fn root(&self) -> &Dictionary {
        self.dictionary(self.catalog(), "StructTreeRoot")
    }

    pub(crate) fn object(&self, id: ObjectId) -> &Dictionary {
        self.document.get_dictionary(id).unwrap()
    }

    /// The entries of a name or number tree, in order.
    pub(crate) fn tree<'a>(
        &'a self,
        node: &'a Dictionary,
        key: &str,
    ) -> Vec<(&'a Object, &'a Object)> {
        if let Some(kids) = self.get(node, "Kids") {
            let kids = kids.as_array().unwrap().iter();
            let kids = kids.map(|kid| self.object(kid.as_reference().unwrap()));
            return kids.flat_map(|kid| self.tree(kid, key)).collect();
        }
        let pairs = self.get(node, key).unwrap().as_array().unwrap();
        pairs.chunks(2).map(|pair| (&pair[0], &pair[1])).collect()
    }

    /// The marked content with a number on a page.
    pub(crate) fn marked(&self, page: ObjectId, number: i64) -> &Marked {
        let at = self.pages.iter().position(|&other| other == page).unwrap();
        let mut found = self.contents[at].iter().filter(|m| m.number == Some(number));
        let only = found.next().unwrap_or_else(|| panic!("no content {number}"));
        assert!(found.next().is_none(), "content {number} is there twice");
        only
    }

    fn fonts(&self, page: ObjectId) -> BTreeMap<String, Font> {
        let resources = self.dictionary(self.object(page), "Resources");
        let fonts = self.dictionary(resources, "Font");
        let names = fonts.iter().map(|(name, _)| String::from_utf8(name.clone()).unwrap());
        names.map(|name| (name.clone(), self.font(self.dictionary(fonts, &name)))).collect()
    }

    fn font(&self, font: &Dictionary) -> Font {
        let descendant = &self.get(font, "DescendantFonts").unwrap().as_array().unwrap()[0];
        let descendant = self.object(descendant.as_reference().unwrap());
        let widths = self.get(descendant, "W").unwrap().as_array().unwrap();
        assert_eq!(widths[0].as_i64().unwrap(), 0);
        let widths = widths[1].as_array().unwrap().iter();
        let program = self.get(font, "ToUnicode").unwrap().as_stream().unwrap();
        let program = String::from_utf8(program.decompressed_content().unwrap()).unwrap();
        let entries = program.lines().filter_map(|line| {
            let (code, text) =
                line.strip_prefix('<')?.strip_suffix('>')?.split_once("><")?;
            let code = u16::from_str_radix(code, 16).unwrap();
            let units: Vec<u16> = (0..text.len() / 4)
                .map(|at| u16::from_str_radix(&text[at * 4..at * 4 + 4], 16).unwrap())
                .collect();
            Some((code, String::from_utf16(&units).unwrap()))
        });
        Font {
            widths: widths.map(|width| width.as_i64().unwrap() as f64).collect(),
            // `<0000><FFFF>` is the range of all codes.
            texts: entries.filter(|(_, text)| text != "\u{FFFF}").collect(),
        }
    }

    fn read_page(&self, page: ObjectId) -> Vec<Marked> {
        let fonts = self.fonts(page);
        let content = self.document.get_page_content(page);
        let content = Content::decode(&content).expect("a content stream");
        let mut machine = Machine::new(&fonts);
        for operation in &content.operations {
            machine.run(&operation.operator, &operation.operands);
        }
        assert!(machine.open.is_none() && !machine.in_text, "all is closed");
        machine.done
    }
}

/// The text state of a viewer.
struct Machine<'a> {
    fonts: &'a BTreeMap<String, Font>,
    font: Option<&'a Font>,
    size: f64,
    stretch: f64,
    rise: f64,
    line: (f64, f64),
    pen: f64,
    in_text: bool,
    open: Option<Marked>,
    /// Whether inside text that is already told.
    replaced: bool,
    /// Where text begins whose last character stands first.
    reversed: Option<usize>,
    done: Vec<Marked>,
}

impl<'a> Machine<'a> {
    fn new(fonts: &'a BTreeMap<String, Font>) -> Self {
        Self {
            fonts,
            font: None,
            size: 0.0,
            stretch: 1.0,
            rise: 0.0,
            line: (0.0, 0.0),
            pen: 0.0,
            in_text: false,
            open: None,
            replaced: false,
            reversed: None,
            done: vec![],
        }
    }

    fn run(&mut self, operator: &str, operands: &[Object]) {
        let number = |at: usize| f64::from(operands[at].as_float().unwrap());
        match operator {
            "BDC" => self.begin(operands),
            "BMC" => {
                assert_eq!(operands[0].as_name().unwrap(), b"ReversedChars");
                let text = self.open.as_ref().map(|open| open.text.len());
                self.reversed = Some(text.expect("an open content"));
            }
            "EMC" if self.replaced => self.replaced = false,
            "EMC" if self.reversed.is_some() => {
                let open = self.open.as_mut().expect("an open content");
                let tail = open.text.split_off(self.reversed.take().unwrap());
                open.text.extend(tail.chars().rev());
            }
            "EMC" => self.done.push(self.open.take().expect("an open content")),
            "BT" => (self.in_text, self.line, self.pen) = (true, (0.0, 0.0), 0.0),
            "ET" => self.in_text = false,
            "Tf" => {
                let name =
                    String::from_utf8(operands[0].as_name().unwrap().to_vec()).unwrap();
                self.font = Some(&self.fonts[&name]);
                self.size = number(1);
            }
            "Tz" => self.stretch = number(0) / 100.0,
            "Ts" => self.rise = number(0),
            "Td" => {
                self.line = (self.line.0 + number(0), self.line.1 + number(1));
                self.pen = 0.0;
            }
            "TJ" => operands[0].as_array().unwrap().iter().for_each(|item| self.show(item)),
            "Do" => {
                let name =
                    String::from_utf8(operands[0].as_name().unwrap().to_vec()).unwrap();
                self.open.as_mut().expect("a marked picture").pictures.push(name);
            }
            "re" | "f" => assert!(self.open.is_some(), "nothing is drawn without a mark"),
            "g" | "rg" | "k" | "q" | "Q" | "cm" => {}
            other => panic!("an operator `{other}`"),
        }
    }

    fn begin(&mut self, operands: &[Object]) {
        let tag = String::from_utf8(operands[0].as_name().unwrap().to_vec()).unwrap();
        let keys = operands[1].as_dict().unwrap();
        let Some(open) = &mut self.open else {
            let number = keys.get(b"MCID").ok().map(|number| number.as_i64().unwrap());
            assert_eq!(number.is_none(), tag == "Artifact");
            self.open = Some(Marked { tag, number, ..Marked::default() });
            return;
        };
        assert_eq!((tag.as_str(), self.replaced), ("Span", false));
        self.replaced = true;
        open.text += &text(keys.get(b"ActualText").unwrap());
    }

    fn show(&mut self, item: &Object) {
        assert!(self.in_text);
        let Object::String(bytes, _) = item else {
            let skip = f64::from(item.as_float().unwrap());
            self.pen -= skip / 1000.0 * self.size * self.stretch;
            return;
        };
        let font = self.font.expect("a font");
        let open = self.open.as_mut().expect("marked text");
        for code in bytes.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])) {
            let text = font.texts.get(&code).expect("every glyph has a text");
            if !self.replaced {
                open.text += text;
            }
            let place = (self.line.0 + self.pen, self.line.1 + self.rise);
            open.glyphs.push(Shown { x: place.0, y: place.1 });
            self.pen += font.widths[usize::from(code)] / 1000.0 * self.size * self.stretch;
        }
    }
}

/// A text string.
pub(crate) fn text(object: &Object) -> String {
    lopdf::decode_text_string(object).expect("a text string")
}

/// The structure as indented lines: type, attributes, text.
pub(crate) fn tell(reader: &Reader, element: ObjectId, depth: usize, out: &mut String) {
    let keys = reader.object(element);
    let kind = String::from_utf8_lossy(keys.get(b"S").unwrap().as_name().unwrap());
    write!(out, "{:depth$}{kind}", "", depth = depth * 2).unwrap();
    for key in ["Alt", "T", "E", "Lang"] {
        if let Ok(value) = keys.get(key.as_bytes()) {
            write!(out, " {key}={}", text(value)).unwrap();
        }
    }
    if let Ok(attributes) = keys.get(b"A") {
        let attributes = attributes.as_dict().unwrap().iter();
        for (key, value) in attributes.filter(|(key, _)| key.as_slice() != b"O") {
            write!(out, " {}={value:?}", String::from_utf8_lossy(key)).unwrap();
        }
    }
    out.push('\n');
    let indent = depth * 2 + 2;
    for kid in kids(keys) {
        match kid {
            Kid::Element(kid) => {
                assert_eq!(
                    reader.object(kid).get(b"P").unwrap().as_reference().unwrap(),
                    element
                );
                tell(reader, kid, depth + 1, out);
            }
            Kid::Marked(page, number) => {
                let marked = reader.marked(page, number);
                assert_eq!(
                    marked.tag, kind,
                    "the tag of the content is that of the element"
                );
                let what = if marked.pictures.is_empty() {
                    format!("{:?}", marked.text)
                } else {
                    format!("picture {}", marked.pictures.concat())
                };
                writeln!(out, "{:indent$}{what}", "").unwrap();
            }
            Kid::Annotation(id) => {
                let keys = reader.object(id);
                let target = match keys.get(b"Dest") {
                    Ok(name) => format!("#{}", text(name)),
                    Err(_) => text(reader.dictionary(keys, "A").get(b"URI").unwrap()),
                };
                writeln!(out, "{:indent$}-> {target}", "").unwrap();
            }
        }
    }
}

/// What an element holds.
pub(crate) enum Kid {
    Element(ObjectId),
    Marked(ObjectId, i64),
    Annotation(ObjectId),
}

/// The kids of an element.
#[expect(clippy::wildcard_enum_match_arm, reason = "any other object is a defect")]
pub(crate) fn kids(keys: &Dictionary) -> Vec<Kid> {
    let page = || keys.get(b"Pg").unwrap().as_reference().unwrap();
    let list = match keys.get(b"K") {
        Ok(Object::Array(list)) => list.clone(),
        Ok(one) => vec![one.clone()],
        Err(_) => vec![],
    };
    let kid = |kid: Object| match kid {
        Object::Reference(id) => Kid::Element(id),
        Object::Integer(number) => Kid::Marked(page(), number),
        Object::Dictionary(keys) => {
            let page = keys.get(b"Pg").unwrap().as_reference().unwrap();
            match keys.get(b"MCID") {
                Ok(number) => Kid::Marked(page, number.as_i64().unwrap()),
                Err(_) => {
                    Kid::Annotation(keys.get(b"Obj").unwrap().as_reference().unwrap())
                }
            }
        }
        other => panic!("a kid {other:?}"),
    };
    list.into_iter().map(kid).collect()
}

/// Every element below another, and itself.
pub(crate) fn elements(reader: &Reader, root: ObjectId) -> Vec<ObjectId> {
    let mut found = vec![root];
    for kid in kids(reader.object(root)) {
        if let Kid::Element(kid) = kid {
            found.extend(elements(reader, kid));
        }
    }
    found
}

/// The root of the structure.
pub(crate) fn document_element(reader: &Reader) -> ObjectId {
    reader.root().get(b"K").unwrap().as_reference().unwrap()
}
