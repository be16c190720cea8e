"""Opening, upgrading and refusing stores; readers beside writers; errors in plain words."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import dateline
from dateline.errors import QueryError, StoreError
from dateline.record import Record, dumps
from dateline.store import Store, migrations, open_store
from dateline.store.database import APPLICATION_ID

HERE = Path(__file__).parent
DOCS = HERE.parent.parent / "docs"


def shape(db: sqlite3.Connection) -> dict[str, str]:
    """Every table, index and trigger with its SQL, without comments and white space."""
    rows = db.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    return {name: " ".join(re.sub(r"--[^\n]*", "", sql).split()) for name, sql in rows}


def columns(db: sqlite3.Connection) -> dict[str, list[str]]:
    """The documented tables (not the inner ones of full text) with their columns."""
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'copy_*' ORDER BY name")]
    return {name: [row[1] for row in db.execute(f'PRAGMA table_info("{name}")')] for name in names}


def made_of(path: Path, script: str) -> Path:
    """A store of a released schema, as its Dateline left it."""
    with sqlite3.connect(path) as db:
        db.executescript(script)
        db.execute("INSERT INTO migrations (name, dateline) VALUES ('0001-first', '0.2.0')")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.close()
    return path


def test_the_package_opens_stores(tmp_path: Path) -> None:
    with dateline.open_store(tmp_path / "a.db", create=True) as store:
        assert isinstance(store, dateline.Store)
        assert not store.readonly


def test_pragmas(store: Store) -> None:
    with store.writing() as db:
        got = {
            name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys", "application_id")
        }
    assert got == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "application_id": APPLICATION_ID}


def test_readers_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError, match="cannot be opened for that"), store.reading() as db:
        db.execute("DELETE FROM refused")


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "no such store"), (b"", "is empty and no Dateline store"), (b"not a database " * 100, "is no Dateline store")],
)
def test_what_is_no_store_is_refused(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "x.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError, match=words):
        open_store(path)
    assert path.exists() is (content is not None)
    assert content is None or path.read_bytes() == content


def test_other_databases_are_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE articles (n)")
    db.close()
    before = path.read_bytes()
    for create in (False, True):
        with pytest.raises(StoreError, match="no Dateline store"):
            open_store(path, create=create)
    assert path.read_bytes() == before


def test_folders_and_missing_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_store(tmp_path, create=True)
    with pytest.raises(StoreError, match="does not exist"):
        open_store(tmp_path / "no" / "x.db", create=True)


def test_a_store_of_a_newer_dateline_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with open_store(path, create=True) as store, store.writing() as db:
        db.execute("INSERT INTO migrations (name, dateline) VALUES ('0999-later', '9.0')")
    for readonly in (False, True):
        with pytest.raises(StoreError, match=r"made by a newer Dateline .*0999-later.*upgrade Dateline"):
            open_store(path, readonly=readonly)


@pytest.mark.parametrize("release", sorted(path.name for path in HERE.glob("schema_*.sql")))
def test_every_released_schema_is_brought_up_to_date(tmp_path: Path, release: str) -> None:
    path = made_of(tmp_path / "old.db", (HERE / release).read_text(encoding="utf-8"))
    with open_store(path) as old, open_store(tmp_path / "new.db", create=True) as new, old.reading() as a, new.reading() as b:
        assert shape(a) == shape(b)
        assert migrations.missing(migrations.applied(a)) == []


def test_a_step_is_taken_once_and_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[..., Record]) -> None:
    path = tmp_path / "x.db"
    with open_store(path, create=True) as store:
        store.put([make()], read_at="t")
    step = migrations.Migration("0002-colour", "ALTER TABLE articles ADD COLUMN colour TEXT;\nUPDATE articles SET colour = 'red;\nblue';")
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, step))
    with pytest.raises(StoreError, match="older Dateline; open it once for writing"):
        open_store(path, readonly=True)
    for _ in range(2):
        with open_store(path) as store, store.reading() as db:
            assert [row[0] for row in db.execute("SELECT colour FROM articles")] == ["red;\nblue"]
            assert migrations.applied(db) == ["0001-first", "0002-colour"]
    bad = migrations.Migration("0003-bad", "CREATE TABLE half (n);\nUPDATE missing SET n = 1;")
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, bad))
    with pytest.raises(StoreError, match="no such table: missing"):
        open_store(path)
    with sqlite3.connect(path) as db:
        assert "half" not in shape(db)
    db.close()


def test_the_page_describes_every_table_and_column(store: Store) -> None:
    page = (DOCS / "store.md").read_text(encoding="utf-8")
    described = {
        name: re.findall(r"^\| `(\w+)` \|", body, re.M) for name, body in re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", page, re.M | re.S)
    }
    with store.reading() as db:
        assert described == columns(db)


def cut_short(store: Store) -> None:
    with store.writing() as db:
        db.execute("INSERT INTO refused VALUES ('x', 'y', NULL, 't')")
        raise RuntimeError("cut short")


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    before = store.data_version
    with pytest.raises(RuntimeError, match="cut short"):
        cut_short(store)
    with store.reading() as db:
        assert db.execute("SELECT count(*) FROM refused").fetchone()[0] == 0
    assert store.data_version == before


def test_the_version_grows_with_changes_alone(store: Store) -> None:
    before = store.data_version
    with store.writing() as db:
        db.execute("DELETE FROM refused")
    assert store.data_version == before
    store.refuse("x", "y", at="t")
    assert store.data_version == before + 1


def test_a_reader_keeps_its_snapshot(store: Store) -> None:
    with store.reading() as db:
        assert db.execute("SELECT count(*) FROM refused").fetchone()[0] == 0
        store.refuse("x", "y", at="t")
        assert db.execute("SELECT count(*) FROM refused").fetchone()[0] == 0
    with store.reading() as db:
        assert db.execute("SELECT count(*) FROM refused").fetchone()[0] == 1


def test_one_thread_writes_once_at_a_time(store: Store) -> None:
    with pytest.raises(StoreError, match="open already"), store.writing(), store.writing():
        pass


def test_threads_share_a_store(store: Store) -> None:
    failed: list[BaseException] = []

    def work(name: int) -> None:
        try:
            for n in range(10):
                store.refuse(f"{name}-{n}", "reason", at="t")
                with store.reading() as db:
                    db.execute("SELECT count(*) FROM refused").fetchone()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with store.reading() as db:
        assert db.execute("SELECT count(*) FROM refused").fetchone()[0] == 60


def test_a_slow_query_is_ended(store: Store) -> None:
    with pytest.raises(QueryError, match="longer than 1 s"), store.reading(limited=True) as db:
        db.execute("WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c").fetchone()
    with store.reading() as db:  # the connection goes on without the limit
        assert db.execute("SELECT 1").fetchone()[0] == 1


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = open_store(tmp_path / "x.db", create=True)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="is closed"):
        store.refuse("x", "y", at="t")
    with pytest.raises(StoreError, match="is closed"):
        store.has(["x"])


def test_a_readonly_store_is_not_written(tmp_path: Path) -> None:
    open_store(tmp_path / "x.db", create=True).close()
    with open_store(tmp_path / "x.db", readonly=True) as store, pytest.raises(StoreError, match="for reading only"):
        store.refuse("x", "y", at="t")


WRITER = """
import sys
from dateline import loads, open_store
with open(sys.argv[2], "rb") as file:
    records = [loads(line) for line in file]
