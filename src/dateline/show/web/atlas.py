"""The map as SVG. Pure: places with counts in, drawing out; colours come from the style sheet by class.

A town is a dot, a division a ring, a country a shade with its count and never a point: what is not known is not drawn. Dots that would
cover each other are drawn as one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from dateline.show.clean import printable
from dateline.show.web import labels
from dateline.show.web.base import plural
from dateline.show.web.globe import Frame, outlines
from dateline.show.web.tally import Spot

#: Names that are written beside their dots, and shades of a country.
NAMED, SHADES = 14, 4
#: So many events that are placed no nearer give a country its darkest shade, or more where one has more.
FULL = 20
LEAST, MOST = 4.5, 19.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One or several places as one mark: pixels, radius, events."""

    x: float
    y: float
    r: float
    spots: tuple[Spot, ...]

    @property
    def n(self) -> int:
        """Events at these places."""
        return sum(spot.n for spot in self.spots)

    @property
    def division(self) -> bool:
        """Whether it marks divisions alone."""
        return all(spot.division for spot in self.spots)

    @property
    def reach(self) -> float:
        """Half the width of what is drawn: a ring is wider than a dot, since it says less."""
        return self.r + 5 if self.division else self.r

    @property
    def name(self) -> str:
        """Walvis Bay and 2 other places."""
        rest = len(self.spots) - 1
        return self.spots[0].place + (f" and {plural(rest, 'other place')}" if rest else "")


def cluster(spots: Sequence[Spot], frame: Frame) -> list[Dot]:
    """Marks that do not cover each other's middle; the fullest places take in those they would hide."""
    top = max((spot.n for spot in spots), default=1)
    dots: list[Dot] = []
    for spot in spots:
        at = frame.place(spot.lon, spot.lat)
        if at is None:
            continue
        r = _radius(spot.n, top)
        near = next((n for n, dot in enumerate(dots) if math.hypot(dot.x - at[0], dot.y - at[1]) < max(dot.r, 7.0) + 0.35 * r), None)
        if near is None:
            dots.append(Dot(*at, r, (spot,)))
        else:
            old = dots[near]
            members = (*old.spots, spot)
            dots[near] = Dot(old.x, old.y, _radius(sum(one.n for one in members), top), members)
    return sorted(dots, key=lambda dot: (-dot.r, dot.spots[0].place))


def _radius(n: int, top: int) -> float:
    return min(MOST * 1.3, LEAST + (MOST - LEAST) * math.sqrt(n / top)) if top > 1 else LEAST + 2


def draw(
    spots: Sequence[Spot],
    vague: Mapping[str, int],
    every: Mapping[str, int],
    frame: Frame,
    *,
    title: str,
    link: Callable[[Dot], str],
    country_link: Callable[[str], str],
    points: Mapping[str, tuple[float, float]],
) -> str:
    """An <svg> of the frame. `vague` counts events by country that are placed no nearer, `every` all of a country; `points` are longitude
    and latitude of each country's middle, where its count is written."""
    shapes = outlines(frame)
    quiet = "".join(path for code, path in shapes.items() if not every.get(code))
    top = max([*vague.values(), FULL])
    out = [f'<path class="land" d="{quiet}"/>']
    for code, path in shapes.items():
        if every.get(code):
            name = _safe(labels.country_name(code))
            note = f"{name}: {plural(every[code], 'event')}"
            note += f", {vague[code]:,} placed no nearer than the country" if vague.get(code) else ""
            out.append(
                f'<a class="c s{_shade(vague.get(code, 0), top)}" href="{_safe(country_link(code))}" aria-label="{note}">'
                f'<title>{note}</title><path d="{path}"/></a>'
            )
    dots = cluster(spots, frame)
    out += [_dot(dot, link(dot)) for dot in dots]
    names, taken = _names(dots, frame)
    middles = [(code, frame.place(*points[code]), n) for code, n in vague.items() if code in points and code in shapes]
    out += names + [_count(code, at, n, taken) for code, at, n in middles if at]
    return (
        f'<svg class="atlas" viewBox="0 0 {frame.width} {frame.height}" width="{frame.width}" height="{frame.height}" role="group" '
        f'aria-label="{_safe(title)}" data-at="{frame.lon:g},{frame.lat:g}" data-zoom="{frame.zoom:g}">{"".join(out)}</svg>'
    )


def _safe(words: str) -> str:
    return escape(printable(words), quote=True)


def _shade(n: int, top: int) -> int:
    """0 for none, else 1 to SHADES by the logarithm of the count."""
    return 0 if not n else 1 + min(SHADES - 1, int(SHADES * math.log1p(n) / (math.log1p(top) + 1e-9) * 0.999))


def _count(code: str, at: tuple[float, float], n: int, taken: list[tuple[float, float, float, float]]) -> str:
    """How many are somewhere in a country, near its middle where nothing is in the way."""
    words = f"{n:,} somewhere in {labels.country_name(code)}"
    width = 6.2 * len(words)
    for down in (0, 26, -26, 50, -50, 74, -74):
        x, y = at[0], at[1] + down
        box = (x - width / 2, y - 8, x + width / 2, y + 8)
        if not any(_meet(box, other) for other in taken):
            taken.append(box)
            return f'<text class="vague" x="{x:.1f}" y="{y + 4:.1f}">{_safe(words)}</text>'
    return ""


def _dot(dot: Dot, href: str) -> str:
    note = _safe(f"{dot.name}: {plural(dot.n, 'event')}")
    r = dot.reach
    shape = f'<circle class="{"ring" if dot.division else "dot"}" cx="{dot.x:.1f}" cy="{dot.y:.1f}" r="{r:.1f}"/>'
    hit = f'<circle class="hit" cx="{dot.x:.1f}" cy="{dot.y:.1f}" r="{max(12.0, r):.1f}"/>'
    number = f'<text class="n" x="{dot.x:.1f}" y="{dot.y + 3.8:.1f}">{_short(dot.n)}</text>' if r >= 11 else ""
    return f'<a class="p" href="{_safe(href)}" aria-label="{note}"><title>{note}</title>{hit}{shape}{number}</a>'


def _short(n: int) -> str:
    return f"{n:,}" if n < 1000 else f"{n / 1000:.1f}k" if n < 10_000 else f"{n // 1000}k"


def _names(dots: Sequence[Dot], frame: Frame) -> tuple[list[str], list[tuple[float, float, float, float]]]:
    """Names of the fullest places, where they cover neither a dot nor another name; and the boxes that are taken."""
    taken = [(dot.x - dot.reach, dot.y - dot.reach, dot.x + dot.reach, dot.y + dot.reach) for dot in dots]
    out: list[str] = []
    for dot in dots:
        name = dot.spots[0].place
        width = 6.6 * len(name)
        for anchor, x in (("start", dot.x + dot.reach + 5), ("end", dot.x - dot.reach - 5)):
            left = x if anchor == "start" else x - width
            box = (left, dot.y - 7, left + width, dot.y + 7)
            if left >= 2 and box[2] <= frame.width - 2 and not any(_meet(box, other) for other in taken):
                taken.append(box)
                out.append(f'<text class="name" text-anchor="{anchor}" x="{x:.1f}" y="{dot.y + 4:.1f}">{_safe(name)}</text>')
                break
        if len(out) >= NAMED:
            break
    return out, taken


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
