"""`dateline ingest`: reads copy into a store."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.show.output import FAILED, REFUSED, complain

if TYPE_CHECKING:
    from dateline.store.ingest import Ingested, Told

Both = tuple["Told | None", "Callable[[int], None] | None"]


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of commands that read copy into a store."""
    for option in (
        click.option("-q", "--quiet", is_flag=True, help="No progress on standard error."),
        click.option("--no-weave", is_flag=True, help="Store the articles only; stories and conflicts are made by the next ingest."),
        click.option("--offices", metavar="FILE", help="CSV of who held which office when: person, office, country, from, to."),
        click.option("--no-model", is_flag=True, help="Find events and conditions by rules alone, without the tagger's opinion of them."),
        click.option(
            "--gazetteer", metavar="FILE", help="A full gazetteer made by `dateline gazetteer build`; the built-in one is used too."
        ),
        click.option("--outlet", metavar="NAME", help="Name of the paper or agency, where the copy does not print one."),
        click.option("--published", metavar="DATE", help="ISO date of the copy, where the copy does not print one."),
        click.option("-w", "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that share the reading."),
        click.option("--db", required=True, metavar="FILE", help="The store."),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@reading_options
def command(sources: tuple[str, ...], db: str, **options: Any) -> None:
    """Read copy into a store, which is made where there is none.

    A SOURCE is whatever `dateline read` takes. What is stored already is not read again, so a run that was stopped goes on where it ended.
    What cannot be read is kept with its reason: `dateline refused` lists it. Exit code: 0 all was read, 1 some items were refused,
    2 nothing could be read.

    \b
    Examples:
      dateline ingest samples/crisis --db chronicle.db
      dateline ingest crawl.warc.gz https://paper.example/feed.xml --db chronicle.db --workers 2
    """
    from dateline.store import open_store

    with open_store(db, create=True) as store:
        finish(read_into(store, sources, **options), db)


def read_into(store: Any, sources: Sequence[str], *, quiet: bool, workers: int, no_weave: bool, **given: Any) -> Ingested:
    """Ingests sources with the options of the command line."""
    from dateline.intake import IntakeOptions
    from dateline.intake.sources import size_of
    from dateline.store.ingest import Reading, ingest
    from dateline.story.days import bounds

    published, gazetteer, offices = given["published"], given["gazetteer"], given["offices"]
    if published is not None and bounds(published) is None:
        raise click.BadParameter(f"{published!r} is no ISO date; write it like 2023-03-14", param_hint="--published")
    reading = Reading(workers, Path(gazetteer) if gazetteer else None, given["no_model"], Path(offices) if offices else None)
    options = IntakeOptions(published=published, outlet=given["outlet"], guards=workers)
    with _progress(size_of(sources), quiet) as (told, advance):
        return ingest(store, sources, options=options, reading=reading, weave=not no_weave, told=told, advance=advance)


def finish(done: Ingested, db: str) -> None:
    """The closing line and the exit code."""
    stories = "" if done.stories is None else f"; {done.stories:,} stories"
    complain(f"{db}: {done.new:,} new, {done.known:,} known, {done.replaced:,} replaced, {done.refused:,} refused{stories}")
    if done.refused:
        complain(f"`dateline refused --db {db}` says why")
    if done.refused or not done.read:
        raise click.exceptions.Exit(REFUSED if done.read else FAILED)


@contextmanager
def _progress(size: int, quiet: bool) -> Iterator[Both]:
    """A line on standard error where that is a terminal: articles stored, rate, and the time left by the bytes still to be read."""
    if quiet or not sys.stderr.isatty():
        yield None, None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("0 articles", total=size or None)

        def told(done: Ingested, _: Sequence[str]) -> None:
            elapsed = bar.tasks[0].elapsed or 0
            rate = f", {(done.new + done.replaced) / elapsed:.1f} a second" if elapsed > 1 else ""
            bar.update(task, description=f"{done.read:,} articles{rate}, {done.refused:,} refused")

        yield told, lambda count: bar.advance(task, count)
