"""Actors of small invented articles: mentions, one actor behind many names, roles and codes."""

from __future__ import annotations

from dataclasses import replace

import pytest

import dateline
from dateline.article import Article, Dateline, Part, Span
from dateline.fields import Actor, Statement
from dateline.grammar.words import Grammar, Word
from dateline.who import find_actors, load_who

from .build import article, said


def _under(word: Word, head: int) -> Word:
    return replace(word, head=head)


def actors(made: tuple[Article, Grammar], *statements: Statement) -> dict[str, Actor]:
    text, grammar = made
    return {actor.name: actor for actor in find_actors(text, grammar, (), statements, load_who())}


def words(made: tuple[Article, Grammar], actor: Actor) -> list[str]:
    return [made[0].words(span) for span in actor.mentions]


def test_title_surname_and_pronoun_are_one_actor() -> None:
    made = article(
        "Norwegian/ADJ Deputy/PROPN Fisheries/PROPN Minister/PROPN Ola/PROPN/B-PER/nsubj Brekke/PROPN/I-PER/flat spoke/VERB ./PUNCT",
        "He/PRON//nsubj left/VERB early/ADV ./PUNCT",
        "Brekke/PROPN/B-PER/nsubj returned/VERB ./PUNCT",
    )
    found = actors(made)
    assert list(found) == ["Ola Brekke"]
    minister = found["Ola Brekke"]
    assert words(made, minister) == ["Norwegian Deputy Fisheries Minister Ola Brekke", "He", "Brekke"]
    assert (minister.kind, minister.country, minister.sector) == ("person", "NOR", "GOV")
    assert [role.title for role in minister.roles] == ["Deputy Fisheries Minister"]
    assert [made[0].words(span) for span in minister.because] == ["Norwegian", "Fisheries Minister"]


def test_apposition_gives_the_role() -> None:
    made = article("Ana/PROPN/B-PER/nsubj Solis/PROPN/I-PER/flat ,/PUNCT a/DET retired/ADJ judge/NOUN//appos ,/PUNCT wept/VERB ./PUNCT")
    found = actors(made)
    assert list(found) == ["Ana Solis"]
    assert found["Ana Solis"].sector == "ELI"
    assert [role.title for role in found["Ana Solis"].roles] == ["retired judge"]


def test_office_in_front_and_name_are_one_mention() -> None:
    made = article(
        "Peru/PROPN/B-LOC 's/PART trade/NOUN minister/NOUN//nsubj ,/PUNCT "
        "Ana/PROPN/B-PER/appos Solis/PROPN/I-PER/flat ,/PUNCT wept/VERB ./PUNCT"
    )
    solis = actors(made)["Ana Solis"]
    assert words(made, solis) == ["Peru's trade minister, Ana Solis"]
    assert (solis.country, solis.sector) == ("PER", "GOV")


def test_a_list_is_no_apposition() -> None:
    made = article(
        "Ana/PROPN/B-PER/nsubj Solis/PROPN/I-PER/flat ,/PUNCT a/DET judge/NOUN//conj and/CCONJ two/NUM farmers/NOUN//conj wept/VERB ./PUNCT"
    )
    assert {"Ana Solis", "judge"} <= set(actors(made))


def test_relatives_with_one_surname_stay_apart() -> None:
    made = article(
        "Ana/PROPN/B-PER/nsubj Solis/PROPN/I-PER/flat wept/VERB ./PUNCT",
        "Luis/PROPN/B-PER/nsubj Solis/PROPN/I-PER/flat laughed/VERB ./PUNCT",
        "She/PRON//nsubj left/VERB ./PUNCT",
    )
    found = actors(made)
    assert set(found) == {"Ana Solis", "Luis Solis"}
    assert words(made, found["Ana Solis"])[-1] == "She"


def test_letters_in_brackets_are_the_body() -> None:
    made = article(
        "The/DET Salt/PROPN/B-ORG Workers/PROPN/I-ORG League/PROPN/I-ORG/nsubj (/PUNCT SWL/PROPN/B-ORG )/PUNCT struck/VERB ./PUNCT",
        "The/DET SWL/PROPN/B-ORG/nsubj won/VERB ./PUNCT",
    )
    found = actors(made)
    assert list(found) == ["Salt Workers League"]
    assert len(found["Salt Workers League"].mentions) == 3


def test_alliance_of_states_by_name_and_letters() -> None:
    made = article(
        "NATO/PROPN/B-ORG/nsubj met/VERB ./PUNCT",
        "The/DET North/PROPN/B-ORG Atlantic/PROPN/I-ORG Council/PROPN/I-ORG/nsubj agreed/VERB ./PUNCT",
    )
    found = actors(made)
    assert [(a.country, len(a.mentions)) for a in found.values()] == [("IGO", 2)]


