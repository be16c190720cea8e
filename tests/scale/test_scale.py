"""A whole set read by many workers: what `dateline read` gives, once each, with copies and stories; a stopped run goes on."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dateline.desk import read_records
from dateline.errors import DatelineError, Refused
from dateline.intake import read_sources
from dateline.record import Record, dumps
from dateline.scale import Scaled, ScaleOptions, scale
from dateline.scale.parts import Note
from dateline.show.cli import cli
from dateline.story.copies import find_origins, passages, sheet
from dateline.story.stories import bag, find_stories
from dateline.story.words import load_common

pq = pytest.importorskip("pyarrow.parquet")
SMALL = ScaleOptions(workers=2, no_model=True, slice_bytes=4000, partition=9)


def table(output: Path, name: str) -> list[dict[str, Any]]:
    return [row for path in sorted((output / name).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def stories_of(output: Path) -> list[tuple[str, ...]]:
    return sorted(tuple(sorted(row["articles"])) for row in table(output, "stories"))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Record | Refused]]:
    """The set, and what the desk gives for it in one process."""
    from .conftest import make_articles, write_lines

    path = tmp_path_factory.mktemp("copy") / "copy.jsonl"
    write_lines(path, make_articles(60))
    return path, list(read_records(read_sources([str(path)]), no_model=True))


def check(output: Path, expected: list[Record | Refused]) -> None:
    """Every record once, byte for byte; copies and stories those of the whole set."""
    records = [item for item in expected if isinstance(item, Record)]
    assert sorted(row["record"].encode() for row in table(output, "records")) == sorted(map(dumps, records))
    by_id = {record.id: record for record in sorted(records, key=lambda one: (one.published or "9999", one.id))}
    assert len(by_id) == len(records) - 1
    sheets = {id: sheet(record) for id, record in by_id.items()}
    origins = find_origins(sheets.values())
    assert len(origins) < len(by_id) - 5
    found = sorted((row["id"], row["speaker"], tuple(row["articles"])) for row in table(output, "origins"))
    assert found == sorted((one.id, one.speaker, one.articles) for one in origins)
    copies = [one for origin in origins for kin in origin.kinships for one in passages(kin, sheets[kin.first], sheets[kin.second])]
    assert sorted((row["article"], row["start"], row["end"], row["of"]) for row in table(output, "copies")) == sorted(
        (one.article, *one.span, one.of) for one in copies
    )
    common = load_common()
    stories = find_stories(
        [bag(one, common) for one in by_id.values()], common, origins=[one.articles for one in origins if one.articles[1:]]
    )
    assert 3 < len(stories) < len(by_id) - 5
    assert stories_of(output) == sorted(tuple(sorted(group)) for group in stories)


def test_local_workers_one_of_them_killed(expected: tuple[Path, list[Record | Refused]], tmp_path: Path) -> None:
    path, whole = expected
    killed: list[int] = []

    def kill(_: Scaled, note: Note) -> None:
        if not killed:
            killed.append(note.pid)
            os.kill(note.pid, signal.SIGKILL)

    manifest = scale([str(path)], str(tmp_path / "out"), SMALL, told=kill)
    assert killed
    check(tmp_path / "out", whole)
    assert manifest["counts"]["articles"] == 60
    assert manifest["counts"]["refused"] == 1
    assert manifest["refusals"] == [{"place": f"{path}:8", "reason": next(item.reason for item in whole if isinstance(item, Refused))}]
    assert manifest["inputs"][0]["slices"] > 3
    assert manifest["rows"]["events"] == len(table(tmp_path / "out", "events")) > 60
    assert manifest["rows"]["events"] == sum(len(item.events) for item in whole if isinstance(item, Record))
    assert not (tmp_path / "out" / "join").exists()


def test_a_stopped_run_goes_on_and_a_grown_set_reads_what_is_new(expected: tuple[Path, list[Record | Refused]], tmp_path: Path) -> None:
    path = tmp_path / "copy.jsonl"
    path.write_bytes(expected[0].read_bytes())
    seen: list[str] = []

    def stop(_: Scaled, note: Note) -> None:
        seen.append(note.key)
        if len(seen) == 2:
            raise KeyboardInterrupt

    alone = replace(SMALL, workers=1, partition=1000)
    with pytest.raises(KeyboardInterrupt):
        scale([str(path)], str(tmp_path / "out"), alone, told=stop)
    again: list[str] = []
    manifest = scale([str(path)], str(tmp_path / "out"), alone, told=lambda done, note: again.append(note.key))
    assert not set(seen) & set(again)
    assert manifest["counts"]["slices"] in (len(seen) + len(again), len(seen) + len(again) + 1)  # one may have ended as the run did
    whole = list(read_records(read_sources([str(path)]), no_model=True))
    check(tmp_path / "out", whole)
    more: list[str] = []
    assert scale([str(path)], str(tmp_path / "out"), alone, told=lambda done, note: more.append(note.key)) == manifest
    assert more == []
    with pytest.raises(DatelineError, match="other input"):
        scale([str(path)], str(tmp_path / "out"), replace(alone, outlet="Skela Post"))


def test_the_number_of_workers_changes_nothing(expected: tuple[Path, list[Record | Refused]], tmp_path: Path) -> None:
    for name, workers in (("one", 1), ("two", 2)):
        scale([str(expected[0])], str(tmp_path / name), replace(SMALL, workers=workers, tables=False))
    files = {p.relative_to(tmp_path / "one"): p.read_bytes() for p in sorted((tmp_path / "one").rglob("*")) if p.is_file()}
    assert files == {p.relative_to(tmp_path / "two"): p.read_bytes() for p in sorted((tmp_path / "two").rglob("*")) if p.is_file()}
    assert not [path for path in files if path.parts[0] == "events"]


@pytest.mark.filterwarnings("ignore")
def test_ray_actors_one_of_them_killed(expected: tuple[Path, list[Record | Refused]], tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="the extra `scale` is not installed: pip install dateline[scale]")
    path, whole = expected
    killed: list[int] = []

    def kill(_: Scaled, note: Note) -> None:
        if not killed:
            killed.append(note.pid)
            os.kill(note.pid, signal.SIGKILL)

    scale([str(path)], str(tmp_path / "out"), replace(SMALL, engine="ray"), told=kill)
    assert killed
    check(tmp_path / "out", whole)


def test_the_command_and_its_exit_codes(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("OSLO, Jan. 3 (NTB) - Police arrested 14 students on Monday.", encoding="utf-8")
    run = CliRunner().invoke
    done = run(cli, ["scale", str(tmp_path / "one.txt"), "--output", str(tmp_path / "out"), "--no-model"])
    assert (done.exit_code, done.stderr) == (0, f"dateline: {tmp_path}/out: 1 articles, 0 refused; 1 origins, 1 stories\n")
    mixed = run(cli, ["scale", str(tmp_path / "one.txt"), str(tmp_path / "none"), "-o", str(tmp_path / "mixed"), "--no-stories"])
    assert mixed.exit_code == 1
    assert "1 articles, 1 refused" in mixed.stderr
    assert json.loads((tmp_path / "mixed" / "refused.jsonl").read_text(encoding="utf-8"))["place"] == str(tmp_path / "none")
    assert run(cli, ["scale", str(tmp_path / "none"), "-o", str(tmp_path / "nothing")]).exit_code == 2
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(DatelineError, match="no empty folder"):
        run(cli, ["scale", str(tmp_path / "one.txt"), "-o", str(tmp_path / "foreign")], catch_exceptions=False)
    assert run(cli, ["scale", str(tmp_path / "one.txt"), "-o", str(tmp_path / "x"), "--published", "soon"]).exit_code == 2
