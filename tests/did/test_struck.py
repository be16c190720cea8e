"""Attacks told by the weapon that struck."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.did.sift import sift
from dateline.did.struck import by_arms
from dateline.did.triggers import Trigger
from dateline.grammar.words import Grammar

_spec = importlib.util.spec_from_file_location("did_copy_struck", Path(__file__).parent / "copy_.py")
assert _spec is not None
assert _spec.loader is not None
c = importlib.util.module_from_spec(_spec)
sys.modules["did_copy_struck"] = c
_spec.loader.exec_module(c)

_END = "{at} {lemma} VERB VBD -1 root | into into ADP IN 4 case | the the DET DT 4 det | {noun} {noun} NOUN NN 1 obl | . . PUNCT . 1 punct"


def tree(subject: str, verb: str, lemma: str, noun: str) -> str:
    return f"{subject}s {subject} NOUN NNS 1 nsubj | " + _END.format(at=verb, lemma=lemma, noun=noun)


def scored(text: str, score: float) -> Grammar:
    _, g = c.grammar(text)
    words = tuple(replace(w, event_score=score, event_types=(("ASSAULT", 0.9),)) if w.upos == "VERB" else w for w in g.words)
    return Grammar(words, g.sentences, "hand_v0")


@pytest.mark.parametrize(
    ("subject", "verb", "lemma", "noun", "mode"),
    [("rocket", "crashed", "crash", "bakery", "heavy-weapons"), ("drone", "slammed", "slam", "depot", "drone")],
)
def test_arms_that_strike_are_an_attack(subject: str, verb: str, lemma: str, noun: str, mode: str) -> None:
    g = scored(tree(subject, verb, lemma, noun), 0.4)
    assert [(t.type, t.mode, t.head) for t in by_arms(g, g.words, ())] == [("ASSAULT", mode, 1)]


@pytest.mark.parametrize(
    ("subject", "noun", "score"),
    [("tourist", "bakery", 0.4), ("rocket", "sea", 0.4), ("rocket", "bakery", 0.1), ("warplane", "hill", 0.4)],
)
def test_what_strikes_nobody(subject: str, noun: str, score: float) -> None:
    g = scored(tree(subject, "crashed", "crash", noun), score)
    assert list(by_arms(g, g.words, ())) == []


def test_a_truck_that_blows_up_is_no_mishap() -> None:
    for verb, lemma, kept in (("exploded", "explode", 1), ("hit", "hit", 0)):
        g = scored(tree("truck", verb, lemma, "gate"), 1.0)
        attack = Trigger(1, 1, 1, "ASSAULT", "explosives", 1.0, "assault.explosives", True)
        assert len(sift(g, [attack], alone=False)) == kept


def test_the_dead_are_pulled_out_and_not_helped() -> None:
    _, g = c.grammar(
        "Nine nine NUM CD 1 nummod | clerks clerk NOUN NNS 3 nsubj:pass | were be AUX VBD 3 aux:pass | pulled pull VERB VBN -1 root"
        " | dead dead ADJ JJ 3 xcomp | . . PUNCT . 3 punct"
    )
    assert sift(g, [Trigger(3, 3, 3, "AID", None, 1.0, "aid.aid", True)], alone=False) == []


_HURT = (
    "Six six NUM CD 2 nsubj:pass | were be AUX VBD 2 aux:pass | injured injure VERB VBN -1 root | in in ADP IN 4 case"
    " | Ostrel Ostrel PROPN NNP 2 obl | . . PUNCT . 2 punct"
)


@pytest.mark.parametrize(("doer", "verb", "lemma", "kept"), [("ferry", "capsized", "capsize", 0), ("rebel", "burst", "burst", 1)])
def test_who_is_hurt_in_a_mishap_told_before_was_not_attacked(doer: str, verb: str, lemma: str, kept: int) -> None:
    _, g = c.grammar(tree(doer, verb, lemma, "harbour"), _HURT)
    head = next(w.index for w in g.words if w.text == "injured")
    hurt = Trigger(head, head, head, "ASSAULT", "beat", 1.0, "assault.beat", True)
    assert len(sift(g, [hurt], alone=False)) == kept