def test_capital_that_acts_is_its_country_and_place_is_none() -> None:
    made = article(
        "Oslo/PROPN/B-LOC/nsubj protested/VERB ./PUNCT", "Norway/PROPN/B-LOC/nsubj waited/VERB in/ADP Oslo/PROPN/B-LOC/obl ./PUNCT"
    )
    found = actors(made)
    assert list(found) == ["Norway"]
    assert words(made, found["Norway"]) == ["Oslo", "Norway"]
    assert (found["Norway"].kind, found["Norway"].sector) == ("country", None)


def test_spokesman_s_police_is_an_actor_of_its_own() -> None:
    made = article("A/DET police/NOUN//compound spokesman/NOUN//nsubj declined/VERB ./PUNCT")
    found = actors(made)
    assert {a.sector for a in found.values()} == {"COP"}
    assert len(found) == 2


def test_first_person_in_a_quotation_is_the_speaker() -> None:
    made = article("“/PUNCT I/PRON//nsubj waited/VERB ,/PUNCT ”/PUNCT Ana/PROPN/B-PER/nsubj Solis/PROPN/I-PER/flat said/VERB ./PUNCT")
    solis = actors(made, said(made[0], "Ana Solis", "I waited,"))["Ana Solis"]
    assert words(made, solis) == ["I", "Ana Solis"]


def test_we_of_a_minister_is_the_country() -> None:
    made = article(
        "Peru/PROPN/B-LOC/nsubj waits/VERB ./PUNCT",
        "“/PUNCT We/PRON//nsubj will/AUX act/VERB ,/PUNCT ”/PUNCT "
        "Peruvian/ADJ Trade/PROPN Minister/PROPN Ana/PROPN/B-PER/nsubj Solis/PROPN/I-PER said/VERB",
    )
    found = actors(made, said(made[0], "Ana Solis", "We will act,"))
    assert words(made, found["Peru"]) == ["Peru", "We"]


def test_he_in_a_quotation_is_not_its_speaker() -> None:
    made = article(
        "Luis/PROPN/B-PER/nsubj Roe/PROPN/I-PER/flat fled/VERB ./PUNCT",
        "“/PUNCT He/PRON//nsubj ran/VERB ,/PUNCT ”/PUNCT Tom/PROPN/B-PER/nsubj Doe/PROPN/I-PER/flat said/VERB ./PUNCT",
    )
    found = actors(made, said(made[0], "Tom Doe", "He ran,"))
    assert words(made, found["Luis Roe"]) == ["Luis Roe", "He"]


def test_subject_and_object_of_one_verb_are_two() -> None:
    text, grammar = article("Luis/PROPN/B-PER/nsubj thanked/VERB him/PRON//obj ./PUNCT")
    tied = tuple(w if w.index == 1 else _under(w, 1) for w in grammar.words)
    found = find_actors(text, Grammar(tied, grammar.sentences, "hand"), (), (), load_who())
    assert all(len(actor.mentions) == 1 for actor in found)


def test_ministry_comes_back_and_foreign_one_does_not() -> None:
    made = article(
        "The/DET Peruvian/ADJ Health/PROPN/B-ORG Ministry/PROPN/I-ORG/nsubj waited/VERB ./PUNCT",
        "The/DET Chilean/ADJ Health/PROPN/B-ORG Ministry/PROPN/I-ORG/nsubj paid/VERB ./PUNCT",
        "The/DET ministry/NOUN//nsubj thanked/VERB nobody/PRON ./PUNCT",
    )
    found = actors(made)
    assert [a.country for a in found.values()] == ["PER", "CHL"]
    assert len(list(found.values())[1].mentions) == 2


def test_home_country_of_unmarked_officials_is_marked_as_domestic() -> None:
    made = article("Police/NOUN//nsubj arrested/VERB two/NUM men/NOUN//obj ./PUNCT", dateline="LIMA (QB) -")
    police = actors(made)["Police"]
    assert (police.country, police.sector) == ("PER", "COP")
    assert police.rule.startswith("domestic")


def test_western_diplomat_has_no_country() -> None:
    made = article("A/DET Western/ADJ diplomat/NOUN//nsubj doubted/VERB it/PRON ./PUNCT", dateline="LIMA (QB) -")
    diplomat = actors(made)["Western diplomat"]
    assert (diplomat.country, diplomat.sector) == (None, "GOV")


def test_affiliation_codes_the_chairman() -> None:
    made = article(
        "The/DET Salt/PROPN/B-ORG Workers/PROPN/I-ORG Union/PROPN/I-ORG/nsubj struck/VERB ./PUNCT",
        "Its/PRON//nmod:poss/1 chairman/NOUN//nsubj/6 ,/PUNCT Luis/PROPN/B-PER/appos Roe/PROPN/I-PER/flat ,/PUNCT laughed/VERB ./PUNCT",
    )
    roe = actors(made)["Luis Roe"]
    assert roe.sector == "LAB"
    assert "affiliation" in roe.rule


