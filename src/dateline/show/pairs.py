"""`dateline pairs`: the types of acts whose two parties are given."""

from __future__ import annotations

from typing import Any

from dateline.api import code_pairs
from dateline.show.actors import jsonl, read_rows, table
from dateline.show.output import kept, open_output, progress, to_bytes

COLUMNS = ("id", "type", "chance", "because", "others")
_EXAMPLE = '{"id": ..., "sentence": ..., "source": [start, end], "target": [start, end]}'


def write_pairs(path: str, form: str, output: str | None, *, quiet: bool) -> tuple[int, int]:
    """Writes the types of the rows of a JSONL file ("-" is standard input); returns how many were coded and refused."""
    counts, refused = [0, 0], [0, 0]
    rows = kept(read_rows(path, _fault, "pair", _EXAMPLE), refused)
    found = progress(kept(code_pairs(rows), counts), quiet)
    with open_output(output) as out:
        for piece in jsonl(found) if form == "jsonl" else table(({**row, "others": _told(row["others"])} for row in found), COLUMNS):
            out.write(to_bytes(piece))
    return counts[0], counts[1] + refused[1]


def _told(others: dict[str, float]) -> list[str]:
    return [f"{kind} {chance}" for kind, chance in others.items()]


def _fault(row: dict[str, Any]) -> str:
    if not isinstance(row.get("sentence"), str) or not row["sentence"].strip():
        return "has no `sentence`"
    for side in ("source", "target", "trigger"):
        given = row.get(side)
        if given is not None and not _offsets(given) and not (isinstance(given, list) and all(map(_offsets, given))):
            return f"has a `{side}` that is no pair of offsets"
    return ""


def _offsets(given: Any) -> bool:
    return isinstance(given, list) and len(given) == 2 and all(isinstance(x, int) and not isinstance(x, bool) for x in given)
