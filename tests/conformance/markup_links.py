"""Citations, references and the notice in HTML and EPUB: there, in full and linked."""

import re

from words import words

_CITATION = re.compile(r"\[?(\d+)\]?")


def check(source, publication):
    """What is wrong, as a list of messages."""
    entries, problems = _entries(source, publication)
    problems += _notice(source, publication)
    if len(entries) < len(source.references()):
        return problems
    order = [number for number, _ in sorted(entries.items(), key=lambda item: item[1][0])]
    if order != sorted(order):
        problems.append(f"the references stand in the order {order}")
    cited = _citations(publication, entries)
    found, expected = [number for number, _, _ in cited], source.citations()
    if found != expected:
        return [*problems, f"linked citations in the text: {found}, expected {expected}"]

    for number, entry, doi in source.references():
        _, address, node = entries[number]
        links = [link for link in node.nodes() if link.tag == "a"]
        if not any(link.attributes.get("href") == doi for link in links):
            problems.append(f"reference [{number}] has no link to {doi}")
        back = [publication.target(address, link) for link in links]
        mine = [citation for citation in cited if citation[0] == number]
        for count, (_, from_address, citation) in enumerate(mine, 1):
            name = f"citation {count} of [{number}]"
            target = publication.target(from_address, citation)
            if target is None or not is_about(target, node):
                problems.append(f"{name} does not lead to its reference")
            if not any(target is not None and is_about(target, citation) for target in back):
                problems.append(f"reference [{number}] does not lead back to {name}")
    return problems


def citations(source, publication):
    """(number, address, element) of each citation that is a link, in order."""
    return _citations(publication, _entries(source, publication)[0])


def _entries(source, publication):
    """The element of each reference: {number: (place in order, address, element)}."""
    entries, problems = {}, []
    texts = {number: words(entry) for number, entry, _ in source.references()}
    for number, text in texts.items():
        best = None
        for place, (address, node) in enumerate(publication.nodes()):
            inside = node.words()
            if len(inside) >= len(text) and _contains(inside, text):
                others = [o for n, o in texts.items() if n != number and _contains(inside, o)]
                if not others and not node.tag.startswith("#"):
                    best = (place, address, node)  # the outermost with this entry alone
                    break
        if best is None:
            problems.append(f"reference [{number}] is not there in full, in an element of its own")
        else:
            entries[number] = _innermost_list_item(best, text)
    return entries, problems


def _innermost_list_item(entry, text):
    """An entry alone in its section is still only the paragraph or item of it."""
    place, address, node = entry
    for inner in node.nodes():
        if inner.tag in ("li", "p", "div", "dd") and _contains(inner.words(), text):
            if inner.tag in ("li", "p", "dd"):
                return place, address, inner
            if not any(_contains(c.words(), text) for c in inner.children if hasattr(c, "tag")):
                return place, address, inner
    return entry


def _citations(publication, entries):
    """(number, address, element) of the links in the text that show a number."""
    found, listed = [], {node for _, _, node in entries.values()}
    for address, node in publication.nodes():
        if node.tag != "a" or "href" not in node.attributes:
            continue
        above = list(node.ancestors())
        if any(other in listed or other.tag == "nav" for other in above):
            continue
        label = _CITATION.fullmatch("".join(node.words()))
        if label and any(other.tag in ("p", "li", "td", "dd") for other in above):
            found.append((int(label[1]), address, node))
    return found


def is_about(target, node):
    """Whether arriving at `target` is arriving at `node`: the same, or tightly around it."""
    if target is node or target in node.nodes():
        return True
    for other in node.ancestors():
        if other is target:
            # Around a citation only as much as the citation itself.
            return len(target.words()) <= len(node.words()) + 2
    return False


def _notice(source, publication):
    """The notice stands in full, as one paragraph that nothing hides."""
    problems = []
    for block in source.kind("notice"):
        label, text = block.text.split(":", 1)
        accepted = (words(block.text), words(text))
        for _, node in publication.nodes():
            if node.has_blocks() or node.words() not in accepted:
                continue
            closed = [n for n in node.ancestors() if n.tag == "details" or n.is_unread()]
            if not closed:
                break
        else:
            problems.append(f"the notice “{label}” is not there in full as one open paragraph")
    return problems


def _contains(inside, text):
    first, length = text[0], len(text)
    return any(
        inside[i : i + length] == text for i, word in enumerate(inside) if word == first
    )
