"""The sample crisis and its traps: every trap's words stand in its file, and the script that checks them can fail."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dateline.record import Record, dumps

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("traps", SAMPLES / "traps.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def copy_of(file: str) -> str:
    name, _, id = file.partition(":")
    text = (SAMPLES / "crisis" / name).read_text(encoding="utf-8")
    return next(item["text"] for item in map(json.loads, text.splitlines()) if item["id"] == id) if id else text


def test_every_trap_is_in_its_file_and_can_be_checked(script: ModuleType) -> None:
    listed = script.traps()
    assert len(listed) > 35
    for trap in listed:
        assert trap["words"].removesuffix("\\n") in copy_of(trap["file"]), trap
        assert trap["trap"] == "copy" or trap["trap"] in script.CHECKS
        assert trap["why"]


def test_every_dispatch_is_named_in_the_readme() -> None:
    page = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in (SAMPLES / "crisis").iterdir() if f"`{path.name}`" not in page] == []


def test_the_checks_tell_right_from_wrong(script: ModuleType, build: Callable[..., Record]) -> None:
    record: dict[str, Any] = json.loads(dumps(build()))
    right = [
        ("part", "{{ page.kicker }}", "debris"),
        ("part", "Ulla Brandt\\n", "tag"),
        ("dateline", "", "Sund|2026-05-04|NORDA"),
        ("time", "Monday", "2026-05-04"),
        ("time", "Wednesday", ""),
        ("own-voice", "walked out", "2026-05-04"),
        ("toll", "12 people", "detained 12-12"),
        ("speaker", "had returned", "Ulla Brandt"),
        ("speaker", "had returned", "harbour master"),
        ("within", "the crews would march", ""),
        ("status", "set fire", "denied"),
        ("state", "remains tense", "tense actual"),
        ("left-out", "{{ page.kicker }}", ""),
    ]
    wrong = [
        ("part", "{{ page.kicker }}", "body"),
        ("dateline", "", "Sund||NORDA"),
        ("time", "Monday", "2026-05-11"),
        ("time", "Monday", ""),
        ("own-voice", "set fire", "2026-05-04"),
        ("toll", "12 people", "detained 12-"),
        ("speaker", "Nobody", "union"),
        ("within", "Nobody set fire", ""),
        ("status", "walked out", "planned denied"),
        ("state", "remains tense", "tense denied"),
        ("left-out", "walked out", ""),
    ]
    assert [check for check in right if not script.CHECKS[check[0]](record, *check[1:])] == []
    assert [check for check in wrong if script.CHECKS[check[0]](record, *check[1:])] == []


def test_a_reprint_is_told_from_another_story(script: ModuleType, build: Callable[..., Record]) -> None:
    record = json.loads(dumps(build()))
    other = record | {"text": "".join(chr(ord("a") + n % 23) if c.isalpha() else c for n, c in enumerate(record["text"]))}
    assert script.is_copy(record, record)
    assert not script.is_copy(record, other)
