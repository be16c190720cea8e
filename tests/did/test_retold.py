"""Nouns that point back to an act told before, on hand-made trees."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.did.retold import retold
from dateline.fields import Event
from dateline.grammar.words import Grammar

_spec = importlib.util.spec_from_file_location("did_copy_retold", Path(__file__).parent / "copy_.py")
assert _spec is not None
assert _spec.loader is not None
c = importlib.util.module_from_spec(_spec)
sys.modules["did_copy_retold"] = c
_spec.loader.exec_module(c)

STRUCK = "Clerks clerk NOUN NNS 1 nsubj | struck strike VERB VBD -1 root | . . PUNCT . 1 punct"
GOES_ON = "{det} {det} DET DT 1 det | {noun} {noun} NOUN NN 2 nsubj | continues continue VERB VBZ -1 root | . . PUNCT . 2 punct"
POLICE = (
    "The the DET DT 2 det | riot riot NOUN NN 2 compound | squad squad NOUN NN 3 nsubj | left leave VERB VBD -1 root | . . PUNCT . 3 punct"
)


def act(g: Grammar, head: int, kind: str = "PROTEST", mode: str | None = "strike") -> Event:
    return Event("e1", g.words[head].span, kind, mode, None, (), (), (), (), (), None, None, None, None, "actual", None, (), (), "x")


def found(tree: str, event: Event | None = None, *, first: str = STRUCK, **change: object) -> list[str]:
    article, g = c.grammar(first, tree)
    told = replace(event or act(g, 1), **change)  # type: ignore[arg-type]
    spans = retold(g, g.sentences, [told], [1])
    return [article.words(span) for span in spans.get("e1", [])]


@pytest.mark.parametrize(("noun", "words"), [("strike", ["strike"]), ("walkout", ["walkout"]), ("protest", ["protest"]), ("march", [])])
def test_a_noun_points_back_to_an_act_of_its_mode_or_type(noun: str, words: list[str]) -> None:
    assert found(GOES_ON.format(det="the", noun=noun)) == words


def test_another_type_another_kind_of_noun_and_a_new_act_are_no_retelling() -> None:
    assert found(GOES_ON.format(det="the", noun="strike"), type="ASSAULT") == []
    assert found(GOES_ON.format(det="a", noun="strike")) == []  # that may be another
    assert found(GOES_ON.format(det="the", noun="garden")) == []
    assert found(POLICE, mode="riot") == []  # a squad is no riot


def test_what_a_trigger_covers_or_stands_before_the_act_is_left_alone() -> None:
    _, g = c.grammar(GOES_ON.format(det="the", noun="strike"), STRUCK)
    assert retold(g, g.sentences, [act(g, 5)], [5]) == {}
    assert retold(g, g.sentences, [act(g, 1)], [1]) == {}
    assert retold(g, (), [], []) == {}
