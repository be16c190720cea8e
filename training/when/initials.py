"""With what characters the matches of each time rule can begin: `src/dateline/when/lexicon/initials.tsv`.

    python training/when/initials.py [--write]

A rule is tried, and its pattern compiled, only where a token begins with one of them. They are read off the parsed pattern, and are never
too few: whatever is not plain (a class of characters turned round, what lies outside ASCII) counts as able to begin with anything. A row
holds the checksum of the pattern it was made from; a rule that has changed since is tried everywhere until this is run again. Without
`--write` it only tells whether the file is up to date (exit code 1 if not).
"""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from typing import Any

from dateline.when.find import load_when
from dateline.when.initials import INITIALS, checksum

FILE = Path(__file__).parents[2] / "src" / "dateline" / "when" / "lexicon" / INITIALS
ALL = frozenset(map(chr, range(0x80)))
_PARSER: Any = importlib.import_module("re._parser")
_ZERO = frozenset(("AT", "ASSERT", "ASSERT_NOT"))  # they take no character
_REPEATS = frozenset(("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"))


def main() -> int:
    """Writes or compares; exit code 1 where the file is out of date."""
    rows = [f"{rule.name}\t{checksum(rule.source)}\t{shown(initials(rule.source))}" for rule in load_when().rules]
    made = "\n".join(["# made by training/when/initials.py", "rule\tchecksum\tinitials", *rows]) + "\n"
    if "--write" in sys.argv[1:]:
        FILE.write_text(made, encoding="utf-8")
    if not FILE.exists() or FILE.read_text(encoding="utf-8") != made:
        print(f"{FILE} is not up to date: run {Path(__file__).name} --write", file=sys.stderr)
        return 1
    return 0


def initials(pattern: str) -> frozenset[str]:
    """ASCII characters with which a match of a pattern, read without regard to case, can begin."""
    found, empty = _first(_PARSER.parse(pattern, re.IGNORECASE))
    return ALL if empty else found


def shown(found: frozenset[str]) -> str:
    """The characters in small letters, in order; a star where there are too many to be worth a look."""
    low = sorted({c.lower() for c in found})
    return "*" if len(low) > 60 else "".join(low)


def _first(sequence: Any) -> tuple[frozenset[str], bool]:
    """First characters of a parsed sequence, and whether it can match nothing at all."""
    found: frozenset[str] = frozenset()
    for name, given in ((str(op), given) for op, given in sequence):
        if name in _ZERO:
            continue
        first, empty = _of(name, given)
        found |= first
        if not empty:
            return found, False
    return found, True


def _of(name: str, given: Any) -> tuple[frozenset[str], bool]:
    if name == "LITERAL":
        return _same(given), False
    if name == "IN":
        return _in(given), False
    if name == "BRANCH":
        ways = [_first(way) for way in given[1]]
        return frozenset().union(*(first for first, _ in ways)), any(empty for _, empty in ways)
    if name in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _first(given[-1] if name == "SUBPATTERN" else given)
    if name in _REPEATS:
        first, empty = _first(given[2])
        return first, empty or given[0] == 0
    return ALL, name not in ("ANY", "NOT_LITERAL")


def _same(code: int) -> frozenset[str]:
    return frozenset(c for c in ALL if re.match(re.escape(chr(code)), c, re.IGNORECASE))


def _in(items: Any) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for name, given in ((str(op), given) for op, given in items):
        if name == "LITERAL":
            found |= _same(given)
        elif name == "RANGE" and given[1] < 0x80:
            found |= frozenset().union(*(_same(code) for code in range(given[0], given[1] + 1)))
        elif name == "CATEGORY" and str(given) == "CATEGORY_DIGIT":
            found |= frozenset("0123456789")
        else:
            return ALL
    return found


if __name__ == "__main__":
    sys.exit(main())
