"""Records of three invented crises, marked up by hand, so that the story room is tested without a model."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from dateline.article import Article, Span
from dateline.fields import Actor, Casualty, Condition, Event, Place, Speaker, Statement
from dateline.intake import read_text
from dateline.record import MadeBy, Record

PLACES: dict[str, tuple[str, str, str, float, float]] = {
    "Kisumba": ("Kisumba", "city", "KEN", -0.1, 34.7),
    "Ruvo": ("Ruvo", "region", "KEN", -0.4, 34.2),
    "Gogavan": ("Gogavan", "city", "ARM", 41.2, 44.5),
    "Kvemo Kartli": ("Kvemo Kartli", "admin", "GEO", 41.5, 44.6),
    "Huanuni": ("Huanuni", "city", "BOL", -18.3, -66.8),
    "Oruro": ("Oruro", "city", "BOL", -18.0, -67.1),
}
#: Naming -> (kind, country, sector).
ACTORS: dict[str, tuple[str, str | None, str | None]] = {
    "Soldiers from neighbouring Georgia": ("group", "GEO", "MIL"),
    "Armenian soldiers": ("group", "ARM", "MIL"),
    "two guards": ("group", "ARM", "MIL"),
    "a Georgian patrol": ("group", "GEO", "MIL"),
    "Tin miners": ("group", "BOL", "LAB"),
    "The miners": ("group", "BOL", "LAB"),
    "Officers": ("group", "BOL", "COP"),
    "police": ("organization", "BOL", "COP"),
    "Police": ("organization", None, "COP"),
    "Teodora Mamani": ("person", "BOL", "LAB"),
}


def at(text: str, words: str, after: int = 0) -> Span:
    """The span of words in a text."""
    start = text.index(words, after)
    return Span(start, start + len(words))


def report(
    id: str,
    outlet: str,
    published: str,
    text: str,
    *,
    events: Sequence[Mapping[str, Any]] = (),
    states: Sequence[Mapping[str, Any]] = (),
    tolls: Sequence[tuple[str, str, int | None, int | None]] = (),
    said: Mapping[str, str] | None = None,
) -> Record:
    """A record. `events` name trigger words, type and more; `states` words and kind; `tolls` (words, kind, low, high) hang on the
    article; `said` maps the words of a speaker to those of a statement. Places and actors are named by their words."""
    article = read_text(text, id=id, outlet=outlet, published=published)
    statements = tuple(
        Statement(f"s{n}", Speaker(at(text, who)), None, (at(text, what),), "indirect", "speech", None, None, None, "test")
        for n, (who, what) in enumerate((said or {}).items(), 1)
    )
    places = tuple(_place(text, name) for name in PLACES if name in text)
    actors = tuple(
        Actor(f"a{n}", name, kind, (at(text, name),), country=country, sector=sector)  # type: ignore[arg-type]
        for n, (name, (kind, country, sector)) in enumerate(ACTORS.items())
        if name in text
    )
    record = Record(
        id=id,
        source=article.source,
        text=text,
        published=article.published,
        published_from=article.published_from,
        headline=article.headline,
        dateline=article.dateline,
        parts=article.parts,
        sentences=_sentences(article),
        times=(),
        places=places,
        actors=actors,
        statements=statements,
        events=(),
        conditions=(),
        casualties=tuple(Casualty(kind, low, high, at(text, words)) for words, kind, low, high in tolls),  # type: ignore[arg-type]
        made_by=MadeBy("test", 1, "none", "none"),
    )
    return _filled(record, events, states)


def _place(text: str, name: str) -> Place:
    full, kind, country, lat, lon = PLACES[name]
    return Place(at(text, name), full, kind, country, None, lat, lon, None, "test")  # type: ignore[arg-type]


def _sentences(article: Article) -> tuple[Span, ...]:
    out: list[Span] = []
    for part in article.parts:
        if part.kind in ("headline", "body"):
            start = part.span.start
            for found in re.finditer(r"[.?!][\"”]? (?=[A-Z\"“])", article.words(part.span)):
                out.append(Span(start, part.span.start + found.end() - 1))
                start = part.span.start + found.end()
            out.append(Span(start, part.span.end))
    return tuple(out)


def _filled(record: Record, events: Sequence[Mapping[str, Any]], states: Sequence[Mapping[str, Any]]) -> Record:
    text = record.text
    place = {one.name: n for n, one in enumerate(record.places)}
    actor = {one.name: one.id for one in record.actors}
    body = next(part.span.start for part in record.parts if part.kind == "body")

    def voice(span: Span) -> str | None:
        return next((one.id for one in record.statements if any(piece.holds(span) for piece in one.content)), None)

    made = []
    for n, one in enumerate(events, 1):
        trigger = at(text, one["words"], body)
        made.append(
            Event(
                id=f"e{n}",
                trigger=trigger,
                type=one["type"],
                mode=one.get("mode"),
                cameo=None,
                contexts=(),
                source=tuple(actor[name] for name in one.get("source", ())),
                target=tuple(actor[name] for name in one.get("target", ())),
                source_spans=(),
                target_spans=(),
                date=one.get("date"),
                date_end=None,
                time=None,
                place=place.get(one.get("place", "")),
                status=one.get("status", "actual"),
                statement=voice(trigger),
                casualties=tuple(Casualty(kind, low, high, at(text, words)) for words, kind, low, high in one.get("tolls", ())),
                also=(),
                rule="test",
            )
        )
    conditions = []
    for n, one in enumerate(states, 1):
        span = at(text, one["words"], body)
        where, status = place.get(one.get("place", "")), one.get("status", "actual")
        conditions.append(Condition(f"c{n}", span, one["kind"], where, one["date"], None, None, status, voice(span), "test"))
    return replace(record, events=tuple(made), conditions=tuple(conditions))


FERRY_1 = """Ferry sinks off Kisumba with scores aboard

