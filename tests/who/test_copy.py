"""Who belongs where in whole invented copy, read end to end with the tagger."""

from __future__ import annotations

import pytest

from dateline.article import Article
from dateline.fields import Actor
from dateline.grammar import load_tagger
from dateline.intake import read_text
from dateline.said import find_statements, load_said
from dateline.where import find_places, load_gazetteer
from dateline.who import find_actors, load_who


def actors(text: str) -> tuple[Article, dict[str, Actor]]:
    article = read_text(text, published="2021-03-10")
    (grammar,) = load_tagger().tag([article])
    places = find_places(article, grammar, load_gazetteer())
    found = find_actors(article, grammar, places, find_statements(article, grammar, (), load_said()), load_who())
    return article, {actor.name: actor for actor in found}


@pytest.mark.parametrize(
    ("text", "name", "country", "sector"),
    [
        ("Ines Moller, the dockers' secretary-general, told members to stay at home.", "Ines Moller", None, "LAB"),
        ("Karen Lund, a baker from Leeds, found the boy. Karen Lund called for help.", "Karen Lund", "GBR", "BUS"),
        ("Two Chilean envoys flew home. One of them said the talks had failed.", "One of them", "CHL", "GOV"),
        ("President Ilsa Varga's office denied the report.", "Ilsa Varga", None, "GOV"),
        ("Envoys met in Riga. Brussels said it would wait.", "Brussels", "EUR", None),
        ("Gov. Anna Tull signed the bill.", "Anna Tull", None, "GOV"),
        ("Transport Secretary Ole Brand said the line would close.", "Ole Brand", None, "GOV"),
        ("THE AFRICAN UNION CONDEMNED THE COUP IN GABON.", "AFRICAN UNION", "IGO", None),
        ("Norway protested through the embassy in Lima on Monday.", "embassy in Lima", None, "GOV"),
        ("The Confederation of Danish Employers rejected the offer.", "Confederation of Danish Employers", "DNK", "BUS"),
        ("The Truckers' Union called a strike in Kenya.", "Truckers' Union", "KEN", "LAB"),
        ("Dissidents of the old rebel army attacked a post in Chad.", "Dissidents of the old rebel army", "TCD", "REB"),
        ("The State Bank of Pakistan raised rates.", "State Bank of Pakistan", "PAK", "GOV"),
        ("The African Union recalled its envoy in Mali on Friday.", "its envoy in Mali", "IGO", "GOV"),
        ("Norway sent Deputy Minister Ole Brand to the talks in Oman.", "Ole Brand", "NOR", "GOV"),
        ("The Benghazi-based authorities closed the port.", "Benghazi-based authorities", "LBY", "GOV"),
        ("The Peruvian defence ministry protested. Defence Minister Rosa Lima called it a threat.", "Rosa Lima", "PER", "GOV"),
        ("Italy's coast guard took 40 migrants to Lampedusa.", "40 migrants", None, "REF"),
        ("Police in Lima arrested the leader of the Ana Torres Front.", "Ana Torres Front", "PER", "REB"),
    ],
)
def test_codes(text: str, name: str, country: str | None, sector: str | None) -> None:
    found = actors(text)[1]
    assert name in found
    assert (found[name].country, found[name].sector) == (country, sector)


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("Polls closed late in Madrid, Rome and Lisbon after a storm.", {"Italy", "Portugal", "Spain"}),
        ("Shells fell on a market in downtown Nairobi.", {"Kenya"}),
    ],
)
def test_where_something_happens_nobody_acts(text: str, nobody: set[str]) -> None:
    assert not nobody & actors(text)[1].keys()


def test_what_became_of_people_is_no_part_of_them() -> None:
    assert "guard" in actors("Robbers shot a guard dead in Leeds on Sunday.")[1]


def test_police_do_not_arrest_their_own_leader() -> None:
    article, found = actors("Police raided the offices of the Green Harbour Party and arrested its leader.")
    assert all(article.words(m) != "its" for m in found["Police"].mentions)


def test_who_he_was_then() -> None:
    article, found = actors("The road was opened by Anna Tull, then mayor of Leeds.")
    assert [article.words(m) for m in found["Anna Tull"].mentions][:1] == ["Anna Tull"]
    assert found["Anna Tull"].sector == "GOV"


