"""Makes `src/dateline/show/web/world/*.json`: the outlines of countries for the map, small enough to be drawn by a server.

    npm pack world-atlas@2.0.2
    python training/world/build.py world-atlas-2.0.2.tgz

Input is the npm package world-atlas (ISC), Natural Earth's country outlines at 1:50 million (public domain) as TopoJSON. The arcs that
two countries share are thinned once, by Visvalingam and Whyatt's effective area (Cartographic Journal 1993), so that neighbours still
touch. Two levels are written: `near` for a country or a region, `far` for the whole world. Both are TopoJSON with ISO 3166-1 alpha-3
codes as ids.
"""

from __future__ import annotations

import argparse
import csv
import heapq
import itertools
import json
import math
import tarfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
OUT = ROOT / "src/dateline/show/web/world"
COUNTRIES = ROOT / "src/dateline/where/lexicon/countries.tsv"
#: Least effective area of a corner that is kept and of an island that is drawn, in square degrees at the equator.
LEVELS = {"near": (0.004, 0.004), "far": (0.12, 0.25)}
#: Steps of the written grid in degrees.
GRID = {"near": 0.02, "far": 0.1}
#: Names of the source that differ from those of `lexicon/countries.tsv`. "" has no code of its own there.
NAMES = {
    "Marshall Is.": "MHL", "N. Mariana Is.": "MNP", "U.S. Virgin Is.": "VIR", "S. Geo. and the Is.": "SGS", "Br. Indian Ocean Ter.": "IOT",
    "Pitcairn Is.": "PCN", "Falkland Is.": "FLK", "Cayman Is.": "CYM", "British Virgin Is.": "VGB", "Turks and Caicos Is.": "TCA",
    "eSwatini": "SWZ", "S. Sudan": "SSD", "Somaliland": "SOM", "Solomon Is.": "SLB", "São Tomé and Principe": "STP",
    "St. Vin. and Gren.": "VCT", "Cook Is.": "COK", "W. Sahara": "ESH", "Wallis and Futuna Is.": "WLF", "St-Martin": "MAF",
    "St-Barthélemy": "BLM", "Fr. Polynesia": "PYF", "Fr. S. Antarctic Lands": "ATF", "Eq. Guinea": "GNQ", "Dominican Rep.": "DOM",
    "Faeroe Is.": "FRO", "N. Cyprus": "CYP", "Dem. Rep. Congo": "COD", "Congo": "COG", "Central African Rep.": "CAF",
    "Bosnia and Herz.": "BIH", "Indian Ocean Ter.": "CXR", "Heard I. and McDonald Is.": "HMD", "Ashmore and Cartier Is.": "",
    "Antigua and Barb.": "ATG", "Siachen Glacier": "",
}  # fmt: skip
Point = tuple[float, float]


def main() -> None:
    """Reads the package, writes both levels."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("package", type=Path, help="world-atlas-2.0.2.tgz")
    with tarfile.open(parser.parse_args().package) as package:
        topology = json.load(package.extractfile("package/countries-50m.json"))
    arcs = decoded(topology)
    codes = known_codes()
    for level, (area, island) in LEVELS.items():
        thin = [simplified(arc, area) for arc in arcs]
        shapes: dict[str, list[list[list[int]]]] = {}
        for geometry in topology["objects"]["countries"]["geometries"]:
            name = geometry["properties"]["name"]
            code = NAMES.get(name, codes.get(name))
            if code is None:
                raise SystemExit(f"{name}: no code in {COUNTRIES}; add it to NAMES")
            polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
            shapes.setdefault(code or "-", []).extend(visible(polygons, arcs, island))
        write(OUT / f"{level}.json", thin, shapes, GRID[level])


def known_codes() -> dict[str, str]:
    """Alpha-3 codes by name and alias."""
    codes: dict[str, str] = {}
    with COUNTRIES.open(encoding="utf-8") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE):
            for name in (row["name"], *row["aliases"].split(";")):
                codes.setdefault(name, row["alpha3"])
    return codes


def decoded(topology: dict) -> list[list[Point]]:
    """The arcs of a quantised TopoJSON in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    out = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        out.append(points)
    return out


