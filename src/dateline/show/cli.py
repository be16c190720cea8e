"""The command line: read, show, explain, actors, tag, gazetteer, rules. Everything heavy is imported inside the command that needs it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.errors import DatelineError, Refused
from dateline.settings import setting
from dateline.show.output import FAILED, FORMATS, REFUSED, complain, console, finish, kept, open_output, progress, to_bytes, write

if TYPE_CHECKING:
    from dateline.record import Record

INTERRUPTED, PIPE = 130, 141
_HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def main() -> None:
    """Entry point. A closed pipe (`| head`) and an interrupt end quietly, a DatelineError as one line on standard error."""
    gc.set_threshold(setting("collect_after"))
    try:
        code = int(cli(standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except DatelineError as error:
        complain(str(error))
        code = FAILED
    except OSError as error:
        complain(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
        code = FAILED
    sys.exit(code)


#: Commands over a store, each in its own module under its own name, imported when it is called.
_STORE = ("ingest", "refused", "search", "export", "stories", "timeline", "watch", "serve", "backup", "scale")


class _Commands(click.Group):
    """The commands; a closed pipe ends them with PIPE (click alone would end with 1)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *(name for name in _STORE if self._module(name))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _STORE and (module := self._module(cmd_name)):
            command: click.Command = import_module(module).command
            return command
        return super().get_command(ctx, cmd_name)

    @staticmethod
    def _module(name: str) -> str | None:
        module = f"dateline.show.commands.{name}"
        return module if find_spec(module) else None

    def invoke(self, ctx: click.Context) -> object:
        try:
            result: object = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(PIPE) from None
        return result


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from dateline.show.versions import version_line

        click.echo(version_line())
        context.exit()


@click.group(cls=_Commands, context_settings=_HELP)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the versions of software and models."
)
def cli() -> None:
    """Reads news copy and keeps the chronicle: what happened, when, where, who did what to whom, and who says so.

    \b
    Example:
      dateline read dispatch.txt
    """


def _output(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("-q", "--quiet", is_flag=True, help="No progress on standard error; refused items are still named there."),
        click.option("-o", "--output", type=click.Path(dir_okay=False, allow_dash=True), help="File to write; - is standard output."),
        click.option(
            "-f",
            "--format",
            "form",
            type=click.Choice(FORMATS),
            help="What to write. Without it: by the ending of --output, else report on a terminal and jsonl in a pipe.",
        ),
    ):
        command = option(command)
    return command


def _offices(command: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--offices", metavar="FILE", help="CSV of who held which office when: person, office, country, from, to; used on the copy's date."
    )(command)


def _appointed(records: Iterable[Record | Refused], offices: str | None) -> Iterable[Record | Refused]:
    """Records with their office holders coded by the user's table, which is read before anything else."""
    if offices is None:
        return records
    from dateline.desk import appoint
    from dateline.who import load_offices

    return appoint(records, load_offices(offices))


@cli.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@_output
@click.option("-w", "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that share the reading.")
@click.option("--published", metavar="DATE", help="ISO date of the copy, where the copy does not print one.")
@click.option("--outlet", metavar="NAME", help="Name of the paper or agency, where the copy does not print one.")
@click.option("--gazetteer", metavar="FILE", help="A full gazetteer made by `dateline gazetteer build`; the built-in one is used too.")
@click.option("--no-model", is_flag=True, help="Find events and conditions by rules alone, without the tagger's opinion of them.")
@_offices
def read(
    sources: tuple[str, ...],
    form: str | None,
    output: str | None,
    quiet: bool,
    workers: int,
    published: str | None,
    outlet: str | None,
    gazetteer: str | None,
    no_model: bool,
    offices: str | None,
) -> None:
    """Read copy and write its chronicle.

    A SOURCE is a file (text, HTML, JSONL, RSS or Atom, WARC, WACZ, ninjs, or gzip of these), a folder, an http(s) address, or - for
    standard input.
    Exit code: 0 all was read, 1 some items were refused (named on standard error), 2 nothing could be read.

    \b
    Examples:
      dateline read dispatch.txt
      dateline read samples/crisis --format html --output chronicle.html
      cat dispatch.txt | dateline read - --format jsonl
    """
    from dateline.desk import read_records
    from dateline.intake import IntakeOptions, read_sources
    from dateline.story.days import bounds

    if published is not None and bounds(published) is None:
        raise click.BadParameter(f"{published!r} is no ISO date; write it like 2023-03-14", param_hint="--published")
    items = read_sources(list(sources), options=IntakeOptions(published=published, outlet=outlet))
    found = read_records(items, workers=workers, gazetteer=Path(gazetteer) if gazetteer else None, no_model=no_model)
    finish(write(progress(_appointed(found, offices), quiet), form, output))


