"""`dateline timeline`: what happened when, and since when it is known."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from dateline.show.clean import printable
from dateline.show.commands.filters import filtered, of_store
from dateline.show.output import complain, console, open_output, to_bytes

if TYPE_CHECKING:
    from dateline.store.rows import EntryRow
    from dateline.story.outline import Day

_VOICES = 3


@click.command()
@filtered
@click.option("--as-of", metavar="DATE", help="What was known at the end of this day, made anew from the articles printed by then.")
@click.option("-n", "--entries", type=click.IntRange(1, 10_000), help="Only so many entries, the most telling ones.")
@click.option(
    "--by-day",
    is_flag=True,
    help="The days that matter, each in sentences of the reports: for a story of weeks or months. As many as stand out, or --entries.",
)
@click.option("-f", "--format", "form", type=click.Choice(("report", "json")), help="Without it: report on a terminal, json in a pipe.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, allow_dash=True), help="File to write; - is standard output.")
def command(query: Any, db: str, as_of: str | None, entries: int | None, by_day: bool, form: str | None, output: str | None) -> None:
    """Tell what happened when, by date, each entry in a report's own words with the day it became known, its voices and its conflicts.

    \b
    Examples:
      dateline timeline --db chronicle.db --story 1 --entries 20
      dateline timeline --db chronicle.db --story 1 --as-of 2022-01-07
      dateline timeline --db chronicle.db --country KAZ --from 2022-01 --to 2022-01 --format json
      dateline timeline --db chronicle.db --story 1 --by-day
    """
    import msgspec

    from dateline.store import open_store

    plain = form == "report" or (form is None and output in (None, "-") and sys.stdout.isatty())
    with open_store(db, readonly=True) as store:
        asked = of_store(query, store)
        found: Sequence[Any] = (
            store.timeline(asked, as_of=as_of, entries=entries) if not by_day else store.outline(asked, as_of=as_of, days=entries)
        )
    with open_output(output) as out:
        report = (_by_day if by_day else _report)(found) if plain else msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"
        out.write(report)
    if not found:
        complain("nothing is known of what was asked" + (f" as of {as_of}" if as_of else ""))


def _report(lines: Sequence[EntryRow]) -> bytes:
    from rich.text import Text

    from dateline.show.dates import spoken

    out = io.StringIO()
    paper = console(out, like=sys.stdout)
    day = ""
    for line in lines:
        label = spoken(line.date) + (f" to {spoken(line.date_end)}" if line.date_end and line.date_end != line.date else "")
        if label != day:
            paper.print(Text(label, style="bold"))
            day = label
        kind = line.kind.lower().replace("/", ", ") + ("" if line.status == "actual" else f", {_status(line)}")
        scene = f"  {kind}, {line.place}" if line.place else f"  {kind}"
        paper.print(Text.assemble(f"  {printable(line.what)}", (printable(scene), "dim")), soft_wrap=True)
        paper.print(Text.assemble((f"    {printable(_told(line))}", "dim"), (_disputed(line), "bold red")), soft_wrap=True)
    return to_bytes(out.getvalue())


def _by_day(days: Sequence[Day]) -> bytes:
    from rich.text import Text

    from dateline.show.dates import spoken

    out = io.StringIO()
    paper = console(out, like=sys.stdout)
    for day in days:
        paper.print(Text(spoken(day.date), style="bold"))
        for line in day.lines:
            paper.print(Text.assemble(f"  {printable(line.what)}", (f"  {printable(line.article)}", "dim")), soft_wrap=True)
    return to_bytes(out.getvalue())


def _status(line: EntryRow) -> str:
    return "ended" if line.status == "denied" and not line.happening else line.status


def _told(line: EntryRow) -> str:
    """SKELA, Kestrel (own voice), Amakali; 3 origins; known 16 Mar 2023."""
    from dateline.show.dates import spoken

    names = dict.fromkeys(
        (voice.name or "a source not named") + ("" if voice.own or voice.stance == line.status else f" ({voice.stance})")
        for voice in line.voices
    )
    voices = ", ".join(list(names)[:_VOICES]) + (f" and {len(names) - _VOICES} more" if len(names) > _VOICES else "")
    origins = f"{len(line.origins)} independent origin{'' if len(line.origins) == 1 else 's'}"
    known = f"known {spoken(line.known)}" if line.known else ""
    return " · ".join(part for part in (voices, origins, known, f"{line.article}:{line.item}") if part)


def _disputed(line: EntryRow) -> str:
    return f" · disputed: {', '.join(line.conflicts)}" if line.conflicts else ""
