"""Which words of force name an act and which are figures of speech, on hand-made trees, and how triggers are doubted."""

from __future__ import annotations

import pytest
from tests.did import copy_ as c

from dateline.did import find_events, load_did
from dateline.did.lexicon import Token
from dateline.did.triggers import candidate, find_triggers, likely_triggers, see
from dateline.did.worth import KEPT, LONG, Worth, bar_of, copy_of, features, load_worth
from dateline.fields import Event

RALLY = (
    "Gold gold NOUN NN 1 nsubj | exploded explode VERB VBD -1 root | past past ADP IN 4 case | its its PRON PRP$ 4 nmod:poss"
    " | record record NOUN NN 1 obl | . . PUNCT . 1 punct"
)
CAR = (
    "A a DET DT 1 det | car car NOUN NN 2 nsubj | exploded explode VERB VBD -1 root | in in ADP IN 4 case | Tarn Tarn PROPN NNP 2 obl"
    " | . . PUNCT . 2 punct"
)
FLED = (
    "Families family NOUN NNS 1 nsubj | fled flee VERB VBD -1 root | the the DET DT 3 det | valley valley NOUN NN 1 obj"
    " | . . PUNCT . 1 punct"
)
PROTESTED = (
    "The the DET DT 1 det | ministry ministry NOUN NN 2 nsubj | protested protest VERB VBD -1 root | within within ADP IN 4 case"
    " | hours hour NOUN NNS 2 obl | . . PUNCT . 2 punct"
)
STUDENTS = PROTESTED.replace("ministry ministry NOUN NN", "students student NOUN NNS")
FUND = (
    "A a DET DT 1 det | judge judge NOUN NN 2 nsubj | praised praise VERB VBD -1 root | the the DET DT 5 det"
    " | strike strike NOUN NN 5 compound | fund fund NOUN NN 2 obj | . . PUNCT . 2 punct"
)
MATTER = (
    "Students student NOUN NNS 1 nsubj | protested protest VERB VBD -1 root | the the DET DT 3 det | abuses abuse NOUN NNS 1 obj"
    " | . . PUNCT . 1 punct"
)
TONNES = (
    "Norway Norway PROPN NNP 1 nsubj | sent send VERB VBD -1 root | 40 40 NUM CD 3 nummod | tonnes tonne NOUN NNS 1 obj"
    " | of of ADP IN 6 case | food food NOUN NN 6 compound | aid aid NOUN NN 3 nmod | . . PUNCT . 1 punct"
)
RETURNED = (
    "Families family NOUN NNS 1 nsubj | returned return VERB VBD -1 root | from from ADP IN 3 case | exile exile NOUN NN 1 obl"
    " | . . PUNCT . 1 punct"
)
REVIEWED = (
    "Norway Norway PROPN NNP 1 nsubj | reviewed review VERB VBD -1 root | the the DET DT 3 det | treaty treaty NOUN NN 1 obj"
    " | . . PUNCT . 1 punct"
)
DISMISSED = REVIEWED.replace("reviewed review", "dismissed dismiss").replace("treaty treaty", "director director")
SENT = REVIEWED.replace("reviewed review", "sent send").replace("treaty treaty", "team team")


def read(tree: str, **scores: float) -> list[Event]:
    """Events of a sentence in which the named words have these scores, as if the tagger were sure of the type that rules give them."""
    article, g = c.grammar(tree)
    types = {"returned": "RETREAT", "reviewed": "ACCUSE", "sent": "MOBILIZE", "dismissed": "REJECT"}
    types |= {"exploded": "ASSAULT", "fled": "AID", "protested": "PROTEST", "praised": "SUPPORT", "strike": "PROTEST"}
    words = tuple(
        c.replace(w, event_score=scores[w.text], event=types[w.text], event_types=((types[w.text], 0.9),)) if w.text in scores else w
        for w in g.words
    )
    words = tuple(c.replace(w, entity="person") if w.text == "director" else w for w in words)
    told = c.replace(g, words=words)
    return list(find_events(article, told, times=(), places=(), actors=(), statements=(), rules=load_did()))


