"""Grounds: nouns by which a place comes back: "the city", "this island". No actors, and no part of the record; they complete its chains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from dateline.article import Span
from dateline.fields import Place
from dateline.grammar.words import Grammar, Word

_TOWNS, _LANDS = frozenset(("city",)), frozenset(("country",))
_PARTS, _ANY = frozenset(("admin",)), frozenset(("city", "admin", "region", "site", "country"))
#: noun -> kinds of place that it may come back to
_KINDS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("city", "town", "village", "capital", "municipality", "metropolis", "port"), _TOWNS),
    **dict.fromkeys(("country", "nation", "kingdom", "republic", "empire"), _LANDS),
    **dict.fromkeys(("state", "province", "county", "district", "prefecture"), _PARTS),
    **dict.fromkeys(("island", "islands", "archipelago", "peninsula", "region", "area"), frozenset(("region", "admin", "site", "country"))),
    **dict.fromkeys(("colony", "territory", "settlement"), _ANY),
}
_IT = frozenset(("it", "its"))
_DEFINITE = frozenset(("the", "this", "our"))
_TIED = frozenset(("nmod", "amod", "acl", "nummod", "flat", "appos", "compound"))
_FAR = 12  #: sentences back that such a noun may look


def place_nouns(grammar: Grammar, places: Sequence[Place]) -> tuple[tuple[Span, Place], ...]:
    """Each noun or "it" that stands for a place named before, with the latest naming of that place. Spans index the article's text."""
    words, out = grammar.words, []
    named = sorted((place for place in places if place.use != "name"), key=lambda place: place.span)
    latest: dict[str, tuple[Place, int]] = {}
    at: dict[int, Place] = {}  # by word: names, and what was found to stand for them
    focus: tuple[int, Place] | None = None  # sentence and place that the copy speaks of
    n = 0
    for word in words:
        while n < len(named) and named[n].span.start <= word.start:
            at.update((w.index, named[n]) for w in grammar.within(named[n].span))
            if named[n].span.start < word.start or named[n].span.end > word.end:
                latest[named[n].kind] = (named[n], word.sentence)
                n += 1
            else:
                break
        place = at.get(word.index)
        if place is None:
            place = _meant(grammar, word, at, focus) if word.entity == "place" or grammar.lower[word.index] in _IT else None
            kinds = _KINDS.get(grammar.lower_lemmas[word.index])
            if place is None and kinds is not None and word.upos in ("NOUN", "PROPN") and word.name == "O" and _back(grammar, word):
                near = [latest[kind] for kind in sorted(kinds) if kind in latest and word.sentence - latest[kind][1] <= _FAR]
                place = max(near, key=lambda found: found[0].span.start)[0] if near else _mostly(named[:n], kinds)
            if place is not None:
                out.append((word.span, place))
                at[word.index] = place
                latest[place.kind] = (place, word.sentence)
        if place is not None and word.deprel.startswith(("nsubj", "root")):
            focus = (word.sentence, place)
    return tuple(out)


def _meant(grammar: Grammar, word: Word, at: Mapping[int, Place], focus: tuple[int, Place] | None) -> Place | None:
    """The place that "it" comes back to, or of which a noun is said: "Tarn is a <port>"."""
    if grammar.lower[word.index] in _IT and word.deprel.startswith(("nsubj", "nmod:poss")):
        return focus[1] if focus is not None and word.sentence - focus[0] <= 1 else None
    if word.upos != "NOUN" or word.entity != "place" or not grammar.children(word.index, "cop"):
        return None
    subject = next((w for w in grammar.children(word.index) if w.deprel.startswith("nsubj")), None)
    return at.get(subject.index) if subject is not None and subject.index < word.index else None


def _mostly(named: Sequence[Place], kinds: frozenset[str]) -> Place | None:
    """The place of these kinds that the copy so far is about: named twice or more, and in more than half of all cases."""
    found = [place for place in named if place.kind in kinds]
    counts = Counter((place.name, place.country) for place in found).most_common(1)
    if not counts or counts[0][1] < 2 or 2 * counts[0][1] <= len(found):
        return None
    return next(place for place in found if (place.name, place.country) == counts[0][0])


def _back(grammar: Grammar, word: Word) -> bool:
    """Whether it is just "the city": definite, in the singular, with nothing that would tell another one."""
    before = grammar.words[word.index - 1] if word.index else None
    if before is None or before.text.lower() not in _DEFINITE or word.deprel in ("compound", "amod"):
        return False
    return not any(child.relation in _TIED for child in grammar.children(word.index))
