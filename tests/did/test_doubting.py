"""Which words of force name an act and which are figures of speech, on hand-made trees, and how triggers are doubted."""

from __future__ import annotations

import pytest
from tests.did import copy_ as c

from dateline.did import find_events, load_did
from dateline.did.lexicon import Token
from dateline.did.triggers import candidate, likely_triggers
from dateline.did.worth import KEPT, Worth, beside_public, features, load_worth, public_share
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


def read(tree: str, **scores: float) -> list[Event]:
    """Events of a sentence in which the named words have these scores, as if the tagger were sure of the type that rules give them."""
    article, g = c.grammar(tree)
    types = {"exploded": "ASSAULT", "fled": "AID", "protested": "PROTEST", "praised": "SUPPORT", "strike": "PROTEST"}
    words = tuple(
        c.replace(w, event_score=scores[w.text], event=types[w.text], event_types=((types[w.text], 0.9),)) if w.text in scores else w
        for w in g.words
    )
    told = c.replace(g, words=words)
    return list(find_events(article, told, times=(), places=(), actors=(), statements=(), rules=load_did()))


def test_only_what_can_go_up_explodes() -> None:
    assert read(RALLY, exploded=0.97) == []
    assert [e.type for e in read(CAR, exploded=0.97)] == ["ASSAULT"]


def test_who_flees_helps_nobody() -> None:
    assert read(FLED, fled=0.99) == []


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
    found = features(told, candidate(told, trigger), public_share(told))
    assert {"score>=0.95", "fit>=0.97", "share>=0.08", "subject.public=True|active"} <= set(found)
    assert load_worth().chance(found) > KEPT
    weak = [f for f in found if not f.startswith(("score>=", "strong1|score", "v|score", "fit>=", "strong1|fit"))]
    assert load_worth().chance(weak) < load_worth().chance(found)


def test_unknown_features_count_nothing() -> None:
    model = Worth({"known": 2.0})
    assert model.chance(["unknown"]) == 0.5
    assert model.chance(["known", "unknown"]) > 0.8


def test_short_copy_needs_no_public_word() -> None:
    _, g = c.grammar(RALLY)
    assert public_share(g) == 0
    assert beside_public(g, 1, 1, 1)
