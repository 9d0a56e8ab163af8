//! `trifold references update`.

use std::collections::BTreeMap;

use crate::build::books;
use crate::cite::Updates;
use crate::diag::Sink;
use crate::files::{self, Files, Limits, text};
use crate::project::{LOCK, Lock, LockEntry, Project};
use crate::source::Sources;

use super::args::Update;
use super::report::Report;
use super::{Status, open};

/// Writes `references.lock` anew: what is said of every work with a DOI that an edition
/// lists. Of a work that the file does not have, what was known stays.
pub(super) fn update(arguments: &Update) -> Status {
    let report = Report::new(&arguments.tell);
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let project = open(&arguments.project, &report, &mut sources, &mut sink);
    let done = project.and_then(|project| {
        let lock = lock(arguments, project, &mut sources, &mut sink)?;
        let mut files = Files::default();
        files.insert(LOCK, lock.0.to_toml().into_bytes());
        let folder = arguments.project.join("manuscript");
        let written = files::write(&folder, &files, &mut sink);
        written.map(|()| lock).map_err(|_| Status::CouldNotRun)
    });
    report.messages(&sink, &sources);
    match done {
        Ok((lock, unknown)) => {
            let known = lock.entries.len();
            let from = arguments.from.display();
            report.note(&format!(
                "works in manuscript/{LOCK}: {known}; works that {from} does not have: {unknown}"
            ));
            Status::Done
        }
        Err(status) => status,
    }
}

/// What is to be written, and how many works the file does not have.
fn lock(
    arguments: &Update,
    mut project: Project,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Result<(Lock, usize), Status> {
    let bytes = files::read_one(&arguments.from, &Limits::default(), sink);
    let bytes = bytes.map_err(|_| Status::CouldNotRun)?;
    let shown = arguments.from.display().to_string();
    let json = text(&bytes).map_err(|not_utf8| {
        not_utf8.tell(shown.clone(), sources, sink);
        Status::Wrong
    })?;
    let source = sources.add(shown, json.as_str());
    let updates = Updates::read(source, &json, project.date, sink);
    let updates = updates.map_err(|_| Status::Wrong)?;
    // what was known must not stop what is to be learned
    let before = project.references.lock.take().unwrap_or_default();
    let editions: Vec<usize> = (0..project.editions.len()).collect();
    let mut own = Sink::default();
    let books = books(&project, sources, &editions, &|_| {}, &mut own).map_err(|_| {
        sink.absorb(own);
        Status::Wrong
    })?;
    let references = books.iter().flat_map(|book| &book.references);
    let dois: BTreeMap<String, &String> = references
        .filter_map(|reference| reference.doi.as_ref())
        .map(|doi| (doi.to_lowercase(), doi))
        .collect();
    let mut lock = Lock::default();
    let mut unknown = 0;
    for (key, doi) in dois {
        let found = updates.of(doi).or_else(|| {
            unknown += 1;
            before.entries.get(&key)
        });
        // as the manuscript writes it
        let own = |entry: &LockEntry| LockEntry { doi: doi.clone(), ..entry.clone() };
        lock.entries.extend(found.map(|entry| (key, own(entry))));
    }
    Ok((lock, unknown))
}
