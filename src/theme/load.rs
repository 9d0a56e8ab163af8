//! A theme folder, of the project or of the program, to a [`Theme`].

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::templates::Templates;
use super::{EMOJI_FAMILY, Face, FaceId, Family, Generic, MATH_FAMILY, Theme, fonts, read};
use crate::diag::{Diagnostic, Reported, Sink, nearest};
use crate::files::{Files, text};
use crate::source::{Place, SourceId, Sources};
use crate::tables::{Keys, Table, Text, list, parse};

/// Every file of `themes/` in the repository, by path from there; see `embed.rs`.
static BUILT_IN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/themes.rs"));

/// Loads the theme with a name: the folder `themes/NAME` of the project, else the
/// theme of that name that comes with Trifold.
///
/// `named` is where the project asks for it; `files` is the whole project. A theme that
/// says `extends = "book"` takes from that one every file and every key it lacks.
///
/// # Errors
/// When there is no such theme or it is not complete; all that is wrong is told.
pub fn load(
    name: &str,
    named: Place,
    files: &Files,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Result<Theme, Reported> {
    let layers = layers(name, named, files, sources, sink)?;
    let find = |path: &str| layers.iter().find_map(|layer| layer.folder.get(path));

    let keys = Keys::layered(layers.iter().map(|layer| &layer.table));
    let sheet = read::sheet(keys, sink);
    let templates = templates(&layers, sources, sink);
    let fonts = sheet.as_ref().map(|sheet| fonts::load(&sheet.families, find, sink));
    match (sheet, fonts, templates) {
        (Some(sheet), Some(fonts), Ok(templates)) => {
            let (families, mut faces) = fonts?;
            let math = FaceId(u16::try_from(faces.len()).unwrap_or(u16::MAX));
            faces.push(own_face(MATH_FAMILY, "LibertinusMath-Regular.otf"));
            faces.push(own_face(EMOJI_FAMILY, "NotoEmoji-Regular.ttf"));
            let theme = Theme {
                name: name.to_owned(),
                tokens: sheet.tokens,
                faces,
                fallback: with_own(sheet.fallback, &families),
                families,
                math,
                files: all_files(layers),
                templates,
            };
            theme.check_features(&sheet.wanted, sink);
            Ok(theme)
        }
        (_, _, Err(reported)) => Err(reported),
        (None, ..) | (_, None, _) => match sink.checkpoint() {
            Err(reported) => Err(reported),
            Ok(()) => crate::bug!("the theme `{name}` failed without a message"),
        },
    }
}

/// The files of all layers, the nearest first, by path in each.
fn all_files(layers: Vec<Layer>) -> Vec<(String, Cow<'static, [u8]>)> {
    let all = layers.into_iter().flat_map(|Layer { mut folder, .. }| {
        let files = std::mem::take(&mut folder.files).into_iter();
        files.map(|(path, bytes)| (folder.path(&path), bytes)).collect::<Vec<_>>()
    });
    all.collect()
}

/// A face that comes with the program for every theme: few fonts have formulas or emoji.
fn own_face(family: &str, file: &str) -> Face {
    let own = |(path, _): &&(&str, &[u8])| path.strip_prefix("book/fonts/") == Some(file);
    let data = BUILT_IN.iter().find(own).map_or(&[][..], |(_, bytes)| bytes);
    Face {
        family: family.to_owned(),
        weight: 400,
        italic: false,
        file: file.to_owned(),
        data: Cow::Borrowed(data),
    }
}

/// Fallback families with that of formulas, unless the theme names it: its signs go
/// better with text than those of a typewriter. That of emoji is the last.
fn with_own(mut fallback: Vec<String>, families: &[Family]) -> Vec<String> {
    let is_mono = |name: &String| {
        let own = families.iter().find(|family| family.name == *name);
        own.is_some_and(|family| family.generic == Generic::Monospace)
    };
    if !fallback.iter().any(|name| name == MATH_FAMILY) {
        let at = fallback.iter().position(is_mono).unwrap_or(fallback.len());
        fallback.insert(at, MATH_FAMILY.to_owned());
    }
    if !fallback.iter().any(|name| name == EMOJI_FAMILY) {
        fallback.push(EMOJI_FAMILY.to_owned());
    }
    fallback
}

/// The names of all themes a project can use, each once, sorted.
pub fn names(files: &Files) -> Vec<String> {
    let own = files.by_path.keys().filter_map(|path| path.strip_prefix("themes/"));
    let built_in = BUILT_IN.iter().map(|(path, _)| *path);
    let mut names: Vec<String> = own
        .chain(built_in)
        .filter_map(|path| path.split_once('/').map(|(name, _)| name.to_owned()))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// A theme folder and its `theme.toml`.
struct Layer {
    folder: Folder,
    table: Table,
}

/// The files of one theme folder, by path from it.
struct Folder {
    name: String,
    own: bool,
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

impl Folder {
    fn get(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        self.files.get(path).cloned()
    }

    fn is(&self, other: &Self) -> bool {
        self.name == other.name && self.own == other.own
    }

    /// The path of a file for messages.
    fn path(&self, file: &str) -> String {
        let name = &self.name;
        if self.own {
            format!("themes/{name}/{file}")
        } else {
            format!("(trifold)/themes/{name}/{file}")
        }
    }
}

fn own(name: &str, files: &Files) -> Option<Folder> {
    let below = files.below(&format!("themes/{name}/"));
    let files: BTreeMap<_, _> =
        below.by_path.into_iter().map(|(path, bytes)| (path, Cow::Owned(bytes))).collect();
    (!files.is_empty()).then(|| Folder { name: name.to_owned(), own: true, files })
}

fn built_in(name: &str) -> Option<Folder> {
    let files: BTreeMap<_, _> = BUILT_IN
        .iter()
        .filter_map(|(path, bytes)| {
            let path = path.strip_prefix(name)?.strip_prefix('/')?;
            Some((path.to_owned(), Cow::Borrowed(*bytes)))
        })
        .collect();
    (!files.is_empty()).then(|| Folder { name: name.to_owned(), own: false, files })
}

/// The theme and those it extends, the nearest first.
fn layers(
    name: &str,
    named: Place,
    files: &Files,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Result<Vec<Layer>, Reported> {
    let mut layers: Vec<Layer> = Vec::new();
    let mut wanted = Text { text: name.to_owned(), place: named };
    loop {
        let name = wanted.text.as_str();
        // A theme of the project may extend the one of the program with its own name.
        let seen = layers.iter().any(|layer| layer.folder.name == name);
        let may_be_own = !seen && layers.last().is_none_or(|layer| layer.folder.own);
        let found = if may_be_own { own(name, files) } else { None };
        let Some(folder) = found.or_else(|| built_in(name)) else {
            return Err(if seen {
                circle(&wanted, sink)
            } else {
                unknown(&wanted, files, sink)
            });
        };
        if layers.iter().any(|layer| layer.folder.is(&folder)) {
            return Err(circle(&wanted, sink));
        }
        let table = theme_table(&folder, wanted.place, sources, sink)?;
        let extends = Keys::new(&table, "").text("extends", sink);
        layers.push(Layer { folder, table });
        match extends {
            Some(extends) => wanted = extends,
            None => return Ok(layers),
        }
    }
}

fn circle(wanted: &Text, sink: &mut Sink) -> Reported {
    let message = format!("the theme `{}` extends itself", wanted.text);
    sink.error(
        Diagnostic::new("theme-in-circle", message)
            .at(wanted.place)
            .help("remove `extends` from one of the themes"),
    )
}

fn unknown(wanted: &Text, files: &Files, sink: &mut Sink) -> Reported {
    let names = names(files);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let help = match nearest(&wanted.text, names.iter().copied()) {
        Some(near) => format!("the nearest is `{near}`; there are {}", list(&names)),
        None => format!("there are {}", list(&names)),
    };
    let message = format!("there is no theme `{}`", wanted.text);
    sink.error(Diagnostic::new("unknown-theme", message).at(wanted.place).help(help))
}

fn theme_table(
    folder: &Folder,
    named: Place,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Result<Table, Reported> {
    let Some(bytes) = folder.get("theme.toml") else {
        let message = format!("the theme `{}` has no `theme.toml`", folder.name);
        return Err(sink.error(Diagnostic::new("missing-file", message).at(named).help(
            format!("write {} with `extends = \"book\"` in it", folder.path("theme.toml")),
        )));
    };
    let (source, text) = add_text(folder, "theme.toml", &bytes, sources, sink)?;
    parse(source, &text, sink)
}

/// Adds a text file to the sources.
fn add_text(
    folder: &Folder,
    file: &str,
    bytes: &[u8],
    sources: &mut Sources,
    sink: &mut Sink,
) -> Result<(SourceId, String), Reported> {
    match text(bytes) {
        Ok(text) => Ok((sources.add(folder.path(file), &*text), text)),
        Err(not_utf8) => Err(not_utf8.tell(folder.path(file), sources, sink)),
    }
}

/// Every `.hbs` file, each from the first layer that has it.
fn templates(
    layers: &[Layer],
    sources: &mut Sources,
    sink: &mut Sink,
) -> Result<Templates, Reported> {
    let mut found: BTreeMap<&str, (&Folder, &[u8])> = BTreeMap::new();
    for layer in layers {
        for (path, bytes) in &layer.folder.files {
            if path.ends_with(".hbs") {
                found.entry(path).or_insert((&layer.folder, bytes));
            }
        }
    }
    let (mut texts, mut outcome) = (Vec::new(), Ok(()));
    for (path, (folder, bytes)) in found {
        match text(bytes) {
            Ok(text) => {
                let name = path.trim_end_matches(".hbs").to_owned();
                texts.push((name, folder.path(path), text));
            }
            Err(not_utf8) => {
                outcome = Err(not_utf8.tell(folder.path(path), sources, sink));
            }
        }
    }
    let templates = Templates::compile(texts, sources, sink)?;
    outcome.map(|()| templates)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::length::Length;
    use crate::source::Span;

    fn try_load(
        name: &str,
        own: &[(&str, &str)],
    ) -> (Result<Theme, Reported>, Vec<String>) {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let source = sources.add("trifold.toml", name);
        let named = Place { source, span: Span::default() };
        let mut files = Files::default();
        for (path, text) in own {
            files.insert(*path, *text);
        }
        let theme = load(name, named, &files, &mut sources, &mut sink);
        let told = sink.messages().iter().map(|(_, message)| {
            let place = message.labels[0].place;
            let at = sources.line_column(place);
            let path = &sources.get(place.source).path;
            let code = message.code.0;
            format!("{code} {path}:{}:{} {}", at.line, at.column, message.message)
        });
        (theme, told.collect())
    }

    #[test]
    fn the_themes_of_the_program_are_complete() {
        for name in ["book", "handout"] {
            let (theme, told) = try_load(name, &[]);
            assert!(theme.is_ok(), "{told:#?}");
            assert_eq!(told, Vec::<String>::new());
        }
        let theme = try_load("book", &[]).0.unwrap();
        let face = theme.face("Libertinus Serif", 600, true).unwrap();
        assert_eq!(theme.get(face).file, "LibertinusSerif-SemiboldItalic.otf");
    }

    #[test]
    fn tokens_become_css_once() {
        let css = try_load("book", &[]).0.unwrap().css_variables();
        for line in [
            "--text-leading: 1.3333;",
            "--h1-size: 1.619rem;",
            "--code-size: 0.8em;",
            "--measure: 30.1714rem;",
            "--text-family: \"Libertinus Serif\", \"Noto Emoji\", \"Libertinus Math\", \"DejaVu Sans Mono\", serif;",
            "--color-accent: #0b5c63;",
        ] {
            assert!(css.contains(line), "{line} is not in\n{css}");
        }
    }

    #[test]
    fn a_theme_of_the_project_changes_what_it_names_and_keeps_the_rest() {
        let own = "extends = 'book'\n[text]\nsize = '11pt'\n";
        for name in ["book", "own"] {
            let path = format!("themes/{name}/theme.toml");
            let (theme, told) = try_load(name, &[(&path, own)]);
            let theme = theme.unwrap_or_else(|_| panic!("{told:#?}"));
            assert_eq!(theme.tokens.text.size, Length::points(11));
            assert_eq!(theme.tokens.text.leading, Length::points(14));
            assert_eq!(theme.faces.len(), 9);
        }
    }

    #[test]
    fn everything_wrong_in_a_theme_is_told_with_its_place() {
        let own = "extends = 'book'\n[text]\nsize = 10\nleading = '3px'\nfamily = 'Libertinos Serif'\n\
                   [colors.light]\nmuted = '#cccccc'\n[page]\nfacin = true\n";
        let (theme, told) = try_load("own", &[("themes/own/theme.toml", own)]);
        assert!(theme.is_err());
        let at = "themes/own/theme.toml";
        assert_eq!(
            told,
            [
                format!("unknown-key {at}:9:1 `page` has no key `facin`"),
                format!("bad-length {at}:3:8 `10` has no unit"),
                format!("bad-length {at}:4:11 `px` is no unit"),
                format!("low-contrast {at}:7:9 `muted` stands only 1.60:1 on `background`"),
                format!("low-contrast {at}:7:9 `muted` stands only 1.45:1 on `tint`"),
                format!(
                    "unknown-family {at}:5:10 the theme has no family `Libertinos Serif`"
                ),
            ]
        );
    }

    #[test]
    fn a_theme_that_stands_alone_names_everything_it_lacks() {
        let (theme, told) = try_load("own", &[("themes/own/theme.toml", "[text]\n")]);
        assert!(theme.is_err());
        assert!(
            told.contains(
                &"missing-key themes/own/theme.toml:1:1 `page` is missing".into()
            )
        );
        assert!(told.contains(
            &"missing-key themes/own/theme.toml:1:1 `text` has no `size`".into()
        ));
    }

    #[test]
    fn themes_that_cannot_be_are_refused() {
        let told = try_load("bok", &[]).1;
        assert_eq!(told, ["unknown-theme trifold.toml:1:1 there is no theme `bok`"]);
        let circle = [
            ("themes/a/theme.toml", "extends = 'b'"),
            ("themes/b/theme.toml", "extends = 'a'"),
        ];
        let told = try_load("a", &circle).1;
        assert_eq!(
            told,
            ["theme-in-circle themes/b/theme.toml:1:11 the theme `a` extends itself"]
        );
        let told = try_load("a", &[("themes/a/fonts/x.ttf", "")]).1;
        assert_eq!(
            told,
            ["missing-file trifold.toml:1:1 the theme `a` has no `theme.toml`"]
        );
    }

    #[test]
    fn a_font_that_is_none_is_refused() {
        let own = [
            ("themes/own/theme.toml", "extends = 'book'"),
            ("themes/own/fonts/DejaVuSansMono.ttf", "no font"),
        ];
        let told = try_load("own", &own).1;
        assert_eq!(told.len(), 1, "{told:#?}");
        assert!(
            told[0].starts_with("bad-font (trifold)/themes/book/theme.toml:"),
            "{told:#?}"
        );
    }
}
