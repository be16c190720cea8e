"""The actors of an article by the words that name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dateline.article import Span
from dateline.fields import Actor, Place
from dateline.grammar.words import Grammar, Word

Party = tuple[str, Span]  # actor id and the mention that names it here


@dataclass(frozen=True, slots=True)
class Cast:
    """Mentions of the article's actors by the word that heads them, and all mentions by the words in them (innermost first)."""

    heads: dict[int, Party]
    inside: dict[int, Party]
    starts: dict[int, Party]
    ends: dict[int, Party]
    nations: dict[int, Party]  # countries that act in the article, by adjectives that mean them: "<Norwegian> shelling"

    def at(self, index: int, *, loose: bool = False) -> Party | None:
        """The actor whose mention is headed by a word; with `loose` also one whose mention only holds it."""
        return self.heads.get(index) or (self.inside.get(index) if loose else None)


#: Prepositions behind which a capital is the government that sits there rather than a town.
_DEALINGS = frozenset("to from with against on between for by of".split())

#: What does what its crew does: "a coast guard <vessel> rammed the boat"
_CRAFT = frozenset(
    "vessel ship boat cutter gunboat warship frigate destroyer submarine plane jet fighter bomber helicopter aircraft warplane drone "
    "patrol convoy truck vehicle tank column unit".split()
)


def cast_of(g: Grammar, actors: Iterable[Actor], places: Iterable[Place] = (), allusions: Iterable[Place] = ()) -> Cast:
    """Indexes the mentions. Of several mentions with one head the longest wins ("the chief of police" against "chief"). A country that
    acts in the article is an actor also where it stands as a place: "halted imports from Tarn"; `allusions` are the words for peoples."""
    found = [(span, actor.id) for actor in actors for span in actor.mentions]
    heads: dict[int, Party] = {}
    crewed: dict[int, Party] = {}
    inside: dict[int, Party] = {}
    starts: dict[int, Party] = {}
    ends: dict[int, Party] = {}
    for span, name in sorted(found, key=lambda m: (-m[0].length, m[0].start, m[1])):
        words = g.within(span)
        if not words:
            continue
        first, last = words[0].index, words[-1].index
        tops = [w for w in words if not first <= w.head <= last]
        top = next((w for w in tops if w.upos in ("NOUN", "PROPN", "PRON", "NUM")), tops[0] if tops else words[-1])
        heads.setdefault(top.index, (name, span))
        if top.deprel in ("compound", "nmod:poss") and g.words[top.head].lemma.lower() in _CRAFT:
            crewed.setdefault(top.head, (name, span))
        starts.setdefault(first, (name, span))
        ends.setdefault(last, (name, span))
        for w in words:
            inside[w.index] = (name, span)
    for index, party in crewed.items():
        heads.setdefault(index, party)
    countries = {a.country: a.id for a in reversed(tuple(actors)) if a.kind == "country" and a.country}
    seats = _seats(g, actors, countries)
    for place in places:
        words = g.within(place.span)
        if not words or words[-1].index in inside:
            continue
        acting = countries.get(place.country or "") if place.kind == "country" or place.use == "government" else None
        if acting is None and place.kind == "city" and _dealt_with(g, words):
            acting = seats.get(words[-1].text)
        if acting is None:
            continue
        party = (acting, place.span)
        for k in (words[-1].index, words[0].index):
            heads.setdefault(k, party)
        starts.setdefault(words[0].index, party)
    nations: dict[int, Party] = {}
    for place in allusions:
        words = g.within(place.span)
        acting = countries.get(place.country or "") if place.use == "people" else None
        if acting is not None and len(words) == 1 and words[0].deprel in ("amod", "compound"):
            nations[words[0].index] = (acting, place.span)
    return Cast(heads, inside, starts, ends, nations)


def _seats(g: Grammar, actors: Iterable[Actor], countries: Mapping[str, str]) -> dict[str, str]:
    """Capitals that the article names for the government that sits there ("Tarn City denied it"), by their last word."""
    out: dict[str, str] = {}
    acting = set(countries.values())
    for actor in actors:
        if actor.id not in acting:
            continue
        for span in actor.mentions:
            words = g.within(span)
            if words and words[-1].upos == "PROPN":
                out.setdefault(words[-1].text, actor.id)
    return out


def _dealt_with(g: Grammar, words: Sequence[Word]) -> bool:
    """Whether a town stands where a government may: "an offer from Tarn City", not "in Tarn City"."""
    inside = {w.index for w in words}
    top = next((w for w in words if w.head not in inside), words[-1])
    case = [w.text.lower() for w in g.children(top.index, "case") if w.text not in ("'s", "’s", "'", "’")]
    return all(each in _DEALINGS for each in case)
