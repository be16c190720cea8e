"""Hand-made grammars for tests that need no tagger, and the tagger for those that do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from dateline.article import Article, Part, Span
from dateline.fields import Statement
from dateline.grammar.words import Grammar, Sentence, Word
from dateline.said import find_statements, load_said

Read = Callable[[str], tuple[Article, tuple[Statement, ...]]]


def article_of(text: str) -> Article:
    """An article whose every line is a paragraph of the body."""
    return Article("a", text, parts=tuple(Part("body", Span(m.start(), m.end())) for m in re.finditer(r"[^\n]+", text)))


def grammar_of(text: str, tags: dict[str, str] | None = None) -> Grammar:
    """Words split at blanks and marks, a sentence a line; `tags` gives attribution roles to phrases (first occurrence)."""
    words: list[Word] = []
    sentences: list[Sentence] = []
    for line in re.finditer(r"[^\n]+", text):
        first = len(words)
        for m in re.finditer(r"[\w']+|[^\w\s]", line.group()):
            upos = "NOUN" if m.group()[0].isalnum() else "PUNCT"
            start, i = line.start() + m.start(), len(words)
            words.append(Word(i, start, start + len(m.group()), m.group(), m.group().lower(), upos, "NN", -1, "dep", len(sentences)))
        sentences.append(Sentence(len(sentences), Span(line.start(), line.end()), first, len(words)))
    for phrase, role in (tags or {}).items():
        at = text.index(phrase)
        for n, w in enumerate([w for w in words if at <= w.start < at + len(phrase)]):
            words[w.index] = replace(words[w.index], attribution=("I-" if n else "B-") + role)
    return Grammar(tuple(words), tuple(sentences), "by-hand")


@pytest.fixture(scope="session")
def read() -> Read:
    """Tags a text and finds its statements."""
    from dateline.grammar import load_tagger

    tagger = load_tagger()

    def run(text: str) -> tuple[Article, tuple[Statement, ...]]:
        article = article_of(text)
        return article, find_statements(article, tagger.tag([article])[0], (), load_said())

    return run
