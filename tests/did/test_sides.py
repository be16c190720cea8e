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


def party_names(text: str, kind: str) -> tuple[set[str], set[str]]:
    """Names of the actors on both sides of the last act of a type."""
    record = dateline.read(text, published="2021-05-04")
    names = {a.id: a.name for a in record.actors}
    event = [e for e in record.events if e.type == kind][-1]
    return {names[id] for id in event.source}, {names[id] for id in event.target}


SCENE = "HARAR, May 4 (ABC) - A long week ended in the hills on Monday, and the market was open again.\n\n"


@pytest.mark.parametrize(
    ("copy", "kind", "target"),
    [
        ("Sudan summoned the Ethiopian ambassador on Sunday.", "ACCUSE", "Ethiopian ambassador"),  # the trigger holds it
        ("Soldiers arrested three of the dockers on Sunday.", "COERCE", "dockers"),  # behind a quantity
        ("Nurses marched on the palace. Police used tear gas.", "ASSAULT", "Nurses"),  # whom police meet at a protest
        ("Gunmen attacked the barracks on Sunday. Soldiers returned fire.", "ASSAULT", "Gunmen"),  # who struck first
        ("Sudan recalled its ambassador to Ethiopia on Sunday.", "SANCTION", "Ethiopia"),  # not its own ambassador
        ("On Sunday police fired at looters.", "ASSAULT", "looters"),  # named once, but shot at
    ],
)
def test_targets_that_stand_elsewhere(copy: str, kind: str, target: str) -> None:
    _, found = party_names(SCENE + copy, kind)
    assert found == {target}


def test_no_crowd_is_met_by_whom_it_is_not_told_near() -> None:
    copy = "Nurses marched on the palace.\n\nThe mayor said the harvest was good. Rain fell for a week. In Nairobi police used tear gas."
    _, found = party_names(SCENE + copy, "ASSAULT")
    assert found == set()


def test_a_force_s_own_men_do_not_stand_on_both_sides() -> None:
    source, target = party_names(SCENE + "Nurses marched on the palace and pelted police. The nurses were beaten.", "ASSAULT")
    assert not source & target


def test_what_is_condemned_is_the_act_of_that_name() -> None:
    copy = "Herders attacked a relief convoy near Kutum on Sunday. Soldiers fired at the raiders. The governor condemned the attack."
    _, found = party_names(SCENE + copy, "ACCUSE")
    assert found == {"Herders"}


def test_talks_between_two_have_two_sides() -> None:
    source, target = party_names(SCENE + "Rain fell. Talks between the governor and the herders are to begin on Thursday.", "CONSULT")
    assert source == target
    assert len(source) == 2


def test_where_it_was_done_is_nobody_who_did_it() -> None:
    text = (
        "LOME, May 4 (Gulf News) - Togo's President Ayele Dossou declared a state of emergency in the Maritime Region on Tuesday, "
        "a day after strikers were shot dead in the harbour of Aneho.\n\n"
        "In a speech on television Dossou said he had asked the judges to find out who "
        "fired. Shops were shut in the capital.\n\nThe union wants him to resign."
    )
    source, target = parties(text, "ASSAULT")
    assert source == []
    assert target == ["strikers"]


#: Copy of some sentences, so that nothing is filled up as in a single one.
FRAME = "TARN, May 4. /KELP/. {} Rain fell over the harbour for most of the day. Two ferries were late, and the fish market closed early."


@pytest.mark.parametrize(
    ("sentence", "kind", "source", "target"),
    [
        (
            "Governor Ona Velt said the attackers, who came on horses, also kidnapped three clerks and burned the mill.",
            "ASSAULT",
            "attackers",
            None,
        ),
        ("Gunmen killed four people, among them two nurses, in an attack on a clinic in the hills.", "ASSAULT", "Gunmen", "four people"),
        (
            "The Danish embassy condemned the bombing of a market in the hills and asked that its citizens be kept safe.",
            "ASSAULT",
            None,
            None,
        ),
        ("The police said four officers had been injured and 19 protesters arrested.", "COERCE", None, "19 protesters"),
        ("The interior ministry denied that Ona Velt had been arrested.", "COERCE", None, "Ona Velt"),
        ("Police fired tear gas when about 300 strikers tried to block the gate.", "ASSAULT", "Police", "strikers"),
        ("Three deputies who had voted against the bill were suspended from the ruling party.", "SANCTION", "party", "deputies"),
        ("Soldiers took Ona Velt away hours before she was due to lead a march.", "PROTEST", "she|Velt", None),
    ],
)
def test_who_stands_on_which_side(sentence: str, kind: str, source: str | None, target: str | None) -> None:
    record = dateline.read(FRAME.format(sentence), published="2021-05-04")
    events = [e for e in record.events if e.type == kind]
    assert events
    sources, targets = ([record.words(span) for span in spans] for spans in (events[0].source_spans, events[0].target_spans))
    assert any(one in words for one in source.split("|") for words in sources) if source else not sources
    assert target is None or any(target in words for words in targets)


def test_two_sides_are_those_told_of_before() -> None:
    text = FRAME.format("Talks between the Harbour Guild and the Ministry of Ports broke down. The two sides had agreed to share the quay.")
    record = dateline.read(text, published="2021-05-04")
    names = {a.id: a.name for a in record.actors}
    agreed = next(e for e in record.events if e.type == "AGREE")
    assert {names[i] for i in agreed.source} == {"Harbour Guild", "Ministry of Ports"} == {names[i] for i in agreed.target}
    assert [record.words(s) for s in agreed.source_spans] == ["The two sides"]


def test_a_country_acts_by_its_adjective_too() -> None:
    text = FRAME.format(
        "Norwegian missiles hit a mill on the coast of Denmark. Danish shelling killed a miller. Norway and Denmark denied it."
    )
    record = dateline.read(text, published="2021-05-04")
    names = {a.id: a.name for a in record.actors}
    assaults = [e for e in record.events if e.type == "ASSAULT"]
    assert [[names[id] for id in e.source] for e in assaults] == [["Norway"], ["Denmark"]]
    assert [record.words(e.source_spans[0]) for e in assaults] == ["Norwegian", "Danish"]


def test_a_row_of_verbs_shares_its_subject() -> None:
    text = FRAME.format("Denmark recalled its ambassador from Oslo on 2 May, expelled Norway's envoy, and told its citizens to leave.")
    record = dateline.read(text, published="2021-05-04")
    names = {a.id: a.name for a in record.actors}
    expelled = next(e for e in record.events if record.words(e.trigger).startswith("expelled"))
    assert [names[id] for id in expelled.source] == ["Denmark"]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The High Court suspended the deportation of nine clerks.", "COERCE"),
        ("A spokesman dismissed the planned strike as theatre.", "PROTEST"),
    ],
)
def test_who_stops_or_mocks_an_act_did_not_do_it(sentence: str, kind: str) -> None:
    record = dateline.read(FRAME.format(sentence), published="2021-05-04")
    assert not [e for e in record.events if e.type == kind and e.source]


def test_an_act_told_after_another_is_one_of_its_own() -> None:
    text = FRAME.format("The council blocked the coast road after gunmen killed four officers near the quarry.")
    record = dateline.read(text, published="2021-05-04")
    assert "killed" in [record.words(e.trigger) for e in record.events]
