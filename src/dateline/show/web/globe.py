"""The world's outlines and how they come onto paper: Equal Earth for the whole, Lambert's azimuthal equal-area for a region.

Outlines: Natural Earth (public domain) by way of world-atlas (ISC), thinned by training/world/build.py; see web/world/LICENSE.txt.
Sources: Šavrič, Patterson and Jenny, "The Equal Earth map projection", IJGIS 2018; Snyder, USGS Professional Paper 1395, ch. 24.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
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

    def place(self, lon: float, lat: float) -> tuple[float, float] | None:
        """Pixels of one point, None where the frame does not show it."""
        if self.regional and _nearness(lon, lat, self.lon, self.lat) < BEHIND:
            return None
        x, y = self.project(np.array([lon]), np.array([lat]))
        at = float(x[0]), float(y[0])
        return at if 0 <= at[0] <= self.width and 0 <= at[1] <= self.height else None


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
    """Outlines at one level of detail: all points in a row, `bounds` where each arc begins, and the arcs of each country's rings."""

    lon: Floats
    lat: Floats
    bounds: tuple[int, ...]
    countries: dict[str, tuple[tuple[int, ...], ...]]

    @cached_property
    def boxes(self) -> dict[str, tuple[float, float, float, float]]:
        """West, south, east, north of each country's largest ring: France without Guiana."""
        return {code: max((self._box(ring) for ring in rings), key=_breadth) for code, rings in self.countries.items()}

    def _box(self, ring: tuple[int, ...]) -> tuple[float, float, float, float]:
        picked = np.concatenate([self.arc(index) for index in ring])
        lon, lat = self.lon[picked], self.lat[picked]
        return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())

    def arc(self, index: int) -> NDArray[np.int64]:
        """Positions of an arc's points, backwards where TopoJSON's index is negative."""
        number = index if index >= 0 else ~index
        points = np.arange(self.bounds[number], self.bounds[number + 1])
        return points if index >= 0 else points[::-1]


def _breadth(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1]) * math.cos(math.radians((box[1] + box[3]) / 2))


@lru_cache(maxsize=2)
def world(level: str) -> World:
    """The outlines of level `near` or `far`."""
    topology: dict[str, Any] = json.loads(files("dateline.show.web").joinpath("world", f"{level}.json").read_bytes())
    step = topology["transform"]["scale"][0]
    arcs = [np.cumsum(np.array(arc, dtype=np.float64), axis=0) * step for arc in topology["arcs"]]
    points = np.concatenate(arcs)
    bounds = (0, *(int(n) for n in np.cumsum([len(arc) for arc in arcs])))
    countries = {
        shape["id"]: tuple(tuple(ring) for polygon in shape["arcs"] for ring in polygon)
        for shape in topology["objects"]["countries"]["geometries"]
    }
    return World(points[:, 0], points[:, 1], bounds, countries)


@lru_cache(maxsize=64)
def outlines(frame: Frame) -> dict[str, str]:
    """Path data of each country that the frame shows, by ISO 3166-1 alpha-3 code ("-" for land without one)."""
    shapes = world("near" if frame.regional else "far")
    x, y = frame.project(shapes.lon, shapes.lat)
    hidden = _hidden(shapes, frame)
    steps = np.round(np.stack([x, y], axis=1), 1 if frame.regional else 2)
    out = {}
    for code, rings in shapes.countries.items():
        parts = [_ring(shapes, ring, steps, hidden, frame) for ring in rings]
        if any(parts):
            out[code] = "".join(parts)
    return out


def _hidden(shapes: World, frame: Frame) -> NDArray[np.bool_] | None:
    if not frame.regional:
        return None
    a, b = np.radians(shapes.lat), math.radians(frame.lat)
    nearness = np.sin(a) * math.sin(b) + np.cos(a) * math.cos(b) * np.cos(np.radians(shapes.lon - frame.lon))
    hidden: NDArray[np.bool_] = nearness < BEHIND
    return hidden


def _ring(shapes: World, ring: tuple[int, ...], points: Floats, hidden: NDArray[np.bool_] | None, frame: Frame) -> str:
    """Path data of one ring, "" where it lies outside the frame, behind the globe, or across the edge of the world map."""
    picked = np.concatenate([shapes.arc(index) for index in ring])
    if hidden is not None and hidden[picked].any():
        return ""
    line = points[picked]
    low, high = line.min(axis=0), line.max(axis=0)
    if high[0] < 0 or high[1] < 0 or low[0] > frame.width or low[1] > frame.height:
        return ""
    moved = np.abs(np.diff(line, axis=0))
    if hidden is None and moved[:, 0].max() > frame.scale * HALF:
        return ""
    kept = line[np.append(True, (moved != 0).any(axis=1))]
    return "M" + "L".join(_pairs(kept)) + "Z"


def _pairs(points: Floats) -> Iterator[str]:
    for x, y in points.tolist():
        yield f"{x:g} {y:g}"


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
    """The inhabited world."""
    return Frame(MERIDIAN if width > 600 else 20.0, 17.0, 1.0 if width > 600 else 1.35, width, height)
