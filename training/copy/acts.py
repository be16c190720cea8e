"""What a dispatch tells: statements, events, states of places, tolls."""

from __future__ import annotations

import re

import dates
import ontology
from markup import Actor, Mark, Source, choices
from names import Names, Record, alternatives

_OPENING, _CLOSING = '"“„«', '"”»'
_ABBREVIATION = re.compile(r"(?:\b(?:[A-Za-z]\.)+|\b(?:Jr|Sr|Inc|Co|Ltd|No|St|Gen|Feb|Jan|Aug|Sept?|Oct|Nov|Dec|etc)\.)$")
_DAY = re.compile(r"\+?(today|yday|tmrw|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b|\d{3}[\dX]|-~|-$")


class Acts(Names):
    """One source, with statements, events, conditions and tolls."""

    def __init__(self, source: Source, places: dict[str, Record]) -> None:
        super().__init__(source, places)
        self.contents: dict[str, list[Mark]] = {}

    def quoted(self, start: int, end: int) -> tuple[int, int]:
        """How many letters of a span lie inside quotation marks, and how many it has. A paragraph closes what it left open."""
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
        cues: dict[str, Mark] = {}
        media: dict[str, Mark] = {}
        for mark in self.of("=") + self.of("^"):
            if mark.args[0] not in self.contents:
                self.slip(mark.line, f"{mark.args[0]} has no content")
                continue
            (cues if mark.sigil == "=" else media)[mark.args[0]] = mark
        for sid, (mark, _) in given.items():
            if sid not in self.contents:
                self.slip(mark.line, f"{sid} has no content")
        out: list[Record] = []
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
            item: Record = {"id": sid, "source": self.source(sid, cue, given), "cue": [cue.start, cue.end] if cue else None}
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
        around = [{s for _, s in self.holders(m.start, m.end)} for m in self.contents[sid]]
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
                alternatives(item, "place", index)
            elif word.startswith("voice="):
                voice = word[6:]
            elif word.split("~")[0] in ontology.STATUS:
                alternatives(item, "status", choices(word))
            elif _DAY.match(word):
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
        out: list[Record] = []
        labels: dict[str, Record] = {}
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
        out: list[Record] = []
        for n, mark in enumerate(self.of("~"), 1):
            item: Record = {"id": f"c{n}", "span": [mark.start, mark.end], "kind": mark.args[0]}
            rest = self.common(item, mark, mark.args[1:])
            if mark.args[0] not in ontology.CONDITIONS or rest:
                self.slip(mark.line, f"no such condition: {' '.join(mark.args)}")
            out.append(item)
        return out

    def tolls(self, labels: dict[str, Record]) -> list[Record]:
        out: list[Record] = []
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
