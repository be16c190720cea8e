"""WARC files as the news crawl publishes them: pages with their places, damage and bombs cost only themselves."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.article import Article
from dateline.errors import Refused
from dateline.intake import read_sources

Answer = Callable[..., bytes]
Page = Callable[[int], bytes]


def read(path: Path, data: bytes) -> list[Article | Refused]:
    path.write_bytes(data)
    return list(read_sources([str(path)]))


def urls(found: list[Article | Refused]) -> list[str | None]:
    return [item.source.url for item in found if isinstance(item, Article)]


def refusals(found: list[Article | Refused]) -> list[str]:
    return [f"{item.where.rpartition('/')[2]}: {item.reason}" for item in found if isinstance(item, Refused)]


@pytest.mark.parametrize("name", ["crawl.warc.gz", "crawl.warc", "whole.warc.gz", "noname"])
def test_pages_of_an_archive(name: str, tmp_path: Path, answer: Answer, page: Page) -> None:
    records = [
        b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 2\r\n\r\nab\r\n\r\n",
        answer("https://tagus.example/1", page(1)),
        answer("https://tagus.example/cat.png", b"\x89PNG", kind="image/png"),
        answer("https://tagus.example/old", b"", status="302 Found"),
        answer("https://tagus.example/2", page(2)),
    ]
    packed = b"".join(records) if name == "crawl.warc" else b"".join(map(gzip.compress, records))
    packed = gzip.compress(b"".join(records)) if name == "whole.warc.gz" else packed
    found = read(tmp_path / name, packed)
    assert urls(found) == ["https://tagus.example/1", "https://tagus.example/2"]
    assert refusals(found) == []
    first = found[0]
    assert isinstance(first, Article)
    assert first.source.retrieved == "2022-01-09T10:00:00Z"
    assert first.source.path == str(tmp_path / name)
    assert first.dateline is not None
    assert first.dateline.place == "Oslo"


def test_the_same_words_at_two_addresses_are_two_articles(tmp_path: Path, answer: Answer, page: Page) -> None:
    found = read(tmp_path / "a.warc", answer("https://a.example/1", page(1)) + answer("https://b.example/1", page(1)))
    assert len({item.id for item in found if isinstance(item, Article)}) == 2
    again = read(tmp_path / "b.warc", answer("https://b.example/1", page(1)))
    assert [item.id for item in again if isinstance(item, Article)] == [found[1].id]  # type: ignore[union-attr]


def test_chunks_and_packing_are_undone(tmp_path: Path, answer: Answer, page: Page) -> None:
    chunked = hex(len(page(1)))[2:].encode() + b"\r\n" + page(1) + b"\r\n0\r\n\r\n"
    data = (
        answer("https://x.example/chunked", chunked, more=b"Transfer-Encoding: chunked\r\n")
        + answer("https://x.example/packed", gzip.compress(page(2)), more=b"Content-Encoding: gzip\r\n")
        + answer("https://x.example/said-so", page(3), more=b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n")
    )
    found = read(tmp_path / "a.warc", data)
    assert [item.text.split("\n")[0] for item in found if isinstance(item, Article)] == [f"Quay {n} reopens" for n in (1, 2, 3)]


def test_what_was_whole_of_a_truncated_file_is_read(tmp_path: Path, answer: Answer, page: Page) -> None:
    records = [answer(f"https://x.example/{n}", page(n)) for n in range(3)]
    packed = [gzip.compress(record) for record in records]
    at = len(packed[0]) + len(packed[1])
    for name, data, place in (
        ("a.warc.gz", b"".join(packed)[:-40], at),
        ("b.warc", b"".join(records)[:-200], len(records[0]) + len(records[1])),
    ):
        found = read(tmp_path / name, data)
        assert urls(found) == ["https://x.example/0", "https://x.example/1"]
        (told,) = refusals(found)
        assert told.startswith(f"{name}#{place}: ")
        assert "cut off" in told


def test_damage_costs_only_itself(tmp_path: Path, answer: Answer, page: Page) -> None:
    records = [answer(f"https://x.example/{n}", page(n)) for n in range(4)]
    packed = [gzip.compress(record) for record in records]
    broken = bytearray(b"".join(packed))
    broken[len(packed[0]) + 100] ^= 0xFF
    found = read(tmp_path / "a.warc.gz", bytes(broken))
    assert urls(found) == ["https://x.example/0", "https://x.example/2", "https://x.example/3"]
    assert [told.split(":")[0] for told in refusals(found)] == [f"a.warc.gz#{len(packed[0])}"]
    found = read(tmp_path / "b.warc", records[0] + b"junk\r\n\r\nmore junk\r\n" + records[1])
    assert urls(found) == ["https://x.example/0", "https://x.example/1"]
    assert [told.split(":")[0] for told in refusals(found)] == ["b.warc#0+"]
    too_long = records[0].replace(b"Content-Length: ", b"Content-Length: 2")
    found = read(tmp_path / "c.warc", too_long + records[1] + records[2])
    assert urls(found) == ["https://x.example/1", "https://x.example/2"]
    assert len(refusals(found)) == 1


def test_standard_input(monkeypatch: pytest.MonkeyPatch, answer: Answer, page: Page) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    data = b"".join(gzip.compress(answer(f"https://x.example/{n}", page(n))) for n in range(3))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Pipe(data)))
    assert len(urls(list(read_sources(["-"])))) == 3


def test_an_archive_without_pages_says_so(tmp_path: Path, answer: Answer) -> None:
    (told,) = refusals(read(tmp_path / "a.warc", answer("https://x.example/cat.png", b"1", kind="image/png")))
    assert "no pages" in told


BOMBS = """
import gzip, resource, sys, time
from dateline.article import Article
from dateline.intake import read_sources
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
list(read_sources([sys.argv[1]]))
before = peak()
for path in sys.argv[2:]:
    start = time.monotonic()
    found = list(read_sources([path]))
    read = [item.source.url[-4:] for item in found if isinstance(item, Article)]
    print(*read, sum(not isinstance(item, Article) for item in found), round(time.monotonic() - start, 1), peak() - before)
