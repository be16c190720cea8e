"""Codes of single phrases: words of the phrase, bodies of the tables, forms of names, the sentence around."""

from __future__ import annotations

import pytest

from dateline.who import code_phrase, load_who


@pytest.mark.parametrize(
    ("phrase", "country", "sector"),
    [
        ("Kenyan fishermen", "KEN", "AGR"),
        ("the Chilean navy's spokeswoman", "CHL", "MIL"),
        ("Malta's former home minister", "MLT", "ELI"),
        ("a Tuvaluan opposition leader", "TUV", "OPP"),
        ("the U.N. envoy to Yemen", "UNO", "GOV"),
        ("European Union", "EUR", None),
        ("NATO", "IGO", None),
        ("head of the Salt Workers' Union", None, "LAB"),
        ("president of the Tongan Supreme Court", "TON", "JUD"),
        ("several of the teachers' unions in Fiji", "FJI", "LAB"),
        ("six masked men", None, "UAF"),
        ("Red Sea Security Council", "IGO", None),
        ("Free Marsh Liberation Army", None, "REB"),
        ("Tarn Valley Gazette", None, "JRN"),
        ("the Norway-led bloc", "IGO", None),
        ("Hamas official", "PSE", "REB"),
        ("CIA", "USA", "SPY"),
        ("windmill", None, None),
    ],
)
def test_words_of_the_phrase(phrase: str, country: str | None, sector: str | None) -> None:
    assert code_phrase(phrase, None, None, None, load_who())[:2] == (country, sector)


def test_us_is_a_country_and_us_a_pronoun() -> None:
    assert code_phrase("US troops", None, None, None, load_who())[0] == "USA"
    assert code_phrase("us", None, None, None, load_who())[0] is None


def test_sentence_lends_a_country_and_says_which_words() -> None:
    sentence = "In Bolivia the miners walked out."
    start = sentence.index("the miners")
    country, sector, because = code_phrase("the miners", sentence, (start, start + 10), None, load_who())
    assert (country, sector) == ("BOL", "LAB")
    assert because == ("miners", "Bolivia")


def test_capital_that_acts_is_a_government_and_place_is_its_people() -> None:
    for sentence, sector in (("Oslo refused.", "GOV"), ("Shots fell in Oslo.", "CVL")):
        at = sentence.index("Oslo")
        assert code_phrase("Oslo", sentence, (at, at + 4), None, load_who())[:2] == ("NOR", sector)


def test_because_names_the_words_of_the_phrase() -> None:
    assert code_phrase("Ghana's deputy trade minister", None, None, None, load_who()).because == ("Ghana", "trade minister")