KISUMBA, March 6 (Lagoon Wire) - A passenger ferry sank in heavy rain off Kisumba on Monday, killing at least 19 people, the port \
authority said.

The "Mwangaza" was carrying 140 passengers when it turned over near the island of Ruvo shortly after dawn, port director Salome Ndege \
told reporters. She said 63 people had been rescued by fishermen.

"We found people holding on to crates of tomatoes," said Joab Ochola, a fisherman from Ruvo.

Police detained the captain of the ferry on Monday afternoon. Transport Minister Elias Mutua ordered the ferries of the line \
to stay in port.

The owner, Ruvo Lines, denied that the vessel had been overloaded.
"""
FERRY_2 = """At least 19 die as lake ferry capsizes

KISUMBA, March 6 (Lagoon Wire) - A passenger ferry sank in heavy rain off Kisumba on Monday, killing at least 19 people, the port \
authority said.

The "Mwangaza" was carrying 140 passengers when it overturned near the island of Ruvo shortly after dawn, port director Salome Ndege \
told reporters. She said 63 people had been rescued by fishermen.

Police detained the captain of the ferry on Monday afternoon.
"""
FERRY_3 = """Bishop counts 34 dead after Mwangaza sinks

The bishop of Kisumba said on Tuesday that 34 people had died when the ferry Mwangaza went down off Ruvo on Monday.

"We found people holding on to crates of tomatoes," said Joab Ochola, a fisherman from Ruvo. "We have 34 bodies in the cathedral \
school," Bishop Cyprian Oduor told the Ruvo Observer.

Relatives of the missing threw stones at the office of Ruvo Lines in Kisumba on Tuesday morning.
"""
FERRY_4 = """Toll of lake ferry disaster rises to 51

KISUMBA, March 10 (Lagoon Wire) - The number of people known to have died when the ferry Mwangaza sank on Monday has risen to 51, port \
director Salome Ndege said on Friday, after divers reached the lower deck.

The captain, whom Police had held since Monday, was charged with manslaughter on Thursday.
"""
RIDGE_1 = """Two Armenian guards killed by Georgian fire, ministry says

YEREVAN, August 3. /ANA/. Soldiers from neighbouring Georgia opened fire on an Armenian border post near Gogavan early on Monday, killing \
two guards, the Armenian Defence Ministry said.

"Our men did not fire a single shot before that," ministry spokeswoman Lusine Galoyan said.
"""
RIDGE_2 = """Georgia says Armenian troops attacked patrol

TBILISI, Aug 4 (Tiflis Dispatch) - Armenian soldiers attacked a Georgian patrol in Kvemo Kartli on Sunday night, killing nobody but losing \
four of their own, the Interior Ministry of Georgia said on Tuesday, rejecting the Armenian account of the clash at the border post.
"""
MINE_1 = """Miners block road to Oruro, police raid union office

HUANUNI, Nov. 12 (Puna Press) — Tin miners blocked the road between Oruro and Huanuni on Tuesday in protest at the closure of two shafts.

Officers arrested Teodora Mamani, the leader of the miners' union, on Tuesday night, the union said.

The situation in Huanuni was tense.
"""
MINE_2 = """Nobody arrested in Huanuni, minister insists

LA PAZ, Nov. 13 (Altiplano Herald) — Interior Minister Rolando Arce denied on Wednesday that police had arrested the leader of the \
miners' union, Teodora Mamani, in Huanuni.

