"""Records to store: the sample crisis as it is read, and small ones made by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dateline.article import Source, Span
from dateline.desk import Tools, read_records
from dateline.errors import Refused
from dateline.fields import Actor, Casualty, Condition, Event, Place, Speaker, Statement, Time
from dateline.intake import read_sources
from dateline.record import MadeBy, Record
from dateline.store import Store, open_store

TEXT = (
    "Ferry crews walk out in Sund\n\nPolice shot two dockers in Sund on Monday, Ulla Brandt said. "
    "Three people were hurt near the pier. A curfew is in force in Sund."
)


@pytest.fixture(scope="session")
def dispatches(tools: Tools, crisis: Path) -> list[Record]:
    """The twelve dispatches of the sample crisis."""
    found = list(read_records(read_sources([str(crisis)])))
    assert not any(isinstance(item, Refused) for item in found)
    return [item for item in found if isinstance(item, Record)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "chronicle.db", create=True) as made:
        yield made


@pytest.fixture
def make() -> Callable[..., Record]:
    return make_record


def make_record(id: str = "sund-1", text: str = TEXT, *, lead: str = "", version: str = "1.0.0") -> Record:
    """A record of one dispatch made by hand: two events, a condition, three actors. `lead` are words put before its text."""
    text = lead + text

    def at(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    def event(id: str, words: str, type: str, target: str) -> Event:
        return Event(
            id, at(words), type, "firearms", "193", (), ("a1",), (target,), (at("Police"),), (at("two dockers"),), "2023-05-01", None, 0, 0,
            "actual", "s1", (Casualty("killed", 2, 2, at("two dockers"), "tolls"),), (), "assault.firearms+tagger_v9",
        )  # fmt: skip

    sund = Place(at("Sund"), "Sund", "city", "NOR", None, 60.0, 5.5, 123, "resolve.only")
    return Record(
        id=id,
        source=Source(path=f"copy/{id}.txt", outlet="Norda", sha256="0" * 64),
        text=text,
        published="2023-05-02",
        published_from="given",
        headline=Span(len(lead), len(lead) + 28),
        dateline=None,
        parts=(),
        sentences=(),
        times=(Time(at("Monday"), "DATE", "2023-05-01", "2023-05-01", "2023-05-01", "weekdays"),),
        places=(sund,),
        actors=(
            Actor("a1", "Police", "organization", (at("Police"),), (), "NOR", "COP", (at("Police"),), "names"),
            Actor("a2", "two dockers", "group", (at("two dockers"),), (), "NOR", "LAB", (), "role"),
            Actor("a3", "Ulla Brandt", "person", (at("Ulla Brandt"),), (), "NOR", "GOV", (), "role"),
        ),
        statements=(
            Statement(
                "s1", Speaker(at("Ulla Brandt"), "a3"), at("said"), (at("Police shot two dockers"),), "indirect", "speech", None, None,
                None, "said.clause",
            ),
        ),
        events=(event("e1", "shot", "ASSAULT", "a2"), event("e2", "hurt", "ASSAULT", "a2")),
        conditions=(Condition("c1", at("A curfew"), "curfew", 0, "2023-05-02", None, None, "actual", None, "conditions.curfew"),),
        casualties=(Casualty("injured", 3, 3, at("Three people"), "tolls"),),
        made_by=MadeBy(version, 1, "tagger_v9", "places_v1"),
    )  # fmt: skip
