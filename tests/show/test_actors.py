"""`dateline actors`: rows of actors and phrases, formats, refusals."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from dateline import code_phrases
from dateline.show.cli import cli


def run(*words: str, given: str | None = None) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["actors", *words], input=given)
    return done.exit_code, done.stdout, done.stderr


def test_phrases_are_coded_row_by_row_and_broken_rows_are_named() -> None:
    given = '{"id": 7, "mention": "the Tongan navy"}\nnonsense\n{"id": 8, "mention": "UN", "span": 3}\n{"id": 9, "mention": "UN"}\n'
    code, out, err = run("--phrases", "-", given=given)
    assert [json.loads(line) for line in out.splitlines()] == [
        {"id": 7, "country": "TON", "sector": "MIL", "because": ["Tongan", "navy"]},
        {"id": 9, "country": "IGO", "sector": None, "because": ["UN"]},
    ]
    assert code == 1
    assert "-:2: is no JSON object" in err
    assert "-:3: has a `span` that is no pair of offsets" in err


def test_phrases_as_csv_and_as_a_python_function() -> None:
    _, out, _ = run("--phrases", "-", "--format", "csv", given='{"id": "x", "mention": "Tongan nurses"}\n')
    assert out.splitlines() == ["id,country,sector,because", "x,TON,MED,Tongan | nurses"]
    assert list(code_phrases([{"mention": "UN"}])) == [{"id": None, "country": "IGO", "sector": None, "because": ["UN"]}]
    assert [row["country"] for row in code_phrases([{"mention": "the European Commission"}], fine=True)] == ["EUR"]


def test_phrases_are_coarse_and_actors_fine_unless_told_otherwise(tmp_path: Path) -> None:
    for words, country in ((), "IGO"), (("--coarse",), "IGO"), (("--fine",), "UNO"):
        assert json.loads(run("--phrases", "-", *words, given='{"mention": "UN"}')[1])["country"] == country
    copy = tmp_path / "a.txt"
    copy.write_text("TARN, June 3 - The United Nations condemned the raid on Monday.\n", encoding="utf-8")
    for words, country in ((), "UNO"), (("--coarse",), "IGO"), (("--fine",), "UNO"):
        assert json.loads(run(str(copy), *words)[1].splitlines()[0])["country"] == country


def test_sources_and_phrases_exclude_each_other(tmp_path: Path) -> None:
    assert run()[0] == 2
    assert run("a.txt", "--phrases", "-")[0] == 2
    assert "no country code" in _fault(tmp_path)


def _fault(tmp_path: Path) -> str:
    path = tmp_path / "o.csv"
    path.write_text("person,office,country,from,to\nAnn Roe,mayor,Tonga,,\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["actors", "--phrases", "-", "--offices", str(path)], input='{"mention": "Ann Roe"}\n')
    return str(done.exception)


def test_actors_of_copy_as_rows(tmp_path: Path) -> None:
    copy = tmp_path / "a.txt"
    copy.write_text("NUKU'ALOFA, June 3 - Tonga's trade minister, Ann Roe, resigned on Monday. Roe gave no reason.\n", encoding="utf-8")
    code, out, _ = run(str(copy))
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    roe = next(row for row in rows if row["name"] == "Ann Roe")
    assert (roe["key"], roe["country"], roe["sector"], roe["roles"]) == ("ann-roe/TON", "TON", "GOV", ["trade minister"])
    assert "Tonga" in roe["because"]
    assert "ann-roe/TON" in run(str(copy), "--format", "csv")[1]
    assert "Ann Roe" in run(str(copy), "--format", "table")[1]