def test_headline_office_is_the_person_named_below() -> None:
    made = article(
        "Consul/PROPN/B-PER/nsubj Ann/PROPN/I-PER/flat Roe/PROPN/I-PER/flat said/VERB so/ADV ./PUNCT",
        headline="Talks/NOUN failed/VERB ,/PUNCT says/VERB diplomat/NOUN//nsubj",
    )
    found = actors(made, said(made[0], "Consul Ann Roe", "so", kind="indirect"))
    assert words(made, found["Ann Roe"]) == ["diplomat", "Consul Ann Roe"]


def test_ids_follow_the_order_of_first_mention() -> None:
    text, grammar = article(
        "Peru/PROPN/B-LOC/nsubj thanked/VERB Chile/PROPN/B-LOC/obj ./PUNCT", "Chile/PROPN/B-LOC/nsubj waited/VERB ./PUNCT"
    )
    found = find_actors(text, grammar, (), (), load_who())
    assert [(a.id, a.name) for a in found] == [("a1", "Peru"), ("a2", "Chile")]


@pytest.mark.parametrize("text", ["", ".", "a", "\n\n"])
def test_odd_input_gives_no_actor(text: str) -> None:
    parts = (Part("body", Span(0, len(text))),) if text else ()
    assert find_actors(Article("t", text, parts=parts), Grammar((), (), "hand"), (), (), load_who()) == ()


def test_cyclic_tree_and_statement_outside_the_words() -> None:
    text, grammar = article("Luis/PROPN/B-PER/nsubj saw/VERB Ana/PROPN/B-PER/obj ./PUNCT")
    tied = tuple(_under(w, (w.index + 1) % 4) for w in grammar.words)
    statement = said(text, "Luis", "saw")
    assert len(find_actors(text, Grammar(tied, grammar.sentences, "hand"), (), (statement,), load_who())) == 2


def test_at_least_belongs_to_the_number() -> None:
    made = article("Gunmen/NOUN//nsubj freed/VERB at/ADP least/ADJ 12/NUM monks/NOUN//obj ./PUNCT")
    assert ["at least 12 monks"] in [words(made, actor) for actor in actors(made).values()]


def test_last_year_is_no_part_of_the_government() -> None:
    made = article("The/DET government/NOUN//nsubj last/ADJ year/NOUN banned/VERB kites/NOUN ./PUNCT")
    assert words(made, actors(made)["government"]) == ["The government"]


def test_described_name_and_bare_name_are_one_body() -> None:
    made = article(
        "The/DET Peruvian/ADJ group/NOUN Al-Qamar/PROPN/B-PER/nsubj agreed/VERB ./PUNCT",
        "An/DET Al-Qamar/PROPN/B-ORG/compound official/NOUN//nsubj left/VERB ./PUNCT",
    )
    found = actors(made)
    assert words(made, found["Al-Qamar"]) == ["The Peruvian group Al-Qamar", "Al-Qamar"]
    official = found["Al-Qamar official"]
    assert (official.country, official.sector) == ("PER", None)


def test_copy_about_many_countries_has_no_home() -> None:
    made = article(
        "Peru/PROPN/B-LOC/nsubj and/CCONJ Chile/PROPN/B-LOC/conj met/VERB Ghana/PROPN/B-LOC/obj and/CCONJ Togo/PROPN/B-LOC/conj ./PUNCT",
        "Farmers/NOUN//nsubj waited/VERB ./PUNCT",
    )
    assert actors(made)["Farmers"].country is None


def test_agency_of_the_dateline_is_a_medium() -> None:
    text, grammar = article("Farmers/NOUN//nsubj told/VERB Lodestar/PROPN/B-ORG/obj so/ADV ./PUNCT")
    dated = replace(text, dateline=Dateline(Span(0, 7), None, None, "Lodestar"))
    found = {a.name: a for a in find_actors(dated, grammar, (), (), load_who())}
    assert found["Lodestar"].sector == "JRN"


def test_source_pronoun_is_nobody_inside_its_own_content() -> None:
    made = article(
        "Minister/PROPN Ana/PROPN/B-PER/nsubj Solis/PROPN/I-PER/flat spoke/VERB ./PUNCT",
        "Lena/PROPN/B-PER/nsubj Roe/PROPN/I-PER/flat ,/PUNCT she/PRON//nsubj said/VERB ,/PUNCT lied/VERB ./PUNCT",
    )
    found = actors(made, said(made[0], "she", "Lena Roe", kind="indirect"))
    assert words(made, found["Ana Solis"])[-1] == "she"


