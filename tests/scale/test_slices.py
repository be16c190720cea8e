"""Slices: whatever a file holds, its slices together give what `dateline read` finds in it, in the same order."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from dateline.errors import Refused
from dateline.intake import IntakeOptions, read_sources
from dateline.intake.guard import Item
from dateline.scale import files
from dateline.scale.slices import Slice, cut, read_slice

from .conftest import make_articles, write_lines

pyarrow = pytest.importorskip("pyarrow")


def plain(items: list[Item]) -> list[object]:
    return [(item.where, item.reason) if isinstance(item, Refused) else item for item in items]


def sliced(sources: list[str], most: int) -> tuple[list[Slice], list[Item]]:
    found = list(cut(sources, most))
    items = [item for one in found for item in ([one] if isinstance(one, Refused) else read_slice(one, IntakeOptions()))]
    return [one for one in found if isinstance(one, Slice)], items


def warc(number: int) -> bytes:
    story = "".join(
        f"<p>The harbour board voted on Monday to reopen quay {number}, ending a closure of eleven weeks ({n}).</p>" for n in range(9)
    )
    body = f"<html><head><title>Quay {number}</title></head><body><article><h1>Quay {number}</h1>{story}</article></body></html>".encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://quay.example/{number}\r\nWARC-Date: 2022-01-09T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def make(folder: Path, name: str) -> Path:
    path = folder / name
    if name.startswith("crawl"):
        records = [warc(n) for n in range(8)]
        if "damaged" in name:
            packed = [gzip.compress(record) for record in records]
            packed[3] = packed[3][:80] + b"\0\0\0\0" + packed[3][84:]
            path.write_bytes(b"".join(packed))
        else:
            path.write_bytes(b"".join(map(gzip.compress, records)) if name.endswith(".gz") else b"".join(records))
        return path
    write_lines(path, make_articles(60))
    if name.startswith("dos"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n\r\n"))
    if name.startswith("cut"):
        path.write_bytes(gzip.compress(path.read_bytes())[:-900])
    elif name.endswith(".gz"):
        path.write_bytes(gzip.compress(path.read_bytes()))
    return path


@pytest.mark.parametrize(
    "name", ["copy.jsonl", "dos.jsonl", "copy.jsonl.gz", "cut.jsonl.gz", "crawl.warc", "crawl.warc.gz", "crawl_damaged.warc.gz"]
)
def test_slices_give_what_read_gives(name: str, tmp_path: Path) -> None:
    path = str(make(tmp_path, name))
    whole = list(read_sources([path]))
    slices, items = sliced([path], 500 if "crawl" in name else 2500)
    assert len(slices) > 3
    assert plain(items) == plain(whole)


def test_small_files_are_read_together_and_what_is_missing_is_refused(tmp_path: Path) -> None:
    for n in range(5):
        (tmp_path / f"{n}.txt").write_text(f"OSLO, Jan. 3 (NTB) - The board met {n} times.", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    slices, items = sliced([str(tmp_path), str(tmp_path / "none.txt"), str(tmp_path / "empty"), "-"], 10_000)
    assert [len(one.paths) for one in slices] == [5]
    assert [item for item in items if not isinstance(item, Refused)] == list(read_sources([str(tmp_path)]))
    assert [item.where for item in items if isinstance(item, Refused)] == [str(tmp_path / "none.txt"), str(tmp_path / "empty"), "-"]


def test_rows_of_parquet_are_objects_of_jsonl(tmp_path: Path) -> None:
    import pyarrow.parquet

    articles = make_articles(1100)
    table = pyarrow.table(
        {**{key: [one[key] for one in articles] for key in articles[0] if key != "text"}, "body": [one["text"] for one in articles]}
    )
    pyarrow.parquet.write_table(table, tmp_path / "copy.parquet", row_group_size=300)
    found = [one for one in cut([str(tmp_path / "copy.parquet")], 1000) if isinstance(one, Slice)]
    assert [(one.start, one.end) for one in found] == [(0, 512), (512, 1024), (1024, 1100)]
    items = [item for one in found for item in read_slice(one, IntakeOptions(), text_column="body")]
    assert [(item.id, item.text, item.published) for item in items if not isinstance(item, Refused)] == [
        (one["id"], one["text"], one["published"]) for one in articles
    ]
    wrong = list(read_slice(found[0], IntakeOptions()))
    assert isinstance(wrong[0], Refused)
    assert "no column 'text'" in wrong[0].reason
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 and nothing else")
    assert isinstance(next(cut([str(tmp_path / "bad.parquet")], 1000)), Refused)


def test_a_grown_file_keeps_the_slices_it_had(tmp_path: Path) -> None:
    path = make(tmp_path, "copy.jsonl")
    before = [one for one in cut([str(path)], 2500) if isinstance(one, Slice)]
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"text": "One more."}) + "\n")
    after = [one for one in cut([str(path)], 2500) if isinstance(one, Slice)]
    assert [one.key() for one in after[: len(before) - 1]] == [one.key() for one in before[:-1]]
    assert after[-1].key() != before[-1].key()


def test_object_stores_are_read_through_fsspec(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    path = make(tmp_path, "copy.jsonl")
    files.write("memory://crawl/2022/copy.jsonl", path.read_bytes())
    slices, items = sliced(["memory://crawl"], 2500)
    assert len(slices) > 3
    assert {one.paths for one in slices} == {("memory://crawl/2022/copy.jsonl",)} or {one.paths for one in slices} == {
        ("memory:///crawl/2022/copy.jsonl",)
    }
    assert [item.text for item in items if not isinstance(item, Refused)] == [
        item.text for item in read_sources([str(path)]) if not isinstance(item, Refused)
    ]
    files.remove("memory://crawl")
    assert not files.exists("memory://crawl/2022/copy.jsonl")
