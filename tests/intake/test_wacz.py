"""WACZ archives: read where they lie; names that leave the archive, bombs and encrypted files are refused."""

from __future__ import annotations

import gzip
import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline import settings
from dateline.article import Article
from dateline.errors import Refused
from dateline.intake import read_sources

Answer = Callable[..., bytes]
Page = Callable[[int], bytes]


def archive(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as out:
        for name, data in files.items():
            out.writestr(name, data)
    return path


def read(path: Path) -> tuple[list[Article], list[Refused]]:
    found = list(read_sources([str(path)]))
    return [item for item in found if isinstance(item, Article)], [item for item in found if isinstance(item, Refused)]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_pages_of_all_its_files(method: int, tmp_path: Path, answer: Answer, page: Page) -> None:
    warcs = {f"archive/data-{n}.warc.gz": gzip.compress(answer(f"https://x.example/{n}", page(n))) for n in (2, 1)}
    path = archive(tmp_path / "a.wacz", {"datapackage.json": b"{}", **warcs, "pages/pages.jsonl": b"{}"}, method)
    articles, refused = read(path)
    assert [item.source.url for item in articles] == ["https://x.example/1", "https://x.example/2"]
    assert articles[0].source.path == str(path)
    assert refused == []


def test_names_that_leave_the_archive(tmp_path: Path, answer: Answer, page: Page) -> None:
    good = gzip.compress(answer("https://x.example/1", page(1)))
    names = [
        "../../archive/out.warc.gz",
        "/archive/root.warc.gz",
        "archive/../../up.warc.gz",
        "..\\archive/back.warc.gz",
        "archive/ok.warc.gz",
    ]
    inside = tmp_path / "deep" / "er"
    inside.mkdir(parents=True)
    articles, refused = read(archive(inside / "a.wacz", dict.fromkeys(names, good)))
    assert [item.source.url for item in articles] == ["https://x.example/1"]
    assert len(refused) == 4
    assert all("leads out of its archive" in item.reason for item in refused)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.wacz", "deep", "er"]


def test_bombs(tmp_path: Path, answer: Answer, page: Page) -> None:
    files = {"archive/a.warc": b"WARC/1.0\r\n" + b"\0" * 60_000_000, "archive/b.warc": answer("https://x.example/1", page(1))}
    start = time.monotonic()
    articles, refused = read(archive(tmp_path / "a.wacz", files, zipfile.ZIP_DEFLATED))
    assert time.monotonic() - start < 5
    assert [item.source.url for item in articles] == ["https://x.example/1"]
    assert ["max_ratio" in item.reason for item in refused] == [True]


def test_a_header_that_lies_about_the_size(tmp_path: Path, answer: Answer, page: Page) -> None:
    path = archive(tmp_path / "a.wacz", {"archive/a.warc": b"WARC/1.0\r\n" + b"\0" * 60_000_000}, zipfile.ZIP_DEFLATED)
    data = path.read_bytes()
    path.write_bytes(data.replace((60_000_010).to_bytes(4, "little"), (600).to_bytes(4, "little")))
    start = time.monotonic()
    articles, refused = read(path)
    assert (articles, len(refused)) == ([], 1)
    assert time.monotonic() - start < 2


def test_the_sum_of_all_files_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: Answer, page: Page) -> None:
    monkeypatch.setitem(settings._VALUES, "max_unpacked", 100_000)
    files = {f"archive/{n}.warc": answer(f"https://x.example/{n}", page(n)) * 40 for n in range(4)}
    articles, refused = read(archive(tmp_path / "a.wacz", files))
    assert 0 < len(articles) < 160
    assert "max_unpacked" in refused[-1].reason


def test_damaged_and_foreign_archives(tmp_path: Path) -> None:
    (tmp_path / "a.wacz").write_bytes(b"PK\x03\x04" + b"\0" * 100)
    assert "zip" in read(tmp_path / "a.wacz")[1][0].reason
    assert "zip" in read(archive(tmp_path / "b.wacz", {"word/document.xml": b"<x/>"}))[1][0].reason
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("archive/a.warc", b"WARC/1.0\r\n\r\n")
    data = bytearray(out.getvalue())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        data[data.index(mark) + (6 if mark[2] == 3 else 8)] |= 1  # encrypted
    (tmp_path / "c.wacz").write_bytes(bytes(data))
    articles, refused = read(tmp_path / "c.wacz")
    assert (articles, len(refused)) == ([], 1)