def simplified(arc: list[Point], least: float) -> list[Point]:
    """The arc without corners whose triangle with their neighbours is smaller than `least`; its ends stay, a ring keeps four points."""
    floor = 4 if arc[0] == arc[-1] else 2
    before, after = list(range(-1, len(arc) - 1)), list(range(1, len(arc) + 1))
    alive, count = [True] * len(arc), len(arc)
    heap = [(triangle(arc[n - 1], arc[n], arc[n + 1]), n) for n in range(1, len(arc) - 1)]
    current = {n: area for area, n in heap}
    heapq.heapify(heap)
    while heap and count > floor:
        area, n = heapq.heappop(heap)
        if not alive[n] or current[n] != area:
            continue
        if area >= least:
            break
        alive[n], count = False, count - 1
        a, b = before[n], after[n]
        after[a], before[b] = b, a
        for m in (a, b):
            if 0 < m < len(arc) - 1:
                current[m] = max(area, triangle(arc[before[m]], arc[m], arc[after[m]]))
                heapq.heappush(heap, (current[m], m))
    return [point for point, kept in zip(arc, alive, strict=True) if kept]


def triangle(a: Point, b: Point, c: Point) -> float:
    """Area of three points in square degrees at the equator."""
    return abs((a[0] - c[0]) * (b[1] - a[1]) - (a[0] - b[0]) * (c[1] - a[1])) / 2 * math.cos(math.radians(b[1]))


def visible(polygons: list[list[list[int]]], arcs: list[list[Point]], island: float) -> list[list[list[int]]]:
    """The polygons that are large enough to be seen; of a country of specks the largest."""
    sized = [(extent(polygon[0], arcs), polygon) for polygon in polygons]
    largest = max(size for size, _ in sized)
    return [polygon for size, polygon in sized if size >= min(island, largest)]


def extent(ring: list[int], arcs: list[list[Point]]) -> float:
    """Area of a ring in square degrees at the equator."""
    points = [point for index in ring for point in (arcs[index] if index >= 0 else arcs[~index][::-1])]
    middle = math.cos(math.radians(sum(y for _, y in points) / len(points)))
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))) / 2 * middle


def write(path: Path, arcs: list[list[Point]], shapes: dict[str, list[list[list[int]]]], grid: float) -> None:
    """One TopoJSON: only arcs in use, numbered anew, as steps on the grid."""
    rings = [ring for polygons in shapes.values() for polygon in polygons for ring in polygon]
    used = sorted({index if index >= 0 else ~index for ring in rings for index in ring})
    number = {old: new for new, old in enumerate(used)}
    geometries = [
        {"type": "MultiPolygon", "id": code, "arcs": [[[renumbered(i, number) for i in ring] for ring in rings] for rings in polygons]}
        for code, polygons in sorted(shapes.items())
    ]
    topology = {
        "type": "Topology",
        "transform": {"scale": [grid, grid], "translate": [0, 0]},
        "objects": {"countries": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [steps(arcs[old], grid) for old in used],
    }
    path.write_text(json.dumps(topology, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(geometries)} countries, {sum(map(len, topology['arcs']))} points, {path.stat().st_size} bytes")


def renumbered(index: int, number: dict[int, int]) -> int:
    """An arc's new number; a reversed arc stays reversed."""
    return number[index] if index >= 0 else ~number[~index]


def steps(arc: list[Point], grid: float) -> list[list[int]]:
    """The arc as its first grid point and the steps from there; points that fall on one another are left out."""
    points = [(round(x / grid), round(y / grid)) for x, y in arc]
    kept = [points[0], *(b for a, b in itertools.pairwise(points) if a != b)]
    if len(kept) == 1:
        kept.append(kept[0])
    return [list(kept[0])] + [[b[0] - a[0], b[1] - a[1]] for a, b in itertools.pairwise(kept)]


if __name__ == "__main__":
    main()
