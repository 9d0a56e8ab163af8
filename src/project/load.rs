//! The project folder to a [`Project`], with all that is wrong told in one run.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::abbreviations;
use super::accessibility;
use super::allowed;
use super::chapters::{self, OfFiles};
use super::editions::{self, Names};
use super::exceptions;
use super::head::{self, Head};
use super::variables;
use super::{
    EmptyAlt, ForeignHtml, Numbers, Project, TextFile, Titles, info, notices, references,
};
use crate::diag::{Diagnostic, Reported, Sink, nearest};
use crate::files::{Files, text};
use crate::source::{Place, SourceId, Sources, Span};
use crate::tables::{Keys, Table, Text, choose, parse};
use crate::theme::{self, Face};
use crate::weave::{self, Values, Weaver, count_titles};

/// Reads the project file and everything it names.
///
/// `files` is the whole project folder; every text that is read is added to `sources`.
///
/// # Errors
/// When something is missing, unknown or cannot be; all of it is told, in the order of
/// the project file.
pub fn load(
    files: &Files,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Result<Project, Reported> {
    load_or_rest(files, sources, sink).map_err(|(reported, _)| reported)
}

/// A project that is whole but for some texts.
pub struct Rest {
    /// The project. Nothing may be built of it.
    pub project: Project,
    /// The texts that lack what was to be put into them.
    pub lacking: BTreeSet<SourceId>,
}

/// The same. Where nothing is wrong but what texts name that is to be put into them, the
/// rest is given too, so that what is wrong with other texts can be told.
///
/// # Errors
/// As [`load`].
pub fn load_or_rest(
    files: &Files,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Result<Project, (Reported, Option<Box<Rest>>)> {
    let (manifest, table) =
        manifest(files, sources, sink).map_err(|reported| (reported, None))?;
    let mut own = Sink::default();
    let manuscript = files.below("manuscript/");
    let weaver =
        Weaver { files: &manuscript, values: Values::default(), included: BTreeMap::new() };
    let mut loader = Loader {
        files,
        manuscript: &manuscript,
        sources,
        weaver,
        language: None,
        title: None,
        lacking: BTreeSet::new(),
        lacks: 0,
        sink: &mut own,
    };
    let project = loader.project(manifest, &table);
    let (lacking, lacks) = (std::mem::take(&mut loader.lacking), loader.lacks);
    own.sort_by_place();
    let (outcome, errors) = (own.checkpoint(), own.errors());
    sink.absorb(own);
    let project = project.map(|project| Project { files: Arc::new(manuscript), ..project });
    match (outcome, project) {
        (Ok(()), Some(project)) => Ok(project),
        (Err(reported), project) => {
            let rest = project.filter(|_| errors == lacks);
            Err((reported, rest.map(|project| Box::new(Rest { project, lacking }))))
        }
        (Ok(()), None) => crate::bug!("the project file failed without a message"),
    }
}

/// The project file.
fn manifest(
    files: &Files,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Result<(SourceId, Table), Reported> {
    let Some(bytes) = files.get("trifold.toml") else {
        return Err(sink.error(
            Diagnostic::new("no-project", "there is no `trifold.toml` in this folder")
                .help("`trifold new NAME` makes a folder with a small project in it"),
        ));
    };
    let manifest_text = text(bytes)
        .map_err(|not_utf8| not_utf8.tell("trifold.toml".to_owned(), sources, sink))?;
    let manifest = sources.add("trifold.toml", manifest_text.as_str());
    let table = parse(manifest, &manifest_text, sink)?;
    Ok((manifest, table))
}

/// What reading needs: the files, and where texts and messages go.
pub(super) struct Loader<'a> {
    pub(super) files: &'a Files,
    pub(super) manuscript: &'a Files,
    pub(super) sources: &'a mut Sources,
    pub(super) weaver: Weaver<'a>,
    /// The language of the book.
    language: Option<String>,
    /// Its title.
    title: Option<String>,
    /// Texts that lack what was to be put into them.
    lacking: BTreeSet<SourceId>,
    /// How many errors tell of that.
    lacks: usize,
    pub(super) sink: &'a mut Sink,
}

impl Loader<'_> {
    fn project(&mut self, manifest: SourceId, table: &Table) -> Option<Project> {
        let mut keys = Keys::new(table, "");
        let mut said = Vec::new();
        let info = info::read(&mut keys, &mut said, self.sink);
        let date = info::date(&mut keys, self.sink);
        let cover = keys.text("cover", self.sink);
        let cover = cover.map(|path| (self.path(&path), path.place));
        let html = keys.text("html", self.sink);
        let empty_alt = keys.text("empty-alt", self.sink);
        let listed = keys.value("chapters");
        let variables = keys.value("variables");
        let fonts = keys.table("fonts", self.sink);
        let references = keys.table("references", self.sink);
        let numbers = keys.table("numbers", self.sink);
        let hyphenation = keys.named_texts("hyphenation", self.sink);
        let abbreviations = keys.named_texts("abbreviations", self.sink);
        let allowed = keys.named_texts("allow", self.sink);
        let accessible = keys.table("accessibility", self.sink);
        let notices = keys.tables("notices", self.sink);
        let editions = keys.tables("editions", self.sink);
        keys.finish(self.sink);

        self.language = info.as_ref().map(|info| info.language.clone());
        self.title = info.as_ref().map(|info| info.title.clone());
        self.weaver.values = variables::read(variables, (info.as_ref(), date), self.sink);
        let numbers = numbers.map(|keys| self.numbers(keys)).unwrap_or_default();
        let html = self.foreign_html(html);
        let empty_alt = self.empty_alt(empty_alt);
        let hyphenation = exceptions::read(hyphenation, self.sink);
        let abbreviations = abbreviations::read(abbreviations, self.sink);
        let allowed = allowed::read(allowed, self.sink);
        let notices = notices::read(self, notices, &mut said);
        let start = Place { source: manifest, span: Span::default() };
        let accessible = accessibility::read(self, accessible, start);
        let (mut chapters, parts) = chapters::read(self, listed, &notices, start);
        let references::Read { files: bibliographies, style, title, rest } =
            references::read(self, references);
        let own =
            chapters.iter().flat_map(|file| file.authors.iter().chain(&file.short_title));
        said.extend(own.chain(parts.iter().map(|part| &part.title)).chain(&title).cloned());
        let names = Names {
            slug: info.as_ref().map_or("book", |info| info.slug.as_str()),
            chapters: &chapters,
            notices: &notices,
            start,
        };
        let (mut editions, mut themes) = editions::read(self, editions, &names);
        let language = info.as_ref().map_or("en", |info| info.language.as_str());
        let (accessibility, statement) =
            accessibility::add(self, accessible, language, &mut chapters, &mut editions);
        let faces = self.fonts(fonts);
        themes.iter_mut().for_each(|theme| theme.add_fallbacks(&faces));
        let cover = match cover {
            Some((Ok(path), place)) => Some((path, place)),
            Some((Err(_), _)) => return None,
            None => None,
        };
        Some(Project {
            manifest,
            info: info?,
            said,
            date,
            chapters,
            accessibility,
            statement,
            parts,
            notices,
            abbreviations,
            allowed,
            bibliographies,
            style: style?,
            references: rest,
            references_title: title.map(|title| title.text),
            html,
            empty_alt,
            numbers,
            hyphenation,
            cover,
            editions,
            themes: themes.into_iter().map(Arc::new).collect(),
            files: Arc::default(),
        })
    }

    /// What becomes of HTML that is not part of what a manuscript may hold.
    fn foreign_html(&mut self, value: Option<Text>) -> ForeignHtml {
        let chosen = value
            .map(|value| choose(&value, &HTML, "unknown-html", "way with HTML", self.sink));
        chosen.and_then(Result::ok).unwrap_or_default()
    }

    /// What a picture with an empty alternative text is.
    fn empty_alt(&mut self, value: Option<Text>) -> EmptyAlt {
        let chosen = value.map(|value| {
            choose(&value, &EMPTY_ALT, "unknown-value", "`empty-alt`", self.sink)
        });
        chosen.and_then(Result::ok).unwrap_or_default()
    }

    /// What is numbered.
    fn numbers(&mut self, mut keys: Keys<'_>) -> Numbers {
        let parts = keys.boolean("parts", self.sink).unwrap_or_default();
        let chapters = keys.boolean("chapters", self.sink).unwrap_or_default();
        let sections = keys.integer("sections", 0..6, self.sink);
        keys.finish(self.sink);
        let sections = sections.and_then(|depth| u8::try_from(depth).ok());
        Numbers { parts, chapters, sections: sections.unwrap_or_default() }
    }

    /// The font files of the project.
    fn fonts(&mut self, keys: Option<Keys<'_>>) -> Vec<Face> {
        let Some(mut keys) = keys else { return Vec::new() };
        let files = keys.texts("files", self.sink).unwrap_or_default();
        keys.finish(self.sink);
        let mut faces: Vec<Face> = Vec::new();
        for named in files {
            let Ok(path) = self.path(&named) else { continue };
            let data = self.manuscript.get(&path).unwrap_or_default();
            let Ok(face) = theme::face(&path, named.place, data, self.sink) else {
                continue;
            };
            if faces.iter().any(|other| other.file == face.file) {
                let message = format!("there are two font files `{}`", face.file);
                let diagnostic = Diagnostic::new("duplicate-name", message);
                let help =
                    "name each file once; files in two folders need names of their own";
                self.sink.error(diagnostic.at(named.place).help(help));
                continue;
            }
            faces.push(face);
        }
        faces
    }

    /// A text that must be there, with something in it.
    pub(super) fn required(
        &mut self,
        keys: &mut Keys<'_>,
        key: &'static str,
        form: &str,
    ) -> Option<Text> {
        info::required(keys, key, form, self.sink)
    }

    /// Checks a name that becomes a part of addresses and file names.
    pub(super) fn name(&mut self, name: &Text) -> Result<(), Reported> {
        info::name(name, self.sink)
    }

    /// A text file of the manuscript; it is added to the sources.
    pub(super) fn text_file(&mut self, named: &Text) -> Result<TextFile, Reported> {
        let path = self.path(named)?;
        let bytes = self.manuscript.get(&path).unwrap_or_default();
        let shown = format!("manuscript/{path}");
        let text = text(bytes)
            .map_err(|not_utf8| not_utf8.tell(shown.clone(), self.sources, self.sink))?;
        let source = self.sources.add(shown, text);
        Ok(TextFile { path, source, named: named.place })
    }

    /// The same with what it names put in.
    pub(super) fn chapter_file(&mut self, named: &Text) -> Result<TextFile, Reported> {
        let mut file = self.text_file(named)?;
        file.source = self.weave(&file, None);
        Ok(file)
    }

    /// The text of a file with what it names put in.
    fn weave(&mut self, file: &TextFile, head: Option<&weave::Head>) -> SourceId {
        let before = self.sink.errors();
        let (sources, sink) = (&mut *self.sources, &mut *self.sink);
        let source = self.weaver.weave(&file.path, file.source, head, sources, sink);
        let lacks = self.sink.errors() - before;
        if lacks > 0 {
            self.lacking.insert(source);
            self.lacks += lacks;
        }
        source
    }

    /// A chapter, and what stands at its head. `listed` is its title where it has none.
    pub(super) fn chapter(
        &mut self,
        named: &Text,
        listed: Option<&Text>,
        files: OfFiles,
    ) -> Result<(TextFile, Head, Titles), Reported> {
        let mut file = self.text_file(named)?;
        let text = self.sources.get(file.source).text.clone();
        let read = head::read(file.source, &text, self.sink);
        let has_head = read.is_some();
        let head = read.unwrap_or_default();
        let count = count_titles(&text[head.end..]);
        let titles = self.titles(head.title.as_ref(), count, files);
        let titled = count > 0 && titles != Titles::Sections;
        let ending = if head.unnumbered.is_some() { " {.unnumbered}\n\n" } else { "\n\n" };
        let title = head.title.as_ref().or(listed).filter(|_| !titled);
        let heading = title.map(|title| (format!("# {}{ending}", title.text), title.place));
        let of_book = titles == Titles::Each && self.is_title_of_book(head.title.as_ref());
        self.unused_head(&head, titled && !of_book);
        let own = (has_head || heading.is_some())
            .then_some(weave::Head { end: head.end, heading });
        file.source = self.weave(&file, own.as_ref());
        Ok((file, head, titles))
    }

    /// What the headings of level 1 of a file are, of which it has so many. A title at the
    /// head of one file among others stands above all of them, unless it is the book's.
    fn titles(&self, head: Option<&Text>, count: usize, files: OfFiles) -> Titles {
        match (files, head) {
            (OfFiles::Listed, _) => Titles::One,
            (OfFiles::Several, Some(_)) if count > 1 && !self.is_title_of_book(head) => {
                Titles::Sections
            }
            // the title is made a heading, and stands above what is put into the file
            (OfFiles::Alone | OfFiles::Several, Some(_)) if count == 0 => Titles::One,
            (OfFiles::Alone | OfFiles::Several, _) => Titles::Each,
        }
    }

    fn is_title_of_book(&self, title: Option<&Text>) -> bool {
        title.is_some_and(|title| self.title.as_ref() == Some(&title.text))
    }

    /// Whether a language is that of the book.
    pub(super) fn is_language_of_book(&self, tag: &str) -> bool {
        self.language.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(tag))
    }

    /// Tells what of a head has no effect, because the text has a title or none has.
    fn unused_head(&mut self, head: &Head, titled: bool) {
        let told = match (&head.title, head.unnumbered) {
            (Some(title), _) if titled => Some((
                title.place,
                "the text has a title of its own, and that at the head is not used",
                "take one of the two out",
            )),
            (None, Some(place)) => Some((
                place,
                "`unnumbered` at the head is for a title that stands there",
                "write `{.unnumbered}` behind the heading",
            )),
            _ => None,
        };
        if let Some((place, message, help)) = told {
            let diagnostic = Diagnostic::new("unused-metadata", message);
            self.sink.warn(diagnostic.at(place).help(help));
        }
    }

    /// The path of a file that is there, from the manuscript folder.
    pub(super) fn path(&mut self, named: &Text) -> Result<String, Reported> {
        let parts: Vec<&str> =
            named.text.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        let leads_out = named.text.starts_with('/')
            || named.text.contains(['\\', ':'])
            || parts.contains(&"..");
        if leads_out {
            let message = format!("`{}` leaves the manuscript folder", named.text);
            return Err(self.sink.error(
                Diagnostic::new("outside-manuscript", message)
                    .at(named.place)
                    .help("write a path from `manuscript/`, with `/` between its parts"),
            ));
        }
        let path = parts.join("/");
        if self.manuscript.contains(&path) {
            return Ok(path);
        }
        let near = nearest(&path, self.manuscript.by_path.keys().map(String::as_str));
        let help = match near {
            Some(near) => format!("the nearest is `{near}`"),
            None => "paths are read from the folder `manuscript/`".to_owned(),
        };
        let message = format!("there is no file `manuscript/{path}`");
        Err(self
            .sink
            .error(Diagnostic::new("missing-file", message).at(named.place).help(help)))
    }
}

/// What may become of HTML that is not part of what a manuscript may hold.
const HTML: [(&str, ForeignHtml); 2] =
    [("refuse", ForeignHtml::Refused), ("text", ForeignHtml::Text)];

/// What a picture with an empty alternative text may be.
const EMPTY_ALT: [(&str, EmptyAlt); 2] =
    [("refuse", EmptyAlt::Refused), ("decorative", EmptyAlt::Decorative)];
