//! `trifold new`: a small project that builds at once.

use std::path::Path;

use crate::diag::{Reported, Sink};
use crate::files::{Files, create_new};
use crate::tables::quoted;

/// Every file of a new project, by path; `{{title}}` is put into the project file.
const FILES: [(&str, &str); 7] = [
    (".gitignore", "/output/\n"),
    ("trifold.toml", include_str!("trifold.toml")),
    ("manuscript/01-start.md", include_str!("01-start.md")),
    ("manuscript/02-next.md", include_str!("02-next.md")),
    ("manuscript/images/fold.svg", include_str!("fold.svg")),
    ("manuscript/notices/disclaimer.md", include_str!("disclaimer.md")),
    ("manuscript/references.bib", include_str!("references.bib")),
];

/// Makes a project in a folder that is not there yet.
///
/// # Errors
/// When there is something with this name, or the disk refuses.
pub(super) fn project(
    folder: &Path,
    title: Option<&str>,
    sink: &mut Sink,
) -> Result<(), Reported> {
    create_new(folder, &files(folder, title), sink)
}

fn files(folder: &Path, title: Option<&str>) -> Files {
    let title = title.map_or_else(|| title_of(folder), str::to_owned);
    let mut files = Files::default();
    for (path, text) in FILES {
        files.insert(path, text.replace("{{title}}", &quoted(&title)));
    }
    files
}

/// `walking-home` is `Walking home`.
fn title_of(folder: &Path) -> String {
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or("book");
    let words = name.replace(['-', '_', '.'], " ");
    let mut letters = words.trim().chars();
    let first = letters.next().map(char::to_uppercase);
    first.map_or_else(|| "Book".to_owned(), |first| first.chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::load;
    use crate::source::Sources;

    #[test]
    fn a_new_project_has_nothing_wrong_in_its_project_file() {
        for title in [None, Some("A \"quoted\" \\ title\u{1F642}")] {
            let (mut sources, mut sink) = (Sources::default(), Sink::default());
            let files = files(Path::new("over/walking-home"), title);
            let project = load(&files, &mut sources, &mut sink).unwrap();
            assert_eq!(sink.messages(), []);
            assert_eq!(project.info.title, title.unwrap_or("Walking home"));
            assert_eq!((project.chapters.len(), project.notices.len()), (2, 1));
        }
    }
}
