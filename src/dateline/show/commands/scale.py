"""`dateline scale`: reads sets of any size into Parquet files, on this machine or on a Ray cluster."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.show.output import FAILED, REFUSED, complain

if TYPE_CHECKING:
    from dateline.scale.parts import Note
    from dateline.scale.run import Scaled, Told


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("-o", "--output", required=True, metavar="DIR", help="Folder or object store to write to; a stopped run goes on there.")
@click.option("-w", "--workers", type=click.IntRange(1, 4096), default=1, show_default=True, help="Workers that share the reading.")
@click.option("--engine", type=click.Choice(("local", "ray")), default="local", show_default=True, help="Processes here, or Ray actors.")
@click.option("--address", metavar="ADDRESS", help="A running Ray cluster (auto, ray://host:port); without it Ray is started here.")
@click.option("--published", metavar="DATE", help="ISO date of the copy, where the copy does not print one.")
@click.option("--outlet", metavar="NAME", help="Name of the paper or agency, where the copy does not print one.")
@click.option("--gazetteer", metavar="FILE", help="A full gazetteer made by `dateline gazetteer build`; the built-in one is used too.")
@click.option("--no-model", is_flag=True, help="Find events and conditions by rules alone, without the tagger's opinion of them.")
@click.option("--offices", metavar="FILE", help="CSV of who held which office when: person, office, country, from, to.")
@click.option("--text-column", metavar="NAME", default="text", show_default=True, help="Column of Parquet files that holds the copy.")
@click.option("--no-tables", is_flag=True, help="Write the records alone, without tables of events, statements and so on.")
@click.option("--no-stories", is_flag=True, help="Do not look for copies and stories across articles.")
@click.option("-q", "--quiet", is_flag=True, help="No progress on standard error.")
def command(sources: tuple[str, ...], output: str, quiet: bool, **given: Any) -> None:
    """Read sets of any size into Parquet files, with the copies and stories of the whole set.

    A SOURCE is a file, a folder, or an address of an object store (s3://bucket/folder): WARC, JSONL, their gzip, Parquet with a column of
    text, and whatever else `dateline read` takes. What is done is not done again, so a run that was stopped goes on where it ended. Exit
    code: 0 all was read, 1 some items were refused, 2 nothing could be read.

    \b
    Examples:
      dateline scale samples/crisis --output out/crisis
      dateline scale s3://crawl/2026/ --output s3://chronicle/2026 --engine ray --address auto --workers 64
    """
    from dateline.scale import ScaleOptions, scale
    from dateline.story.days import bounds

    if given["published"] is not None and bounds(given["published"]) is None:
        raise click.BadParameter(f"{given['published']!r} is no ISO date; write it like 2023-03-14", param_hint="--published")
    gazetteer, tables, stories = given.pop("gazetteer"), not given.pop("no_tables"), not given.pop("no_stories")
    options = ScaleOptions(**given, gazetteer=Path(gazetteer).absolute() if gazetteer else None, tables=tables, stories=stories)
    with _progress(quiet) as told:
        manifest = scale(list(sources), output, options, told=told)
    counts = manifest["counts"]
    across = counts.get("across")
    more = f"; {across['origins']:,} origins, {across['stories']:,} stories" if across else ""
    complain(f"{output}: {counts.get('articles', 0):,} articles, {counts['refused']:,} refused{more}")
    if counts["refused"]:
        complain(f"{output}/refused.jsonl says why")
    if counts["refused"] or not counts.get("articles"):
        raise click.exceptions.Exit(REFUSED if counts.get("articles") else FAILED)


@contextmanager
def _progress(quiet: bool) -> Iterator[Told | None]:
    """A line on standard error where that is a terminal: articles read, and how many a second."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("0 articles")

        def told(done: Scaled, _: Note) -> None:
            elapsed = bar.tasks[0].elapsed or 0
            rate = f", {(done.read - done.resumed) / elapsed:.1f} a second" if elapsed > 1 else ""
            bar.update(task, description=f"{done.read:,} articles{rate}, {done.refused:,} refused, {done.slices:,} slices")

        yield told
