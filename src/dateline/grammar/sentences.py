"""Where sentences may start, by rule: paragraph breaks always, final stops unless newspaper habit explains them.

The rules decide the plain cases; the model's sentence-start head may add a start at a stop or line end the rules left open.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

_FINAL = frozenset((".", "!", "?", "...", "…", "?!", "!?", "!!", "??", "!!!", "???"))
_AFTER = frozenset(('"', "''", "”", "’", "'", ")", "]", "»"))
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
    UNLIKELY = 1  # no stop before it: only a model that is very sure (a list, a letter, a page without stops) makes a start of it
    OPEN = 2  # the model decides
    YES = 3


def starts(words: Sequence[str], spaced: Sequence[bool], paragraphs: Sequence[int]) -> list[Start]:
    """For each word whether a sentence starts there. `spaced[i]`: a blank precedes word i; `paragraphs[i]`: its paragraph's number."""
    out = [Start.UNLIKELY if blank else Start.NO for blank in spaced]
    for i, word in enumerate(words):
        if i == 0 or paragraphs[i] != paragraphs[i - 1]:
            out[i] = Start.YES
        elif words[i - 1][-1] in _MAY_END:  # most words: no rule looks further
            out[i] = _start(words, spaced, i, word)
    return out


def _start(words: Sequence[str], spaced: Sequence[bool], i: int, word: str) -> Start:
    if not spaced[i]:
        # "He left.She stayed": a lost blank after a full stop, and a quotation mark that opens right after one, are left to the model
        return Start.OPEN if words[i - 1] in (".", "!", "?") and word[:1].isupper() else Start.NO
    k = i - 1
    while k > 0 and words[k] in _AFTER and i - k < 4:
        k -= 1
    before = words[k]
    begins = _begins(words, i)
    if before in _FINAL:
        if k == i - 1 or before == ".":
            return Start.YES if begins else Start.UNLIKELY if before in ("...", "…") else Start.OPEN
        # "'Will they come?' he asked": after a closed quotation a small letter goes on, a capital may be "He asked" or "Mr. Osei asked"
        return Start.OPEN if begins else Start.UNLIKELY
    if before.endswith(".") and len(before) > 1:
        if before in _TITLES or (len(before) == 2 and before[0].isupper()):
            return Start.NO
        return Start.OPEN if begins else Start.UNLIKELY
    return Start.OPEN if before in _PAUSES and begins else Start.UNLIKELY


def _begins(words: Sequence[str], i: int) -> bool:
    """Whether word i, past opening marks, could open a sentence: a capital, a figure, a script without case."""
    while i < len(words) - 1 and words[i] in _OPEN:
        i += 1
    first = words[i][:1]
    return not first.islower() and (first.isalnum() or words[i] in _OPEN or first in "$€£@#")
