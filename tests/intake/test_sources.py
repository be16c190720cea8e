"""Files, folders, JSONL, standard input: what is read, and the reason where it is not."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from dateline.article import Article
from dateline.errors import Refused
from dateline.intake import IntakeOptions, read_sources

COPY = "OSLO, May 4 (NTB) - The harbour board voted on Monday to reopen the quay, its chairman said.\n"


def read(*sources: Path | str, options: IntakeOptions | None = None) -> list[Article | Refused]:
    return list(read_sources([str(source) for source in sources], options=options or IntakeOptions()))


def one(source: Path | str, options: IntakeOptions | None = None) -> Article:
    (found,) = read(source, options=options)
    assert isinstance(found, Article), found
    return found


def reason(source: Path | str) -> str:
    (found,) = read(source)
    assert isinstance(found, Refused)
    assert str(source) in found.where
    return found.reason


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n \n", "no words"),
        ("a.txt", os.urandom(64) * 80 + b"\0" * 400, "not text"),
        ("a.txt", b"%PDF-1.7 and so on", "PDF"),
        ("a.bin", b"\x89PNG\r\n\x1a\n1234", "image"),
        ("a.html", b"<html><body><script>var a = 1;</script></body></html>", "without article text"),
        ("a.jsonl", b"\n\n", "empty"),
        ("a.json", b"{not json", "not JSON"),
        ("a.json", b"[]", "empty list"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    assert words in reason(write(tmp_path / name, data))


def test_size_limits(tmp_path: Path) -> None:
    assert "max_bytes" in reason(write(tmp_path / "a.txt", b"word " * 4_100_000))
    assert "max_text" in reason(write(tmp_path / "b.txt", b"word " * 1_100_000))


def test_missing_path_and_empty_folder(tmp_path: Path) -> None:
    assert "missing" in reason(tmp_path / "nowhere.txt")
    write(tmp_path / "x.bin", b"1")
    assert "without copy" in reason(tmp_path)
    assert "http" in reason("ftp://x.example/a")


def test_the_batch_goes_on(tmp_path: Path) -> None:
    found = read(write(tmp_path / "empty.txt", b""), write(tmp_path / "good.txt", COPY.encode()), tmp_path / "nowhere")
    assert [type(item) for item in found] == [Refused, Article, Refused]


def test_folder_is_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt", "skip.bin"):
        write(tmp_path / name, COPY.encode() + name.encode())
    found = read(tmp_path)
    assert [Path(item.source.path or "").name for item in found if isinstance(item, Article)] == ["a.txt", "b.txt", "c.txt"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Café – “no”".encode(), "Café – “no”"),
        ("Café – “no”".encode("utf-8-sig"), "Café – “no”"),
        ("Café – “no”".encode("utf-16"), "Café – “no”"),
        ("The harbour reopened.".encode("utf-16-le"), "The harbour reopened."),
        ("Caf\xe9 in M\xfcnchen \x97 shut".encode("latin-1"), "Café in München — shut"),
        (b"one\r\ntwo\rthree\n", "one\r\ntwo\rthree\n"),
        (b"The port\0 was shut on Monday.", "The port\0 was shut on Monday."),
        ("Zürich – Köln – Malmö ".encode() + b"\xff end", "Zürich – Köln – Malmö \ufffd end"),
        ("Порт сегодня закрыт, сообщили власти города. Корабли стоят на рейде.".encode("cp1251"), "Порт сегодня закрыт"),
    ],
)
def test_decoding(tmp_path: Path, data: bytes, text: str) -> None:
    found = one(write(tmp_path / "a.txt", data)).text
    assert found == text if "Порт" not in text else found.startswith(text)


def test_jsonl_fields_and_broken_lines(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "a", "text": COPY, "published": "2015-05-05", "url": "https://x.example/1", "outlet": "Tagus Post"}),
        "{broken",
        json.dumps({"text": 5}),
        json.dumps({"id": "x"}),
        json.dumps({"text": COPY, "published": ["2015"]}),
        json.dumps({"text": COPY, "title": 7}),
        '{"text": "half \\ud83d pair"}',
        "",
        json.dumps({"id": 12, "text": COPY, "published": "Tue, 05 May 2015 08:36:00 GMT"}),
    ]
    path = write(tmp_path / "a.jsonl", "\n".join(lines).encode())
    found = read(path)
    good = [item for item in found if isinstance(item, Article)]
    assert [item.id for item in good] == ["a", "12"]
    assert good[0].text == COPY
    assert (good[0].published, good[0].published_from, good[0].source.outlet) == ("2015-05-05", "given", "Tagus Post")
    assert good[0].dateline is not None
    assert good[0].dateline.date == "2015-05-04"
    assert good[1].published == "2015-05-05T08:36:00+00:00"
    assert [item.where for item in found if isinstance(item, Refused)] == [f"{path}:{n}" for n in range(2, 8)]


@pytest.mark.parametrize(
    ("given", "day"),
    [("7:58 AM ET", None), ("yesterday", None), ("May 6, 2015", "2015-05-06"), ("2015-05-06 09:30", "2015-05-06T09:30:00")],
)
def test_published_in_other_forms(tmp_path: Path, given: str, day: str | None) -> None:
    path = write(tmp_path / "a.jsonl", json.dumps({"text": "The quay reopened on Thursday.", "published": given}).encode())
    assert one(path).published == day


def test_jsonl_text_is_taken_as_it_is(tmp_path: Path) -> None:
    text = "\r\n Quay\u2028reopens \0 \t\n"
    assert one(write(tmp_path / "a.ndjson", json.dumps({"text": text}).encode())).text == text


def test_json_array(tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.json", json.dumps([{"text": COPY}, {"text": ""}]).encode()))
    assert [type(item) for item in found] == [Article, Refused]


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (COPY.encode(), 1),
        (json.dumps({"text": COPY}).encode() + b"\n" + json.dumps({"text": "Second copy."}).encode(), 2),
        (b"<!doctype html><title>Quay</title><article><p>" + COPY.encode() * 4 + b"</p></article>", 1),
    ],
)
def test_standard_input_is_looked_at(monkeypatch: pytest.MonkeyPatch, data: bytes, count: int) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    found = read("-")
    assert len(found) == count
    assert all(isinstance(item, Article) for item in found)


def test_options_are_used_where_the_copy_is_silent(tmp_path: Path) -> None:
    options = IntakeOptions(published="2015-05-06", outlet="Tagus Post")
    article = one(write(tmp_path / "a.txt", COPY.encode()), options)
    assert (article.published, article.published_from, article.source.outlet) == ("2015-05-06", "given", "Tagus Post")
    line = write(tmp_path / "a.jsonl", json.dumps({"text": COPY, "published": "2015-05-05"}).encode())
    assert one(line, options).published == "2015-05-05"


def test_hash_of_the_bytes(tmp_path: Path) -> None:
    import hashlib

    data = b"\xef\xbb\xbf" + COPY.encode()
    assert one(write(tmp_path / "a.txt", data)).source.sha256 == hashlib.sha256(data).hexdigest()
