"""`dateline search`: full text over a store."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from dateline.show.clean import printable
from dateline.show.commands.filters import filtered, of_store
from dateline.show.output import complain, console, open_output

if TYPE_CHECKING:
    from dateline.store.rows import Hit

_MOST = 5


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@filtered
@click.option("-n", "--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Most articles that are listed.")
@click.option("-f", "--format", "form", type=click.Choice(("report", "jsonl")), help="Without it: report on a terminal, jsonl in a pipe.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, allow_dash=True), help="File to write; - is standard output.")
def command(words: tuple[str, ...], query: Any, db: str, limit: int, form: str | None, output: str | None) -> None:
    """Find articles in a store by their words, the best first, each with a few words around the match and the offsets of all matches.

    All WORDS must stand in the article. A "phrase" keeps its order, protest* takes any ending, this OR that takes either, and -word (behind
    a -- so that it is no option) must not stand there. Capitals and accents do not matter.

    \b
    Examples:
      dateline search --db chronicle.db curfew
      dateline search --db chronicle.db --country Namibia --from 2023-03 '"water bill" protest*'
      dateline search --db chronicle.db -- strike -football
    """
    import msgspec

    from dateline.store import open_store

    plain = form == "report" or (form is None and output in (None, "-") and sys.stdout.isatty())
    typed = " ".join(words)
    with open_store(db, readonly=True) as store, open_output(output) as out:
        hits = list(store.search(typed, of_store(query, store), limit=limit))
        for hit in hits:
            out.write(_report(hit) if plain else msgspec.json.encode(hit) + b"\n")
    if not hits:
        complain(f"nothing holds {typed}")


def _report(hit: Hit) -> bytes:
    import io

    from rich.text import Text

    out = io.StringIO()
    paper = console(out, like=sys.stdout)
    head = Text(printable(hit.headline or hit.article), style="bold")
    paper.print(head)
    paper.print(Text(" · ".join(part for part in (hit.outlet, (hit.published or "")[:10], hit.article) if part), style="dim"))
    paper.print(Text.assemble(*((printable(words), "bold") if match else printable(words) for words, match in hit.snippet)))
    places = ", ".join(f"{start}-{end}" for start, end in hit.matches[:_MOST])
    more = f" and {len(hit.matches) - _MOST} more" if len(hit.matches) > _MOST else ""
    paper.print(Text(f"at {places}{more}\n" if places else "in the headline\n", style="dim"))
    return out.getvalue().encode("utf-8", "replace")
