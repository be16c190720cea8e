"""The timeline as SVG: lanes, marks, bars. Pure: rows in, drawing out; colours come from the style sheet by class.

A mark is a happening or a state: where on the axis says when, its shape the status, its size the independent origins, a bar an uncertain
date, and a thin line leads to the day on which it became known. Many events are drawn as bars of counts instead.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from dateline.show.clean import printable
from dateline.show.dates import day_label, range_label
from dateline.show.export.drawing import Scale, grid, window
from dateline.show.web import labels

#: Lanes that are drawn by name; the others share the last one.
LANES = 12
#: Marks that still carry their words; more are drawn bare.
WORDED = 60
AXIS, ROW, PAD, GAP = 30, 24, 12, 10
#: Width of the column of lane names, where there is room for one.
NAMES = 168
REST = "Elsewhere and other"
#: The lane of counts that no other lane holds; it does not set the scale.
OTHERS = "All others"


@dataclass(frozen=True, slots=True)
class Mark:
    """One happening or state. `kind` is a PLOVER type or the kind of a state; `note` is its text alternative, `link` its evidence."""

    id: str
    link: str
    start: date
    end: date
    known: date | None
    lane: str
    kind: str
    status: str
    origins: int
    disputed: bool
    words: str
    note: str

    @property
    def size(self) -> float:
        """Half the height of the mark in pixels: the more independent origins, the larger."""
        return 4.2 + 1.3 * min(self.origins - 1, 4) if self.origins > 1 else 4.2


@dataclass(frozen=True, slots=True)
class Box:
    """What one mark takes up: the mark itself, the line to the day it became known, and its words, in pixels."""

    left: float
    right: float
    known: float | None
    words: str
    at: float
    anchor: str
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Bar:
    """How many events of a lane fall into one stretch of days; `joins` of them join. `link` narrows the filter to them."""

    lane: str
    start: date
    end: date
    n: int
    joins: int
    link: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a drawing is laid out on: width in pixels, days from and to, the day as of which it is told, links that zoom into ticks."""

    width: int
    first: date
    last: date
    as_of: date | None = None
    early: int = 0
    late: int = 0

    @property
    def wide(self) -> bool:
        """Whether lane names have a column of their own."""
        return self.width > 700

    @property
    def scale(self) -> Scale:
        """Days to pixels."""
        gutter = 74.0 if self.wide else 44.0
        left = (NAMES if self.wide else 6) + (gutter if self.early else 0)
        return Scale(self.first, self.last, left, self.width - 8 - (gutter if self.late else 0), gutter)


def lay(marks: Sequence[Mark], width: int, first: date | None = None, last: date | None = None, as_of: date | None = None) -> Sheet:
    """A sheet on which these marks find room; without `first` and `last` it is cut around the days of the reports."""
    if first is None or last is None:
        near = window(marks, [mark.known for mark in marks if mark.known])  # type: ignore[arg-type]
        first, last = first or near[0], last or max(first or near[0], near[1])
    known = [mark.known for mark in marks if mark.known]
    if as_of and known and first <= as_of:
        last = max(last, min(as_of, max(known)))
    if (last - first).days < 6:
        last = min(date.max, first + timedelta(days=6)) if first < date.max - timedelta(days=6) else last
    return Sheet(width, first, last, as_of, sum(mark.end < first for mark in marks), sum(mark.start > last for mark in marks))


def draw(marks: Sequence[Mark], sheet: Sheet, title: str) -> str:
    """An <svg> of marks in lanes, "" where there are none."""
    if not marks:
        return ""
    scale, out, y = sheet.scale, [], float(AXIS)
    for lane, members in lanes(marks):
        boxes = [_box(mark, sheet, scale, len(marks) <= WORDED) for mark in members]
        rows = _rows(boxes)
        head = 0 if sheet.wide else 18
        height = head + PAD + ROW * (max(rows) + 1)
        out.append(_lane(lane, sheet, y))
        out += [
            _mark(mark, box, scale, y + head + PAD / 2 + ROW * (row + 0.5)) for mark, box, row in zip(members, boxes, rows, strict=True)
        ]
        y += height + GAP
    return _svg(sheet, scale, y, title, "".join(out), "marks")


