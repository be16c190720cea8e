"""Asking a store of the sample crisis: filters, facets, pages, full text, the timeline as of a day, and hostile input."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from dateline.errors import DatelineError, QueryError
from dateline.record import Record
from dateline.store import Store, items, open_store
from dateline.store.query import KEYS, Query

READ_AT = "2026-01-01T00:00:00Z"
HOSTILE = [
    *("\"'*-():^+[]\\%_;é🙂\0\ud800\u202e"),
    *('a-b NEAR( AND OR NOT ^x copy: ;-- {a} /* ?1 ** a*b 0x -- \'\' "" "a -" -* 1e999 -1 %00 ../'.split()),
    *("' OR 1=1 --", "DROP TABLE articles", "text : y", '" OR "', "x" * 5000, "a " * 2000, "\n\t\r", "=NOR", "KAZ~", "~", "/", "*" * 300),
]


@pytest.fixture(scope="module")
def told(dispatches: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("ask") / "chronicle.db", create=True) as store:
        store.put(dispatches, read_at=READ_AT)
        store.weave()
        yield store


def queries(store: Store, count: int) -> list[Query]:
    """Random queries out of what the store holds."""
    chance = random.Random(11)
    facets = store.facets()
    values = {key: [one.value for one in facets[key]] for key in ("type", "country", "status", "voice", "outlet", "story", "actor")}
    values["actor"] += [one.value for one in facets["code"]] + ["police", "*forum", "NAM", "~GOV"]
    values |= {
        "place": ["Walvis Bay", "S*", "nowhere"],
        "from": ["2023-03-14", "2023"],
        "to": ["2023-03-15", "2024-01"],
        "min_origins": ["1", "2", "3"],
        "casualties": ["any", "1", "3"],
        "doubt": ["0", ".2", ".5"],
        "box": ["10,-30,20,-10", "170,-90,-170,90", "14.9,-23,15,-22"],
        "text": ["police", "police -curfew", "-police", "strike OR curfew", '"Walvis Bay"', "zebra", "***"],
        "mode": ["demo", "firearms"],
        "kind": ["curfew"],
        "article": [row.id for row in store.articles()],
        "origin": [str(row.origin) for row in store.articles()],
        "happening": [row.id for row in store.happenings()],
    }
    out = []
    for _ in range(count):
        keys = chance.sample(sorted(values), chance.randrange(4))
        out.append(Query.parse([(key, value) for key in keys for value in chance.choices(values[key], k=1 + (chance.random() < 0.3))]))
    return out


def test_columns_and_tables_give_the_same_answers(told: Store) -> None:
    met = 0
    for n, query in enumerate(queries(told, 300)):
        sort = items.SORTS[n % len(items.SORTS)]
        expected = list(told.events(query, sort=sort))
        met += bool(expected)
        assert told.count(query) == len(expected), query
        assert list(told.events(query, sort=sort, limit=7, offset=2)) == expected[2:9], (query, sort)
    assert met > 60


def test_columns_and_tables_give_the_same_actors_states_and_streams(told: Store) -> None:
    met = 0
    for n, query in enumerate(queries(told, 150)):
        expected = list(told.actors(query))
        met += bool(expected)
        assert list(told.actors(query, limit=5, offset=n % 4)) == expected[n % 4 : n % 4 + 5], query
        with told.asking() as db:
            assert list(told.events(query, sort="happening")) == list(items.events(db, query, sort="happening", limit=None, offset=0)), (
                query
            )
        assert told.count(query, layer="articles") == len(list(told.articles(query))), query
    assert met > 40
    for sort in items.SORTS:
        assert list(told.conditions(sort=sort, limit=6, offset=3)) == list(told.conditions(sort=sort))[3:9], sort


def test_columns_drawn_apart_are_the_same(told: Store) -> None:
    from dateline.store.drawn import apart

    here, there = told.columns(), apart(told.path)
    assert there is not None
    assert (there.changes, there.rowid.tolist(), there.words) == (here.changes, here.rowid.tolist(), here.words)
    assert ("order", "happening") in there.made
    assert apart(told.path.with_name("nothing.db")) is None


def test_a_few_days_find_what_a_long_stretch_finds(told: Store) -> None:
    for ask in (told.conditions, told.happenings, told.articles, told.stories):
        for day in ("2023-03-09", "2023-03-14", "2023-03-20"):
            near = list(ask(from_=day, to=day))
            assert near == [row for row in ask(from_=day) if row in list(ask(to=day))], (ask, day)


def test_facets_go_without_their_own_key_and_agree_with_the_rows(told: Store) -> None:
    for query in queries(told, 40):
        found = told.facets(query, most=1000)
        for facet, key in (("type", "type"), ("country", "country"), ("status", "status"), ("outlet", "outlet"), ("story", "story")):
            open_ = query.without(key)
            for value, n, label in found[facet]:
                assert label
                assert n == len(list(told.events(Query.of(open_, **{key: value})))), (query, facet, value)
        for facet in ("actor", "code"):
            for value, n, _ in found[facet][:5]:
                assert n == len(list(told.events(Query.of(query.without("actor"), actor=value)))), (query, facet, value)
        for value, n, _ in found["origins"]:
            assert n == len(list(told.events(Query.of(query.without("min_origins"), min_origins=value))))


def test_asked_values_are_among_the_facets_though_none_fits(told: Store) -> None:
    assert "SUPPORT" not in [one.value for one in told.facets(voice="own", most=1)["type"]]
    assert [one.value for one in told.facets(status="denied", country="BWA", most=1)["country"]][-1] == "BWA"


def test_months_count_what_is_dated(told: Store) -> None:
    months = told.months()
    assert [month for month, _ in months] == sorted(month for month, _ in months)
    assert sum(n for _, n in months) == sum(row.date is not None for row in told.events())
    assert told.months(from_="2023-03") == months


def test_a_stretch_of_days_is_found_by_each_of_them(told: Store) -> None:
    for row in told.events():
        if row.date and row.date_end and len(row.date) == len(row.date_end) == 10:
            assert date.fromisoformat(row.date) <= date.fromisoformat(row.date_end)
            for day in (row.date, row.date_end):
                assert row in list(told.events(from_=day, to=day))


def test_words_around_a_trigger_stand_in_the_copy(told: Store) -> None:
    for row in told.events():
        record = told.article(row.article)
        assert record is not None
        assert record.text[row.start : row.end] == row.trigger
        flat = " ".join(record.text.split())
        assert " ".join(part for part in (row.before, " ".join(row.trigger.split())) if part).replace(" ", "") in flat.replace(" ", "")


def test_filters_narrow_every_kind_of_row(told: Store) -> None:
    assert {row.type for row in told.events(type="protest,coerce")} == {"PROTEST", "COERCE"}
    assert all(row.own for row in told.events(voice="own"))
    assert {row.status for row in told.conditions(status="denied")} == {"denied"}
    assert all("curfew" in row.kind for row in told.conditions(kind="curfew"))
    assert list(told.conditions(type="PROTEST")) == []
    assert all(row.speaker == "Elias Tjikuua" for row in told.statements(voice="Elias Tjikuua"))
    carried = {(row.article, row.statement) for row in told.events(type="ASSAULT")}
    assert {(row.article, row.id) for row in told.statements(type="ASSAULT")} == {key for key in carried if key[1]}
    assert {row.id for row in told.articles(type="ASSAULT")} == {row.article for row in told.events(type="ASSAULT")}
    assert {row.id for row in told.stories(type="ASSAULT")} == {row.story for row in told.events(type="ASSAULT")}
    assert {row.id for row in told.happenings(country="NAM")} == {row.happening for row in told.events(country="NAM")}
    assert [row.origins for row in told.happenings(min_origins=2)] == [row.origins for row in told.happenings() if row.origins >= 2]
    assert any(row.key == "police/NAM" for row in told.actors(actor="police"))
    assert told.count(layer="articles") == 12


def test_a_page_is_a_part_of_the_whole(told: Store) -> None:
    for ask in (told.statements, told.conditions, told.actors, told.articles, told.stories, told.happenings, told.conflicts):
        whole = list(ask())
        assert whole
        assert [row for n in range(0, len(whole), 3) for row in ask(limit=3, offset=n)] == whole


def test_one_item_is_found_by_its_id(told: Store) -> None:
    row = next(told.events())
    assert told.event(row.article, row.id) == row
    assert told.event(row.article, "e999") is None
    story = next(told.stories())
    assert told.story(story.id) == story
    with pytest.raises(QueryError, match="no story with this id"):
        told.story("nothing")


def test_search_gives_offsets_and_snippets(told: Store) -> None:
    hits = list(told.search("curfew lift*"))
    assert hits
    for hit in hits:
        record = told.article(hit.article)
        assert record is not None
        assert any(match for _, match in hit.snippet)
        for start, end in hit.matches:
            assert record.text[start:end].lower().startswith(("curfew", "lift"))
    assert [hit.article for hit in told.search("curfew", limit=1, offset=1)] == [hit.article for hit in told.search("curfew")][1:2]
    assert {hit.outlet for hit in told.search("police", outlet="SKELA")} == {"SKELA"}


def test_the_timeline_marks_voices_and_conflicts(told: Store) -> None:
    lines = told.timeline()
    assert lines == sorted(lines, key=lambda line: (line.date, line.date_end or line.date, -line.weight, line.id))
    for line in lines:
        record = told.article(line.article)
        assert record is not None
        assert " ".join(record.text[line.start : line.end].split()) == line.what
        assert line.voices
    about = {row.happening: row.kind for row in told.conflicts() if row.happening}
    assert {line.happening for line in lines if line.happening and line.conflicts} == {
        line.happening for line in lines if line.happening in about
    }
    story = max(told.stories(), key=lambda row: row.articles).id
    few = told.timeline(story=story, entries=5)
    assert len(few) == 5
    assert {line.id for line in few} <= {line.id for line in told.timeline(story=story)}


@pytest.mark.parametrize("day", ["2023-03-13", "2023-03-15", "2023-03-17", "2023-03-30"])
def test_as_of_a_day_is_what_a_store_of_that_day_tells(day: str, told: Store, dispatches: list[Record], tmp_path: Path) -> None:
    """Made anew from fewer tellings: nothing printed later, and the counts of then."""
    then = told.timeline(as_of=day)
    assert all((line.known or "") <= day for line in then)
    printed = {record.id for record in dispatches if (record.published or "")[:10] <= day}
    assert {line.article for line in then} <= printed
    if day == "2023-03-30":
        assert then == told.timeline()
    with open_store(tmp_path / "then.db", create=True) as store:
        store.put([record for record in dispatches if record.id in printed], read_at=READ_AT)
        store.weave()
        own = {(line.article, line.item): line for line in store.timeline()}
    same = [line for line in then if (line.article, line.item) in own]
    assert len(same) >= 0.8 * len(then)


def test_the_order_of_arrival_changes_no_answer(told: Store, dispatches: list[Record], tmp_path: Path) -> None:
    shuffled = list(dispatches)
    random.Random(3).shuffle(shuffled)
    with open_store(tmp_path / "other.db", create=True) as store:
        for record in shuffled:
            store.put([record], read_at="2027-07-07T00:00:00Z")
        store.weave()
        for sort in items.SORTS:
            assert list(store.events(sort=sort)) == list(told.events(sort=sort))
        assert store.facets() == told.facets()
        assert store.timeline() == told.timeline()
        assert list(store.stories()) == list(told.stories())
        assert list(store.conflicts()) == list(told.conflicts())


def test_columns_follow_the_store(store: Store, dispatches: list[Record]) -> None:
    assert store.facets()["type"] == []
    store.put(dispatches[:3], read_at=READ_AT)
    expected = store.count()
    assert expected == len(list(store.events())) > 0
    assert sum(one.n for one in store.facets()["type"]) == expected
    row = next(store.events())
    store.review(row.article, "events", row.id, None, "reject", reviewer="R", at=READ_AT)
    assert sum(one.n for one in store.facets()["type"]) == expected - 1
    assert sum(one.n for one in store.facets(rejected=True)["type"]) == expected


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_only_find_or_are_refused(words: str, told: Store) -> None:
    list(told.search(words))
    for key in KEYS:
        with suppress(DatelineError):
            list(told.events(limit=3, **{key: words}))
            list(told.articles(limit=3, **{key: words}))
            told.facets(**{key: words})
    assert told.count(layer="articles") == 12


def test_a_question_that_takes_too_long_ends(told: Store) -> None:
    endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    begun = time.thread_time()
    with pytest.raises(QueryError, match="took longer"), told.asking(limited=True) as db:
        db.execute(endless).fetchone()
    assert time.thread_time() - begun < 3


def test_events_are_an_arrow_table(told: Store) -> None:
    pytest.importorskip("pyarrow")
    table = told.events_table(type="PROTEST")
    rows = list(told.events(type="PROTEST", sort="article"))
    assert table.column("article").to_pylist() == [row.article for row in rows]
    assert table.column("trigger").to_pylist() == [row.trigger for row in rows]
    assert told.events_table(place="nowhere").num_rows == 0
