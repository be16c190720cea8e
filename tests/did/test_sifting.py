"""Second thoughts and targets on hand-made trees: what is no act of its own, what another type, and whom or what an act was aimed at."""

from __future__ import annotations

import pytest
from tests.did import copy_ as c

from dateline.did import find_casualties, find_events, load_did
from dateline.fields import Event

MUST = (
    "The the DET DT 1 det | bishop bishop NOUN NN 2 nsubj | said say VERB VBD -1 root | the the DET DT 4 det"
    " | garrison garrison NOUN NN 6 nsubj | must must AUX MD 6 aux | leave leave VERB VB 2 ccomp | . . PUNCT . 2 punct"
)
WILL_NOT = (
    "The the DET DT 1 det | governor governor NOUN NN 4 nsubj | will will AUX MD 4 aux | not not PART RB 4 advmod"
    " | release release VERB VB -1 root | the the DET DT 6 det | clerks clerk NOUN NNS 4 obj | . . PUNCT . 4 punct"
)
SCATHING = (
    "The the DET DT 1 det | banker banker NOUN NN 2 nsubj | launched launch VERB VBD -1 root | a a DET DT 5 det"
    " | scathing scathing ADJ JJ 5 amod | attack attack NOUN NN 2 obj | on on ADP IN 8 case | the the DET DT 8 det"
    " | mayor mayor NOUN NN 5 nmod | . . PUNCT . 2 punct"
)
AIR_STRIKES = (
    "Jets jet NOUN NNS 1 nsubj | carried carry VERB VBD -1 root | out out ADP RP 1 compound:prt | strikes strike NOUN NNS 1 obj"
    " | on on ADP IN 6 case | the the DET DT 6 det | depot depot NOUN NN 3 nmod | . . PUNCT . 1 punct"
)
PEACEKEEPERS = (
    "The the DET DT 1 det | union union NOUN NN 2 nsubj | sent send VERB VBD -1 root | peacekeepers peacekeeper NOUN NNS 2 obj"
    " | to to ADP IN 5 case | Tarn Tarn PROPN NNP 2 obl | . . PUNCT . 2 punct"
)
OFFER_TO_HOST = (
    "The the DET DT 1 det | sultan sultan NOUN NN 2 nsubj | offered offer VERB VBD -1 root | to to PART TO 4 mark"
    " | host host VERB VB 2 xcomp | talks talk NOUN NNS 4 obj | . . PUNCT . 2 punct"
)
FIGURATIVE = (
    "The the DET DT 1 det | premier premier NOUN NN 2 nsubj | attacked attack VERB VBD -1 root | waste waste NOUN NN 2 obj"
    " | . . PUNCT . 2 punct"
)
BASE = (
    "Rebels rebel NOUN NNS 1 nsubj | attacked attack VERB VBD -1 root | an a DET DT 4 det | army army NOUN NN 4 compound"
    " | base base NOUN NN 1 obj | near near ADP IN 6 case | Tarn Tarn PROPN NNP 1 obl | . . PUNCT . 1 punct"
)
BROKER = (
    "The the DET DT 1 det | abbot abbot NOUN NN 2 nsubj | launched launch VERB VBD -1 root | a a DET DT 5 det"
    " | mediation mediation NOUN NN 5 compound | effort effort NOUN NN 2 obj | between between ADP IN 7 case"
    " | Karsk Karsk PROPN NNP 5 nmod | and and CCONJ CC 9 cc | Velmar Velmar PROPN NNP 7 conj | . . PUNCT . 2 punct"
)
AGAIN = (
    "The the DET DT 1 det | nurse nurse NOUN NN 3 nsubj:pass | was be AUX VBD 3 aux:pass | abducted abduct VERB VBN -1 root"
    " | at at ADP IN 5 case | dawn dawn NOUN NN 3 obl | . . PUNCT . 3 punct"
)
SINCE = (
    "Some some DET DT 1 advmod | 400 400 NUM CD 2 nummod | people people NOUN NNS 5 nsubj:pass | have have AUX VBP 5 aux"
    " | been be AUX VBN 5 aux:pass | killed kill VERB VBN -1 root | since since ADP IN 7 case | May May PROPN NNP 5 obl"
    " | . . PUNCT . 5 punct"
)
SINCE_BOTH = (
    "Some some DET DT 1 advmod | 400 400 NUM CD 2 nummod | people people NOUN NNS 5 nsubj:pass | have have AUX VBP 5 aux"
    " | been be AUX VBN 5 aux:pass | killed kill VERB VBN -1 root | and and CCONJ CC 8 cc | 900 900 NUM CD 8 nsubj:pass"
    " | displaced displace VERB VBN 5 conj | since since ADP IN 10 case | May May PROPN NNP 8 obl | . . PUNCT . 5 punct"
)
BYWORD = (
    "Tarn Tarn PROPN NNP 2 nsubj | is be AUX VBZ 2 cop | notorious notorious ADJ JJ -1 root | for for ADP IN 4 case"
    " | kidnapping kidnapping NOUN NN 2 obl | . . PUNCT . 2 punct"
)
FLED = (
    "Some some DET DT 1 advmod | 300 300 NUM CD 2 nummod | clerks clerk NOUN NNS 3 nsubj | fled flee VERB VBD -1 root | . . PUNCT . 3 punct"
)
TYRES = (
    "Clerks clerk NOUN NNS 1 nsubj | blocked block VERB VBD -1 root | the the DET DT 3 det | road road NOUN NN 1 obj"
    " | with with SCONJ IN 5 mark | burning burn VERB VBG 1 advcl | tyres tyre NOUN NNS 5 obj | . . PUNCT . 1 punct"
)


