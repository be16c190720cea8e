"""Timeline, map, comparison and review in a real browser: slider, brush, keys, without scripts, by the rules of accessibility."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.show.web.conftest import assert_accessible, assert_contrast, serving

from dateline.show.web.app import make_app
from dateline.store import Store, open_store


@pytest.fixture
def desk(own: Path) -> Iterator[str]:
    """The address of a room over a store that may be written to."""
    app = make_app(own)
    with serving(app) as address:
        yield address
    app.state.store.close()


@pytest.fixture(scope="session")
def drawn(store: Store) -> list[str]:
    """Every kind of page that is tried."""
    lead = next(store.stories(limit=1, sort="-origins"))
    ids = [row.id for row in store.articles(story=lead.id)][:3]
    row = store.copies([one.id for one in store.articles()])[0]
    state = next(store.conditions(limit=1))
    return [
        "/timeline", f"/timeline?story={lead.id}&by=actor&as_of=2023-03-16", "/timeline?as_of=2023-01-01", "/map", "/map?at=11,9&zoom=1",
        "/compare?" + "&".join(f"article={id}" for id in ids), f"/compare?article={row.article}&article={row.of}", "/compare",
        f"/compare?story={lead.id}", "/review", "/review?again=1", f"/review?item={state.key}",
    ]  # fmt: skip


def until(tab: Any, script: str) -> None:
    """Waits until an expression is true; the page's policy lets no predicate run inside it."""
    for _ in range(200):
        if tab.evaluate(script):
            return
        tab.wait_for_timeout(50)
    pytest.fail(f"never true: {script}")


def test_the_slider_tells_the_story_as_of_a_day(page: Callable[..., Any], room: str) -> None:
    tab = page()
    tab.goto(f"{room}/timeline")
    lines = tab.locator(".as-list > li")
    every = lines.count()
    slider = tab.locator("#slider")
    first = int(slider.get_attribute("min"))
    slider.fill(str(first))
    until(tab, f"document.querySelectorAll('.as-list > li').length < {every}")
    assert 0 < lines.count() < every
    assert "as_of=2023-03-14" in tab.url
    assert tab.input_value("#as_of") == "2023-03-14"
    slider.press("ArrowRight")
    tab.wait_for_url("**as_of=2023-03-15*")
    tab.reload()
    assert tab.input_value("#as_of") == "2023-03-15"


def test_a_brush_over_the_timeline_narrows_its_days(page: Callable[..., Any], room: str) -> None:
    tab = page()
    tab.goto(f"{room}/timeline?by=type")
    box = tab.locator(".on-wide svg.strip").bounding_box()
    tab.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 26)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 40, steps=4)
    tab.mouse.up()
    tab.wait_for_url("**from=2023-03-*")
    assert "to=2023-03-" in tab.url
    assert "by=type" in tab.url


def test_a_mark_leads_to_its_words(page: Callable[..., Any], room: str) -> None:
    tab = page()
    tab.goto(f"{room}/timeline")
    mark = tab.locator(".on-wide svg.strip a.g").nth(3)
    mark.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#copy")
    assert "char=" in tab.url


def test_an_area_of_the_map_becomes_the_filter(page: Callable[..., Any], room: str) -> None:
    tab = page()
    tab.goto(f"{room}/map")
    tab.click("#brush")
    box = tab.locator(".on-wide svg.atlas").bounding_box()
    dot = tab.locator(".on-wide svg.atlas .dot").first.bounding_box()
    tab.mouse.move(dot["x"] - 60, dot["y"] - 50)
    tab.mouse.down()
    tab.mouse.move(min(dot["x"] + 70, box["x"] + box["width"] - 2), dot["y"] + 70, steps=5)
    tab.mouse.up()
    tab.wait_for_url("**box=*")
    assert tab.locator(".places li").count() >= 1
    tab.click("text=Events >> nth=1")
    tab.wait_for_url("**/events?box=*")
    assert tab.locator("tr[data-step]").count() >= 1


def test_the_map_moves_by_drag_and_by_buttons(page: Callable[..., Any], room: str) -> None:
    tab = page()
    tab.goto(f"{room}/map")
    svg = tab.locator(".on-wide svg.atlas")
    zoom, at = float(svg.get_attribute("data-zoom")), svg.get_attribute("data-at")
    tab.click(".map-moves [aria-label='Zoom in']")
    until(tab, f"Number(document.querySelector('svg.atlas').dataset.zoom) > {zoom}")
    assert tab.evaluate("document.activeElement.dataset.move") == "in"
    assert "zoom=" in tab.url
    box = svg.bounding_box()
    tab.mouse.move(box["x"] + 100, box["y"] + 100)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 300, box["y"] + 150, steps=4)
    tab.mouse.up()
    until(tab, f"document.querySelector('svg.atlas').dataset.at !== '{at}'")
    east = float(svg.get_attribute("data-at").split(",")[0])
    assert east < float(str(at).split(",")[0])
    assert tab.url.split("?")[0].endswith("/map")


