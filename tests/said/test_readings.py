"""Linking, uniting, mending and resolving, on grammars made by hand."""

from __future__ import annotations

import pytest
from tests.said.conftest import article_of, grammar_of

from dateline.article import Article, Span
from dateline.fields import Actor, Speaker, Statement
from dateline.grammar.words import Grammar
from dateline.said import find_statements, load_said, resolve_speakers
from dateline.said.cues import inflect
from dateline.said.draft import Draft, merge
from dateline.said.mend import balanced
from dateline.said.readings import Readings
from dateline.said.tagged import link
from dateline.said.unite import doublets, unite


def span(text: str, words: str) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))


def draft(text: str, rule: str, cue: str, *content: str, source: str | None = None, **more: bool) -> Draft:
    return Draft(
        rule,
        "speech",
        tuple(span(text, c) for c in content),
        span(text, cue),
        text.index(cue),
        span(text, source) if source else None,
        0,
        **more,
    )


def test_link_prefers_the_cue_of_the_same_sentence() -> None:
    text = "The pilot said it was dark\nThe sea was calm , the cook added"
    grammar = grammar_of(
        text,
        {
            "The pilot": "source",
            "said": "cue",
            "it was dark": "content",
            "The sea was calm": "content",
            "the cook": "source",
            "added": "cue",
        },
    )
    found = [
        (
            text[s.span.start : s.span.end] if s else None,
            text[c.span.start : c.span.end] if c else None,
            [text[x.span.start : x.span.end] for x in xs],
        )
        for s, c, xs in link(article_of(text), grammar)
    ]
    assert found == [("The pilot", "said", ["it was dark"]), ("the cook", "added", ["The sea was calm"])]


def test_a_cue_without_source_inherits_in_its_sentence_only() -> None:
    text = "The pilot said it was dark , adding the sea was calm\nwarning of ice"
    tags = {
        "The pilot": "source",
        "said": "cue",
        "it was dark": "content",
        "adding": "cue",
        "the sea was calm": "content",
        "warning": "cue",
        "of ice": "content",
    }
    sources = [s.span if s else None for s, _, _ in link(article_of(text), grammar_of(text, tags))]
    assert sources == [Span(0, 9), Span(0, 9), None]


def test_unite_takes_the_taggers_speaker_and_edges_and_keeps_the_rules_name() -> None:
    text = "The mayor of Tull said that the old mill was lost"
    rule = draft(text, "said.clause", "said", "old mill was lost", source="Tull")
    model = draft(text, "tagger_v1", "said", "the old mill was lost", source="The mayor of Tull")
    (one,) = unite([rule], [model])
    assert one.content == (span(text, "the old mill was lost"),)
    assert one.source == span(text, "The mayor of Tull")
    assert one.rule == "said.clause"


def test_unite_believes_the_tree_where_the_attribution_splits_the_content() -> None:
    text = "The mill , the mayor said , was lost in the flood of May"
    rule = draft(text, "said.parenthesis", "said", "The mill", "was lost in the flood of May", source="the mayor")
    model = draft(text, "tagger_v1", "said", "The mill", source="the mayor")
    assert unite([rule], [model])[0].content == rule.content


def test_unite_keeps_rules_of_their_own_and_drops_lonely_guesses() -> None:
    text = "The dam holds , according to Anna Tull , who hopes to sleep"
    firm = draft(text, "said.according", "according to", "The dam holds", source="Anna Tull")
    guess = draft(text, "said.infinitive", "hopes", "to sleep", source="Anna Tull", weak=True)
    assert unite([firm, guess], []) == [firm]
    assert unite([firm, guess], None) == [firm, guess]


def test_doublets_keep_the_reading_with_a_speaker() -> None:
    text = "The dam holds , the mayor said , he said"
    bare = Draft("said.free_quote", "speech", (span(text, "The dam holds"),))
    full = draft(text, "said.clause", "said", "The dam holds", source="the mayor")
    assert doublets([bare, full]) == [full]


@pytest.mark.parametrize(
    ("text", "content", "whole"),
    [
        ('the force would "stay there".', 'the force would "stay there', 'the force would "stay there"'),
        ("it was (very late).", "it was (very late", "it was (very late)"),
        ('"stay there" he said', "stay there", "stay there"),
    ],
)
def test_balanced(text: str, content: str, whole: str) -> None:
    assert balanced(text, span(text, content)) == span(text, whole)


def test_merge_joins_what_overlaps() -> None:
    text = '"We ran." "We hid." The mayor said.'
    parts = (span(text, "We ran"), span(text, "We hid"), span(text, "The mayor"))
    assert merge(parts, text) == parts
    assert merge((Span(1, 5), Span(3, 7)), text) == (Span(1, 7),)


def test_inflect_follows_spelling() -> None:
    assert set(inflect("deny")) >= {"denies", "denied", "denying"}
    assert set(inflect("agree")) >= {"agrees", "agreed", "agreeing"}
    assert set(inflect("stress")) >= {"stresses", "stressed"}


def test_readings_are_found_by_place() -> None:
    held = Readings()
    near = held.add(Draft("r", "speech", (Span(10, 20),)))
    held.add(Draft("r", "speech", (Span(50_000, 50_010),), head=7))
    assert held.near(Span(12, 13)) == [near]
    assert held.of_head(7) == 1


def statement(source: Span | None) -> Statement:
    return Statement("s1", Speaker(source) if source else None, None, (Span(0, 3),), "indirect", "speech", None, None, None, "said.clause")


def test_speakers_resolve_to_the_actor_of_the_head_and_abstain_otherwise() -> None:
    text = "Well the spokesman for the Mill Council said so"
    article, grammar = article_of(text), grammar_of(text)
    actors = (
        Actor("a1", "Mill Council", "organization", (span(text, "the Mill Council"),)),
        Actor("a2", "the spokesman", "person", (span(text, "the spokesman for the Mill Council"),)),
    )
    (found,) = resolve_speakers(article, grammar, (statement(span(text, "the spokesman for the Mill Council")),), actors)
    assert found.source is not None
    assert found.source.actor == "a2"
    (nobody,) = resolve_speakers(article, grammar, (statement(span(text, "Well")),), actors)
    assert nobody.source is not None
    assert nobody.source.actor is None
    assert resolve_speakers(article, grammar, (statement(None),), actors)[0].source is None


@pytest.mark.parametrize("text", ["", "x", '"', "\u201c", "\n\n", "''", "a\u0000b", ":" * 50, '"\n"\n"\n'])
def test_odd_input_never_raises(text: str) -> None:
    rules = load_said()
    assert find_statements(Article("a", text), Grammar((), (), "none"), (), rules) == ()
    assert isinstance(find_statements(article_of(text), grammar_of(text), (), rules), tuple)