@cli.command()
@click.argument("records", nargs=-1, required=True, metavar="RECORDS...")
@_output
@_offices
def show(records: tuple[str, ...], form: str | None, output: str | None, quiet: bool, offices: str | None) -> None:
    """Draw records that were made before, without reading the copy again.

    RECORDS are JSONL files written by `dateline read --format jsonl`, or - for standard input.

    \b
    Example:
      dateline show records.jsonl --format html --output chronicle.html
    """
    from dateline.show.stored import load_records

    finish(write(progress(_appointed(load_records(records), offices), quiet), form, output))


@cli.command()
@click.argument("file", metavar="RECORDS")
@click.argument("path")
def explain(file: str, path: str) -> None:
    """Show where one field of a record comes from: its words in their sentence, its value, its rule.

    RECORDS is a JSONL file of records (or - for standard input). PATH names a field, such as events[0].date, statements[2].source or
    events[e3]; where the file holds several records the id of one, or the name of its file, stands before it, as in
    flash-0320:events[0].date.

    \b
    Example:
      dateline explain records.jsonl "events[0].date"
    """
    from dateline.show.explain import explain as find
    from dateline.show.explained import render
    from dateline.show.stored import load_records

    found = [item for item in load_records((file,)) if not isinstance(item, Refused)]
    render(find(found, path), console(sys.stdout))


@cli.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(("conllu", "jsonl")),
    help="What to write. Without it: by the ending of --output, else conllu.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, allow_dash=True), help="File to write; - is standard output.")
@click.option(
    "--tokenized",
    is_flag=True,
    help="The sources are text files with one sentence a line and blanks between its words, all kept; an empty line ends a document.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress on standard error; refused items are still named there.")
def tag(sources: tuple[str, ...], form: str | None, output: str | None, tokenized: bool, quiet: bool) -> None:
    """Write the words, lemmas, tags, trees, names and attribution of copy as CoNLL-U or JSON lines, as the tagger gives them.

    A SOURCE is whatever `dateline read` takes. Exit codes are those of `dateline read`.

    \b
    Examples:
      dateline tag dispatch.txt > dispatch.conllu
      dateline tag samples/crisis --format jsonl --output words.jsonl
      echo "Police arrested 14 students ." | dateline tag --tokenized -
    """
    from dateline.grammar import load_tagger
    from dateline.grammar.conllu import to_conllu, to_json
    from dateline.intake import read_sources
    from dateline.show.tagging import tag_copy, tag_tokenized

    write_one = to_json if (form or str(output).rpartition(".")[2]) == "jsonl" else to_conllu
    found = tag_tokenized(sources, load_tagger()) if tokenized else tag_copy(read_sources(list(sources)), load_tagger())
    counts = [0, 0]
    with open_output(output) as out:
        for key, text, words in kept(progress(found, quiet), counts):
            out.write(to_bytes(write_one(words, text, doc_id=key, newpar=not tokenized)))
    finish((counts[0], counts[1]))


@cli.group()
def gazetteer() -> None:
    """Make a gazetteer of all that GeoNames knows, some 13 million places.

    \b
    Example:
      dateline gazetteer build allCountries.txt -o world.gazetteer
    """


