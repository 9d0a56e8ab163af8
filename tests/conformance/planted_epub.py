"""Defects in EPUBs, for EPUBCheck and Ace."""

import re
import zipfile

import check_epub


def rewrite(path, target, changes):
    """A copy of an archive; `changes` gives new bytes for names that satisfy it."""
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(target, "w") as bad:
        for entry in good.infolist():
            bad.writestr(entry, changes(entry.filename, good.read(entry)))
    return target


def defects(outputs, _source, folder):
    """(name, what must be reported, what was reported)."""
    path = outputs.epubs[0]

    def break_links(name, data):
        if name.endswith(".opf"):
            data = re.sub(rb"<dc:date\b.*?</dc:date>", b"", data, flags=re.DOTALL)
            data = data.replace(b"</metadata>", b"<dc:date>soon</dc:date></metadata>")
        if name.endswith(".xhtml"):
            data = data.replace(b"</body>", b'<p><a href="#planted">x</a></p></body>')
        return data

    def hide_from_some(name, data):
        if name.endswith(".opf"):
            data = re.sub(rb"<meta[^>]*schema:accessMode\"[^>]*>.*?</meta>", b"", data)
        if name.endswith(".xhtml"):
            faint = b'<p style="color:#aaa;background:#bbb">planted</p></body>'
            data = data.replace(b"</body>", faint)
        return data

    told = check_epub.epubcheck(rewrite(path, folder / "links.epub", break_links))
    yield "an EPUB link to nowhere, an error of EPUBCheck", "ERROR RSC-012", told
    yield "an EPUB date that is none, a warning of EPUBCheck", "WARNING OPF-053", told
    told = check_epub.ace(rewrite(path, folder / "access.epub", hide_from_some))
    yield "an EPUB without access modes, for Ace", "metadata-accessmode", told
    yield "an EPUB with faint text, for Ace", "color-contrast", told
