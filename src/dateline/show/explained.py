"""Prints what `explain` found, and rules with their examples."""

from __future__ import annotations

import json

from rich.console import Console
from rich.text import Text

from dateline.article import Span
from dateline.record import Record
from dateline.rules import Rule
from dateline.show.clean import printable
from dateline.show.explain import Explained
from dateline.show.rulebook import find_rule
from dateline.story.phrase import sentence_at
from dateline.story.voices import voice

#: Most stretches of context that are printed for one field.
MOST = 12
_LABEL = 10


def render(found: Explained, console: Console) -> None:
    """Field, value, words in context, voice, rule with pattern and examples."""
    _row(console, "field", Text(printable(f"{found.record.id}:{found.path}"), style="bold"))
    _row(console, "value", Text(printable(_value(found.value))))
    for context, spans in contexts(found)[:MOST]:
        _row(console, "words", Text("; ".join(_quoted(found.record, span) for span in spans), style="bold"))
        _row(console, "in", _marked(found.record, context, spans))
    if len(contexts(found)) > MOST:
        _row(console, "", Text(f"and {len(contexts(found)) - MOST} more"))
    if not found.spans:
        _row(console, "words", Text("none: the value comes from the input or is not known"))
    if found.path.startswith(("events", "conditions", "statements")):
        told = voice(found.record, found.statement)
        _row(console, "voice", Text(printable(f"{told.line} ({told.words})"), style="magenta"))
    for note in found.notes:
        _row(console, "because", Text(printable(note)))
    for name in found.rule.split("+") if found.rule else ():
        rule = find_rule(name)
        if rule:
            render_rule(*rule, console)
        else:
            _row(console, "model", Text(printable(f"{name} (a model or a step of the program: no rule file holds it)")))


def render_rule(file: str, rule: Rule, console: Console) -> None:
    """A rule's name, file, pattern and examples."""
    _row(console, "rule", Text(f"{rule.name} ({file})", style="bold"))
    _row(console, "pattern", Text(printable(rule.pattern)))
    for key, value in rule.extra.items():
        _row(console, key, Text(printable(_value(value))))
    for example in rule.yes:
        value_ = f" -> {example.value}" if example.value is not None else ""
        day = f" (published {example.published})" if example.published else ""
        _row(console, "yes", Text(printable(f"{example.text}{day}: “{example.words}”{value_}")))
    for text in rule.no:
        _row(console, "no", Text(printable(text)))


def _row(console: Console, label: str, words: Text) -> None:
    lines = words.wrap(console, max(20, console.width - _LABEL - 1)) or [Text("")]
    for number, line in enumerate(lines):
        line.rstrip()
        console.print(Text(f"{label if number == 0 else '':<{_LABEL}} ", style="dim") + line, soft_wrap=True)


def _value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value


def _quoted(record: Record, span: Span) -> str:
    words = " ".join(record.text[span.start : span.end].split())
    return printable(f"“{words}” [{span.start}, {span.end}]")


def contexts(found: Explained) -> list[tuple[Span, list[Span]]]:
    """Sentences that hold the words, each with its spans, in order."""
    out: dict[Span, list[Span]] = {}
    for span in sorted(set(found.spans)):
        sentence = sentence_at(found.record, span.start)
        around = Span(min(sentence.start, span.start), max(sentence.end, span.end))
        out.setdefault(around, []).append(span)
    return list(out.items())


def _marked(record: Record, context: Span, spans: list[Span]) -> Text:
    """The sentence with its words in brackets and reverse, so that they stand out with and without colour."""
    out, at = Text(), context.start
    for span in spans:
        if span.start < at:
            continue
        out.append(_plain(record, at, span.start))
        out.append(f"[{_plain(record, span.start, span.end)}]", style="reverse")
        at = span.end
    return out.append(_plain(record, at, context.end))


def _plain(record: Record, start: int, end: int) -> str:
    return printable(record.text[start:end].replace("\n", " "))
