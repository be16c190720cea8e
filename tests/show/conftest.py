"""A hand-made record, so that everything in `show` is tested without a model."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.article import Dateline, Part, Source, Span
from dateline.fields import Actor, Casualty, Condition, Event, Place, Role, Speaker, Statement, Time
from dateline.record import MadeBy, Record

TEXT = """{{ page.kicker }}
Ferry crews walk out in Sund
Harbour master denies blaze <script>alert(1)</script>

SUND, May 4. /NORDA/. Ferry crews walked out in Sund on Monday, and police detained 12 people.

Calm, the harbour master insists, had returned by Wednesday. "Nobody set fire to anything," Ulla Brandt told NORDA. A union statement \
quoted its chairman as saying the crews would march on Friday.

=cmd|' /C calc'!A0 remains tense in Sund.

Ulla Brandt"""


def at(words: str, nth: int = 0, text: str = TEXT) -> Span:
    """The span of the nth occurrence of words."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def _event(id: str, words: str, type: str, **more: object) -> Event:
    values: dict[str, object] = {
        "mode": None,
        "cameo": None,
        "contexts": (),
        "source": (),
        "target": (),
        "source_spans": (),
        "target_spans": (),
        "date": None,
        "date_end": None,
        "time": None,
        "place": None,
        "status": "actual",
        "statement": None,
        "casualties": (),
        "also": (),
        "rule": "tagger_v1",
    }
    return Event(id=id, trigger=at(words), type=type, **(values | more))  # type: ignore[arg-type]


def make(id: str = "norda-1", outlet: str | None = None) -> Record:
    """The record; `outlet` makes it a reprint."""
    crews, police = at("Ferry crews", 1), at("police")
    return Record(
        id=id,
        source=Source(path=f"copy/{id}.txt", outlet=outlet),
        text=TEXT,
        published="2026-05-04",
        published_from="dateline",
        headline=at("Ferry crews walk out in Sund"),
        dateline=Dateline(at("SUND, May 4. /NORDA/."), "Sund", "2026-05-04", "NORDA"),
        parts=(
            Part("debris", at("{{ page.kicker }}")),
            Part("headline", at("Ferry crews walk out in Sund")),
            Part("subhead", at("Harbour master denies blaze <script>alert(1)</script>")),
            Part("dateline", at("SUND, May 4. /NORDA/.")),
            Part("body", Span(crews.start, at("12 people.").end)),
            Part("body", Span(at("Calm, the").start, at("march on Friday.").end)),
            Part("body", at("=cmd|' /C calc'!A0 remains tense in Sund.")),
            Part("tag", at("Ulla Brandt", 1)),
        ),
        sentences=(
            at("Ferry crews walk out in Sund"),
            at("Harbour master denies blaze <script>alert(1)</script>"),
            Span(crews.start, at("12 people.").end),
            at("Calm, the harbour master insists, had returned by Wednesday."),
            at('"Nobody set fire to anything," Ulla Brandt told NORDA.'),
            Span(at("A union statement").start, at("march on Friday.").end),
            at("=cmd|' /C calc'!A0 remains tense in Sund."),
        ),
        times=(
            Time(at("Monday"), "DATE", "2026-05-04", "2026-05-04", "2026-05-04", "weekdays.past"),
            Time(at("Friday"), "DATE", "2026-05-08", "2026-05-08", "2026-05-08", "weekdays.coming"),
            Time(at("Wednesday"), "DATE", None, "2026-05-01", "2026-05-06", "weekdays.past"),
        ),
        places=(Place(at("Sund", 1), "Sund", "city", "FIN", "Åland", 60.25, -20.11, 1, "gazetteer.city"),),
        actors=(
            Actor("a1", "ferry crews", "group", (crews,), country="FIN", sector="LAB", rule="who.group"),
            Actor("a2", "police", "organization", (police,), country="FIN", sector="COP", rule="who.body"),
            Actor(
                "a3",
                "Ulla Brandt",
                "person",
                (at("the harbour master"), at("Ulla Brandt")),
                (Role("harbour master", "FIN", at("harbour master")),),
                "FIN",
                "GOV",
                (at("harbour master"),),
                "who.office",
            ),
        ),
        statements=(
            Statement(
                "s1",
                Speaker(at("the harbour master"), "a3"),
                at("insists"),
                (at("Calm"), at("had returned by Wednesday")),
                "indirect",
                "speech",
                None,
                None,
                None,
                "said.parenthetical",
            ),
            Statement(
                "s2",
                Speaker(at("Ulla Brandt"), "a3"),
                at("told"),
                (at("Nobody set fire to anything"),),
                "direct",
                "speech",
                "2026-05-04",
                None,
                None,
                "said.quote",
            ),
            Statement(
                "s3",
                Speaker(at("A union statement"), None),
                at("quoted"),
                (at("its chairman as saying the crews would march on Friday"),),
                "indirect",
                "speech",
                None,
                None,
                None,
                "said.clause",
            ),
            Statement(
                "s4",
                Speaker(at("its chairman"), None),
                at("as saying"),
                (at("the crews would march on Friday"),),
                "indirect",
                "speech",
                None,
                None,
                "s3",
                "said.clause",
            ),
        ),
        events=(
            _event("e1", "walked out", "PROTEST", mode="strike", source=("a1",), source_spans=(crews,), date="2026-05-04", time=0, place=0),
            _event(
                "e2",
                "detained",
                "COERCE",
                mode="arrest",
                source=("a2",),
                source_spans=(police,),
                date="2026-05-04",
                time=0,
                place=0,
                casualties=(Casualty("detained", 12, 12, at("12 people"), "tolls.number"),),
            ),
            _event("e3", "set fire", "PROTEST", mode="riot", status="denied", statement="s2"),
            _event("e4", "march", "PROTEST", mode="demo", status="planned", statement="s4", date="2026-05-08", time=1),
        ),
        conditions=(
            Condition("c1", at("Calm"), "calm", 0, None, None, 2, "actual", "s1", "states.calm"),
            Condition("c2", at("=cmd|' /C calc'!A0 remains tense"), "tense", 0, "2026-05-04", None, None, "actual", None, "states.tense"),
        ),
        casualties=(Casualty("injured", None, None, at("people"), "tolls.words"),),
        made_by=MadeBy("0.1.0", 1, "tagger_v1", "gazetteer_v1"),
    )


@pytest.fixture
def record() -> Record:
    """One record."""
    return make()


@pytest.fixture
def build() -> Callable[..., Record]:
    """Makes records with another id and outlet."""
    return make
