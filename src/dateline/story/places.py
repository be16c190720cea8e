"""Whether two places can be one: containment by country, first division and distance."""

from __future__ import annotations

import math

from dateline.fields import Place
from dateline.story.words import fold

#: Within this many kilometres two points are one scene.
NEAR = 50.0


def named(place: Place | None) -> str:
    """The folded name of a place, empty for none."""
    return fold(place.name) if place else ""


def kilometres(first: Place, second: Place) -> float | None:
    """Great-circle distance of two points, None where one has none."""
    if first.lat is None or first.lon is None or second.lat is None or second.lon is None:
        return None
    lat, lon, lat2, lon2 = map(math.radians, (first.lat, first.lon, second.lat, second.lon))
    half = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(half)))


def agree(first: Place | None, second: Place | None) -> float:
    """1 the same place, .5 one holds the other, 0 cannot be told, -.5 elsewhere but near, -1 elsewhere."""
    if first is None or second is None:
        return 0.0
    if named(first) == named(second) and (first.country == second.country or None in (first.country, second.country)):
        return 1.0
    far = kilometres(first, second)
    if first.country and second.country and first.country != second.country:
        return -0.5 if far is not None and far <= 6 * NEAR else -1.0
    if "country" in (first.kind, second.kind) and first.country == second.country:
        return 0.5
    if "admin" in (first.kind, second.kind) and first.admin1 and first.admin1 == second.admin1:
        return 0.5
    if far is None:
        return 0.0
    if far <= NEAR:
        return 0.5
    broad = {"admin", "region", "water"} & {first.kind, second.kind}
    return 0.0 if broad else -0.5 if far <= 6 * NEAR else -1.0
