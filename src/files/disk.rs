//! The disk: reading a project folder, writing what was made of it.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Files;
use crate::diag::{Diagnostic, Reported, Sink};

/// What of a project folder is read: the project file and two folders.
const PARTS: [&str; 3] = ["trifold.toml", "manuscript", "themes"];

/// How much is read at most, so that a wrong folder does not fill the memory.
#[derive(Debug, Copy, Clone)]
pub struct Limits {
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Bytes of all files together.
    pub total_bytes: u64,
    /// Number of files.
    pub files: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 256 << 20, total_bytes: 2 << 30, files: 20_000 }
    }
}

/// Reads what a build may need of a project folder, by path from it.
///
/// That is `trifold.toml`, `manuscript/` and `themes/`, without anything whose name
/// begins with a dot. A link is followed as long as it stays in the folder.
///
/// # Errors
/// When the folder or something in it cannot be read, leads out of the folder, or is
/// larger than `limits`; everything of that kind is told, not the first alone.
pub fn read(folder: &Path, limits: &Limits, sink: &mut Sink) -> Result<Files, Reported> {
    let root = match fs::canonicalize(folder) {
        Ok(root) if root.is_dir() => root,
        Ok(_) => {
            return Err(sink.error(
                Diagnostic::new(
                    "no-project",
                    format!("`{}` is not a folder", folder.display()),
                )
                .help("name the folder in which `trifold.toml` lies"),
            ));
        }
        Err(error) => {
            return Err(sink.error(
                Diagnostic::new(
                    "no-project",
                    format!("there is no folder `{}`: {error}", folder.display()),
                )
                .help("`trifold new NAME` makes a folder with a small project in it"),
            ));
        }
    };
    let mut own = Sink::default();
    let mut reader = Reader {
        root: &root,
        limits,
        files: Files::default(),
        total_bytes: 0,
        full: false,
        hidden: false,
        sink: &mut own,
    };
    let mut folders = vec![root.clone()];
    for part in PARTS {
        if fs::symlink_metadata(root.join(part)).is_ok() {
            reader.entry(&root.join(part), part, &mut folders);
        }
    }
    let files = reader.files;
    let outcome = own.checkpoint();
    sink.absorb(own);
    outcome.map(|()| files)
}

struct Reader<'a> {
    root: &'a Path,
    limits: &'a Limits,
    files: Files,
    total_bytes: u64,
    full: bool,
    /// Whether files are read whose names begin with a dot.
    hidden: bool,
    sink: &'a mut Sink,
}

impl Reader<'_> {
    /// Reads a file or folder; `folders` are those it lies in, links resolved.
    fn entry(&mut self, on_disk: &Path, path: &str, folders: &mut Vec<PathBuf>) {
        if self.full {
            return;
        }
        let real = match fs::canonicalize(on_disk) {
            Ok(real) => real,
            Err(error) => return self.unreadable(path, &error),
        };
        if !real.starts_with(self.root) {
            self.sink.error(
                Diagnostic::new(
                    "link-leads-out",
                    format!("`{path}` is a link that leads out of the project folder"),
                )
                .help("copy what it leads to into the project"),
            );
            return;
        }
        match fs::metadata(&real) {
            Err(error) => self.unreadable(path, &error),
            Ok(data) if data.is_dir() && folders.contains(&real) => {
                self.sink.error(
                    Diagnostic::new(
                        "link-in-circle",
                        format!("`{path}` is a link to a folder that it lies in itself"),
                    )
                    .help("remove the link"),
                );
            }
            Ok(data) if data.is_dir() => {
                folders.push(real);
                self.folder(on_disk, path, folders);
                folders.pop();
            }
            Ok(data) if data.is_file() => self.file(&real, path, data.len()),
            Ok(_) => {
                self.sink.error(
                    Diagnostic::new(
                        "unreadable-file",
                        format!("`{path}` is neither a file nor a folder"),
                    )
                    .help("remove it from the project"),
                );
            }
        }
    }

    fn folder(&mut self, on_disk: &Path, path: &str, folders: &mut Vec<PathBuf>) {
        let entries = fs::read_dir(on_disk)
            .and_then(Iterator::collect::<io::Result<Vec<fs::DirEntry>>>);
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => return self.unreadable(path, &error),
        };
        let mut names = Vec::new();
        for entry in entries {
            match entry.file_name().into_string() {
                Ok(name) if name.starts_with('.') && !self.hidden => {}
                Ok(name) => names.push(name),
                Err(name) => {
                    let name = name.display().to_string();
                    self.sink.error(
                        Diagnostic::new(
                            "bad-file-name",
                            format!("the file name `{path}/{name}` is not UTF-8"),
                        )
                        .help("rename the file"),
                    );
                }
            }
        }
        names.sort();
        for name in names {
            self.entry(&on_disk.join(&name), &format!("{path}/{name}"), folders);
        }
    }

    fn file(&mut self, real: &Path, path: &str, size_bytes: u64) {
        if size_bytes > self.limits.file_bytes {
            return self.too_large(path, size_bytes);
        }
        // A file may grow while it is read: never take more than the limit.
        let mut bytes = Vec::new();
        let read = fs::File::open(real)
            .and_then(|file| file.take(self.limits.file_bytes + 1).read_to_end(&mut bytes));
        if let Err(error) = read {
            return self.unreadable(path, &error);
        }
        if bytes.len() as u64 > self.limits.file_bytes {
            return self.too_large(path, bytes.len() as u64);
        }
        self.total_bytes += bytes.len() as u64;
        self.files.insert(path, bytes);
        let too_many = self.files.by_path.len() > self.limits.files;
        if too_many || self.total_bytes > self.limits.total_bytes {
            self.full = true;
            let most = if too_many {
                format!("{} files", self.limits.files)
            } else {
                format!("{} MiB", self.limits.total_bytes >> 20)
            };
            self.sink.error(
                Diagnostic::new("too-large", format!("the project has more than {most}"))
                    .help("keep in `manuscript/` and `themes/` only what the book needs"),
            );
        }
    }

    fn too_large(&mut self, path: &str, size_bytes: u64) {
        let (size, most) = (size_bytes >> 20, self.limits.file_bytes >> 20);
        self.sink.error(
            Diagnostic::new(
                "too-large",
                format!("`{path}` has {size} MiB; at most {most} MiB are read"),
            )
            .help("make the file smaller, or move it out of the project"),
        );
    }

    fn unreadable(&mut self, path: &str, error: &io::Error) {
        self.sink.error(
            Diagnostic::new("unreadable-file", format!("cannot read `{path}`: {error}"))
                .help("check that the file is there and that you may read it"),
        );
    }
}