def draw_bars(bars: Sequence[Bar], sheet: Sheet, title: str) -> str:
    """An <svg> of counts in lanes, all on one scale, "" where there are none."""
    if not bars:
        return ""
    scale, out, y = sheet.scale, [], float(AXIS)
    top = max((bar.n for bar in bars if bar.lane != OTHERS), default=max(bar.n for bar in bars))
    tall = 38
    for lane, members in grouped(bars, LANES + 1):
        head = 0 if sheet.wide else 18
        out.append(_lane(lane, sheet, y))
        base = y + head + tall + 6
        out.append(f'<line class="base" x1="{scale.left:.0f}" x2="{scale.right:.0f}" y1="{base}" y2="{base}"/>')
        out += [_bar(bar, scale, base, tall, top) for bar in members]
        y += head + tall + 10 + GAP
    return _svg(sheet, scale, y, title, "".join(out), "bars")


def lanes(marks: Sequence[Mark]) -> list[tuple[str, list[Mark]]]:
    """Lanes by how much happens in them, weighed by origins; those beyond LANES share one."""
    weight: Counter[str] = Counter()
    for mark in marks:
        weight[mark.lane] += mark.origins + 1
    named = sorted(weight, key=lambda lane: (not lane, -weight[lane], lane))
    kept = named if len(named) <= LANES + 1 else named[:LANES]
    found: dict[str, list[Mark]] = {lane: [] for lane in kept}
    for mark in sorted(marks, key=lambda one: (one.start, one.end, one.id)):
        found.setdefault(mark.lane if mark.lane in kept else REST, []).append(mark)
    return list(found.items())


def grouped(bars: Iterable[Bar], most: int) -> list[tuple[str, list[Bar]]]:
    """Bars by lane, in the order in which lanes come first."""
    found: dict[str, list[Bar]] = defaultdict(list)
    for bar in bars:
        found[bar.lane].append(bar)
    return list(found.items())[:most]


def _safe(words: str) -> str:
    return escape(printable(words), quote=True)


def _svg(sheet: Sheet, scale: Scale, height: float, title: str, body: str, kind: str) -> str:
    return (
        f'<svg class="strip {kind}" viewBox="0 0 {sheet.width} {height:.0f}" width="{sheet.width}" height="{height:.0f}" role="group" '
        f'aria-label="{_safe(title)}" data-left="{scale.left:.1f}" data-right="{scale.right:.1f}" data-first="{sheet.first}" '
        f'data-last="{sheet.last}">{_axis(sheet, scale, height)}{body}{_now(sheet, scale, height)}</svg>'
    )


def _lane(name: str, sheet: Sheet, y: float) -> str:
    most = 24 if sheet.wide else 44
    shown = name or "Not stated"
    cut = shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"
    rule = f'<line class="rule" x1="0" x2="{sheet.width}" y1="{y:.0f}" y2="{y:.0f}"/>'
    return f'{rule}<text class="lane" x="2" y="{y + 18 + (4 if sheet.wide else 0):.0f}"><title>{_safe(shown)}</title>{_safe(cut)}</text>'


def _box(mark: Mark, sheet: Sheet, scale: Scale, worded: bool) -> Box:
    a, b = scale.x(mark.start), scale.x(mark.end)
    if mark.start != mark.end and b - a > 2 * mark.size:
        left, right = max(scale.left - scale.gutter, a - scale.step / 2), b + scale.step / 2
    else:
        middle = (a + b) / 2
        left, right = middle - mark.size, middle + mark.size
    known = None
    if mark.known and mark.known > mark.end and scale.x(mark.known) > right + 3:
        known = scale.x(mark.known)
    end = max(right, known or 0.0) + (12 if mark.disputed else 0)
    if not worded:
        return Box(left, right, known, "", 0, "", left - 1, end + 3)
    room, before = sheet.width - 4 - end - 8, left - scale.left - 6
    most = 84 if sheet.wide else 44
    if room < 90 and before > room:
        words = _cut(mark.words, min(most, int(before / 5.9)))
        return Box(left, right, known, words, left - 6, "end", left - 8 - 5.9 * len(words), end + 4)
    words = _cut(mark.words, min(most, int(room / 5.9)))
    return Box(left, right, known, words, end + 7, "start", left - 2, end + 12 + 5.9 * len(words))


