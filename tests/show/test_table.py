import csv
import io
from pathlib import Path

import pytest

from dateline.record import Record
from dateline.show.export.table import COLUMNS, safe, write


def rows(record: Record) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(write([record])), newline="")))


def test_one_row_an_event_and_a_condition(record: Record) -> None:
    found = rows(record)
    assert [row["id"] for row in found] == ["e1", "e2", "e3", "e4", "c1", "c2"]
    first = found[0]
    assert (first["date"], first["place"], first["country"], first["lat"], first["lon"]) == ("2026-05-04", "Sund", "FIN", "60.25", "-20.11")
    assert (first["type"], first["mode"], first["source"], first["source_codes"]) == ("PROTEST", "strike", "ferry crews", "FIN LAB")
    assert (first["trigger"], first["words"]) == ("walked out", "Ferry crews walked out in Sund on Monday")
    assert record.text[int(first["start"]) : int(first["end"])] == "walked out"
    assert found[1]["detained"] == "12"
    assert found[3]["voice"] == "NORDA ← A union statement ← its chairman"
    assert (found[4]["date"], found[4]["earliest"], found[4]["latest"]) == ("", "2026-05-01", "2026-05-06")


def test_words_of_the_copy_are_no_formula(record: Record) -> None:
    assert rows(record)[5]["words"].startswith("'=cmd|")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1"])
def test_formulas_are_put_behind_an_apostrophe(cell: str) -> None:
    assert safe(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "Sund", "1 - 2", "a=b", "—"])
def test_plain_words_stay_as_they_are(cell: str) -> None:
    assert safe(cell) == cell


def test_columns_are_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    assert [column for column in COLUMNS if f"| `{column}` |" not in page] == []
