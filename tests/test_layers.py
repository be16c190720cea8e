"""The house's one direction: a room imports only from the rooms before it; the stages never import each other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "dateline"
STAGES = {"intake", "when", "where", "who", "said", "did"}
BASE = {"errors", "settings"}
CORE = BASE | {"article", "fields", "notes", "record", "rules", "grammar"}
MAY: dict[str, set[str]] = {
    "errors": set(),
    "settings": set(),
    "article": BASE,
    "fields": BASE | {"article"},
    "rules": BASE,
    "grammar": BASE | {"article", "fields", "rules"},
    "notes": BASE | {"article", "fields", "grammar"},
    "record": CORE,
    **dict.fromkeys(STAGES, CORE),
    "desk": CORE | STAGES,
    "story": CORE,
    "api": CORE | STAGES | {"desk"},
    "store": CORE | STAGES | {"desk", "story"},
    "scale": CORE | STAGES | {"desk", "story", "store"},
    "show": CORE | STAGES | {"desk", "api", "story", "store", "scale"},
    "__init__": CORE | {"api", "store"},
}
FILES = sorted(SRC.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    rooms: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively; use full names"
            names = [f"{node.module}.{a.name}" for a in node.names] if node.module == "dateline" else [str(node.module)]
        else:
            continue
        rooms |= {name.split(".")[1] for name in names if name.startswith("dateline.")}
    return rooms


def test_every_room_has_a_rule() -> None:
    assert {room_of(path) for path in FILES} <= set(MAY)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SRC)))
def test_imports_point_backwards(path: Path) -> None:
    room = room_of(path)
    known = imported_rooms(path) & set(MAY)
    assert known - MAY[room] - {room} == set()


def test_importing_dateline_is_cheap() -> None:
    import subprocess
    import sys

    code = "import sys, dateline; print([m for m in ('onnxruntime','numpy','lxml','trafilatura','rich','httpx') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
