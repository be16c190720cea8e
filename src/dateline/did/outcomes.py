"""What became of the people counted where several words tell it together: "were pulled dead", "taken to hospital", "the lives of nine"."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.did.numbers import Count
from dateline.fields import CasualtyKind
from dateline.grammar.words import Word

_FOUND = frozenset("pull find dig confirm declare pronounce report certify know list pick recover drag wash".split())
_KNOWN = frozenset("know confirm report say".split())  # not "feared", "believed": those may yet be alive
_DIED = frozenset("die perish drown kill".split())
_CARRIED = frozenset("take rush bring admit send fly airlift ferry carry evacuate transfer".split())
_WARDS = frozenset("hospital clinic infirmary".split())
_BETWEEN = frozenset("have has had been being more also still already now were was are is others so far later officially".split())
_ENDED = frozenset("claim cost take end".split())
_CROWD = 20  # fewer who flee are rather culprits than displaced


def by_phrase(words: Sequence[Word], count: Count) -> tuple[CasualtyKind, int] | None:
    """Kind of a toll and the word that makes it one, by the run of words behind or before a count of a sentence; None if they tell none."""
    base = words[0].index
    return _behind(words[count.last - base : count.last - base + 12], count) or _before(
        words[max(0, count.first - base - 4) : count.first - base]
    )


def _behind(right: Sequence[Word], count: Count) -> tuple[CasualtyKind, int] | None:
    passive = False
    for n, w in enumerate(right):
        low = w.text.lower()
        if w.lemma == "be":
            passive = True
        elif low in _BETWEEN or low.endswith("ly"):
            continue
        elif w.lemma == "flee" and (count.low or count.high or _CROWD) >= _CROWD:
            return "displaced", w.index
        elif passive and w.xpos in ("VBN", "VBD", "JJ"):
            return _done(w, right[n + 1 :])
        else:
            return None
    return None


def _done(verb: Word, rest: Sequence[Word]) -> tuple[CasualtyKind, int] | None:
    low = [w.text.lower() for w in rest]
    if verb.lemma in _FOUND and low[:1] == ["dead"]:
        return "killed", rest[0].index
    if verb.lemma in _KNOWN and low[:2] == ["to", "have"]:
        ended = next((w for w in rest[2:4] if w.lemma in _DIED), None)
        return ("killed", ended.index) if ended is not None else None
    if verb.lemma in _CARRIED and low[:1] == ["to"] and any(w.lemma.lower() in _WARDS for w in rest[1:5]):
        return "injured", verb.index
    return None


def _before(left: Sequence[Word]) -> tuple[CasualtyKind, int] | None:
    """As in "claimed the lives of", "cost the lives of", "the toll is"."""
    low = [w.text.lower() for w in left]
    if low[-3:] == ["the", "lives", "of"] and len(left) > 3 and left[-4].lemma in _ENDED:
        return "killed", left[-4].index
    if len(left) > 1 and left[-1].lemma == "be" and left[-2].lemma.lower() == "toll":
        return "killed", left[-2].index
    return None
