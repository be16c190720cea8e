"""`dateline refused`: what could not be read into a store, and why."""

from __future__ import annotations

import sys
from typing import Any

import click

from dateline.show.clean import printable
from dateline.show.commands.ingest import finish, read_into, reading_options
from dateline.show.output import complain, open_output, to_bytes


@click.command()
@click.option("-f", "--format", "form", type=click.Choice(("report", "jsonl")), help="Without it: report on a terminal, jsonl in a pipe.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, allow_dash=True), help="File to write; - is standard output.")
@click.option("--retry", is_flag=True, help="Read the refused items again, with the options of `dateline ingest`; exit codes as there.")
@reading_options
def command(form: str | None, output: str | None, retry: bool, db: str, **options: Any) -> None:
    """List what could not be read into a store, each with its place, the reason and what to do.

    \b
    Examples:
      dateline refused --db chronicle.db
      dateline refused --db chronicle.db --retry
    """
    from dateline.store import open_store

    if retry:
        with open_store(db) as store:
            _retry(store, db, options)
        return
    import msgspec

    plain = form == "report" or (form is None and output in (None, "-") and sys.stdout.isatty())
    with open_store(db, readonly=True) as store, open_output(output) as out:
        for item in store.refused():
            out.write(to_bytes(printable(f"{item.place}: {item.reason}")) if plain else msgspec.json.encode(item))
            out.write(b"\n")


def _retry(store: Any, db: str, options: dict[str, Any]) -> None:
    from dateline.store.ingest import source_of

    places = [item.place for item in store.refused()]
    again = sorted({source_of(place) for place in places if not place.startswith("-")})
    if left := sum(place.startswith("-") for place in places):
        complain(f"{left:,} items came from standard input and cannot be read again")
    if again:
        finish(read_into(store, again, **options), db)
    else:
        complain("nothing to read again")
