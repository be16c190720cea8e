"""The whole way from copy to record: offsets, determinism, faults that cost one article only."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import dateline
from dateline import Article, Record, Refused, Span, dumps
from dateline.desk import Tools, read_records
from dateline.intake import read_sources, read_text

DISPATCH = """Harbour pilots halt strike in Vallmora

VALLMORA, March 4. /CORSA/. Pilots in the port of Vallmora returned to work on Thursday, two days after they walked out over pay.

"We have a promise in writing," union leader Inés Rovira said. The ministry denied that it had promised anything.

At least three people were injured on Wednesday when police fired tear gas at pickets, according to doctors."""


def spans(value: object) -> list[Span]:
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple):
        return [span for item in value for span in spans(item)]
    if is_dataclass(value):
        return [span for f in fields(value) for span in spans(getattr(value, f.name))]
    return []


def layers(record: Record) -> list[Any]:
    return [record.times, record.places, record.actors, record.statements, record.events, record.conditions, record.casualties]


def references_hold(record: Record) -> None:
    actors = {actor.id for actor in record.actors}
    statements = {statement.id for statement in record.statements}
    for event in record.events:
        assert set(event.source) | set(event.target) <= actors
        assert event.statement is None or event.statement in statements
        assert event.place is None or 0 <= event.place < len(record.places)
        assert event.time is None or 0 <= event.time < len(record.times)
    for statement in record.statements:
        assert statement.within is None or statement.within in statements - {statement.id}
        assert statement.source is None or statement.source.actor is None or statement.source.actor in actors


def test_a_dispatch_is_read() -> None:
    record = dateline.read(DISPATCH, published="2021-03-05")
    assert record.dateline is not None
    assert record.dateline.agency == "CORSA"
    assert (record.published, record.dateline.date) == ("2021-03-05", "2021-03-04")
    said = [record.words(s.source.span) for s in record.statements if s.source and s.source.span]
    assert any("Rovira" in words for words in said)
    dated = {(event.type, event.date) for event in record.events}
    assert ("ASSAULT", "2021-03-03") in dated
    assert "PROTEST" in {event.type for event in record.events}
    assert any(c.kind == "injured" and c.low == 3 and c.high is None for e in record.events for c in e.casualties)
    references_hold(record)


def test_every_span_has_words(crisis: Path) -> None:
    records = [r for r in dateline.read_many([crisis]) if isinstance(r, Record)]
    assert len(records) >= 10
    for record in records:
        for span in spans(tuple(layers(record))):
            words = record.words(span)
            assert words
            assert words == words.strip()
        references_hold(record)


def test_same_bytes_for_any_workers_and_batch(crisis: Path) -> None:
    items = list(read_sources([str(crisis)]))
    alone = [dumps(next(read_records([item]))) for item in items if isinstance(item, Article)]  # type: ignore[arg-type]
    together = [dumps(r) for r in read_records(items) if isinstance(r, Record)]
    spread = [dumps(r) for r in read_records(items, workers=2) if isinstance(r, Record)]
    assert alone == together == spread


@pytest.mark.parametrize("seed", ["0", "7"])
def test_same_bytes_for_any_hash_seed_and_zone(seed: str, tmp_path: Path) -> None:
    path = tmp_path / "copy.txt"
    path.write_text(DISPATCH, encoding="utf-8")
    env = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Pacific/Apia" if seed == "7" else "UTC", "LC_ALL": "C"}
    code = "import sys, dateline; sys.stdout.buffer.write(dateline.dumps(dateline.read(sys.argv[1])))"
    done = subprocess.run([sys.executable, "-c", code, str(path)], env=env, capture_output=True, check=True)
    assert done.stdout == dumps(dateline.read(path))


def test_one_bad_article_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline import desk

    whole = desk.annotate

    def annotate(article: Article, words: Any, tools: Tools) -> Any:
        if article.id == "bad":
            raise RuntimeError("boom")
        return whole(article, words, tools)

    monkeypatch.setattr(desk, "annotate", annotate)
    good, bad, last = (read_text(DISPATCH, id=name) for name in ("good", "bad", "last"))
    items = [good, bad, Refused("gone.txt", "no such file"), last]
    found = list(read_records(items))
    assert [f.id if isinstance(f, Record) else f.where for f in found] == ["good", "bad", "gone.txt", "last"]
    assert isinstance(found[1], Refused)
    assert "RuntimeError: boom" in found[1].reason


MARKS = "\"“”'\n\n.,—(){}/ \u200b\u202e\x00 KABUL said on Friday killed 12 "
HOSTILE = st.text(alphabet=st.characters() | st.sampled_from(MARKS), max_size=400)


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(HOSTILE)
def test_any_text_gives_a_record(text: str) -> None:
    (record,) = read_records([read_text(text, id="x")])
    assert isinstance(record, Record), record
    assert record.text == text
    for span in spans(tuple(layers(record))):
        assert record.words(span).strip() == record.words(span) != ""
    references_hold(record)


@pytest.mark.parametrize("text", ["", " ", ".", "\n" * 500, "a" * 20_000, "“" * 300, "KABUL (AP) — ", "🙂" * 200, "\u202eelihw"])
def test_odd_text_gives_a_record(text: str) -> None:
    (record,) = read_records([read_text(text, id="x")])
    assert isinstance(record, Record), record
    assert record.text == text
