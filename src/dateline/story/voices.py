"""Who tells: the chain from the outlet over the speaker to the speaker's speaker, and the words that name it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from dateline.article import Span
from dateline.fields import Actor, Speaker, Statement
from dateline.record import Record

PRONOUNS = frozenset(
    "i we he she it they who whom which that you me us him her them his their its our my this these those himself herself".split()
)
OWN = "the paper's own voice"
#: Cues that say nothing without their object: "put the number at 14", "as saying".
_BARE = frozenset("as quoted quoting cited citing saying put called described gave set asked".split())
_ADDRESSEE = re.compile(r"\s+((?:[\w'’-]+\s+){0,2}[\w'’-]+)(?=[.,;:\s]*(?:$|[\n.,;:\"“]|that\b|on\b|in\b|by\b))")
_MADE_ID = re.compile(r"[0-9a-f]{16}")  # made from the content: no name for anybody
UNNAMED = "a source not named"
_HOP = " ← "


@dataclass(frozen=True, slots=True)
class Voice:
    """`chain` runs from the outlet inwards; `words` is the reader's form: "the ministry insists" or "the paper's own voice"."""

    chain: tuple[str, ...]
    words: str
    own: bool

    @property
    def line(self) -> str:
        """Kestrel ← Amakali."""
        return _HOP.join(self.chain)


def outlet(record: Record) -> str:
    """The paper or agency that printed the article, else its file, else the id it was given, else "the paper"."""
    if record.source.outlet:
        return record.source.outlet
    if record.dateline and record.dateline.agency:
        return record.dateline.agency
    if record.source.path and record.source.path != "-":
        return PurePath(record.source.path).stem
    return "the paper" if _MADE_ID.fullmatch(record.id) else record.id


def papers(record: Record) -> tuple[str, ...]:
    """The paper and, where it is another, the agency whose copy it prints."""
    first = outlet(record)
    agency = record.dateline.agency if record.dateline else None
    if not agency or agency.casefold() in first.casefold() or agency.casefold() == initials(first):
        return (first,)
    return first, agency


def initials(name: str) -> str:
    """First letters in small: an agency that signs with them ("BW" of "Benguela Wire") is the paper itself."""
    return "".join(word[0] for word in name.split()).casefold()


def codes(actor: Actor | None) -> str:
    """RUS GOV; empty where no code is known."""
    return " ".join(code for code in (actor.country, actor.sector) if code) if actor else ""


def speaker_name(record: Record, source: Speaker | None) -> str:
    """The speaker as a reader would name him: the full name of a person, else the words of the text."""
    if source is None:
        return UNNAMED
    actor = record.actor(source.actor)
    words = flat(record, source.span) if source.span else ""
    bare = len(words) < 2 or words.casefold() in PRONOUNS  # "A: Yes, since Tuesday" names nobody
    if actor and len(actor.name) > 1 and (actor.kind == "person" or bare or len(words) > 48):
        return actor.name
    return UNNAMED if bare else words


def flat(record: Record, span: Span) -> str:
    """The words of a span on one line."""
    return " ".join(record.text[span.start : span.end].split())


def voice(record: Record, statement_id: str | None) -> Voice:
    """The voice that carries an event, a condition or (by its id) a statement."""
    printed = papers(record)
    inner = record.statement(statement_id)
    if inner is None:
        return Voice(printed, OWN, own=True)
    names: list[str] = []
    step: Statement | None = inner
    seen: set[str] = set()
    while step is not None and step.id not in seen:
        seen.add(step.id)
        name = speaker_name(record, step.source)
        if name != UNNAMED or not names:
            names.append(name)
        step = record.statement(step.within)
    names.reverse()
    told = names[1:] if len(names) > 1 and names[0].casefold() == printed[-1].casefold() else names
    return Voice((*printed, *told), _said(record, inner, names[-1], names[:-1]), own=False)


def _said(record: Record, statement: Statement, name: str, outer: list[str]) -> str:
    cue = flat(record, statement.cue) if statement.cue else ""
    low = cue.casefold()
    if low.startswith("according"):
        words = f"{low} {_lowered(name)}"
    elif not cue or len(cue) > 24 or low.split()[0] in _BARE:
        words = name
    else:
        words = f"{name} {low}{_addressee(record, statement) if low == 'told' else ''}"
    return f"{words} (in {_lowered(outer[-1])})" if outer else words


def _lowered(name: str) -> str:
    head, _, rest = name.partition(" ")
    return f"{head.lower()} {rest}" if rest and head in ("The", "A", "An") else name


def _addressee(record: Record, statement: Statement) -> str:
    """ "told" alone reads cut off: " reporters" of "told reporters, ...", at most three words."""
    end = statement.cue.end if statement.cue else 0
    found = _ADDRESSEE.match(record.text, end, end + 48)
    inside = any(content.start < found.end(1) for content in statement.content if content.end > end) if found else True
    return f" {' '.join(found[1].split())}" if found and not inside else ""


def speaker(record: Record, statement_id: str | None) -> str | None:
    """The name of the innermost speaker of a statement; None in the paper's own voice and for a speaker without a name."""
    statement = record.statement(statement_id)
    if statement is None:
        return None
    name = speaker_name(record, statement.source)
    return None if name == UNNAMED else name
