"""Nouns by which places come back, and who "I" and "you" are in a transcript."""

from __future__ import annotations

from dataclasses import replace

from dateline.article import Article, Part, Span
from dateline.fields import Place
from dateline.grammar.words import Grammar
from dateline.who import find_actors, load_who
from dateline.who.grounds import place_nouns

from .build import article


def _place(made: tuple[Article, Grammar], name: str, kind: str) -> Place:
    at = made[0].text.index(name)
    return Place(Span(at, at + len(name)), name, kind, "NOR", None, None, None, None, "test")  # type: ignore[arg-type]


def _found(made: tuple[Article, Grammar], *places: Place) -> list[tuple[str, str]]:
    return [(made[0].words(span), place.name) for span, place in place_nouns(made[1], places)]


def test_a_noun_comes_back_to_the_last_place_of_its_kind() -> None:
    made = article(
        "They/PRON left/VERB Tarn/PROPN/B-LOC in/ADP Norland/PROPN/B-LOC ./PUNCT",
        "The/DET city/NOUN slept/VERB ./PUNCT",
        "The/DET country/NOUN mourned/VERB ./PUNCT",
        "An/DET island/NOUN sank/VERB ./PUNCT",
    )
    assert _found(made, _place(made, "Tarn", "city"), _place(made, "Norland", "country")) == [("city", "Tarn"), ("country", "Norland")]


def test_another_city_is_nobodys() -> None:
    made = article(
        "The/DET city/NOUN slept/VERB ./PUNCT",
        "They/PRON left/VERB Tarn/PROPN/B-LOC ./PUNCT",
        "A/DET city/NOUN burned/VERB ./PUNCT",
    )
    assert _found(made, _place(made, "Tarn", "city")) == []


def _transcript(*turns: str) -> tuple[Article, Grammar]:
    text, grammar = article(*turns)
    parts = tuple(Part("body", sentence.span) for sentence in grammar.sentences)
    return replace(text, parts=parts), grammar


def test_a_transcript_tells_who_i_and_you_are() -> None:
    made = _transcript(
        "Ann/PROPN/B-PER/root Roe/PROPN/I-PER/flat :/PUNCT Will/AUX you/PRON/O/nsubj resign/VERB ?/PUNCT",
        "Bo/PROPN/B-PER/root Ek/PROPN/I-PER/flat :/PUNCT I/PRON/O/nsubj will/AUX not/PART resign/VERB ./PUNCT",
        "Ann/PROPN/B-PER/root Roe/PROPN/I-PER/flat :/PUNCT I/PRON/O/nsubj see/VERB ./PUNCT",
    )
    found = {actor.name: [made[0].words(m) for m in actor.mentions] for actor in find_actors(*made, (), (), load_who())}
    assert found == {"Ann Roe": ["Ann Roe", "Ann Roe", "I"], "Bo Ek": ["you", "Bo Ek", "I"]}


def test_one_line_with_a_colon_is_no_transcript() -> None:
    made = _transcript(
        "Ann/PROPN/B-PER/root Roe/PROPN/I-PER/flat :/PUNCT I/PRON/O/nsubj wept/VERB ./PUNCT",
        "You/PRON/O/nsubj left/VERB ./PUNCT",
    )
    found = {actor.name: [made[0].words(m) for m in actor.mentions] for actor in find_actors(*made, (), (), load_who())}
    assert found == {"Ann Roe": ["Ann Roe"]}
