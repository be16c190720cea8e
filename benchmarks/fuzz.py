"""Fuzzing: inputs made hostile by chance, steered towards lines of Dateline that no input has reached before.

    python benchmarks/fuzz.py [--minutes 1] [--only text page query ...] [--seed N] [--keep] [--findings FOLDER]
    python benchmarks/fuzz.py --mutate 10000

Each reader of copy from elsewhere (and the questions to a store) is a target: it is given bytes and may give anything but an error that is
none of Dateline's own, a span outside its text, or an answer that takes longer than it should. An input that reaches a new line is kept
and changed further; `--keep` writes those of at most 400 bytes to tests/fuzz/corpus/<target>, which the tests read again on every run.
`--mutate N` changes real copy (the samples, and training/copy where it is) N times and reads it with the whole desk: every span of every
record must hold the words that stand there. Prints one line a target; exit code 1 if anything was found, with its input saved.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import dateline
from dateline.article import Article, Part, Span
from dateline.errors import DatelineError, Refused
from dateline.grammar.words import Grammar
from dateline.intake import IntakeOptions, read_text
from dateline.intake.sources import read_open
from dateline.record import Record, dumps, loads
from dateline.store import Store, open_store
from dateline.store.query import Query
from dateline.when import find_times, load_when

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "fuzz" / "corpus"
PACKAGE = str(Path(dateline.__file__).parent)
SLOW = 10.0  # seconds that one small input may take
LONGEST = 20_000  # bytes of an input that is changed further
KEPT = 400  # bytes of an input that is worth a place in the repository
FEW = 30  # inputs a target and run in the repository
LENGTH = 360  # bytes of a changed piece of real copy

#: Words and marks that readers look for, and characters that break careless ones.
PIECES = [
    *("\"“”'‘’«»—–-\n\t /|,.;:()[]{}<>&#*=@\\$%\0\x1b\x7f\x85\xa0"),
    "\r\n",
    "\n\n",
    "\u2028",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u202e",
    "\u2066",
    "\u2069",
    "\u0301",
    "\ud7ff",
    "\uffff",
    "\U0010ffff",
    "🙂",
    "İ",
    "ß",
    "ﬁ",
    "٣",
    "(AP) —",
    "KABUL, March 4.",
    "said on Friday",
    "12 people",
    "two days later",
    "from 3 to 5 May",
    "1990-",
    "Monday",
    "Feb. 29",
    "the year of",
    "<p>",
    "</p>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "<item>",
    "</item>",
    "<title>",
    "<description>",
    "<meta charset=utf-16>",
    "WARC/1.0\r\n",
    "Content-Length: ",
    "Content-Length: -1\r\n",
    "Transfer-Encoding: chunked\r\n",
    "HTTP/1.1 200 OK\r\n",
    '{"text": "',
    '"}',
    "null",
    "1e999",
    "\\ud800",
    "\\u0000",
    "type=",
    "actor=",
    "text=",
    "box=",
    "from=",
    "*",
    "NEAR(",
    " OR ",
    "=NOR",
    "~GOV",
]

SEEDS: dict[str, list[bytes]] = {
    "text": [b'Quay reopens\n\nOSLO, March 4. /NTB/. The board voted on Monday to reopen the quay.\n\n"We waited," its chairman said.'],
    "layout": [
        b"QUAY REOPENS\nBy Ann Roe\nMarch 4, 2021\n\nOSLO (NTB) \xe2\x80\x94 The board voted.\n\nREAD MORE: Other news\n(c) Norda 2021"
    ],
    "times": [b"It shut two days after Friday, March 5, 2021, from 3 to 5 p.m., in late 2019, every Monday until the end of May."],
    "page": [
        b"<html><head><title>Quay</title><meta property='og:title' content='Quay'></head><body><article><h1>Quay</h1>"
        b"<p>OSLO (NTB) - The board voted on Monday to reopen the quay, ending a closure of weeks.</p></article></body></html>"
    ],
    "feed": [
        b"<?xml version='1.0'?><rss version='2.0'><channel><title>Norda</title><item><title>Quay</title><link>http://a.example/1</link>"
        b"<pubDate>Mon, 01 Mar 2021 10:00:00 GMT</pubDate><description>The board voted on Monday.</description></item></channel></rss>"
    ],
    "warc": [
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/1\r\nWARC-Date: 2022-01-09T10:00:00Z\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: 114\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        b"<p>The board voted on Monday to reopen the quay, its chairman said.</p>\r\n\r\n"
    ],
    "jsonl": [b'{"id": "a", "text": "The board voted on Monday.", "published": "2021-03-01", "title": "Quay"}\n{"text": "Ships came."}\n'],
    "query": [
        b"type=PROTEST&from=2021&to=2021-03",
        b"actor=ann-roe/NOR&country=Norway",
        b'text="the board" -quay*',
        b"box=1,2,3,4&casualties=2",
    ],
}


def spans(value: object) -> Iterator[Span]:
    """All spans in a record or a part of one."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from spans(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from spans(getattr(value, field.name))


