#!/usr/bin/env python3
"""Builds the test books and runs the outside checkers on them.

usage: books.py [NAME...]        (all books below tests otherwise)

$TRIFOLD is the program to build them with, that of `make` otherwise.

Every book is built twice, the second time with all its print editions as PDF 2.0. The
pages pass veraPDF in the standards they claim, qpdf, Poppler and MuPDF; three readers
take the words of the manuscript from them; they keep the rules of good setting. The
e-books pass EPUBCheck and Ace, the web pages the Nu Html Checker.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import check_epub
import check_html
import check_pdf
import extraction
import tools
import well_set
from outputs import discover
from report import Check, summary, tell

ROOT = tools.HERE.parent.parent
BUILT = ROOT / "target" / "books"
PROGRAM = Path(os.environ.get("TRIFOLD", ROOT / "target" / "release" / "trifold"))


def names():
    """The test books, and the books of scripts whose fonts Debian brings."""
    return sorted(path.parent for path in ROOT.glob("tests/*/**/trifold.toml"))


def built(name, source):
    """(folder of the built book, problems)."""
    folder = BUILT / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("output"))
    bring_fonts(folder)
    return folder, build(folder)


def build(folder, *options):
    """What the program complains of."""
    status, _, errors = tools.run(PROGRAM, "build", folder, *options)
    warned = set(re.findall(r"^warning\[([\w-]+)\]", errors, flags=re.M))
    return [errors.strip()[-2000:]] if status or warned else []


def bring_fonts(folder):
    """Copies the fonts of Debian that a project names and does not hold."""
    settings = tomllib.loads((folder / "trifold.toml").read_text(encoding="utf-8"))
    for file in settings.get("fonts", {}).get("files", []):
        target = folder / "manuscript" / file
        if not target.exists():
            found = sorted(Path("/usr/share/fonts").rglob(target.name))
            if not found:
                raise tools.NotChecked(f"no package has brought {target.name}")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(found[0], target)


def as_pdf_2(folder):
    """(folder, problems): the same book with every print edition as PDF 2.0."""
    other = folder.with_name(f"{folder.name}-ua-2")
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(folder, other, ignore=shutil.ignore_patterns("output"))
    settings = other / "trifold.toml"
    settings.write_text(claiming_pdf_2(settings.read_text(encoding="utf-8")), encoding="utf-8")
    return other, build(other, "--format", "pdf")


def claiming_pdf_2(settings):
    """A `trifold.toml` whose editions all name PDF/UA-2 and PDF/A-4."""
    text = re.sub(r"^pdf\.standard *=.*\n", "", settings, flags=re.M)
    text = re.sub(r'standard *= *"[^"]*" *,? *', "", text)
    first, *editions = re.split(r"^(?=\[\[editions\]\])", text, flags=re.M)

    def claimed(edition):
        named, found = re.subn(r"^pdf *= *\{", 'pdf = { standard = "ua-2",', edition, flags=re.M)
        named = re.sub(r", *\}", " }", named)
        return named if found else re.sub(
            r"^(\[\[editions\]\].*)$", r'\1\npdf.standard = "ua-2"', edition, count=1, flags=re.M
        )  # fmt: skip

    return first + "".join(map(claimed, editions))


def tasks(chosen=None):
    """Functions that give a list of checks each."""
    folders, pdfs, newer, epubs, pages = {}, [], [], [], []
    for source in names():
        name = source.name
        if chosen and name not in chosen:
            continue
        folder, problems = built(name, source)
        yield lambda n=name, p=problems: [Check(f"the test book builds: {n}", p)]
        outputs = discover(folder / "output")
        folders |= dict.fromkeys(outputs.pdfs, folder)
        pdfs += outputs.pdfs
        epubs += outputs.epubs
        pages += outputs.pages + outputs.statements
        folder, problems = as_pdf_2(folder)
        yield lambda n=name, p=problems: [Check(f"the test book builds as PDF 2.0: {n}", p)]
        newer += discover(folder / "output").pdfs
    for profile, claimed in sorted(by_profile(pdfs + newer).items()):
        yield lambda p=profile, c=claimed: [
            Check(f"veraPDF, {p}: {shown(path)}", problems)
            for path, problems in check_pdf.verapdf(c, p).items()
        ]
    for path in pdfs + newer:
        yield lambda p=path: [
            Check(f"{name}: {shown(p)}", check(p))
            for name, check in (("qpdf", check_pdf.qpdf), ("Poppler", check_pdf.poppler),
                                ("MuPDF", check_pdf.mupdf))
        ]  # fmt: skip
    for path in pdfs:
        yield lambda p=path: [
            Check(f"words as {reader} reads them: {shown(p)}",
                  extraction.check(folders[p], p, reader))
            for reader in extraction.READERS
        ]  # fmt: skip
        yield lambda p=path: [Check(f"well set: {shown(p)}", well_set.check(p))]
    for path in epubs:
        yield lambda p=path: [Check(f"EPUBCheck: {shown(p)}", check_epub.epubcheck(p)),
                              Check(f"Ace: {shown(p)}", check_epub.ace(p))]  # fmt: skip
    if pages:
        yield lambda: [
            Check(f"Nu: {shown(path)}", problems)
            for path, problems in check_html.nu(pages).items()
        ]


def by_profile(pdfs):
    """{flavour of veraPDF: the files that claim it}."""
    found = {}
    for path in pdfs:
        for profile in check_pdf.claimed(path):
            found.setdefault(profile, []).append(path)
    return found


def shown(path):
    """`tables/tables.pdf`."""
    return f"{path.parent.parent.name}/{path.name}"


def main():
    """The program."""
    checks = []
    with ThreadPoolExecutor(2) as pool:
        for listed in pool.map(lambda task: task(), list(tasks(sys.argv[1:]))):
            for check in listed:
                tell(check)
            checks += listed
    return summary(checks)


if __name__ == "__main__":
    sys.exit(main())
