"""Lemmas of forms that the treebanks do not show."""

from __future__ import annotations

import pytest

from dateline.grammar import load_tagger
from dateline.grammar.irregular import base_of, irregular_of
from dateline.grammar.lemmas import regular
from dateline.intake import read_text


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("fled", "flee"),
        ("struck", "strike"),
        ("overthrew", "overthrow"),
        ("upheld", "uphold"),
        ("found", "find"),
        ("retook", "retake"),
        ("walked", None),
        ("respond", None),
    ],
)
def test_irregular_forms_lead_to_their_verb(form: str, base: str | None) -> None:
    assert base_of(form) == base
    if base is not None:
        assert form in irregular_of(base)


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("meddled", "VBD", "meddle"),
        ("ousted", "VBN", "oust"),
        ("blockading", "VBG", "blockade"),
        ("repelled", "VBD", "repel"),
        ("quelled", "VBD", "quell"),
        ("razed", "VBN", "raze"),
        ("looted", "VBD", "loot"),
        ("mimicked", "VBD", "mimic"),
        ("tied", "VBD", "tie"),
        ("axed", "VBN", "axe"),
        ("levied", "VBN", "levy"),
        ("fomenting", "VBG", "foment"),
        ("purged", "VBN", "purge"),
    ],
)
def test_the_likeliest_lemma_of_a_regular_form(form: str, tag: str, lemma: str) -> None:
    assert regular(form, tag)[0] == lemma


def test_verbs_in_copy() -> None:
    text = "Rebels struck a post. Villagers fled. Guards repelled them, and the general was ousted. Two men were flown to Oslo."
    (grammar,) = load_tagger().tag([read_text(text)])
    assert [word.lemma for word in grammar.words if word.upos == "VERB"] == ["strike", "flee", "repel", "oust", "fly"]
