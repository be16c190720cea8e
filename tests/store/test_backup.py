"""Backups: whole while others write, verified, never in the place of a good file."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.errors import StoreError
from dateline.record import Record
from dateline.show.commands.backup import command
from dateline.store import Store, backup, open_store
from dateline.store.write import Put

Make = Callable[..., Record]


def test_a_backup_is_a_store(store: Store, make: Make, tmp_path: Path) -> None:
    store.put([make()], read_at="t")
    store.review("sund-1", "events", "e1", None, "accept", reviewer="ann", at="t")
    seen: list[tuple[int, int]] = []
    made = store.backup(tmp_path / "b.db", progress=lambda done, size: seen.append((done, size)))
    assert (made.path, made.rows["articles"], made.rows["reviews"]) == (tmp_path / "b.db", 1, 1)
    assert made.size == (tmp_path / "b.db").stat().st_size == seen[-1][1]
    with open_store(tmp_path / "b.db") as copy:
        assert copy.article("sund-1") == make()
        assert copy.reviews() == store.reviews()


def test_a_backup_while_others_write(store: Store, make: Make, tmp_path: Path) -> None:
    store.put([make(f"first-{n}", lead=f"{n} " * 3000) for n in range(20)], read_at="t")
    stop = threading.Event()
    put: list[Put] = []

    def write() -> None:
        while not stop.is_set() and len(put) < 500:
            put.append(store.put([make(f"more-{len(put)}")], read_at="t"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [store.backup(tmp_path / f"{n}.db") for n in range(3)]
    finally:
        stop.set()
        writer.join()
    assert all(item.new == 1 for item in put)
    assert copies[0].rows["articles"] <= copies[1].rows["articles"] <= copies[2].rows["articles"]
    for copied in copies:
        with open_store(copied.path) as copy, copy.reading() as db:
            whole, spans = (db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("articles", "spans"))
            assert spans == copied.rows["spans"] == whole * (spans // whole)


def test_nothing_is_replaced_unasked(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "b.db"
    target.write_text("precious")
    with pytest.raises(StoreError, match=r"exists already.*--force"):
        store.backup(target)
    assert target.read_text() == "precious"
    store.backup(target, force=True)
    open_store(target).close()


@pytest.mark.parametrize("force", [False, True])
def test_bad_targets(store: Store, tmp_path: Path, force: bool) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        store.backup(tmp_path, force=force)
    with pytest.raises(StoreError, match="does not exist"):
        store.backup(tmp_path / "no" / "b.db", force=force)
    with pytest.raises(StoreError, match="is the store itself"):
        store.backup(store.path, force=force)


def test_a_torn_copy_is_not_kept(store: Store, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put([make()], read_at="t")
    target = tmp_path / "b.db"
    store.backup(target)
    good = target.read_bytes()
    whole = backup._copy

    def torn(*args: object) -> dict[str, int]:
        wanted = whole(*args)  # type: ignore[arg-type]
        part = next(tmp_path.glob(".b.db.*.part"))
        with sqlite3.connect(part) as db:
            db.execute("DELETE FROM spans WHERE item = 'e1'")
        db.close()
        return wanted

    monkeypatch.setattr(backup, "_copy", torn)
    with pytest.raises(StoreError, match="nothing was kept"):
        store.backup(target, force=True)
    assert target.read_bytes() == good
    assert list(tmp_path.glob(".*")) == []


def test_the_command(store: Store, make: Make, tmp_path: Path) -> None:
    store.put([make()], read_at="t")
    run = CliRunner().invoke(command, ["--db", str(store.path), str(tmp_path / "b.db")])
    assert run.exit_code == 0, run.output
    assert "1 articles, 2 events" in run.output
    again = CliRunner().invoke(command, ["--db", str(store.path), str(tmp_path / "b.db")])
    assert isinstance(again.exception, StoreError)
