"""The drawing of the timeline: what its shapes, sizes and places must tell, without a store or a browser."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.show.web.strips import LANES, REST, WORDED, Bar, Mark, Sheet, draw, draw_bars, lay
from dateline.show.web.tally import buckets

DAY = date(2026, 5, 4)


def mark(id: str = "m", **more: object) -> Mark:
    values: dict[str, object] = {
        "id": id,
        "link": f"/article/norda-1?char=1,{len(id)}#char=1,{len(id)}",
        "start": DAY,
        "end": DAY,
        "known": DAY,
        "lane": "Sund",
        "kind": "PROTEST",
        "status": "actual",
        "origins": 1,
        "disputed": False,
        "words": "Ferry crews walked out in Sund",
        "note": "4 May 2026: Ferry crews walked out in Sund (protest; actual; 1 independent origin)",
    }
    return Mark(**(values | more))  # type: ignore[arg-type]


def drawn(*marks: Mark, width: int = 1160) -> ET.Element:
    return ET.fromstring(draw(marks, lay(marks, width), "Timeline"))


def shapes(svg: ET.Element, kind: str) -> list[ET.Element]:
    return [el for el in svg.iter() if kind in el.get("class", "").split()]


def test_every_mark_leads_to_its_words_and_says_what_it_is() -> None:
    svg = drawn(mark("a"), mark("b", start=DAY + timedelta(days=3), end=DAY + timedelta(days=3)))
    links = shapes(svg, "g")
    assert [link.get("href") for link in links] == [mark("a").link, mark("b").link]
    assert all(link.find("title") is not None and "Ferry crews" in (link.findtext("title") or "") for link in links)
    assert svg.get("role") == "group"
    assert svg.get("aria-label") == "Timeline"


def test_the_status_is_a_shape() -> None:
    found = {status: shapes(drawn(mark(status=status)), "mark")[0] for status in ("actual", "planned", "possible", "denied")}
    assert found["actual"].tag == found["possible"].tag == "circle"
    assert found["planned"].tag == "path"
    assert "cross" in found["denied"].get("class", "")
    assert shapes(drawn(mark(kind="calm")), "mark")[0].tag == "rect"


def test_a_day_that_is_not_certain_is_a_bar_over_all_its_days() -> None:
    svg = drawn(mark("a", end=DAY + timedelta(days=4), known=None), mark("b", start=DAY + timedelta(days=8), end=DAY + timedelta(days=8)))
    bar = shapes(svg, "bar")
    assert len(bar) == 1
    step = (float(svg.get("data-right", "")) - float(svg.get("data-left", ""))) / 9
    assert float(bar[0].get("width", "")) == pytest.approx(5 * step, abs=0.2)


def test_a_thin_line_leads_to_the_day_it_became_known() -> None:
    late = drawn(mark(known=DAY + timedelta(days=5)))
    line = shapes(late, "known")[0].get("d", "")
    start, end = re.match(r"M([\d.]+) [\d.]+H([\d.]+)", line).groups()  # type: ignore[union-attr]
    assert float(end) - float(start) > 100
    assert shapes(drawn(mark(known=DAY)), "known") == []
    assert shapes(drawn(mark(known=None)), "known") == []


def test_more_independent_origins_make_a_larger_mark() -> None:
    radii = [float(shapes(drawn(mark(origins=n)), "mark")[0].get("r", "")) for n in (1, 2, 3, 5, 50)]
    assert radii == sorted(radii)
    assert radii[0] < radii[1] < radii[2] < radii[3] == radii[4]


def test_what_reports_disagree_on_is_marked() -> None:
    assert [el.text for el in shapes(drawn(mark(disputed=True)), "disputed")] == ["≠"]
    assert shapes(drawn(mark()), "disputed") == []


def test_lanes_beyond_the_twelfth_share_one() -> None:
    many = [mark(f"m{n}", lane=f"Town {n:02d}", origins=30 - n) for n in range(20)]
    svg = drawn(*many)
    names = [el.findtext("title") for el in shapes(svg, "lane")]
    assert len(names) == LANES + 1
    assert names[0] == "Town 00"
    assert names[-1] == REST
    assert len(shapes(svg, "g")) == 20


def test_marks_and_words_of_one_row_do_not_cover_each_other() -> None:
    days = [DAY + timedelta(days=n % 11) for n in range(40)]
    svg = drawn(*(mark(f"m{n:02d}", start=day, end=day, known=day) for n, day in enumerate(days)))
    rows: dict[float, list[tuple[float, float]]] = {}
    for link in shapes(svg, "g"):
        circle, label = link.find("circle"), shapes(link, "label")
        assert circle is not None
        x, y, r = (float(circle.get(key, "")) for key in ("cx", "cy", "r"))
        span = [x - r, x + r]
        for text in label:
            at, width = float(text.get("x", "")), 5 * len(text.text or "")
            span += [at, at + width if text.get("text-anchor") == "start" else at - width]
        rows.setdefault(y, []).append((min(span), max(span)))
    for spans in rows.values():
        assert all(a[1] <= b[0] + 0.1 for a, b in pairwise(sorted(spans)))


def test_many_marks_are_drawn_bare_and_a_window_cuts_them() -> None:
    many = [mark(f"m{n}", start=DAY + timedelta(days=n), end=DAY + timedelta(days=n)) for n in range(WORDED + 1)]
    assert shapes(drawn(*many), "label") == []
    sheet = lay(many, 1160, DAY + timedelta(days=10), DAY + timedelta(days=20))
    assert (sheet.early, sheet.late) == (10, WORDED - 20)
    assert len(shapes(ET.fromstring(draw(many, sheet, "t")), "gutter")) == 2


def test_as_of_is_a_line_at_its_day() -> None:
    marks = [mark(), mark("later", start=DAY + timedelta(days=9), end=DAY + timedelta(days=9), known=DAY + timedelta(days=9))]
    svg = ET.fromstring(draw(marks, lay(marks, 1160, as_of=DAY + timedelta(days=4)), "t"))
    line, words = shapes(svg, "asof")
    left, right = float(svg.get("data-left", "")), float(svg.get("data-right", ""))
    assert float(line.get("x1", "")) == pytest.approx(left + (right - left) * 5 / 10, abs=1)
    assert words.text == "as of 8 May 2026"


def test_nothing_gives_nothing() -> None:
    assert draw([], Sheet(1160, DAY, DAY), "t") == ""
    assert draw_bars([], Sheet(1160, DAY, DAY), "t") == ""


HOSTILE = '"><script>alert(1)</script>\u202e\x00'


def test_words_of_copy_stay_words() -> None:
    svg = draw([mark(words=HOSTILE, lane=HOSTILE, note=HOSTILE, link='javascript:"')], lay([mark()], 1160), HOSTILE)
    ET.fromstring(svg)
    assert "<script" not in svg
    assert "\u202e" not in svg
    assert "\x00" not in svg


def test_bars_are_as_high_as_their_counts_and_lead_to_their_days() -> None:
    week = timedelta(days=6)
    bars = [
        Bar("Sund", DAY, DAY + week, 40, 10, "/timeline?from=2026-05-04"),
        Bar("Sund", DAY + 7 * timedelta(days=1), DAY + timedelta(days=13), 20, 0, "/timeline?from=2026-05-11"),
    ]
    svg = ET.fromstring(draw_bars(bars, Sheet(1160, DAY, DAY + timedelta(days=13)), "t"))
    links = shapes(svg, "b")
    assert [link.get("href") for link in links] == [bar.link for bar in bars]
    assert "40 events" in links[0].get("aria-label", "")
    heights = [sum(float(el.get("height", "0")) for el in link if el.get("class") in ("part", "join")) for link in links]
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.2)
    joins = float(shapes(links[0], "join")[0].get("height", ""))
    assert joins == pytest.approx(heights[0] / 4, abs=0.2)


@given(st.dates(), st.integers(0, 80_000))
@settings(max_examples=200, deadline=None)
def test_stretches_hold_every_day_once(first: date, days: int) -> None:
    last = min(date.max, first + timedelta(days=days)) if days < (date.max - first).days else date.max
    cuts = buckets(first, last)
    assert cuts[0][0] <= first
    assert cuts[-1][1] >= last or cuts[-1][1] >= date.max - timedelta(days=1)
    assert len(cuts) <= 125
    assert all(a[1] + timedelta(days=1) == b[0] for a, b in pairwise(cuts))


@given(st.lists(st.tuples(st.dates(), st.integers(0, 400), st.integers(-300, 300), st.integers(1, 9)), min_size=1, max_size=12))
@settings(max_examples=100, deadline=None)
def test_any_dates_can_be_drawn(rows: list[tuple[date, int, int, int]]) -> None:
    marks = []
    for n, (start, length, later, origins) in enumerate(rows):
        end = date.fromordinal(min(date.max.toordinal(), start.toordinal() + length))
        known = date.fromordinal(min(date.max.toordinal(), max(1, start.toordinal() + later)))
        marks.append(replace(mark(f"m{n}"), start=start, end=end, known=known, origins=origins))
    for width in (1160, 358):
        svg = ET.fromstring(draw(marks, lay(marks, width), "t"))
        assert len(shapes(svg, "g")) == len(marks)
