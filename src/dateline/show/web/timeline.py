"""The timeline: what happened when, by place, actor, type or story; as of any day; each mark a link to its words.

Few events are drawn one by one, many as counts by day, week, month or year: the columns of the store give those at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from dateline.show.dates import day_label, range_label
from dateline.show.web import labels
from dateline.show.web.base import address, flat, happening_url, here, listed, param, plural, query_of, render, view, words_url
from dateline.show.web.events import Pill, pills
from dateline.show.web.problem import Problem
from dateline.show.web.strips import Bar, Mark, Sheet, draw, draw_bars, lay
from dateline.show.web.tally import Asked, asked, bounds, buckets, day_of, lanes, number
from dateline.store import Store
from dateline.store.columns import NONE
from dateline.store.query import MOST, Query
from dateline.store.rows import EntryRow, HappeningRow
from dateline.story.days import stretch

#: What lanes may be made of, with their heading.
LANES = {"place": "Place", "actor": "Actor", "type": "Type", "story": "Story"}
#: Most events that are drawn one by one; more are counted.
SINGLE = 400
WIDE, NARROW = 1160, 358
OWN = ("by", "as_of", "part")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list under the drawing: the mark and what there is to say of it."""

    mark: Mark
    when: str
    place: str
    tellers: str
    happening: str
    denied: bool


@dataclass(frozen=True, slots=True)
class Knowing:
    """The "as of" control: first, last and chosen day of publication, the days before and after on which something was printed."""

    first: date
    last: date
    day: date
    on: bool
    before: str
    after: str

    @property
    def numbers(self) -> tuple[int, int, int]:
        """The three days as days since 1970, for a slider."""
        return number(self.first), number(self.last), number(self.day)


def timeline(request: Request, store: Store) -> Response:
    """The timeline of whatever is asked for."""
    query = query_of(request, *OWN)
    by = param(request, "by", "place", choices=LANES)
    part = param(request, "part", choices=("", "figure"))
    as_of = _day(param(request, "as_of"))
    whole = asked(store, query)
    found = whole.until(as_of)
    single = found.n <= SINGLE
    lines = _lines(store, query, by, as_of) if single else []
    bars: list[Bar] = []
    if single:
        sheets = _sheets([line.mark for line in lines], query, as_of)
        name = f"Timeline of {plural(len(lines), 'happening')} and states by {by}"
        drawn = [Markup(draw([line.mark for line in lines], sheet, name)) for sheet in sheets]
    else:
        sheets, bars, drawn = found.columns.answer(("bars", query, by, as_of), lambda: _drawn(found, query, by, as_of))
    return render(
        request,
        "timeline_figure.html.j2" if part else "timeline.html.j2",
        title="Timeline",
        query=query,
        filter=query.params(),
        story=_story(store, query),
        pills=[replace(pill, value=_headline(store, pill)) for pill in pills(query, "/timeline", _kept(request))],
        by=by,
        by_all=[(key, word, here(request, by=None if key == "place" else key), key == by) for key, word in LANES.items()],
        kept=_kept(request),
        knowing=_knowing(request, whole, query, as_of),
        as_of=as_of.isoformat() if as_of else "",
        lines=lines,
        bars=_table(bars),
        drawn=drawn,
        zoom=_zoom(request, sheets[0], query) if sheets else {},
        n=found.n,
        single=single,
        undated=_undated(found),
    )


def _kept(request: Request) -> list[tuple[str, str]]:
    return [(key, value) for key, value in request.query_params.multi_items() if key in ("by", "as_of") and value]


def _day(value: str) -> date | None:
    """A day of the address: ISO, or days since 1970 as the slider sends without a script."""
    if not value:
        return None
    if value.isascii() and value.isdecimal() and len(value) in (5, 6):
        return day_of(int(value))
    found = stretch(value) if len(value) <= 40 else None
    if found is None:
        raise Problem(400, f"as_of: {value[:60]!r} is no ISO date", "Write it like 2022-01-07, or leave it out.")
    return found[1]


def _story(store: Store, query: Query) -> object:
    return next(store.stories(story=query.story, limit=1), None) if len(query.story) == 1 else None


def _headline(store: Store, pill: Pill) -> str:
    found = next(store.stories(story=pill.value, limit=1), None) if pill.name == "story" else None
    return found.headline if found else pill.value