def _cut(words: str, most: int) -> str:
    if len(words) <= most:
        return words
    return words[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…" if most > 8 else ""


def _rows(boxes: Sequence[Box]) -> list[int]:
    """For each box the first row in which it finds room."""
    taken: list[list[tuple[float, float]]] = []
    out = []
    for box in boxes:
        row = next((n for n, spans in enumerate(taken) if all(box.last < a or box.first > b for a, b in spans)), len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append((box.first, box.last))
        out.append(row)
    return out


def _mark(mark: Mark, box: Box, scale: Scale, y: float) -> str:
    side = labels.side(mark.kind)
    out = [f'<a href="{_safe(mark.link)}" class="g {side} {mark.status}" data-id="{_safe(mark.id)}"><title>{_safe(mark.note)}</title>']
    out.append(f'<rect class="hit" x="{box.left - 4:.1f}" y="{y - 12:.1f}" width="{box.right - box.left + 8:.1f}" height="24"/>')
    if box.known is not None:
        out.append(f'<path class="known" d="M{box.right + 1.5:.1f} {y:.1f}H{box.known:.1f}M{box.known:.1f} {y - 4:.1f}V{y + 4:.1f}"/>')
    out.append(_shape(mark, box, side, y))
    if mark.disputed:
        x = max(box.right, box.known or 0) + 3
        out.append(f'<text class="disputed" x="{x:.1f}" y="{y + 4.5:.1f}">≠</text>')
    if box.words:
        out.append(f'<text class="label" text-anchor="{box.anchor}" x="{box.at:.1f}" y="{y + 4:.1f}">{_safe(box.words)}</text>')
    return "".join(out) + "</a>"


def _shape(mark: Mark, box: Box, side: str, y: float) -> str:
    s, x = mark.size, (box.left + box.right) / 2
    if box.right - box.left > 2 * s + 1:
        thick = 2 * s if side != "state" else s + 2
        width = box.right - box.left
        return _pill("mark bar", box.left, y, width, thick)
    if side == "state":
        return _pill("mark", x - s - 1, y, 2 * s + 2, 1.2 * s)
    if mark.status == "planned":
        d = s + 1
        return f'<path class="mark" d="M{x:.1f} {y - d:.1f}l{d:.1f} {d:.1f}l-{d:.1f} {d:.1f}l-{d:.1f} -{d:.1f}z"/>'
    if mark.status == "denied":
        d = s - 0.4
        return f'<path class="mark cross" d="M{x - d:.1f} {y - d:.1f}l{2 * d:.1f} {2 * d:.1f}m0 -{2 * d:.1f}l-{2 * d:.1f} {2 * d:.1f}"/>'
    return f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="{s:.1f}"/>'


def _pill(kind: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{height / 2:.1f}"/>'


def _bar(bar: Bar, scale: Scale, base: float, tall: int, top: int) -> str:
    a = scale.x(max(bar.start, scale.first)) - scale.step / 2
    b = scale.x(min(bar.end, scale.last)) + scale.step / 2
    height = min(float(tall), max(2.0, tall * bar.n / top))
    width = max(1.2, (b - a) * 0.86)
    joins = height * bar.joins / bar.n
    lane, when = _safe(bar.lane or "Not stated"), range_label(bar.start, bar.end)
    note = f"{lane}, {when}: {bar.n:,} {'event' if bar.n == 1 else 'events'}"
    parts = [f'<rect class="hit" x="{a:.1f}" y="{base - tall:.1f}" width="{b - a:.1f}" height="{tall}"/>']
    if height - joins > 0.05:
        parts.append(f'<rect class="part" x="{a:.1f}" y="{base - height + joins:.1f}" width="{width:.1f}" height="{height - joins:.1f}"/>')
    if joins > 0.05:
        parts.append(f'<rect class="join" x="{a:.1f}" y="{base - height:.1f}" width="{width:.1f}" height="{joins:.1f}"/>')
    return f'<a href="{_safe(bar.link)}" class="b" aria-label="{note}"><title>{note}</title>{"".join(parts)}</a>'


def _axis(sheet: Sheet, scale: Scale, height: float) -> str:
    out = grid(scale, AXIS, height)
    for many, a, b, name in (
        (sheet.early, scale.left - scale.gutter, scale.left - 3, "before"),
        (sheet.late, scale.right + 3, scale.right + scale.gutter, "after"),
    ):
        if many:
            out.append(f'<rect class="gutter" x="{a:.1f}" y="{AXIS - 8}" width="{b - a:.1f}" height="{height - AXIS + 8:.0f}"/>')
            out.append(f'<text class="tick" text-anchor="middle" x="{(a + b) / 2:.1f}" y="{AXIS - 14}">{name}</text>')
    return "".join(out)


def _now(sheet: Sheet, scale: Scale, height: float) -> str:
    if not sheet.as_of or not sheet.first <= sheet.as_of <= sheet.last:
        return ""
    x = min(scale.x(sheet.as_of) + scale.step / 2, scale.right)
    return (
        f'<line class="asof" x1="{x:.1f}" x2="{x:.1f}" y1="{AXIS - 6}" y2="{height:.0f}"/>'
        f'<text class="asof" text-anchor="end" x="{x - 4:.1f}" y="{height - 3:.0f}">as of {day_label(sheet.as_of)}</text>'
    )
