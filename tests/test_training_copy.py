"""The hand-written dispatches of training/copy compile, and their records say what the sources mark."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "training" / "copy"
SOURCES = sorted(p.stem for p in (FOLDER / "src").glob("*.txt"))


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("copy")
    run = subprocess.run([sys.executable, str(FOLDER / "build.py"), "--out", str(out)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return out


def records(folder: Path, name: str = "gold") -> list[dict]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_every_source_compiles(compiled: Path) -> None:
    assert [r["id"] for r in records(compiled)] == SOURCES
    assert [a["text"] for a in records(compiled, "articles")] == [r["text"] for r in records(compiled)]


def test_no_mark_is_left_in_the_copy(compiled: Path) -> None:
    assert not [r["id"] for r in records(compiled) if set("{}") & set(r["text"])]


def test_what_records_refer_to_exists(compiled: Path) -> None:
    for r in records(compiled):
        actors, statements = {a["id"] for a in r["actors"]}, {s["id"] for s in r["statements"]}
        for e in r["events"]:
            assert {*e["source"], *e["target"], *e.get("source_opt", []), *e.get("target_opt", [])} <= actors, (r["id"], e)
        for x in r["events"] + r["conditions"]:
            assert x["statement"] in statements | {None}
            assert x["place"] is None or x["place"] < len(r["places"])


def test_a_third_or_a_little_more_is_for_testing() -> None:
    heads = [(FOLDER / "src" / f"{name}.txt").read_text(encoding="utf-8").partition("\n---\n")[0] for name in SOURCES]
    assert 0.33 <= sum("\nsplit: test" in head for head in heads) / len(heads) <= 0.4


@pytest.mark.parametrize(
    ("copy", "slip"),
    [
        ("He {!ATTACK|struck} her.", "no type ATTACK"),
        ("He {!ASSAULT/strike|struck} her.", "no mode strike"),
        ("He {!ASSAULT nobody>|struck} her.", "no actor nobody"),
        ("He {!ASSAULT #Kavala|struck} her.", "the place Kavala is not named"),
        ("He left on {%2020-01-01|Monday}.", "is not 2020-01-01"),
        ("{=s1 -|said} He.", "s1 has no content"),
        ("{s1|It is.} he {=s1 -|said}", "edge of"),
        ("{+dead 4|four}", "no such toll"),
    ],
)
def test_slips_are_reported_with_file_and_line(copy: str, slip: str, tmp_path: Path) -> None:
    sys.path.insert(0, str(FOLDER))
    try:
        spec = importlib.util.spec_from_file_location("copy_build", FOLDER / "build.py")
        assert spec
        assert spec.loader
        build = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(build)
        source = tmp_path / "x.txt"
        source.write_text(f"outlet: X\npublished: 2020-01-08\nsplit: train\n---\nH: X\n\n{copy}\n", encoding="utf-8")
        with pytest.raises(build.CopyError, match=r"x\.txt:7: .*" + slip.replace("(", r"\(")):
            build.compile_source(source, build.load_places())
    finally:
        for name in ("acts", "dates", "markup", "names", "ontology"):
            sys.modules.pop(name, None)
        sys.path[:] = [p for p in sys.path if p != str(FOLDER)]
