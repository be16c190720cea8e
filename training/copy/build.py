#!/usr/bin/env python3
"""Compiles the hand-written dispatches of src/ into records. Standard library only.

build.py [--split all|train|test] [--out FOLDER] [NAME ...]

Writes gold.jsonl, articles.jsonl and chronicle.json into FOLDER (without --out: checks only) and says what they hold. Every slip is
reported with file and line; the exit status is then 1. The notation is described in README.md.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import dates  # noqa: E402
import ontology  # noqa: E402
from markup import Actor, CopyError, Mark, Source, choices, read  # noqa: E402

Record = dict[str, Any]
_OPENING, _CLOSING = '"“„«', '"”»'
_ABBREVIATION = re.compile(r"(?:\b(?:[A-Za-z]\.)+|\b(?:Jr|Sr|Inc|Co|Ltd|No|St|Gen|Feb|Jan|Aug|Sept?|Oct|Nov|Dec|etc)\.)$")


def load_places() -> dict[str, Record]:
    """places.tsv by name and country ("Kavala GRC", "Greece"): name, kind, country, admin1, latitude, longitude; a dash is null."""
    out = {}
    for line in (HERE / "places.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, kind, country, admin1, lat, lon = (None if x == "-" else x for x in line.split("\t"))
            point = {"lat": lat and float(lat), "lon": lon and float(lon)}
            out[f"{name}" if kind == "country" else f"{name} {country or '-'}"] = {
                "name": name,
                "kind": kind,
                "country": country,
                "admin1": admin1,
                **point,
            }
    return out


def alternatives(item: Record, key: str, values: list[str | None]) -> None:
    """Sets the right value and, where there are any, the others that are right too."""
    item[key] = values[0]
    if values[1:]:
        item[key + "_any"] = values[1:]


class Compiler:
    """One source on its way to a record."""

    def __init__(self, source: Source, places: dict[str, Record]) -> None:
        self.s, self.known, self.text = source, places, source.text
        given, _, self.published_from = source.head.get("published", "").partition(" from ")
        if not re.match(r"\d{4}-\d\d-\d\d", given):
            raise source.fail(1, "published: no date")
        self.published, self.day = given, date.fromisoformat(given[:10])
        self.contents: dict[str, list[Mark]] = {}
        self.places: list[Record] = []
        self.ids = {key: f"a{n}" for n, key in enumerate(source.actors, 1)}
        self.slips: list[CopyError] = []

    def slip(self, line: int, message: str) -> None:
        """Notes a slip that does not keep the rest from being read."""
        self.slips.append(self.s.fail(line, message))

    def words(self, mark: Mark) -> str:
        return self.text[mark.start : mark.end]

    def of(self, sigil: str) -> list[Mark]:
        return sorted((m for m in self.s.marks if m.sigil == sigil), key=lambda m: (m.start, -m.end))

    def part(self, at: int) -> str:
        return next((k for k, a, b in self.s.parts if a <= at < b), "body")

    def actor(self, key: str, line: int) -> Actor:
        if key not in self.s.actors:
            raise self.s.fail(line, f"no actor {key}")
        return self.s.actors[key]

    # ---- places
    def read_places(self) -> None:
        found: list[tuple[int, int, str, int]] = []
        shown = {}
        for entry in filter(None, (x.strip() for x in self.s.head.get("places", "").split(";"))):
            words, _, key = entry.partition("=")
            shown[words if key else re.sub(r" (?:[A-Z]{3}|-)$", "", words)] = key or words
        for mark in self.of("#") + [m for m in self.of("@") if m.args and m.args[0].startswith("#")]:
            key = " ".join(mark.args) if mark.sigil == "#" else ""
            found.append((mark.start, mark.end, key or shown.get(self.words(mark), self.words(mark)), mark.line))
        guard = [(m.start, m.end) for m in self.of("_")]
        for words in sorted(shown, key=len, reverse=True):
            for start, end in self.everywhere(words):
                if not any(a < end and start < b for a, b in guard + [(a, b) for a, b, _, _ in found]):
                    found.append((start, end, shown[words], self.line(start)))
        for start, end, key, line in sorted(found):
            if key not in self.known:
                raise self.s.fail(line, f"no place {key} in places.tsv")
            place = {"span": [start, end], **self.known[key]}
            if self.part(start) in ("dateline", "byline", "kicker", "tag"):
                place["optional"] = True
            self.places.append(place)

    def line(self, at: int) -> int:
        return next((n for a, b, n in self.s.lines if a <= at <= b), 0)

    def everywhere(self, words: str) -> Iterable[tuple[int, int]]:
        for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", self.text):
            yield m.span()

    def place(self, key: str, near: int, line: int) -> int:
        name = key.replace("_", " ")
        here = [n for n, p in enumerate(self.places) if p["name"] == name or self.text[slice(*p["span"])] == name]
        if not here:
            raise self.s.fail(line, f"the place {name} is not named in the copy")
        return min(here, key=lambda n: abs(self.places[n]["span"][0] - near))

    # ---- actors
    def read_mentions(self) -> dict[str, tuple[Mark, Actor]]:
        """Explicit mentions and those by alias; the sources that mentions name for statements."""
        sources: dict[str, tuple[Mark, Actor]] = {}
        taken = [(m.start, m.end) for m in self.of("_")]
        explicit: list[tuple[int, int]] = []
        for mark in self.of("@"):
            key, _, statement = mark.args[0].lstrip("#").partition(">")
            if key:
                actor = self.actor(key, mark.line)
                actor.mentions.append((mark.start, mark.end))
                explicit.append((mark.start, mark.end))
            if statement:
                sources[statement] = (mark, self.s.actors[key]) if key else (mark, None)  # type: ignore[assignment]
        pairs = sorted(((x, a) for a in self.s.actors.values() for x in a.aliases), key=lambda x: -len(x[0]))
        for alias, actor in pairs:
            seen = False
            for form in dict.fromkeys((alias, alias[0].upper() + alias[1:])):
                for start, end in self.everywhere(form):
                    seen = True
                    crossing = any(
                        a < end and start < b and not (a <= start and end <= b) and not (start <= a and b <= end) for a, b in explicit
                    )
                    own = any(a < end and start < b for a, b in actor.mentions + taken)
                    if not own and not crossing and (start, end) not in explicit and self.part(start) != "debris":
                        actor.mentions.append((start, end))
                        explicit.append((start, end))
            if not seen:
                self.slip(actor.line, f"'{alias}' is not in the copy")
        return sources

    def actors(self) -> list[Record]:
        out = []
        for key, actor in self.s.actors.items():
            if not actor.mentions:
                self.slip(actor.line, f"actor {key} is never named")
                continue
            actor.mentions.sort()
            country = actor.country[0]
            roles = [
                {"title": self.text[slice(*span)], "country": country, "span": list(span)}
                for span in (self.role(actor, r) for r in actor.roles)
            ]
            item = {
                "id": self.ids[key],
                "name": actor.name,
                "kind": actor.kind,
                "mentions": [list(m) for m in actor.mentions],
                "roles": roles,
            }
            alternatives(item, "country", actor.country)
            alternatives(item, "sector", actor.sector)
            if actor.optional:
                item["optional"] = True
            out.append(item)
        spans = {tuple(m) for a in out for m in a["mentions"]}
        for mark in self.of("+"):
            if (mark.start, mark.end) not in spans:
                spans.add((mark.start, mark.end))
                words = self.words(mark)
                codes = {"roles": [], "country": None, "sector": None, "optional": True}
                out.append({"id": f"a{len(out) + 1}", "name": words, "kind": "group", "mentions": [[mark.start, mark.end]], **codes})
        return out

    def role(self, actor: Actor, title: str) -> tuple[int, int]:
        for a, b in actor.mentions:
            at = self.text.lower().find(title.lower(), a, b)
            if at >= 0:
                return at, at + len(title)
        raise self.s.fail(actor.line, f"the role '{title}' is in no mention of {actor.key}")

    # ---- times
    def times(self) -> list[Record]:
        out = []
        for mark in self.of("%"):
            words, args = self.words(mark), list(mark.args)
            ahead = args[:1] == ["+"]
            args = args[ahead:]
            set_ = args[:1] == ["SET"]
            values = (
                [dates.short(x, self.day) if x else None for x in choices(args[set_])]
                if args[set_:]
                else [dates.plain(words, self.day, ahead=ahead)]
            )
            if values[0] is None:
                self.slip(mark.line, f"no value for '{words}'")
                continue
            if not dates.right_weekday(words, values[0]):
                self.slip(mark.line, f"'{words}' is not {values[0]}")
            start, end = dates.bounds(values[0])
            item = {"span": [mark.start, mark.end], "type": "SET" if set_ else dates.kind(values[0])}
            alternatives(item, "value", values)
            item |= {"start": start, "end": end}
            if self.part(mark.start) in ("dateline", "byline", "kicker", "tag"):
                item["optional"] = True
            out.append(item)
        return out

    def when(self, words: str, line: int) -> tuple[list[str | None], str | None]:
        """Date of an event: `Mon`, `2019-07-09~-`, `Mon..Wed`."""
        first, _, last = words.partition("..")
        values = [None if x is None else dates.short(x, self.day) or x for x in choices(first)]
        if any(x is not None and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?|-W\d\d(-WE)?|-[A-Z]\w)?|\d{3}X", x) for x in values):
            raise self.s.fail(line, f"no date: {words}")
        return values, dates.short(last, self.day) if last else None

    # ---- statements
    def quoted(self, start: int, end: int) -> tuple[int, int]:
        """How many letters of a span lie inside quotation marks, and how many it has. A mark left open at a paragraph's end closes there."""
        first = self.text.rfind("\n", 0, start) + 1
        inside, count, total = False, 0, 0
        for i in range(first, end):
            c = self.text[i]
            if c in "“„«" or (c == '"' and not inside):
                inside = True
            elif c in "”»" or c == '"':
                inside = False
            elif i >= start and c.isalnum():
                total += 1
                count += inside
        return count, total

    def tidy(self, mark: Mark) -> None:
        words = self.words(mark)
        bare = words[-1] in ",;." and not _ABBREVIATION.search(words)
        if bare or (words[0] in _OPENING and words[-1] in _CLOSING and words[1:-1].count('"') == 0):
            self.slip(mark.line, f"edge of '{words[:30]} ... {words[-12:]}'")

    def source(self, sid: str, cue: Mark | None, given: dict[str, tuple[Mark, Actor]]) -> Record:
        pieces = self.contents[sid]
        if sid in given:
            mark, actor = given[sid]
            return {"span": [mark.start, mark.end], "actor": actor and self.ids[actor.key]}
        if cue is None:
            key = next((x for m in pieces for x in m.args[1:] if x != "opt"), None)
            if key is None:
                self.slip(pieces[0].line, f"{sid} has neither a cue nor a source")
            return {"span": None, "actor": key and self.ids[self.actor(key, pieces[0].line).key]}
        if not cue.args[1:] or cue.args[1] not in self.s.actors:
            if cue.args[1:2] == ["-"]:
                return {"span": None, "actor": None}
            self.slip(cue.line, f"who is the source of {sid}?")
            return {"span": None, "actor": None}
        actor = self.actor(cue.args[1], cue.line)
        a, b = next((a, b) for a, b, n in self.s.lines if n == cue.line)
        near = [m for m in actor.mentions if a <= m[0] and m[1] <= b and not any(p.start <= m[0] and m[1] <= p.end for p in pieces)]
        if not near:
            self.slip(cue.line, f"{actor.key} is not named beside the cue of {sid}")
            return {"span": None, "actor": self.ids[actor.key]}
        gap = [(max(cue.start - m[1], m[0] - cue.end), m[0] - m[1], m) for m in near]
        return {"span": list(min(gap)[2]), "actor": self.ids[actor.key]}

    def statements(self, given: dict[str, tuple[Mark, Actor]]) -> list[Record]:
        for mark in self.of("s"):
            self.tidy(mark)
            self.contents.setdefault(mark.args[0], []).append(mark)
        cues, media = {}, {}
        for mark in self.of("=") + self.of("^"):
            if mark.args[0] not in self.contents:
                self.slip(mark.line, f"{mark.args[0]} has no content")
                continue
            (cues if mark.sigil == "=" else media)[mark.args[0]] = mark
        for sid, (mark, _) in given.items():
            if sid not in self.contents:
                self.slip(mark.line, f"{sid} has no content")
        out = []
        for sid in sorted(self.contents, key=lambda x: int(x[1:])):
            pieces, cue, medium = self.contents[sid], cues.get(sid), media.get(sid)
            more = [x for x in cue.args[1:] if x not in self.s.actors and x != "-"] if cue else []
            said = next((d for x in more if (d := dates.short(x, self.day))), None)
            manner = next((x for x in more if x in ("thought", "finding", "act")), "speech")
            if wrong := [
                x for x in more if not dates.short(x, self.day) and x not in ("thought", "finding", "act", "direct", "indirect", "mixed")
            ]:
                self.slip(pieces[0].line, f"{sid}: what is {wrong[0]}?")
            inside, total = (sum(x) for x in zip(*(self.quoted(m.start, m.end) for m in pieces), strict=True))
            kind = "direct" if inside == total else "mixed" if inside else "indirect"
            kind = next((x for x in more if x in ("direct", "indirect", "mixed")), kind)
            item = {"id": sid, "source": self.source(sid, cue, given), "cue": [cue.start, cue.end] if cue else None}
            item |= {"content": [[m.start, m.end] for m in pieces], "kind": kind, "manner": manner, "date": said}
            item |= {"medium": [medium.start, medium.end] if medium else None, "within": self.within(sid)}
            if said is None:
                item["date_any"] = [self.day.isoformat()]
            if any("opt" in m.args for m in pieces):
                item["optional"] = True
            out.append(item)
        return out

    def holders(self, start: int, end: int) -> list[tuple[int, str]]:
        """Statements whose content holds a span, the innermost first."""
        found = [
            (sum(m.end - m.start for m in ms), -int(sid[1:]), sid)
            for sid, ms in self.contents.items()
            if any(m.start <= start and end <= m.end for m in ms)
        ]
        return [(size, sid) for size, _, sid in sorted(found)]

    def within(self, sid: str) -> str | None:
        around = [set(s for _, s in self.holders(m.start, m.end)) for m in self.contents[sid]]
        size = sum(m.end - m.start for m in self.contents[sid])
        for width, other in self.holders(self.contents[sid][0].start, self.contents[sid][0].end):
            outer = width > size or (width == size and int(other[1:]) < int(sid[1:]))
            if other != sid and outer and all(other in x for x in around):
                return other
        return None

    def voice(self, item: Record, mark: Mark, word: str | None) -> None:
        held = self.holders(mark.start, mark.end)
        item["statement"] = held[0][1] if held else None
        if word == "*":
            item["voice_any"] = "*"
        elif word is not None:
            item["statement"] = None if word == "-" else word
            if word != "-" and word not in self.contents:
                raise self.s.fail(mark.line, f"no statement {word}")

    # ---- events, conditions, tolls
    def common(self, item: Record, mark: Mark, args: list[str]) -> list[str]:
        """Date, place, status, voice and optionality from the words of a mark; gives back what else they say."""
        item |= {"date": None, "date_end": None, "place": None, "status": "actual"}
        rest, voice = [], None
        for word in args:
            if word == "opt":
                item["optional"] = True
            elif word.startswith("#"):
                index = [None if x == "-" else self.place(x, mark.start, mark.line) for x in word[1:].split("~")]
                alternatives(item, "place", index)  # type: ignore[arg-type]
            elif word.startswith("voice="):
                voice = word[6:]
            elif word.split("~")[0] in ontology.STATUS:
                alternatives(item, "status", choices(word))
            elif re.match(r"\+?(today|yday|tmrw|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b|\d{3}[\dX]|-~|-$", word):
                values, item["date_end"] = self.when(word, mark.line)
                alternatives(item, "date", values)
            else:
                rest.append(word)
        self.voice(item, mark, voice)
        return rest

    def parties(self, item: Record, mark: Mark, word: str) -> None:
        both = "<>" in word
        for role, names in zip(("source", "target"), word.replace("<>", ">").split(">"), strict=True):
            keys = [x for x in names.split(",") if x]
            item[role] = [self.ids[self.actor(k, mark.line).key] for k in keys if not k.startswith("?")]
            if may := [self.ids[self.actor(k[1:], mark.line).key] for k in keys if k.startswith("?")]:
                item[role + "_opt"] = may
        if both:
            item["source_opt"] = item.get("source_opt", []) + item["target"]
            item["target_opt"] = item.get("target_opt", []) + item["source"]

    def events(self) -> tuple[list[Record], dict[str, Record]]:
        out, labels = [], {}
        for n, mark in enumerate(self.of("!"), 1):
            kinds, *modes = mark.args[0].split("/")
            item: Record = {"id": f"e{n}", "trigger": [mark.start, mark.end]}
            alternatives(item, "type", choices(kinds))
            alternatives(item, "mode", choices(modes[0]) if modes else [None])
            item |= {"source": [], "target": [], "casualties": []}
            for word in self.common(item, mark, mark.args[1:]):
                if ">" in word:
                    self.parties(item, mark, word)
                elif re.fullmatch(r"e\d+", word):
                    labels[word] = item
                else:
                    self.slip(mark.line, f"what is '{word}'?")
            if fault := ontology.fault(item):
                self.slip(mark.line, f"'{self.words(mark)}': {fault}")
            verbal = item["type"] in ontology.VERBAL and item["status"] == "actual" and item["date"] is None
            if verbal and "date_any" not in item:
                item["date_any"] = [self.day.isoformat()]
            out.append(item)
        return out, labels

    def conditions(self) -> list[Record]:
        out = []
        for n, mark in enumerate(self.of("~"), 1):
            item: Record = {"id": f"c{n}", "span": [mark.start, mark.end], "kind": mark.args[0]}
            rest = self.common(item, mark, mark.args[1:])
            if mark.args[0] not in ontology.CONDITIONS or rest:
                self.slip(mark.line, f"no such condition: {' '.join(mark.args)}")
            out.append(item)
        return out

    def tolls(self, labels: dict[str, Record]) -> list[Record]:
        out = []
        for mark in self.of("+"):
            kind, spread, *rest = [*mark.args, ""]
            found = re.fullmatch(r"(\d*)(\.\.)?(\d*)", spread)
            if kind not in ontology.TOLLS or not found or not spread:
                raise self.s.fail(mark.line, f"no such toll: {' '.join(mark.args)}")
            low = int(found[1]) if found[1] else None
            high = int(found[3]) if found[3] else (None if found[2] else low)
            item: Record = {"kind": kind, "low": low, "high": high, "span": [mark.start, mark.end]}
            if "opt" in rest:
                item["optional"] = True
            label = next((x for x in rest if re.fullmatch(r"e\d+", x)), None)
            if label and label not in labels:
                raise self.s.fail(mark.line, f"no event {label}")
            (labels[label]["casualties"] if label else out).append(item)
        return out

    # ---- the whole
    def dateline(self) -> Record | None:
        span = next(([a, b] for k, a, b in self.s.parts if k == "dateline"), None)
        words = [None if x.strip() == "-" else x.strip() for x in self.s.head.get("dateline", "").split("|")]
        if (span is None) != (words == [""]):
            raise self.s.fail(1, "a dateline needs both its head line and its brace")
        if span is None:
            return None
        place, printed, agency = [*words, None, None][:3]
        return {"span": span, "place": place, "date": printed and dates.short(printed, self.day), "agency": agency}

    def record(self) -> Record:
        head = self.s.head
        if unknown := set(head) - {"outlet", "url", "published", "split", "dateline", "places"}:
            raise self.s.fail(1, f"no such setting: {min(unknown)}")
        dateline = self.dateline()
        self.read_places()
        given = self.read_mentions()
        actors = self.actors()
        statements = self.statements(given)
        events, labels = self.events()
        tolls = self.tolls(labels)
        times, conditions = self.times(), self.conditions()
        if self.slips:
            raise CopyError("\n".join(str(x) for x in self.slips))
        headline = next(([a, b] for k, a, b in self.s.parts if k == "headline"), None)
        return {
            "id": self.s.path.stem,
            "source": {"path": None, "url": head.get("url"), "outlet": head.get("outlet")},
            "text": self.text,
            "published": self.published,
            "published_from": self.published_from or "given",
            "headline": headline,
            "dateline": dateline,
            "parts": [{"kind": k, "span": [a, b]} for k, a, b in self.s.parts],
            "times": times,
            "places": self.places,
            "actors": actors,
            "statements": statements,
            "events": events,
            "conditions": conditions,
            "casualties": tolls,
        }