"""


def test_bombs_stop_at_the_cap_and_the_next_record_is_read(tmp_path: Path, answer: Answer, page: Page) -> None:
    first, last = (gzip.compress(answer(f"https://x.example/{n}", page(1))) for n in ("a001", "a002"))
    zeros = gzip.compress(b"\0" * 400_000_000, 9)
    bombs = {
        "record": gzip.compress(answer("https://x.example/", b"\0" * 400_000_000)),
        "layer": gzip.compress(answer("https://x.example/", zeros, more=b"Content-Encoding: gzip\r\n")),
        "layers": gzip.compress(answer("https://x.example/", gzip.compress(zeros), more=b"Content-Encoding: gzip, gzip\r\n")),
        "header": gzip.compress(b"WARC/1.0\r\nX: " + b"a" * 200_000_000),
        "lines": gzip.compress(b"\r\n" * 100_000_000),
    }
    (tmp_path / "good.warc.gz").write_bytes(first)
    paths = []
    for name, bomb in bombs.items():
        paths.append(tmp_path / f"{name}.warc.gz")
        paths[-1].write_bytes(first + bomb + last)
    (tmp_path / "text.txt.gz").write_bytes(zeros)
    command = [sys.executable, "-c", BOMBS, tmp_path / "good.warc.gz", *paths, tmp_path / "text.txt.gz"]
    lines = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(lines) == len(bombs) + 1
    for line in lines[:-1]:
        *read, refused, seconds, grown = line.split()
        assert read == ["a001", "a002"], line
        assert int(refused) == 1, line
        assert float(seconds) < 10, line
        assert int(grown) < 200, line
    *read, refused, _, grown = lines[-1].split()
    assert (read, refused) == ([], "1")
    assert int(grown) < 200


def test_a_hundred_thousand_broken_records_end(tmp_path: Path) -> None:
    start = time.monotonic()
    found = read(tmp_path / "a.warc", b"WARC/1.0\r\nContent-Length: x\r\n\r\n" * 3000)
    assert all(isinstance(item, Refused) for item in found)
    assert time.monotonic() - start < 10
