"""Putting records in: idempotence, newer readings, the guard, odd texts, what is refused."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.article import Source, Span
from dateline.fields import Casualty, Time
from dateline.record import Record, dumps
from dateline.store import Store, write
from dateline.store.doubt import SHARES, condition_doubt, event_doubt
from dateline.store.write import Put, newer

Make = Callable[..., Record]


def rows(store: Store, sql: str, *args: object) -> list[tuple[object, ...]]:
    with store.reading() as db:
        return [tuple(row) for row in db.execute(sql, args)]


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the inner ones of full text."""
    tables = rows(store, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'copy*' AND name <> 'state' ORDER BY name")
    return {str(name): sorted(rows(store, f'SELECT * FROM "{name}"'), key=repr) for (name,) in tables}


def text_is_in_step(store: Store) -> bool:
    with store.writing() as db:
        db.execute("INSERT INTO copy (copy, rank) VALUES ('integrity-check', 1)")
    return True


def test_every_layer_lies_flat(store: Store, make: Make) -> None:
    assert store.put([make()], read_at="2026-01-01") == Put(1, 0, 0)
    event = rows(
        store, "SELECT type, date, day, place, country, kind, voice, trigger, source, killed_low, doubt FROM events WHERE id = 'e1'"
    )
    assert event == [("ASSAULT", "2023-05-01", 19478, "Sund", "NOR", "city", "Ulla Brandt", "shot", '["a1"]', 2, 0)]
    assert rows(store, "SELECT event, side, actor FROM parties") == [
        ("e1", "source", "a1"), ("e1", "target", "a2"), ("e2", "source", "a1"), ("e2", "target", "a2"),
    ]  # fmt: skip
    assert rows(store, "SELECT kind, place, words FROM conditions") == [("curfew", "Sund", "A curfew")]
    assert rows(store, "SELECT speaker, cue, content FROM statements") == [("Ulla Brandt", "said", "Police shot two dockers")]
    assert rows(store, "SELECT id, key FROM actors") == [("a1", "police/NOR"), ("a2", None), ("a3", "ulla-brandt/NOR")]
    assert rows(store, "SELECT headline, day, reader FROM articles") == [
        ("Ferry crews walk out in Sund", 19479, "dateline 1.0.0, tagger_v9, places_v1, record 1")
    ]
    assert rows(store, "SELECT item, words FROM spans WHERE layer = 'casualties'") == [("0", "Three people")]
    assert rows(store, "SELECT count(*) FROM loose") == [(1,)]


def test_every_span_of_a_record_is_kept(store: Store, dispatches: list[Record]) -> None:
    store.put(dispatches, read_at="t")

    def spans(value: object) -> list[list[int]]:
        """Pairs of numbers anywhere in the layers of a record."""
        if isinstance(value, list) and len(value) == 2 and all(type(end) is int for end in value):
            return [value]
        items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
        return [span for item in items for span in spans(item)]

    layers = ("times", "places", "allusions", "actors", "statements", "events", "conditions", "casualties")
    for record in dispatches:
        whole = json.loads(dumps(record))
        wanted = {tuple(span) for layer in layers for span in spans(whole[layer])}
        got = rows(store, 'SELECT start, "end", spans.words FROM spans JOIN articles ON n = article WHERE id = ?', record.id)
        assert {(start, end) for start, end, _ in got} == wanted
        assert all(record.text[int(str(start)) : int(str(end))] == words for start, end, words in got)


def test_records_come_back_as_they_were_put(store: Store, dispatches: list[Record]) -> None:
    store.put(dispatches, read_at="t")
    assert [dumps(record) for record in store.records([r.id for r in dispatches])] == [dumps(record) for record in dispatches]
    assert sorted(record.id for record in store.records()) == sorted(record.id for record in dispatches)
    assert [record.published for record in store.records()] == sorted(record.published or "" for record in dispatches)
    assert store.article("none") is None
    assert store.article("\udc80") is None


def test_putting_twice_changes_nothing(store: Store, dispatches: list[Record]) -> None:
    assert store.put(dispatches, read_at="one") == Put(len(dispatches), 0, 0)
    before, version = contents(store), store.data_version
    assert store.put(reversed(dispatches), read_at="two") == Put(0, len(dispatches), 0)
    assert contents(store) == before
    assert store.data_version == version


def test_one_batch_may_hold_an_article_twice(store: Store, make: Make) -> None:
    assert store.put([make(), make()], read_at="t") == Put(1, 1, 0)


def test_a_newer_reading_replaces_the_layers(store: Store, make: Make) -> None:
    store.put([make()], read_at="one")
    longer = replace(make(version="1.1.0"), headline=Span(0, 11), events=(), conditions=())
    assert store.put([longer], read_at="two") == Put(0, 0, 1)
    assert rows(store, "SELECT reader, read_at, headline FROM articles") == [
        ("dateline 1.1.0, tagger_v9, places_v1, record 1", "two", "Ferry crews")
    ]
    assert rows(store, "SELECT count(*) FROM events") == rows(store, "SELECT count(*) FROM parties") == [(0,)]
    assert rows(store, "SELECT count(*) FROM spans WHERE layer = 'events'") == [(0,)]
    assert store.article("sund-1") == longer
    assert rows(store, "SELECT rowid FROM copy WHERE copy MATCH 'headline : sund'") == []
    assert rows(store, "SELECT rowid FROM copy WHERE copy MATCH 'headline : ferry'") == [(1,)]
    assert text_is_in_step(store)
    assert store.put([make()], read_at="three") == Put(0, 1, 0)  # an older reading comes late


def test_what_is_newer() -> None:
    old = "dateline 0.9.1, tagger_v2, places_v1, record 1"
    assert newer("dateline 0.10.0, tagger_v2, places_v1, record 1", old)
    assert newer("dateline 0.9.1, tagger_v3, places_v1, record 1", old)
    assert not newer(old, old)
    assert not newer("dateline 0.9.0, tagger_v9, places_v1, record 1", old)
    assert not newer("dateline 0.9.1, no tagger, places_v1, record 1", old)


def test_the_same_id_with_other_words_is_refused(store: Store, make: Make) -> None:
    store.put([make()], read_at="t")
    made = store.put([make(lead="Corrected. ", version="2.0.0"), make("sund-2")], read_at="t", places=["a.jsonl:7", "a.jsonl:8"])
    assert (made.new, [item.where for item in made.refused]) == (1, ["a.jsonl:7"])
    assert "other words is stored" in made.refused[0].reason
    assert rows(store, "SELECT place FROM refused") == [("a.jsonl:7",)]
    assert store.article("sund-1") == make()


def test_a_later_success_removes_the_refusal(store: Store, make: Make) -> None:
    store.refuse("copy/sund-1.txt", "is torn", sha256="ab", at="t")
    store.refuse("b.txt", "is torn", at="t")
    store.refuse("b.txt", "is empty", at="u")
    assert rows(store, "SELECT place, reason, sha256 FROM refused ORDER BY place") == [
        ("b.txt", "is empty", None), ("copy/sund-1.txt", "is torn", "ab"),
    ]  # fmt: skip
    store.put([make()], read_at="t")
    assert rows(store, "SELECT place FROM refused") == [("b.txt",)]
    store.refuse("copy/sund-1.txt", "is torn", at="t")
    store.put([make()], read_at="t")  # the same again is a success too
    assert rows(store, "SELECT place FROM refused") == [("b.txt",)]


@pytest.mark.parametrize(
    ("start", "end", "words"), [(0, 5, "Ferri"), (0, 6, "Ferry"), (0, 5, "Ferry "), (-5, 0, "Ferry"), (3, 3, ""), (900, 905, "")]
)
def test_the_guard_refuses_other_words(store: Store, make: Make, start: int, end: int, words: str) -> None:
    store.put([make()], read_at="t")
    with pytest.raises(sqlite3.IntegrityError, match="differ from the text"), store.writing() as db:
        db.execute("INSERT INTO spans VALUES (1, 'events', 'e9', 'trigger', ?, ?, ?)", (start, end, words))


def _long(record: Record, sentences: int) -> Record:
    """The record with a text of so many more sentences, a time in each; every thousandth time is long."""
    start, text = len(record.text) + 2, record.text + "\n\n" + "On Monday çé𝒳 it shut. " * sentences
    spans = (Span(at, at + (9 if n % 1000 else 30_000)) for n, at in enumerate(range(start, len(text) - 30_000, 24)))
    return replace(record, text=text, times=tuple(Time(span, "DATE", "2021-03-01", None, None, "rule") for span in spans))


def test_a_long_text_is_filed_in_linear_time(store: Store, make: Make) -> None:
    """The guard of spans once walked through the whole text for each of them."""
    spent = []
    for n, sentences in enumerate((10_000, 20_000)):
        record = _long(make(id=f"long-{n}"), sentences)
        begun = time.process_time()
        assert store.put([record], read_at="t").new == 1
        spent.append(time.process_time() - begun)
    assert spent[1] < 3.2 * spent[0], spent
    assert rows(store, "SELECT count(*) FROM pieces") == [(0,)]


def test_the_guard_of_a_long_text(store: Store, make: Make) -> None:
    """In pieces as a whole: right words pass, others do not, wherever they stand; a piece itself must be the text's."""
    record = _long(make(), 3_000)
    store.put([record], read_at="t")
    with store.writing() as db:
        write._cut(db, 1, record.text)
        for n, (start, end) in enumerate([(0, 5), (16_380, 16_390), (20_000, 50_000), (32_767, 32_769), (49_151, 49_160)]):
            words = record.text[start:end]
            db.execute("INSERT INTO spans VALUES (1, 'x', ?, 'x', ?, ?, ?)", (n, start, end, words))
            for wrong in (words[:-1] + "#", words + "#", words[1:]):
                with pytest.raises(sqlite3.IntegrityError, match="differ from the text"):
                    db.execute("INSERT INTO spans VALUES (1, 'y', ?, 'x', ?, ?, ?)", (n, start, end, wrong))
        with pytest.raises(sqlite3.IntegrityError, match="differs from the text"):
            db.execute("INSERT INTO pieces VALUES (1, 4, 'Ferry')")
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            db.execute("UPDATE pieces SET words = 'Ferry'")


def test_the_guard_stands_in_the_file(store: Store, make: Make) -> None:
    """It holds for whoever writes, also without foreign keys and without this package."""
    store.put([make()], read_at="t")
    plain = sqlite3.connect(store.path, isolation_level=None)
    try:
        for sql in (
            "INSERT INTO spans VALUES (1, 'events', 'e9', 'trigger', 0, 5, 'ferry')",
            "INSERT INTO spans VALUES (77, 'events', 'e9', 'trigger', 0, 5, 'Ferry')",
            "UPDATE spans SET words = 'Ferry' WHERE item = 'e1'",
            "UPDATE articles SET text = 'Ferry'",
            "UPDATE articles SET id = 'other'",
        ):
            with pytest.raises(sqlite3.IntegrityError, match=r"differ|never change"):
                plain.execute(sql)
        plain.execute("INSERT INTO spans VALUES (1, 'events', 'e9', 'trigger', 0, 5, 'Ferry')")
    finally:
        plain.close()


def test_a_record_that_does_not_fit_its_text_is_refused_alone(store: Store, make: Make) -> None:
    torn = replace(make("torn"), times=(Time(Span(3, 9000), "DATE", None, None, None, "x"),))
    made = store.put([make("a"), torn, make("b")], read_at="t")
    assert (made.new, [item.where for item in made.refused]) == (2, ["copy/torn.txt"])
    assert "does not fit its text or a column (the words differ" in made.refused[0].reason
    assert store.has(["a", "torn", "b"]) == {"a", "b"}
    assert rows(store, "SELECT count(*) FROM copy WHERE copy MATCH 'ferry'") == [(2,)]


@pytest.mark.parametrize(
    ("text", "words"),
    [("The mayor\0 was shot.", "NUL character at 9"), ("The mayor \ud83d was shot.", "half a surrogate pair")],
)
def test_text_that_offsets_cannot_be_kept_in_is_refused(store: Store, make: Make, text: str, words: str) -> None:
    odd = replace(make("odd"), text=text, headline=None)
    made = store.put([odd, make()], read_at="t")
    assert made.new == 1
    assert words in made.refused[0].reason
    assert rows(store, "SELECT place FROM refused") == [("copy/odd.txt",)]


def test_numbers_and_names_that_do_not_fit_are_refused_alone(store: Store, make: Make) -> None:
    huge, twin = make("huge"), make("twin")
    huge = replace(huge, places=(replace(huge.places[0], geonames=10**30),))
    twin = replace(twin, events=(twin.events[0], twin.events[0]))
    made = store.put([huge, twin, make("good")], read_at="t")
    assert made.new == 1
    assert [item.where for item in made.refused] == ["copy/huge.txt", "copy/twin.txt"]
    assert rows(store, "SELECT id FROM articles") == [("good",)]


def test_a_path_that_is_no_text_is_refused(store: Store, make: Make) -> None:
    odd = replace(make(), source=Source(path="copy/\udce9.txt"))
    assert "rename it" in store.put([odd], read_at="t").refused[0].reason
    assert rows(store, "SELECT place FROM refused") == [("copy/?.txt",)]


ODD = [
    "\U0001f6a2 ",
    "\ufeff",
    "\u200d\u0301e\u0308 ",
    "\uffff\ufffe\U0010ffff ",
    "\x01\x1b[31m\x7f\r\n\x85\u2028",
    "'; DROP TABLE articles; --\"",
    "Å" * 50,
]


@pytest.mark.parametrize("lead", ODD)
def test_odd_texts_keep_their_offsets(store: Store, make: Make, lead: str) -> None:
    record = make(lead=lead)
    assert store.put([record], read_at="t").new == 1
    assert store.article("sund-1") == record
    assert rows(store, "SELECT trigger FROM events") == [("shot",), ("hurt",)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lead=st.text(max_size=60), n=st.integers(0, 10**9))
def test_any_text_is_stored_whole_or_refused(store: Store, make: Make, lead: str, n: int) -> None:
    record = make(f"{n}-{lead}", lead=lead)
    made = store.put([record], read_at="t")
    stored = store.article(record.id)
    assert (stored is None) == bool(made.refused)
    assert stored is None or dumps(stored) == dumps(record)


def test_tolls_that_no_column_can_hold_stay_in_the_list(store: Store, make: Make) -> None:
    record = make()
    huge = replace(record.events[0], casualties=(Casualty("killed", 10**30, None, record.events[0].trigger, "x"),))
    assert store.put([replace(record, events=(huge,))], read_at="t").new == 1
    assert rows(store, "SELECT killed_low, json_extract(tolls, '$[0].low') > 1e29 FROM events") == [(None, 1)]


def test_doubt_grows_with_what_is_missing(make: Make) -> None:
    record = make()
    sure = record.events[0]
    assert event_doubt(sure, record) == 0
    assert event_doubt(replace(sure, date=None), record) == SHARES["no date"]
    assert event_doubt(replace(sure, source=()), record) == SHARES["one party only"]
    assert event_doubt(replace(sure, rule="assault.firearms"), record) == SHARES["found by a rule alone"]
    assert event_doubt(replace(sure, status="denied"), record) == SHARES["planned or denied"]
    bare = replace(sure, date=None, place=None, source=(), target=(), status="possible", rule="tagger_v9")
    assert event_doubt(bare, record) == 1.0
    assert condition_doubt(replace(record.conditions[0], place=None)) == SHARES["no place"]


def test_the_page_lists_the_shares_of_doubt() -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "store.md").read_text(encoding="utf-8")
    assert all(f"| {sign} | {share:g} |" in page for sign, share in SHARES.items())
