"""The terminal report: headline, dateline, the timeline, who says what, who is who, and what was set aside. Of several reports also the
stories they tell, which of them are copies, and where they disagree.

Everything is printed as `Text`, never as markup, so that brackets in the copy stay brackets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.fields import Actor, Statement
from dateline.record import Record
from dateline.show.chronicle import Line, headline, place_line, toll
from dateline.show.clean import printable
from dateline.show.dates import spoken
from dateline.show.together import Dispute, StoryLine, counted, together
from dateline.story.voices import codes, flat, outlet, voice

DOT = " · "
STATUS_MARK = {"actual": "", "planned": "planned", "possible": "possible", "denied": "denied"}
STATUS_STYLE = {"actual": "", "planned": "cyan", "possible": "yellow", "denied": "red"}
#: Longest quotation that the report prints; the page and the record hold all of it.
QUOTE = 240


def render(records: Sequence[Record], console: Console) -> None:
    """Prints the report of one record, or one merged report of several, without blanks at line ends."""
    with console.capture() as capture:
        _render(records, console)
    for line in capture.get().splitlines():
        console.file.write(line.rstrip(" ") + "\n")


def _render(records: Sequence[Record], console: Console) -> None:
    many = len(records) > 1
    console.print(_sources(records) if many else _head(records[0]))
    found = together(records)
    lines = found.lines
    dated = [line for line in lines if line.when]
    undated = [line for line in lines if not line.when]
    _section(console, "Stories", [_story(one) for one in found.stories])
    _section(console, "What happened", [_timeline(dated, many)] if dated else [Text("Nothing that the copy dates.", style="dim")])
    _section(console, "Where reports disagree", [_dispute(one) for one in found.disputes])
    if undated:
        _section(console, "Reported without a date", [_timeline(undated, many)])
    _section(console, "Tolls", _tolls(records, many))
    _section(console, "Who says what", _statements(records, many))
    _section(console, "Who is who", _actors(records))
    _section(console, "Set aside", _aside(records, many))


def _section(console: Console, title: str, body: Sequence[RenderableType]) -> None:
    if body:
        console.print()
        console.print(Text(title.upper(), style="bold"))
        console.print(Padding(Group(*body), (0, 0, 0, 1)))


def _text(words: str, style: str = "") -> Text:
    return Text(printable(words), style=style)


def _head(record: Record) -> RenderableType:
    subheads = [_text(flat(record, part.span), "italic") for part in record.parts if part.kind == "subhead"]
    return Group(_text(headline(record), "bold"), *subheads, _text(place_line(record), "dim"))


def _sources(records: Sequence[Record]) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    for number, record in enumerate(records, 1):
        grid.add_row(Text(f"[{number}]", style="dim"), _text(headline(record), "bold"))
        grid.add_row(Text(""), _text(place_line(record), "dim"))
    return grid


def _numbers(articles: Iterable[int]) -> str:
    return "".join(f"[{article + 1}]" for article in articles)


def _story(one: StoryLine) -> RenderableType:
    out = _text(one.headline, "bold")
    told = f"{counted(len(one.articles), 'report')}, {counted(one.origins, 'origin')}"
    out.append(DOT + DOT.join(part for part in (one.days, told, _numbers(one.articles)) if part), style="dim")
    copies = [_text(f"one copy, {group.speaker} answers for it{DOT}{_numbers(group.articles)}", "dim") for group in one.copies]
    return Group(out, *(Padding(line, (0, 0, 0, 4)) for line in copies))


def _dispute(one: Dispute) -> RenderableType:
    out: list[RenderableType] = [Text(one.kind, style="yellow")]
    for stand in one.stands:
        head = _text(stand.value, "bold")
        if stand.voices:
            head.append(DOT).append_text(_text(stand.voices, "magenta"))
        out.append(Padding(head, (0, 0, 0, 2)))
        out += [
            Padding(_text(f"“{words}”").append_text(_text(f" {_numbers((article,))}", "dim")), (0, 0, 0, 4))
            for article, _, words in stand.tellings
        ]
    return Group(*out)


def _timeline(lines: Sequence[Line], many: bool) -> RenderableType:
    grid = Table.grid(padding=0)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    last = ""
    for line in lines:
        label = line.label
        grid.add_row(Text(label, style="dim" if label == last else "bold"), Text(DOT, style="dim"), _line(line, many))
        last = label
    return grid


def _line(line: Line, many: bool) -> Text:
    out = Text()
    parts: list[Text] = []
    if line.place:
        parts.append(_text(line.place, "green"))
    if STATUS_MARK[line.status]:
        parts.append(Text(_mark(line), style=STATUS_STYLE[line.status]))
    if line.layer == "conditions":
        parts.append(Text(line.kind, style="cyan"))
    parts.append(_text(line.words))
    if line.tolls:
        parts.append(_text(", ".join(line.tolls), "bold"))
    told = f"{line.voice.line}, own voice" if line.voice.own else line.voice.line
    parts.append(_text(told, "dim" if line.voice.own else "magenta"))
    if many:
        numbers = _numbers(line.tellers or (line.article,))
        parts.append(_text(f"{line.corroboration} {numbers}".strip(), "dim"))
    for part in parts:
        if out:
            out.append(DOT, style="dim")
        out.append_text(part)
    return out


def _mark(line: Line) -> str:
    return "ended" if line.layer == "conditions" and line.status == "denied" else STATUS_MARK[line.status]


def _tolls(records: Sequence[Record], many: bool) -> list[RenderableType]:
    out: list[RenderableType] = []
    for number, record in enumerate(records, 1):
        for item in record.casualties:
            words = f"{toll(record, item)}{DOT}“{flat(record, item.span)}”{DOT}{outlet(record)}"
            out.append(_text(f"{words} [{number}]" if many else words))
    return out


def _statements(records: Sequence[Record], many: bool) -> list[RenderableType]:
    out: list[RenderableType] = []
    for number, record in enumerate(records, 1):
        again = {statement.repeats for statement in record.statements}
        for statement in record.statements:
            if statement.repeats:
                continue  # the headline's words are told once, with those of the body
            head = _text(voice(record, statement.id).line, "magenta")
            details = _statement_details(record, statement) + (["in the headline too"] if statement.id in again else [])
            if many:
                details.append(f"[{number}]")
            head.append(DOT + DOT.join(details), style="dim")
            out += [head, Padding(_text(_quote(record, statement)), (0, 0, 0, 4))]
    return out


def _statement_details(record: Record, statement: Statement) -> list[str]:
    actor = record.actor(statement.source.actor) if statement.source else None
    details = [part for part in (codes(actor), statement.kind) if part]
    if statement.manner != "speech":
        details.append(statement.manner)
    if statement.date:
        details.append(spoken(statement.date))
    if statement.medium:
        details.append(printable(flat(record, statement.medium)))
    return details


def _quote(record: Record, statement: Statement) -> str:
    words = " … ".join(flat(record, span) for span in statement.content)
    if len(words) > QUOTE:
        words = words[:QUOTE].rsplit(" ", 1)[0] + " …"
    return f"“{words}”" if statement.kind == "direct" else words


def _actors(records: Sequence[Record]) -> list[RenderableType]:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(overflow="fold", ratio=3)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold", ratio=4)
    rows = list(_who(records))
    for name, code, roles in rows:
        grid.add_row(_text(name), _text(code, "yellow"), _text(roles, "dim"))
    return [grid] if rows else []


def _who(records: Sequence[Record]) -> Iterable[tuple[str, str, str]]:
    """Actors that are named or coded, one row a name and code over all records, in order of first naming."""
    rows: dict[tuple[str, str], list[str]] = {}
    for record in records:
        for actor in record.actors:
            if _worth(actor):
                titles = rows.setdefault((actor.name, codes(actor)), [])
                titles += [role.title for role in actor.roles if role.title not in titles]
    return [(name, code, ", ".join(titles)) for (name, code), titles in rows.items()]


def _worth(actor: Actor) -> bool:
    return bool(codes(actor)) or (actor.kind in ("person", "organization") and actor.name[:1].isupper())


def _aside(records: Sequence[Record], many: bool) -> list[RenderableType]:
    out: list[RenderableType] = []
    for number, record in enumerate(records, 1):
        for part in record.parts:
            if part.kind in ("debris", "tag", "note", "caption"):
                words = flat(record, part.span)
                line = Text(f"{part.kind}{DOT}", style="dim").append_text(_text(words if len(words) < 160 else words[:160] + " …"))
                out.append(line.append(f"{DOT}[{number}]", style="dim") if many else line)
    return out
