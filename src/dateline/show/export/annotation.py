"""W3C Web Annotation: every event and condition as an annotation of its words, found again by quote or by position.

Positions are Unicode code points of the record's text, as the recommendation asks. A page in which the words stand between markup is
searched by the quote.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from dateline.article import Span
from dateline.record import Record
from dateline.show.export.picked import picked
from dateline.store import Store
from dateline.store.query import Query

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: Characters before and after the words.
AROUND = 32


def write(store: Store, query: Query) -> Iterator[str]:
    """One AnnotationPage, an annotation a line, by article id; events before conditions."""
    yield f'{{"@context":"{CONTEXT}","type":"AnnotationPage","items":['
    n = 0
    for one in picked(store, query):
        items = [
            _annotation(one.record, event.id, event.trigger, f"{event.type}/{event.mode}" if event.mode else event.type, event.status)
            for event in one.record.events
            if event.id in one.events
        ]
        items += [
            _annotation(one.record, state.id, state.span, state.kind, state.status)
            for state in one.record.conditions
            if state.id in one.conditions
        ]
        for item in items:
            yield (",\n" if n else "\n") + json.dumps(item, ensure_ascii=False, separators=(",", ":"))
            n += 1
    yield "\n]}\n"


def urn(record: Record, id: str = "") -> str:
    """A name for an article, or an item in it, that any store gives it."""
    return f"urn:x-dateline:{quote(record.id, safe='')}" + (f":{id}" if id else "")


def _annotation(record: Record, id: str, span: Span, tag: str, status: str) -> dict[str, Any]:
    return {
        "id": urn(record, id),
        "type": "Annotation",
        "motivation": "classifying",
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "format": "text/plain", "value": tag},
            {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": status},
        ],
        "target": {"source": record.source.url or urn(record), "selector": selectors(record.text, span)},
    }


def selectors(text: str, span: Span) -> list[dict[str, Any]]:
    """The words by quote and by position."""
    return [
        {
            "type": "TextQuoteSelector",
            "exact": text[span.start : span.end],
            "prefix": text[max(0, span.start - AROUND) : span.start],
            "suffix": text[span.end : span.end + AROUND],
        },
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]