/// Reads one file that is no part of a project.
///
/// # Errors
/// When it cannot be read, or is larger than `limits`.
#[expect(clippy::disallowed_methods, reason = "`files` reads the disk")]
pub fn read_one(
    path: &Path,
    limits: &Limits,
    sink: &mut Sink,
) -> Result<Vec<u8>, Reported> {
    let shown = path.display();
    let size = fs::metadata(path).map(|data| data.len());
    if size.is_ok_and(|size| size > limits.file_bytes) {
        let message = format!("`{shown}` is too large");
        let diagnostic = Diagnostic::new("too-large", message);
        return Err(sink.error(diagnostic.help("give a smaller file")));
    }
    fs::read(path).map_err(|error| {
        let message = format!("cannot read `{shown}`: {error}");
        let help = "check that it is there and that you may read it";
        sink.error(Diagnostic::new("unreadable-file", message).help(help))
    })
}

/// Reads an output back: a file, or a folder (its name ends with `/`) and all in it, by
/// path from `folder`.
///
/// # Errors
/// `no-output` when it is not there or cannot be read, `too-large` as for a project.
pub fn read_output(
    folder: &Path,
    name: &str,
    limits: &Limits,
    sink: &mut Sink,
) -> Result<Files, Reported> {
    let missing = |sink: &mut Sink, error: &io::Error| {
        let path = folder.join(name);
        let message = format!("`{}` cannot be read: {error}", path.display());
        let help = "`trifold build` makes it";
        sink.error(Diagnostic::new("no-output", message).help(help))
    };
    let root = fs::canonicalize(folder).map_err(|error| missing(sink, &error))?;
    let path = root.join(name);
    if let Err(error) = fs::metadata(&path) {
        return Err(missing(sink, &error));
    }
    let mut own = Sink::default();
    let mut reader = Reader {
        root: &root,
        limits,
        files: Files::default(),
        total_bytes: 0,
        full: false,
        hidden: true,
        sink: &mut own,
    };
    reader.entry(&path, name.trim_end_matches('/'), &mut vec![root.clone()]);
    let files = reader.files;
    let outcome = own.checkpoint();
    sink.absorb(own);
    outcome.map(|()| files)
}

/// Reads a finished file from anywhere, or the folder of a site and all in it, by path from
/// the folder in which it lies.
///
/// # Errors
/// As [`read_output`].
pub fn read_any(path: &Path, limits: &Limits, sink: &mut Sink) -> Result<Files, Reported> {
    let shown = path.display();
    // a link to a file is the file
    let real = fs::canonicalize(path).map_err(|error| {
        let message = format!("cannot read `{shown}`: {error}");
        let help = "check that it is there and that you may read it";
        sink.error(Diagnostic::new("unreadable-file", message).help(help))
    })?;
    let name = real.file_name().and_then(|name| name.to_str());
    let (Some(folder), Some(name)) = (real.parent(), name) else {
        let diagnostic =
            Diagnostic::new("unreadable-file", format!("`{shown}` is no file"));
        return Err(sink.error(diagnostic.help("name a PDF, an EPUB, a page or a site")));
    };
    read_output(folder, name, limits, sink)
}

