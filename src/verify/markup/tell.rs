//! What a part of a page tells: its elements as items, in reading order.

use super::dom::{Dom, NodeId, NodeKind, Space};
use super::means;
use crate::verify::numbering;
use crate::verify::told::{Aim, Group, Item, Kind, Link, Start, Told, mean, plain, unseen};

/// A part of a page, read.
#[derive(Debug, Default)]
pub(in crate::verify) struct Page {
    /// What it tells.
    pub(in crate::verify) told: Told,
    /// What links back to a citation or to the mark of a note lead to.
    pub(in crate::verify) back: Vec<Aim>,
    /// Words and pictures that readers do not get to see: what hides them, and what they are.
    pub(in crate::verify) hidden: Vec<(String, String)>,
    /// What is said of words that no writer says: what it is, and the words.
    pub(in crate::verify) odd: Vec<(String, String)>,
    /// Links back: what they lead to, what they show, and their names.
    pub(in crate::verify) returns: Vec<(Aim, String, String)>,
}

/// How a page is read.
pub(in crate::verify) struct Reading<'a> {
    /// The page.
    pub(in crate::verify) dom: &'a Dom,
    /// What is taken from the level of every heading.
    pub(in crate::verify) shift: u8,
    /// The language of what is read.
    pub(in crate::verify) language: String,
    /// Where an address leads.
    pub(in crate::verify) aim: &'a dyn Fn(&str) -> Aim,
    /// What the style sheets do to an element that hides it.
    pub(in crate::verify) hides: &'a dyn Fn(NodeId) -> Option<String>,
    /// Which picture of the book an address shows.
    pub(in crate::verify) picture: &'a dyn Fn(&str) -> Option<String>,
}

/// Whether the text of an element is read from right to left, as what is around it says.
fn is_rtl(dom: &Dom, element: NodeId) -> bool {
    let mut at = dom.parent(element);
    while let Some(id) = at {
        if let Some(way) = dom.attribute(id, "dir") {
            return way == "rtl";
        }
        at = dom.parent(id);
    }
    false
}

/// Reads an element and all it holds.
pub(in crate::verify) fn tell(reading: &Reading<'_>, element: NodeId) -> Page {
    let mut teller = Teller {
        reading,
        page: Page::default(),
        line: None,
        waiting: Vec::new(),
        languages: vec![reading.language.clone()],
        ways: vec![is_rtl(reading.dom, element)],
        inside: None,
        note: None,
    };
    teller.node(element);
    teller.flush();
    teller.page
}

/// A line that is being read.
struct Line {
    kind: Kind,
    text: String,
    links: Vec<Link>,
    ids: Vec<String>,
    foreign: Vec<(String, String)>,
    means: Vec<String>,
}

struct Teller<'a> {
    reading: &'a Reading<'a>,
    page: Page,
    line: Option<Line>,
    /// Addresses that stand at the next item.
    waiting: Vec<String>,
    /// The languages of the elements around, the innermost last.
    languages: Vec<String>,
    /// Whether the elements around are read from right to left, the innermost last.
    ways: Vec<bool>,
    /// What a line is here, if it is no paragraph.
    inside: Option<Kind>,
    /// The note that is being read.
    note: Option<usize>,
}

