"""The timeline as SVG, drawn here so that the page needs no script: lanes by place, shape by status, colour by layer and voice.

Colours come from the page's style sheet by class, so that the drawing follows light, dark and print.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import escape

from dateline.show.chronicle import Line
from dateline.show.clean import printable
from dateline.show.dates import MONTHS, range_label

#: Lanes that are drawn by name; all other places share one lane.
LANES = 7
ELSEWHERE, NOWHERE = "Elsewhere", "Place not stated"
ROW, PAD, AXIS, SIZE = 20, 26, 34, 5.0
#: Lines that are still labelled; more than these are drawn as bare marks.
LABELLED = 70


@dataclass(frozen=True, slots=True)
class Glyph:
    """A group of lines that a reader sees as one mark: same days, lane, kind, status and voice."""

    start: date
    end: date
    lane: str
    layer: str
    kind: str
    status: str
    own: bool
    lines: tuple[Line, ...]

    @property
    def label(self) -> str:
        """protest, riot ×2."""
        words = self.kind.lower().replace("/", ", ")
        return f"{words} ×{len(self.lines)}" if len(self.lines) > 1 else words


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps days to pixels between `left` and `right`; days outside the window are drawn in the gutters."""

    first: date
    last: date
    left: float
    right: float
    gutter: float

    def x(self, day: date) -> float:
        """The middle of a day."""
        if day < self.first:
            return self.left - self.gutter / 2
        if day > self.last:
            return self.right + self.gutter / 2
        return self.left + self.step * ((day - self.first).days + 0.5)

    @property
    def step(self) -> float:
        """Pixels of one day."""
        return (self.right - self.left) / ((self.last - self.first).days + 1)


def draw(lines: Sequence[Line], known: Sequence[date], width: int, anchor: dict[tuple[int, str], str], title: str) -> str:
    """An <svg> element `width` units wide, or "" when nothing is dated.

    `known` are days of publication: the window is drawn around them, and acts long before go into a gutter. `anchor` maps (article, id)
    to the id of the element that a mark jumps to.
    """
    glyphs = _glyphs([line for line in lines if line.when])
    if not glyphs:
        return ""
    first, last = window(glyphs, known)
    early, late = any(g.end < first for g in glyphs), any(g.start > last for g in glyphs)
    gutter = min(120.0, width * 0.16)
    scale = Scale(first, last, 8 + (gutter if early else 0), width - 8 - (gutter if late else 0), gutter)
    out: list[str] = []
    y = float(AXIS)
    labelled = len(glyphs) <= LABELLED
    for lane in _lanes(glyphs):
        members = [g for g in glyphs if g.lane == lane]
        rows = _rows(members, scale, width, labelled)
        height = PAD + ROW * (max(rows) + 1)
        out.append(f'<line class="rule" x1="0" x2="{width}" y1="{y:.0f}" y2="{y:.0f}"/>')
        out.append(f'<text class="lane" x="4" y="{y + 16:.0f}">{_safe(lane)}</text>')
        out += [_glyph(g, scale, y + PAD + ROW * row + 4, width, labelled, anchor) for g, row in zip(members, rows, strict=True)]
        y += height + 6
    head = _axis(scale, width, y, early, late)
    return (
        f'<svg viewBox="0 0 {width} {y:.0f}" width="{width}" height="{y:.0f}" role="group" aria-label="{_safe(title)}">'
        f"<title>{_safe(title)}</title>{head}{''.join(out)}</svg>"
    )


def _safe(words: str) -> str:
    return escape(printable(words), quote=True)


def _glyphs(lines: Sequence[Line]) -> list[Glyph]:
    places = Counter(line.place for line in lines if line.place)
    named = {place for place, _ in sorted(places.items(), key=lambda item: (-item[1], item[0]))[:LANES]}
    groups: dict[Glyph, list[Line]] = {}
    for line in lines:
        if line.when:
            lane = line.place if line.place in named else ELSEWHERE if line.place else NOWHERE
            bare = Glyph(line.when.start, line.when.end, lane, line.layer, line.kind, line.status, line.voice.own, ())
            groups.setdefault(bare, []).append(line)
    return [replace(bare, lines=tuple(members)) for bare, members in groups.items()]


