"""Bad input through the whole of Dateline: each item is refused by name with its reason, and the rest of the batch goes on."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from dateline.desk import Tools
from dateline.show import cli as command

COPY = "Police in Ankara detained three men on Friday after a shot was fired at a tram."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    bad = tmp_path / "bad"
    (bad / "nothing").mkdir(parents=True)
    (bad / "empty.txt").write_bytes(b"")
    (bad / "binary.txt").write_bytes(bytes(range(256)) * 16)
    (bad / "blank.html").write_text("<html><head><title>x</title></head><body><nav>Home</nav></body></html>", encoding="utf-8")
    (bad / "items.jsonl").write_text(json.dumps({"text": COPY}) + '\n{"text": "cut\n[]\n{"id": 7}\n', encoding="utf-8")
    (bad / "latin.txt").write_bytes("Polizei räumt Platz in Köln, sagt Bürgermeister. ".encode("latin-1") * 3)
    (bad / "nul.txt").write_bytes(b"Police\0 detained two men in Izmir on Friday.\n")
    (bad / "good.txt").write_text(COPY, encoding="utf-8")
    return bad


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["dateline", *words])
    with pytest.raises(SystemExit) as stop:
        command.main()
    return int(stop.value.code or 0)


def test_a_folder_of_bad_files(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tools: Tools) -> None:
    out = folder.parent / "out.jsonl"
    assert run(monkeypatch, "read", str(folder), "-o", str(out)) == 1
    told = capfd.readouterr().err
    for name in ("empty.txt", "binary.txt", "blank.html", "items.jsonl:2", "items.jsonl:3", "items.jsonl:4"):
        assert f"{name}: " in told, name
    records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    names = {Path(record["source"]["path"]).name.partition(":")[0] for record in records}
    assert {"good.txt", "items.jsonl", "latin.txt", "nul.txt"} <= names
    assert [record["text"] for record in records if record["text"] == COPY] == [COPY, COPY]


@pytest.mark.parametrize("name", ["empty.txt", "binary.txt", "blank.html", "nothing", "missing.txt"])
def test_one_bad_file_alone_is_two_and_writes_nothing(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tools: Tools
) -> None:
    out = folder.parent / "out.csv"
    assert run(monkeypatch, "read", str(folder / name), "-o", str(out)) == 2
    told = capfd.readouterr().err.splitlines()
    assert name in told[0]
    assert told[-1] == "dateline: 0 read, 1 refused"
    assert not out.exists()


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path, tools: Tools) -> None:
    copy = tmp_path / "copy"
    copy.write_text(COPY, encoding="utf-8")
    with open(copy, encoding="utf-8") as file:
        monkeypatch.setattr(sys, "stdin", file)
        assert run(monkeypatch, "read", "-", "--published", "2024-05-06", "--outlet", "Kurier", "-f", "jsonl") == 0
    record = json.loads(capfd.readouterr().out)
    assert (record["text"], record["published"], record["source"]["outlet"]) == (COPY, "2024-05-06", "Kurier")
