"""Where sentences may start, by rule: paragraph breaks always, final stops unless newspaper habit explains them.

The rules decide the plain cases; the model's sentence-start head may add a start at a stop or line end the rules left open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import IntEnum

_FINAL = frozenset((".", "!", "?", "...", "…", "?!", "!?", "!!", "??", "!!!", "???", ".?", ".!"))
_CLOSED = frozenset(('"', "''", "”", "’", "'", "»"))
_AFTER = _CLOSED | {")", "]"}
_OPEN = frozenset(('"', "``", "“", "‘", "'", "(", "[", "«", "-", "–", "—", "--", "*", "•"))
_PAUSES = frozenset((":", ";", "—", "--", "–", "/", "*", "•"))
_MAY_END = frozenset(word[-1] for word in _FINAL | _AFTER | _PAUSES)
# Titles and ranks with a stop: what follows belongs to them ("Gen. Osei").
_TITLES = frozenset(
    "Mr. Mrs. Ms. Messrs. Dr. Prof. Rev. Hon. Gen. Brig. Col. Lt. Sgt. Cpl. Capt. Maj. Cmdr. Adm. Gov. Sen. Sens. Rep. Reps. Pres. Amb. "
    "Atty. Supt. Insp. Det. Const. St. Mt. Ft. No. Nos. vs. cf. approx. est. "
    "Jan. Feb. Apr. Aug. Sept. Sep. Oct. Nov. Dec. Mar. Jun. Jul.".split()
)


class Start(IntEnum):
    """How sure the rules are that a sentence starts at a word."""

    NO = 0
    UNLIKELY = 1  # a capital without a stop before it, where stops are set: only a model that is all but certain makes a start of it
    UNMARKED = 2  # no stop before it in a paragraph that ends without one, too (a list, a letter, a caption): one that is sure does
    OPEN = 3  # the model decides
    YES = 4


def starts(words: Sequence[str], spaced: Sequence[bool], paragraphs: Sequence[int]) -> list[Start]:
    """For each word whether a sentence starts there. `spaced[i]`: a blank precedes word i; `paragraphs[i]`: its paragraph's number."""
    out = [Start.NO] * len(words)
    first = 0
    while first < len(words):
        last = bisect_right(paragraphs, paragraphs[first], first)
        stopped = _stopped(words, first, last)
        out[first] = Start.YES
        for i in range(first + 1, last):
            word = words[i]
            if not stopped:
                usual = Start.UNMARKED if spaced[i] else Start.NO
            else:
                usual = Start.UNLIKELY if spaced[i] and not word[0].islower() else Start.NO
            out[i] = _start(words, spaced, i, usual) if words[i - 1][-1] in _MAY_END else usual  # after most words no rule looks further
        first = last
    return out


def _stopped(words: Sequence[str], first: int, last: int) -> bool:
    """Whether a paragraph ends with a stop, as prose does."""
    k = last - 1
    while k > first and words[k] in _AFTER:
        k -= 1
    return words[k] in _FINAL or (words[k][-1] == "." and len(words[k]) > 1)


def _start(words: Sequence[str], spaced: Sequence[bool], i: int, usual: Start) -> Start:
    if not spaced[i]:
        # "He left.She stayed": a lost blank after a full stop, and a quotation mark that opens right after one, are left to the model
        return Start.OPEN if words[i - 1] in (".", "!", "?") and words[i][:1].isupper() else Start.NO
    if words[i - 1] in _CLOSED:
        usual = Start.NO  # '"We go," he said', '"We go," Mr. Osei said'
    k = i - 1
    while k > 0 and words[k] in _AFTER and i - k < 4:
        k -= 1
    before = words[k]
    begins = _begins(words, i)
    if before in _FINAL:
        if k == i - 1 or before == ".":
            return Start.YES if begins else usual if before in ("...", "…") else Start.OPEN
        # "'Will they come?' he asked": after a closed quotation a small letter goes on, a capital may be "He asked" or "Mr. Osei asked"
        return Start.OPEN if begins else usual
    if before.endswith(".") and len(before) > 1:
        if before in _TITLES or (len(before) == 2 and before[0].isupper()):
            return Start.NO
        return Start.OPEN if begins else usual
    return Start.OPEN if before in _PAUSES and begins else usual


def _begins(words: Sequence[str], i: int) -> bool:
    """Whether word i, past opening marks, could open a sentence: a capital, a figure, a script without case."""
    while i < len(words) - 1 and words[i] in _OPEN:
        i += 1
    first = words[i][:1]
    return not first.islower() and (first.isalnum() or words[i] in _OPEN or first in "$€£@#")