def _lines(store: Store, query: Query, by: str, as_of: date | None) -> list[Line]:
    """Happenings and states as lines, by date. Those only feared or denied have no line in a story's timeline; here they are shown."""
    day = as_of.isoformat() if as_of else None
    entries = store.timeline(query, as_of=day, entries=SINGLE)
    rows = {row.id: row for row in store.happenings(query, limit=SINGLE)}
    disputed = {row.happening for row in store.conflicts(query, limit=SINGLE) if row.happening and (not day or (row.known or day) <= day)}
    actors = _actors(store, entries, rows, as_of) if by == "actor" else {}
    lines = [_entry(one, actors.get(one.id, ""), by) for one in entries]
    met = {one.happening for one in entries}
    for row in rows.values():
        if row.id not in met and (day is None or (row.known or "") <= day) and row.status in ("possible", "denied"):
            lines += _happened(row, by, row.id in disputed)
    named = {story.id: story.headline for story in store.stories(query, limit=SINGLE)} if by == "story" else {}
    kept = [replace(one, mark=replace(one.mark, lane=named.get(one.mark.lane, one.mark.lane))) for one in lines if one is not None]
    return sorted(kept, key=lambda line: (line.mark.start, line.mark.end, line.mark.id))


def _actors(store: Store, entries: Sequence[EntryRow], rows: Mapping[str, HappeningRow], as_of: date | None) -> dict[str, str]:
    """Who acts in each entry; as of an earlier day as the report says that tells it, since the happening may name whom later ones named."""
    if as_of is None:
        return {one.id: row.source[0] for one in entries if (row := rows.get(one.happening or "")) and row.source}
    articles = tuple(dict.fromkeys(one.article for one in entries))[:MOST]
    told = {(row.article, row.id): row.sources for row in store.events(Query(article=articles), limit=20 * SINGLE)} if articles else {}
    return {one.id: who[0].name for one in entries if (who := told.get((one.article, one.item)))}


def _entry(one: EntryRow, actor: str, by: str) -> Line | None:
    days, known = stretch(one.date, one.date_end), stretch(one.known)
    if days is None:
        return None
    kind = one.kind.split("/")[0]
    lane = {"place": one.place or "", "type": _kind(kind), "story": one.story, "actor": actor}[by]
    tellers = listed([voice.name for voice in one.voices if voice.name and voice.stance != "denied"], 3)
    deniers = [voice for voice in one.voices if voice.stance == "denied" and one.status != "denied"]
    words = flat(one.what)
    note = _note(range_label(*days), words, one.kind, one.status, len(one.origins), tellers, bool(one.conflicts))
    mark = Mark(one.id, words_url(one.article, one.start, one.end), *days, known[0] if known else None, lane, kind, one.status,
                len(one.origins), bool(one.conflicts), words, note)  # fmt: skip
    link = happening_url(one.happening) if one.happening else ""
    return Line(mark, range_label(*days), one.place or "", tellers, link, bool(deniers) and bool(one.happening))


def _happened(row: HappeningRow, by: str, disputed: bool) -> list[Line]:
    days, known = stretch(row.date, row.date_end), stretch(row.known)
    if days is None or row.first is None or (days[1] - days[0]).days > 40:
        return []
    lane = {"place": row.place or "", "type": _kind(row.type), "story": row.story, "actor": row.source[0] if row.source else ""}[by]
    words = " ".join([*(row.source[:1] or ["somebody"]), "·", row.first.trigger, *(["·", row.target[0]] if row.target else [])])
    tellers = listed([voice.name for voice in row.voices if voice.name], 3)
    note = _note(range_label(*days), words, row.type, row.status, row.origins, tellers, disputed)
    link = words_url(row.first.article, row.first.start, row.first.end)
    mark = Mark(row.id, link, *days, known[0] if known else None, lane, row.type, row.status, row.origins, disputed, words, note)
    return [Line(mark, range_label(*days), row.place or "", tellers, happening_url(row.id), False)]


def _kind(kind: str) -> str:
    return labels.type_name(kind) if kind in labels.TYPES else "State of a place"


def _note(when: str, words: str, kind: str, status: str, origins: int, tellers: str, disputed: bool) -> str:
    named = kind.lower().replace("/", ", ")
    told = f"; {tellers}" if tellers else ""
    return f"{when}: {words} ({named}; {status}; {plural(origins, 'independent origin')}{told}{'; disputed' if disputed else ''})"


