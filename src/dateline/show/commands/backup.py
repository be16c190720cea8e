"""dateline backup."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--db", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The store to copy.")
@click.option("--force", is_flag=True, help="Replace TARGET where it exists.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary on standard error.")
def command(target: Path, db: Path, force: bool, quiet: bool) -> None:
    """Copy a store to the file TARGET while others read and write it.

    The copy is the store as of one moment, one plain file, verified before it takes its name; `dateline` opens it like any store.
    Exit code: 0 the copy was made, 2 it was not, and nothing was left behind.

    \b
    Example:
      dateline backup --db chronicle.db chronicle-2026-01-31.db
    """
    from dateline.show.output import bytes_progress, complain
    from dateline.store import open_store

    with open_store(db, readonly=True) as store, bytes_progress(quiet) as advance:
        made = store.backup(target, force=force, progress=advance)
    if not quiet:
        complain(f"{target}: {made.rows['articles']:,} articles, {made.rows['events']:,} events, {made.size:,} bytes, verified")
