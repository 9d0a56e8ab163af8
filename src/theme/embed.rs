//! Build script: compiles the folders of `themes/` into the program.
//!
//! Writes a list of `(path, include_bytes!(…))`, sorted by path, so that a file
//! added to a theme is in the next build without being named anywhere.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

#[expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "how a build script speaks to Cargo"
)]
fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=themes");
    let root = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let mut paths = Vec::new();
    collect(&Path::new(&root).join("themes"), "", &mut paths)?;
    paths.sort();
    let mut list = String::from("&[\n");
    for path in paths {
        let file = format!(
            "concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?})",
            format!("/themes/{path}")
        );
        writeln!(list, "    ({path:?}, include_bytes!({file})),")
            .map_err(io::Error::other)?;
    }
    list.push_str("]\n");
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&out).join("themes.rs"), list)
}

fn collect(folder: &Path, path: &str, paths: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry
            .file_name()
            .into_string()
            .map_err(|name| io::Error::other(format!("{} is not UTF-8", name.display())))?;
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}{name}/"), paths)?;
        } else if !path.is_empty() {
            paths.push(format!("{path}{name}"));
        }
    }
    Ok(())
}
