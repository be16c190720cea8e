"""GeoJSON (RFC 7946): one feature an event. Where only a country or a broad region is known there is no point: geometry is null."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dateline.store import Store
from dateline.store.query import Query
from dateline.store.rows import EventRow

#: Kinds of place that a point stands for; `precision` says which.
POINTS = frozenset(("site", "city", "admin", "water"))


def write(store: Store, query: Query) -> Iterator[str]:
    """One FeatureCollection, a feature a line, by article id and offset."""
    yield '{"type":"FeatureCollection","features":['
    for n, event in enumerate(store.events(query.without("rejected"), sort="article")):
        yield (",\n" if n else "\n") + json.dumps(feature(event), ensure_ascii=False, separators=(",", ":"))
    yield "\n]}\n"


def feature(event: EventRow) -> dict[str, Any]:
    """One event as a feature. `voice` is null in the paper's own voice."""
    point = event.precision in POINTS and event.lat is not None and event.lon is not None
    return {
        "type": "Feature",
        "id": event.key,
        "geometry": {"type": "Point", "coordinates": [event.lon, event.lat]} if point else None,
        "properties": {
            "article": event.article,
            "outlet": event.outlet,
            "published": event.published,
            "type": event.type,
            "mode": event.mode,
            "status": event.status,
            "date": event.date,
            "date_end": event.date_end,
            "place": event.place,
            "precision": event.precision,
            "country": event.country,
            "admin1": event.admin1,
            "geonames": event.geonames,
            "source": [party.name for party in event.sources],
            "target": [party.name for party in event.targets],
            "own": event.own,
            "voice": event.voice,
            "trigger": event.trigger,
            "start": event.start,
            "end": event.end,
            "tolls": [{"kind": toll.kind, "low": toll.low, "high": toll.high} for toll in event.tolls],
            "happening": event.happening,
            "origins": event.origins,
            "story": event.story,
            "url": event.url,
        },
    }