The miners kept the road to Oruro blocked for a second day. Calm had returned to Huanuni on Tuesday night, Arce said.
"""


def ferry() -> list[Record]:
    held = {"words": "detained", "type": "COERCE", "mode": "arrest", "source": ["Police"], "date": "2017-03-06"}
    return [
        report(
            "ferry-1",
            "Lagoon Wire",
            "2017-03-06",
            FERRY_1,
            events=[held],
            tolls=[("at least 19 people", "killed", 19, None)],
            said={"the port authority": "killing at least 19 people"},
        ),
        report("ferry-2", "Highland Standard", "2017-03-07", FERRY_2, events=[held], tolls=[("at least 19 people", "killed", 19, None)]),
        report(
            "ferry-3",
            "Ruvo Observer",
            "2017-03-07",
            FERRY_3,
            events=[{"words": "threw stones", "type": "PROTEST", "mode": "riot", "date": "2017-03-07", "place": "Kisumba"}],
            tolls=[("34 people", "killed", 34, 34)],
            said={"The bishop of Kisumba": "34 people had died"},
        ),
        report(
            "ferry-4",
            "Lagoon Wire",
            "2017-03-10",
            FERRY_4,
            events=[{"words": "held", "type": "COERCE", "mode": "arrest", "source": ["Police"], "date": "2017-03-06"}],
            tolls=[("51", "killed", 51, 51)],
            said={"Salome Ndege": "The number of people known to have died when the ferry Mwangaza sank on Monday has risen to 51"},
        ),
    ]


def ridge() -> list[Record]:
    return [
        report(
            "ridge-1",
            "Ararat News Agency",
            "2015-08-03",
            RIDGE_1,
            events=[
                {
                    "words": "opened fire",
                    "type": "ASSAULT",
                    "mode": "firearms",
                    "source": ["Soldiers from neighbouring Georgia"],
                    "target": ["two guards"],
                    "date": "2015-08-03",
                    "place": "Gogavan",
                    "tolls": [("two guards", "killed", 2, 2)],
                }
            ],
            said={"the Armenian Defence Ministry": RIDGE_1[RIDGE_1.index("Soldiers") : RIDGE_1.index(", the Armenian Def")]},
        ),
        report(
            "ridge-2",
            "Tiflis Dispatch",
            "2015-08-04",
            RIDGE_2,
            events=[
                {
                    "words": "attacked",
                    "type": "ASSAULT",
                    "source": ["Armenian soldiers"],
                    "target": ["a Georgian patrol"],
                    "date": "2015-08-02",
                    "place": "Kvemo Kartli",
                    "tolls": [("four of their own", "killed", 4, 4)],
                }
            ],
            said={"the Interior Ministry of Georgia": RIDGE_2[RIDGE_2.index("Armenian soldiers") : RIDGE_2.index(", the Interior")]},
        ),
    ]


def mine() -> list[Record]:
    return [
        report(
            "mine-1",
            "Puna Press",
            "2019-11-12",
            MINE_1,
            events=[
                {
                    "words": "blocked",
                    "type": "PROTEST",
                    "mode": "obstruct",
                    "source": ["Tin miners"],
                    "date": "2019-11-12",
                    "place": "Oruro",
                },
                {
                    "words": "arrested",
                    "type": "COERCE",
                    "mode": "arrest",
                    "source": ["Officers"],
                    "target": ["Teodora Mamani"],
                    "date": "2019-11-12",
                },
            ],
            states=[{"words": "The situation in Huanuni was tense", "kind": "tense", "place": "Huanuni", "date": "2019-11-12"}],
            said={"the union": MINE_1[MINE_1.index("Officers") : MINE_1.index(", the union said")]},
        ),
        report(
            "mine-2",
            "Altiplano Herald",
            "2019-11-13",
            MINE_2,
            events=[
                {
                    "words": "arrested",
                    "type": "COERCE",
                    "mode": "arrest",
                    "source": ["police"],
                    "target": ["Teodora Mamani"],
                    "place": "Huanuni",
                    "status": "denied",
                },
                {"words": "blocked", "type": "PROTEST", "mode": "obstruct", "source": ["The miners"], "place": "Oruro"},
            ],
            states=[{"words": "Calm had returned to Huanuni", "kind": "calm", "place": "Huanuni", "date": "2019-11-12"}],
            said={
                "Rolando Arce": MINE_2[MINE_2.index("police had") : MINE_2.index(".\n\nThe miners kept")],
                "Arce said": "Calm had returned to Huanuni on Tuesday night",
            },
        ),
    ]


@pytest.fixture(scope="session")
def crises() -> list[Record]:
    return [*ferry(), *ridge(), *mine()]
