"""Weaving: the same tables in whatever order and batches copy comes in, stopped or not, and only what new copy touches is made anew."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dateline.record import Record
from dateline.store import Store, open_store, weave
from dateline.story.chronicle import make_chronicle

AT = "2026-01-01T00:00:00Z"
TABLES = {
    "articles": "SELECT id, origin, story FROM articles",
    "stories": "SELECT s.*, a.id AS source FROM stories s JOIN articles a ON a.n = s.headline_from",
    "origins": "SELECT o.*, a.id AS source FROM origins o JOIN articles a ON a.n = o.first",
    "copies": "SELECT a.id AS source, b.id AS of_id, c.* FROM copies c JOIN articles a ON a.n = c.article JOIN articles b ON b.n = c.of",
    "happenings": "SELECT * FROM happenings",
    "conflicts": "SELECT * FROM conflicts",
    "entries": "SELECT e.*, a.id AS source FROM entries e JOIN articles a ON a.n = e.article",
    "events": "SELECT a.id AS source, e.id, e.happening FROM events e JOIN articles a ON a.n = e.article",
}
NUMBERS = {"article", "of", "headline_from"}


def woven(store: Store) -> dict[str, list[str]]:
    """What weaving made, without the numbers of articles, which follow the order of arrival."""
    out: dict[str, list[str]] = {}
    with store.reading() as db:
        for table, query in TABLES.items():
            leave = NUMBERS | ({"first"} if table == "origins" else set())
            out[table] = sorted(str([(key, row[key]) for key in dict(row) if key not in leave]) for row in db.execute(query))
        for table in ("loose", "stale"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0
    return out


def made(path: Path, batches: Sequence[Sequence[Record]]) -> dict[str, list[str]]:
    with open_store(path, create=True) as store:
        for batch in batches:
            store.put(batch, read_at=AT)
            store.weave()
        return woven(store)


@pytest.fixture(scope="session")
def copy(dispatches: list[Record]) -> list[Record]:
    """The sample crisis with reprints, one of them undated, one older than what it copies, and the same crisis half a year later."""
    first, second, third = dispatches[:3]

    def again(record: Record, id: str, outlet: str, published: str | None) -> Record:
        return replace(record, id=id, published=published, source=replace(record.source, outlet=outlet))

    reprints = [again(first, "reprint", "Harbour Post", first.published), again(second, "undated", "Pilot", None)]
    return [*dispatches, *reprints, again(third, "older", "Gull", "1999-01-01"), again(third, "later", "Tern", "2999-01-01")]


def test_order_and_batches_do_not_matter(copy: list[Record], tmp_path: Path) -> None:
    whole = made(tmp_path / "whole.db", [copy])
    assert len(whole["stories"]) >= 2
    assert whole["conflicts"]
    assert whole["entries"]
    assert whole["copies"]
    for seed, size in ((1, 1), (2, 3), (3, 5)):
        order = list(copy)
        random.Random(seed).shuffle(order)
        batches = [order[n : n + size] for n in range(0, len(order), size)]
        assert made(tmp_path / f"{seed}.db", batches) == whole


def test_the_store_says_what_a_chronicle_of_the_records_says(copy: list[Record], tmp_path: Path) -> None:
    found = make_chronicle(copy)
    with open_store(tmp_path / "c.db", create=True) as store:
        store.put(copy, read_at=AT)
        done = store.weave()
        assert done == weave.Woven(len(copy), len(found.stories))
        with store.reading() as db:
            stories = {row["id"]: row["story"] for row in db.execute("SELECT id, story FROM articles")}
            assert stories == {article: one.id for one in found.stories for article in one.articles}
            assert {row["id"] for row in db.execute("SELECT id FROM happenings")} == {one.id for one in found.happenings}
            assert db.execute("SELECT count(*) FROM conflicts").fetchone()[0] == len(found.conflicts)
            assert db.execute("SELECT count(*) FROM entries").fetchone()[0] == len(found.timeline)
            assert not db.execute("PRAGMA foreign_key_check").fetchall()


def test_weaving_again_changes_nothing(copy: list[Record], tmp_path: Path) -> None:
    with open_store(tmp_path / "c.db", create=True) as store:
        store.put(copy, read_at=AT)
        store.weave()
        before, version = woven(store), store.data_version
        assert store.weave() == weave.Woven(0, 0)
        assert woven(store) == before
        assert store.data_version == version


def test_stopped_anywhere_it_goes_on(copy: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = made(tmp_path / "whole.db", [copy])
    monkeypatch.setattr(weave, "BATCH", 4)
    monkeypatch.setattr(weave, "TOLD", 1)
    real = weave.retell
    calls = 0

    def torn(db: Any, story: str, pages: Any) -> int:
        nonlocal calls
        count = real(db, story, pages)
        calls += 1
        if calls % 2:
            raise KeyboardInterrupt
        return count

    monkeypatch.setattr(weave, "retell", torn)
    with open_store(tmp_path / "c.db", create=True) as store:
        store.put(copy, read_at=AT)
        for _ in range(40):
            try:
                store.weave()
                break
            except KeyboardInterrupt:
                with store.reading() as db:
                    assert not db.execute("PRAGMA foreign_key_check").fetchall()
        assert calls > 2
        assert woven(store) == whole


def test_only_what_new_copy_touches_is_told_anew(make: Callable[..., Record], copy: list[Record], tmp_path: Path) -> None:
    with open_store(tmp_path / "c.db", create=True) as store:
        store.put(copy, read_at=AT)
        store.weave()
        assert store.weave() == weave.Woven(0, 0)
        store.put([make("elsewhere")], read_at=AT)
        done = store.weave()
        assert done.articles == 1
        assert done.stories <= 2


def test_progress_and_an_empty_store(store: Store, make: Callable[..., Record]) -> None:
    steps: list[tuple[int, int]] = []
    assert store.weave(lambda done, known: steps.append((done, known))) == weave.Woven(0, 0)
    assert not steps
    store.put([make()], read_at=AT)
    assert store.weave(lambda done, known: steps.append((done, known))) == weave.Woven(1, 1)
    assert steps
    assert all(0 < done <= known for done, known in steps)


def test_rejected_events_leave_their_happening(copy: list[Record], tmp_path: Path) -> None:
    with open_store(tmp_path / "c.db", create=True) as store:
        store.put(copy, read_at=AT)
        store.weave()
        with store.reading() as db:
            row = db.execute("SELECT a.id AS article, e.id, e.happening FROM events e JOIN articles a ON a.n = e.article "
                             "WHERE e.happening IS NOT NULL ORDER BY a.id, e.id").fetchone()  # fmt: skip
        store.review(row["article"], "events", row["id"], None, "reject", reviewer="ed", at=AT)
        store.weave()
        with store.reading() as db:
            found = db.execute("SELECT e.happening FROM events e JOIN articles a ON a.n = e.article WHERE a.id = ? AND e.id = ?",
                               (row["article"], row["id"])).fetchone()  # fmt: skip
            assert found[0] is None
        store.undo(1, reviewer="ed", at=AT)
        store.weave()
        with store.reading() as db:
            assert db.execute("SELECT count(*) FROM events WHERE happening = ?", (row["happening"],)).fetchone()[0] >= 1
