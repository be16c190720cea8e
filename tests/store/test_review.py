"""Reviews: applied at once, kept through readings, taken back, weighed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dateline.article import Span
from dateline.errors import ReviewError
from dateline.fields import Event
from dateline.record import Record
from dateline.store import Store
from dateline.store.agreement import wilson

Make = Callable[..., Record]
ID = "sund-1"


@pytest.fixture
def reviewed(store: Store, make: Make) -> Store:
    store.put([make()], read_at="t")
    with store.writing() as db:
        db.execute("DELETE FROM loose")
        db.execute("UPDATE events SET happening = 'h-' || id")
    return store


def fix(store: Store, item: str, field: str, new: Any, reviewer: str = "ann") -> int:
    return store.review(ID, "conditions" if item[0] == "c" else "events", item, field, "fix", new, reviewer=reviewer, at="2026-01-31")


def rule(store: Store, item: str, verdict: str, reviewer: str = "ann", field: str | None = None) -> int:
    return store.review(ID, "events", item, field, verdict, reviewer=reviewer, at="2026-01-31")


def row(store: Store, item: str, *columns: str) -> Any:
    table = "conditions" if item[0] == "c" else "events"
    with store.reading() as db:
        found = db.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?", (item,)).fetchone()
    return tuple(found) if found and len(columns) > 1 else found and found[0]


def event(store: Store, item: str) -> Event:
    record = store.article(ID, corrected=True)
    assert record is not None
    return next(one for one in record.events if one.id == item)


FIXES: list[tuple[str, str, Any, tuple[str, ...], Any]] = [
    ("e1", "type", "THREATEN", ("type", "cameo"), ("THREATEN", None)),
    ("e1", "mode", "beat", ("mode", "cameo"), ("beat", None)),
    ("e1", "mode", None, ("mode", "corrected"), (None, 1)),
    ("e1", "date", "2023-04-30", ("date", "day", "doubt"), ("2023-04-30", 19477, 0)),
    ("e1", "date", "2023-04", ("date", "day", "day_end"), ("2023-04", 19448, 19477)),
    ("e1", "date", None, ("date", "day"), (None, None)),
    ("e1", "date_end", "2023-05-03", ("day", "day_end"), (19478, 19480)),
    ("e1", "place", None, ("place", "country", "lat"), (None, None, None)),
    ("e1", "place", 0, ("place", "corrected"), ("Sund", 1)),
    ("e1", "place", "Sund", ("place", "country"), ("Sund", "NOR")),
    ("e1", "status", "possible", ("status", "corrected"), ("possible", 1)),
    ("e1", "source", ["a3"], ("source", "corrected"), ('["a3"]', 1)),
    ("e1", "source", [], ("source", "corrected"), ("[]", 1)),
    ("e1", "target", ["a2", [93, 105]], ("target", "corrected"), ('["a2","r1"]', 1)),
    ("c1", "kind", "emergency", ("kind", "corrected"), ("emergency", 1)),
    ("c1", "date", "2023-05-01", ("date", "day"), ("2023-05-01", 19478)),
    ("c1", "status", "denied", ("status", "doubt"), ("denied", 0)),
    ("c1", "place", None, ("place", "country"), (None, None)),
]


@pytest.mark.parametrize(("item", "field", "new", "columns", "values"), FIXES)
def test_a_fix_shows_at_once(reviewed: Store, make: Make, item: str, field: str, new: Any, columns: tuple[str, ...], values: Any) -> None:
    fix(reviewed, item, field, new)
    assert row(reviewed, item, *columns) == values
    assert reviewed.article(ID) == make()  # what the machine read stays
    with reviewed.reading() as db:
        assert db.execute("SELECT count(*) FROM loose").fetchone()[0] == 1
        assert db.execute("SELECT count(*) FROM events WHERE happening = 'h-' || id").fetchone()[0] == 2
        assert db.execute("SELECT count(*) FROM parties").fetchone()[0] == sum(
            len(e.source) + len(e.target) for e in reviewed_events(reviewed)
        )


def reviewed_events(store: Store) -> tuple[Event, ...]:
    record = store.article(ID, corrected=True)
    assert record is not None
    return record.events


def test_words_that_name_no_actor_become_one(reviewed: Store, make: Make) -> None:
    text = make().text
    start = text.index("Three people")
    fix(reviewed, "e2", "target", [{"span": [start, start + 12]}])
    record = reviewed.article(ID, corrected=True)
    assert record is not None
    actor = record.actor(event(reviewed, "e2").target[0])
    assert actor is not None
    assert (actor.name, actor.kind, actor.rule) == ("Three people", "group", "review")
    assert [record.words(span) for span in event(reviewed, "e2").target_spans] == ["Three people"]


def test_a_place_may_be_pointed_out(reviewed: Store, make: Make) -> None:
    start = make().text.index("the pier")
    fix(reviewed, "e2", "place", {"span": [start, start + 8], "name": "Pier", "kind": "site", "country": "NOR", "lat": 60.5, "lon": 5})
    assert row(reviewed, "e2", "place", "kind", "lat", "lon", "geonames") == ("Pier", "site", 60.5, 5.0, None)
    assert row(reviewed, "e1", "place") == "Sund"


def test_a_trigger_moves_with_its_words(reviewed: Store, make: Make) -> None:
    start = make().text.index("were hurt")
    fix(reviewed, "e2", "trigger", [start, start + 9])
    assert row(reviewed, "e2", "trigger", "start") == ("were hurt", start)
    fix(reviewed, "e2", "date", "2023-04-29")  # the review still speaks of the words that the machine read
    assert {(r.words, r.item) for r in reviewed.reviews()} == {("hurt", "e2")}


def test_a_rejected_item_stays_and_is_left_out(reviewed: Store) -> None:
    rule(reviewed, "e1", "reject")
    assert row(reviewed, "e1", "rejected", "corrected", "doubt") == (1, 0, 0)
    assert [one.id for one in reviewed_events(reviewed)] == ["e2"]
    assert [one.id for one in next(iter(reviewed.records(corrected=True))).events] == ["e2"]
    rule(reviewed, "e1", "accept", "bob")
    assert row(reviewed, "e1", "rejected", "corrected") == (0, 1)


def test_of_two_fixes_the_later_counts(reviewed: Store) -> None:
    first = fix(reviewed, "e1", "date", "2023-04-01")
    second = fix(reviewed, "e1", "date", "2023-04-02", "bob")
    assert row(reviewed, "e1", "date") == "2023-04-02"
    assert [(r.n, r.old, r.new) for r in reviewed.reviews()] == [(first, "2023-05-01", "2023-04-01"), (second, "2023-04-01", "2023-04-02")]
    reviewed.undo(second, reviewer="ann", at="u")
    assert row(reviewed, "e1", "date") == "2023-04-01"
    reviewed.undo(first, reviewer="ann", at="u")
    assert row(reviewed, "e1", "date", "corrected") == ("2023-05-01", 0)
    assert [(r.undone, r.undone_by, r.undone_at) for r in reviewed.reviews()] == [(True, "ann", "u")] * 2
    with pytest.raises(ReviewError, match="taken back before"):
        reviewed.undo(first, reviewer="ann", at="v")
    with pytest.raises(ReviewError, match="does not exist"):
        reviewed.undo(99, reviewer="ann", at="v")


def test_a_later_day_ends_a_stretch_before_it(reviewed: Store) -> None:
    fix(reviewed, "e1", "date_end", "2023-05-03")
    fix(reviewed, "e1", "date", "2023-05-09")
    assert row(reviewed, "e1", "date", "date_end") == ("2023-05-09", None)


def renamed(record: Record, **events: str) -> Record:
    """The record as a newer version reads it: events in another order and under other names."""
    named = {one.id: one for one in record.events}
    return replace(record, events=tuple(replace(named[old], id=new) for new, old in events.items()))


def test_reviews_outlive_reading_again(reviewed: Store, make: Make) -> None:
    fix(reviewed, "e1", "date", "2023-04-30")
    rule(reviewed, "e2", "reject")
    fix(reviewed, "c1", "kind", "emergency")
    newer = renamed(make(version="2.0.0"), e1="e2", e2="e1")
    assert reviewed.put([newer], read_at="u").replaced == 1
    assert row(reviewed, "e2", "trigger", "date", "corrected") == ("shot", "2023-04-30", 1)
    assert row(reviewed, "e1", "trigger", "rejected") == ("hurt", 1)
    assert row(reviewed, "c1", "kind") == "emergency"
    assert [(r.item, r.words, r.orphaned) for r in reviewed.reviews()] == [
        ("e2", "shot", False), ("e1", "hurt", False), ("c1", "A curfew", False),
    ]  # fmt: skip


def test_an_item_is_found_by_overlapping_words(reviewed: Store, make: Make) -> None:
    fix(reviewed, "e2", "status", "possible")
    record = make(version="2.0.0")
    start = record.text.index("were hurt")
    wider = replace(record, events=(record.events[0], replace(record.events[1], id="e7", trigger=Span(start, start + 9))))
    reviewed.put([wider], read_at="u")
    assert row(reviewed, "e7", "trigger", "status") == ("were hurt", "possible")
    assert row(reviewed, "e1", "status", "corrected") == ("actual", 0)


def test_a_review_whose_item_is_gone_is_kept(reviewed: Store, make: Make) -> None:
    fix(reviewed, "e1", "date", "2023-04-30")
    fix(reviewed, "e2", "date", "2023-04-29")
    other = renamed(make(version="2.0.0"), e1="e2")  # "shot" is no longer found; "hurt" has its name now
    reviewed.put([other], read_at="u")
    assert row(reviewed, "e1", "trigger", "date") == ("hurt", "2023-04-29")
    assert [(r.words, r.orphaned) for r in reviewed.reviews()] == [("shot", True), ("hurt", False)]
    assert [r.words for r in reviewed.reviews(orphaned=True)] == ["shot"]
    fix(reviewed, "e1", "status", "denied")
    assert row(reviewed, "e1", "status", "date") == ("denied", "2023-04-29")
    reviewed.put([make(version="3.0.0")], read_at="v")  # found again
    assert row(reviewed, "e1", "trigger", "date", "status") == ("shot", "2023-04-30", "actual")
    assert row(reviewed, "e2", "date", "status") == ("2023-04-29", "denied")
    assert reviewed.reviews(orphaned=True) == []


def test_parties_and_places_are_found_by_their_words(reviewed: Store, make: Make) -> None:
    fix(reviewed, "e1", "source", ["a3"])
    fix(reviewed, "e1", "place", "Sund")
    record = make(version="2.0.0")
    names = {"a1": "a9", "a2": "a1", "a3": "a2"}
    swapped = replace(
        record,
        actors=tuple(replace(actor, id=names[actor.id]) for actor in record.actors),
        places=(replace(record.places[0], span=Span(30, 36), name="Elsewhere"), record.places[0]),
        events=(replace(record.events[0], source=("a9",), target=("a1",), place=None),),
    )
    reviewed.put([swapped], read_at="u")
    assert row(reviewed, "e1", "source", "place") == ('["a2"]', "Sund")


BAD: list[tuple[tuple[Any, ...], str]] = [
    (("nope", "events", "e1", None, "accept"), "no article nope"),
    ((ID, "events", "e9", None, "accept"), "no event e9"),
    ((ID, "actors", "a1", None, "accept"), "layer 'actors' cannot be reviewed"),
    ((ID, "events", "e1", "rule", "fix", "x"), "field 'rule'"),
    ((ID, "events", "e1", None, "maybe"), "verdict 'maybe'"),
    ((ID, "events", "e1", None, "fix", "x"), "a fix needs the field"),
    ((ID, "events", "e1", "date", "reject"), "to empty or change date, fix it"),
    ((ID, "events", "e1", "type", "fix", "FIGHT"), "none of AGREE"),
    ((ID, "events", "e1", "type", "fix", None), "none of AGREE"),
    ((ID, "events", "e1", "type", "fix", ["ASSAULT"]), "none of AGREE"),
    ((ID, "events", "e1", "mode", "fix", "<b>"), "no mode"),
    ((ID, "events", "e1", "date", "fix", "yesterday"), "no ISO date"),
    ((ID, "events", "e1", "date", "fix", "2023-02-31"), "no ISO date"),
    ((ID, "events", "e1", "date", "fix", 2023), "no ISO date"),
    ((ID, "events", "e1", "place", "fix", "Paris"), "no place of article"),
    ((ID, "events", "e1", "place", "fix", 7), "no place of article"),
    ((ID, "events", "e1", "place", "fix", {"name": "Paris"}), "no span"),
    ((ID, "events", "e1", "place", "fix", {"span": [0, 5], "lat": "north"}), "place: Expected `float"),
    ((ID, "events", "e1", "source", "fix", "a1"), "no list of actors"),
    ((ID, "events", "e1", "source", "fix", ["a99"]), "no actor 'a99'"),
    ((ID, "events", "e1", "trigger", "fix", [5, 5]), "are no words"),
    ((ID, "events", "e1", "trigger", "fix", [0, 6]), "are no words"),
    ((ID, "events", "e1", "trigger", "fix", [0, 99999]), "are no words"),
    ((ID, "events", "e1", "trigger", "fix", [-5, 4]), "are no words"),
    ((ID, "events", "e1", "trigger", "fix", "shot"), "no span"),
]


@pytest.mark.parametrize(("given", "words"), BAD)
def test_a_bad_review_says_what_is_wrong(reviewed: Store, given: tuple[Any, ...], words: str) -> None:
    before = reviewed.data_version
    with pytest.raises(ReviewError, match=words):
        reviewed.review(*given, reviewer="ann", at="t")
    with pytest.raises(ReviewError, match="name of its reviewer"):
        reviewed.review(ID, "events", "e1", None, "accept", reviewer=" ", at="t")
    assert reviewed.data_version == before


def test_agreement_of_two_reviewers(store: Store, make: Make) -> None:
    """Four articles; ann and bob judge the status of one event each: three alike, kappa by hand."""
    store.put([make(f"x{n}") for n in range(4)], read_at="t")
    for n, (ann, bob) in enumerate((("actual", "actual"), ("denied", "denied"), ("possible", "actual"), ("actual", "actual"))):
        for name, status in (("ann", ann), ("bob", bob)):
            store.review(f"x{n}", "events", "e1", "status", "fix", status, reviewer=name, at="t")
    store.review("x0", "events", "e2", None, "reject", reviewer="ann", at="t")
    store.review("x0", "events", "e2", None, "accept", reviewer="bob", at="t")
    found = {one.field: one for one in store.agreement()}
    both = found["status"]
    assert (both.first, both.second, both.n, both.agreed) == ("ann", "bob", 4, 0.75)
    assert both.kappa == pytest.approx((0.75 - 7 / 16) / (1 - 7 / 16))  # by chance: .5 x .75 actual, .25 x .25 denied
    assert (found["item"].n, found["item"].agreed) == (5, 0.8)
    assert "date" not in found


def test_parties_agree_in_any_order(reviewed: Store) -> None:
    fix(reviewed, "e1", "target", ["a2", "a3"])
    fix(reviewed, "e1", "target", ["a3", "a2"], "bob")
    assert [(one.field, one.agreed, one.kappa) for one in reviewed.agreement()] == [("item", 1.0, None), ("target", 1.0, None)]


def test_precision_counts_the_latest_judgement(reviewed: Store, make: Make) -> None:
    fix(reviewed, "e1", "date", "2023-04-30")
    rule(reviewed, "e1", "accept")  # the rest is right as it is shown
    rule(reviewed, "e2", "reject")
    found = {one.field: one for one in reviewed.precision()}
    assert (found["item"].right, found["item"].n, found["item"].share) == (1, 2, 0.5)
    assert (found["date"].right, found["date"].n) == (0, 1)
    assert (found["type"].right, found["type"].n) == (1, 1)
    assert found["type"].low == pytest.approx(0.2065, abs=1e-4)
    better = make(version="2.0.0")
    better = replace(better, events=(replace(better.events[0], date="2023-04-30"),))
    reviewed.put([better], read_at="u")
    found = {one.field: one for one in reviewed.precision()}
    assert (found["date"].right, found["item"].right, found["item"].n) == (1, 1, 1)


def test_wilson_interval() -> None:
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)  # Newcombe 1998, example a
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)  # example c
    assert wilson(29, 29)[1] == pytest.approx(1.0)
