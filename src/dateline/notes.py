"""Notes: the layers of one article, each filed once and checked against the text as it is filed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, is_dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from dateline.article import Article, Span
from dateline.errors import NotesError
from dateline.fields import Actor, Casualty, Condition, Event, Place, Statement, Time
from dateline.grammar.words import Grammar

LAYERS = ("times", "places", "allusions", "actors", "statements", "events", "conditions", "casualties")
_PLAIN = (str, int, float, bool, type(None))


@dataclass(slots=True)
class Notes:
    """What was found in one article. Layers are empty tuples until filed."""

    article: Article
    grammar: Grammar
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    allusions: tuple[Place, ...] = ()
    actors: tuple[Actor, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    conditions: tuple[Condition, ...] = ()
    casualties: tuple[Casualty, ...] = ()
    filed: set[str] = field(default_factory=set)

    def file(self, layer: str, values: tuple[object, ...]) -> None:
        """Files a layer. Raises NotesError if it was filed before, or if a span lies outside the text, is empty or touches white space."""
        if layer not in LAYERS or layer in self.filed:
            raise NotesError(f"article {self.article.id}: layer {layer!r} is unknown or was filed before")
        for value in values:
            for span in _spans(value):
                self._check(layer, span)
        setattr(self, layer, values)
        self.filed.add(layer)

    def _check(self, layer: str, span: Span) -> None:
        (start, end), text = span, self.article.text
        if start < 0 or start >= end or end > len(text) or text[start].isspace() or text[end - 1].isspace():
            words = text[start:end]
            raise NotesError(f"article {self.article.id}: {layer} hold a span {tuple(span)} with words {words[:40]!r}")


def _spans(value: object) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _spans(item)
    elif is_dataclass(value):
        for name in _holders(value.__class__):
            held = getattr(value, name)
            if held:  # most are None or empty
                yield from _spans(held)


@cache
def _holders(kind: type) -> tuple[str, ...]:
    """Fields of a value that may hold spans by their types: most hold plain text and numbers and need no look."""
    return tuple(name for name, hint in get_type_hints(kind).items() if not _is_plain(hint))


def _is_plain(hint: Any) -> bool:
    inner = [x for x in get_args(hint) if x is not ...]
    return hint in _PLAIN or get_origin(hint) is Literal or (bool(inner) and all(map(_is_plain, inner)))
