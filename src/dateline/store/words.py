"""What people type into a search box, as an FTS5 expression that never fails; and names with `*` in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from dateline.story.words import fold

#: Letters before a `*`: all words in "a" are no search, and take seconds.
SHORTEST = 2
#: Terms of one search that are looked at; more than these are passed over.
TERMS = 40
_TERM = re.compile(r'(-?)"([^"]*)"?(\*?)|(-?)([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Expression:
    """`match` is the FTS5 expression of what must stand in an article, `never` of what must not; both None where nothing was typed
    that an index of words knows."""

    match: str | None
    never: str | None

    @property
    def whole(self) -> str | None:
        """Both in one expression; None where nothing must stand there."""
        return f"({self.match}) NOT ({self.never})" if self.match and self.never else self.match


def expression(typed: str) -> Expression:
    """Words, "a phrase", prefi*, -without, and this OR that. Everything else is a mark between words."""
    must: list[list[str]] = []
    never: list[str] = []
    either = False
    for found in list(_TERM.finditer(typed))[:TERMS]:
        minus, words, star = (found[1], found[2], found[3]) if found[2] is not None else (found[4], found[5], "")
        if found[2] is None:
            if words == "OR":
                either = bool(must)
                continue
            words, star = (words.rstrip("*"), "*") if words.endswith("*") else (words, "")
        words = words[:200]
        if not any(letter.isalnum() for letter in words):
            continue
        term = f'"{words}"{star if len(words) >= SHORTEST else ""}'
        if minus:
            never.append(term)
        elif either:
            must[-1].append(term)
        else:
            must.append([term])
        either = False
    match = " AND ".join(f"({' OR '.join(group)})" if len(group) > 1 else group[0] for group in must)
    return Expression(match or None, " OR ".join(never) or None)


@lru_cache(maxsize=64)
def matcher(patterns: str) -> Callable[[str | None], bool]:
    """Whether a name is one of those in a JSON list, capitals and accents aside; `*` stands for any letters."""
    wanted = [fold(pattern) for pattern in msgspec.json.decode(patterns, type=list[str])]
    exact = frozenset(one for one in wanted if "*" not in one)
    loose = [one.split("*") for one in wanted if "*" in one]

    @lru_cache(maxsize=65536)
    def matches(name: str | None) -> bool:
        if name is None:
            return False
        folded = fold(name)
        return folded in exact or any(_like(folded, pieces) for pieces in loose)

    return matches


def _like(name: str, pieces: list[str]) -> bool:
    """Whether a name starts with the first piece, ends with the last and holds the others in order between: linear, unlike a regex."""
    if not (name.startswith(pieces[0]) and name.endswith(pieces[-1])) or len(name) < len(pieces[0]) + len(pieces[-1]):
        return False
    at, end = len(pieces[0]), len(name) - len(pieces[-1])
    for piece in pieces[1:-1]:
        found = name.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def named(name: str | None, patterns: str) -> bool:
    """`matcher` as the database calls it."""
    return matcher(patterns)(name)
