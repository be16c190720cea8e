"""The event that caused a toll: the attack named in its sentence or the one before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dateline.article import Span
from dateline.did.tolls import Toll
from dateline.did.tree import cases, is_verb
from dateline.fields import Casualty, Event
from dateline.grammar.words import Grammar

_CAUSES: dict[str, frozenset[str]] = {
    "killed": frozenset(("ASSAULT", "PROTEST")),
    "injured": frozenset(("ASSAULT", "PROTEST")),
    "detained": frozenset(("COERCE", "ASSAULT")),
    "missing": frozenset(("ASSAULT",)),
    "displaced": frozenset(("ASSAULT", "COERCE")),
}
_ENDS = frozenset("kill wound injure hurt die maim displace".split())
_BACK = 1  # sentences back in which the attack may stand that a toll belongs to


def attach(
    g: Grammar, tolls: Iterable[Toll], events: Sequence[Event], heads: Mapping[str, int], titles: Sequence[Span]
) -> dict[str, tuple[Casualty, ...]]:
    """Tolls by the id of the event that caused them; what is missing belongs to the article. `heads`: trigger word of each event;
    `titles`: headline and sub-headline, whose figures go where the body tells them again."""
    told: dict[int, list[Event]] = {}
    for event in events:
        told.setdefault(g.words[heads[event.id]].sentence, []).append(event)
    out: dict[str, list[Casualty]] = {}
    loose: list[Casualty] = []
    for toll in tolls:
        cause = _cause(g, toll, told, heads)
        if cause is not None:
            out.setdefault(cause.id, []).append(toll.casualty)
        elif any(span.holds(toll.casualty.span) for span in titles):
            loose.append(toll.casualty)
    for casualty in loose:
        owner = next((key for key, value in out.items() if any(c.kind == casualty.kind and c.low == casualty.low for c in value)), None)
        if owner is not None:
            out[owner].insert(0, casualty)
    return {key: tuple(value) for key, value in out.items()}


def _cause(g: Grammar, toll: Toll, told: Mapping[int, Sequence[Event]], heads: Mapping[str, int]) -> Event | None:
    wanted = _CAUSES[toll.casualty.kind]
    if toll.disaster and toll.casualty.kind != "detained":
        return None
    if _summed(g, toll.cue):
        return None
    here = [e for e in told.get(toll.sentence, ()) if _may_cause(e, wanted)]
    own = next((e for e in here if heads[e.id] == toll.cue or e.trigger.overlaps(g.words[toll.cue].span)), None)
    above = {w.index for w in g.ancestors(toll.cue)}
    if here:
        ranked = sorted(here, key=lambda e: (e is own, heads[e.id] not in above, e.type == "PROTEST", abs(heads[e.id] - toll.cue)))
        first = ranked[0]
        return own if own is not None and (first is own or not _outcome(g, own, first, heads)) else first
    for back in range(1, _BACK + 1):
        previous = [e for e in told.get(toll.sentence - back, ()) if _may_cause(e, wanted) and _told_as_done(g, e, heads[e.id])]
        if previous:
            return min(previous, key=lambda e: (e.type == "PROTEST", heads[e.id]))
    return None


def _summed(g: Grammar, cue: int) -> bool:
    """As in "some 400 have been killed and 900 displaced since the war began": the sum of many acts belongs to none of them."""
    both = [cue, *(w.index for w in g.children(cue, "conj")), *([g.words[cue].head] if g.words[cue].deprel == "conj" else [])]
    if not any(w.lemma == "have" for i in both for w in g.children(i, "aux")):
        return False
    below = [w for i in both for w in g.children(i, "obl", "advcl", "nmod", "advmod")]
    return any("since" in cases(g, w.index) or any(m.text.lower() == "since" for m in g.children(w.index, "mark")) for w in below)


def _told_as_done(g: Grammar, event: Event, head: int) -> bool:
    """Whether an act is told as one that somebody did, somewhere, to somebody or on some day, and is no mere byword ("notorious for
    kidnapping"): only such an act costs those of whom the next sentence tells."""
    known = event.source or event.target_spans or event.date or event.place is not None
    return event.status == "actual" and (is_verb(g.words[head]) or bool(known))


def _may_cause(event: Event, wanted: frozenset[str]) -> bool:
    """Whether an event is of a kind that costs people: no march or strike kills, no plan does."""
    return event.type in wanted and event.status != "planned" and (event.type != "PROTEST" or event.mode == "riot")


def _outcome(g: Grammar, own: Event, other: Event, heads: Mapping[str, int]) -> bool:
    """Whether the toll's own verb tells only how another act of the sentence ended: "stormed the fort, killing four"."""
    a, b = heads[own.id], heads[other.id]
    word = g.words[a]
    if word.lemma not in _ENDS or own.trigger.length > len(word.text):
        return False
    if word.head == b and word.deprel in ("advcl", "conj", "xcomp"):
        return True
    return g.words[b].head == a and bool(cases(g, b) & {"in", "during", "by"})
