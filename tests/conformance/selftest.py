#!/usr/bin/env python3
"""Plants defects in good outputs and demands that each is reported.

usage: selftest.py OUTPUT [SOURCE]

A checker that never complained may not have looked.
"""

import sys
import tempfile
from pathlib import Path

import planted_epub
import planted_html
import planted_pdf
import planted_setting
import planted_text
from outputs import discover
from readback import SOURCE
from report import Check, finish
from words import read_source


def tasks(outputs, source):
    """Functions that give a list of checks each; a check is one defect."""
    for subject in (planted_epub, planted_pdf, planted_setting, planted_html, planted_text):
        yield lambda subject=subject: _planted(subject, outputs, source)


def _planted(subject, outputs, source):
    with tempfile.TemporaryDirectory() as folder:
        return [_check(*defect) for defect in subject.defects(outputs, source, Path(folder))]


def _check(name, expected, problems):
    """`expected` stands in one of the problems."""
    if any(expected in problem for problem in problems):
        return Check(f"planted: {name}", [])
    return Check(f"planted: {name}", [f"“{expected}” is not reported, only {problems}"])


def main():
    """The program."""
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    source = read_source(Path(sys.argv[2]) if len(sys.argv) == 3 else SOURCE)
    outputs = discover(Path(sys.argv[1]))
    return finish([check for task in tasks(outputs, source) for check in task()])


if __name__ == "__main__":
    sys.exit(main())
