"""Words that come back to somebody or some place, by the shipped weights and by weights made for the case."""

from __future__ import annotations

import time
from dataclasses import replace

from dateline.article import Article, Span
from dateline.fields import Place
from dateline.grammar.words import Grammar
from dateline.who import find_chains, load_who
from dateline.who.weights import Weights

from .build import article


def _typed(made: tuple[Article, Grammar], **types: str) -> tuple[Article, Grammar]:
    """The same words, some of them marked as heading a mention of a type."""
    words = tuple(replace(w, entity=types.get(w.text, w.entity)) for w in made[1].words)
    return made[0], Grammar(words, made[1].sentences, made[1].model)


def _read(
    made: tuple[Article, Grammar], *places: Place, weights: dict[str, int] | None = None
) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    lexicon = load_who() if weights is None else replace(load_who(), chains=Weights(weights))
    actors, grounds = find_chains(*made, places, (), lexicon)
    words = made[0].words
    return {a.name: [words(m) for m in a.mentions] for a in actors}, [(words(span), place.name) for span, place in grounds]


def _firm() -> tuple[Article, Grammar]:
    return _typed(
        article(
            "Tarnwood/PROPN/B-ORG Shipping/PROPN/I-ORG/nsubj/1 closed/VERB//root its/PRON//nmod:poss/1 yard/NOUN//obj/-2 ./PUNCT",
            "The/DET//det/1 venture/NOUN//nsubj/1 employs/VERB//root nobody/PRON//obj/-1 ./PUNCT",
        ),
        venture="organization",
    )


def test_a_noun_joins_the_body_named_before_where_the_weights_say_so() -> None:
    found, _ = _read(_firm(), weights={"organization the body": 300, "it body named": 300})
    assert found == {"Tarnwood Shipping": ["Tarnwood Shipping", "its", "The venture"]}


def test_what_is_not_likelier_than_nobody_is_left_alone() -> None:
    assert _read(_firm(), weights={})[0]["Tarnwood Shipping"] == ["Tarnwood Shipping", "its"]
    unsure = _read(_firm(), weights={"organization the body": 300, "0 noun": 301, "0 it": 200})[0]
    assert unsure["Tarnwood Shipping"] == ["Tarnwood Shipping"]


def test_a_pronoun_that_tells_of_an_act_stays_where_the_rules_put_it() -> None:
    made = article(
        "Police/NOUN//nsubj/1 held/VERB//root six/NUM//nummod/1 dockers/NOUN//obj/-2 ./PUNCT",
        "They/PRON//nsubj/1 fled/VERB//root ./PUNCT",
    )
    words = tuple(replace(w, event="RETREAT", event_score=0.9) if w.text == "fled" else w for w in made[1].words)
    acting = made[0], Grammar(words, made[1].sentences, made[1].model)
    against = {"0 they": 900}
    assert _read(made, weights=against)[0].get("six dockers", []) != ["six dockers", "They"]
    assert _read(acting, weights=against)[0]["six dockers"] == ["six dockers", "They"]


def test_a_place_that_does_not_act_takes_its_noun_and_is_no_actor() -> None:
    made = _typed(
        article(
            "They/PRON left/VERB//root Tarn/PROPN/B-LOC/obj/-1 ./PUNCT",
            "The/DET//det/1 port/NOUN//nsubj/1 burned/VERB//root ./PUNCT",
        ),
        port="place",
    )
    at = made[0].text.index("Tarn")
    tarn = Place(Span(at, at + 4), "Tarn", "city", "NOR", None, None, None, None, "test")
    found, grounds = _read(made, tarn, weights={"place the of city": 300})
    assert grounds == [("port", "Tarn")]
    assert "Tarn" not in found


def test_the_shipped_weights_know_the_firm_again() -> None:
    assert "The company" in _read(_named_company())[0]["Tarnwood Shipping"]


def _named_company() -> tuple[Article, Grammar]:
    return _typed(
        article(
            "Tarnwood/PROPN/B-ORG Shipping/PROPN/I-ORG/nsubj/1 closed/VERB//root a/DET//det/1 yard/NOUN//obj/-2 ./PUNCT",
            "The/DET//det/1 company/NOUN//nsubj/1 employs/VERB//root dockers/NOUN//obj/-1 ./PUNCT",
        ),
        company="organization",
        Shipping="organization",
    )


def test_long_copy_is_read_in_linear_time() -> None:

    def took(n: int) -> float:
        sentence = "Police/NOUN//nsubj/1 said/VERB//root they/PRON//nsubj/1 left/VERB//ccomp/-2 the/DET//det/1 club/NOUN//obj/-2 ./PUNCT"
        made = _typed(article(*[sentence] * n), club="organization")
        load_who()
        start = time.perf_counter()
        find_chains(*made, (), (), load_who())
        return time.perf_counter() - start

    took(50)
    assert took(2000) < 40 * max(took(200), 0.02)


def test_a_name_that_the_tagger_takes_for_a_thing_is_no_actor_unless_it_speaks_or_is_known() -> None:
    def read(name: str, kind: str) -> list[str]:
        made = article(f"The/DET//det/2 Clean/PROPN/B-ORG/compound/1 {name}/PROPN/I-ORG/nsubj/1 passed/VERB//root ./PUNCT")
        return list(_read(_typed(made, **{name: kind}))[0])

    assert read("Shores", "abstract") == []
    assert read("Shores", "organization") == ["Clean Shores"]
    assert read("Union", "abstract") == ["Clean Union"]
