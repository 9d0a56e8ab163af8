"""Defects in how pages are set, for the rules of good setting."""

import tomllib
from dataclasses import replace

import well_set
from books import claiming_pdf_2
from well_set import Line

LEADING = 13.0
FULL = "a line of running text that fills the measure"


def _line(number, text=FULL, left=60.0, right=300.0, size=10.0):
    return Line(left, right, 60 + number * LEADING, size, text)


def _paragraph(first, lines):
    """A paragraph whose first line is indented and whose last is short."""
    middle = [_line(first + number) for number in range(1, lines - 1)]
    last = _line(first + lines - 1, "its end", right=150.0)
    return [_line(first, left=75.0), *middle, last]


def _page(*lengths):
    page, at = [], 0
    for lines in lengths:
        page += _paragraph(at, lines)
        at += lines
    return page


def _pages():
    """Pages without a fault; from the third to the fourth a paragraph goes on."""
    pages = [_page(5, 5, 5), _page(5, 5, 5), _page(5, 5, 5)[:-1], _page(5, 5, 5)[2:]]
    moved = [replace(line, base=line.base - 2 * LEADING) for line in pages[3]]
    return [*pages[:3], moved]


def _short_head(pages):
    page = [replace(line, base=line.base + LEADING) for line in _page(5, 5, 5)]
    return [*pages[:3], [_line(0, "its end", right=150.0), *page]]


def _lone_foot(pages):
    return [*pages[:2], _page(5, 5, 5)[:11], pages[3]]


def _with(pages, number, line):
    return [*pages[:1], [*pages[1][:number], line, *pages[1][number + 1 :]], *pages[2:]]


def _hyphens(pages):
    for number in (6, 7, 8):
        pages = _with(pages, number, _line(number, FULL + "\u00ad"))
    return pages


def _ragged(pages):
    return [
        [replace(line, right=line.right - 3 * (at * 7 % 30)) for at, line in enumerate(page)]
        for page in pages
    ]


def defects(_outputs, _source, _folder):
    """(name, what must be reported, what was reported)."""
    good = _pages()
    yield "no defect, for the rules of setting", "nothing", well_set.problems(good) or ["nothing"]
    planted = {
        "a widow": ("a widow", _short_head(good)),
        "an orphan": ("an orphan", _lone_foot(good)),
        "a line that sticks out": ("sticks out by 20.0", _with(good, 7, _line(7, right=320.0))),
        "three hyphens at line ends": ("more than 2 hyphens", _hyphens(good)),
        "a heading at the foot": (
            "a heading stands alone", _with(good, 14, _line(14, "Chapter", right=100.0, size=14.0))
        ),
    }  # fmt: skip
    for name, (expected, pages) in planted.items():
        yield f"{name}, for the rules of setting", expected, well_set.problems(pages)
    large = _with(good, 14, _line(14, "A sentence of its own", right=100.0, size=14.0))
    told = well_set.problems(large, ["AlineAsentenceofitsown"]) or ["nothing"]
    yield "no defect, a large line of a paragraph at the foot", "nothing", told
    told = well_set.problems(_ragged(good)) or ["nothing"]
    yield "no defect, ragged lines of which few end alike", "nothing", told
    for written in ('theme = "book"\n', 'pdf = { standard = "ua-1", bleed = "3mm" }\n',
                    'pdf = { bleed = "3mm", standard = "ua-1" }\n', 'pdf.standard = "ua-1"\n'):
        claims = tomllib.loads(claiming_pdf_2(f"[[editions]]\n{written}"))
        told = [f"it claims {claims['editions'][0]['pdf']['standard']}"]
        yield "a test book as PDF 2.0, which claims that", "it claims ua-2", told
