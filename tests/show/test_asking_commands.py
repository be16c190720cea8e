"""`search`, `stories`, `timeline` and `export` as a user meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.errors import DatelineError
from dateline.record import Record
from dateline.show.cli import cli
from dateline.show.commands.export import NAMES
from dateline.show.commands.filters import _OPTIONS
from dateline.show.export import formats
from dateline.store import open_store
from dateline.store.query import KEYS

COMMANDS = ("search", "stories", "timeline", "export")


@pytest.fixture
def db(tmp_path: Path, build: Callable[..., Record]) -> str:
    path = tmp_path / "chronicle.db"
    with open_store(path, create=True) as store:
        store.put([build("norda-1"), build("kestrel-1", "Kestrel")], read_at="2026-01-01T00:00:00Z")
        store.weave()
    return str(path)


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words, catch_exceptions=False)


def test_search_lists_articles_with_offsets(db: str) -> None:
    found = [json.loads(line) for line in run("search", "--db", db, "ferry", "march*").stdout.splitlines()]
    assert {hit["article"] for hit in found} == {"norda-1", "kestrel-1"}
    assert all(hit["matches"] for hit in found)
    plain = run("search", "--db", db, "--outlet", "kestrel", "--format", "report", "ferry")
    assert "Ferry crews walk out in Sund" in plain.stdout
    assert "kestrel-1" in plain.stdout
    assert "norda-1" not in plain.stdout


def test_nothing_found_is_said_and_no_error(db: str) -> None:
    for words in (["search", "--db", db, "zebra"], ["stories", "--db", db, "--country", "KAZ"], ["timeline", "--db", db, "--to", "1999"]):
        found = run(*words)
        assert found.exit_code == 0
        assert found.stdout in ("", "[]\n")
        assert found.stderr.startswith("dateline: no")


def test_stories_have_numbers_that_the_timeline_takes(db: str) -> None:
    listed = run("stories", "--db", db, "--format", "report").stdout
    assert listed.startswith("   1  Ferry crews walk out in Sund")
    assert "1 independent origin, 2 articles" in listed
    (story,) = [json.loads(line) for line in run("stories", "--db", db).stdout.splitlines()]
    by_number = json.loads(run("timeline", "--db", db, "--story", "1").stdout)
    assert by_number == json.loads(run("timeline", "--db", db, "--story", story["id"]).stdout)
    assert {line["story"] for line in by_number} == {story["id"]}
    with pytest.raises(DatelineError):
        run("timeline", "--db", db, "--from", "soon")
    assert run("timeline", "--db", db, "--story", "7").exit_code == 2


def test_the_timeline_reads_as_a_report(db: str) -> None:
    lines = run("timeline", "--db", db, "--format", "report", "--entries", "2", "--as-of", "2026-05-05").stdout.splitlines()
    assert lines[0] == "4 May 2026"
    assert "  Ferry crews walked out in Sund on Monday  protest, strike, Sund" in lines
    assert "1 independent origin · known 4 May 2026" in lines[2]
    assert run("timeline", "--db", db, "--as-of", "2026-05-03").stdout == "[]\n"


def test_the_timeline_by_day_gives_sentences_of_reports(db: str) -> None:
    days = json.loads(run("timeline", "--db", db, "--by-day").stdout)
    assert [day["date"] for day in days] == sorted({day["date"] for day in days})
    with open_store(db, readonly=True) as store:
        for line in (line for day in days for line in day["lines"]):
            record = store.article(line["article"])
            assert record is not None
            assert " ".join(record.text[slice(*line["span"])].split()) == line["what"]
    (first,) = json.loads(run("timeline", "--db", db, "--by-day", "--entries", "1").stdout)
    assert first["weight"] == max(day["weight"] for day in days)
    plain = run("timeline", "--db", db, "--by-day", "--format", "report").stdout
    assert days[0]["lines"][0]["what"] in plain
    assert run("timeline", "--db", db, "--by-day", "--as-of", "2026-05-03").stdout == "[]\n"


@pytest.mark.parametrize("name", formats.FORMATS)
def test_export_writes_what_the_ending_says(name: str, db: str, tmp_path: Path) -> None:
    target = tmp_path / f"out{formats.FORMATS[name].suffix}"
    assert run("export", "--db", db, "--type", "PROTEST", "--output", str(target)).exit_code == 0
    assert target.read_bytes() == run("export", "--db", db, "--type", "PROTEST", "--format", name).stdout_bytes
    assert b"Sund" in target.read_bytes() or name == "gdelt-mentions"


def test_an_ending_that_names_no_format_is_told(db: str, tmp_path: Path) -> None:
    found = run("export", "--db", db, "--output", str(tmp_path / "out.xyz"))
    assert found.exit_code == 2
    assert ".geojson" in found.stderr
    assert not (tmp_path / "out.xyz").exists()


def test_parquet_needs_a_folder(db: str, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    assert run("export", "--db", db, "--format", "parquet").exit_code == 2
    told = run("export", "--db", db, "--format", "parquet", "--output", str(tmp_path / "tables"))
    assert "2 articles" in told.stderr
    assert (tmp_path / "tables" / "datapackage.json").exists()


def test_the_filters_are_the_same_everywhere() -> None:
    assert NAMES == formats.NAMES
    assert {name.replace("-", "_") for name in _OPTIONS} <= set(KEYS)
    for name in COMMANDS:
        command = cli.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert "Example" in (command.help or "")
        options = {option for param in command.params for option in param.opts}
        assert {f"--{key}" for key in _OPTIONS} | {"--db", "--format", "--output"} <= options


def test_filters_are_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "search.md").read_text(encoding="utf-8")
    assert [name for name in _OPTIONS if f"`--{name}`" not in page] == []
    assert [key for key in KEYS if f"`{key}`" not in page and f"`--{key.replace('_', '-')}`" not in page] == []


def test_a_closed_pipe_and_a_wrong_store_end_quietly(db: str, tmp_path: Path) -> None:
    script = f"{sys.executable} -m dateline.show.cli export --db {db} --format csv | head -1"
    found = subprocess.run(script, shell=True, capture_output=True, text=True, timeout=60, check=False)
    assert found.stdout.startswith("article,outlet")
    assert found.stderr == ""
    missing = subprocess.run(
        [sys.executable, "-m", "dateline.show.cli", "stories", "--db", str(tmp_path / "none.db")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert missing.returncode == 2
    assert "no such store" in missing.stderr
    assert "Traceback" not in missing.stderr