impl Teller<'_> {
    fn node(&mut self, id: NodeId) {
        let dom = self.reading.dom;
        match dom.kind(id) {
            NodeKind::Text(words) => self.words(words),
            NodeKind::Element(_) => self.element(id),
            NodeKind::Document => self.kids(id),
            NodeKind::Silent => {}
        }
    }

    fn kids(&mut self, id: NodeId) {
        for &kid in self.reading.dom.kids(id) {
            self.node(kid);
        }
    }

    fn element(&mut self, id: NodeId) {
        let dom = self.reading.dom;
        if let Some(why) = hiding(dom, id).or_else(|| (self.reading.hides)(id)) {
            let words = plain(&dom.text(id));
            let shows = |&id: &NodeId| matches!(dom.name(id), "img" | "br" | "math" | "hr");
            // no colour hides a picture
            let gone = why.starts_with(['`', 'a']) && !why.starts_with("a contrast");
            if !words.is_empty() || shows(&id) && gone || dom.below(id).iter().any(shows) {
                self.page.hidden.push((why, words));
            }
        }
        if let Some(what) = means::odd(dom, id) {
            self.page.odd.push((what, plain(&dom.text(id))));
        }
        match dom.attribute(id, "role") {
            Some("doc-pagebreak") => return self.page_mark(id),
            Some("doc-backlink") => {
                let href = dom.attribute(id, "href").unwrap_or_default();
                let aim = (self.reading.aim)(href);
                let name = dom.attribute(id, "aria-label").unwrap_or_default().to_owned();
                self.page.returns.push((aim.clone(), plain(&dom.text(id)), name));
                return self.page.back.push(aim);
            }
            Some("doc-footnote") => return self.footnote(id),
            Some(_) | None => {}
        }
        let language = dom.attribute(id, "lang").or_else(|| dom.attribute(id, "xml:lang"));
        let is_block = is_block(dom.name(id));
        if is_block {
            self.flush();
        }
        if let Some(address) = dom.attribute(id, "id") {
            match &mut self.line {
                Some(line) => line.ids.push(address.to_owned()),
                None => self.waiting.push(address.to_owned()),
            }
        }
        if let Some(language) = language.filter(|_| is_block) {
            self.languages.push(language.to_owned());
        }
        let way = dom.attribute(id, "dir").filter(|_| is_block);
        self.ways.extend(way.map(|way| way == "rtl"));
        if is_block {
            self.block(id);
            self.flush();
            self.ways.truncate(self.ways.len() - usize::from(way.is_some()));
        } else {
            self.inline(id, language);
        }
        if language.is_some() && is_block {
            self.languages.pop();
        }
    }

    fn block(&mut self, id: NodeId) {
        let dom = self.reading.dom;
        let count = |name| {
            dom.attribute(id, name).and_then(|count| count.parse().ok()).unwrap_or(1)
        };
        let group = match dom.name(id) {
            "ol" => Group::List { ordered: true },
            "ul" => Group::List { ordered: false },
            "li" => Group::Entry,
            "blockquote" => Group::Quote,
            "aside" => Group::Aside,
            "table" => Group::Table,
            "tr" => Group::Row,
            name @ ("td" | "th") => Group::Cell {
                header: name == "th",
                columns: count("colspan"),
                rows: count("rowspan"),
            },
            "dl" => Group::Definitions,
            "dd" => Group::Meaning,
            name => return self.text_block(name, id),
        };
        let start = dom.attribute(id, "start").and_then(|start| start.parse().ok());
        let numbered = dom.name(id) == "ol";
        let start = start.or(Some(1)).filter(|_| numbered);
        let kind = numbering::of_type(dom.attribute(id, "type").filter(|_| numbered));
        let text = numbering::beginning(kind, start);
        self.push(Item { text, ..Item::mark(Kind::Open(group), None) });
        let around = self.inside.take();
        self.kids(id);
        self.flush();
        self.inside = around;
        self.push(Item::mark(Kind::Close(group), None));
    }

    fn text_block(&mut self, name: &str, id: NodeId) {
        let level = name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
        let kind = match (name, level) {
            (_, Some(level)) => {
                let said = self.reading.dom.attribute(id, "aria-level");
                let level = said.and_then(|said| said.parse().ok()).unwrap_or(level);
                Kind::Heading(level.saturating_sub(self.reading.shift).max(1))
            }
            ("dt", _) => Kind::Term,
            ("caption" | "figcaption", _) => Kind::Caption,
            ("pre", _) => return self.code(id),
            _ => return self.kids(id),
        };
        let around = self.inside.replace(kind);
        self.kids(id);
        self.flush();
        self.inside = around;
    }

    /// Code as it stands, with the marks of pages that begin in it.
    fn code(&mut self, id: NodeId) {
        let dom = self.reading.dom;
        let mut text = String::new();
        for id in dom.below(id) {
            if dom.attribute(id, "role") == Some("doc-pagebreak") {
                self.mark(id, text.len());
            }
            if let NodeKind::Text(words) = dom.kind(id) {
                text.push_str(words);
            } else if let Some(why) = hiding(dom, id).or_else(|| (self.reading.hides)(id)) {
                let words = plain(&dom.text(id));
                if !words.is_empty() {
                    self.page.hidden.push((why, words));
                }
            }
        }
        text.truncate(text.trim_end_matches('\n').len());
        self.push(Item { text, ..Item::mark(Kind::Code, None) });
    }

    fn inline(&mut self, id: NodeId, language: Option<&str>) {
        let dom = self.reading.dom;
        let said = means::said(dom, id);
        if !said.is_empty() {
            let line = self.current();
            let (start, at) = (line.text.len(), line.means.len());
            self.unsaid(id, language);
            let line = self.current();
            let words = line.text.get(start..).unwrap_or_default();
            let said: Vec<String> = said.iter().map(|what| mean(what, words)).collect();
            let at = at.min(line.means.len());
            line.means.splice(at..at, said);
            return;
        }
        self.unsaid(id, language);
    }

    fn unsaid(&mut self, id: NodeId, language: Option<&str>) {
        let dom = self.reading.dom;
        match dom.name(id) {
            "br" => {
                self.words(" ");
                self.current().means.push("line break".to_owned());
            }
            "img" => self.picture(id),
            "math" => self.formula(id),
            // neither is text
            "script" | "style" | "template" => {}
            "a" if dom.attribute(id, "href").is_some() => {
                let href = dom.attribute(id, "href").unwrap_or_default();
                let to = (self.reading.aim)(href);
                let line = self.current();
                let title = dom.attribute(id, "title").map(|title| mean("title", title));
                line.means.extend(title);
                let (start, at) = (line.text.len(), line.links.len());
                self.kids(id);
                let line = self.current();
                let text = plain(line.text.get(start..).unwrap_or_default());
                line.links.insert(at.min(line.links.len()), Link { text, to });
            }
            _ => {
                let Some(language) = language else { return self.kids(id) };
                let line = self.current();
                let (start, at) = (line.text.len(), line.foreign.len());
                self.kids(id);
                let line = self.current();
                let words = plain(line.text.get(start..).unwrap_or_default());
                let at = at.min(line.foreign.len());
                line.foreign.insert(at, (language.to_owned(), words));
            }
        }
    }

    fn picture(&mut self, id: NodeId) {
        let dom = self.reading.dom;
        let alt = plain(dom.attribute(id, "alt").unwrap_or_default());
        let alone = dom.parent(id).is_some_and(|parent| dom.name(parent) == "figure");
        let said = |name| dom.attribute(id, name).unwrap_or_default();
        let picture = (self.reading.picture)(said("src"));
        let picture = picture.as_deref().unwrap_or("that nobody put there");
        let mut means = vec![means::of_picture(picture, said("width"), said("height"))];
        means.extend(dom.attribute(id, "title").map(|title| mean("title", title)));
        if alone {
            self.flush();
            self.push(Item { text: alt, means, ..Item::mark(Kind::Picture, None) });
        } else {
            self.words(&format!("⟦{alt}⟧"));
            self.current().means.extend(means);
        }
    }

    fn formula(&mut self, id: NodeId) {
        let dom = self.reading.dom;
        let said = plain(dom.attribute(id, "alttext").unwrap_or_default());
        let means = format!("formula {}", means::formula(dom, id));
        if dom.attribute(id, "display") == Some("block") {
            self.flush();
            let means = vec![means];
            self.push(Item { text: said, means, ..Item::mark(Kind::Formula, None) });
        } else {
            self.words(&format!("⟦{said}⟧"));
            self.current().means.push(means);
        }
    }

    /// A note stands apart; the links back from it are no words of it.
    fn footnote(&mut self, id: NodeId) {
        self.flush();
        let dom = self.reading.dom;
        let address = dom.attribute(id, "id").unwrap_or_default().to_owned();
        let around = std::mem::take(&mut self.page.told.items);
        let outer = self.note.replace(self.page.told.notes.len());
        self.kids(id);
        self.flush();
        self.note = outer;
        let items = std::mem::replace(&mut self.page.told.items, around);
        self.page.told.notes.push((address, items));
    }

    fn page_mark(&mut self, id: NodeId) {
        let offset = self.line.as_ref().map_or(0, |line| plain(&line.text).len());
        self.mark(id, offset);
        let words = plain(&self.reading.dom.text(id));
        if !words.is_empty() {
            self.words(&words);
        }
    }

    fn mark(&mut self, id: NodeId, offset: usize) {
        let dom = self.reading.dom;
        let name = dom.attribute(id, "aria-label").or_else(|| dom.attribute(id, "title"));
        self.page.told.starts.push(Start {
            label: name.unwrap_or_default().to_owned(),
            item: self.page.told.items.len(),
            offset,
            latest: offset,
            note: self.note,
        });
    }

    /// The line that is being read, a new one where there is none.
    fn current(&mut self) -> &mut Line {
        let kind = self.inside.unwrap_or(Kind::Paragraph);
        let waiting = &mut self.waiting;
        self.line.get_or_insert_with(|| Line {
            kind,
            text: String::new(),
            links: Vec::new(),
            ids: std::mem::take(waiting),
            foreign: Vec::new(),
            means: Vec::new(),
        })
    }

    fn words(&mut self, words: &str) {
        let nothing = words.chars().all(char::is_whitespace);
        if self.line.is_none() && nothing {
            return;
        }
        self.current().text.push_str(words);
    }

    fn flush(&mut self) {
        let Some(line) = self.line.take() else { return };
        let text = plain(&line.text);
        if text.is_empty() && line.links.is_empty() {
            self.waiting.extend(line.ids);
            return;
        }
        self.push(Item {
            text,
            links: line.links,
            ids: line.ids,
            foreign: line.foreign,
            means: line.means.into_iter().chain(unseen(&line.text)).collect(),
            ..Item::mark(line.kind, None)
        });
    }

    fn push(&mut self, mut item: Item) {
        let mut ids = std::mem::take(&mut self.waiting);
        ids.append(&mut item.ids);
        item.ids = ids;
        item.rtl = self.ways.last().copied().unwrap_or(false);
        if !matches!(item.kind, Kind::Open(_) | Kind::Close(_)) {
            item.language = self.languages.last().cloned().unwrap_or_default();
        }
        self.page.told.items.push(item);
    }
}

/// Whether text cannot go on in the same line through an element.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "figcaption"
            | "figure"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// What an element says of itself that keeps its words from readers.
fn hiding(dom: &Dom, id: NodeId) -> Option<String> {
    if dom.attribute(id, "hidden").is_some() {
        return Some("`hidden`".to_owned());
    }
    if dom.attribute(id, "aria-hidden") == Some("true") {
        return Some("`aria-hidden`".to_owned());
    }
    let said =
        ["inert", "popover"].into_iter().find(|name| dom.attribute(id, name).is_some());
    if let Some(name) = said {
        return Some(format!("`{name}`"));
    }
    let shown = dom.element(id).is_none_or(|one| one.space != Space::Html)
        || !matches!(
            dom.name(id),
            "dialog"
                | "noscript"
                | "template"
                | "textarea"
                | "object"
                | "iframe"
                | "canvas"
                | "audio"
                | "video"
                | "select"
                | "option"
                | "datalist"
                | "marquee"
                | "noframes"
                | "noembed"
                | "title"
        );
    (!shown).then(|| format!("`<{}>`", dom.name(id)))
}
