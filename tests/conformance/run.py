#!/usr/bin/env python3
"""Runs every outside checker on what a build wrote.

usage: run.py OUTPUT [SOURCE [PDFS]]

PDFS is a folder with further PDFs of the same text, such as those of PDF 2.0.
Any error, warning or violation fails. The last line is `N passed, N failed`.
`readback.py` and `selftest.py` are parts of it and also run alone.
"""

import sys
import tempfile
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import check_epub
import check_html
import check_pdf
import readback
import selftest
import tools
import well_set
from compare import compare
from outputs import discover
from report import Check, finish, summary, tell
from words import Reading, caseless, read_source

# Most checkers are programs of their own that keep one core busy.
AT_ONCE = 2


def tasks(outputs, source):
    """Functions that give a list of checks each."""
    yield lambda: pages_in_browser(outputs, source)
    wanted = {}
    for path in outputs.pdfs:
        for profile in check_pdf.profiles(path).items():
            wanted.setdefault(profile, []).append(path)
    for (profile, name), paths in wanted.items():
        yield lambda p=profile, n=name, files=paths: [
            Check(f"veraPDF, {n}: {path.name}", problems)
            for path, problems in check_pdf.verapdf(files, p).items()
        ]
    for path in outputs.epubs:
        yield lambda p=path: [Check(f"Ace: {p.name}", check_epub.ace(p))]
        yield lambda p=path: [Check(f"EPUBCheck: {p.name}", check_epub.epubcheck(p))]
    yield lambda: nu(outputs)
    yield lambda: html_validate(outputs)
    for path in outputs.pdfs:
        yield lambda p=path: [Check(f"qpdf: {p.name}", check_pdf.qpdf(p))]
        yield lambda p=path: [Check(f"Poppler: {p.name}", check_pdf.poppler(p))]
        yield lambda p=path: [Check(f"MuPDF: {p.name}", check_pdf.mupdf(p))]
        yield lambda p=path: [Check(f"well set: {p.name}", well_set.check(p))]
    yield lambda: readback.read_back(outputs, source)


def nu(outputs):
    """The Nu Html Checker on all pages, style sheets and drawings."""
    files = outputs.pages + outputs.statements + [
        path for suffix in (".html", ".css", ".svg") for path in outputs.site_files(suffix)
    ]
    return by_publication("Nu", outputs, check_html.nu(files))


def html_validate(outputs):
    """html-validate on all pages."""
    files = outputs.pages + outputs.statements + outputs.site_files(".html")
    return by_publication("html-validate", outputs, check_html.html_validate(files))


def by_publication(name, outputs, found):
    """One check for each page and site, from the problems of their files."""
    checks = []
    for root in outputs.pages + outputs.statements + outputs.sites:
        mine = {path: problems for path, problems in found.items() if path.is_relative_to(root)}
        problems = [f"{path.relative_to(root.parent)}: {problem}"
                    for path, listed in mine.items() for problem in listed]
        checks.append(Check(f"{name}: {root.name}, {count(mine, 'file')}", problems))
    return checks


def pages_in_browser(outputs, source):
    """Chromium on every page of every publication; axe on those of the web."""
    jobs, groups = [], {}

    def add(kind, path, listed):
        jobs.extend(listed)
        groups[path] = (kind, [job["name"] for job in listed])

    with tempfile.TemporaryDirectory() as folder:
        for path in outputs.pages:
            add("page", path, check_html.page_jobs(path))
        for path in outputs.statements:
            add("statement", path, check_html.page_jobs(path))
        for path in outputs.sites:
            add("site", path, check_html.site_jobs(path))
        for path in outputs.epubs:
            add("EPUB", path, epub_jobs(path, Path(folder, path.stem)))
        found = check_html.browser(jobs)

    checks = []
    for path, (kind, names) in groups.items():
        problems = [f"{name}: {problem}" for name in names for problem in found[name]["problems"]]
        what = "Chromium" if kind == "EPUB" else "axe and Chromium"
        checks.append(Check(f"{what}: {path.name}, {count(names, 'page')}", problems))
        review = [f"{name}: {item}" for name in names for item in found[name]["review"]]
        if review:
            left = f"axe left {count(review, 'place')} of {path.name} to a human"
            print(f"note {left}, such as {review[0]}")
        if kind == "page":
            visible = Reading()
            visible.add(found[names[0]]["text"], path.name, caseless)
            problems = compare(source, visible, caseless)
            checks.append(Check(f"every sentence visible without scripts: {path.name}", problems))
    return checks


def epub_jobs(path, folder):
    """The jobs of the documents of an EPUB, unpacked. Ace runs axe on them."""
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return [
        {
            "name": f"{path.name}/{page.relative_to(folder)}",
            "file": str(page.resolve()),
            "root": str(folder.resolve()) + "/",
            "axe": False,
        }
        for page in sorted(folder.rglob("*.xhtml"))
    ]


def count(things, name):
    """`1 page`, `2 pages`."""
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def guarded(task):
    """A task whose checker did not run counts as a check that failed."""
    try:
        return task()
    except Exception as error:  # whatever it is, the other checkers must run
        return [Check("a checker did not run", [f"{type(error).__name__}: {error}"])]


def main():
    """The program."""
    if len(sys.argv) not in (2, 3, 4):
        sys.exit(__doc__)
    started = time.monotonic()
    outputs = discover(Path(sys.argv[1]))
    source = read_source(Path(sys.argv[2]) if len(sys.argv) > 2 else readback.SOURCE)
    if len(sys.argv) == 4:
        outputs.pdfs.extend(sorted(Path(sys.argv[3]).glob("*.pdf")))
    for line in tools.versions():
        print(f"using {line}")
    if missing := outputs.missing():
        return finish([Check("the output is complete", missing)])
    checks = []
    work = [*tasks(outputs, source), *selftest.tasks(outputs, source)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for listed in pool.map(guarded, work):
            for check in listed:
                tell(check)
            checks += listed
    print(f"took {time.monotonic() - started:.0f} s")
    return summary(checks)


if __name__ == "__main__":
    sys.exit(main())
