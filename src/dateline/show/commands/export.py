"""`dateline export`: a store, or a part of it, in a format of the field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dateline.show.commands.filters import filtered, of_store
from dateline.show.output import complain, open_output

#: As in export/formats.py, which is imported only where it is needed; a test holds the two together.
NAMES = ("jsonl", "csv", "geojson", "annotations", "gdelt", "gdelt-mentions", "polecat", "acled", "timelinejs", "parquet")


@click.command()
@filtered
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(NAMES),
    help="What to write. Without it: by the ending of --output, jsonl on standard output.",
)
@click.option("-o", "--output", type=click.Path(allow_dash=True), help="File to write (for parquet a folder); - is standard output.")
def command(query: Any, db: str, form: str | None, output: str | None) -> None:
    """Write a store, or the part that the filters leave, in a format of the field; docs/formats.md describes each.

    The same articles give the same bytes, however and whenever they were ingested. What a review rejected is left out.

    \b
    Examples:
      dateline export --db chronicle.db --format csv --output events.csv
      dateline export --db chronicle.db --country KAZ --min-origins 2 --output events.geojson
      dateline export --db chronicle.db --format parquet --output tables/
    """
    from dateline.show.export import formats
    from dateline.store import open_store

    name = form or ("jsonl" if output in (None, "-") else formats.by_name(str(output)))
    if name is None:
        endings = ", ".join(one.suffix for one in formats.FORMATS.values())
        raise click.UsageError(f"{output}: the ending names no format; give --format, or end the name with one of {endings}")
    with open_store(db, readonly=True) as store:
        asked = of_store(query, store)
        if name == formats.PARQUET:
            _tables(store, asked, output)
            return
        with open_output(output) as out:
            for piece in formats.pieces(store, asked, name):
                out.write(piece)


def _tables(store: Any, query: Any, output: str | None) -> None:
    from dateline.show.export import parquet

    if output in (None, "-"):
        raise click.UsageError("parquet is a folder of tables; name it with --output")
    counts = parquet.write(store, query, Path(str(output)))
    complain(f"{output}: {len(counts)} tables, {counts['articles']:,} articles, {counts['events']:,} events")