def test_only_what_can_go_up_explodes() -> None:
    assert read(RALLY, exploded=0.97) == []
    assert [e.type for e in read(CAR, exploded=0.97)] == ["ASSAULT"]


def test_who_flees_helps_nobody() -> None:
    assert read(FLED, fled=0.99) == []


@pytest.mark.parametrize(
    ("tree", "word", "kinds"),
    [
        (RETURNED, "returned", []),
        (REVIEWED, "reviewed", []),
        (REVIEWED.replace("treaty treaty", "murder murder"), "reviewed", ["ACCUSE"]),
        (SENT, "sent", []),
        (DISMISSED, "dismissed", ["SANCTION"]),
        (DISMISSED.replace("director director", "claim claim"), "dismissed", ["REJECT"]),
        (SENT.replace("team team", "battalion battalion"), "sent", ["MOBILIZE"]),
    ],
)
def test_who_comes_home_or_looks_into_papers_does_nothing(tree: str, word: str, kinds: list[str]) -> None:
    assert [e.type for e in read(tree, **{word: 0.99})] == kinds


@pytest.mark.parametrize(("tree", "kind"), [(PROTESTED, "ACCUSE"), (STUDENTS, "PROTEST")])
def test_a_ministry_that_protests_does_not_march(tree: str, kind: str) -> None:
    assert [e.type for e in read(tree, protested=0.95)] == [kind]


def test_a_strike_fund_is_no_strike() -> None:
    assert [e.type for e in read(FUND, praised=0.9, strike=0.9)] == ["SUPPORT"]


def test_a_verb_behind_and_is_another_act() -> None:
    def tokens(*words: str) -> list[Token]:
        return [Token(*word.split("/")) for word in words]

    lexicon = load_did().lexicon
    way = lexicon.find(tokens("gave/give/VERB", "way/way/NOUN", "and/and/CCONJ", "granted/grant/VERB", "leave/leave/NOUN"))
    assert {h.entry.type for h in way if h.first == 0 and h.entry.strong} == {"CONCEDE"}


def test_doubt_grows_with_private_copy_and_shrinks_with_the_score() -> None:
    _, g = c.grammar(c.AMBUSH)
    words = tuple(c.replace(w, event_score=0.97, event_types=(("ASSAULT", 0.99),)) if w.text == "ambushed" else w for w in g.words)
    told = c.replace(g, words=words)
    (trigger,) = [t for t in likely_triggers(told, told.sentences[0], load_did().lexicon) if t.type == "ASSAULT" and t.head == 1]
    copy = copy_of(told)
    found = [*copy.about, *features(told, candidate(told, trigger), copy)]
    assert {"score>=0.95", "fit>=0.97", "share>=0.08", "subject.public=True|active"} <= set(found)
    assert load_worth().chance(found) > KEPT
    weak = [f for f in found if not f.startswith(("score>=", "strong1|score", "v|score", "fit>=", "strong1|fit"))]
    assert load_worth().chance(weak) < load_worth().chance(found)


def test_unknown_features_count_nothing() -> None:
    model = Worth({"known": 2.0})
    assert model.chance(["unknown"]) == 0.5
    assert model.chance(["known", "unknown"]) > 0.8


def test_copy_is_weighed_by_its_topic() -> None:
    _, market = c.grammar(RALLY)
    _, ministry = c.grammar(PROTESTED)
    assert copy_of(ministry).balance > copy_of(market).balance
    assert copy_of(ministry).plain == (2,)  # "ministry" and "protested"
    assert copy_of(market).plain == (0,)
    assert "short" in copy_of(market).about


def test_odds_of_the_copy_and_of_the_candidate_add_up() -> None:
    model = Worth({"copy": -1.0, "word": 3.0})
    assert model.chance(["word"], model.sum(["copy"])) == model.chance(["copy", "word"])


