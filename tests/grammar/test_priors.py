"""What is known of a word's part of speech beforehand: rows of its own, of its last letters, of its relation."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest

from dateline.grammar import load_tagger
from dateline.grammar.priors import STEP, Priors

RELATIONS = ("nsubj", "root", "mark")


@pytest.fixture
def priors() -> Priors:
    """One word as a mark, one suffix as a subject with a capital."""
    out = BytesIO()
    keys = np.array([(1 * 3 + 2) * 2, ((2 + 1) * 3 + 0) * 2 + 1], np.int64)
    rows = np.array([[1, 0], [2, 0], [3, 0], [40, 0], [50, 0]], np.int8)
    np.savez_compressed(out, words=np.array(["", "before"]), suffixes=np.array(["", "ans"]), keys=keys, rows=rows)
    return Priors(out.getvalue(), RELATIONS)


def first_column(priors: Priors, words: list[str], relations: list[int], heads: list[int], firsts: list[int]) -> list[int]:
    scores = priors.scores(priors.numbers(words), np.array(relations, np.int64), np.array(heads, np.int64), firsts)
    return np.round(scores[:, 0] / STEP).astype(int).tolist()


def test_a_word_is_found_before_its_letters_and_these_before_the_relation(priors: Priors) -> None:
    words = ["Before", "before", "Malians", "Malians", "x", "before"]
    # the first word's capital says nothing; a root's relation is the root's; "before" as a subject is not known
    assert first_column(priors, words, [2, 2, 0, 0, 2, 0], [1, -1, 3, 2, 2, 2], [0]) == [40, 2, 50, 50, 3, 1]
    assert first_column(priors, ["Malians"], [0], [0], [0]) == [1]
    assert first_column(priors, [], [], [], []) == []


def test_words_of_any_length_and_script_have_a_number(priors: Priors) -> None:
    assert priors.numbers(["", "é" * 100_000, "مرحبا", "İ"]) == priors.numbers(["", "é" * 100_000, "مرحبا", "İ"])


def test_the_relation_tells_a_conjunction_from_a_preposition() -> None:
    grammar = load_tagger().tag_text("They left after the army came. They left after the raid.")
    assert [w.upos for w in grammar.words if w.text == "after"] == ["SCONJ", "ADP"]
