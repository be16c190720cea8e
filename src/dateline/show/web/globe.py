"""The world's outlines and how they come onto paper: Equal Earth for the whole, Lambert's azimuthal equal-area for a region.

Outlines: Natural Earth (public domain) by way of world-atlas (ISC), thinned by training/world/build.py; see web/world/LICENSE.txt.
Sources: Šavrič, Patterson and Jenny, "The Equal Earth map projection", IJGIS 2018; Snyder, USGS Professional Paper 1395, ch. 24.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Half the width of an Equal Earth map of a globe of radius 1, and the zoom from which a region is drawn by itself.
HALF, NEAR = 2.7066299836, 2.5
MOST_ZOOM = 64.0
#: Middle of the world map in degrees: its edges then lie in the Bering Strait and cut nobody's country.
MERIDIAN = 11.0
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
#: Rings with a corner farther than this from the middle of a regional map would turn inside out. Cosine of 150 degrees.
BEHIND = -0.866


@dataclass(frozen=True, slots=True)
class Frame:
    """What a map shows: its middle in degrees, how many times larger than the whole world, its size in pixels."""

    lon: float
    lat: float
    zoom: float
    width: int
    height: int

    @property
    def regional(self) -> bool:
        """Whether the map is drawn around its own middle."""
        return self.zoom >= NEAR

    @property
    def scale(self) -> float:
        """Pixels of one radius of the globe."""
        return self.width * self.zoom / (2 * HALF)

    def project(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Pixels of points in degrees."""
        if self.regional:
            x, y = _azimuthal(np.radians(lon), np.radians(lat), math.radians(self.lon), math.radians(self.lat))
            return self.width / 2 + self.scale * x, self.height / 2 - self.scale * y
        x, y = _equal_earth(_turned(lon), np.radians(lat))
        middle = _equal_earth(_turned(np.array([self.lon])), np.radians(np.array([self.lat])))
        return self.width / 2 + self.scale * (x - middle[0][0]), self.height / 2 - self.scale * (y - middle[1][0])

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude at a pixel; the longitude may lie beyond 180 where the map does."""
        right, up = (x - self.width / 2) / self.scale, (self.height / 2 - y) / self.scale
        if self.regional:
            return _unazimuthal(right, up, self.lon, self.lat)
        middle = _equal_earth(_turned(np.array([self.lon])), np.radians(np.array([self.lat])))
        return _unturned(right + float(middle[0][0]), up + float(middle[1][0]))

    def moved(self, x: float, y: float, factor: float) -> Frame:
        """The frame around a pixel of this one, larger by a factor."""
        lon, lat = self.degrees(x, y)
        zoom = min(MOST_ZOOM, max(1.0, self.zoom * factor))
        return Frame(round((lon + 180) % 360 - 180, 2), round(max(-85.0, min(85.0, lat)), 2), round(zoom, 2), self.width, self.height)

    def box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """West, south, east, north of what a rectangle of pixels shows; west lies east of east where it crosses the date line."""
        across, down = (left + (right - left) * n / 6 for n in range(7)), [top + (bottom - top) * n / 6 for n in range(7)]
        points = [self.degrees(x, y) for x in across for y in down]
        lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
        west, east = ((edge + 180) % 360 - 180 for edge in (min(lons), max(lons)))
        if max(lons) - min(lons) >= 359:
            west, east = -180.0, 180.0
        return round(west, 2), round(min(lats), 2), round(east, 2), round(max(lats), 2)

    def place(self, lon: float, lat: float) -> tuple[float, float] | None:
        """Pixels of one point, None where the frame does not show it."""
        if self.regional and _nearness(lon, lat, self.lon, self.lat) < BEHIND:
            return None
        x, y = self.project(np.array([lon]), np.array([lat]))
        at = float(x[0]), float(y[0])
        return at if 0 <= at[0] <= self.width and 0 <= at[1] <= self.height else None


def _unturned(x: float, y: float) -> tuple[float, float]:
    """Equal Earth backwards: degrees of a point, by Newton's method."""
    theta = max(-math.pi / 3, min(math.pi / 3, y / 1.2))
    for _ in range(12):
        square = theta * theta
        six = square**3
        off = theta * (A1 + A2 * square + six * (A3 + A4 * square)) - y
        theta -= off / (A1 + 3 * A2 * square + six * (7 * A3 + 9 * A4 * square))
        theta = max(-math.pi / 3, min(math.pi / 3, theta))
    square = theta * theta
    slope = A1 + 3 * A2 * square + square**3 * (7 * A3 + 9 * A4 * square)
    lon = math.degrees(x * 3 * slope / (2 * math.sqrt(3) * math.cos(theta)))
    lat = math.degrees(math.asin(max(-1.0, min(1.0, 2 * math.sin(theta) / math.sqrt(3)))))
    return max(-180.0, min(180.0, lon)) + MERIDIAN, lat