/// The files that lie beside a path and whose names have an ending, by name; those that
/// cannot be read or are larger than `limits` are left out.
#[expect(clippy::disallowed_methods, reason = "`files` reads the disk")]
pub fn beside(path: &Path, ending: &str, limits: &Limits) -> Files {
    let mut found = Files::default();
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let Some(entries) = path.parent().and_then(|folder| fs::read_dir(folder).ok()) else {
        return found;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| name.ends_with(ending)) else {
            continue;
        };
        let data = fs::metadata(entry.path());
        let fits = data.is_ok_and(|data| data.is_file() && data.len() <= limits.file_bytes);
        if fits && let Ok(bytes) = fs::read(entry.path()) {
            found.insert(name, bytes);
        }
    }
    found
}

/// Whether there is a file.
pub fn is_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|data| data.is_file())
}

/// Whether there is a file or a folder.
pub fn is_there(path: &Path) -> bool {
    fs::metadata(path).is_ok()
}

/// Writes files into a folder, each top-level file or folder in one step.
///
/// Everything is written beside its place under a name that begins with a dot, and
/// then renamed: whoever looks sees the old output or the new, and a failure leaves
/// the old. A folder is replaced as a whole.
///
/// # Errors
/// When the disk refuses.
pub fn write(folder: &Path, files: &Files, sink: &mut Sink) -> Result<(), Reported> {
    for name in files.top_level() {
        let written = match files.get(name) {
            Some(bytes) => write_file(folder, name, bytes),
            None => write_folder(folder, name, &files.below(&format!("{name}/"))),
        };
        written.map_err(|error| {
            let path = folder.join(name);
            sink.error(
                Diagnostic::new(
                    "not-written",
                    format!("cannot write `{}`: {error}", path.display()),
                )
                .help("check that there is room on the disk and that you may write there"),
            )
        })?;
    }
    Ok(())
}

/// Makes a folder that is not there yet, with files in it.
///
/// # Errors
/// When there is something with this name already, or the disk refuses.
pub fn create_new(folder: &Path, files: &Files, sink: &mut Sink) -> Result<(), Reported> {
    if fs::symlink_metadata(folder).is_ok() {
        return Err(sink.error(
            Diagnostic::new(
                "already-there",
                format!("`{}` is there already", folder.display()),
            )
            .help("choose another name; nothing was changed"),
        ));
    }
    let written =
        split(folder).and_then(|(parent, name)| write_folder(parent, name, files));
    written.map_err(|error| {
        sink.error(
            Diagnostic::new(
                "not-written",
                format!("cannot write `{}`: {error}", folder.display()),
            )
            .help("check that you may write there"),
        )
    })
}

fn split(path: &Path) -> io::Result<(&Path, &str)> {
    let name = path.file_name().and_then(|name| name.to_str());
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    name.map(|name| (parent.unwrap_or_else(|| Path::new(".")), name)).ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidInput, "this is no name for a folder")
    })
}

#[expect(clippy::disallowed_methods, reason = "this is the module that may")]
fn write_file(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let (beside, place) = (folder.join(format!(".{name}.tmp-trifold")), folder.join(name));
    // what somebody put there, a link perhaps, is not written through
    clear(&beside)?;
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, &place));
    if written.is_err() {
        // The first error is the one to tell; what cannot be cleared away stays.
        fs::remove_file(&beside).ok();
    }
    written
}

#[expect(clippy::disallowed_methods, reason = "this is the module that may")]
fn write_folder(folder: &Path, name: &str, files: &Files) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let beside = folder.join(format!(".{name}.tmp-trifold"));
    let old = folder.join(format!(".{name}.old-trifold"));
    let place = folder.join(name);
    clear(&beside)?;
    let written = fill(&beside, files).and_then(|()| {
        clear(&old)?;
        let replaces = fs::symlink_metadata(&place).is_ok();
        if replaces {
            fs::rename(&place, &old)?;
        }
        fs::rename(&beside, &place).inspect_err(|_| {
            if replaces {
                fs::rename(&old, &place).ok();
            }
        })
    });
    if written.is_err() {
        clear(&beside).ok();
        return written;
    }
    clear(&old)
}

#[expect(clippy::disallowed_methods, reason = "this is the module that may")]
fn fill(folder: &Path, files: &Files) -> io::Result<()> {
    for (path, bytes) in &files.by_path {
        let place = folder.join(path);
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(place, bytes)?;
    }
    Ok(())
}

