"""Events on hand-made trees: triggers, parties, status, voice, date, place, tolls."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.did import copy_ as c

from dateline.article import Article, Part, Span
from dateline.did import find_casualties, find_events, load_did
from dateline.fields import Event
from dateline.grammar.words import Grammar


def read(article: Article, g: Grammar, *names: str, statements: tuple[object, ...] = ()) -> tuple[Event, ...]:
    return find_events(
        article,
        g,
        times=c.times(article),
        places=c.places(article),
        actors=c.actors(article, *names),
        statements=statements,  # type: ignore[arg-type]
        rules=load_did(),
    )


@pytest.mark.parametrize(
    ("tree", "names", "kind", "mode", "source", "target"),
    [
        (c.AMBUSH, ("Gunmen", "a convoy", "nine soldiers"), "ASSAULT", "firearms", ("Gunmen",), ("a convoy",)),
        (c.AMBUSH, ("Gunmen", "nine soldiers"), "ASSAULT", "firearms", ("Gunmen",), ("nine soldiers",)),
        (c.ARREST, ("Two clerks", "police"), "COERCE", "arrest", ("police",), ("Two clerks",)),
        (c.TALKS, ("The league", "the clan"), "CONSULT", None, ("The league",), ("the clan",)),
        (c.AGREED, ("Karsk", "Velmar"), "AGREE", None, ("Karsk", "Velmar"), ("Karsk", "Velmar")),
        (c.REFUSED, ("The minister", "the envoy"), "REJECT", "meet", ("The minister",), ("the envoy",)),
        (c.NOMINAL, ("the militia", "Tarn"), "ASSAULT", "heavy-weapons", ("the militia",), ("Tarn",)),
        (c.RELATIVE, ("The men", "the nurse"), "ASSAULT", "abduct", ("The men",), ("the nurse",)),
        (c.ARREST, (), "COERCE", "arrest", (), ()),
    ],
)
def test_parties(tree: str, names: tuple[str, ...], kind: str, mode: str | None, source: tuple[str, ...], target: tuple[str, ...]) -> None:
    article, g = c.grammar(tree)
    events = read(article, g, *names)
    assert [(e.type, e.mode, e.source, e.target) for e in events] == [(kind, mode, source, target)]
    assert all(article.words(span) == name for span, name in zip(events[0].source_spans, source, strict=True))


SENTENCED = (
    "A a DET DT 1 det | guild guild NOUN NN 2 nsubj:pass | fined fine VERB VBN -1 root | the the DET DT 4 det"
    " | banker banker NOUN NN 2 nsubj:pass | . . PUNCT . 2 punct"
)
REOPEN = (
    "Tarn Tarn PROPN NNP 2 nsubj | will will AUX MD 2 aux | expel expel VERB VB -1 root | the the DET DT 4 det"
    " | clerk clerk NOUN NN 2 nsubj | . . PUNCT . 2 punct"
)
ON_TRIAL = (
    "The the DET DT 1 det | banker banker NOUN NN 2 nsubj | stood stand VERB VBD -1 root | trial trial NOUN NN 2 obj | . . PUNCT . 2 punct"
)
EVACUATED = (
    "Nine nine NUM CD 1 nummod | villagers villager NOUN NNS 3 nsubj:pass | were be AUX VBD 3 aux:pass | flown fly VERB VBN -1 root"
    " | out out ADP RP 3 compound:prt | . . PUNCT . 3 punct"
)


@pytest.mark.parametrize(
    ("tree", "kind", "source", "target"),
    [
        (SENTENCED, "SANCTION", ("A guild",), ("the banker",)),  # no form of "be" before, somebody behind: it acts
        (REOPEN, "SANCTION", ("Tarn",), ("the clerk",)),
        (ON_TRIAL, "ACCUSE", (), ("The banker",)),
    ],
)
def test_who_acts_whatever_the_tree_calls_it(tree: str, kind: str, source: tuple[str, ...], target: tuple[str, ...]) -> None:
    names = tuple(name for name in (*source, *target))
    article, g = c.grammar(tree)
    assert [(e.type, e.source, e.target) for e in read(article, g, *names)] == [(kind, source, target)]


def test_who_is_flown_out_is_helped() -> None:
    article, g = c.grammar(EVACUATED)
    assert "MOBILIZE" not in [e.type for e in read(article, g, "Nine villagers")]


def test_date_and_place_of_the_clause() -> None:
    article, g = c.grammar(c.AMBUSH, c.ARREST)
    ambush, arrest = read(article, g)
    assert (ambush.date, arrest.date) == ("2021-03-05", "2021-03-08")
    assert [c.places(article)[e.place].name for e in (ambush, arrest)] == ["Tarn", "Ostrel"]


def test_the_day_of_the_saying_is_not_the_day_of_the_act() -> None:
    article, g = c.grammar(c.SAID)
    said = c.statement(article, "guards had shelled the depot", "said")
    (event,) = read(article, g, "Police", "guards", statements=(said,))
    assert (event.date, event.statement, event.source) == (None, "s1", ("guards",))


@pytest.mark.parametrize(("tree", "status"), [(c.AMBUSH, "actual"), (c.WILL, "planned"), (c.MAY, "possible")])
def test_status(tree: str, status: str) -> None:
    article, g = c.grammar(tree)
    assert [e.status for e in read(article, g)] == [status]


def test_what_is_denied_did_not_happen() -> None:
    article, g = c.grammar(c.DENIED)
    denial = c.statement(article, "police fired on the crowd", "denied")
    fired = [e for e in read(article, g, "police", "the crowd", statements=(denial,)) if e.type == "ASSAULT"]
    assert [(e.status, e.source, e.target) for e in fired] == [("denied", ("police",), ("the crowd",))]


def test_toll_hangs_on_the_attack() -> None:
    article, g = c.grammar(c.AMBUSH, c.HURT)
    (event,) = read(article, g)
    assert [(t.kind, t.low, t.high, article.words(t.span)) for t in event.casualties] == [
        ("killed", 9, 9, "nine soldiers"),
        ("injured", 0, 0, "Nobody"),
    ]
    assert find_casualties(article, g, events=(event,), rules=load_did()) == ()


def test_a_disaster_is_no_event_and_its_toll_the_article_s() -> None:
    article, g = c.grammar(c.CYCLONE)
    events = read(article, g)
    assert events == ()
    (toll,) = find_casualties(article, g, events=events, rules=load_did())
    assert (toll.kind, toll.low, toll.high) == ("killed", 11, 11)


def test_a_toll_in_a_participle_hangs_on_the_attack() -> None:
    article, g = c.grammar(c.STORM)
    (event,) = read(article, g)
    assert (event.type, [(t.low, t.high) for t in event.casualties]) == ("ASSAULT", [(12, None)])


def test_a_toll_hangs_on_the_violence_that_left_it() -> None:
    article, g = c.grammar(c.ENSUING)
    (event,) = read(article, g)
    assert (article.words(event.trigger), [(t.kind, t.low, t.high) for t in event.casualties]) == ("Violence", [("injured", None, None)])


def test_an_arrest_keeps_its_own_toll() -> None:
    article, g = c.grammar(c.SEIZED)
    tolls = {article.words(e.trigger): [(t.kind, t.low) for t in e.casualties] for e in read(article, g)}
    assert tolls["arrested"] == [("detained", 4)]


@pytest.mark.parametrize(("tree", "kind", "low"), [(c.FEVER, "killed", 9), (c.CAMP, "displaced", 6000)])
def test_tolls_without_an_event(tree: str, kind: str, low: int) -> None:
    article, g = c.grammar(tree)
    assert read(article, g) == ()
    assert [(t.kind, t.low) for t in find_casualties(article, g, events=(), rules=load_did())] == [(kind, low)]


def test_an_infinitive_hung_on_a_later_verb_keeps_its_subject() -> None:
    article, g = c.grammar(c.VOTED)
    (event,) = [e for e in read(article, g, "The senate", "Karsk") if article.words(e.trigger) == "expel"]
    assert (event.source, event.target) == (("The senate",), ("Karsk",))


def test_harm_done_in_the_clash_is_of_the_clash_told_before() -> None:
    article, g = c.grammar(c.AMBUSH, c.CLASH)
    (event,) = read(article, g, "Gunmen", "a convoy")
    assert [article.words(span) for span in event.also] == ["clash"]
    assert [(t.kind, t.low) for t in event.casualties] == [("killed", 9), ("injured", 2)]


def test_a_deed_stands_where_its_victims_were() -> None:
    article, g = c.grammar(c.MARCH)
    attack, march = read(article, g, "Police", "a crowd")
    assert attack.place == march.place is not None


def test_a_warning_of_a_danger_threatens_nobody() -> None:
    scored = {"event_score": 0.9, "event_types": (("THREATEN", 0.95),), "event": "THREATEN"}
    article, g = c.grammar(c.DANGER, warned=scored)
    assert read(article, g) == ()


def test_a_denial_beside_a_claim_leaves_the_claim_alone() -> None:
    scored = {"event_score": 0.9, "event_types": (("ASSAULT", 0.95),), "event": "ASSAULT", "status": "denied"}
    article, g = c.grammar(c.DENIED_AND_SAID, fired=scored)
    said = c.statement(article, "guards fired on clerks", "said")
    (event,) = read(article, g, "guards", "clerks", statements=(said,))
    assert (event.status, event.target) == ("actual", ("clerks",))


def test_rule_names_lexicon_and_model() -> None:
    article, g = c.grammar(c.ARREST)
    assert read(article, g)[0].rule == "coerce.arrest"
    scored = {"event_score": 0.9, "event_types": (("COERCE", 0.95),), "event": "COERCE"}
    article, g = c.grammar(c.ARREST, arrested=scored)
    assert read(article, g)[0].rule == "coerce.arrest+hand_v0"


def test_the_tagger_has_a_veto_and_a_voice_of_its_own() -> None:
    article, g = c.grammar(c.AMBUSH, ambushed={"event_score": 0.01})
    assert read(article, g) == ()
    article, g = c.grammar(c.QUIET, quiet={"event_score": 0.2})
    assert read(article, g) == ()
    sure = {"event_score": 0.99, "event_types": (("SUPPORT", 0.9),), "event": "SUPPORT"}
    article, g = c.grammar(c.RELATIVE, fled=sure)
    assert [(e.type, e.rule) for e in read(article, g)] == [("SUPPORT", "hand_v0")]


def test_events_stand_in_order_with_running_ids() -> None:
    article, g = c.grammar(c.TALKS, c.AMBUSH, c.ARREST)
    events = read(article, g)
    assert [e.id for e in events] == ["e1", "e2", "e3"]
    assert [e.trigger for e in events] == sorted(e.trigger for e in events)
    assert events == read(article, g)


@pytest.mark.parametrize("text", ["", "?", "\x00", " \n ", "a" * 5000])
def test_odd_input(text: str) -> None:
    article = Article("x", text, parts=(Part("body", Span(0, len(text))),) if text else ())
    g = Grammar((), (), "none")
    assert find_events(article, g, times=(), places=(), actors=(), statements=(), rules=load_did()) == ()
    assert find_casualties(article, g, events=(), rules=load_did()) == ()


def test_headline_is_read_only_where_there_is_no_body() -> None:
    article, g = c.grammar(c.AMBUSH, c.ARREST)
    head, body = (p.span for p in article.parts)
    article = Article("x", article.text, headline=head, parts=(Part("headline", head), Part("body", body)))
    assert [e.type for e in read(article, g)] == ["COERCE"]
    article = Article("x", article.text, headline=head, parts=(Part("headline", head),))
    assert [e.type for e in read(article, g)] == ["ASSAULT"]


def test_rules_alone_never_ask_the_tagger() -> None:
    article, g = c.grammar(c.AMBUSH)
    sure = tuple(replace(w, event="AID", event_score=0.99, event_types=(("AID", 0.99),)) for w in g.words)
    loud = replace(g, words=sure)
    asked, alone = (
        find_events(article, loud, times=(), places=(), actors=(), statements=(), rules=load_did(alone=flag)) for flag in (False, True)
    )
    assert all(event.rule.endswith(g.model) for event in asked)
    assert [event.type for event in alone] == ["ASSAULT"]
    assert not any(g.model in event.rule for event in alone)
