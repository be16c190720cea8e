"""The condition rules compiled: the words in one sentence that state how a place is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from dateline.article import Span
from dateline.fields import ConditionKind, Status
from dateline.rules import Rule, compiled

KINDS: frozenset[str] = frozenset(get_args(ConditionKind))
_NO_ACTS = frozenset(("calm", "tense", "outage", "shortage", "displacement", "epidemic"))  # their words name no act: "shops have opened"
_KEPT = 512  # sentences whose matches are remembered
_LONGEST = 4_000  # characters of a sentence that are read: what is longer is a table or a line without stops


@dataclass(frozen=True, slots=True)
class Found:
    """A condition's words in one sentence."""

    span: Span
    kind: ConditionKind
    status: Status | None
    rule: str


@dataclass(frozen=True, slots=True)
class _State:
    name: str
    pattern: str
    kind: ConditionKind
    status: Status | None
    needs: tuple[str, ...]

    @classmethod
    def of(cls, rule: Rule) -> _State:
        status: Status | None = "denied" if rule.extra["status"] == "denied" else None
        return cls(rule.name, rule.pattern, _kind(rule), status, tuple(rule.extra.get("needs", ("",))))


class States:
    """Compiled condition rules in file order."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = [_State.of(rule) for rule in rules]
        self._matches = lru_cache(maxsize=_KEPT)(self._search)  # events, conditions and tolls each ask for the same sentences

    def find(self, text: str, offset: int, only: ConditionKind | None = None) -> list[Found]:
        """Conditions in a sentence that begins at `offset`: of overlapping ones of a kind an ended state wins, then the longest."""
        found = [
            Found(Span(f.span.start + offset, f.span.end + offset), f.kind, f.status, f.rule)
            for f in self._matches(text[:_LONGEST])
            if only is None or f.kind == only
        ]
        out: list[Found] = []
        for each in found:
            if not any(each.kind == o.kind and each.span.overlaps(o.span) for o in out):
                out.append(each)
        return sorted(out, key=lambda f: f.span)

    def _search(self, text: str) -> tuple[Found, ...]:
        """All that match in a text, ended states first, then the longest."""
        found: list[Found] = []
        low = text.lower()
        for state in self._rules:
            if not any(word in low for word in state.needs):
                continue
            spans = (_trimmed(text, m.start(), m.end()) for m in compiled(state.pattern, re.IGNORECASE).finditer(text))
            found += [Found(span, state.kind, state.status, state.name) for span in spans if span.length]
        return tuple(sorted(found, key=lambda f: (f.status != "denied", -f.span.length, f.span.start)))

    def spans(self, text: str, offset: int) -> list[Span]:
        """Spans of conditions whose words name no act of their own."""
        return [f.span for f in self.find(text, offset) if f.kind in _NO_ACTS]


def _kind(rule: Rule) -> ConditionKind:
    kind = str(rule.extra["kind"])
    if kind not in KINDS:
        raise ValueError(f"{rule.name}: {kind!r} is no kind of condition")
    return kind  # type: ignore[return-value]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] in ",;"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;"):
        end -= 1
    return Span(start, end)
