"""The room as a whole: odd input, order, determinism, speed on long lines."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.where.conftest import Read, grammar_of

from dateline.article import Article, Part, Span
from dateline.grammar.words import Grammar
from dateline.where import Gazetteer, find_places, load_gazetteer

NOTHING = Grammar((), (), "none")


@pytest.mark.parametrize("text", ["", "A", " ", "\n", "Oslo", "I", "St.", "-", "\u0000", "ＯＳＬＯ"])
def test_odd_texts(gazetteer: Gazetteer, text: str) -> None:
    for parts in ((), (Part("body", Span(0, len(text))),)):
        find_places(Article("x", text, parts=parts), NOTHING, gazetteer)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="AbcOslo, .-/'’()\nKenyUS", max_size=120))
def test_spans_are_sound(text: str) -> None:
    places = find_places(Article("x", text, parts=(Part("body", Span(0, len(text))),)), NOTHING, load_gazetteer())
    last = 0
    for place in places:
        words = text[place.span.start : place.span.end]
        assert words
        assert words == words.strip()
        assert place.span.start >= last
        last = place.span.end


def test_without_a_tagger_the_plain_cases_are_found(read: Read) -> None:
    found = read("A ferry berthed in Monrovia. Liberia raised its fees, and Tirana agreed.")
    assert {(p.name, p.country) for p in found.values()} == {("Monrovia", "LBR"), ("Liberia", "LBR"), ("Tirana", "ALB")}


def test_parts_that_are_not_read_are_left_alone(gazetteer: Gazetteer) -> None:
    text = "Read more: Kenya news\n\nOman signed."
    article = Article("x", text, parts=(Part("debris", Span(0, 21)), Part("body", Span(23, len(text)))))
    (place,) = find_places(article, grammar_of(text, {"Kenya": "LOC", "Oman": "LOC"}), gazetteer)
    assert place.country == "OMN"


def test_the_same_answer_twice(gazetteer: Gazetteer) -> None:
    text = "From Springfield, Illinois, to Paris, Texas, and Tripoli."
    grammar = grammar_of(text, dict.fromkeys(("Springfield", "Illinois", "Paris", "Texas", "Tripoli"), "LOC"))
    article = Article("x", text, parts=(Part("body", Span(0, len(text))),))
    assert find_places(article, grammar, gazetteer) == find_places(article, grammar, gazetteer)


@pytest.mark.parametrize("unit", ["Oslo ", "A", "in the ", "Oslo, ", "D-", "St. ", "Of Of "])
def test_long_lines_are_linear(gazetteer: Gazetteer, unit: str) -> None:
    text = unit * (60_000 // len(unit))
    started = time.process_time()
    find_places(Article("x", text, parts=(Part("body", Span(0, len(text))),)), NOTHING, gazetteer)
    assert time.process_time() - started < 4
