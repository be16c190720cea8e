"""`dateline stories`: the stories of a store."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import click

from dateline.show.clean import printable
from dateline.show.commands.filters import filtered, of_store
from dateline.show.output import complain, console, open_output, to_bytes

if TYPE_CHECKING:
    from dateline.store.rows import StoryRow


@click.command()
@filtered
@click.option(
    "--sort", type=click.Choice(("-last", "first", "-origins", "-conflicts")), default="-last", show_default=True, help="Order of the list."
)
@click.option("-n", "--limit", type=click.IntRange(1), help="Most stories that are listed.")
@click.option("-f", "--format", "form", type=click.Choice(("report", "jsonl")), help="Without it: report on a terminal, jsonl in a pipe.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, allow_dash=True), help="File to write; - is standard output.")
def command(query: Any, db: str, sort: str, limit: int | None, form: str | None, output: str | None) -> None:
    """List the stories of a store: headline, days, independent origins, articles and conflicts; the latest first.

    With filters only stories that an article as asked belongs to. The numbers are those that --story takes.

    \b
    Examples:
      dateline stories --db chronicle.db
      dateline stories --db chronicle.db --country KAZ --min-origins 3 --sort -conflicts
    """
    import msgspec

    from dateline.store import open_store

    plain = form == "report" or (form is None and output in (None, "-") and sys.stdout.isatty())
    with open_store(db, readonly=True) as store, open_output(output) as out:
        number = {row.id: n for n, row in enumerate(store.stories(), 1)} if plain else {}
        found = store.stories(of_store(query, store), sort=sort, limit=limit)
        listed = 0
        for row in found:
            listed += 1
            out.write(_report(number[row.id], row) if plain else msgspec.json.encode(row) + b"\n")
    if not listed:
        complain("no story is as asked; `dateline ingest` makes stories of what it reads")


def _report(number: int, row: StoryRow) -> bytes:
    from rich.text import Text

    out = io.StringIO()
    paper = console(out, like=sys.stdout)
    days = " to ".join(dict.fromkeys(day for day in (row.first, row.last) if day)) or "no date"
    counts = [_counted(row.origins, "independent origin"), _counted(row.articles, "article")]
    counts += [_counted(row.conflicts, "conflict")] if row.conflicts else []
    paper.print(Text.assemble((f"{number:>4}  ", "dim"), (printable(row.headline), "bold")))
    paper.print(Text(f"      {days} · {', '.join(counts)} · {row.id}", style="dim"), soft_wrap=True)
    return to_bytes(out.getvalue())


def _counted(n: int, word: str) -> str:
    return f"{n:,} {word}{'' if n == 1 else 's'}"
