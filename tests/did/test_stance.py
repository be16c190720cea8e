"""Did it happen: rules, weights and the tagger's label together, on invented sentences."""

from __future__ import annotations

from math import exp

import pytest

from dateline.article import Article, Part, Span
from dateline.did.stance import STATUSES, Stance, is_verbal, load_stance
from dateline.did.status import features_of, find_status, rule_of
from dateline.did.weights import as_weights
from dateline.fields import Status
from dateline.grammar import load_tagger
from dateline.grammar.words import Grammar, Word


def tagged(text: str, word: str) -> tuple[Grammar, Word]:
    """The grammar of a sentence and one of its words."""
    g = load_tagger().tag([Article("a", text, parts=(Part("body", Span(0, len(text))),))])[0]
    return g, next(w for w in g.words if w.text == word)


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("Guards fired on the ferry at dawn.", "fired", "actual"),
        ("The guards did not fire on the ferry.", "fire", "denied"),
        ("No guard was arrested in Lund.", "arrested", "denied"),
        ("The league will march to the harbour on Monday.", "march", "planned"),
        ("The league plans to march to the harbour.", "march", "planned"),
        ("If tolls rise, the drivers may strike again.", "strike", "possible"),
        ("The council is considering closing the ferry port.", "closing", "possible"),
        ("The navy refused to shell the island.", "shell", "denied"),
        ("Police towed the boats away but made no arrests.", "arrests", "denied"),
        ("Nor, the harbour office maintains, has any guard been seized.", "seized", "denied"),
        ("The army reportedly shelled the village.", "shelled", "possible"),
        ("Police are investigating the alleged attack on the mill.", "attack", "possible"),
        ("Police not only arrested the clerks but searched the mill.", "arrested", "actual"),
        ("Police not only arrested the clerks but searched the mill.", "searched", "actual"),
        ("There was no evidence that the clerks had attacked the mill.", "attacked", "denied"),
    ],
)
def test_status(text: str, word: str, status: Status) -> None:
    g, found = tagged(text, word)
    assert find_status(g, found.index, reported=False, verbal=is_verbal(g, found)) == status


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("The ferry crews are likely to strike.", "strike", "possible"),
        ("The militia was unable to shell the bridge.", "shell", "denied"),
        ("The mayor proposed closing the bridge.", "closing", "possible"),
        ("Guards fired on the ferry.", "fired", None),
    ],
)
def test_rules_alone(text: str, word: str, status: Status | None) -> None:
    g, found = tagged(text, word)
    assert rule_of(g, found, reported=False, verbal=is_verbal(g, found)) == status


def test_chances_sum_to_one() -> None:
    chances = Stance(as_weights({"x": (1.0, 0.0, -2.0, 0.5)}, len(STATUSES))).chances(["x", "unknown"])
    assert len(chances) == len(STATUSES)
    assert sum(exp(c) for c in chances) == pytest.approx(1)
    assert chances.index(max(chances)) == 0


def test_features_are_ordered_and_stored() -> None:
    g, found = tagged("The league will march to the harbour on Monday.", "march")
    features = features_of(g, found, told="none", verbal=True)
    assert features == sorted(set(features))
    assert "v:aux=will" in features
    assert "rule=planned" in features
    assert load_stance().weights["rule=planned"][1] > 0
