"""Speakers and contents by the order of words, on trees that are wrong on purpose."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.said.conftest import article_of, grammar_of

from dateline.article import Article, Span
from dateline.grammar.words import Grammar
from dateline.said.draft import Draft
from dateline.said.leads import adrift, edged, lead
from dateline.said.syntax import antecedent


def tagged(text: str, **changes: dict[str, str]) -> Grammar:
    """A flat grammar with fields of some words changed: tagged(text, upos={"said": "VERB"})."""
    grammar = grammar_of(text)
    words = list(grammar.words)
    for field, by_word in changes.items():
        words = [replace(w, **{field: by_word[w.text]}) if w.text in by_word else w for w in words]  # type: ignore[arg-type]
    return Grammar(tuple(words), grammar.sentences, grammar.model)


def draft(article: Article, cue: str, *content: str, rule: str = "said.clause") -> Draft:
    at = article.text.index
    spans = tuple(Span(at(c), at(c) + len(c)) for c in content)
    head = len(grammar_of(article.text[: at(cue)]).words)
    return Draft(rule, "speech", spans, Span(at(cue), at(cue) + len(cue)), head)


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("The harbour guard said on Friday it had closed the pier.", ["The harbour guard", "it had closed the pier"], "The harbour guard"),
        ("Lund, which has no port, said it would wait.", ["it would wait"], "Lund"),
    ],
)
def test_the_speaker_opens_the_sentence(text: str, content: list[str], speaker: str) -> None:
    article = article_of(text)
    grammar = tagged(text, upos={"said": "VERB", "on": "ADP"}, xpos={"said": "VBD"})
    found = lead(article, grammar, draft(article, "said", *content))
    assert found.source is not None
    assert article.words(found.source) == speaker
    assert [article.words(s) for s in found.content] == content[-1:]


def test_a_verb_before_the_cue_leaves_the_reading_alone() -> None:
    text = "What she saw there said it all."
    article = article_of(text)
    grammar = tagged(text, upos={"said": "VERB", "saw": "VERB", "there": "ADV"}, xpos={"said": "VBD"})
    assert lead(article, grammar, draft(article, "said", "it all")).source is None


def test_a_name_at_the_edge_stays_whole() -> None:
    text = "Polls showed a blow to Mayor Anna Tull."
    article = article_of(text)
    grammar = tagged(text, name={"Anna": "B-PER", "Tull": "I-PER"})
    found = edged(article, grammar, draft(article, "showed", "a blow to Mayor Anna"))
    assert [article.words(s) for s in found.content] == ["a blow to Mayor Anna Tull"]


def test_a_bare_place_tells_nothing() -> None:
    text = "It was a claim the port denied, in the worst accident of the year."
    article = article_of(text)
    grammar = tagged(text, upos={"in": "ADP"})
    assert adrift(article, grammar, draft(article, "denied", "in the worst accident", rule="tagger"))
    assert not adrift(article, grammar, draft(article, "denied", "in the worst accident"))


def test_which_is_the_name_before_it() -> None:
    text = "Wells in Lund are dry, says the Water Board, which warned of fires."
    grammar = tagged(text, name={"Water": "B-ORG", "Board": "I-ORG"})
    at = next(w.index for w in grammar.words if w.text == "which")
    assert grammar.words[antecedent(grammar, at)].text == "Board"