def test_figures_of_speech_come_in_swarms() -> None:
    doubtful, clear = [0.1, 0.2, 0.5], [0.9, 0.8, 0.25]
    assert bar_of(LONG, doubtful) > 0.5 > bar_of(LONG, clear) == KEPT
    assert bar_of(LONG, [0.1, 0.5]) == KEPT  # too few to tell
    assert bar_of(LONG - 1, doubtful) < KEPT  # copy too short to have a topic
    assert bar_of(LONG, []) == KEPT


def test_what_is_below_the_bar_is_dropped() -> None:
    _, g = c.grammar(c.AMBUSH)
    seen = see(g, g.sentences[0], load_did().lexicon, alone=True)
    assert {t.type for t in find_triggers(g, seen)} == {"ASSAULT"}
    assert find_triggers(g, seen, bar=1.1) == []
    assert find_triggers(g, seen, phrases=True) == []  # a single word


def test_the_matter_of_an_act_is_no_second_act() -> None:
    _, g = c.grammar(MATTER)
    words = tuple(
        c.replace(w, event_score=0.99, event="PROTEST", event_types=(("PROTEST", 0.95),)) if w.text in ("protested", "abuses") else w
        for w in g.words
    )
    seen = see(c.replace(g, words=words), g.sentences[0], load_did().lexicon, alone=False)
    assert [t.head for t, _ in seen.likely] == [1]


def test_an_amount_of_aid_is_given_once() -> None:
    _, g = c.grammar(TONNES)
    words = tuple(
        c.replace(w, event_score=0.99, event="AID", event_types=(("AID", 0.95),)) if w.text in ("sent", "aid") else w for w in g.words
    )
    told = c.replace(g, words=words)
    assert len(find_triggers(told, see(told, g.sentences[0], load_did().lexicon, alone=False))) == 1


def strikes(crowd: str, score: float = 0.96) -> set[bool]:
    """Whether a strike in copy about shares is beyond doubt, by those who are told of beside it."""
    struck = (
        f"{crowd} {crowd} NOUN NNS 1 nsubj | held hold VERB VBD -1 root | a a DET DT 3 det | strike strike NOUN NN 1 obj"
        " | . . PUNCT . 1 punct"
    )
    market = "The the DET DT 1 det | share share NOUN NN 2 nsubj | fell fall VERB VBD -1 root | . . PUNCT . 2 punct"
    _, g = c.grammar(struck, struck, *[market] * 60)
    marks = {"event_score": score, "event": "PROTEST", "event_types": (("PROTEST", 0.5), ("ASSAULT", 0.4))}
    told = c.replace(g, words=tuple(c.replace(w, **marks) if w.text == "strike" else w for w in g.words))
    seen = see(told, told.sentences[0], load_did().lexicon, alone=False, copy=copy_of(told))
    return {chance == 1.0 for trigger, chance in seen.likely if trigger.type == "PROTEST"}


def test_a_strike_of_workers_is_beyond_doubt_in_copy_about_shares() -> None:
    assert strikes("worker") == {True}
    assert strikes("worker", score=0.6) == {False}
    assert strikes("player") == {False}


def test_unrest_that_breaks_out_is_beyond_doubt() -> None:
    tree = (
        "Protests protest NOUN NNS 1 nsubj | broke break VERB VBD -1 root | out out ADP RP 1 compound:prt | in in ADP IN 4 case"
        " | Tarn Tarn PROPN NNP 1 obl | . . PUNCT . 1 punct"
    )
    _, g = c.grammar(tree)
    words = tuple(
        c.replace(w, event_score=0.4, event="PROTEST", event_types=(("PROTEST", 0.9),)) if w.text == "Protests" else w for w in g.words
    )
    told = c.replace(g, words=words)
    found = see(told, told.sentences[0], load_did().lexicon, alone=False, copy=copy_of(told))
    assert [(t.type, chance) for t, chance in found.likely] == [("PROTEST", 1.0)]
