import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from dateline import desk, intake
from dateline.errors import Refused
from dateline.record import Record, dumps
from dateline.show import cli as command

ROOT = Path(__file__).parents[2]


def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    """Runs the command line in this process; returns exit code, standard output and standard error."""
    monkeypatch.setattr(sys, "argv", ["dateline", *words])
    with pytest.raises(SystemExit) as stop:
        command.main()
    sys.stdout.flush()
    out = capfd.readouterr()
    return int(stop.value.code or 0), out.out, out.err


@pytest.fixture
def dateline(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    return lambda *words: run(capfd, monkeypatch, *words)


@pytest.fixture
def stored(tmp_path: Path, build: Callable[..., Record]) -> str:
    path = tmp_path / "records.jsonl"
    path.write_bytes(dumps(build()) + b"\n" + dumps(build("post", "Sund Post")) + b"\n")
    return str(path)


@pytest.fixture
def desk_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[Iterable[Record | Refused]], None]:
    """Puts records in the place of the models."""

    def put(items: Iterable[Record | Refused]) -> None:
        def read_records(_: Any, *, workers: int = 1, gazetteer: Any = None, no_model: bool = False) -> Iterator[Record | Refused]:
            yield from items

        monkeypatch.setattr(desk, "read_records", read_records)
        monkeypatch.setattr(intake, "read_sources", lambda sources, **_: iter(()))

    return put


def test_all_read_is_zero(dateline: Any, desk_of: Any, record: Record) -> None:
    desk_of([record])
    code, out, err = dateline("read", "x.txt")
    assert (code, out.encode(), err) == (0, dumps(record) + b"\n", "")


def test_some_refused_is_one_and_names_them(dateline: Any, desk_of: Any, record: Record) -> None:
    desk_of([record, Refused("b.txt", "is empty"), record])
    code, out, err = dateline("read", "x", "--format", "csv")
    assert code == 1
    assert out.count("\n") == 13
    assert "dateline: b.txt: is empty\ndateline: 2 read, 1 refused" in err


@pytest.mark.parametrize("form", ["report", "jsonl", "html", "csv"])
def test_nothing_read_is_two(dateline: Any, desk_of: Any, form: str) -> None:
    desk_of([Refused("b.txt", "is empty")])
    assert dateline("read", "x", "-f", form)[0] == 2
    desk_of([])
    code, _, err = dateline("read", "x", "-f", form)
    assert code == 2
    assert "nothing to read" in err


@pytest.mark.parametrize(
    "words",
    [
        ("read",),
        ("read", "x", "--format", "pdf"),
        ("read", "x", "--published", "yesterday"),
        ("read", "x", "--workers", "0"),
        ("explain", "x"),
        ("nothing",),
        ("rules", "no.such_rule"),
    ],
)
def test_usage_errors_are_two(dateline: Any, words: tuple[str, ...]) -> None:
    code, out, err = dateline(*words)
    assert (code, out) == (2, "")
    assert "Error" in err


def test_the_ending_of_the_output_names_the_format(dateline: Any, stored: str, tmp_path: Path) -> None:
    for name, start in (("a.html", b"<!DOCTYPE html>"), ("a.csv", b"article,"), ("a.jsonl", b'{"id"'), ("a.txt", b"[1] Ferry")):
        assert dateline("show", stored, "-o", str(tmp_path / name))[0] == 0
        assert (tmp_path / name).read_bytes().lstrip().startswith(start)


def test_show_gives_the_bytes_back(dateline: Any, stored: str) -> None:
    code, out, _ = dateline("show", stored)
    assert code == 0
    assert out.encode() == Path(stored).read_bytes()


def test_a_broken_line_is_refused_and_the_rest_shown(dateline: Any, stored: str) -> None:
    with open(stored, "ab") as file:
        file.write(b'{"id": 1\n\n[]\n')
    code, out, err = dateline("show", stored, "-f", "report")
    assert code == 1
    assert "records.jsonl:3:" in err
    assert "2 read, 2 refused" in err
    assert "WHAT HAPPENED" in out


def test_explain(dateline: Any, stored: str) -> None:
    code, out, err = dateline("explain", stored, "post:events[0].date")
    assert (code, err) == (0, "")
    assert "“Monday”" in out
    code, _, err = dateline("explain", stored, "post:events[0].colour")
    assert code == 2
    assert "has no field 'colour'" in err


def test_a_missing_file_is_said_in_one_line(dateline: Any) -> None:
    code, out, err = dateline("explain", "/nowhere/x.jsonl", "headline")
    assert (code, out) == (2, "")
    assert err.startswith("dateline: /nowhere/x.jsonl: ")
    assert err.count("\n") == 1


def test_an_output_that_cannot_be_written_is_said_in_one_line(dateline: Any, stored: str) -> None:
    code, _, err = dateline("show", stored, "-o", "/nowhere/x.html")
    assert code == 2
    assert err.count("\n") == 1


def test_rules_are_listed(dateline: Any) -> None:
    code, out, _ = dateline("rules")
    assert code == 0
    for line in out.splitlines():
        assert re.fullmatch(r"\w+\.\w+\t\w+/rules/\w+\.toml", line)


def test_a_closed_pipe_ends_quietly(stored: str) -> None:
    script = f"{sys.executable} -m dateline.show.cli show {stored} -f html | head -c 1 >{os.devnull}; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert done.stderr == ""
    assert done.stdout.strip() in ("0", "141")


@pytest.mark.parametrize("command", ["show", "rules"])
def test_a_pipe_closed_before_the_first_word_ends_with_its_own_code(stored: str, command: str) -> None:
    gone, end = os.pipe()
    os.close(gone)
    words = [sys.executable, "-m", "dateline.show.cli", command, *((stored, "-f", "csv") if command == "show" else ())]
    done = subprocess.run(words, stdout=end, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(end)
    assert (done.returncode, done.stderr) == (141, b"")


def test_help_loads_no_model() -> None:
    heavy = ("onnxruntime", "rich", "jinja2", "lxml", "numpy")
    script = f"import sys\nfrom dateline.show import cli\nprint(sorted(name for name in {heavy} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", sorted(command.cli.commands))
def test_every_command_and_option_is_documented_and_has_an_example(name: str) -> None:
    page = (ROOT / "docs" / "show.md").read_text(encoding="utf-8")
    told = command.cli.commands[name]
    assert f"## dateline {name}" in page
    section = page.split(f"## dateline {name}\n", 1)[1].split("\n## ", 1)[0]
    assert told.help
    assert "Example" in told.help
    for parameter in told.params:
        for option in parameter.opts if isinstance(parameter, click.Option) else ():
            assert f"`{option}`" in section or f"`{option} " in section, f"docs/show.md does not name {option} of {name}"
        if isinstance(parameter, click.Option):
            assert parameter.help
            assert parameter.help in section, f"docs/show.md says something else of {parameter.name} than --help"
