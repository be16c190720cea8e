"""What holds for any copy: offsets, records there and back, layout, times, JSON lines, store, questions; inputs kept by the fuzzer."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.article import Article, Part, Source, Span
from dateline.desk import read_records
from dateline.errors import DatelineError, Refused
from dateline.fields import Place, Speaker, Statement, Time
from dateline.intake import IntakeOptions, read_text
from dateline.intake.sources import read_open
from dateline.record import Record, dumps, loads
from dateline.store import Store, open_store
from dateline.store.query import KEYS, Query

CORPUS = Path(__file__).parent / "corpus"
#: What means something to some reader, in any order between any characters.
TOKENS = st.sampled_from(
    "\ufeff said told Monday March 4 2021 two killed police Oslo KABUL "
    "(AP) — . , ; : \" “ ” ' ’ « » \n \n\n \t - – ( ) [ ] < > & \0 \u202e \u200b \u2028"
    " İ ß 🙂 e\u0301 1,000 1990- 3-5 ago later from to of the a and not had been By READ MORE: {{x}} <p> &amp;".split(" ")
)
TEXT = st.lists(TOKENS | st.text(max_size=6), max_size=60).map(" ".join)
WORDS = st.text(max_size=12) | st.none()
quick = settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@settings(quick, max_examples=30)
@given(text=TEXT)
def test_words_equal_the_text_at_their_offsets(fuzz: ModuleType, text: str) -> None:
    with suppress(Refused):  # half a surrogate pair
        (record,) = read_records([read_text(text, id="x", published="2021-03-30")])
        assert isinstance(record, Record), record
        assert record.text == text
        fuzz.sound_record(record)


@quick
@given(text=TEXT, published=st.none() | st.sampled_from(["2021-03-05", "1999-12", "soon", ""]))
def test_the_layout_covers_the_text_in_order(fuzz: ModuleType, text: str, published: str | None) -> None:
    with suppress(Refused):
        article = read_text(text, id="x", published=published)
        fuzz.sound_article(article)
        ends = 0
        for part in article.parts:
            assert part.span.start >= ends
            ends = part.span.end
        covered = "".join(text[part.span.start : part.span.end] for part in article.parts)
        assert "".join(covered.split()) == "".join(text.split())


@quick
@given(text=TEXT)
def test_times_are_clean_spans_in_order(fuzz: ModuleType, text: str) -> None:
    fuzz.TARGETS["times"](text.encode(errors="replace"))


BASE = loads((CORPUS / "record.json").read_bytes())
NUMBERS = count()


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A record of any words: those of a record made by hand, any behind them, with layers that point at any part of all."""
    text = BASE.text + draw(TEXT)
    starts = draw(st.lists(st.integers(0, len(text) - 1), min_size=4, max_size=4))
    one, two, three, four = (Span(start, min(len(text), start + draw(st.integers(1, 30)))) for start in starts)
    return replace(
        BASE,
        id=draw(st.text(min_size=1, max_size=20)),
        source=Source(path=draw(WORDS), url=draw(WORDS), outlet=draw(WORDS), sha256="0" * 64),
        text=text,
        parts=(Part("body", Span(0, len(text))),),
        times=(Time(one, "DATE", draw(WORDS), None, None, "x.y"),),
        allusions=(Place(two, "Sund", "city", "NOR", None, draw(st.floats(-90, 90)), 5.5, 123, "x.y"),),
        statements=(*BASE.statements, Statement("s9", Speaker(three, None), four, (one,), "indirect", "speech", None, None, None, "r")),
    )


@quick
@given(record=records())
def test_a_record_survives_the_way_to_json_and_back(record: Record) -> None:
    line = dumps(record)
    assert b"\n" not in line
    assert loads(line) == record
    assert dumps(loads(line)) == line


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("store") / "x.db", create=True) as made:
        yield made


@settings(quick, max_examples=30)
@given(record=records())
def test_a_store_gives_back_what_was_put_or_says_no(store: Store, record: Record) -> None:
    record = replace(record, id=f"{next(NUMBERS)} {record.id}")  # an id that is known keeps its first reading
    made = store.put([record], read_at="2021-01-01T00:00:00Z")
    stored = store.article(record.id)
    assert bool(made.refused) != (made.new + made.same + made.replaced == 1)
    assert made.refused or (stored is not None and dumps(stored) == dumps(record))
    assert store.put([record], read_at="2022-01-01T00:00:00Z").new == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT, lambda inner: st.lists(inner, max_size=3), max_leaves=6
)


@quick
@given(rows=st.lists(st.dictionaries(st.sampled_from(["id", "text", "title", "published", "url", "outlet", "x"]), JSON) | JSON, max_size=4))
def test_lines_of_json_are_articles_or_refused(fuzz: ModuleType, rows: list[object]) -> None:
    data = b"".join(json.dumps(row).encode() + b"\n" for row in [{"text": "Ships came to Oslo."}, *rows])
    found = list(read_open(io.BytesIO(data), "x.jsonl", IntakeOptions(), size=len(data)))
    assert len(found) == 1 + len(rows)
    for item in found:
        assert isinstance(item, Article | Refused)
        if isinstance(item, Article):
            fuzz.sound_article(item)


@settings(quick, max_examples=200)
@given(
    pairs=st.lists(
        st.tuples(st.sampled_from(KEYS) | st.text(max_size=8), TEXT | st.text() | st.sampled_from(["KAZ", "2021", "1,2,3,4"])), max_size=4
    )
)
def test_any_question_is_asked_or_refused(pairs: list[tuple[str, str]]) -> None:
    with suppress(DatelineError):
        query = Query.parse(pairs)
        assert Query.parse(query.params()) == query


def test_a_text_that_is_cut_stays_the_same_question() -> None:
    query = Query.parse({"text": "quay " * 900})
    assert Query.parse(query.params()) == query


@pytest.mark.parametrize("name", ["text", "layout", "times", "page", "feed", "warc", "jsonl", "query"])
def test_inputs_that_the_fuzzer_kept_are_read(fuzz: ModuleType, name: str) -> None:
    rng = random.Random(7)
    corpus = fuzz.corpus_of(name)
    assert len(corpus) > 3, "none is kept"
    fresh = [fuzz.mutate(rng.choice(corpus), corpus, rng) for _ in range(20)]
    wrong = [(found, data) for data in [*corpus, *fresh] if (found := fuzz.attempt(fuzz.TARGETS[name], data))]
    assert wrong == []


def test_changed_copy_is_read_by_the_whole_desk(fuzz: ModuleType, tmp_path: Path) -> None:
    assert fuzz.mutated(24, random.Random(11), tmp_path) == 0


def test_what_breaks_a_reader_is_told(fuzz: ModuleType) -> None:
    def broken(data: bytes) -> None:
        raise ValueError("boom")

    assert fuzz.attempt(broken, b"") == "ValueError: boom"
    record = replace(loads((CORPUS / "record.json").read_bytes()), sentences=(Span(0, 10**6),))
    with pytest.raises(AssertionError):
        fuzz.sound_record(record)
