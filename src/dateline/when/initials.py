"""With what characters the matches of a rule can begin: at most tokens most rules need not be tried, and many need not even be compiled."""

from __future__ import annotations

from functools import cache
from zlib import crc32

from dateline.rules import load_lexicon

INITIALS = "initials.tsv"  # made by training/when/initials.py
OTHER = "\x80"  # stands for every character outside ASCII


def checksum(pattern: str) -> str:
    """Of the pattern that a row was made from."""
    return f"{crc32(pattern.encode('utf-8')):08x}"


def initial(token: str) -> str:
    """What a token begins with, as a set of initials holds it."""
    return token[0] if token[0] < OTHER else OTHER


def initials_of(name: str, pattern: str) -> frozenset[str] | None:
    """Characters with which matches of a rule can begin, in both cases, None if nothing is known of this pattern."""
    row = _rows().get(name)
    if row is None or row["checksum"] != checksum(pattern) or row["initials"] == "*":
        return None
    return frozenset((*row["initials"], *row["initials"].upper(), OTHER))


@cache
def _rows() -> dict[str, dict[str, str]]:
    return {row["rule"]: row for row in load_lexicon("dateline.when", INITIALS)}
