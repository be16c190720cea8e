"""Whether actors of two articles are the same one, by name and code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.fields import Actor
from dateline.record import Record
from dateline.story.words import fold, stem

_IDLE = frozenset(
    "the a an of and for in on at to its his her their some several many one two three four five other senior local mr mrs ms dr".split()
)
_PRONOUNS = frozenset("i we he she it they who you them him us me himself itself themselves this that those these one others".split())


@dataclass(frozen=True, slots=True)
class Figure:
    """An actor as another article might name it: stems of its name, of all namings, and its codes."""

    name: str
    kind: str
    named: frozenset[str]
    all: frozenset[str]
    country: str | None
    sector: str | None


def figure(record: Record, actor: Actor) -> Figure:
    """The figure of one actor of a record."""
    named = _stems(actor.name)
    every = set(named)
    for mention in actor.mentions:
        words = record.text[mention.start : mention.end]
        if mention.length <= 80 and words.casefold() not in _PRONOUNS:
            every |= _stems(words)
    return Figure(actor.name, actor.kind, named, frozenset(every), actor.country, actor.sector)


def _stems(words: str) -> frozenset[str]:
    parts = (part.strip("().,'’\"“”") for part in fold(words).replace("-", " ").split())
    return frozenset(stem(part) for part in parts if part and part not in _IDLE and part not in _PRONOUNS)


def alike(first: Figure, second: Figure) -> float:
    """1 the same for sure, 0 cannot be told, -1 different for sure; between these by names and codes."""
    if first.kind == "person" and second.kind == "person":
        return _persons(first, second)
    if first.country and second.country and first.country != second.country:
        return -1.0
    shared = len(first.named & second.named) / max(1, min(len(first.named), len(second.named)))
    if shared >= 0.99 and first.named and second.named:
        return 1.0
    if "person" in (first.kind, second.kind):
        return 0.3 if first.country and first.country == second.country and first.sector == second.sector else 0.0
    if first.country and first.country == second.country:
        if first.sector == second.sector:
            return 0.9
        if "country" in (first.kind, second.kind):
            return 0.7  # "Tashkent" for what "Uzbek border guards" did
        return 0.2
    if shared >= 0.5:
        return 0.7
    if first.sector and first.sector == second.sector and not (first.country and second.country):
        return 0.4
    return 0.3 if first.all & second.all else 0.0


def _persons(first: Figure, second: Figure) -> float:
    if not first.named or not second.named:
        return 0.0
    if first.named <= second.named or second.named <= first.named:
        return 1.0
    family = fold(first.name).split()[-1:] == fold(second.name).split()[-1:]
    shared = len(first.named & second.named)
    return 0.6 if family or shared >= 2 else -1.0 if first.name[:1].isupper() and second.name[:1].isupper() else 0.0


def best(first: Sequence[Figure], second: Sequence[Figure]) -> float | None:
    """How alike two casts are: the best pair; None where one of them is empty."""
    return max((alike(a, b) for a in first for b in second), default=None)
