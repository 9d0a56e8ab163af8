"""Citations, references and the notice in a PDF: there, in full and linked."""

import re

from pdfread import Document, placed_words, read_structure
from words import unhyphenated, words

# A link may lead this far above the words that it means, in points.
ABOVE = 48


def check(source, path):
    """What is wrong, as a list of messages."""
    problems = _notice(source, read_structure(path))
    placed, heights = placed_words(path)
    links = Document(path).links(heights)

    starts = {}
    for number, entry, _ in source.references():
        start = _first_word(placed, words(entry)[:4])
        if start is None:
            return [*problems, f"reference [{number}] was not found on any page"]
        starts[number] = start
    if list(starts.values()) != sorted(starts.values(), key=lambda word: word.before()):
        problems.append("the references do not stand in their order")
    limits = _limits(source, placed, starts)

    inside = {number: [] for number in starts}
    citations = []
    for link in links:
        place = (link.page, link.bottom)
        owner = next((n for n, (start, end) in limits.items() if start <= place < end), None)
        if owner is not None:
            inside[owner].append(link)
            continue
        shown = "".join(word.text for word in placed if link.covers(word))
        label = re.search(r"\[(\d+)\]", shown)
        if label and link.target_page is not None and len(shown) < 80:
            at = next(word for word in placed if link.covers(word))
            citations.append((int(label[1]), at, link))
    citations.sort(key=lambda citation: (*citation[1].before(), citation[1].left))
    found, expected = [number for number, _, _ in citations], source.citations()
    if found != expected:
        return [*problems, f"linked citations in the text: {found}, expected {expected}"]

    for number, _, doi in source.references():
        if not any(link.address == doi for link in inside[number]):
            problems.append(f"reference [{number}] has no link to {doi}")
        mine = [citation for citation in citations if citation[0] == number]
        for count, (_, at, link) in enumerate(mine, 1):
            name = f"citation {count} of [{number}] (page {at.page + 1})"
            if not _leads_to(link, starts[number]):
                problems.append(f"{name} does not lead to its reference")
            if not any(_leads_to(back, at) for back in inside[number]):
                problems.append(f"reference [{number}] does not lead back to {name}")
    return problems


def _first_word(placed, expected):
    """Where these words stand last in the document, next to each other."""
    for index in range(len(placed) - len(expected), -1, -1):
        if [word.text for word in placed[index : index + len(expected)]] == expected:
            return placed[index]
    return None


def _limits(source, placed, starts):
    """{number: ((page, top) of its first line, (page, top) of what follows)}."""
    last = max(starts.values(), key=lambda word: word.before())
    stops = [(start.page, start.top) for start in starts.values()]
    for block in source.kind("notice"):
        notice = _first_word(placed, words(block.text.split(":", 1)[1])[:4])
        if notice is not None and notice.before() > last.before():
            stops.append((notice.page, notice.top))
    stops.append((len(placed), 0.0))
    return {
        number: ((start.page, start.top), min(s for s in stops if s > (start.page, start.top)))
        for number, start in starts.items()
    }


def _leads_to(link, word):
    if link.target_page != word.page or link.target_top is None:
        return False
    return word.top - ABOVE <= link.target_top <= word.bottom


def _notice(source, structure):
    """The notice stands in full, tagged as one block."""
    problems = []
    for block in source.kind("notice"):
        label, text = block.text.split(":", 1)
        accepted = [unhyphenated(whole) for whole in (block.text, text)]
        if not any(unhyphenated(found) in accepted for _, found in structure):
            problems.append(f"the notice “{label}” is not tagged as one block, in full")
    return problems
