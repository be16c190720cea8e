"""Ingest: nothing twice, nothing lost, whatever the order; what cannot be read is a row and the next item is read."""

from __future__ import annotations

import gzip
import json
import random
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline import settings
from dateline.article import Article
from dateline.desk import Tools
from dateline.errors import Refused, StoreError
from dateline.intake import read_text
from dateline.show import cli as command
from dateline.show.export import formats
from dateline.store import open_store
from dateline.store.ingest import Ingested, Reading, ingest, ingest_articles, source_of
from dateline.store.query import Query
from dateline.store.store import Store

ROOT = Path(__file__).parent.parent.parent
TOWNS = ("Oslo", "Lund", "Riga", "Turku", "Malmo", "Bergen")


def copy(number: int) -> str:
    town = TOWNS[number % len(TOWNS)]
    return f"{town.upper()} (NTB) - Police detained {number + 2} men in {town} on Monday after a fire at a ferry, a spokesman said.\n"


def lines(path: Path, numbers: list[int]) -> Path:
    rows = ({"id": f"n{n}", "text": copy(n), "published": f"2022-01-{n % 28 + 1:02}", "outlet": "Tagus Post"} for n in numbers)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path, tools: Tools) -> Iterator[Store]:
    with open_store(tmp_path / "a.db", create=True) as made:
        yield made


def exported(store: Store) -> bytes:
    return b"".join(formats.pieces(store, Query(), "jsonl"))


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr(sys, "argv", ["dateline", *map(str, words)])
    with pytest.raises(SystemExit) as stop:
        command.main()
    return int(stop.value.code or 0)


def test_twice_and_shuffled(tmp_path: Path, store: Store) -> None:
    numbers = list(range(12))
    source = str(lines(tmp_path / "copy.jsonl", numbers))
    assert ingest(store, [source]) == Ingested(new=12, stories=store.count(layer="articles") and _stories(store))
    first, version = exported(store), store.data_version
    assert first.count(b"\n") >= 12
    again = ingest(store, [source, source])
    assert (again.new, again.known, again.replaced, again.refused) == (0, 24, 0, 0)
    assert (exported(store), store.data_version) == (first, version)
    random.Random(3).shuffle(numbers)
    lines(tmp_path / "copy.jsonl", numbers)
    with open_store(tmp_path / "b.db", create=True) as other:
        settings._VALUES["batch_stored"] = 5
        try:
            ingest(other, [source])
        finally:
            settings._VALUES["batch_stored"] = 48
        assert exported(other) == first


def _stories(store: Store) -> int:
    with store.reading() as db:
        return int(db.execute("SELECT count(*) FROM stories").fetchone()[0])


def test_workers_change_nothing(tmp_path: Path, store: Store) -> None:
    source = lines(tmp_path / "copy.jsonl", list(range(20)))
    source.write_text("{broken\n" + source.read_text() + "[]\n", encoding="utf-8")
    one = ingest(store, [str(source)])
    with open_store(tmp_path / "b.db", create=True) as other:
        assert ingest(other, [str(source)], reading=Reading(workers=2)) == one
        assert exported(other) == exported(store)
        assert list(other.refused()) == list(store.refused())
    assert (one.new, one.refused) == (20, 2)


def test_what_is_told_of_is_on_the_disk(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings._VALUES, "batch_stored", 3)
    told: list[int] = []

    def look(done: Ingested, ids: object) -> None:
        assert isinstance(ids, list)
        with sqlite3.connect(f"file:{store.path}?mode=ro", uri=True) as db:
            found = {row[0] for row in db.execute("SELECT id FROM articles")}
        db.close()
        assert set(ids) <= found
        told.append(done.new)

    ingest(store, [str(lines(tmp_path / "copy.jsonl", list(range(8))))], weave=False, told=look)
    assert told == [3, 6, 8]


