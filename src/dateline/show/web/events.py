"""The table of events: facets with counts, months as a filter, pills, sort and columns. Every state of it is an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from dateline.show.dates import MONTHS
from dateline.show.web import labels
from dateline.show.web.base import PAGE, Pairs, address, page_of, param, query_of, render, view
from dateline.store import Store
from dateline.store.query import OWN, Query
from dateline.store.rows import Count

#: Columns by name, with their heading; `act` is always shown.
COLUMNS = {
    "when": "When",
    "act": "Act",
    "who": "Who → whom",
    "where": "Where",
    "told": "Told by",
    "origins": "Origins",
    "published": "Published",
    "toll": "Toll",
    "doubt": "Doubt",
    "rule": "Rule",
}
SHOWN = ("when", "act", "who", "where", "told", "origins")
SORTS = {"when": ("date", "-date"), "published": ("published", "-published"), "doubt": ("-doubt", "doubt")}
#: Facets in order: name in the store, key of the query, heading. The first are open.
FACETS = (
    ("type", "type", "Type"),
    ("country", "country", "Country"),
    ("actor", "actor", "Actor"),
    ("status", "status", "Status"),
    ("voice", "voice", "Voice"),
    ("outlet", "outlet", "Outlet"),
    ("origins", "min_origins", "Told by at least"),
    ("code", "actor", "Kind of actor"),
    ("story", "story", "Story"),
)
#: Values of a facet that are shown at once; the rest is folded.
FIRST, MOST = 8, 40
#: Bars of the histogram; more months than these are drawn as years.
BARS = 120
NAMES = {
    "from": "from",
    "to": "until",
    "min_origins": "at least",
    "casualties": "killed at least",
    "box": "on the map",
    "text": "words",
    "kind": "state",
    "rejected": "with rejected",
    "doubt": "doubt at least",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: what it is called, how many events it gives, where the link leads, whether it is on."""

    label: str
    n: int
    href: str
    on: bool
    hint: str


@dataclass(frozen=True, slots=True)
class Pill:
    """A part of the filter that a click takes out."""

    name: str
    value: str
    href: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A month or year of the histogram: position and height in the drawing, link that asks for it."""

    x: float
    y: float
    width: float
    height: float
    label: str
    n: int
    href: str
    on: bool


def events(request: Request, store: Store) -> Response:
    """The table."""
    query, number = query_of(request), page_of(request)
    sort = param(request, "sort", "-date" if not query.asks else "date", choices=[one for both in SORTS.values() for one in both])
    columns = _columns(request)
    facets = store.facets(query, most=MOST)
    rows = list(store.events(query, limit=PAGE + 1, offset=(number - 1) * PAGE, sort=sort))
    kept = [(key, value) for key, value in request.query_params.multi_items() if key in ("sort", "columns")]
    return render(
        request,
        "events.html.j2",
        title="Events",
        query=query,
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        number=number,
        total=store.count(query),
        facets=[(name, heading, _choices(query, kept, key, facets.get(name, []))) for name, key, heading in FACETS],
        first=FIRST,
        pills=pills(query, "/events", kept, facets),
        bars=_bars(query, kept, store.months(query)),
        columns=columns,
        all_columns=COLUMNS,
        sort=sort,
        sorts=SORTS,
        kept=kept,
        filter=query.params(),
    )


def _columns(request: Request) -> tuple[str, ...]:
    wanted = [part for value in request.query_params.getlist("columns") for part in value.split(",")]
    return tuple(name for name in COLUMNS if name in wanted or name == "act") if wanted else SHOWN


def _choices(query: Query, kept: Pairs, key: str, counts: Sequence[Count]) -> list[Choice]:
    params = query.params()
    out = []
    for count in counts:
        pair = (key, count.value)
        on = pair in params
        single = key == "min_origins"
        rest = [one for one in params if one != pair and not (single and one[0] == key)]
        href = address("/events", [*rest, *([] if on else [pair]), *kept])
        out.append(Choice(_label(key, count), count.n, href, on, _hint(key, count.value)))
    return out


def _label(key: str, count: Count) -> str:
    if key == "type":
        return labels.type_name(count.value)
    if key == "min_origins":
        return f"{count.value} origins"
    if key == "voice" and count.value == OWN:
        return "the paper’s own voice"
    if key == "actor" and "~" in count.value:
        country, _, sector = count.value.partition("~")
        return ", ".join(part for part in (labels.country_name(country), labels.sector_name(sector)) if part)
    return count.label or count.value


def _hint(key: str, value: str) -> str:
    if key == "type":
        return labels.TYPES[value][1] if value in labels.TYPES else ""
    return labels.STATUSES.get(value, "") if key == "status" else ""


def pills(query: Query, path: str, kept: Pairs, facets: Mapping[str, Sequence[Count]] | None = None) -> list[Pill]:
    """The filter as pills, each with the address without it."""
    named = {(key, count.value): count for name, key, _ in FACETS for count in (facets or {}).get(name, ())}
    params = query.params()
    out = []
    for n, (key, value) in enumerate(params):
        count = named.get((key, value))
        shown = _label(key, count) if count else labels.country_name(value) if key == "country" else value
        rest = params[:n] + params[n + 1 :]
        out.append(Pill(NAMES.get(key, key), shown, address(path, [*rest, *kept])))
    return out


def _bars(query: Query, kept: Pairs, months: Sequence[tuple[str, int]]) -> list[Bar]:
    """The histogram: months, or years where there are many."""
    counts: dict[str, int] = {}
    years = len(months) and _span(months[0][0], months[-1][0]) > BARS
    for month, n in months:
        counts[month[:4] if years else month] = counts.get(month[:4] if years else month, 0) + n
    keys = _years(counts) if years else _months(counts)
    if not keys:
        return []
    top = max(counts.values())
    rest = query.without("from_", "to").params()
    step = 1000 / max(len(keys), 12)
    out = []
    for n, key in enumerate(keys):
        many = counts.get(key, 0)
        height = max(2.0, 64 * many / top) if many else 0.0
        on = bool((query.from_ or query.to) and (query.from_ or "0") <= key + "~" and (query.to or "9") >= key)
        label = key if years else f"{MONTHS[int(key[5:7]) - 1]} {key[:4]}"
        alone = query.from_ is not None and query.from_.startswith(key) and query.to is not None and query.to.startswith(key)
        href = address("/events", [*rest, *kept]) if alone else address("/events", [*rest, ("from", key), ("to", key), *kept])
        out.append(Bar(round(n * step, 2), round(68 - height, 2), round(step * 0.86, 2), round(height, 2), label, many, href, on))
    return out


def _span(first: str, last: str) -> int:
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7]) + 1


def _months(counts: Mapping[str, int]) -> list[str]:
    if not counts:
        return []
    first, last = min(counts), max(counts)
    start = int(first[:4]) * 12 + int(first[5:7]) - 1
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(start, start + _span(first, last))]


def _years(counts: Mapping[str, int]) -> list[str]:
    """Years that hold anything; where they are far apart the empty ones between are left out."""
    first, last = int(min(counts)), int(max(counts))
    return [f"{year:04d}" for year in range(first, last + 1)] if last - first < BARS else sorted(counts)[-BARS:]


routes = [view("/events", events)]
