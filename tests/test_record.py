"""The record survives the way to JSON and back, byte for byte, and refuses what is not one."""

from __future__ import annotations

import json

import pytest

from dateline import Article, Event, Part, Record, RecordError, Source, Span, Speaker, Statement, Time, dumps, loads
from dateline.errors import NotesError
from dateline.grammar.words import Grammar
from dateline.notes import Notes
from dateline.record import MadeBy, from_notes

TEXT = "Dockers walked out on Friday, the union said. 😀 It was cold."
MADE = MadeBy("0", 1, "tagger", "gazetteer")
SAID = Statement("s1", Speaker(Span(30, 39), "a1"), Span(40, 44), (Span(0, 28),), "indirect", "speech", None, None, None, "r")
DAY, WHO = "2020-03-06", (Span(0, 7),)
EVENT = Event("e1", Span(8, 18), "PROTEST", "strike", None, (), ("a1",), (), WHO, (), DAY, None, 0, None, "actual", "s1", (), (), "r")


def notes(text: str = TEXT) -> Notes:
    article = Article("x1", text, Source(path="copy/a.txt"), "2020-03-09", "given", parts=(Part("body", Span(0, len(text))),))
    return Notes(article, Grammar((), (), "none"))


def record(text: str = TEXT) -> Record:
    made = notes(text)
    made.file("times", (Time(Span(22, 28), "DATE", "2020-03-06", "2020-03-06", "2020-03-06", "weekday.past"),))
    made.file(
        "statements",
        (Statement("s1", Speaker(Span(30, 39), "a1"), Span(40, 44), (Span(0, 28),), "indirect", "speech", None, None, None, "r"),),
    )
    made.file(
        "events",
        (
            Event(
                "e1",
                Span(8, 18),
                "PROTEST",
                "strike",
                None,
                (),
                ("a1",),
                (),
                (Span(0, 7),),
                (),
                "2020-03-06",
                None,
                0,
                None,
                "actual",
                "s1",
                (),
                (),
                "r",
            ),
        ),
    )
    return from_notes(made, MADE)


def test_round_trip_is_exact() -> None:
    line = dumps(record())
    assert loads(line) == record()
    assert dumps(loads(line)) == line
    assert b"\n" not in line


def test_keys_come_in_the_order_of_the_page() -> None:
    assert list(json.loads(dumps(record())))[:6] == ["id", "source", "text", "published", "published_from", "headline"]


def test_words_are_code_points() -> None:
    made = record()
    assert made.words(made.events[0].trigger) == "walked out"
    assert made.words(Span(46, 47)) == "😀"


def test_lone_surrogate_survives() -> None:
    text = TEXT + "\ud83d"
    assert loads(dumps(record(text))).text == text


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b'{"id": 1}', b"null", b"\xff\xfe"])
def test_what_is_no_record_is_refused(line: bytes) -> None:
    with pytest.raises(RecordError, match="make it anew"):
        loads(line)


def test_offsets_outside_the_text_are_refused() -> None:
    raw = json.loads(dumps(record()))
    raw["times"][0]["span"] = [22, 2800]
    with pytest.raises(RecordError, match=r"times\[0\] lies outside"):
        loads(json.dumps(raw))


def test_newer_shape_is_refused() -> None:
    raw = json.loads(dumps(record()))
    raw["made_by"]["record"] = 99
    with pytest.raises(RecordError, match="upgrade"):
        loads(json.dumps(raw))


def test_a_layer_is_filed_once_and_checked() -> None:
    made = notes()
    with pytest.raises(NotesError, match="hold a span"):
        made.file("times", (Time(Span(21, 28), "DATE", None, None, None, "x"),))
    made.file("times", ())
    with pytest.raises(NotesError, match="filed before"):
        made.file("times", ())
    with pytest.raises(NotesError, match="hold a span"):
        made.file("places", (Span(0, 10_000),))
