"""What the encoder sees of a word beside its letters: its shape, and whether it stands inside a quotation.

Training uses these very functions, so that a model and its run time cannot disagree.
"""

from __future__ import annotations

from collections.abc import Sequence

# Shapes (the encoder itself is uncased).
SHAPES = ("pad", "lower", "Title", "UPPER", "Letter", "Mixed", "digits", "alnum", "mark", "other", "stop", "edge")
SHAPE_EDGE = 11

# Quotation states of a word; a quotation mark takes the state of the words it encloses.
OUTSIDE, INSIDE, OPENS_PARAGRAPH, UNCLOSED, SINGLE = range(5)
QUOTE_STATES = ("outside", "inside", "inside, the quotation opens its paragraph", "inside, not closed in this paragraph", "single marks")

_OPENERS = frozenset(("“", "``", "«", "„", "‟"))
_CLOSERS = frozenset(("”", "''", "»"))
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
    states = [OUTSIDE] * len(words)
    first = 0
    while first < len(words):
        last = first
        while last < len(words) and paragraphs[last] == paragraphs[first]:
            last += 1
        _paragraph(words, spaced, first, last, states)
        first = last
    return states


def _paragraph(words: Sequence[str], spaced: Sequence[bool], first: int, last: int, states: list[int]) -> None:
    opened = -1
    for i in range(first, last):
        word = words[i]
        if opened < 0:
            if word in _OPENERS or word == '"' or (word == "''" and i + 1 < last and not spaced[i + 1]):
                opened = i
        elif word in _CLOSERS or word == '"':
            _fill(states, opened, i + 1, OPENS_PARAGRAPH if opened == first else INSIDE)
            opened = -1
    if opened >= 0:
        _fill(states, opened, last, UNCLOSED)
    _single(words, spaced, first, last, states)


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