def sound_article(article: Article) -> None:
    """Parts and dateline lie in the text."""
    for span in spans((article.parts, article.dateline)):
        assert 0 <= span.start <= span.end <= len(article.text), span
    article.text.encode()


def sound_record(record: Record) -> None:
    """Every span lies in the text and has words; the record survives the way to JSON and back."""
    for span in spans(record):
        assert 0 <= span.start <= span.end <= len(record.text), span
    layers = (record.times, record.places, record.actors, record.statements, record.events, record.conditions, record.casualties)
    for span in spans(layers):
        words = record.text[span.start : span.end]
        assert words == record.words(span) != "", span
        assert words == words.strip(), words
    line = dumps(record)
    assert dumps(loads(line)) == line


def _source(name: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        for item in read_open(io.BytesIO(data), name, IntakeOptions(), size=len(data)):
            if isinstance(item, Article):
                sound_article(item)

    return read


def _layout(data: bytes) -> None:
    text = data.decode(errors="replace")
    article = read_text(text, id="x", published="2021-03-05")
    assert article.text == text
    sound_article(article)


def _times(data: bytes) -> None:
    text = data.decode(errors="replace")
    article = Article("x", text, published="2020-02-29", published_from="given", parts=(Part("body", Span(0, len(text))),))
    last = 0
    for found in find_times(article, Grammar((), (), "none"), load_when()):
        words = text[found.span.start : found.span.end]
        assert words == words.strip() != ""
        assert found.span.start >= last
        last = found.span.end


@cache
def _store() -> Store:
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="dateline-fuzz-"))
    store = open_store(folder / "fuzz.db", create=True)
    store.put([loads(_RECORD.encode())], read_at="2021-01-01T00:00:00Z")
    store.weave()
    return store


def _query(data: bytes) -> None:
    pairs = [part.partition("=")[::2] for part in data.decode(errors="surrogateescape").split("&")]
    try:
        query = Query.parse(pairs)
        assert Query.parse(query.params()) == query
        store = _store()
        for ask in (store.events, store.articles, store.stories):
            list(ask(query, limit=5))
        store.count(query)
        list(store.search(data.decode(errors="replace"), query, limit=5))
    except DatelineError:
        pass


_RECORD = (CORPUS / "record.json").read_text(encoding="utf-8") if (CORPUS / "record.json").exists() else ""

TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": _source("fuzz.txt"),
    "layout": _layout,
    "times": _times,
    "page": _source("fuzz.html"),
    "feed": _source("fuzz.xml"),
    "warc": _source("fuzz.warc"),
    "jsonl": _source("fuzz.jsonl"),
    "query": _query,
}


def mutate(data: bytes, others: list[bytes], rng: random.Random) -> bytes:
    """The data with one to four changes: bits, cuts, doubled or moved parts, pieces, splices with other data, other encodings."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4))):
        at, end = sorted((rng.randint(0, len(out)), rng.randint(0, len(out))))
        kind = rng.randrange(10)
        if kind == 0 and out:
            out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del out[at : min(end, at + rng.choice((1, 8, 200)))]
        elif kind == 2:
            out[at:at] = out[at : at + rng.choice((1, 20, 200))] * rng.choice((1, 2, 30))
        elif kind in (3, 4, 5):
            out[at:at] = rng.choice(PIECES).encode() * rng.choice((1, 1, 1, 40))
        elif kind == 6:
            other = rng.choice(others)
            cut = rng.randint(0, len(other))
            out[at:end] = other[cut : cut + rng.choice((10, 100, 1000))]
        elif kind == 7:
            del out[at:]
        elif kind == 8 and rng.random() < 0.3:
            encoding = rng.choice(("utf-16", "cp1252", "utf-7", "utf-8-sig", "utf-32-be"))
            out = bytearray(out.decode(errors="replace").encode(encoding, errors="replace"))
        else:
            out[at:at] = re.sub(rb"\d", lambda _: b"%d" % rng.randrange(10), bytes(out[at : at + 40]))
    return bytes(out[:LONGEST])


class Lines:
    """The lines of Dateline that were run while it was watching."""

    def __init__(self) -> None:
        self.seen: set[tuple[CodeType, int]] = set()

    def __enter__(self) -> Lines:
        sys.settrace(self._call)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def _call(self, frame: FrameType, event: str, arg: Any) -> Any:
        return self._line if frame.f_code.co_filename.startswith(PACKAGE) else None

    def _line(self, frame: FrameType, event: str, arg: Any) -> Any:
        self.seen.add((frame.f_code, frame.f_lineno))
        return self._line


def attempt(target: Callable[[bytes], None], data: bytes) -> str | None:
    """What is wrong with how the target takes the data, or None."""
    start = time.process_time()
    try:
        target(data)
    except DatelineError:
        pass
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    spent = time.process_time() - start
    return f"{spent:.1f} s for {len(data)} bytes" if spent > SLOW else None


def saved(folder: Path, data: bytes) -> Path:
    """The data in a file of the folder that is named by its content."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / hashlib.sha256(data).hexdigest()[:12]
    path.write_bytes(data)
    return path


