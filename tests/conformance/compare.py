"""Compares a reading of an output with the source article, sentence by sentence."""

from words import words

# The most generated words between two blocks of the source: a page's head and foot,
# links back from a reference, a chapter's navigation.
GAP = 120
# The same behind the title: the rest of the title page and the table of contents.
GAP_BEHIND_TITLE = 800


def compare(source, reading, cut=words):
    """The first difference as a list of at most one message; an empty list is success.

    Within a paragraph of the source the words follow each other without a gap.
    `cut` gives the words of a sentence in the way in which the reading holds them.
    """
    at, gap, sentence_number = 0, None, 0
    for block in source.blocks:
        for position, sentence in enumerate(block.sentences()):
            sentence_number += 1
            expected = cut(sentence)
            if position == 0:
                found = _find_block(block, reading, expected, at, gap, cut)
            else:
                start = next((i for i in reading.continuations(at)
                              if reading.match(i, expected)[0] == len(expected)), None)
                found = None if start is None else (start, reading.match(start, expected)[1])
            if found is None:
                return [_difference(reading, expected, sentence, sentence_number, at, gap)]
            at = found[1]
            gap = GAP
        if block.kind == "title":
            gap = GAP_BEHIND_TITLE
    return []


def _find_block(block, reading, expected, at, gap, cut):
    found = reading.find(expected, at, gap)
    if found is None and block.kind == "reference":
        # The number may be drawn as the marker of a list instead of written as text.
        found = reading.find(cut(block.text.split(" ", 1)[1]), at, gap)
    if found is None and block.kind == "notice":
        # The label may stand as a heading, without its colon.
        label, text = block.text.split(":", 1)
        found = reading.find(cut(label) + cut(text), at, gap)
    return found


def _difference(reading, expected, sentence, number, at, gap):
    message = f"sentence {number} is not where it belongs: “{sentence}”; "
    if elsewhere := reading.find(expected):
        start, _ = elsewhere
        way = "earlier" if start < at else "later"
        return message + f"it stands {way}, at {reading.place(start)}: out of order"
    # The place where most of its words stand tells best what became of it.
    window = range(at, min(len(reading.words), at + (gap or len(reading.words)) + 1))
    nearest = max(window, key=lambda index: reading.match(index, expected)[0], default=at)
    count, end = reading.match(nearest, expected)
    if count == 0:
        return message + f"after {reading.place(at)} the output has “{reading.excerpt(at)}”"
    known, lost = expected[max(0, count - 4) : count], expected[count : count + 4]
    return message + (
        f"after “{' '.join(known)}” ({reading.place(end)}) the output has "
        f"“{reading.excerpt(end)}” instead of “{' '.join(lost)}”"
    )