def test_comparison_leads_from_a_conflict_to_both_sides(page: Callable[..., Any], room: str, store: Store) -> None:
    conflict = next(row for row in store.conflicts() if row.kind == "status")
    ids = [side[0][0] for side in conflict.body["sides"]]
    tab = page()
    tab.goto(f"{room}/compare?article={ids[0]}&article={ids[1]}")
    row = tab.locator("tr[id^=conflict-]", has_text="Did it happen?")
    for n in (0, 1):
        words = row.locator("mark").nth(n).inner_text()
        row.locator("a.cite").nth(n).click()
        target = tab.evaluate("document.querySelector(':target').parentElement.textContent.replace(/\\s+/g, ' ')")
        assert words in target
    narrow = page(width=390)
    narrow.goto(tab.url)
    tops = narrow.evaluate("[...document.querySelectorAll('.report-col')].map(col => col.getBoundingClientRect().top)")
    assert tops == sorted(set(tops))


def test_review_by_keys_alone_with_undo(page: Callable[..., Any], desk: str, own: Path) -> None:
    tab = page()
    tab.goto(f"{desk}/review")
    first = tab.input_value("#judge [name=article]") + tab.input_value("#judge [name=id]")
    tab.keyboard.press("a")
    assert tab.evaluate("document.activeElement.name") == "reviewer"
    tab.keyboard.type("Ann")
    tab.keyboard.press("Tab")
    tab.keyboard.press("a")
    tab.wait_for_selector(".latest-reviews")
    second = tab.input_value("#judge [name=article]") + tab.input_value("#judge [name=id]")
    assert first != second
    assert tab.input_value("#judge [name=reviewer]") == "Ann"
    tab.keyboard.press("s")
    tab.wait_for_url("**skip=1*")
    tab.wait_for_selector(".latest-reviews")
    tab.keyboard.press("r")
    tab.wait_for_selector(".latest-reviews li:nth-child(2)")
    tab.keyboard.press("u")
    tab.wait_for_selector(".latest-reviews .undone")
    tab.keyboard.press("f")
    assert tab.evaluate("document.activeElement.name") == "new-type"
    tab.select_option("select[name=new-type]", "CONSULT")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#item-title:has-text('Consult')")
    with open_store(own) as store:
        made = [(one.verdict, one.undone, one.reviewer) for one in store.reviews()]
    assert made == [("accept", False, "Ann"), ("reject", True, "Ann"), ("fix", False, "Ann")]


def test_all_works_without_scripts(page: Callable[..., Any], desk: str) -> None:
    tab = page(scripts=False)
    tab.goto(f"{desk}/timeline")
    lines = tab.locator(".as-list > li").count()
    tab.fill("#as_of", "2023-03-15")
    tab.click("#asof button")
    tab.wait_for_url("**as_of=2023-03-15*")
    assert 0 < tab.locator(".as-list > li").count() < lines
    tab.click("text=← day before")
    tab.wait_for_url("**as_of=2023-03-14*")
    tab.goto(f"{desk}/map")
    tab.click("[aria-label='Zoom in']")
    tab.wait_for_url("**zoom=*")
    tab.click("text=Only what this frame shows")
    tab.wait_for_url("**box=*")
    tab.goto(f"{desk}/compare")
    tab.click(".story-list a >> nth=0")
    tab.click("text=Compare these")
    tab.wait_for_selector(".report-col >> nth=1")
    assert tab.locator(".report-col").count() == 2
    tab.goto(f"{desk}/review")
    tab.fill("#judge [name=reviewer]", "Bo")
    tab.click("text=Reject")
    tab.wait_for_selector(".latest-reviews:has-text('rejected')")
    tab.click(".latest-reviews button")
    tab.wait_for_selector(".latest-reviews .undone")
    tab.click(".values summary >> nth=7")
    tab.select_option("select[name=new-status]", "possible")
    tab.click(".values details[open] .button")
    assert "possible" in tab.inner_text("#item-title").lower()


@pytest.mark.parametrize(("dark", "width"), [(False, 1400), (True, 390)], ids=["light-wide", "dark-narrow"])
def test_rules_of_accessibility(page: Callable[..., Any], room: str, drawn: list[str], dark: bool, width: int) -> None:
    assert_accessible(page(dark=dark, width=width), room, drawn, width)


@pytest.mark.parametrize(("dark", "width"), [(True, 1400), (False, 390)], ids=["dark-wide", "light-narrow"])
def test_contrast_in_the_other_colours(page: Callable[..., Any], room: str, drawn: list[str], dark: bool, width: int) -> None:
    assert_contrast(page(dark=dark, width=width), room, (drawn[1], drawn[3], drawn[5], drawn[6], drawn[9]))
