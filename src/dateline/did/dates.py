"""When an act happened: the time of its own clause, or of the clause that lends it one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.did.scene import VERBAL, Scene, clauses_of, opening
from dateline.did.tree import cases, is_verb
from dateline.fields import Time
from dateline.grammar.words import Grammar

_HAPPENS = frozenset("erupt begin start break take occur hold follow happen open last run stage".split())


@dataclass(frozen=True, slots=True)
class When:
    """Date of an act: ISO value, end of a range, index of the time expression."""

    date: str | None = None
    end: str | None = None
    time: int | None = None


def date_of(g: Grammar, head: int, scene: Scene, kind: str = "", *, words: Iterable[int] = (), published: str | None = None) -> When:
    """The date stated for an act, or all None. Of a verbal act only the verb's own times count: "proposed talks in May". `words` are
    further words of the trigger ("carried out Monday's attack")."""
    own = [*(i for i in words if i != head and not is_verb(g.words[i])), *clauses_of(g, head)]
    if kind and kind not in VERBAL and is_verb(g.words[head]):
        own[1:1] = [w.index for w in g.children(head, "obj")]  # "boycotted Tuesday's sitting"
    if not is_verb(g.words[head]):  # "the riots that erupted on May 2"
        own[1:1] = [w.index for w in g.children(head, "acl", "acl:relcl") if w.lemma in _HAPPENS]
    for rank, index in enumerate(own):
        found = scene.time_at.get(index)
        if not found:
            continue
        usable = [i for i in found if rank == 0 or not _after_conjunct(g, scene, i, head, index)]
        if kind in VERBAL and is_verb(g.words[index]):
            usable = [i for i in usable if scene.time_head[i] < index or g.words[scene.time_head[i]].head == index]
        usable = [i for i in usable if _belongs(g, scene, i, index, head, published)]
        if usable:
            return _dated(g, scene, usable, head)
    return _lent(g, scene, head, published)


def _belongs(g: Grammar, scene: Scene, time: int, index: int, head: int, published: str | None) -> bool:
    """Whether a time is of this act: not a day to come behind an infinitive ("threatened to strike on Friday"), nor a day past that a
    present or perfect verb was coordinated to ("apologised last year but has refused")."""
    if index != head:
        return not (_now(g, head) and not _now(g, index) and g.words[head].deprel == "conj")
    return not (_future(scene.times[time], published) and _infinitive(g, head, scene.time_head[time]) is not None)


def _infinitive(g: Grammar, head: int, before: int) -> int | None:
    """The infinitive below a verb that stands between it and a time."""
    return next((w.index for w in g.children(head, "xcomp") if head < w.index < before and is_verb(w)), None)


def _lent(g: Grammar, scene: Scene, head: int, published: str | None) -> When:
    """For an infinitive the day to come that the tree hangs on its governor: "threatened to strike on Friday"."""
    word = g.words[head]
    if word.deprel != "xcomp" or word.head < 0:
        return When()
    found = [i for i in scene.time_at.get(word.head, ()) if scene.time_head[i] > head and _future(scene.times[i], published)]
    return _dated(g, scene, found, head) if found else When()


def _future(time: Time, published: str | None) -> bool:
    day = iso_date(time)
    return day is not None and published is not None and day > published[: len(day)]


def _now(g: Grammar, head: int) -> bool:
    """Whether a verb is in the present or the present perfect."""
    return any(w.xpos in ("VBZ", "VBP") for w in (g.words[head], *g.children(head, "aux", "cop", "aux:pass")))


def _after_conjunct(g: Grammar, scene: Scene, time: int, head: int, anchor: int) -> bool:
    """Whether a time of the first conjunct stands between it and the second, "marched on Friday and struck": it still may hold for both,
    unless the second stands before it."""
    return g.words[head].deprel == "conj" and scene.time_head[time] > head > anchor


def _dated(g: Grammar, scene: Scene, found: list[int], head: int) -> When:
    order = sorted(found, key=lambda i: (not _calendar(scene.times[i]), abs(scene.time_head[i] - head), i))
    best = order[0]
    time = scene.times[best]
    begin = next((i for i in found if _has_case(g, scene, i, ("from", "between", "since"))), None)
    close = next((i for i in found if i != begin and _has_case(g, scene, i, ("to", "until", "till", "through"))), None)
    if begin is not None and close is not None:
        return When(iso_date(scene.times[begin]), iso_date(scene.times[close], end=True), begin)
    if _has_case(g, scene, best, ("until", "till")):
        return When(None, iso_date(time, end=True), best)
    season = iso_season(time)
    if season is not None:
        return When(season[0], season[1], best)
    return When(iso_date(time), None, best)


def _has_case(g: Grammar, scene: Scene, time: int, wanted: tuple[str, ...]) -> bool:
    return bool(cases(g, scene.time_head[time]) & frozenset(wanted))


def _calendar(time: Time) -> bool:
    return time.value is not None and time.value[:4].isdigit()


def iso_date(time: Time, *, end: bool = False) -> str | None:
    """Day, month, week or year of a time: "2019-07-09TEV" -> "2019-07-09"; None where it cannot be placed."""
    value = time.value or ""
    if value[:4].isdigit() and len(value) >= 4:
        if len(value) >= 10 and value[4] == value[7] == "-" and value[8:10].isdigit():
            return value[:10]
        if len(value) in (4, 7) or (value[5:6] == "W" and len(value) == 8):
            return value if value.replace("-", "").replace("W", "").isdigit() else None
    if time.start and time.start == time.end:
        return time.start[:10]
    return time.end[:10] if end and time.end else None


def iso_season(time: Time) -> tuple[str, str] | None:
    """First and last month of a season, quarter or half ("1998-SU"), as the time's own bounds give them."""
    value = time.value or ""
    if (
        len(value) == 7
        and value[:4].isdigit()
        and value[5:] in ("SP", "SU", "FA", "WI", "Q1", "Q2", "Q3", "Q4", "H1", "H2")
        and time.start
        and time.end
    ):
        return time.start[:7], time.end[:7]
    return None


def fronted_time(g: Grammar, head: int, scene: Scene) -> int | None:
    """The time that a sentence opens with: "In 2012 the cabinet fell after the same man had deserted it"."""
    start = opening(g, head)
    for i in scene.times_in.get(g.words[head].sentence, ()):
        top = scene.time_head[i]
        if (
            top in start
            and top - start.start < 5
            and g.words[top].relation in ("obl", "advmod", "nmod", "nummod", "root")
            and _calendar(scene.times[i])
        ):
            return i
    return None
