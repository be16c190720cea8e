"""Windows hold whole sentences; lemma rules turn back and forth."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.grammar.lemmas import Lexicon, apply, rule_of
from dateline.grammar.windows import pack


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 8), st.booleans(), st.booleans()), max_size=120), st.integers(12, 60))
def test_windows_cover_all_words_once_and_fit(words: list[tuple[int, bool, bool]], most: int) -> None:
    sizes = [w[0] for w in words]
    starts = [i for i, w in enumerate(words) if i == 0 or w[1]]
    paragraphs, number = [], 0
    for i, w in enumerate(words):
        number += i in starts and w[2]
        paragraphs.append(number)
    found = pack(sizes, starts, paragraphs, most)
    assert [i for w in found for i in range(w.first, w.last)] == list(range(len(words)))
    for w in found:
        assert w.size == sum(sizes[w.first : w.last]) + 2 <= most
    cuts = {w.first for w in found} - set(starts)
    for cut in cuts:  # only a sentence longer than a window is cut
        first = max(s for s in starts if s < cut)
        last = min([s for s in starts if s > cut] + [len(words)])
        assert sum(sizes[first:last]) > most - 2


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("parties", "party"), ("said", "say"), ("Was", "be"), ("I", "I"), ("THEY", "they"), ("n't", "not"), ("Dura", "Dura")],
)
def test_lemma_rules_turn_back(word: str, lemma: str) -> None:
    assert apply(rule_of(word, lemma), word) == lemma


def test_a_lemma_nobody_has_seen_yields_to_one_that_exists() -> None:
    lexicon = Lexicon({"VBD": {"knew": "know"}}, ["kill", "know"])
    assert lexicon.lemma("knew", "VBD", ["L0"]) == "know"
    assert lexicon.lemma("killed", "VBD", ["L1", "L2", "L0"]) == "kill"
    assert lexicon.lemma("zorbed", "VBD", ["L2", "L1"]) == "zorb"
    assert lexicon.lemma("Kessel", "NNP", ["L0"]) == "Kessel"
    assert lexicon.lemma("1,200", "CD", ["L3"]) == "1,200"
