"""Queries from strings and back; what is typed into a search box."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import QueryError
from dateline.store.query import KEYS, AskedActor, Query
from dateline.store.words import expression, matcher, named

CORRECT = [
    ({}, {}),
    ({"type": "protest,assault"}, {"type": ("PROTEST", "ASSAULT")}),
    ({"type": ["PROTEST", "PROTEST"]}, {"type": ("PROTEST",)}),
    ({"country": "Kazakhstan"}, {"country": ("KAZ",)}),
    ({"country": "kaz, nor"}, {"country": ("KAZ", "NOR")}),
    ({"from": "2022", "to": "2022-02"}, {"from_": "2022-01-01", "to": "2022-02-28"}),
    ({"min-origins": "2"}, {"min_origins": 2}),
    ({"min_origins": 2}, {"min_origins": 2}),
    ({"casualties": "any"}, {"casualties": 0}),
    ({"casualties": "14"}, {"casualties": 14}),
    ({"box": "46,40,88,56"}, {"box": (46.0, 40.0, 88.0, 56.0)}),
    ({"doubt": ".5"}, {"doubt": 0.5}),
    ({"rejected": "1"}, {"rejected": True}),
    ({"voice": "  own "}, {"voice": ("own",)}),
    ({"outlet": ""}, {}),
    ({"outlet": None, "place": []}, {}),
]


@pytest.mark.parametrize(("given", "expected"), CORRECT)
def test_strings_make_a_query_and_come_back(given: dict[str, object], expected: dict[str, object]) -> None:
    query = Query.parse(given)
    assert query == Query(**expected)  # type: ignore[arg-type]
    assert Query.parse(query.params()) == query


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("type", "RIOTING"),
        ("country", "Atlantis"),
        ("country", "K"),
        ("from", "last week"),
        ("to", "2022-13-01"),
        ("status", "maybe"),
        ("kind", "sunny"),
        ("min_origins", "-1"),
        ("casualties", "many"),
        ("doubt", "2"),
        ("box", "1,2,3"),
        ("box", "0,50,10,40"),
        ("box", "nan,1,2,3"),
        ("rejected", "perhaps"),
        ("outlet", "x" * 401),
        ("sort", "date"),
        ("from_date", "2022"),
    ],
)
def test_what_cannot_be_asked_is_named(key: str, value: str) -> None:
    with pytest.raises(QueryError, match=key):
        Query.parse({key: value})


def test_days_in_the_wrong_order_and_too_many_values_are_refused() -> None:
    with pytest.raises(QueryError, match="lies after"):
        Query.parse({"from": "2023", "to": "2022"})
    with pytest.raises(QueryError, match="101 values"):
        Query.parse([("article", f"a{n}") for n in range(101)])


def test_keywords_go_over_a_query() -> None:
    base = Query.parse({"type": "PROTEST", "from": "2022"})
    assert Query.of(base, country="KAZ", from_="2023") == Query.parse({"type": "PROTEST", "country": "KAZ", "from": "2023"})
    assert base.without("from", "type") == Query()
    assert base.asks == {"type", "from_"}


@given(st.sampled_from(KEYS), st.text())
def test_no_string_does_more_than_be_refused(key: str, value: str) -> None:
    with suppress(QueryError):
        query = Query.parse({key: value})
        assert Query.parse(query.params()) == query


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("KAZ~GOV", ("KAZ", "GOV", None, None)),
        ("RUS GOV", ("RUS", "GOV", None, "RUS GOV")),
        ("~GOV", (None, "GOV", None, None)),
        ("KAZ", ("KAZ", None, None, "KAZ")),
        ("=NOR", (None, None, "NOR", None)),
        ("ann-roe/NOR", (None, None, "ann-roe/NOR", "ann-roe/NOR")),
        ("Ann Roe", (None, None, None, "Ann Roe")),
    ],
)
def test_an_actor_is_a_name_a_key_or_a_code(value: str, expected: tuple[str | None, ...]) -> None:
    assert tuple(AskedActor.read(value)) == expected


@pytest.mark.parametrize(
    ("typed", "match", "never"),
    [
        ("strike talks", '"strike" AND "talks"', None),
        ('"water bill" protest*', '"water bill" AND "protest"*', None),
        ("strike -football", '"strike"', '"football"'),
        ('-"two words" a OR b c', '("a" OR "b") AND "c"', '"two words"'),
        ("-only", None, '"only"'),
        ("a-b", '"a-b"', None),
        ('un"closed', '"un" AND "closed"', None),
        ("* - -- \" '", None, None),
        ("OR OR x OR", '"x"', None),
        ("NEAR(a b) copy:x", '"NEAR(a" AND "b)" AND "copy:x"', None),
    ],
)
def test_what_is_typed_is_an_expression(typed: str, match: str | None, never: str | None) -> None:
    found = expression(typed)
    assert (found.match, found.never) == (match, never)


@given(st.text())
def test_full_text_takes_whatever_is_typed(typed: str) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE copy USING fts5 (text)")
    found = expression(typed.replace("\0", " ").encode("utf-8", "replace").decode())
    for match in (found.match, found.never, found.whole):
        if match:
            assert db.execute("SELECT count(*) FROM copy WHERE copy MATCH ?", [match]).fetchone() == (0,)
    db.close()


def test_names_are_compared_without_capitals_and_accents() -> None:
    wanted = matcher('["tokayev", "São*", "*minister*office"]')
    assert [
        name for name in ("Tokayev", "TOKAYEV", "K. Tokayev", "sao tome", "Prime Minister's Office", "minister", None) if wanted(name)
    ] == [
        "Tokayev",
        "TOKAYEV",
        "sao tome",
        "Prime Minister's Office",
    ]
    assert named("aba", '["a*ba"]')
    assert not named("aa", '["a*aa"]')
