#!/usr/bin/env python3
"""Builds the test books and runs the outside checkers on them.

usage: books.py [NAME...]        (all books in tests/books otherwise)

TRIFOLD in the environment names another program than that of `make`.

The pages of every one pass veraPDF in the standard they claim, qpdf, Poppler and
MuPDF; three readers take the words of the manuscript from them; the e-books pass
EPUBCheck and Ace, the web pages the Nu Html Checker.
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import check_epub
import check_html
import check_pdf
import extraction
import tools
from outputs import discover
from report import Check, finish

ROOT = tools.HERE.parent.parent
BOOKS = ROOT / "tests" / "books"
BUILT = ROOT / "target" / "books"
PROGRAM = Path(os.environ.get("TRIFOLD", ROOT / "target" / "release" / "trifold"))


def names():
    """The test books."""
    return sorted(path.parent.name for path in BOOKS.glob("*/trifold.toml"))


def built(name):
    """(folder of the built book, problems)."""
    folder = BUILT / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(BOOKS / name, folder, ignore=shutil.ignore_patterns("output"))
    if (folder / "fonts.sh").exists():
        subprocess.run([folder / "fonts.sh"], cwd=folder, check=True, timeout=600)
    status, _, errors = tools.run(PROGRAM, "build", folder)
    return folder, [errors.strip()[-2000:]] if status or "warning" in errors else []


def tasks(chosen=None):
    """Functions that give a list of checks each."""
    folders, pdfs, epubs, pages = {}, [], [], []
    for name in chosen or names():
        folder, problems = built(name)
        yield lambda n=name, p=problems: [Check(f"the test book builds: {n}", p)]
        outputs = discover(folder / "output")
        folders |= dict.fromkeys(outputs.pdfs, folder)
        pdfs += outputs.pdfs
        epubs += outputs.epubs
        pages += outputs.pages
    for profile, claimed in sorted(by_profile(pdfs).items()):
        yield lambda p=profile, c=claimed: [
            Check(f"veraPDF, {p}: {shown(path)}", problems)
            for path, problems in check_pdf.verapdf(c, p).items()
        ]
    for path in pdfs:
        yield lambda p=path: [
            Check(f"{name}: {shown(p)}", check(p))
            for name, check in (("qpdf", check_pdf.qpdf), ("Poppler", check_pdf.poppler),
                                ("MuPDF", check_pdf.mupdf))
        ]  # fmt: skip
        yield lambda p=path: [
            Check(f"words as {reader} reads them: {shown(p)}",
                  extraction.check(folders[p], p, reader))
            for reader in extraction.READERS
        ]  # fmt: skip
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
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda task: task(), list(tasks(sys.argv[1:]))))
    return finish([check for checks in found for check in checks])


if __name__ == "__main__":
    sys.exit(main())
