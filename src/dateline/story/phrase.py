"""The words of the clause around a trigger, cut from the sentence by its punctuation and connectives.

The record keeps no trees, so the cut follows what newspapers print: "Dockers walked out in Luanda on Monday, leaving nine ships at anchor"
gives "Dockers walked out in Luanda on Monday".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from dateline.article import Span
from dateline.fields import Event
from dateline.record import Record

#: Longest phrase of a timeline line, in characters.
LONGEST = 110
#: How far a phrase may stretch to take in who acted and on whom, in characters.
REACH = 70

_LEFT = re.compile(
    r"[;:—–(\[\]“”\"]\s*|,\s+(?:and |but |while |which |who |where )?| - | -- |\n\s*"
    r"|\s(?:that|who|which|after|before|when|while|because|but|where|if|although)\s+",
)
_RIGHT = re.compile(
    r"(?:(?<!\s)\s+)?[;:—–()\[\]“”\"]|,(?=\s)| - | -- |\n"
    r"|\s(?:who|which|after|when|while|because|but|where|if|although|escalating|adding)\s",
)
_LINK = re.compile(r"(?:,|;)?\s(?:with|and|but|then)\s|[,;]\s")
_CLOSING = re.compile(r'["”]')
_LEAD = re.compile(r"(?:but|and|or|nor|then|meanwhile|however)\s+", re.IGNORECASE)
_QUOTES = " \t\n\r\"“”'‘’,;:.!?—–-"


def sentence_at(record: Record, offset: int) -> Span:
    """The sentence that holds an offset; the paragraph, then the whole text, where no sentence does."""
    at = bisect_right(record.sentences, offset, key=lambda span: span.start) - 1
    if at >= 0 and offset < record.sentences[at].end:
        return Span(*record.sentences[at])
    start = record.text.rfind("\n", 0, offset) + 1
    end = record.text.find("\n", offset)
    return Span(start, len(record.text) if end < 0 else end)


def event_phrases(record: Record) -> list[Span]:
    """The clause around the trigger of every event: exact words of the text, about LONGEST characters at most."""
    triggers = sorted(event.trigger for event in record.events)
    return [_event_phrase(record, event, triggers) for event in record.events]


def _event_phrase(record: Record, event: Event, triggers: Sequence[Span]) -> Span:
    region = _between(record.text, event.trigger, _region(record, event.trigger, event.statement), triggers)
    near = [span for span in (*event.source_spans, *event.target_spans) if _near(span, event.trigger, region)]
    return clause(record.text, event.trigger, region, keep=near)


def state_phrase(record: Record, span: Span, statement_id: str | None) -> Span:
    """The words of a condition; a bare noun ("curfew") is given the clause around it."""
    if len(record.text[span.start : span.end].split()) > 2:
        return span
    return clause(record.text, span, _region(record, span, statement_id))


def clause(text: str, trigger: Span, region: Span, *, keep: Iterable[Span] = ()) -> Span:
    """The clause around `trigger` inside `region`, stretched over the spans to `keep`."""
    first = min((trigger.start, *(span.start for span in keep)))
    last = max((trigger.end, *(span.end for span in keep)))
    start, end = region
    for found in _LEFT.finditer(text, region.start, first):
        start = found.end()
    found_right = _RIGHT.search(text, last, region.end)
    if found_right:
        end = found_right.start()
        if found_right[0].strip() in ('"', "“") and len(text[start:end].split()) <= 5:
            end = _unquoted(text, found_right.end(), region.end)
    if len(text[start:end].split()) < 3 and end - start < region.length:
        start, end = _widen(text, Span(start, end), region)
    return _tidy(text, _shorten(text, Span(start, end), Span(first, last), trigger), trigger)


def _region(record: Record, trigger: Span, statement_id: str | None) -> Span:
    sentence = sentence_at(record, trigger.start)
    statement = record.statement(statement_id)
    if statement:
        for content in statement.content:
            if content.start <= trigger.start < content.end:
                return Span(max(sentence.start, content.start), max(trigger.end, min(sentence.end, content.end)))
    return Span(min(sentence.start, trigger.start), max(sentence.end, trigger.end))


def _between(text: str, trigger: Span, region: Span, triggers: Sequence[Span]) -> Span:
    """The region cut at the connective that parts the act from its neighbours: "riots | with shops looted", "fled | and was shot"."""
    start, end = region
    at = bisect_left(triggers, trigger)
    if at > 0 and triggers[at - 1].end > start:
        links = list(_LINK.finditer(text, triggers[at - 1].end, trigger.start))
        start = links[-1].end() if links else start
    after = next((other for other in triggers[at + 1 : at + 3] if other.start >= trigger.end), None)
    if after and after.start < end:
        links = list(_LINK.finditer(text, trigger.end, after.start))
        end = links[-1].start() if links else end
    return Span(start, end)


def _near(span: Span, trigger: Span, region: Span) -> bool:
    return region.holds(span) and span.end > trigger.start - REACH and span.start < trigger.end + REACH


def _unquoted(text: str, start: int, last: int) -> int:
    """The end of a quotation that completes a short clause: `She warned against "looking for a foreign hand"`."""
    found = _CLOSING.search(text, start, min(last, start + LONGEST))
    return found.end() if found else start - 1


def _widen(text: str, span: Span, region: Span) -> Span:
    """A bare trigger says little: "riots" becomes the stretch of its sentence around it."""
    start, end = max(region.start, span.start - 48), min(region.end, span.end + 40)
    if start > region.start:
        start = text.find(" ", start, span.start) + 1 or span.start
    if end < region.end:
        end = text.rfind(" ", span.end, end)
        end = span.end if end < 0 else end
    return Span(start, end)


def _shorten(text: str, span: Span, core: Span, trigger: Span) -> Span:
    if span.length <= LONGEST:
        return span
    start, end = span
    room = max(0, LONGEST - core.length) // 2 if core.start == trigger.start else 0
    if core.start - start > room:
        start = core.start - room
        start = text.find(" ", start, core.start) + 1 or core.start
    if end - start > LONGEST:
        end = max(core.end, text.rfind(" ", core.end, start + LONGEST))
    return Span(start, end)


def _tidy(text: str, span: Span, trigger: Span) -> Span:
    start, end = span
    while start < trigger.start and text[start] in _QUOTES:
        start += 1
    opened = text[start:end].count('"') % 2 == 0 and text[start:end].count("“") == text[start:end].count("”")
    while end > trigger.end and text[end - 1] in _QUOTES and not (opened and text[end - 1] in '"”'):
        end -= 1
    lead = _LEAD.match(text, start, trigger.start)
    if lead and lead.end() <= trigger.start:
        start = lead.end()
    return Span(start, end)