def _unazimuthal(x: float, y: float, lon0: float, lat0: float) -> tuple[float, float]:
    """Lambert's azimuthal backwards: degrees of a point; one off the globe becomes one on its rim."""
    rho = math.hypot(x, y)
    if rho < 1e-12:
        return lon0, lat0
    c, b = 2 * math.asin(min(1.0, rho / 2)), math.radians(lat0)
    lat = math.asin(max(-1.0, min(1.0, math.cos(c) * math.sin(b) + y * math.sin(c) * math.cos(b) / rho)))
    lon = math.atan2(x * math.sin(c), rho * math.cos(b) * math.cos(c) - y * math.sin(b) * math.sin(c))
    return lon0 + math.degrees(lon), math.degrees(lat)


def _turned(lon: Floats) -> Floats:
    """Radians east of the middle meridian."""
    turned: Floats = np.radians((lon - MERIDIAN + 180) % 360 - 180)
    return turned


def _equal_earth(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    theta = np.arcsin(math.sqrt(3) / 2 * np.sin(lat))
    square = theta * theta
    six = square**3
    x = 2 * math.sqrt(3) / 3 * lon * np.cos(theta) / (A1 + 3 * A2 * square + six * (7 * A3 + 9 * A4 * square))
    return x, theta * (A1 + A2 * square + six * (A3 + A4 * square))


def _azimuthal(lon: Floats, lat: Floats, lon0: float, lat0: float) -> tuple[Floats, Floats]:
    sin, cos, turn = np.sin(lat), np.cos(lat), np.cos(lon - lon0)
    k = np.sqrt(2 / np.maximum(1e-9, 1 + math.sin(lat0) * sin + math.cos(lat0) * cos * turn))
    return k * cos * np.sin(lon - lon0), k * (math.cos(lat0) * sin - math.sin(lat0) * cos * turn)


def _nearness(lon: float, lat: float, lon0: float, lat0: float) -> float:
    """Cosine of the angle between two points."""
    a, b = math.radians(lat), math.radians(lat0)
    return math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(math.radians(lon - lon0))


@dataclass(frozen=True)
class World:
    """Outlines at one level of detail: the points of all rings in a row, where each ring begins, and the country of each."""

    lon: Floats
    lat: Floats
    starts: NDArray[np.int64]
    codes: tuple[str, ...]

    @cached_property
    def boxes(self) -> dict[str, tuple[float, float, float, float]]:
        """West, south, east, north of each country's largest ring: France without Guiana."""
        edges = (np.minimum.reduceat(self.lon, self.starts), np.minimum.reduceat(self.lat, self.starts),
                 np.maximum.reduceat(self.lon, self.starts), np.maximum.reduceat(self.lat, self.starts))  # fmt: skip
        found: dict[str, tuple[float, float, float, float]] = {}
        for code, *box in zip(self.codes, *(edge.tolist() for edge in edges), strict=True):
            one = (box[0], box[1], box[2], box[3])
            if code not in found or _breadth(one) > _breadth(found[code]):
                found[code] = one
        return found


def _breadth(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1]) * math.cos(math.radians((box[1] + box[3]) / 2))


