"""What the encoder sees of a word beside its letters: its shape, and whether it stands inside a quotation.

Training uses these very functions, so that a model and its run time cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# Shapes (the encoder itself is uncased).
SHAPES = ("pad", "lower", "Title", "UPPER", "Letter", "Mixed", "digits", "alnum", "mark", "other", "stop", "edge")
SHAPE_EDGE = 11

# Quotation states of a word; a quotation mark takes the state of the words it encloses.
OUTSIDE, INSIDE, OPENS_PARAGRAPH, UNCLOSED, SINGLE = range(5)
QUOTE_STATES = ("outside", "inside", "inside, the quotation opens its paragraph", "inside, not closed in this paragraph", "single marks")

_OPENERS = frozenset(("“", "``", "«", "„", "‟", "‘‘"))
_CLOSERS = frozenset(("”", "''", "»", "’’"))
_EITHER = frozenset(('"', "''"))
_CLOSING = _CLOSERS | _EITHER
_MARK = re.compile("[“”«»„‟\"]|``|''|‘‘|’’")
_SINGLE_SPAN = 80  # words within which a single quotation mark must find its partner


def shape(word: str) -> int:
    """Index into SHAPES."""
    if not word.isalpha():  # most words are nothing but letters
        if word.isdigit():
            return 6
        if any(c.isdigit() for c in word):
            return 7
        if not any(c.isalpha() for c in word):
            return 8
    if word.islower():
        return 1
    if len(word) == 1 and word.isupper():
        return 4
    if word.isupper():
        return 3
    if word[0].isupper():
        return 2 if word[1:].islower() else 5
    return 9


def quote_states(words: Sequence[str], spaced: Sequence[bool], paragraphs: Sequence[int]) -> list[int]:
    """State of each word. `spaced[i]`: a blank (or the text's edge) precedes word i; `paragraphs[i]`: number of its paragraph."""
    return quotations(words, spaced, paragraphs)[0]


def quotations(words: Sequence[str], spaced: Sequence[bool], paragraphs: Sequence[int], *, carried: bool = False) -> tuple[list[int], bool]:
    """State of each word, and whether the last paragraph ends inside a quotation; `carried`: the paragraph before the first does.

    A quotation that is open at a paragraph's end goes on in the next one where that one closes it before it opens another.
    """
    states = [OUTSIDE] * len(words)
    first = 0
    while first < len(words):
        last = first
        while last < len(words) and paragraphs[last] == paragraphs[first]:
            last += 1
        carried = _paragraph(words, spaced, first, last, states, carried=carried)
        first = last
    return states, carried


def closes_first(paragraph: str) -> bool:
    """Whether a paragraph may go on in a quotation of the one before it: the first of its marks can close one."""
    found = _MARK.search(paragraph)
    return found is not None and found.group() in _CLOSING


def _paragraph(words: Sequence[str], spaced: Sequence[bool], first: int, last: int, states: list[int], *, carried: bool) -> bool:
    opened = -1
    for i in range(first, last):
        word = words[i]
        if opened < 0:
            if word in _OPENERS or (word in _EITHER and not _closes(words, spaced, i, last)):
                opened, carried = i, False
            elif carried and (word in _CLOSERS or word == '"'):
                _fill(states, first, i + 1, INSIDE)
                carried = False
        elif word in _CLOSERS or word == '"':
            _fill(states, opened, i + 1, OPENS_PARAGRAPH if opened == first else INSIDE)
            opened = -1
    if opened >= 0:
        _fill(states, opened, last, UNCLOSED)
    _single(words, spaced, first, last, states)
    return opened >= 0


def _closes(words: Sequence[str], spaced: Sequence[bool], i: int, last: int) -> bool:
    """Whether a mark that may open or close can only close: it leans on the word before it (`"We go," he said` with its opener lost)."""
    loose = i + 1 == last or spaced[i + 1]
    return loose and (words[i] == "''" or not spaced[i])


def _single(words: Sequence[str], spaced: Sequence[bool], first: int, last: int, states: list[int]) -> None:
    """British style 'like this': an opener with a blank only before it, a closer within reach that no genitive explains."""
    opened = -1
    for i in range(first, last):
        word = words[i]
        if opened >= 0 and i - opened > _SINGLE_SPAN:
            opened = -1
        tight = i + 1 < last and not spaced[i + 1]
        if word == "‘" or (word in ("'", "`") and spaced[i] and tight):
            opened = i
        elif opened >= 0 and word in ("’", "'") and not tight:
            for k in range(opened, i + 1):
                if states[k] == OUTSIDE:
                    states[k] = SINGLE
            opened = -1
        elif opened >= 0 and word in ("’", "'") and words[i - 1] in (",", ".", "?", "!"):
            _fill(states, opened, i + 1, SINGLE)
            opened = -1


def _fill(states: list[int], first: int, last: int, state: int) -> None:
    for i in range(first, last):
        states[i] = state
