"""Words that point to a place without naming it as one."""

from __future__ import annotations

import pytest
from tests.where.conftest import grammar_of

from dateline.article import Article, Part, Span
from dateline.fields import Place
from dateline.where import Gazetteer, find_allusions, find_places


def allusions(text: str, labels: dict[str, str], gazetteer: Gazetteer) -> dict[str, Place]:
    article = Article("x", text, parts=(Part("body", Span(0, len(text))),))
    grammar = grammar_of(text, labels)
    found = find_allusions(article, grammar, find_places(article, grammar, gazetteer), gazetteer)
    return {article.words(place.span): place for place in found}


@pytest.mark.parametrize(
    ("text", "words", "country", "name"),
    [
        ("A Kenyan trawler was towed in.", "Kenyan", "KEN", "Kenya"),
        ("Two South Korean divers and the Danes agreed.", "South Korean", "KOR", "South Korea"),
        ("A Siberian cold spell came.", "Siberian", "RUS", "Siberia"),
        ("Turkish-Greek talks went on.", "Greek", "GRC", "Greece"),
        ("Texans voted.", "Texans", "USA", "Texas"),
        ("The European tour was called off.", "European", None, "Europe"),
    ],
)
def test_peoples(gazetteer: Gazetteer, text: str, words: str, country: str | None, name: str) -> None:
    place = allusions(text, {}, gazetteer)[words]
    assert (place.country, place.name, place.use) == (country, name, "people")
    assert place.lat is not None


@pytest.mark.parametrize(
    "text",
    [
        "The notice was in English.",
        "She speaks French and Spanish at home.",
        "A Russian-language daily closed.",
        "A Muslim cleric and a Tamil poet met.",
        "They are Native American artists.",
        "He buffed the polish.",
    ],
)
def test_languages_faiths_and_common_words_point_nowhere(gazetteer: Gazetteer, text: str) -> None:
    assert allusions(text, {}, gazetteer) == {}


def test_a_surname_is_no_people(gazetteer: Gazetteer) -> None:
    assert allusions("Ms. Nora English won.", {"Nora English": "PER"}, gazetteer) == {}


def test_places_inside_the_names_of_bodies(gazetteer: Gazetteer) -> None:
    text = "Kenya Airways and the Ohio Gazelles hired Mill Road Foods."
    found = allusions(text, dict.fromkeys(("Kenya Airways", "Ohio Gazelles", "Mill Road Foods"), "ORG"), gazetteer)
    assert {words: (p.country, p.use) for words, p in found.items()} == {"Kenya": ("KEN", "name"), "Ohio": ("USA", "name")}


def test_what_is_a_place_is_no_allusion(gazetteer: Gazetteer) -> None:
    assert allusions("In the Czech Republic and South Ossetia.", dict.fromkeys(("Czech Republic", "South Ossetia"), "LOC"), gazetteer) == {}
