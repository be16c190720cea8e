"""Chunks: noun phrases up to their head, found by part of speech alone, so that a wrong tree cannot tear them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline.grammar.words import Grammar, Sentence, Word
from dateline.who.shapes import ARTICLES, TIME_WORDS, Chunk, is_determiner

_INSIDE = frozenset(("ADJ", "NOUN", "PROPN", "NUM", "DET", "X", "SYM"))
_AFTER_DETERMINER = frozenset(("all", "both", "such", "half", "many", "not"))
_TIME_MARKS = frozenset(("last", "next", "this", "early", "late", "past", "each", "every"))
_BECOME = frozenset("dead alive injured wounded unconscious missing hostage stranded homeless free".split())
_MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_HALVES = frozenset(("a.m.", "p.m.", "am", "pm", "a.m", "p.m", "gmt"))
_CLOCK = re.compile(r"\d\d?:\d\d$")
_MAX = 24  #: words of one chunk; a keyword line is cut into pieces rather than read as one name


def chunks(grammar: Grammar, sentence: Sentence, glued: frozenset[int]) -> Iterator[Chunk]:
    """Chunks of one sentence in order. `glued` holds words that belong to the word before them (inside one name or one term)."""
    words = grammar.words
    first, owner = -1, -1
    for i in range(sentence.first, sentence.last):
        word = words[i]
        if first >= 0 and i in glued and i - first < 2 * _MAX:
            continue
        inside = _inside(words, i, sentence, first) or (first >= 0 and i + 1 in glued and word.deprel == "amod")  # "the fund's managing"
        if first >= 0 and (not inside or i - first >= _MAX or _begins(words, i)):
            yield _trimmed(words, first, i, owner)
            first, owner = -1, -1
        if inside and first < 0 and word.text.lower() == "least" and i > sentence.first and words[i - 1].text.lower() == "at":
            first = owner = i - 1
        elif inside and first < 0 and word.xpos != "POS" and word.text not in "-'’":
            first = owner = i
        elif inside and word.xpos == "POS":
            owner = i + 1
    if first >= 0:
        yield _trimmed(words, first, sentence.last, owner)


def _trimmed(words: tuple[Word, ...], first: int, last: int, owner: int) -> Chunk:
    while last > first + 1 and (words[last - 1].xpos == "POS" or words[last - 1].text in "-–'’" or _state(words, first, last - 1)):
        last -= 1
    return Chunk(first, last, owner if first <= owner < last else first)


def _state(words: tuple[Word, ...], first: int, i: int) -> bool:
    """An adjective that tells what became of those before it: "left patients <stranded>", "shot a guard <dead>"."""
    word, before = words[i], words[i - 1]
    if word.upos != "ADJ" or word.name != "O" or before.upos not in ("NOUN", "PROPN"):
        return False
    return word.deprel in ("xcomp", "ccomp", "advcl", "acl") or (word.text.lower() in _BECOME and first <= word.head < i)


def _named_after(words: tuple[Word, ...], i: int) -> bool:
    """Whether a body bears the name of the person before it: "the Ann Roe <Front>"."""
    k = i - 1
    while k > 0 and words[k].name == "I-PER":
        k -= 1
    body = words[i].upos == "PROPN" and words[i].text[:1].isupper() and words[i].entity == "organization"
    return body and words[k].head == i and words[k].deprel in ("compound", "nmod:desc", "amod")


def _inside(words: tuple[Word, ...], i: int, sentence: Sentence, first: int) -> bool:
    word = words[i]
    low, upos = word.text.lower(), word.upos
    if low in "()[]" or (upos == "NUM" and i > sentence.first and _dated(words, i)) or _timed(words, i, sentence, low):
        return False
    if low in _TIME_MARKS and i + 1 < sentence.last and words[i + 1].text.lower() in TIME_WORDS:
        return False
    if low in TIME_WORDS and word.name == "O" and low != "may":
        return (first >= 0 and words[i - 1].text == "-") or (i + 1 < sentence.last and words[i + 1].text == "-")
    if first >= 0 and low in ("elect", "designate") and words[i - 1].text == "-":
        return True
    if upos in _INSIDE or low in ARTICLES or word.name != "O" or (word.upos == "PRON" and (word.xpos == "NNP" or word.text == "WHO")):
        return not (upos == "DET" and low in ("which", "what"))
    if word.xpos in ("POS", "PRP$"):
        return word.xpos == "PRP$" or first >= 0
    after = words[i + 1] if i + 1 < sentence.last else None
    if word.upos == "VERB" and word.xpos in ("VBN", "VBG", "JJ") and after is not None and after.upos in ("NOUN", "PROPN", "ADJ"):
        if first >= 0 and (words[i - 1].upos in ("DET", "ADJ", "NUM") or is_determiner(words[i - 1])):
            return True
        title = word.text[:1].isupper() and after.text[:1].isupper()  # "police commander Acting Superintendent Roe"
        beside = first >= 0 and words[i - 1].head == word.head > i  # "a local elected official"
        return word.deprel == "amod" and (first < 0 or title or beside or words[i - 1].upos not in ("PROPN", "NOUN"))
    if word.upos == "ADV" and after is not None and after.upos in ("ADJ", "NUM") and first >= 0:
        return words[i - 1].upos in ("DET", "ADJ", "NUM") or is_determiner(words[i - 1])
    joined = after is not None and i > sentence.first and word.start == words[i - 1].end and word.end == after.start
    return first >= 0 and joined and word.text in ("-", "–")


def _dated(words: tuple[Word, ...], i: int) -> bool:
    """Whether a number is a day or year, not a count: "On March <14> police fired", "Aug. 2 <1990> troops", "In <2013> protesters"."""
    word, before = words[i], words[i - 1]
    if not word.text.isdecimal():
        return False
    if before.text.lower().rstrip(".") in _MONTHS:
        return int(word.text) < 32 or len(word.text) == 4
    if len(word.text) != 4 or word.text[:2] not in ("19", "20"):
        return False
    day = before.text.isdecimal() and i > 1 and words[i - 2].text.lower().rstrip(".") in _MONTHS
    return day or before.text.lower() in ("in", "since", "until")


def _timed(words: tuple[Word, ...], i: int, sentence: Sentence, low: str) -> bool:
    """Whether a word (`low` in small letters) tells the hour: "At <9:45> <p.m.> guards left"."""
    if low in _HALVES:
        return i > sentence.first and words[i - 1].text[:1].isdigit()
    if not low[:1].isdigit():
        return False
    return _CLOCK.match(words[i].text) is not None or (i + 1 < sentence.last and words[i + 1].text.lower() in _HALVES)


def _begins(words: tuple[Word, ...], i: int) -> bool:
    """Whether a new phrase begins at `i` though no word parts it from the one before ("told reporters the army")."""
    word, before = words[i], words[i - 1]
    if is_determiner(word) or word.xpos == "PRP$":
        return before.text.lower() not in _AFTER_DETERMINER and before.xpos != "POS"
    if word.xpos == "POS" or word.text in ("-", "–", "/") or before.xpos == "POS":
        return False
    if word.upos == "NUM" and word.deprel == "nummod" and word.head > i and before.upos == "NOUN" and before.head not in (i, word.head):
        return True  # "gave the envoy | 72 hours"
    if before.name.endswith("-PER") and not word.name.endswith("-PER"):
        return not _named_after(words, i)
    return word.name.startswith("B-") and before.name != "O" and word.name[2:] == before.name[2:] == "PER"
