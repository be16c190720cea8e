"""The gazetteer and its file."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import ModelError
from dateline.rules import load_lexicon
from dateline.where import Gazetteer, load_gazetteer
from dateline.where.names import fold


@pytest.mark.parametrize(
    ("name", "code"),
    [("Kazakhstan", "KAZ"), ("Burma", "MMR"), ("Ivory Coast", "CIV"), ("Côte d’Ivoire", "CIV"), ("Holland", "NLD"), ("DR Congo", "COD"),
     ("U.S.", "USA"), ("UK", "GBR"), ("UAE", "ARE"), ("the Netherlands", "NLD"), ("Türkiye", "TUR"), ("us", None), ("Lyon", None)],
)  # fmt: skip
def test_country(gazetteer: Gazetteer, name: str, code: str | None) -> None:
    assert gazetteer.country(name) == code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Kazakh", "KAZ"),
        ("Danes", "DNK"),
        ("South Korean", "KOR"),
        ("Ivorian", "CIV"),
        ("polish", None),
        ("European", None),
        ("Table", None),
    ],
)
def test_demonym(gazetteer: Gazetteer, word: str, code: str | None) -> None:
    assert gazetteer.demonym(word) == code


@pytest.mark.parametrize(("name", "code"), [("Tashkent", "UZB"), ("KYIV", "UKR"), ("Kiev", "UKR"), ("Astana", "KAZ"), ("Bergen", None)])
def test_capital(gazetteer: Gazetteer, name: str, code: str | None) -> None:
    assert gazetteer.capital(name) == code


def test_every_country_has_a_code_a_point_and_is_found(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.countries) == 250
    for code, country in gazetteer.countries.items():
        assert len(code) == 3
        assert -90 <= country.lat <= 90
        assert -180 <= country.lon <= 180
        assert gazetteer.country(country.name) == code


def test_every_capital_stands_in_its_country(gazetteer: Gazetteer) -> None:
    missing = [
        c.capital for c in gazetteer.countries.values() if c.capital and not any(e.country == c.alpha3 for e in gazetteer.lookup(c.capital))
    ]
    assert len(missing) <= 12, missing  # atolls and outposts of fewer than 500 inhabitants


def test_regions_are_well_formed() -> None:
    for row in load_lexicon("dateline.where", "regions.tsv"):
        assert row["kind"] in ("region", "water", "admin", "site", "city"), row
        assert -90 <= float(row["lat"]) <= 90, row
        assert -180 <= float(row["lon"]) <= 180, row


def test_abbreviations(gazetteer: Gazetteer) -> None:
    for short, name in (("Calif.", "California"), ("N.Y.", "New York"), ("Ont.", "Ontario"), ("NSW", "New South Wales")):
        (entry,) = gazetteer.abbreviation(short)
        assert (entry.name, entry.level) == (name, 1)
    assert gazetteer.abbreviation("ca") == ()


def test_fold() -> None:
    assert fold("St. John's") == fold("Saint Johns") == "saint johns"
    assert fold("Sao Tome") == fold("SÃO TOMÉ") == "sao tome"
    assert fold("The Hague") == "hague"
    assert fold("Ōsaka-shi") == "osaka shi"


@given(st.text(max_size=40))
def test_any_text_may_be_looked_up(name: str) -> None:
    gazetteer = load_gazetteer()
    assert fold(fold(name)) == fold(name) or " " in fold(name)
    for entry in gazetteer.lookup(name):
        assert entry.lat is None or -90 <= entry.lat <= 90


def test_the_card_tells_of_this_file() -> None:
    folder = files("dateline.where").joinpath("gazetteer")
    digest = hashlib.sha256(folder.joinpath("places_v1.bin").read_bytes()).hexdigest()
    card = folder.joinpath("card.md").read_text(encoding="utf-8")
    assert digest in card
    assert "CC BY 4.0" in card


@pytest.mark.parametrize("content", [None, b"", b"something else"])
def test_a_missing_or_foreign_file_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "places.bin"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match="gazetteer"):
        load_gazetteer(path)


def test_every_word_of_a_people_with_a_place_finds_it(gazetteer: Gazetteer) -> None:
    missing = [word for word in gazetteer.homelands if (entry := gazetteer.homeland(word)) is None or entry.lat is None]
    assert missing == []
