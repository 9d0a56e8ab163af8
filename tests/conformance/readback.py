#!/usr/bin/env python3
"""Reads the outputs back and compares them with the source article.

usage: readback.py OUTPUT [SOURCE]

Every sentence of the source stands in each output, in order; both references and the
notice stand there in full; citations and references lead to each other.
"""

import sys
from pathlib import Path

import markup_links
import pdf_links
from compare import compare
from markup import read_epub, read_page, read_site
from outputs import discover
from pdfread import read_pages, read_structure
from report import Check, finish
from words import Reading, read_source, unhyphenated

SOURCE = Path(__file__).parent.parent / "fixtures" / "source-article.txt"


def read_back(outputs, source):
    """The checks of all outputs."""
    checks = []
    readers = [(outputs.epubs, read_epub), (outputs.pages, read_page), (outputs.sites, read_site)]
    for paths, reader in readers:
        for path in paths:
            publication = reader(path)
            problems = compare(source, publication.reading())
            checks.append(Check(f"every sentence in order: {path.name}", problems))
            problems = markup_links.check(source, publication)
            checks.append(Check(f"references, citations, notice: {path.name}", problems))
    for path in outputs.pdfs:
        checks.append(Check(f"every sentence in order: {path.name}", sentences(source, path)))
        problems = pdf_links.check(source, path)
        checks.append(Check(f"references, citations, notice: {path.name}", problems))
    return checks


def sentences(source, path):
    """What a PDF lacks of the source: on its pages and in its tags."""
    problems = [f"on the pages: {p}" for p in compare(source, read_pages(path))]
    tagged = Reading()
    for number, (tag, text) in enumerate(read_structure(path), 1):
        # The tags do not tell where a line ends with a hyphen.
        tagged.add(text, f"block {number}, {tag}", unhyphenated)
    return problems + [f"in the tags: {p}" for p in compare(source, tagged, unhyphenated)]


def main():
    """The program."""
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    source = read_source(Path(sys.argv[2]) if len(sys.argv) == 3 else SOURCE)
    return finish(read_back(discover(Path(sys.argv[1])), source))


if __name__ == "__main__":
    sys.exit(main())
