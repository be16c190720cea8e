"""Parties weighed beside the rules: what the model adds, and what it must leave alone."""

from __future__ import annotations

import pytest

import dateline
from dateline.did.sides import SIDES, load_sides


def parties(text: str, kind: str) -> tuple[list[str], list[str]]:
    record = dateline.read(text, published="2021-05-04")
    event = next(e for e in record.events if e.type == kind)
    return [record.words(s) for s in event.source_spans], [record.words(s) for s in event.target_spans]


def test_the_weights_know_their_sides() -> None:
    model = load_sides()
    assert all(len(weights) == len(SIDES) for weights in model.weights.values())
    assert sum(model.chances(["all", "no such feature"])) == pytest.approx(1)
    ruled, not_ruled = model.chances(["all", "rule=t"]), model.chances(["all", "rule=-"])
    assert ruled[2] > not_ruled[2]


def test_a_partner_behind_with_is_found_past_what_was_discussed() -> None:
    source, target = parties("Norwegian Prime Minister Ada Brekke discussed grain exports with the leaders of Latvia and Chad.", "CONSULT")
    assert any("Brekke" in words for words in source)
    assert any("leaders" in words for words in target)
    assert not any("exports" in words for words in target)


def test_no_party_stands_on_a_side_twice() -> None:
    source, target = parties("Chad's army arrested the union leader Moussa Dabo and his brother Idriss Dabo on Monday.", "COERCE")
    assert len(source) == len(set(source)) == 1
    assert len(target) == len(set(target)) <= 2


def test_rules_alone_do_not_ask_the_weights() -> None:
    text = "Chad's army arrested the union leader Moussa Dabo on Monday."
    record = dateline.read(text, published="2021-05-04", no_model=True)
    assert [record.words(s) for s in record.events[0].source_spans] == ["Chad's army"]


def test_an_interview_that_carries_a_remark_is_no_meeting() -> None:
    text = (
        'MALABO, May 4. /GULF NEWS AGENCY/. "We shall not sign," Trade Minister Ona Mbasogo said in an interview with the Gulf News Agency.'
    )
    record = dateline.read(text, published="2021-05-04")
    assert any(s.medium for s in record.statements)
    assert not [e for e in record.events if e.type == "CONSULT"]