def _sheets(marks: Sequence[Mark], query: Query, as_of: date | None) -> list[Sheet]:
    first, last = _window(query)
    return [lay(marks, width, first, last, as_of) for width in (WIDE, NARROW)] if marks else []


def _window(query: Query) -> tuple[date | None, date | None]:
    return (date.fromisoformat(query.from_) if query.from_ else None, date.fromisoformat(query.to) if query.to else None)


def _counts(found: Asked, query: Query, by: str, as_of: date | None) -> tuple[list[Sheet], list[Bar]]:
    """Bars, and sheets to draw them on."""
    near = bounds(found)
    if near is None:
        return [], []
    first, last = _window(query)
    low, high = first or near[0], last or near[1]
    cuts = buckets(low, max(low, high))
    bars = []
    rest = query.without("from", "to").params()
    for lane in lanes(found, by, cuts, 10):
        narrowed = [(key, value) for key, value in rest if not (lane.value and key == by and by in ("place", "story"))]
        own = [(by, f"={lane.value}" if by == "actor" and "/" not in lane.value else lane.value)] if lane.value else []
        link = address("/timeline", [*narrowed, *own], by=by if by != "place" else None, as_of=as_of)
        link += "&" if "?" in link else "?"
        for n, (start, end) in enumerate(cuts):
            if lane.counts[n]:
                days = f"{link}from={start}&to={end}"
                bars.append(Bar(lane.name, start, end, int(lane.counts[n]), int(lane.joins[n]), days))
    if not bars:
        return [], []
    start, end = max(low, cuts[0][0]), max(low, high)
    return [Sheet(width, start, end, as_of) for width in (WIDE, NARROW)], bars


def _drawn(found: Asked, query: Query, by: str, as_of: date | None) -> tuple[list[Sheet], list[Bar], list[Markup]]:
    sheets, bars = _counts(found, query, by, as_of)
    name = f"Timeline of {found.n:,} events by {by}: each bar is a link that narrows to it"
    return sheets, bars, [Markup(draw_bars(bars, sheet, name)) for sheet in sheets]


def _table(bars: Sequence[Bar]) -> list[tuple[str, int, str, str]]:
    """For each lane its count, and its fullest stretch with the link to it."""
    found: dict[str, list[Bar]] = {}
    for bar in bars:
        found.setdefault(bar.lane, []).append(bar)
    tops = [(lane, sum(bar.n for bar in own), max(own, key=lambda bar: bar.n)) for lane, own in found.items()]
    return [(lane, n, range_label(top.start, top.end), top.link) for lane, n, top in tops]


def _undated(found: Asked) -> int:
    return int((found.columns.day[found.mask] == NONE).sum())


def _knowing(request: Request, whole: Asked, query: Query, as_of: date | None) -> Knowing | None:
    printed = whole.columns.answer(("printed", query), whole.printed)
    if len(printed) < 2:
        return None
    first, last = day_of(int(printed[0])), day_of(int(printed[-1]))
    day = min(max(as_of or last, first), last)
    before, after = printed[printed < number(day)], printed[printed > number(day)]
    return Knowing(
        first,
        last,
        day,
        as_of is not None,
        here(request, as_of=day_of(int(before[-1])), part=None) if len(before) else "",
        here(request, as_of=day_of(int(after[0])), part=None) if as_of and len(after) else "",
    )


def _zoom(request: Request, sheet: Sheet, query: Query) -> dict[str, str]:
    """Links that move the window: in, out, earlier, later, all."""
    days = (sheet.last - sheet.first).days + 1
    steps = {
        "in": (days // 4, -(days // 4)),
        "out": (-days // 2, days // 2),
        "earlier": (-days // 2, -days // 2),
        "later": (days // 2,) * 2,
    }
    out = dict.fromkeys((*steps, "all", "shown"), "")
    for name, (left, right) in steps.items():
        a, b = _moved(sheet.first, left), _moved(sheet.last, right)
        if a <= b and (name != "in" or days > 7):
            out[name] = here(request, from_=a, to=b, part=None)
    if query.from_ or query.to:
        out["all"] = here(request, from_=None, to=None, part=None)
    out["shown"] = f"{day_label(sheet.first)} – {day_label(sheet.last)}" if days > 1 else day_label(sheet.first)
    return out


def _moved(day: date, days: int) -> date:
    return day_of(number(day) + days)


routes = [view("/timeline", timeline)]
