"""The notation of the hand-written dispatches: a head of settings and actors, then copy with marks in braces (see README.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

PARTS = {
    "H": "headline",
    "S": "subhead",
    "K": "kicker",
    "B": "byline",
    "C": "caption",
    "N": "note",
    "T": "tag",
    "X": "debris",
}
KINDS = {"p": "person", "o": "organization", "c": "country", "g": "group"}
SECTORS = frozenset("COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split())


class CopyError(ValueError):
    """A slip in a source; the message begins with its file and line."""


@dataclass(slots=True)
class Actor:
    """A line `@key Name | p NOR GOV | role, role | alias / alias`; codes keep their alternatives, the right one first."""

    key: str
    name: str
    kind: str
    country: list[str | None]
    sector: list[str | None]
    roles: list[str]
    aliases: list[str]
    optional: bool
    line: int
    mentions: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Mark:
    """One pair of braces: its sigil, its words before the bar, its place in the text, its line in the source."""

    sigil: str
    args: list[str]
    start: int
    end: int
    line: int


@dataclass(slots=True)
class Source:
    """A source taken apart, before anything is looked up."""

    path: Path
    head: dict[str, str]
    actors: dict[str, Actor]
    text: str
    parts: list[tuple[str, int, int]]
    lines: list[tuple[int, int, int]]
    marks: list[Mark]

    def fail(self, line: int, message: str) -> CopyError:
        """The error to raise for a line."""
        return CopyError(f"{self.path.name}:{line}: {message}")


def choices(word: str) -> list[str | None]:
    """`KEN~NGO~-`: the right value first, then others that are right too; a dash is none."""
    return [None if x == "-" else x for x in word.split("~")]


def _actor(words: str, line: int, where: str) -> Actor:
    found = [x.strip() for x in words[1:].split("|")]
    key, _, name = found[0].partition(" ")
    codes = found[1].split() if len(found) > 1 else []
    if not name or not codes or codes[0] not in KINDS:
        raise CopyError(f"{where}:{line}: an actor needs '@key Name | kind country sector'")
    optional = codes[-1] == "opt"
    codes = [*codes[: len(codes) - optional], "-", "-"]
    sector = choices(codes[2])
    if codes[0] == "c" and sector == [None]:
        sector = [None, "GOV"]  # a country acting is its government as well
    for s in sector:
        if s is not None and s not in SECTORS:
            raise CopyError(f"{where}:{line}: no such sector {s}")
    country = choices(codes[1])
    for c in country:
        if c is not None and not re.fullmatch("[A-Z]{3}", c):
            raise CopyError(f"{where}:{line}: no country code {c}")
    roles = [x.strip() for x in found[2].split(",") if x.strip()] if len(found) > 2 else []
    aliases = [x.strip() for x in found[3].split(" / ") if x.strip()] if len(found) > 3 else []
    return Actor(key, name, KINDS[codes[0]], country, sector, roles, aliases, optional, line)


def _head(lines: list[str], path: Path) -> tuple[dict[str, str], dict[str, Actor], int]:
    head: dict[str, str] = {}
    actors: dict[str, Actor] = {}
    for n, line in enumerate(lines, 1):
        if line == "---":
            return head, actors, n
        if line.startswith("@"):
            actor = _actor(line, n, path.name)
            if actor.key in actors:
                raise CopyError(f"{path.name}:{n}: actor {actor.key} twice")
            actors[actor.key] = actor
        elif line.strip() and not line.startswith("//"):
            key, colon, value = line.partition(":")
            if not colon:
                raise CopyError(f"{path.name}:{n}: neither 'key: value' nor an actor")
            head[key.strip()] = value.strip()
    raise CopyError(f"{path.name}: no line '---' between head and copy")


def _strip(line: str, base: int, n: int, where: str) -> tuple[str, list[Mark]]:
    """The line without its braces, and the marks they made (offsets from `base` on)."""
    out: list[str] = []
    marks: list[Mark] = []
    length, i, open_ = 0, 0, []
    while i < len(line):
        if line[i] == "{":
            bar = line.find("|", i)
            args = line[i + 1 : bar]
            if bar < 0 or "{" in args or "}" in args:
                raise CopyError(f"{where}:{n}: a brace without its bar at '{line[i : i + 30]}'")
            sigil = args[0] if args[:1] in "@#%=^!~+_" and args else ("D" if args == "D" else "s")
            words = (args if sigil in "sD" else args[1:]).split()
            open_.append(Mark(sigil, words, base + length, -1, n))
            i = bar + 1
        elif line[i] == "}":
            if not open_:
                raise CopyError(f"{where}:{n}: a closing brace too many")
            mark = open_.pop()
            mark.end = base + length
            marks.append(mark)
            i += 1
        else:
            out.append(line[i])
            length += 1
            i += 1
    if open_:
        raise CopyError(f"{where}:{n}: a brace is not closed ({' '.join(open_[-1].args)})")
    return "".join(out), marks


def read(path: Path) -> Source:
    """Takes a source apart. Raises CopyError with file and line."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    head, actors, at = _head(lines, path)
    while at < len(lines) and not lines[at].strip():
        at += 1
    text: list[str] = []
    parts: list[tuple[str, int, int]] = []
    spans: list[tuple[int, int, int]] = []
    marks: list[Mark] = []
    length = 0
    for n, line in enumerate(lines[at:], at + 1):
        kind = "body"
        if line[1:3] == ": " and line[0] in PARTS:
            kind, line = PARTS[line[0]], line[3:]
        plain, found = _strip(line, length, n, path.name)
        for mark in found:
            words = plain[mark.start - length : mark.end - length]
            if not words or words != words.strip():
                raise CopyError(f"{path.name}:{n}: blank at the edge of '{words}'")
        marks += found
        if plain.strip():
            lead = next((m.end - length for m in found if m.sigil == "D"), 0)
            start = length + lead + len(plain[lead:]) - len(plain[lead:].lstrip())
            soft = kind != "body" and parts and parts[-1][0] == kind and text[-1:] != [""]
            if soft:
                parts[-1] = (kind, parts[-1][1], length + len(plain))
            else:
                parts += [("dateline", length, length + lead)] if lead else []
                parts.append((kind, start, length + len(plain)))
            spans.append((length, length + len(plain), n))
        text.append(plain)
        length += len(plain) + 1
    return Source(path, head, actors, "\n".join(text), parts, spans, marks)