def corpus_of(name: str) -> list[bytes]:
    """Seeds and kept inputs of a target."""
    return SEEDS[name] + [path.read_bytes() for path in sorted((CORPUS / name).glob("*"))]


def fuzz(name: str, minutes: float, rng: random.Random, keep: bool, findings: Path) -> int:
    """Runs one target for some minutes; the number of different findings."""
    target, corpus, lines = TARGETS[name], corpus_of(name), Lines()
    for data in corpus:  # also loads what is loaded once
        with lines:
            attempt(target, data)
    start, runs, found, fresh = time.monotonic(), 0, set[str](), 0
    while time.monotonic() - start < 60 * minutes:
        data, known = mutate(rng.choice(corpus), corpus, rng), len(lines.seen)
        with lines:
            wrong = attempt(target, data)
        runs += 1
        if wrong and (sign := re.sub(r"\d+", "#", wrong)[:60]) not in found:
            found.add(sign)
            print(f"{name}: {wrong[:200]} ({saved(findings / name, data)})", flush=True)
        if len(lines.seen) > known:
            corpus.append(data)
            if keep and not wrong and len(data) <= KEPT and fresh < FEW:
                fresh += 1
                saved(CORPUS / name, data)
    print(
        f"{name:8} {runs} inputs in {minutes:g} min, {len(lines.seen)} lines reached, {len(corpus)} kept, {len(found)} findings", flush=True
    )
    return len(found)


def real_copy(rng: random.Random) -> Iterator[bytes]:
    """Pieces of at most some paragraphs of real copy, over and over."""
    paths = sorted((ROOT / "samples").rglob("*.txt")) + sorted((ROOT / "training" / "copy").rglob("*.txt"))
    whole = [path.read_bytes() for path in paths]
    while True:
        lines = rng.choice(whole).split(b"\n\n")
        at = rng.choice((0, 0, rng.randrange(len(lines))))
        yield b"\n\n".join(lines[at : at + rng.choice((1, 2, 4))])


def mutated(count: int, rng: random.Random, findings: Path) -> int:
    """Reads changed copy with the whole desk; the number of inputs that were read badly."""
    from dateline.desk import read_records

    copy = real_copy(rng)
    others = [next(copy) for _ in range(200)]

    def items() -> Iterable[Article | Refused]:
        for n in range(count):
            data = mutate(next(copy)[:LENGTH], others, rng)[:LENGTH]
            inputs.append(data)
            if n % 3 == 2:
                yield read_text(data.decode(errors="replace"), id=str(n), published="2021-03-30")
            else:
                found = list(read_open(io.BytesIO(data), f"{n}.txt", IntakeOptions(), size=len(data)))
                yield found[0] if found else Refused(str(n), "holds nothing")

    inputs: list[bytes] = []
    read = refused = bad = 0
    start = time.monotonic()
    for n, record in enumerate(read_records(items())):
        try:
            if isinstance(record, Record):
                sound_record(record)
                read += 1
            else:
                refused += 1
                assert "fault in Dateline" not in record.reason, record.reason
        except Exception as error:
            bad += 1
            print(f"mutated: {type(error).__name__}: {str(error)[:200]} ({saved(findings / 'mutated', inputs[n])})", flush=True)
    print(
        f"mutated  {count} inputs in {(time.monotonic() - start) / 60:.1f} min: {read} read, {refused} refused, {bad} findings", flush=True
    )
    return bad


def main() -> int:
    """Runs what the options ask for; exit code 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1.0, help="for each target")
    parser.add_argument("--only", nargs="*", choices=list(TARGETS), default=list(TARGETS))
    parser.add_argument("--mutate", type=int, metavar="N", help="read N changed pieces of real copy with the whole desk instead")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="keep small inputs that reach new lines in the repository")
    parser.add_argument("--findings", type=Path, default=ROOT / "out" / "fuzz", help="where inputs that break something are saved")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    if options.mutate:
        return int(mutated(options.mutate, rng, options.findings) > 0)
    found = sum(fuzz(name, options.minutes, rng, options.keep, options.findings) for name in options.only)
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