/// Removes a file or folder if there is one.
#[expect(clippy::disallowed_methods, reason = "this is the module that may")]
fn clear(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(data) if data.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(_) => Ok(()),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "this is the module that may")]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let place = folder.path().join(path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, text).unwrap();
        }
        folder
    }

    fn codes(sink: &Sink) -> Vec<&str> {
        sink.messages().iter().map(|(_, message)| message.code.0).collect()
    }

    #[test]
    fn only_what_a_build_needs_is_read() {
        let folder = folder(&[
            ("trifold.toml", "title = 1"),
            ("manuscript/a/b.md", "b"),
            ("manuscript/.hidden", "x"),
            ("themes/own/theme.toml", ""),
            ("output/book.pdf", "x"),
            ("target/x", "x"),
        ]);
        let mut sink = Sink::default();
        let files = read(folder.path(), &Limits::default(), &mut sink).unwrap();
        let paths: Vec<_> = files.by_path.keys().map(String::as_str).collect();
        assert_eq!(paths, ["manuscript/a/b.md", "themes/own/theme.toml", "trifold.toml"]);
    }

    #[test]
    fn too_many_and_too_large_files_are_refused() {
        let folder = folder(&[("manuscript/a.md", "aaaa"), ("manuscript/b.md", "b")]);
        let limits = Limits { file_bytes: 3, total_bytes: 100, files: 9 };
        let mut sink = Sink::default();
        assert!(read(folder.path(), &limits, &mut sink).is_err());
        assert_eq!(codes(&sink), ["too-large"]);

        let limits = Limits { file_bytes: 9, total_bytes: 100, files: 1 };
        let mut sink = Sink::default();
        assert!(read(folder.path(), &limits, &mut sink).is_err());
        assert_eq!(codes(&sink), ["too-large"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_may_stay_inside_and_neither_leave_nor_run_in_circles() {
        use std::os::unix::fs::symlink;
        let folder = folder(&[("manuscript/a.md", "a"), ("manuscript/in/b.md", "b")]);
        let manuscript = folder.path().join("manuscript");
        symlink("a.md", manuscript.join("same.md")).unwrap();
        let mut sink = Sink::default();
        let files = read(folder.path(), &Limits::default(), &mut sink).unwrap();
        assert_eq!(files.get("manuscript/same.md"), Some(b"a".as_slice()));

        symlink("/etc", manuscript.join("out")).unwrap();
        symlink("..", manuscript.join("in/round")).unwrap();
        let mut sink = Sink::default();
        assert!(read(folder.path(), &Limits::default(), &mut sink).is_err());
        assert_eq!(codes(&sink), ["link-in-circle", "link-leads-out"]);
    }

    #[test]
    fn a_written_folder_replaces_the_old_one_as_a_whole() {
        let folder = folder(&[("out/site/old.html", "old"), ("out/b.pdf", "old")]);
        let out = folder.path().join("out");
        let mut files = Files::default();
        files.insert("site/a/new.html", "new");
        files.insert("b.pdf", "new");
        write(&out, &files, &mut Sink::default()).unwrap();
        assert!(!out.join("site/old.html").exists());
        assert_eq!(fs::read(out.join("site/a/new.html")).unwrap(), b"new");
        assert_eq!(fs::read(out.join("b.pdf")).unwrap(), b"new");
        let mut names: Vec<_> = fs::read_dir(&out)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["b.pdf", "site"]);
    }

    #[test]
    fn a_write_that_fails_leaves_the_last_output() {
        let folder = folder(&[("out/site/old.html", "old"), ("out/c.pdf/x", "old")]);
        let out = folder.path().join("out");
        let mut files = Files::default();
        // `a` cannot be both a file and a folder.
        files.insert("site/a", "file");
        files.insert("site/a/b", "below it");
        let mut sink = Sink::default();
        assert!(write(&out, &files, &mut sink).is_err());
        assert_eq!(codes(&sink), ["not-written"]);
        assert_eq!(fs::read(out.join("site/old.html")).unwrap(), b"old");
        assert!(!out.join(".site.tmp-trifold").exists());
    }

    #[test]
    fn a_new_folder_never_takes_the_place_of_another() {
        let folder = folder(&[("there/x", "old")]);
        let mut files = Files::default();
        files.insert("y", "new");
        let mut sink = Sink::default();
        assert!(create_new(&folder.path().join("there"), &files, &mut sink).is_err());
        assert_eq!(codes(&sink), ["already-there"]);
        create_new(&folder.path().join("new"), &files, &mut sink).unwrap();
        assert!(folder.path().join("new/y").is_file());
    }
}
