//! Each stage by itself, on the article and on a generated book.
//!
//! `cargo bench --bench stages -- layout` times the stages with that name.

#![allow(missing_docs, clippy::unwrap_used, reason = "`criterion` writes functions")]

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use trifold::ast::Document;
use trifold::backend::{self, Input};
use trifold::diag::Sink;
use trifold::files::{self, Files, Limits};
use trifold::layout::{Print, layout};
use trifold::parse::parse;
use trifold::project::{BuildPlan, Format, Project, Wishes, load, plan};
use trifold::resolve::{Book, resolve};
use trifold::source::Sources;
use trifold::verify::verify;

/// Chapters of the generated book: each with the text of the article.
const CHAPTERS: usize = 100;

/// A project and what the stages before the last make of it.
struct Work {
    project: Project,
    sources: Sources,
    plan: BuildPlan,
    documents: Vec<Document>,
    notices: Vec<Document>,
    book: Book,
    print: Print,
}

impl Work {
    fn new(files: &Files) -> Self {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let project = load(files, &mut sources, &mut sink).ok().unwrap();
        let plan = plan(&project, &Wishes::default(), &mut sink).ok().unwrap();
        let mut documents = parsed(&project, &sources, &mut sink);
        let notices = documents.split_off(project.chapters.len());
        let edition = &project.editions[0];
        let book = resolve(&project, &sources, edition, &documents, &notices, &mut sink);
        let book = book.ok().unwrap();
        let theme = &project.themes[edition.theme];
        let print = layout(&book, theme, &edition.pages[0], plan.stamp, &mut sink);
        let print = print.ok().unwrap();
        Self { project, sources, plan, documents, notices, book, print }
    }
}

/// All chapters, then all notices.
fn parsed(project: &Project, sources: &Sources, sink: &mut Sink) -> Vec<Document> {
    let notices = project.notices.iter().map(|notice| &notice.text);
    let chapters = project.chapters.iter().map(|chapter| &chapter.text);
    let texts = chapters.chain(notices);
    texts
        .map(|text| {
            let (source, language) = (text.source, &project.info.language);
            parse(source, &sources.get(source).text, language, sink).ok().unwrap()
        })
        .collect()
}

/// The article of the repository.
fn article() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = files::read(root, &Limits::default(), &mut Sink::default()).ok().unwrap();
    let wanted = |path: &str| path == "trifold.toml" || path.starts_with("manuscript/");
    let mut article = Files::default();
    for (path, bytes) in files.by_path {
        if wanted(&path) {
            article.insert(path, bytes);
        }
    }
    article
}

/// A book of chapters that each hold the article.
fn generated(article: &Files) -> Files {
    let chapter: String = article
        .by_path
        .iter()
        .filter(|(path, _)| path.starts_with("manuscript/0"))
        .map(|(_, bytes)| {
            String::from_utf8(bytes.clone()).unwrap().replace("\n# ", "\n## ")
        })
        .map(|text| {
            text.strip_prefix("# ").map_or(text.clone(), |rest| format!("## {rest}"))
        })
        .collect::<Vec<_>>()
        .join("\n");
    let mut book = Files::default();
    for (path, bytes) in &article.by_path {
        if !path.starts_with("manuscript/0") && path != "trifold.toml" {
            book.insert(path.clone(), bytes.clone());
        }
    }
    let mut list = String::new();
    for number in 1..=CHAPTERS {
        list += &format!("\"{number:03}.md\", ");
        let text = format!("# Chapter {number}\n\n{chapter}");
        book.insert(format!("manuscript/{number:03}.md"), text);
    }
    let manifest = format!(
        "title = \"A Long Book\"\nlanguage = \"en-US\"\nslug = \"long\"\ndate = \"2026-01-01\"\n\
         identifier = \"urn:uuid:00000000-0000-4000-8000-000000000001\"\nchapters = [{list}]\n\
         [references]\nfiles = [\"references.bib\"]\nstyle = \"numbered.csl\"\n\
         [[editions]]\nname = \"book\"\nformats = [\"epub\", \"pdf\", \"html\"]\n\
         theme = \"book\"\npage = [\"trade\"]\n",
    );
    book.insert("trifold.toml", manifest);
    book
}

fn stages(criterion: &mut Criterion) {
    let article = article();
    for (name, files) in [("article", article.clone()), ("book", generated(&article))] {
        let work = Work::new(&files);
        let edition = &work.project.editions[0];
        let theme = &work.project.themes[edition.theme];
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10);
        group.bench_function("load", |bencher| {
            bencher.iter(|| {
                let (mut sources, mut sink) = (Sources::default(), Sink::default());
                load(black_box(&files), &mut sources, &mut sink).ok().unwrap()
            });
        });
        group.bench_function("parse", |bencher| {
            bencher.iter(|| parsed(&work.project, &work.sources, &mut Sink::default()));
        });
        group.bench_function("resolve", |bencher| {
            bencher.iter(|| {
                let (texts, notices) = (&work.documents, &work.notices);
                let mut sink = Sink::default();
                let (project, sources) = (&work.project, &work.sources);
                resolve(project, sources, edition, texts, notices, &mut sink).ok().unwrap()
            });
        });
        group.bench_function("layout", |bencher| {
            bencher.iter(|| {
                let mut sink = Sink::default();
                let page = &edition.pages[0];
                layout(&work.book, theme, page, work.plan.stamp, &mut sink).ok().unwrap()
            });
        });
        let input = Input {
            book: &work.book,
            print: &work.print,
            theme,
            stamp: work.plan.stamp,
            pdf: &edition.pdf,
            attached: &[],
            stem: "bench",
            certificate: None,
        };
        for (format, kind) in
            [("pdf", Format::Pdf), ("epub", Format::Epub), ("html", Format::Html)]
        {
            group.bench_function(format, |bencher| {
                let backend = backend::of(kind);
                bencher.iter(|| backend.render(&input, &mut Sink::default()).ok().unwrap());
            });
            let made = backend::of(kind).render(&input, &mut Sink::default()).ok().unwrap();
            group.bench_function(format!("verify {format}"), |bencher| {
                let (book, print) = (&work.book, &work.print);
                bencher.iter(|| verify(book, print, &made, &mut Sink::default()));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, stages);
criterion_main!(benches);