def read(*trees: str, names: tuple[str, ...] = ()) -> tuple[Event, ...]:
    article, g = c.grammar(*trees)
    return find_events(
        article,
        g,
        times=c.times(article),
        places=c.places(article),
        actors=c.actors(article, *names),
        statements=(),
        rules=load_did(),
    )


@pytest.mark.parametrize(
    ("tree", "names", "kind", "mode", "source", "target"),
    [
        (WILL_NOT, ("The governor", "the clerks"), "REJECT", "yield", ("The governor",), ("the clerks",)),
        (SCATHING, ("The banker", "the mayor"), "ACCUSE", "disapprove", ("The banker",), ("the mayor",)),
        (AIR_STRIKES, ("Jets",), "ASSAULT", None, ("Jets",), ()),
        (PEACEKEEPERS, ("The union", "peacekeepers"), "AID", None, ("The union",), ()),
        (OFFER_TO_HOST, ("The sultan",), "AGREE", None, ("The sultan",), ()),
        (BROKER, ("The abbot", "Karsk", "Velmar"), "CONSULT", "third-party", ("The abbot",), ("Karsk", "Velmar")),
    ],
)
def test_one_act_of_the_right_type(
    tree: str, names: tuple[str, ...], kind: str, mode: str | None, source: tuple[str, ...], target: tuple[str, ...]
) -> None:
    events = [e for e in read(tree, names=names) if e.type != "RETREAT"]
    assert [(e.type, e.mode, e.source, e.target) for e in events] == [(kind, mode, source, target)]


def test_what_another_must_do_is_a_demand() -> None:
    article, g = c.grammar(MUST)
    words = tuple(c.replace(w, entity="organization" if w.text == "garrison" else "") for w in g.words)
    actors = c.actors(article, "The bishop", "the garrison")
    found = find_events(article, c.replace(g, words=words), times=(), places=(), actors=actors, statements=(), rules=load_did())
    assert [(e.type, article.words(e.trigger), e.source, e.target) for e in found] == [
        ("REQUEST", "must", ("The bishop",), ("the garrison",))
    ]


def test_a_refusal_told_by_will_not_has_happened() -> None:
    (event,) = read(WILL_NOT)
    assert event.status == "actual"


def test_a_target_that_is_no_actor_is_given_by_its_words() -> None:
    article, g = c.grammar(BASE)
    actors = c.actors(article, "Rebels")
    (event,) = find_events(article, g, times=(), places=c.places(article), actors=actors, statements=(), rules=load_did())
    assert event.target == ()
    assert [article.words(span) for span in event.target_spans] == ["an army base"]


def test_waste_is_attacked_without_harm() -> None:
    article, g = c.grammar(FIGURATIVE)
    words = tuple(w if w.text != "waste" else c.replace(w, entity="abstract") for w in g.words)
    told = c.replace(g, words=words)
    assert find_events(article, told, times=(), places=(), actors=(), statements=(), rules=load_did()) == ()


def test_a_deed_told_again_is_one_event() -> None:
    (event,) = read(c.RELATIVE, AGAIN, names=("The men", "nurse"))
    assert event.source == ("The men",)
    assert len(event.also) == 1


def test_a_sum_of_many_acts_belongs_to_none() -> None:
    events = read(c.AMBUSH, SINCE, names=("Gunmen",))
    assert [t.low for e in events for t in e.casualties] == [9]


def test_in_sport_words_of_force_need_more_than_a_word() -> None:
    game = (
        "Striker striker NOUN NN 1 compound | Bel Bel PROPN NNP 2 nsubj | shot shoot VERB VBD -1 root | the the DET DT 5 det"
        " | winning winning ADJ JJ 5 amod | goal goal NOUN NN 2 obj | . . PUNCT . 2 punct"
    )
    season = (
        "The the DET DT 1 det | coach coach NOUN NN 2 nsubj | praised praise VERB VBD -1 root | the the DET DT 5 det"
        " | league league NOUN NN 5 compound | champion champion NOUN NN 2 obj | . . PUNCT . 2 punct"
    )
    assert [e.type for e in read(season)] == ["SUPPORT"]
    assert read(game, season) == ()


def test_what_a_crowd_blocks_the_road_with_is_no_second_protest() -> None:
    assert [event.type for event in read(TYRES)] == ["PROTEST"]


@pytest.mark.parametrize(
    ("trees", "figures"), [((BASE, SINCE_BOTH), [("killed", 400), ("displaced", 900)]), ((BYWORD, FLED), [("displaced", 300)])]
)
def test_sums_and_what_follows_a_byword_belong_to_the_article(trees: tuple[str, ...], figures: list[tuple[str, int]]) -> None:
    article, g = c.grammar(*trees)
    events = read(*trees)
    loose = find_casualties(article, g, events=events, rules=load_did())
    assert [(found.kind, found.low) for found in loose] == figures
    assert not any(event.casualties for event in events)
