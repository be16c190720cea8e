"""Days that the acts of one article lend one another, where their own sentences state none: tellings of one act, acts of the same people,
the one recent day on which an article's violence falls, and the day that its dateline prints."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dateline.article import Article
from dateline.did.dates import date_of
from dateline.did.dating import Tense, tense_of
from dateline.did.scene import Scene, looked_back_on
from dateline.fields import Event, Statement
from dateline.grammar.words import Grammar

_FORCE = frozenset(("ASSAULT", "PROTEST", "COERCE"))
_SCENIC = frozenset(("ASSAULT", "PROTEST"))
_POINTING = frozenset(("the", "this", "that", "these", "those", "such"))
_ASIDE = frozenset(("acl", "amod"))
_QUOTED = ("direct", "mixed")
_STEM = 4  # letters that alike words share
_RECENT = 10  # days before the copy within which an act is news and no background


@dataclass(frozen=True, slots=True)
class Deed:
    """What is asked of an act that may lend or take a day: `day` where it has one, `open` where it may take one."""

    event: Event
    day: str | None
    open: bool
    stem: str
    noun: bool
    pointed: bool
    tense: Tense
    aside: bool
    quoted: bool
    stated: bool
    looked_back_on: bool


Lender = Callable[[Sequence[Deed], str | None], Iterable[Event | None]]


def lend_days(
    article: Article, g: Grammar, events: Sequence[Event], heads: Sequence[int], *, scene: Scene, statements: Sequence[Statement]
) -> list[Event]:
    """Gives deeds of force that happened and state no day the day of another act of the article, and with it that act's time; to attacks
    of a dispatch that tells of no recent day the one that its dateline prints. Order, number and all else stay."""
    kinds = {s.id: s.kind for s in statements}
    acts = [_act(article, g, event, head, scene, kinds) for event, head in zip(events, heads, strict=True)]
    if not any(act.open for act in acts):
        return list(events)
    published = article.published[:10] if article.published else None
    printed = _printed(article, scene, published)
    for lender in (*_LENDERS, printed, *_LENDERS):
        acts = [_taken(act, donor) for act, donor in zip(acts, lender(acts, published), strict=True)]
    return [act.event for act in acts]


def _act(article: Article, g: Grammar, event: Event, head: int, scene: Scene, kinds: Mapping[str, str]) -> Deed:
    last = max((w.index for w in g.within(event.trigger) if w.upos != "PUNCT"), default=head)
    force = event.type in _FORCE and event.status == "actual"
    free = force and event.date is None and event.date_end is None
    noun = g.words[last].upos == "NOUN"
    return Deed(
        event,
        day=event.date if force and event.date and len(event.date) == 10 and event.date_end is None else None,
        open=free and date_of(g, head, scene, published=article.published).rule != "shift",  # "days after they had fled" is another day
        stem=g.lower_lemmas[last][:_STEM],
        noun=noun,
        pointed=noun and any(w.text.lower() in _POINTING for w in g.children(last, "det")),
        tense=tense_of(g, g.words[head]) if free else "past",
        aside=g.words[head].deprel in _ASIDE,
        quoted=kinds.get(event.statement or "") in _QUOTED,
        stated=_stated(g, head, scene, article.published),
        looked_back_on=looked_back_on(g, head),
    )


def _stated(g: Grammar, head: int, scene: Scene, published: str | None) -> bool:
    """Whether a sentence names another day than that of the copy, or counts from some time on ("4,000 have been killed since then")."""
    sentence = g.sentences[g.words[head].sentence]
    days = {(scene.times[i].start, scene.times[i].end) for i in scene.times_in.get(sentence.index, ())}
    today = published[:10] if published else None
    return bool(days - {(today, today)}) or "since" in g.lower[sentence.first : sentence.last]


def _taken(act: Deed, donor: Event | None) -> Deed:
    """An open act with the day of a donor."""
    if donor is None or not act.open:
        return act
    return replace(act, event=replace(act.event, date=donor.date, time=donor.time), day=donor.date, open=False)


def _agreed(pairs: Iterable[tuple[Hashable, Event]]) -> dict[Hashable, Event | None]:
    """By key the first of the acts that agree on a day; None where they do not."""
    out: dict[Hashable, Event | None] = {}
    for key, event in pairs:
        known = out.setdefault(key, event)
        if known is not None and known.date != event.date:
            out[key] = None
    return out


def _same_word(acts: Sequence[Deed], published: str | None) -> Iterable[Event | None]:
    """Tellings in the same word: "the shelling" takes the day on which "shells" fell, if all acts in that word fell on one day."""
    agreed = _agreed(((act.event.type, act.stem), act.event) for act in acts if act.day)
    return [agreed.get((act.event.type, act.stem)) for act in acts]


def _same_target(acts: Sequence[Deed], published: str | None) -> Iterable[Event | None]:
    """Deeds of one type against the same target."""
    agreed = _agreed(((act.event.type, name), act.event) for act in acts if act.day for name in act.event.target)
    return [next((agreed[key] for name in act.event.target if (key := (act.event.type, name)) in agreed), None) for act in acts]


def _pointed(acts: Sequence[Deed], published: str | None) -> Iterable[Event | None]:
    """ "The attack", where the attacks dated before it were of one day."""
    seen: dict[str, Event | None] = {}
    for act in acts:
        known = seen.get(act.event.type)
        yield known if act.pointed else None
        if act.day:
            seen[act.event.type] = act.event if act.event.type not in seen or (known and known.date == act.day) else None


def _same_people(acts: Sequence[Deed], published: str | None) -> Iterable[Event | None]:
    """The deed dated just before it, if somebody has a part in both."""
    last: Event | None = None
    for act in acts:
        event = act.event
        shared = last is not None and not {*last.source, *last.target}.isdisjoint((*event.source, *event.target))
        yield last if shared and act.tense != "present" else None
        if act.day:
            last = event


def _days(acts: Sequence[Deed], published: str | None) -> set[str]:
    """Days of the acts of the last ten days."""
    return {act.day for act in acts if act.day and published and 0 <= _between(act.day, published) <= _RECENT}


def _between(first: str, last: str) -> int:
    try:
        return (date.fromisoformat(last) - date.fromisoformat(first)).days
    except ValueError:
        return -1


def _one_recent_day(acts: Sequence[Deed], published: str | None) -> Iterable[Event | None]:
    """The one day of the last ten on which force was used, for attacks and protests in sentences without a time, if one of their type fell
    on it: the article tells one scene. What is quoted, in the present or an aside may be of another day. Where nothing at all is dated
    but by the day of the copy, other deeds and sentences take it too."""
    days = _days(acts, published)
    donors = _agreed((act.event.type, act.event) for act in acts if act.day in days) if len(days) == 1 else {}
    today = {act.event.date for act in acts if act.event.date} == {published}

    def fits(act: Deed) -> bool:
        if act.event.type not in _SCENIC:
            return today and not (act.quoted or act.noun or act.aside) and act.tense == "past"
        if today:
            return not act.quoted and act.tense != "pluperfect"
        return not (act.quoted or act.aside or act.stated) and act.tense not in ("present", "ahead")

    return [donors.get(act.event.type) if fits(act) else None for act in acts]


def _printed(article: Article, scene: Scene, published: str | None) -> Lender:
    """The lender of the day that the dateline prints."""
    line = article.dateline
    stated = (i for i, time in enumerate(scene.times) if line and line.date and line.span.holds(time.span) and time.start == line.date)
    index = next(stated, None)

    def lender(acts: Sequence[Deed], published: str | None) -> Iterable[Event | None]:
        if index is None or line is None or line.date != published or _days(acts, published):
            return [None] * len(acts)
        return [replace(act.event, date=line.date, time=index) if is_news(act) else None for act in acts]

    def is_news(act: Deed) -> bool:
        named = act.pointed or (act.noun and bool(act.event.target_spans) and act.event.place is not None)
        told = act.tense in ("past", "perfect") or (named and act.tense == "present")
        return told and act.event.type == "ASSAULT" and not (act.quoted or act.stated or act.looked_back_on)

    return lender


_LENDERS: tuple[Lender, ...] = (_same_word, _same_target, _pointed, _same_people, _one_recent_day)
