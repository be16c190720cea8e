"""robots.txt as RFC 9309 has it: the longest rule that matches decides, `*` and `$` are understood, an allowance wins a tie.

The standard library's parser takes the first rule that matches and reads `*` as a letter, so it would let through what papers forbid
(`Disallow: /*?print=`). Matching here is a walk without backtracking over more than the last `*`: a hostile pattern costs no more than its
length times the address's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

#: Bytes of a robots.txt that are read (the least that RFC 9309 asks for), and the rules that are kept of it.
MOST_BYTES, MOST_RULES, MOST_LINE = 512_000, 5_000, 2_000


@dataclass(frozen=True, slots=True)
class Robots:
    """What one host asks of one reader: (allowed, pattern) rules and the seconds between two requests, if it says."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float | None = None

    def allows(self, url: str) -> bool:
        """Whether an address of the host may be fetched."""
        parts = urlsplit(url)
        path = _plain((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        hits = [(len(pattern), allowed) for allowed, pattern in self.rules if _matches(pattern, path)]
        return max(hits)[1] if hits else True


#: No robots.txt: all is allowed. The host fails: nothing is.
OPEN, SHUT = Robots(), Robots(((False, "/"),))


def parse_robots(text: str, agent: str) -> Robots:
    """The rules for an agent's product token ("dateline"), else those for `*`. What is no rule is passed over."""
    mine, everyone = _Group(), _Group()
    named = False
    for names, lines in _groups(text[:MOST_BYTES]):
        if agent.lower() in names:
            named = True
            mine.take(lines)
        elif "*" in names:
            everyone.take(lines)
    return (mine if named else everyone).robots()


class _Group:
    def __init__(self) -> None:
        self._rules: list[tuple[bool, str]] = []
        self._delay: float | None = None

    def take(self, lines: list[tuple[str, str]]) -> None:
        for key, value in lines:
            if key == "crawl-delay":
                self._delay = float(value) if re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", value) else self._delay
            elif value and len(value) <= MOST_LINE and len(self._rules) < MOST_RULES:
                self._rules.append((key == "allow", _plain(value)))

    def robots(self) -> Robots:
        return Robots(tuple(self._rules), self._delay)


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """The groups of a file: the product tokens they are for, and their lines."""
    names: set[str] = set()
    lines: list[tuple[str, str]] = []
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if lines:
                yield names, lines
                names, lines = set(), []
            names.add(value.partition("/")[0].strip().lower())
        elif key in ("allow", "disallow", "crawl-delay") and names:
            lines.append((key, value))
    yield names, lines


def _plain(path: str) -> str:
    """Percent-encoding undone, so that one address written in two ways is one. `%2A` and `%24` stay: they are no wildcards."""
    return unquote(re.sub(r"%(?=2[a4])", "%25", path, flags=re.IGNORECASE))


def _matches(pattern: str, path: str) -> bool:
    """Whether a pattern matches the beginning of a path; `*` stands for anything, a final `$` for the end of the path."""
    ends = pattern.endswith("$")
    first, *pieces = (pattern[:-1] if ends else pattern).split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if ends:
        if not pieces:
            return path == first
        last = pieces.pop()
    for piece in pieces:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not ends or (len(path) - len(last) >= at and path.endswith(last))
