"""One actor across a store: names, offices with their days, remarks of others; and what is new since a mark."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.errors import QueryError
from dateline.record import Record
from dateline.store import Store
from dateline.store.people import names, offices, person, remarks
from dateline.store.since import conflicts_of, latest_conflicts, since, totals

AT = "2026-01-01T00:00:00Z"
IIPINGE = "festus-iipinge/NAM"


@pytest.fixture
def full(store: Store, dispatches: list[Record]) -> Store:
    store.put(dispatches, read_at=AT)
    store.weave()
    return store


def test_a_person_is_counted_over_all_articles(full: Store, dispatches: list[Record]) -> None:
    found = person(full, IIPINGE)
    holding = [record for record in dispatches if any(actor.name == "Festus Iipinge" for actor in record.actors)]
    assert (found.name, found.kind, found.country) == ("Festus Iipinge", "person", "NAM")
    assert found.articles == len(holding) > 1
    with pytest.raises(QueryError, match="no actor"):
        person(full, "nobody/XXX")


def test_names_and_offices_stand_at_their_words(full: Store) -> None:
    for one in (*names(full, IIPINGE), *offices(full, IIPINGE)):
        record = full.article(one.article)
        assert record is not None
        words = " ".join(record.text[one.start : one.end].split())
        assert words == one.words if hasattr(one, "words") else words
    held = offices(full, IIPINGE)
    assert "Inspector General" in {office.title for office in held}
    assert all(office.first and office.first <= (office.last or "") for office in held)
    assert [office.last for office in held] == sorted((office.last for office in held), reverse=True)


def test_remarks_are_those_of_others(full: Store) -> None:
    found = remarks(full, "police/NAM")
    assert found
    for one in found:
        assert one.speaker != "police"
        record = full.article(one.article)
        assert record is not None
        assert "olice" in record.text[one.start : one.end] or "officers" in record.text[one.start : one.end]


def test_totals_and_what_came_after_a_mark(store: Store, dispatches: list[Record]) -> None:
    store.put(dispatches[:6], read_at=AT)
    store.weave()
    before = totals(store)
    assert (before.articles, before.loose) == (6, 0)
    assert since(store, before.mark).articles == 0
    store.put(dispatches[6:], read_at=AT)
    store.weave()
    new = since(store, before.mark)
    assert new.articles == len(dispatches) - 6
    assert set(new.stories) <= {story.id for story in store.stories()}
    ids = {record.id for record in dispatches[6:]}
    for conflict in new.conflicts:
        assert any(all(item[0] in ids for item in side) for side in conflict.body["sides"])
    assert totals(store).articles == len(dispatches)


def test_the_latest_conflicts_are_one_of_a_kind(full: Store) -> None:
    found = latest_conflicts(full, 10)
    assert found
    assert len({(one.story, one.kind) for one in found}) == len(found)
    assert [one.known for one in found] == sorted((one.known for one in found), reverse=True)
    article = found[0].body["sides"][0][0][0]
    assert found[0] in list(conflicts_of(full, article))
    assert list(conflicts_of(full, "none")) == []


def test_an_empty_store_has_nothing(store: Store) -> None:
    assert totals(store).first is None
    assert since(store, 0).articles == 0
    assert latest_conflicts(store, 3) == []


def test_an_actor_of_another_article_does_not_lend_its_name(store: Store, make: object) -> None:
    record: Record = make()  # type: ignore[operator]
    store.put([record, replace(record, id="sund-2")], read_at=AT)
    keys = [row.key for row in store.actors() if row.key]
    for key in keys:
        assert person(store, key).articles == 2