def _lanes(glyphs: Sequence[Glyph]) -> list[str]:
    weight = Counter(g.lane for g in glyphs)
    return sorted(
        weight, key=lambda lane: ((ELSEWHERE, NOWHERE).index(lane) + 1 if lane in (ELSEWHERE, NOWHERE) else 0, -weight[lane], lane)
    )


def window(glyphs: Sequence[Glyph], known: Sequence[date]) -> tuple[date, date]:
    """Days that are drawn to scale: those near the reports; a war of 1974 mentioned in passing must not squeeze last week."""
    middle = sorted(known) or sorted(g.start for g in glyphs)
    low, high = _moved(middle[0], -45), _moved(middle[-1], 45)
    near = [g for g in glyphs if low <= g.start and g.end <= high] or list(glyphs)
    first, last = min(g.start for g in near), max(g.end for g in near)
    if (last - first).days < 6:
        last = _moved(first, 6)
    return first, last


def _moved(day: date, days: int) -> date:
    """A day so many days on, or the first or last that the calendar holds."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def _drawn(glyph: Glyph, scale: Scale) -> tuple[float, float]:
    """From where to where the mark itself reaches."""
    a, b = scale.x(glyph.start), scale.x(glyph.end)
    if _long(glyph, scale):
        return max(2.0, a - scale.step / 2), b + scale.step / 2
    return a - SIZE, a + SIZE


def _long(glyph: Glyph, scale: Scale) -> bool:
    return glyph.start != glyph.end and scale.x(glyph.start) != scale.x(glyph.end)


def _extent(glyph: Glyph, scale: Scale, width: int, labelled: bool) -> tuple[float, float, bool]:
    """Mark and label together, and whether the label stands on the left because it would leave the page on the right."""
    a, b = _drawn(glyph, scale)
    label = 8 + 5.7 * len(glyph.label) if labelled else 2
    if b + label > width and a - label > 0:
        return a - label, b + 4, True
    return a, b + label, False


def _rows(members: Sequence[Glyph], scale: Scale, width: int, labelled: bool) -> list[int]:
    """The first row of the lane in which a mark and its label find room."""
    taken: list[list[tuple[float, float]]] = []
    out = []
    for glyph in members:
        start, end, _ = _extent(glyph, scale, width, labelled)
        row = next((n for n, spans in enumerate(taken) if all(end < a or start > b for a, b in spans)), len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append((start, end))
        out.append(row)
    return out


def _glyph(glyph: Glyph, scale: Scale, y: float, width: int, labelled: bool, anchor: dict[tuple[int, str], str]) -> str:
    first = glyph.lines[0]
    tellers = (f"{line.outlet}, {line.voice.words}" if line.voice.own else line.voice.line for line in glyph.lines)
    voices = "; ".join(dict.fromkeys(tellers))
    note = f"{range_label(glyph.start, glyph.end)}: {first.words} ({glyph.label}; {glyph.status}; {voices})"
    kind = "state" if glyph.layer == "conditions" else "event"
    a, b = _drawn(glyph, scale)
    shape = _bar(a, b, y) if _long(glyph, scale) else _shape(glyph, a + SIZE, y)
    tail = "" if glyph.own else f'<path class="tail" d="M{b - 1:.1f} {y - SIZE + 1:.1f}q3 -1 4 -5q-4 0 -5 3z"/>'
    text = ""
    if labelled:
        left = _extent(glyph, scale, width, labelled)[2]
        place = f'text-anchor="end" x="{a - 5:.1f}"' if left else f'x="{b + 6:.1f}"'
        text = f'<text class="label" {place} y="{y + 4:.1f}">{_safe(glyph.label)}</text>'
    href = _safe(anchor.get((first.article, first.id), ""))
    return f'<a href="#{href}" class="g {kind} {glyph.status}"><title>{_safe(note)}</title>{shape}{tail}{text}</a>'


def _bar(a: float, b: float, y: float) -> str:
    return f'<rect class="mark bar" x="{a:.1f}" y="{y - 4:.1f}" width="{max(6.0, b - a):.1f}" height="8" rx="4"/>'


def _shape(glyph: Glyph, x: float, y: float) -> str:
    status = glyph.status
    if glyph.layer == "conditions":
        return f'<rect class="mark" x="{x - SIZE - 1:.1f}" y="{y - 3:.1f}" width="{2 * SIZE + 2:.0f}" height="6" rx="3"/>'
    if status == "planned":
        return f'<path class="mark" d="M{x:.1f} {y - SIZE - 1:.1f}l{SIZE + 1} {SIZE + 1}l-{SIZE + 1} {SIZE + 1}l-{SIZE + 1} -{SIZE + 1}z"/>'
    if status == "denied":
        d = SIZE - 1
        return (
            f'<circle class="hit" cx="{x:.1f}" cy="{y:.1f}" r="{SIZE + 2}"/>'
            f'<path class="mark cross" d="M{x - d:.1f} {y - d:.1f}l{2 * d} {2 * d}m0 -{2 * d}l-{2 * d} {2 * d}"/>'
        )
    return f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="{SIZE}"/>'


def grid(scale: Scale, axis: int, height: float) -> list[str]:
    """Lines down from the axis, each with its day over it."""
    out: list[str] = []
    for day, name in ticks(scale):
        x = scale.x(day)
        if x <= scale.right - 12:
            out.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{axis - 8}" y2="{height:.0f}"/>')
            at = max(x, scale.left + 3.2 * len(name))
            out.append(f'<text class="tick" text-anchor="middle" x="{at:.1f}" y="{axis - 14}">{name}</text>')
    return out


def _axis(scale: Scale, width: int, height: float, early: bool, late: bool) -> str:
    out = grid(scale, AXIS, height)
    if early:
        out.append(_gutter(4, scale.left - 2, height, "earlier", "start", 6))
    if late:
        out.append(_gutter(scale.right + 2, width - 4, height, "later", "end", width - 6))
    return "".join(out)


def ticks(scale: Scale) -> list[tuple[date, str]]:
    """Days with their labels, at least 46 units apart: days, then firsts of months, then of years."""
    every = next((n for n in (1, 2, 5, 7, 10, 14) if n * scale.step >= 46), None)
    if every:
        days = [scale.first + timedelta(days=n) for n in range(0, (scale.last - scale.first).days + 1, every)]
        named = []
        for n, day in enumerate(days):
            name = f"{day.day} {MONTHS[day.month - 1]}" if not n or day.month != days[n - 1].month else str(day.day)
            named.append((day, f"{name} {day.year}" if not n and every * scale.step >= 70 else name))
        return named
    stride = next((n for n in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600) if n * 30 * scale.step >= 46), 1200)
    firsts = [(year, month) for year in range(scale.first.year, scale.last.year + 1) for month in range(1, 13)]
    chosen = [(year, month) for year, month in firsts if (year * 12 + month - 1) % stride == 0]
    days = [date(year, month, 1) for year, month in chosen]
    return [(day, str(day.year) if day.month == 1 else MONTHS[day.month - 1]) for day in days if scale.first <= day <= scale.last]


def _gutter(a: float, b: float, height: float, name: str, side: str, x: float) -> str:
    return (
        f'<rect class="gutter" x="{a:.1f}" y="{AXIS - 8}" width="{b - a:.1f}" height="{height - AXIS + 8:.0f}"/>'
        f'<text class="tick" text-anchor="{side}" x="{x:.1f}" y="{AXIS - 14}">{name}</text>'
    )
