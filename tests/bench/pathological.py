"""Writes projects of one chapter that is hard to read: pathological.py FOLDER SIZE

The inputs are those of `test/pathological_tests.py` of cmark-gfm 0.29.0.gfm.6 (John
MacFarlane and others), with SIZE in place of their counts, and some of raw HTML.
"""

import itertools
import pathlib
import sys


def inputs(n):
    """The texts by name."""
    return {
        "nested-strong-emph": "*a **a " * n + "b" + " a** a*" * n,
        "emph-closers": "a_ " * n,
        "emph-openers": "_a " * n,
        "link-closers": "a]" * n,
        "link-openers": "[a" * n,
        "mismatched": "*a_ " * n,
        "multiple-of-3": "a**b" + "c* " * n,
        "link-openers-emph-closers": "[ a_" * n,
        "brackets-parens": "[ (](" * n,
        "hard-link": "**x [a*b**c*](d) " * n,
        "nested-brackets": "[" * n + "a" + "]" * n,
        "nested-quotes": "> " * n + "a",
        "nested-lists": "".join("  " * depth + "* a\n" for depth in range(n // 50)),
        "backticks": "".join("e" + "`" * length for length in range(1, n // 10)),
        "links-a": "[a](<b" * n,
        "links-b": "[a](b" * n,
        "tables": "aaa\rbbb\n-\v\n" * n,
        "references": "".join(f"[{at}]: https://a.org\n" for at in range(n)) + "[0] " * n,
        "colliding-references": collisions(n // 10),
        "html-open": "<div>" * n,
        "html-open-apart": "<div>\n\n" * n,
        "html-unclosed": "a <b>" * n,
        "html-closers": "a </b>" * n,
        "html-nested": "<ul><li>" * n + "</li></ul>" * n,
        "html-pairs": "a <b>b</b> " * n,
        "html-cells": "<table>" + "<tr><td rowspan=1>a<td>b" * n + "</table>",
        "html-comments": "<!-- a --> b\n" * n,
        "html-entities": "<p>" + "&amp;&lt &nothing; " * n,
        "html-attributes": "<p " + " ".join(f"a{at}=b" for at in range(n)) + ">a",
        "html-half": "<a " * n,
        "details": "<details><summary>a</summary>\n\nb\n\n</details>\n\n" * n,
    }


def collisions(count):
    """References whose names had the same place in a table of cmark."""

    def bad(name):
        value = 0
        for c in name:
            value = (ord(c) + (value << 6) + (value << 16) - value) & 0xFFFFFFFF
        return value % 16 == 0

    names = (f"x{at}" for at in itertools.count())
    found = itertools.islice((name for name in names if bad(name)), count)
    first = next(found)
    return "".join(f"[{name}]: https://a.org\n\n[{first}]\n\n" for name in found)


def main():
    """Writes one folder for each."""
    folder, size = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    for name, text in inputs(size).items():
        project = folder / name
        (project / "manuscript").mkdir(parents=True)
        (project / "manuscript" / "a.md").write_text(text, encoding="utf-8", newline="")
        (project / "trifold.toml").write_text(
            f'title = "{name}"\nlanguage = "en"\ndate = 2026-11-28\n', encoding="utf-8"
        )


if __name__ == "__main__":
    main()
