"""The tables: lookup keys, plurals, and that every line is usable."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from dateline.rules import load_lexicon
from dateline.who import load_who, try_rule
from dateline.who.lexicon import fold, key, plain, plural, scan, tokens

SECTORS = "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split()
ABOVE = ("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC")


@pytest.mark.parametrize(
    ("term", "many"),
    [("ministry", "ministries"), ("policeman", "policemen"), ("boss", "bosses"), ("police", None), ("Roman", "Romans")],
)
def test_plural(term: str, many: str | None) -> None:
    assert plural(term) == many


def test_compound_offices_have_their_plural_inside() -> None:
    lexicon = load_who()
    found = scan(tokens("two attorneys general and three chiefs of staff"), lexicon)
    assert [(hit.entry.name, hit.entry.plural) for hit in found] == [("attorney general", True), ("chief of staff", True)]


def test_keys_fold_accents_dots_and_possessives() -> None:
    assert key("Côte d’Ivoire") == "cote divoire"
    assert key("U.S.") == "US"
    assert plain("Łódź") == "lodz"
    assert fold("O’Neill") == "O'Neill"


def test_tokens_carry_offsets_into_the_text() -> None:
    text = "Peru's ex-mayor"
    assert [(text[t.start : t.end], t.possessive) for t in tokens(text)] == [("Peru", True), ("ex", False), ("mayor", False)]


def test_sectors_and_countries_of_the_tables_are_known() -> None:
    codes = {row["code"] for row in load_lexicon("dateline.who", "nationalities.tsv")}
    assert len(codes) > 190
    assert all(len(code) == 3 and code.isupper() for code in codes)
    for row in load_lexicon("dateline.who", "bodies.tsv"):
        assert row["country"] in (*codes, *ABOVE, "-"), row
        assert row["sector"] in (*SECTORS, "-"), row
    for row in load_lexicon("dateline.who", "roles.tsv"):
        country, _, sector = row["sector"].rpartition(":")  # "pope" is of one land
        assert sector in (*SECTORS, "IGO", "MNC", "-"), row
        assert country in (*codes, ""), row
        assert row["kind"] in ("person", "body", "group"), row
        assert set(row["flags"]) <= set("toimf-"), row


def test_cities_lie_in_known_countries() -> None:
    codes = {row["code"] for row in load_lexicon("dateline.who", "nationalities.tsv")}
    assert {row["code"] for row in load_lexicon("dateline.who", "cities.tsv")} <= codes


def test_every_example_of_every_rule() -> None:
    lexicon = load_who()
    for coding in (*lexicon.phrases, *lexicon.names):
        for example in coding.rule.yes:
            assert (example.words, example.value) in try_rule(coding.rule, example.text, None), coding.rule.name
        for text in coding.rule.no:
            assert try_rule(coding.rule, text, None) == [], (coding.rule.name, text)


def test_lexicon_is_read_once() -> None:
    assert load_who() is load_who()


def test_tables_are_sound_text() -> None:
    for name in ("roles.tsv", "bodies.tsv", "nationalities.tsv", "cities.tsv", "given_names.tsv", "kinds.tsv"):
        text = files("dateline.who").joinpath("lexicon", name).read_text(encoding="utf-8")
        assert "\r" not in text
        assert json.dumps(text)
