"""Notes: the layers of one article, each filed once and checked against the text as it is filed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass

from dateline.article import Article, Span
from dateline.errors import NotesError
from dateline.fields import Actor, Casualty, Condition, Event, Place, Statement, Time
from dateline.grammar.words import Grammar

LAYERS = ("times", "places", "allusions", "actors", "statements", "events", "conditions", "casualties")


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
        words = self.article.text[span.start : span.end]
        if span.start < 0 or span.length <= 0 or span.end > len(self.article.text) or words != words.strip():
            raise NotesError(f"article {self.article.id}: {layer} hold a span {tuple(span)} with words {words[:40]!r}")


def _spans(value: object) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _spans(item)
    elif is_dataclass(value):
        for f in fields(value):
            yield from _spans(getattr(value, f.name))
