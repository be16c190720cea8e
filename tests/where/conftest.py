"""Grammars made by hand, so that these tests do not hang on what a tagger says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest

from dateline.article import Article, Dateline, Part, Source, Span
from dateline.fields import Place
from dateline.grammar.words import Grammar, Sentence, Word
from dateline.where import Gazetteer, find_places, load_gazetteer

Read = Callable[..., dict[str, Place]]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def grammar_of(text: str, names: Mapping[str, str]) -> Grammar:
    """Words of a text in one sentence; every printing of a key of `names` is tagged with its label."""
    tags: dict[int, str] = {}
    spans = [match.span() for match in re.finditer(r"\w+(?:[.'’-]\w+)*|[^\w\s]", text)]
    for name, label in names.items():
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            inside = [i for i, (s, e) in enumerate(spans) if s < match.end() and match.start() < e]
            tags.update({i: ("B-" if k == 0 else "I-") + label for k, i in enumerate(inside)})
    words = tuple(Word(i, s, e, text[s:e], text[s:e], "X", "X", -1, "dep", 0, name=tags.get(i, "O")) for i, (s, e) in enumerate(spans))
    return Grammar(words, (Sentence(0, Span(0, len(text)), 0, len(words)),) if words else (), "hand")


@pytest.fixture
def read(gazetteer: Gazetteer) -> Read:
    """Places of a body text by their words; `names` are the tagger's names, all LOC if given as a tuple."""

    def places(text: str, names: Mapping[str, str] | tuple[str, ...] = (), **source: str) -> dict[str, Place]:
        labels = names if isinstance(names, Mapping) else dict.fromkeys(names, "LOC")
        article = Article("x", text, Source(**source), parts=(Part("body", Span(0, len(text))),))
        return {text[p.span.start : p.span.end]: p for p in find_places(article, grammar_of(text, labels), gazetteer)}

    return places


def with_dateline(text: str, place: str, end: int) -> Article:
    """An article whose first `end` characters are its dateline."""
    line = Dateline(Span(0, end), place, None, None)
    return Article("x", text, parts=(Part("dateline", Span(0, end)), Part("body", Span(end, len(text)))), dateline=line)