with open_store(sys.argv[1], create=True) as store:
    for start in range(0, len(records), 3):
        store.put(records[start:start + 3], read_at="t")
"""
READER = """
import sys
from dateline import open_store
with open_store(sys.argv[1]) as store:
    for _ in range(40):
        with store.reading() as db:
            spans = db.execute("SELECT count(*) FROM spans").fetchone()[0]
            whole = db.execute("SELECT count(*) FROM articles").fetchone()[0]
            assert whole == 0 or spans % whole == 0, (spans, whole)
"""


def test_eight_writers_and_four_readers(tmp_path: Path, make: Callable[..., Record]) -> None:
    """All writers make the store at once, put the same and their own articles; no reader ever sees half an article."""
    path = tmp_path / "x.db"
    for name in range(8):
        records = [make(f"own-{name}-{n}") for n in range(4)] + [make(f"all-{n}") for n in range(8)]
        (tmp_path / f"{name}.jsonl").write_bytes(b"".join(dumps(record) + b"\n" for record in records))
    writers = [[sys.executable, "-c", WRITER, str(path), str(tmp_path / f"{name}.jsonl")] for name in range(8)]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for command in writers]
    while not path.exists() and running[0].poll() is None:
        running[0].poll()
    open_store(path, create=True).close()
    running += [subprocess.Popen([sys.executable, "-c", READER, str(path)], stderr=subprocess.PIPE, text=True) for _ in range(4)]
    told = [process.communicate(timeout=120)[1] for process in running]
    assert [words for words in told if words] == []
    assert [process.returncode for process in running] == [0] * 12
    with open_store(path) as store, store.reading() as db:
        assert db.execute("SELECT count(*) FROM articles").fetchone()[0] == 8 * 4 + 8
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


FULL = """
import sys
from dateline import open_store, loads
with open(sys.argv[2], "rb") as file:
    records = [loads(line) for line in file]
with open_store(sys.argv[1]) as store:
    if len(sys.argv) > 3:
        with store.reading() as db:
            pages = db.execute("PRAGMA page_count").fetchone()[0]
        store._writer.execute(f"PRAGMA max_page_count = {pages + 10}")
    for record in records:
        store.put([record], read_at="t")
        print(record.id, flush=True)
"""


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path, make: Callable[..., Record]) -> None:
    path, lines = tmp_path / "x.db", tmp_path / "r.jsonl"
    open_store(path, create=True).close()
    lines.write_bytes(b"".join(dumps(make(f"id-{n}", lead=f"{n} " * 2000)) + b"\n" for n in range(40)))
    command = [sys.executable, "-c", FULL, str(path), str(lines)]
    cut = subprocess.run([*command, "full"], capture_output=True, text=True, timeout=60)
    assert cut.returncode == 1
    assert "StoreError: " in cut.stderr
    assert "the disk is full; what was stored before is kept" in cut.stderr
    kept = cut.stdout.split()
    assert 0 < len(kept) < 40
    with open_store(path) as store:
        assert store.has(f"id-{n}" for n in range(40)) == set(kept)
        with store.reading() as db:
            assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    again = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert again.returncode == 0, again.stderr
    with open_store(path) as store:
        assert len(store.has(f"id-{n}" for n in range(40))) == 40
