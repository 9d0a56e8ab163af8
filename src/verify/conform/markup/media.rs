//! What some bytes are, by how they begin, and which of that every reader of EPUB knows.

/// The types that readers must know (EPUB 3.3, 3.2), and those that need no other in their
/// stead because no page is made of them.
const CORE: [&str; 25] = [
    "application/font-sfnt",
    "application/font-woff",
    "application/javascript",
    "application/pls+xml",
    "application/smil+xml",
    "application/vnd.ms-opentype",
    "application/x-dtbncx+xml",
    "application/xhtml+xml",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "ecmascript",
    "font/otf",
    "font/ttf",
    "font/woff",
    "font/woff2",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/svg+xml",
    "image/webp",
    "text/css",
    "text/javascript",
    "video/mp4",
    "video/webm",
];

/// Whether every reader knows a type.
pub(super) fn is_core(kind: &str) -> bool {
    CORE.contains(&kind)
}

/// The types that some bytes may be called; none where nothing is known of how they begin.
pub(super) fn kinds(bytes: &[u8]) -> &'static [&'static str] {
    let starts: [(&[u8], &'static [&'static str]); 8] = [
        (b"\x89PNG\r\n\x1a\n", &["image/png"]),
        (b"\xff\xd8\xff", &["image/jpeg"]),
        (b"GIF8", &["image/gif"]),
        (b"wOFF", &["font/woff", "application/font-woff"]),
        (b"wOF2", &["font/woff2"]),
        (b"OTTO", &["font/otf", "application/vnd.ms-opentype", "application/font-sfnt"]),
        (b"\0\x01\0\0", &["font/ttf", "application/font-sfnt"]),
        (b"true", &["font/ttf", "application/font-sfnt"]),
    ];
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return &["image/webp"];
    }
    let found = starts.into_iter().find(|(start, _)| bytes.starts_with(start));
    if let Some((_, kinds)) = found {
        return kinds;
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]);
    if start.contains("<svg") { &["image/svg+xml"] } else { &[] }
}
