"""The formats of `dateline export`: what each is called, how its files end, how they are served, and what writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from dateline.errors import QueryError
from dateline.store import Store
from dateline.store.query import Query


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is written as a stream. `writer` is "module.function" of this package."""

    name: str
    suffix: str
    media: str
    writer: str
    about: str


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("jsonl", ".jsonl", "application/x-ndjson", "records.write", "records with their corrections, one a line"),
        Format("csv", ".csv", "text/csv", "events.write", "one flat row an event and a condition"),
        Format("geojson", ".geojson", "application/geo+json", "geojson.write", "events as features"),
        Format(
            "annotations", ".jsonld", "application/ld+json", "annotation.write", "W3C Web Annotation: events and conditions at their words"
        ),
        Format("gdelt", ".export.tsv", "text/tab-separated-values", "gdelt.events", "GDELT-shaped events, 61 columns, a happening a row"),
        Format("gdelt-mentions", ".mentions.tsv", "text/tab-separated-values", "gdelt.mentions", "GDELT-shaped mentions, 16 columns"),
        Format("polecat", ".polecat.tsv", "text/tab-separated-values", "polecat.write", "POLECAT-shaped events with a header"),
        Format("acled", ".acled.csv", "text/csv", "acled.write", "ACLED-shaped rows, 31 columns; the shape only"),
        Format("timelinejs", ".timeline.json", "application/json", "timelinejs.write", "timeline for TimelineJS"),
    )
}
#: A folder of tables, not a stream.
PARQUET = "parquet"
NAMES = (*FORMATS, PARQUET)


def pieces(store: Store, query: Query, name: str) -> Iterator[bytes]:
    """The bytes of an export, by and by. Raises QueryError for an unknown format."""
    if name not in FORMATS:
        raise QueryError(f"format: {name[:60]!r} is none of {', '.join(FORMATS)}")
    module, _, function = FORMATS[name].writer.partition(".")
    writer: Callable[[Store, Query], Iterable[str | bytes]] = getattr(import_module(f"dateline.show.export.{module}"), function)
    for piece in writer(store, query):
        yield piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace")


def by_name(path: str) -> str | None:
    """The format that a file's name ends like, None where it ends like none."""
    low = path.lower()
    endings = sorted(FORMATS.values(), key=lambda one: -len(one.suffix))
    return next((one.name for one in endings if low.endswith(one.suffix)), None)
