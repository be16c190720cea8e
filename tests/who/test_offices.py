"""The user's table of office holders: who holds on which day, what a broken row says, what a row changes in an actor."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.article import Span
from dateline.errors import SourceError
from dateline.fields import Actor
from dateline.who import Offices, code_phrase, load_offices, load_who, with_offices

HEAD = "person,office,country,from,to\n"


def table(tmp_path: Path, rows: str) -> Offices:
    path = tmp_path / "offices.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return load_offices(path)


def test_a_row_holds_on_its_days_and_makes_a_former_official_after_them(tmp_path: Path) -> None:
    found = table(tmp_path, "Ann Roe,trade minister,NOR,2019-05-01,2021-04-01\n")
    held = [found.holder("Ann Roe", day) for day in ("2018-01-01", "2019-05-01", "2021-04-01T10:00", "2021-04-02")]
    assert [h and h[1] for h in held] == [None, True, True, False]
    assert found.holder("Ann Roe", None) is None


def test_names_fit_by_their_ends_and_namesakes_by_none(tmp_path: Path) -> None:
    found = table(tmp_path, "Ann Roe,mayor,NOR,,\nBo Ek,judge,SWE,,\nBo Anders Ek,envoy,FIN,,\n")
    assert found.holder("Ann Maria Roe", None) is not None
    assert found.holder("Mayor Ann Roe", None) is not None
    assert found.holder("Roe", None) is None
    assert found.holder("Jan Roe", None) is None
    assert found.holder("Bo Anders Ek", None) is None


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("Ann Roe,mayor,Norway,,\n", "'Norway' is no country code"),
        ("Ann Roe,mayor,NOR,May 2019,\n", "from is 'May 2019'"),
        ("Ann Roe,mayor,NOR,2021-01-01,2020-01-01\n", "before it begins"),
        ("Ann Roe,mayor\n", "2 cells, the header has 5"),
        (",mayor,NOR,,\n", "must not be empty"),
    ],
)
def test_broken_rows_are_refused_with_their_line(tmp_path: Path, rows: str, words: str) -> None:
    with pytest.raises(SourceError, match=r"offices\.csv:3") as error:
        table(tmp_path, "Bo Ek,mayor,SWE,,\n" + rows)
    assert words in str(error.value)


def test_a_file_without_the_columns_or_none_at_all_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "o.csv"
    path.write_text("name,office\nAnn Roe,mayor\n", encoding="utf-8")
    with pytest.raises(SourceError, match="lacks person, country, from, to"):
        load_offices(path)
    with pytest.raises(SourceError, match="cannot be read"):
        load_offices(tmp_path / "none.csv")


def test_a_row_codes_whom_the_copy_leaves_uncoded_and_yields_to_its_words(tmp_path: Path) -> None:
    found = table(tmp_path, "Ann Roe,trade minister,NOR,,\n")
    guess = Actor("a1", "Ann Roe", "person", (Span(0, 7),), country="DNK", sector="CVL", rule="domestic+private")
    told = Actor("a2", "Ann Roe", "person", (Span(0, 7),), country="DNK", sector="MED", rule="words+role")
    coded, kept = with_offices((guess, told), "2020-01-01", found, load_who())
    assert (coded.country, coded.sector, coded.rule, coded.because) == ("NOR", "GOV", "offices:2", (Span(0, 7),))
    assert kept == told


def test_a_phrase_names_the_row_that_coded_it(tmp_path: Path) -> None:
    found = table(tmp_path, "Ann Roe,trade minister,NOR,2019-05-01,2021-04-01\n")
    code = code_phrase("Ann Roe", None, None, "2022-01-01", load_who(), offices=found)
    assert code == ("NOR", "ELI", ("offices row 2: Ann Roe, trade minister of NOR, 2019-05-01 to 2021-04-01",))
