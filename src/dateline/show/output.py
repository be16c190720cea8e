"""Where the command line writes: formats, files, standard output, standard error and exit codes."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from dateline.errors import Refused
from dateline.show.clean import printable

if TYPE_CHECKING:
    from rich.console import Console

    from dateline.record import Record

FORMATS = ("report", "jsonl", "html", "csv", "chronicle")
REFUSED, FAILED = 1, 2
_SUFFIX = {".jsonl": "jsonl", ".html": "html", ".htm": "html", ".csv": "csv", ".txt": "report"}

_Item = TypeVar("_Item")


def complain(words: str) -> None:
    """One line on standard error."""
    click.echo(f"dateline: {printable(words)}", err=True)


def finish(counts: tuple[int, int]) -> None:
    """Ends a command with the exit code for so many read and refused."""
    read, refused = counts
    if refused:
        complain(f"{read} read, {refused} refused")
    elif not read:
        complain("nothing to read")
    if refused or not read:
        raise click.exceptions.Exit(REFUSED if read else FAILED)


def progress(items: Iterable[_Item], quiet: bool) -> Iterator[_Item]:
    """Counts items on standard error where that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns: tuple[Any, ...] = (SpinnerColumn(), TextColumn("read"), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("read", total=None)
        for item in items:
            bar.advance(task)
            yield item


@contextmanager
def bytes_progress(quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error where that is a terminal, driven by calls with bytes read and bytes in all; none in all is a time unknown."""
    if quiet or not sys.stderr.isatty():
        yield lambda read, size: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

    with Progress(BarColumn(), DownloadColumn(), TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda read, size: bar.update(task, completed=read, total=size or None)


def write(items: Iterable[Record | Refused], form: str | None, output: str | None) -> tuple[int, int]:
    """Writes records in a format, as they come where the format allows; nothing is written where nothing was read.

    Names what was refused on standard error. Returns how many were read and refused.
    """
    counts = [0, 0]
    records = kept(items, counts)
    first = next(records, None)
    if first is not None:
        with open_output(output) as out:
            for piece in _pieces(first, records, _form(form, output), output):
                out.write(piece)
    return counts[0], counts[1]


def kept(items: Iterable[_Item | Refused], counts: list[int]) -> Iterator[_Item]:
    """What was not refused; the refused are named on standard error. `counts`: how many were kept and refused, counted up."""
    for item in items:
        if isinstance(item, Refused):
            counts[1] += 1
            complain(str(item))
        else:
            counts[0] += 1
            yield item


def _form(form: str | None, output: str | None) -> str:
    if form:
        return form
    suffix = os.path.splitext(output)[1].lower() if output else ""
    if suffix in _SUFFIX:
        return _SUFFIX[suffix]
    return "report" if output in (None, "-") and sys.stdout.isatty() else "jsonl"


def _pieces(first: Record, more: Iterator[Record], form: str, output: str | None) -> Iterator[bytes]:
    if form == "report":
        from dateline.show.report import render

        out = io.StringIO()
        render([first, *more], console(out, like=sys.stdout if output in (None, "-") else None))
        yield to_bytes(out.getvalue())
    elif form == "html":
        from dateline.show.export import page

        yield to_bytes(page.write([first, *more]))
    elif form == "chronicle":
        from dateline.show.export import chronicle

        yield to_bytes(chronicle.write([first, *more]))
    elif form == "csv":
        from dateline.show.export import table

        yield from map(to_bytes, table.write(_chained(first, more)))
    else:
        from dateline.record import dumps

        for record in _chained(first, more):
            yield dumps(record) + b"\n"


def _chained(first: Record, more: Iterator[Record]) -> Iterator[Record]:
    yield first
    yield from more


def console(out: IO[str], like: IO[str] | None = None) -> Console:
    """A console as wide as the terminal (at most 110); 80 columns without colour where there is none."""
    from rich.console import Console

    terminal = (like or out).isatty()
    width = min(shutil.get_terminal_size((80, 24)).columns, 110) if terminal else 80
    return Console(file=out, width=width, force_terminal=terminal, no_color=None if terminal else True, highlight=False, markup=False)


def to_bytes(words: str) -> bytes:
    """UTF-8; a lone surrogate, which no file can hold, becomes a question mark."""
    return words.encode("utf-8", "replace")


class _Standard:
    """Standard output as a binary file that is flushed and left open."""

    def __enter__(self) -> Any:
        return sys.stdout.buffer

    def __exit__(self, *_: object) -> None:
        sys.stdout.flush()


def open_output(output: str | None) -> Any:
    """A binary file to write to: standard output for None and "-"."""
    return _Standard() if output in (None, "-") else open(str(output), "wb")