@lru_cache(maxsize=2)
def world(level: str) -> World:
    """The outlines of level `near` or `far`."""
    topology: dict[str, Any] = json.loads(files("dateline.show.web").joinpath("world", f"{level}.json").read_bytes())
    step = topology["transform"]["scale"][0]
    arcs = [np.cumsum(np.array(arc, dtype=np.float64), axis=0) * step for arc in topology["arcs"]]
    rings, codes = [], []
    for shape in topology["objects"]["countries"]["geometries"]:
        for polygon in shape["arcs"]:
            for ring in polygon:
                rings.append(np.concatenate([arcs[index] if index >= 0 else arcs[~index][::-1] for index in ring]))
                codes.append(shape["id"])
    points = np.concatenate(rings)
    starts = np.cumsum([0, *(len(ring) for ring in rings[:-1])])
    return World(points[:, 0], points[:, 1], starts, tuple(codes))


@lru_cache(maxsize=64)
def outlines(frame: Frame) -> dict[str, str]:
    """Path data of each country that the frame shows, by ISO 3166-1 alpha-3 code ("-" for land without one)."""
    shapes = world("near" if frame.regional else "far")
    x, y = frame.project(shapes.lon, shapes.lat)
    starts = shapes.starts
    shown = (np.maximum.reduceat(x, starts) >= 0) & (np.minimum.reduceat(x, starts) <= frame.width)
    shown &= (np.maximum.reduceat(y, starts) >= 0) & (np.minimum.reduceat(y, starts) <= frame.height)
    shown &= ~np.logical_or.reduceat(_torn(shapes, frame, x), starts)
    ends = np.append(starts[1:], len(x))
    points = np.round(np.stack([x, y], axis=1), 1)
    out: dict[str, list[str]] = {}
    for n in np.flatnonzero(shown).tolist():
        line = points[starts[n] : ends[n]]
        kept = line[np.append(True, (np.diff(line, axis=0) != 0).any(axis=1))]
        if len(kept) > 2:
            out.setdefault(shapes.codes[n], []).append("M" + "L".join([f"{a:g} {b:g}" for a, b in kept.tolist()]) + "Z")
    return {code: "".join(parts) for code, parts in out.items()}


def _torn(shapes: World, frame: Frame, x: Floats) -> NDArray[np.bool_]:
    """Points at which a ring would be torn: behind the globe, or across the edge of the world map."""
    torn: NDArray[np.bool_]
    if frame.regional:
        a, b = np.radians(shapes.lat), math.radians(frame.lat)
        torn = np.sin(a) * math.sin(b) + np.cos(a) * math.cos(b) * np.cos(np.radians(shapes.lon - frame.lon)) < BEHIND
        return torn
    torn = np.append(np.abs(np.diff(x)) > frame.scale * HALF, False)
    torn[shapes.starts[1:] - 1] = False
    return torn


def fitted(points: list[tuple[float, float]], width: int, height: int) -> Frame:
    """The frame that shows all points (degrees) with some room around them; the whole world where they are spread over it."""
    if not points:
        return whole(width, height)
    lon0, spread = _middle([lon for lon, _ in points])
    lats = [lat for _, lat in points]
    lat0 = (min(lats) + max(lats)) / 2
    across = max(8.0, spread * max(0.3, math.cos(math.radians(lat0))) * 1.35, (max(lats) - min(lats)) * 1.35 * width / height)
    zoom = min(MOST_ZOOM, 310.0 / across)
    return Frame(round(lon0, 2), round(lat0, 2), round(zoom, 2), width, height) if zoom >= NEAR else whole(width, height)


def _middle(lons: list[float]) -> tuple[float, float]:
    """Middle and spread of longitudes around the widest gap between them: Fiji and Samoa lie close together."""
    ordered = sorted(lons)
    gaps = [(b - a, n) for n, (a, b) in enumerate(zip(ordered, [*ordered[1:], ordered[0] + 360], strict=True))]
    gap, n = max(gaps, key=lambda pair: (pair[0], pair[1]))
    spread = 360 - gap
    middle = ordered[(n + 1) % len(ordered)] + spread / 2
    return (middle + 180) % 360 - 180, spread


def whole(width: int, height: int) -> Frame:
    """The inhabited world; no higher than it is."""
    return Frame(MERIDIAN, 9.0, 1.0, width, min(height, round(width * 0.56)))
