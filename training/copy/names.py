"""What a dispatch names: places from places.tsv, actors and all their mentions, times."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import dates
from markup import Actor, CopyError, Mark, Source, choices

HERE = Path(__file__).resolve().parent
Record = dict[str, Any]


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


def alternatives(item: Record, key: str, values: list[Any]) -> None:
    """Sets the right value and, where there are any, the others that are right too."""
    item[key] = values[0]
    if values[1:]:
        item[key + "_any"] = values[1:]


class Names:
    """One source on its way to a record."""

    def __init__(self, source: Source, places: dict[str, Record]) -> None:
        self.s, self.known, self.text = source, places, source.text
        given, _, self.published_from = source.head.get("published", "").partition(" from ")
        if not re.match(r"\d{4}-\d\d-\d\d", given):
            raise source.fail(1, "published: no date")
        self.published, self.day = given, date.fromisoformat(given[:10])
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
        for words in shown:
            if not any(True for _ in self.everywhere(words)):
                self.slip(1, f"places: '{words}' is not in the copy")
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
            item: Record = {
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
                codes: Record = {"roles": [], "country": None, "sector": None, "optional": True}
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
            item: Record = {"span": [mark.start, mark.end], "type": "SET" if set_ else dates.kind(values[0])}
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
