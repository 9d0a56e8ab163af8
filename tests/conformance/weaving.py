"""The texts of a project with what they name put in, by their declarations."""

import re
from pathlib import PurePosixPath

_LINE = re.compile(r"^([ \t]*)(?:\{\{< *include +(\S+) *>\}\}|\{\{#include +(\S+?)\}\})[ \t]*$", re.M)
_VERBATIM = re.compile(r"^(`{3,}|~{3,})[^\n]*shortcodes=false.*?^\1", re.M | re.S)
_VALUE = re.compile(r"(?<!\{)\{\{< *(var|meta) +(\S+) *>\}\}")


def woven(root, name, settings, listed=None):
    """(the text of a file with all it names, the files that were put in).

    `listed` is what a list of chapters calls it: the title of a text that has none.
    """
    included, start = set(), name

    def put_in(name):
        def part(match):
            path, _, wanted = (match[2] or match[3]).partition(":")
            path = str((PurePosixPath(name).parent / path))
            included.add(path)
            text = put_in(path) if not wanted else _lines(root / path, wanted)
            return "\n".join(match[1] + line for line in text.rstrip("\n").split("\n"))

        text = (root / name).read_text(encoding="utf-8")
        text = _with_title(text, listed if name == start else None)
        return _apart(text, lambda prose: _LINE.sub(part, prose))

    def values(text):
        text = _VALUE.sub(lambda match: _value(settings, match[1], match[2]), text)
        return re.sub(r"\{(\{\{<.*?>\}\})\}", r"\1", text)

    return _apart(put_in(name), values), included


def _with_title(text, listed):
    """The text with the title that stands at its head or in a list, if it has none itself,
    and with those who wrote it."""
    head = re.match(r"---\n(.*?)^(?:---|\.\.\.)$\n", text, re.M | re.S)
    rest = text[head.end() :] if head else text
    title = head and re.search(r"^title: *[\"']?(.*?)[\"']?$", head[1], re.M)
    title = title[1] if title else listed
    if title and not re.search(r"^# ", rest, re.M):
        rest = f"# {title}\n\n{rest}"
    names = ", ".join(authors_at(head[1])) if head else ""
    return re.sub(r"^(# .*\n)", rf"\1\n{names}\n\n", rest, count=1, flags=re.M) if names else rest


def authors_at(head):
    """The names of those who wrote a chapter, as its head gives them."""
    block = re.search(r"^authors?:(.*(?:\n(?:[ \t]+|- ).*)*)", head, re.M)
    if not block:
        return []
    names = [re.sub(r"^ *(?:- *)?(?:name: *)?", "", line) for line in block[1].split("\n")]
    names = [name.strip(" []\"'") for line in names for name in line.split(",")]
    return [name for name in names if name]


def _apart(text, change):
    """The text, changed but for code that says `shortcodes=false`."""
    parts, at = [], 0
    for code in _VERBATIM.finditer(text):
        parts += [change(text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*parts, change(text[at:])])


def _value(settings, kind, name):
    value = settings if kind == "meta" else settings["variables"]
    for key in name.split("."):
        value = value[key]
    return str(value)


def _lines(path, wanted):
    lines = path.read_text(encoding="utf-8").splitlines()
    if re.fullmatch(r"[\d:]+", wanted):
        first, _, last = wanted.partition(":")
        last = last if ":" in wanted else first
        return "\n".join(lines[int(first or 1) - 1 : int(last or len(lines))])
    kept, inside = [], False
    for line in lines:
        if mark := re.search(r"\bANCHOR(_END)?: *([\w-]+)", line):
            inside = (mark[1] is None) if mark[2] == wanted else inside
        elif inside:
            kept.append(line)
    return "\n".join(kept)
