//! The container: a ZIP file as EPUB wants it (EPUB 3.3, section 4.2).
//!
//! Compressing is most of the work of an EPUB, so every file is packed by itself, on
//! all cores, and the pieces are joined afterwards. Nothing in it depends on the
//! clock or on the machine: dates are the first that ZIP can say, and the order is
//! that of the caller.

use std::io::{Cursor, Read, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::par;

/// The first file of every container. It is not compressed, so that the name of the
/// format stands at a known place (EPUB 3.3, section 4.2.5).
pub(super) const MIMETYPE: &str = "mimetype";

/// A file of the container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Packed {
    /// Path in the container.
    pub(super) path: String,
    /// Its bytes, not compressed.
    pub(super) data: Vec<u8>,
}

/// Takes a container apart, in its order.
pub(super) fn read(container: &[u8]) -> ZipResult<Vec<Packed>> {
    let mut archive = ZipArchive::new(Cursor::new(container))?;
    let mut files = Vec::with_capacity(archive.len());
    for number in 0..archive.len() {
        let mut file = archive.by_index(number)?;
        let mut data = Vec::new();
        file.read_to_end(&mut data)?;
        files.push(Packed { path: file.name().to_owned(), data });
    }
    Ok(files)
}

/// Writes a container of these files, in this order, with a comment.
pub(super) fn write(files: &[Packed], comment: &str) -> ZipResult<Vec<u8>> {
    let pieces = par::map_quiet(files, pack);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.set_comment(comment);
    for piece in pieces {
        archive.merge_archive(ZipArchive::new(Cursor::new(piece?))?)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// A container of one file.
fn pack(file: &Packed) -> ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(method(&file.path))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(file.path.as_str(), options)?;
    archive.write_all(&file.data)?;
    Ok(archive.finish()?.into_inner())
}

/// Deflates what becomes smaller by it; pictures of points are compressed already.
fn method(path: &str) -> CompressionMethod {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    match ending {
        Some("png" | "jpg" | "jpeg" | "woff2") => CompressionMethod::Stored,
        None if path == MIMETYPE => CompressionMethod::Stored,
        Some(_) | None => CompressionMethod::Deflated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, data: &str) -> Packed {
        Packed { path: path.to_owned(), data: data.as_bytes().to_vec() }
    }

    #[test]
    fn what_is_written_is_read_again_in_order() {
        let files = [
            file(MIMETYPE, "application/epub+zip"),
            file("b/x.opf", "<x/>"),
            file("a", ""),
        ];
        assert_eq!(read(&write(&files, "").unwrap()).unwrap(), files);
    }

    /// A reader knows the format by bytes 30 to 57 (EPUB 3.3, section 4.2.5).
    #[test]
    fn the_format_is_named_at_a_known_place() {
        let bytes = write(&[file(MIMETYPE, "application/epub+zip")], "").unwrap();
        assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    }

    #[test]
    fn dates_are_the_first_that_zip_can_say() {
        let bytes = write(&[file("a.css", "a{}")], "").unwrap();
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let entry = archive.by_index(0).unwrap();
        assert_eq!(entry.last_modified(), Some(DateTime::default()));
        assert_eq!(entry.unix_mode(), Some(0o100_644));
    }
}
