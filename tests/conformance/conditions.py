"""What one format of one edition shows of a chapter, by the conditions written in it."""

import re

_FENCE = re.compile(r"^[ >]*(?:[-+*] +|\d+[.)] +)?(:{3,})[ ]*(.*?)[ :]*$")
_SPAN = re.compile(r"\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\](\{[^{}\n]*\.content-[^{}\n]*\})")
_NAMES = {"print": {"pdf"}, "web": {"html", "site"}}


def shown(markdown, format, edition):
    """The chapter without what the format and the edition leave out, and without notes
    that no mark leads to any more."""
    if ".content-" not in markdown:
        return markdown
    kept, open_blocks = [], []
    for line in markdown.split("\n"):
        fence = _FENCE.match(line)
        if fence and fence[2]:
            open_blocks.append(_holds(fence[2], format, edition))
        elif fence and open_blocks:
            open_blocks.pop()
        elif all(open_blocks):
            kept.append(line)
            continue
        kept.append(line if all(open_blocks) and "content-" not in line else "")
    text = "\n".join(kept) + "\n"
    text = _SPAN.sub(lambda span: span[1] if _holds(span[2], format, edition) else "", text)
    return _without_notes(markdown, text)


def _holds(attributes, format, edition):
    """Whether text under such attributes is shown; without a condition it is."""
    kind = re.search(r"\.content-(visible|hidden)\b", attributes)
    if not kind:
        return True
    asked = re.findall(r'\b(when|unless)-(format|edition)=(?:"([^"]*)"|([^\s}]+))', attributes)
    answers = []
    for word, subject, quoted, bare in asked:
        names = set(re.split(r"[,\s]+", quoted or bare)) - {""}
        if subject == "format":
            names = set().union(*(_NAMES.get(name, {name}) for name in names))
        answers.append(((format if subject == "format" else edition) in names) == (word == "when"))
    return all(answers) == (kind[1] == "visible")


def _without_notes(whole, text):
    """The text without the notes whose marks it has lost."""
    def marks(markdown):
        return set(re.findall(r"\[(\^[^\]\s]+)\](?!:)", markdown))

    for name in marks(whole) - marks(text):
        text = re.sub(rf"^\[{re.escape(name)}\]:.*$", "", text, flags=re.M)
    return text
