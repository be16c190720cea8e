"""Reads annotated running text (JSON lines with offsets): attribution, events, status, conditions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dateline.grammar.paragraphs import paragraph_numbers
from dateline.grammar.sentences import Start, starts
from dateline.grammar.tokens import tokenize

from .labels import ATTRIBUTION, CONDITIONS, EVENTS, STATUS, UNKNOWN, Doc


class Located:
    """A text cut by the run time, and the words a span covers."""

    def __init__(self, source: str, text: str) -> None:
        self.text = text
        self.offsets = tokenize(text)
        words = [text[a:b] for a, b in self.offsets]
        spaced = [i == 0 or self.offsets[i - 1][1] < a for i, (a, _) in enumerate(self.offsets)]
        paragraphs = paragraph_numbers(text, self.offsets)
        begins = [i for i, s in enumerate(starts(words, spaced, paragraphs)) if s == Start.YES]
        self.doc = Doc(source, words, spaced, paragraphs, begins)
        self._at = {}
        for i, (a, b) in enumerate(self.offsets):
            for c in range(a, b):
                self._at[c] = i

    def words(self, span: list[int]) -> list[int]:
        """Indexes of the words that overlap a span."""
        return sorted({self._at[c] for c in range(*span) if c in self._at})

    def blank(self, value: int) -> list[int]:
        """One value a word."""
        return [value] * len(self.doc.words)


def attribution_labels(place: Located, statements: list[dict[str, Any]]) -> list[int]:
    """BIO over source, cue, content; where statements nest, the outermost keeps its words. Optional ones are left open."""
    tags = place.blank(0)
    taken = place.blank(0)

    def extent(s: dict[str, Any]) -> int:
        spans = [*s["content"], *([s["cue"]] if s.get("cue") else []), *_sources(s)]
        return max(b for _, b in spans) - min(a for a, _ in spans) if spans else 0

    for s in sorted(statements, key=extent, reverse=True):
        pieces = [("content", x) for x in _contents(place.text, s["content"])]
        pieces += [("cue", x) for x in s.get("cue_spans") or ([s["cue"]] if s.get("cue") else [])]
        pieces += [("source", x) for x in _sources(s)]
        mine: set[int] = set()
        for role, span in sorted(pieces, key=lambda p: p[1]):
            found = [i for i in place.words(span) if not taken[i] or (i in mine and role != "content")]
            previous = -2
            for i in found:
                if s.get("optional"):
                    tags[i] = UNKNOWN
                else:
                    tags[i] = ATTRIBUTION.index(("I-" if i == previous + 1 else "B-") + role)
                previous = i
                mine.add(i)
        for i in mine:
            taken[i] = 1
    return tags


def _sources(s: dict[str, Any]) -> list[list[int]]:
    if s.get("source_spans"):
        return s["source_spans"]
    source = s.get("source")
    return [source["span"]] if source and source.get("span") else []


_PAIRS = {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»"}


def _contents(text: str, spans: list[list[int]]) -> list[list[int]]:
    """Content with the quotation marks that enclose it, as most corpora mark it; a final comma or stop before the mark goes in too."""
    out = []
    for a, b in spans:
        if a > 0 and text[a - 1] in _PAIRS:
            end = b
            while end < len(text) and end < b + 2 and text[end] in ",.?!":
                end += 1
            if end < len(text) and text[end] == _PAIRS[text[a - 1]]:
                a, b = a - 1, end + 1
            elif end >= len(text) or text[end : end + 1].isspace():
                a -= 1  # a quotation that runs on into the next paragraph
        out.append([a, b])
    return out


def polnear_docs(path: Path) -> list[Doc]:
    """Attribution tags over whole articles."""
    out = []
    for line in path.open(encoding="utf-8"):
        d = json.loads(line)
        place = Located("polnear", d["text"])
        place.doc.labels["attribution"] = attribution_labels(place, d["statements"])
        out.append(place.doc)
    return out


_PARTICLES = set("up down out off in on away over back ahead apart aside together through into to for with at free loose by from".split())


def trigger_words(place: Located, span: list[int]) -> list[int]:
    """The word that names the act: the verb before its particle ("rolled out"), the last word of a short noun group ("general strike")."""
    found = [i for i in place.words(span) if place.doc.words[i][:1].isalnum()]
    if len(found) < 2:
        return found
    words = [place.doc.words[i].lower() for i in found]
    if len(found) > 2 or words[-1] in _PARTICLES or (words[0].endswith(("ed", "ing")) and words[0] not in ("armed",)):
        return found[:1]
    return found


def dispatch_docs(path: Path) -> list[Doc]:
    """Complete records: events, status, conditions, attribution, in the body only (other parts carry no gold)."""
    out = []
    for line in path.open(encoding="utf-8"):
        d = json.loads(line)
        place = Located("dispatches", d["text"])
        body = {i for p in d["parts"] if p["kind"] == "body" for i in place.words(p["span"])}
        labels = {
            "event": place.blank(0),
            "status": place.blank(UNKNOWN),
            "condition": place.blank(0),
            "attribution": attribution_labels(place, d["statements"]),
        }
        for e in sorted(d["events"], key=lambda e: not e.get("optional")):
            for i in trigger_words(place, e["trigger"]):
                if e.get("optional"):
                    labels["event"][i] = UNKNOWN
                    continue
                labels["event"][i] = EVENTS.index(e["type"])
                if e.get("status") in STATUS:
                    labels["status"][i] = STATUS.index(e["status"])
        for c in d["conditions"]:
            for i in place.words(c["span"]):
                labels["condition"][i] = UNKNOWN if c.get("optional") else CONDITIONS.index(c["kind"])
        for values in labels.values():
            for i in range(len(values)):
                if i not in body:
                    values[i] = UNKNOWN
        place.doc.labels = labels
        place.doc.weights = [1.0] * len(place.doc.words)
        out.append(place.doc)
    return out


def event_docs(path: Path, source: str, *, negative: float, positive: float) -> list[Doc]:
    """Corpora that mark some events: words without a mark count `negative` (0: not at all)."""
    out = []
    for line in path.open(encoding="utf-8"):
        d = json.loads(line)
        place = Located(source, d["text"])
        labels = place.blank(0 if negative else UNKNOWN)
        weights = [negative] * len(labels)
        known = [e for e in d["events"] if e.get("trigger") and e["type"] in EVENTS]
        for e in d["events"]:
            for span in [*(e.get("trigger_parts") or []), *([e["trigger"]] if e.get("trigger") else [])]:
                for i in place.words(span):
                    labels[i] = UNKNOWN
        for e in known:
            for i in trigger_words(place, e["trigger"]):
                labels[i], weights[i] = EVENTS.index(e["type"]), positive
        place.doc.labels["event"], place.doc.weights = labels, weights
        if known:
            out.append(place.doc)
    return out


def status_docs(path: Path, source: str, *, together: int = 1) -> list[Doc]:
    """Status of marked happenings; `together` consecutive records (single sentences) make one text."""
    records = [json.loads(line) for line in path.open(encoding="utf-8")]
    out = []
    for first in range(0, len(records), together):
        text, events = "", []
        for d in records[first : first + together]:
            events += [([e["trigger"][0] + len(text), e["trigger"][1] + len(text)], e["status"]) for e in d["events"]]
            text += d["text"] + "\n\n"
        place = Located(source, text)
        labels = place.blank(UNKNOWN)
        for span, status in events:
            for i in place.words(span)[:1]:
                if status in STATUS:
                    labels[i] = STATUS.index(status)
        place.doc.labels["status"] = labels
        out.append(place.doc)
    return out