def compile_source(path: Path, places: dict[str, Record]) -> tuple[str, Record, Record]:
    """Split, record and article of a source. Raises CopyError."""
    source = read(path)
    split = source.head.get("split", "")
    if split not in ("train", "test"):
        raise source.fail(1, "split: train or test")
    record = Compiler(source, places).record()
    article = {"id": record["id"], "text": record["text"], "outlet": record["source"]["outlet"], "url": record["source"]["url"]}
    if record["published_from"] == "given":
        article["published"] = record["published"]
    return split, record, article


def summary(records: list[Record]) -> str:
    """How many of what."""
    kinds = Counter(e["type"] for r in records for e in r["events"] if not e.get("optional"))
    count = {k: sum(len(r[k]) for r in records) for k in ("events", "statements", "conditions", "times", "places", "actors")}
    lines = [f"{len(records)} dispatches, " + ", ".join(f"{v} {k}" for k, v in count.items())]
    return "\n".join([*lines, "  ".join(f"{k} {v}" for k, v in sorted(kinds.items()))])


def main() -> int:
    """Compiles all or the named sources."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these sources (file names without .txt)")
    parser.add_argument("--split", choices=("all", "train", "test"), default="all")
    parser.add_argument("--out", type=Path, help="folder to write to")
    options = parser.parse_args()
    places = load_places()
    records, articles, faults = [], [], 0
    for path in sorted((HERE / "src").glob("*.txt")):
        if options.names and path.stem not in options.names:
            continue
        try:
            split, record, article = compile_source(path, places)
        except CopyError as error:
            print(error, file=sys.stderr)
            faults += 1
            continue
        if options.split in ("all", split):
            records.append(record)
            articles.append(article)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        for name, rows in (("gold", records), ("articles", articles)):
            body = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            (options.out / f"{name}.jsonl").write_text(body, encoding="utf-8")
        empty: Record = {k: [] for k in ("origins", "stories", "happenings", "conflicts", "timeline")}
        (options.out / "chronicle.json").write_text(json.dumps(empty), encoding="utf-8")
    print(summary(records))
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main())