def test_possessive_at_the_head_looks_forward() -> None:
    made = article(
        "Luis/PROPN/B-PER/nsubj Doe/PROPN/I-PER/flat left/VERB ./PUNCT",
        "From/ADP his/PRON//nmod:poss cell/NOUN ,/PUNCT Tom/PROPN/B-PER/nsubj Roe/PROPN/I-PER/flat wrote/VERB ./PUNCT",
    )
    assert words(made, actors(made)["Tom Roe"]) == ["his", "Tom Roe"]


def test_one_of_them_is_a_speaker() -> None:
    made = article(
        "Six/NUM nurses/NOUN//nsubj left/VERB ./PUNCT", "“/PUNCT Enough/ADV ,/PUNCT ”/PUNCT one/NUM of/ADP them/PRON said/VERB ./PUNCT"
    )
    found = actors(made, said(made[0], "one of them", "Enough,"))
    assert ["one of them"] in [words(made, actor) for actor in found.values()]


def test_two_name_tags_that_nothing_parts_are_one_person() -> None:
    made = article("Ann/PROPN/B-PER/nsubj Maria/PROPN/B-PER/flat Roe/PROPN/I-PER/flat II/PROPN/I-PER/flat wept/VERB ./PUNCT")
    found = actors(made)
    assert list(found) == ["Ann Maria Roe II"]


def test_numeral_after_a_name_is_no_surname() -> None:
    made = article(
        "Ola/PROPN/B-PER/nsubj Brekke/PROPN/I-PER/flat II/PROPN/I-PER/flat spoke/VERB ./PUNCT",
        "Brekke/PROPN/B-PER/nsubj left/VERB ./PUNCT",
    )
    assert [len(actor.mentions) for actor in actors(made).values()] == [2]


def test_body_taken_for_a_person_is_the_body_of_that_name() -> None:
    made = article(
        "The/DET Palestinian/ADJ group/NOUN Sahm/PROPN/B-ORG/nsubj denied/VERB it/PRON ./PUNCT",
        "Sahm/PROPN/B-PER/nsubj wept/VERB ./PUNCT",
    )
    found = actors(made)
    assert [(actor.kind, actor.country, len(actor.mentions)) for actor in found.values()] == [("organization", "PSE", 2)]


def test_short_and_long_form_of_a_body_are_one() -> None:
    made = article(
        "The/DET Bureau/PROPN/B-ORG/nsubj of/ADP/I-ORG Ports/PROPN/I-ORG refused/VERB ./PUNCT",
        "The/DET Bureau/PROPN/B-ORG/nsubj gave/VERB no/DET reason/NOUN ./PUNCT",
    )
    assert [len(actor.mentions) for actor in actors(made).values() if actor.kind == "organization"] == [2]


def test_land_under_another_state_is_an_actor_of_its_own() -> None:
    made = article(
        "Greenland/PROPN/B-LOC/nsubj protested/VERB ./PUNCT",
        "Denmark/PROPN/B-LOC/nsubj refused/VERB ./PUNCT",
    )
    assert {name: actor.country for name, actor in actors(made).items()} == {"Greenland": "DNK", "Denmark": "DNK"}


def test_outlet_lends_its_country_to_copy_without_a_dateline() -> None:
    made, grammar = article("Dockers/NOUN//nsubj walked/VERB out/ADP ./PUNCT")
    paper = replace(made, source=replace(made.source, outlet="Bangkok Post"))
    (dockers,) = find_actors(paper, grammar, (), (), load_who())
    assert (dockers.country, dockers.rule) == ("THA", "outlet+role")
    agency = replace(made, source=replace(made.source, outlet="Reuters"))
    assert [actor.country for actor in find_actors(agency, grammar, (), (), load_who())] == [None]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("On March 14 police fired on a crowd in Lobito.", "police"),
        ("In 2013 protesters returned to Lobito, witnesses said.", "protesters"),
        ("By May 3 some 14 policemen had been killed in Lobito.", "some 14 policemen"),
    ],
)
def test_a_day_or_a_year_counts_nobody(text: str, name: str) -> None:
    assert name in [actor.name for actor in dateline.read(text, published="2019-05-04").actors]


@pytest.mark.parametrize(
    "close",
    [
        "The Red Cross sent blankets.",
        "The United States called for calm and Tanzania praised the police.",
    ],
)
def test_copy_is_not_set_in_whatever_it_names(close: str) -> None:
    text = f"LUSEMBI, Jan. 14 (KELP) - Police detained a union leader on Wednesday, his lawyer said. Hundreds marched. {close}"
    record = dateline.read(text, published="2021-01-15")
    assert next(a for a in record.actors if a.name == "Police").country is None