def test_an_interrupted_run_goes_on(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings._VALUES, "batch_stored", 2)
    monkeypatch.setitem(settings._VALUES, "batch_articles", 2)

    def articles(stop: int | None) -> Iterator[Article]:
        for number in range(8):
            if number == stop:
                raise KeyboardInterrupt
            yield read_text(copy(number), id=f"n{number}", published="2022-01-04")

    with pytest.raises(KeyboardInterrupt):
        ingest_articles(store, articles(5))
    kept = store.count(layer="articles")
    assert 2 <= kept <= 5
    done = ingest_articles(store, articles(None))
    assert (done.new, done.known) == (8 - kept, kept)


def test_a_newer_version_reads_again(tmp_path: Path, store: Store) -> None:
    source = str(lines(tmp_path / "copy.jsonl", [1, 2, 3]))
    ingest(store, [source], weave=False)
    with store.writing() as db:
        db.execute("UPDATE articles SET reader = 'dateline 0.0.1, tagger_v1, geonames_places_v1, record 1' WHERE id <> 'n2'")
    assert ingest(store, [source], weave=False) == Ingested(known=1, replaced=2)
    assert ingest(store, [source], weave=False) == Ingested(known=3)
    assert ingest(store, [source], weave=False, reading=Reading(no_model=True)) == Ingested(replaced=3)


def test_an_id_belongs_to_one_copy(tmp_path: Path, store: Store) -> None:
    path = lines(tmp_path / "copy.jsonl", [1, 2])
    path.write_text(path.read_text() + json.dumps({"id": "n1", "text": "Other words were printed."}) + "\n", encoding="utf-8")
    assert ingest(store, [str(path)], weave=False) == Ingested(new=2, refused=1)
    assert ingest(store, [str(path)], weave=False) == Ingested(known=2, refused=1)
    (row,) = store.refused()
    assert "n1" in row.reason