@gazetteer.command()
@click.argument("dump", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--alternate",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="A file of other names (alternateNamesV2.txt); may be given several times.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@click.option("-q", "--quiet", is_flag=True, help="No progress on standard error; rows that were left out are still counted there.")
def build(dump: Path, alternate: tuple[Path, ...], output: Path, quiet: bool) -> None:
    """Make one file of a dump of GeoNames, for `dateline read --gazetteer FILE`.

    DUMP is allCountries.txt or that of one country, as GeoNames offers them, or its zip archive. Broken rows are left out and named.
    Exit code: 0 all rows were taken, 1 some were broken, 2 nothing was made.

    \b
    Example:
      dateline gazetteer build allCountries.txt --alternate alternateNamesV2.txt -o world.gazetteer
    """
    from dateline.show.output import bytes_progress
    from dateline.where import load_gazetteer
    from dateline.where.build import build as make

    with bytes_progress(quiet) as advance:
        made = make(dump, alternate, output, gazetteer=load_gazetteer(), advance=advance)
    for line in made.broken.told:
        complain(line)
    more = made.broken.count - len(made.broken.told)
    if more:
        complain(f"and {more:,} more broken rows")
    complain(f"{output}: {made.places:,} places, {made.names:,} names; {made.broken.count:,} broken rows left out")
    if made.broken.count:
        raise click.exceptions.Exit(REFUSED)


@cli.command()
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option(
    "--phrases", metavar="FILE", help="Code phrases instead: JSONL rows {id, mention, sentence, span, date}; - is standard input."
)
@click.option(
    "-f", "--format", "form", type=click.Choice(("table", "jsonl", "csv")), help="Without it: table on a terminal, jsonl in a pipe."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, allow_dash=True), help="File to write; - is standard output.")
@click.option("--published", metavar="DATE", help="ISO date of the copy, where the copy does not print one.")
@click.option("--outlet", metavar="NAME", help="Name of the paper or agency, where the copy does not print one.")
@click.option(
    "--coarse/--fine", default=None, help="United Nations and European Union as IGO (phrases do without it), or as UNO and EUR (actors do)."
)
@_offices
@click.option("-q", "--quiet", is_flag=True, help="No progress on standard error; refused items are still named there.")
def actors(
    sources: tuple[str, ...],
    phrases: str | None,
    form: str | None,
    output: str | None,
    published: str | None,
    outlet: str | None,
    coarse: bool | None,
    offices: str | None,
    quiet: bool,
) -> None:
    """List the actors of copy with their codes and the words that gave them, or code single phrases.

    A SOURCE is what `dateline read` takes; a JSONL file of records is listed without reading the copy again.

    \b
    Examples:
      dateline actors dispatch.txt
      dateline actors samples/crisis --format csv --output actors.csv
      dateline actors --phrases rows.jsonl > codes.jsonl
    """
    from dateline.show import actors as listing

    if bool(sources) == (phrases is not None):
        raise click.UsageError("give either SOURCE... or --phrases FILE")
    if phrases is not None:
        if form == "table":
            raise click.BadParameter("phrases are written as jsonl or csv", param_hint="--format")
        finish(listing.write_phrases(phrases, form or "jsonl", output, offices=offices, fine=coarse is False))
        return
    found = progress(listing.records(sources, published=published, outlet=outlet), quiet)
    finish(listing.write_actors(_appointed(found, offices), form, output, coarse=coarse is True))


@cli.command()
@click.argument("rows", metavar="ROWS")
@click.option("-f", "--format", "form", type=click.Choice(("jsonl", "csv")), default="jsonl", help="What to write; jsonl without it.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, allow_dash=True), help="File to write; - is standard output.")
@click.option("-q", "--quiet", is_flag=True, help="No progress on standard error; refused rows are still named there.")
def pairs(rows: str, form: str, output: str | None, quiet: bool) -> None:
    """Say of which type an act is when its two parties are given.

    ROWS is a JSONL file, or - for standard input, of rows {id, sentence, source, target}: offsets [start, end] in the sentence.

    \b
    Examples:
      dateline pairs rows.jsonl > types.jsonl
      dateline pairs rows.jsonl --format csv --output types.csv
    """
    from dateline.show.pairs import write_pairs

    finish(write_pairs(rows, form, output, quiet=quiet))


@cli.command()
@click.argument("name", required=False)
def rules(name: str | None) -> None:
    """List the rules by name, or show one with its pattern and its examples.

    \b
    Examples:
      dateline rules
      dateline rules dates.month_day
    """
    from dateline.show.explained import render_rule
    from dateline.show.rulebook import all_rules, find_rule

    if name is None:
        for file, rule in all_rules():
            click.echo(f"{rule.name}\t{file}")
        return
    found = find_rule(name)
    if found is None:
        raise click.BadParameter(f"no rule is named {name!r}; `dateline rules` lists them", param_hint="NAME")
    render_rule(*found, console(sys.stdout))


if __name__ == "__main__":
    main()