def test_a_surname_that_stands_first() -> None:
    text = "Envoy Matthew Lee flew home. Opposition lawmaker Lee Min-ho criticized the deal. Lee told reporters it was illegal."
    article, found = actors(text)
    assert [article.words(m) for m in found["Lee Min-ho"].mentions][-1] == "Lee"


def test_a_country_that_opens_a_sentence_acts_whatever_closed_the_one_before() -> None:
    found = actors('BERN, May 4 (ABC) - "They may shoot them down."\n\nEthiopia has put its northern command on alert.')[1]
    assert found["Ethiopia"].country == "ETH"


def test_whom_a_deed_is_done_to_is_somebody_though_named_once() -> None:
    found = actors("BERN, May 4 (ABC) - The harvest was good. On Sunday police fired at looters. Their shots went over our heads.")[1]
    assert "looters" in found
    assert not any("heads" in name for name in found)


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("Norwegian boats met near the disputed Alder Shoal in Peru.", "Alder Shoal"),
        ("Lima-based miners welcomed the ruling.", "Peru"),
        ("The governor wrote in a message on Telegram that the bridge had been closed.", "Telegram"),
        ("The killings in the north have shocked Peru.", "killings in the north"),
    ],
)
def test_what_is_no_party(text: str, nobody: str) -> None:
    assert nobody not in actors(text)[1]


def test_the_army_is_not_the_rebels() -> None:
    article, found = actors("The National Liberation Army, or ELN, attacked a post in Colombia. The army said gunmen had fled.")
    assert [article.words(m) for m in found["army"].mentions] == ["The army"]
    assert [article.words(m) for m in found["National Liberation Army"].mentions] == ["The National Liberation Army", "ELN"]
    assert found["gunmen"].sector == "UAF"


def test_a_body_is_what_it_calls_itself() -> None:
    article, found = actors("A junta that calls itself the Council of Renewal closed the border. The junta met in Gabon.")
    assert "The junta" in [article.words(m) for m in found["Council of Renewal"].mentions]


def test_nobody_gives_the_country_what_that_country_gives() -> None:
    article, found = actors("Officers seized power in Gabon on Friday. The United States said it was pausing military aid to the country.")
    assert "the country" not in [article.words(m) for m in found["United States"].mentions]


def test_a_headline_verb_after_a_country_in_the_plural() -> None:
    _, found = actors("Rebels in Chad free engineer\n\nNDJAMENA, March 9 (Reuters) - Rebels freed an engineer in Chad on Tuesday.")
    assert "Chad free engineer" not in found


@pytest.mark.parametrize(
    ("text", "name", "country", "sector"),
    [
        ("They gave Norway's ambassador 72 hours to go.", "Norway's ambassador", "NOR", "GOV"),
        ("Foreign Minister Ole Brand of Norway called it a threat in Oman.", "Ole Brand", "NOR", "GOV"),
        ("Parliament in Lima sat late. Deputies passed the bill.", "Deputies", "PER", "LEG"),
        ("A local elected official in Peru told the paper by phone.", "local elected official in Peru", "PER", "GOV"),
        ("Dozens of people marched in Lima.", "people", "PER", "CVL"),
    ],
)
def test_codes_beside_other_words(text: str, name: str, country: str | None, sector: str | None) -> None:
    found = actors(text)[1]
    assert name in found
    assert (found[name].country, found[name].sector) == (country, sector)


def test_whoever_did_one_deed_are_those_seen_last() -> None:
    text = (
        "The Red Marsh Front burned a depot in Chad. Masked men raided a bank on Friday. Police caught the assailants. We fight terrorists."
    )
    article, found = actors(text)
    assert "the assailants" in [article.words(m) for m in found["Masked men"].mentions]
    assert all("terrorists" not in article.words(m) for m in found["Red Marsh Front"].mentions)


def test_copy_is_at_home_where_its_lead_is() -> None:
    text = (
        "BAMAKO, March 9 (AP) - Mali told a French envoy to go. France called it hostile. French firms and papers were angry, and France "
        "said aid would end. The government was silent."
    )
    assert actors(text)[1]["government"].country != "FRA"