def test_a_full_disk(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings._VALUES, "batch_stored", 2)
    source = str(lines(tmp_path / "copy.jsonl", list(range(40))))
    assert store._writer is not None
    pages = store._writer.execute("PRAGMA page_count").fetchone()[0]
    store._writer.execute(f"PRAGMA max_page_count = {pages + 12}")
    told: list[str] = []
    with pytest.raises(StoreError, match="disk is full"):
        ingest(store, [source], told=lambda _, ids: told.extend(ids))
    assert store.has(told) == set(told)
    assert 0 < len(told) < 40
    store._writer.execute("PRAGMA max_page_count = 1000000")
    done = ingest(store, [source])
    assert (done.new, done.known) == (40 - len(told), len(told))
    with open_store(tmp_path / "b.db", create=True) as other:
        ingest(other, [source])
        assert exported(other) == exported(store)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A folder of what must be survived, and good copy between."""
    folder = tmp_path / "bad"
    folder.mkdir()
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><title>Ferry</title><p>{copy(1) * 3}</p><p>{copy(2) * 3}</p>".encode()
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.example/%d\r\nContent-Type: application/http\r\n"
    head += b"Content-Length: %d\r\n\r\n"
    records = [gzip.compress(head % (number, len(http)) + http + b"\r\n\r\n") for number in range(2)]
    (folder / "a.warc.gz").write_bytes(b"".join(records)[:-30])
    (folder / "b.txt").write_text(copy(3), encoding="utf-8")
    (folder / "c.txt.gz").write_bytes(gzip.compress(b"\0" * 50_000_000))
    (folder / "d.xml").write_text("<rss><<<<", encoding="utf-8")
    (folder / "e.xml").write_text('<!DOCTYPE x [<!ENTITY a "b">]><rss><channel><item><title>&a;</title></item></channel></rss>')
    with zipfile.ZipFile(folder / "f.wacz", "w") as wacz:
        wacz.writestr("../archive/out.warc.gz", records[0])
        wacz.writestr("archive/in.warc.gz", records[1])
    (folder / "g.txt").write_text("word " * 6_000_000, encoding="utf-8")
    (folder / "h.jsonl").write_text(json.dumps({"text": copy(4)}) + "\n" + json.dumps({"text": "word " * 6_000_000}) + "\n" + "{broken\n")
    (folder / "i.txt").write_text(copy(5), encoding="utf-8")
    return folder


def test_bad_input_is_refused_and_the_next_item_is_read(
    bad: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tools: Tools
) -> None:
    db = bad.parent / "chronicle.db"
    assert run(monkeypatch, "ingest", bad, "--db", db, "--no-weave") == 1
    assert "5 new, 0 known, 0 replaced, 8 refused" in capfd.readouterr().err
    assert run(monkeypatch, "refused", "--db", db) == 0
    rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    told = {row["place"].removeprefix(f"{bad}/").partition("#")[0]: row["reason"] for row in rows}
    assert {place: words in told[place] for place, words in EXPECTED.items()} == dict.fromkeys(EXPECTED, True)
    assert len(rows) == 8
    (bad / "e.xml").write_text("<rss version='2.0'><channel><item><title>The ferry sails</title></item></channel></rss>")
    (bad / "g.txt").unlink()
    assert run(monkeypatch, "refused", "--db", db, "--retry", "--no-weave") == 1
    assert "1 new, 3 known, 0 replaced, 7 refused" in capfd.readouterr().err
    assert run(monkeypatch, "refused", "--db", db, "--format", "report") == 0
    out = capfd.readouterr().out
    assert "e.xml" not in out
    assert "g.txt: is missing" in out


EXPECTED = {
    "a.warc.gz": "cut off", "c.txt.gz": "bombs", "d.xml": "no feed", "e.xml": "entities", "f.wacz": "leads out of", "g.txt": "max_bytes",
    "h.jsonl:2": "max_bytes", "h.jsonl:3": "not JSON",
}  # fmt: skip


def test_exit_codes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tools: Tools) -> None:
    good, db = lines(tmp_path / "copy.jsonl", [1]), tmp_path / "a.db"
    assert run(monkeypatch, "ingest", good, "--db", db) == 0
    assert "1 new, 0 known, 0 replaced, 0 refused; 1 stories" in capfd.readouterr().err
    assert run(monkeypatch, "ingest", good, "--db", db) == 0
    assert run(monkeypatch, "ingest", good, tmp_path / "missing.txt", "--db", db) == 1
    assert run(monkeypatch, "ingest", tmp_path / "missing.txt", "--db", db) == 2
    assert run(monkeypatch, "ingest", good, "--db", tmp_path / "nowhere" / "a.db") == 2
    assert run(monkeypatch, "refused", "--db", tmp_path / "none.db") == 2
    assert "Traceback" not in capfd.readouterr().err


def test_a_refusal_goes_when_its_source_is_read(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "a.txt"
    path.write_text("")
    other = tmp_path / "a.txt2"
    other.write_text("")
    ingest(store, [str(path), str(other)], weave=False)
    assert [Path(row.place).name for row in store.refused()] == ["a.txt", "a.txt2"]
    path.write_text(copy(1))
    ingest(store, [str(path)], weave=False)
    assert [Path(row.place).name for row in store.refused()] == ["a.txt2"]


def test_the_source_of_a_place(tmp_path: Path) -> None:
    odd = tmp_path / "a:1#2.jsonl"
    odd.write_text("")
    for place, source in (
        (f"{odd}:17", str(odd)), (f"{odd}", str(odd)), (f"{odd}#archive/x.warc#3+", str(odd)), (f"{odd}[4]", str(odd)),
        ("https://x.example/feed#a[3]", "https://x.example/feed#a"), ("/nowhere/a.txt:3", "/nowhere/a.txt:3"),
    ):  # fmt: skip
        assert source_of(place) == source


def test_articles_from_elsewhere(store: Store) -> None:
    items = [read_text(copy(1), url="https://x.example/1"), Refused("https://x.example/2", "answered with status 404; check the address")]
    assert ingest_articles(store, items, weave=False) == Ingested(new=1, refused=1)
    later = [read_text(copy(2), url="https://x.example/2")]
    assert ingest_articles(store, later, weave=False) == Ingested(new=1)
    assert list(store.refused()) == []


def test_killed_at_random_points(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "kill.py"), "--kills", "6", "--articles", "12"]
    found = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert found.returncode == 0, found.stdout + found.stderr
