"""The map: projections that come back, outlines that are whole, dots that stand for what is known and no more."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.show.web.atlas import cluster, draw
from dateline.show.web.globe import NEAR, Frame, fitted, outlines, whole, world
from dateline.show.web.tally import Spot

SIZE = (1160, 560)
EUROPE = Frame(15, 50, 5, *SIZE)


def spot(place: str, lon: float, lat: float, n: int = 1, *, division: bool = False) -> Spot:
    return Spot(place, "FIN", lon, lat, n, division)


def drawing(spots: list[Spot], vague: dict[str, int] | None = None, frame: Frame = EUROPE) -> ET.Element:
    vague = vague or {}
    svg = draw(
        spots, vague, vague, frame, title="Map", link=lambda dot: f"/events?place={dot.spots[0].place}",
        country_link=lambda code: f"/map?country={code}", points={"FIN": (26.0, 64.0), "POL": (19.0, 52.0)},
    )  # fmt: skip
    return ET.fromstring(svg)


def of(svg: ET.Element, kind: str) -> list[ET.Element]:
    return [el for el in svg.iter() if kind in el.get("class", "").split()]


@given(st.floats(-168, 190), st.floats(-80, 80))
@settings(max_examples=200, deadline=None)
def test_equal_earth_comes_back(lon: float, lat: float) -> None:
    frame = Frame(11, 9, 1, 1160, 5000)
    at = frame.place((lon + 180) % 360 - 180, lat)
    assert at is not None
    back = frame.degrees(*at)
    assert back[0] == pytest.approx(lon, abs=0.01) or back[0] == pytest.approx(lon - 360, abs=0.01)
    assert back[1] == pytest.approx(lat, abs=0.01)


@given(st.floats(-180, 180), st.floats(-70, 70), st.floats(100, 1000), st.floats(50, 500))
@settings(max_examples=200, deadline=None)
def test_a_region_comes_back(lon: float, lat: float, x: float, y: float) -> None:
    frame = Frame(lon, lat, 4, *SIZE)
    there = frame.degrees(x, y)
    at = frame.place(*there)
    assert at is not None
    assert at == pytest.approx((x, y), abs=0.01)


def test_areas_are_true() -> None:
    """A degree square at 60° north covers half of one at the equator."""
    frame = Frame(11, 9, 1, 1160, 900)

    def area(lat: float) -> float:
        corners = [frame.place(lon, at) for lon, at in ((10, lat - 0.5), (11, lat - 0.5), (11, lat + 0.5), (10, lat + 0.5))]
        points = [point for point in corners if point]
        return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))) / 2

    assert area(60) / area(0) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("level", ["near", "far"])
def test_the_outlines_hold_every_country_of_the_press(level: str) -> None:
    shapes = world(level)
    codes = set(shapes.codes)
    assert {"KEN", "RUS", "NAM", "SGP", "MLT", "FJI", "PSE", "TWN", "SSD", "ESH", "VAT"} <= codes
    assert len(codes) > 230
    assert shapes.boxes["FRA"][0] > -10
    assert -180 <= shapes.lon.min() <= shapes.lon.max() <= 180.1


def test_no_country_is_torn_across_the_world_map() -> None:
    for frame in (whole(*SIZE), whole(358, 380)):
        paths = outlines(frame)
        assert {"RUS", "USA", "FJI", "NZL", "KEN"} <= set(paths)
        for code, path in paths.items():
            for ring in path.split("M")[1:]:
                xs = [float(pair.split(" ")[0]) for pair in ring.rstrip("Z").split("L")]
                steps = [abs(a - b) for a, b in zip(xs, xs[1:] + xs[:1], strict=True)]
                assert max(steps) < frame.width * 0.2, code


def test_a_region_shows_only_what_it_holds() -> None:
    europe = outlines(EUROPE)
    assert {"DEU", "POL", "FRA", "SWE"} <= set(europe)
    assert not {"AUS", "BRA", "ZAF", "NZL"} & set(europe)
    fiji = outlines(Frame(178, -17, 20, *SIZE))
    assert "FJI" in fiji


def test_a_frame_fits_its_points_on_both_sides_of_the_date_line() -> None:
    frame = fitted([(178.0, -18.0), (-172.0, -14.0)], *SIZE)
    assert frame.regional
    assert abs(abs(frame.lon) - 177) < 3
    assert all(frame.place(lon, lat) for lon, lat in ((178.0, -18.0), (-172.0, -14.0)))
    assert fitted([(-120.0, 40.0), (140.0, -30.0)], *SIZE).zoom < NEAR
    assert fitted([], *SIZE) == whole(*SIZE)


@given(st.lists(st.tuples(st.floats(-30, 60), st.floats(-35, 65)), min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_a_fitted_frame_shows_every_point(points: list[tuple[float, float]]) -> None:
    frame = fitted(points, *SIZE)
    assert all(frame.place(*point) for point in points)


def test_a_box_of_pixels_holds_what_it_shows() -> None:
    west, south, east, north = EUROPE.box(300, 100, 700, 400)
    for x in range(300, 701, 40):
        for y in range(100, 401, 30):
            lon, lat = EUROPE.degrees(x, y)
            assert west - 0.5 <= lon <= east + 0.5
            assert south - 0.5 <= lat <= north + 0.5
    pacific = Frame(178, -17, 6, *SIZE).box(0, 0, *SIZE)
    assert pacific[0] > pacific[2]


def test_a_town_is_a_dot_a_division_a_ring_a_country_no_point() -> None:
    svg = drawing([spot("Turku", 22.27, 60.45, 4), spot("Karelia", 29, 61, 2, division=True)], {"POL": 7})
    assert len(of(svg, "dot")) == 1
    assert len(of(svg, "ring")) == 1
    links = [el for el in svg.iter() if el.tag.endswith("a") and el.get("href") == "/map?country=POL"]
    assert len(links) == 1
    assert "7 placed no nearer than the country" in links[0].get("aria-label", "")
    assert [el.text for el in of(svg, "vague")] == ["7 somewhere in Poland"]
    poland = EUROPE.place(19, 52)
    assert poland is not None
    assert not any(math.dist((float(el.get("cx", "0")), float(el.get("cy", "0"))), poland) < 3 for el in of(svg, "dot"))


def test_more_events_make_a_larger_dot() -> None:
    dots = cluster([spot("Turku", 22.27, 60.45, 1), spot("Lyon", 4.8, 45.7, 100), spot("Rome", 12.5, 41.9, 25)], EUROPE)
    assert [dot.name for dot in dots] == ["Lyon", "Rome", "Turku"]
    assert dots[0].r > dots[1].r > dots[2].r


def test_dots_that_would_cover_each_other_are_one_and_lose_nobody() -> None:
    towns = [spot(f"Town {n}", 10 + n * 0.05, 50 + (n % 3) * 0.05, 1 + n % 5) for n in range(40)]
    dots = cluster(towns, EUROPE)
    assert len(dots) < 12
    assert sum(dot.n for dot in dots) == sum(one.n for one in towns)
    assert all(math.dist((a.x, a.y), (b.x, b.y)) >= max(a.r, b.r) * 0.6 for a, b in combinations(dots, 2))
    near = cluster(towns, Frame(11, 50, 60, *SIZE))
    assert len(near) > len(dots)
    assert "other places" in dots[0].name


def test_dots_lead_to_their_events_and_are_named() -> None:
    svg = drawing([spot("Turku", 22.27, 60.45, 4)])
    link = of(svg, "p")[0]
    assert link.get("href") == "/events?place=Turku"
    assert link.get("aria-label") == "Turku: 4 events"
    assert [el.text for el in of(svg, "name")] == ["Turku"]


def test_names_of_copy_stay_words() -> None:
    svg = draw([spot('"><script>x</script>\u202e', 20, 50)], {}, {}, EUROPE, title="<b>", link=lambda dot: '"javascript:',
               country_link=str, points={})  # fmt: skip
    ET.fromstring(svg)
    assert not re.search(r"<script|\u202e", svg)
