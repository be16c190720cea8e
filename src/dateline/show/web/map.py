"""The map: where it happened, as near as the reports say. Drawn here, so that it needs no script and no network."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dateline.rules import load_lexicon
from dateline.show.web.atlas import Dot, draw
from dateline.show.web.base import Pairs, address, here, param, query_of, render, view
from dateline.show.web.events import pills
from dateline.show.web.globe import MOST_ZOOM, Frame, fitted, whole, world
from dateline.show.web.problem import Problem
from dateline.show.web.tally import Asked, Spot, asked, by_country, nowhere, spots
from dateline.store import Store
from dateline.store.query import Query

WIDE, NARROW = (1160, 560), (358, 380)
OWN = ("at", "zoom", "part", "move", "brush")
#: Parts of the world to go to: longitude, latitude, zoom.
REGIONS = {
    "World": None,
    "Africa": (18.0, 2.0, 3.3),
    "Americas": (-80.0, 12.0, 2.5),
    "Asia": (95.0, 30.0, 2.7),
    "Europe": (16.0, 52.0, 5.2),
    "Middle East": (44.0, 30.0, 6.2),
    "Oceania": (150.0, -18.0, 3.2),
}
#: Places of the list under the map.
LISTED = 60


def map_(request: Request, store: Store) -> Response:
    """The map of whatever is asked for."""
    query = query_of(request, *OWN)
    found = asked(store, query)
    places, vague, every, lost = found.columns.answer(("places", query), lambda: _placed(found))
    given = _given(request)
    frames = [_frame(given, places, vague, query, size) for size in (WIDE, NARROW)]
    if param(request, "move"):
        frames[0] = frames[0].moved(*_numbers(request, "move", 3))
        frames[1] = Frame(frames[0].lon, frames[0].lat, frames[0].zoom, *NARROW)
    if param(request, "brush"):
        box = frames[0].box(*_numbers(request, "brush", 4))
        return RedirectResponse(address("/map", [*query.without("box").params(), ("box", ",".join(f"{edge:g}" for edge in box))]), 303)
    title = f"Map of {found.n:,} events: a dot is a town, a ring a division, a shade a country"
    drawn = [Markup(_drawing(frame, query, places, vague, every, title)) for frame in frames]
    part = param(request, "part", choices=("", "figure"))
    return render(
        request,
        "map_figure.html.j2" if part else "map.html.j2",
        title="Map",
        query=query,
        filter=query.params(),
        pills=pills(query, "/map", []),
        drawn=drawn,
        n=found.n,
        placed=sum(spot.n for spot in places),
        vague=sorted(((code, n, every[code]) for code, n in vague.items()), key=lambda one: (-one[1], one[0])),
        nowhere=lost,
        places=[(spot, _events(query, spot)) for spot in places[:LISTED]],
        more=max(0, len(places) - LISTED),
        moves=_moves(request, frames[0], query),
        regions=[(name, _region(request, region)) for name, region in REGIONS.items()],
        country_link=lambda code: address("/events", [*query.without("country", "box").params(), ("country", code)]),
    )


def _placed(found: Asked) -> tuple[list[Spot], dict[str, int], dict[str, int], int]:
    """Places with a point, events by country without and with one, events of no place at all."""
    return spots(found), by_country(found, pointless=True), by_country(found, pointless=False), nowhere(found)


def _given(request: Request) -> tuple[float, float, float] | None:
    """The middle and zoom that the address gives."""
    if not param(request, "at"):
        return None
    lon, lat = _numbers(request, "at", 2)
    zoom = _numbers(request, "zoom", 1)[0] if param(request, "zoom") else 6.0
    if not (-180 <= lon <= 180 and -90 <= lat <= 90 and 1 <= zoom <= MOST_ZOOM):
        raise Problem(400, "There is no such part of the world", f"at= is longitude,latitude in degrees, zoom= from 1 to {MOST_ZOOM:g}.")
    return lon, lat, zoom


def _numbers(request: Request, key: str, many: int) -> list[float]:
    value = param(request, key)
    try:
        found = [float(part) for part in value[:100].split(",")]
    except ValueError:
        found = []
    if len(found) != many or not all(abs(number) < 1e5 for number in found):
        raise Problem(400, f"{key}: {value[:60]!r} is not {many} numbers with commas between", "Leave it out to see all.")
    return found


def _frame(
    given: tuple[float, float, float] | None, places: Sequence[Spot], vague: dict[str, int], query: Query, size: tuple[int, int]
) -> Frame:
    """The frame asked for, else the one that shows all that is placed: towns, and the countries of what is known no nearer."""
    if given:
        return Frame(*given, *size) if given[2] > 1 else whole(*size)
    if query.box:
        west, south, east, north = query.box
        corners = [(west, south), (east, north)] if west <= east else [(west, south), (east + 360, north)]
        return fitted([((lon + 180) % 360 - 180, lat) for lon, lat in corners] if west > -180 or east < 180 else [], *size)
    points = [(spot.lon, spot.lat) for spot in places]
    boxes = world("near").boxes
    for code in {**dict.fromkeys(query.country), **vague}:
        if code in boxes:
            west, south, east, north = boxes[code]
            points += [(west, south), (east, north)]
    return fitted(points, *size)


def _drawing(frame: Frame, query: Query, places: Sequence[Spot], vague: dict[str, int], every: dict[str, int], title: str) -> str:
    rest = query.without("box", "country").params()

    def link(dot: Dot) -> str:
        return _events(query, dot.spots[0]) if len(dot.spots) == 1 else _nearer(query, dot, frame)

    return draw(
        places, vague, every, frame,
        title=title, link=link, country_link=lambda code: address("/map", [*rest, ("country", code)]), points=middles(),
    )  # fmt: skip


def _events(query: Query, spot: Spot) -> str:
    """The table of the events at one place: those whose point it is, since names repeat."""
    d = 0.0006
    box = ",".join(f"{edge:.4f}" for edge in (spot.lon - d, spot.lat - d, spot.lon + d, spot.lat + d))
    return address("/events", [*query.without("box", "place").params(), *([("place", spot.place)] if spot.place else []), ("box", box)])


def _nearer(query: Query, dot: Dot, frame: Frame) -> str:
    """The map around several places, as near as tells them apart; their events where no zoom does."""
    lons, lats = [spot.lon for spot in dot.spots], [spot.lat for spot in dot.spots]
    if frame.zoom >= MOST_ZOOM:
        d = 0.001
        box = ",".join(f"{edge:.4f}" for edge in (min(lons) - d, min(lats) - d, max(lons) + d, max(lats) + d))
        return address("/events", [*query.without("box").params(), ("box", box)])
    near = fitted(list(zip(lons, lats, strict=True)), frame.width, frame.height)
    zoom = min(MOST_ZOOM, max(near.zoom, frame.zoom * 2.5))
    return _to(query, dot.spots[0].lon, dot.spots[0].lat, zoom)


def _to(query: Query | Pairs, lon: float, lat: float, zoom: float) -> str:
    return address("/map", query, at=f"{lon:.2f},{lat:.2f}", zoom=f"{zoom:g}")


def _region(request: Request, region: tuple[float, float, float] | None) -> str:
    at, zoom = (f"{region[0]:g},{region[1]:g}", f"{region[2]:g}") if region else ("11,9", "1")
    return here(request, at=at, zoom=zoom, part=None, move=None)


def _moves(request: Request, frame: Frame, query: Query) -> dict[str, str]:
    """Links that move the frame, one that shows all again, and one that narrows the filter to what the frame shows."""
    w, h = frame.width, frame.height
    steps = {
        "in": (w / 2, h / 2, 1.8),
        "out": (w / 2, h / 2, 1 / 1.8),
        "west": (w * 0.2, h / 2, 1),
        "east": (w * 0.8, h / 2, 1),
        "north": (w / 2, h * 0.15, 1),
        "south": (w / 2, h * 0.85, 1),
    }
    out = {}
    for name, step in steps.items():
        to = frame.moved(*step)
        out[name] = here(request, at=f"{to.lon:g},{to.lat:g}", zoom=f"{to.zoom:g}", part=None, move=None)
    out["all"] = here(request, at=None, zoom=None, part=None, move=None) if param(request, "at") or param(request, "move") else ""
    out["box"] = ""
    if frame.regional:
        out["box"] = address("/map", query.without("box"), box=",".join(f"{edge:g}" for edge in frame.box(0, 0, w, h)))
    out["here"] = here(request, at=f"{frame.lon:g},{frame.lat:g}", zoom=f"{frame.zoom:g}", part=None, move=None)
    return out


@cache
def middles() -> dict[str, tuple[float, float]]:
    """Longitude and latitude near the middle of each country."""
    return {row["alpha3"]: (float(row["lon"]), float(row["lat"])) for row in load_lexicon("dateline.where", "countries.tsv")}


routes = [view("/map", map_, name="map")]
