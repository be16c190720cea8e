"""The room in a real browser: from a search to the lit words, by keyboard alone, without scripts, and by the rules of accessibility."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.show.web.conftest import assert_accessible, assert_contrast

from dateline.store import Store

VIEWS = (
    "/",
    "/stories",
    "/events",
    "/events?type=PROTEST&status=actual",
    "/search?q=order",
    "/search?q=nothing+at+all",
    "/actors",
    "/help",
    "/api",
)


@pytest.fixture(scope="session")
def deep(store: Store) -> list[str]:
    """A story, a happening, an article with its panel open, an actor, and an error."""
    story = next(store.stories(limit=1, sort="-origins"))
    happening = next(store.happenings(story=story.id, limit=1, sort="-origins"))
    actor = next(row.key for row in store.actors(limit=50) if row.key and row.events)
    article = f"/article/{story.headline_from}?explain=events[e1]&char=10,40"
    return [f"/story/{story.id}", f"/happening/{happening.id}", article, f"/actor/{actor}", "/nowhere"]


def highlighted(tab: Any) -> str:
    """The words that are lit by a script or by the server."""
    return str(
        tab.evaluate(
            """() => { const h = CSS.highlights && CSS.highlights.get("char"); if (h && h.size) return [...h].map(String).join("");
            return [...document.querySelectorAll("#copy .m.lit")].map(e => e.textContent).join(""); }"""
        )
    )


def test_from_search_to_event_to_the_lit_words(page: Callable[..., Any], room: str) -> None:
    tab = page()
    tab.goto(room)
    tab.fill("#q", "protest")
    tab.press("#q", "Enter")
    tab.click("text=/acts? in (it|them)/")
    row = tab.locator("table.events tbody tr").first
    words = row.locator(".evidence b").inner_text()
    row.locator(".evidence").click()
    tab.wait_for_selector("#copy")
    assert highlighted(tab) == words
    assert tab.locator("#copy .m.lit").first.is_visible()


def test_a_link_to_characters_alone_lights_them(page: Callable[..., Any], room: str, store: Store) -> None:
    row = next(store.events(type="PROTEST", limit=1))
    tab = page()
    tab.goto(f"{room}/article/{row.article}#char={row.start - 3},{row.end + 2}")
    record = store.article(row.article)
    assert record is not None
    assert highlighted(tab).split() == record.text[row.start - 3 : row.end + 2].split()


def test_offsets_are_code_points_in_the_browser_too(page: Callable[..., Any], tmp_path: Any) -> None:
    from dataclasses import replace

    from tests.show.web.conftest import serving, stored

    import dateline
    from dateline.show.web.app import make_app

    text = "🚢🚢 Ferry crews strike\n\nSUND, May 4, 2023 (NORDA) - 🚢 Ferry 🚢 crews marched in Sund on Thursday."
    record = replace(dateline.read(text), id="ships")
    at = text.index("crews marched")
    app = make_app(stored(tmp_path / "s.db", [record]))
    with serving(app) as address:
        tab = page()
        tab.goto(f"{address}/article/ships#char={at},{at + 13}")
        assert highlighted(tab) == "crews marched"
    app.state.store.close()


def test_a_click_on_words_explains_them(page: Callable[..., Any], room: str, store: Store) -> None:
    row = next(store.events(type="ASSAULT", limit=1))
    tab = page()
    tab.goto(f"{room}/article/{row.article}")
    tab.click(f"#copy .m.event[data-s='{row.start}']")
    tab.wait_for_selector("#explain")
    assert "Assault" in tab.inner_text("#explain h2")
    tab.click("#explain a[data-explain$='.date'], #explain a[data-explain$='.status']")
    tab.wait_for_selector("#explain .on")
    tab.press("body", "Escape")
    assert tab.locator("#explain").count() == 0
    assert "explain" not in tab.url


def test_the_legend_shows_and_hides_a_field(page: Callable[..., Any], room: str, store: Store) -> None:
    row = next(store.events(type="ASSAULT", limit=1, voice="own"))
    tab = page()
    tab.goto(f"{room}/article/{row.article}")
    ground = f"getComputedStyle(document.querySelector('#copy .m.event[data-s=\"{row.start}\"]')).backgroundColor"
    before = tab.evaluate(ground)
    tab.uncheck("#f-event")
    assert tab.evaluate(ground) != before
    tab.press("body", "5")
    assert tab.evaluate(ground) == before


def test_by_keyboard_alone(page: Callable[..., Any], room: str) -> None:
    tab = page()
    tab.goto(room)
    tab.keyboard.press("?")
    assert tab.locator("dialog#keys").is_visible()
    tab.keyboard.press("Escape")
    assert not tab.locator("dialog#keys").is_visible()
    tab.keyboard.press("/")
    tab.keyboard.type("jk curfew")
    assert tab.input_value("#q").endswith("jk curfew"), "letters typed into a field are no keys"
    tab.keyboard.press("Control+A")
    tab.keyboard.type("curfew")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search?q=curfew")
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    tab.keyboard.press("k")
    assert tab.evaluate("document.activeElement.closest('li') === document.querySelector('.hits li')")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/article/**")
    assert highlighted(tab).lower().startswith("curfew")
    tab.keyboard.press("j")
    assert tab.locator(".finds li.here").count() == 1
    assert highlighted(tab) != ""
    tab.keyboard.press("x")
    tab.wait_for_selector("#explain")


def test_without_scripts(page: Callable[..., Any], room: str, store: Store) -> None:
    tab = page(scripts=False)
    tab.goto(room)
    tab.fill("#q", "order")
    tab.press("#q", "Enter")
    tab.click(".hits li h2 a")
    assert tab.locator("#copy .m.lit").first.inner_text() == "Order"
    tab.click("a.why-link >> nth=0")
    assert tab.locator("#explain").is_visible()
    tab.click("#explain .close")
    tab.goto(f"{room}/events")
    tab.click(".facets a >> nth=0")
    assert tab.locator(".pill").count() == 1
    tab.click(".months a >> nth=0")
    assert tab.locator(".pill").count() >= 2
    tab.click("summary:has-text('Columns')")
    tab.check("input[value=rule]")
    tab.click("text=Show these")
    assert tab.locator("th.c-rule").count() == 1
    dark = tab.get_attribute("html", "data-theme")
    tab.click(".theme button")
    assert tab.get_attribute("html", "data-theme") != dark


def test_facets_and_months_filter_in_the_browser(page: Callable[..., Any], room: str) -> None:
    tab = page()
    tab.goto(f"{room}/events")
    tab.click(".facets a:has-text('Protest')")
    assert "type=PROTEST" in tab.url
    assert tab.locator("tr[data-step]").count() == int(tab.inner_text("h1").split()[0])
    tab.click(".pill a")
    assert tab.url.endswith("/events")


@pytest.mark.parametrize(("dark", "width"), [(False, 1400), (True, 390)], ids=["light-wide", "dark-narrow"])
def test_rules_of_accessibility(page: Callable[..., Any], room: str, deep: list[str], dark: bool, width: int) -> None:
    assert_accessible(page(dark=dark, width=width), room, (*VIEWS, *deep), width)


@pytest.mark.parametrize(("dark", "width"), [(True, 1400), (False, 390)], ids=["dark-wide", "light-narrow"])
def test_contrast_in_the_other_colours(page: Callable[..., Any], room: str, deep: list[str], dark: bool, width: int) -> None:
    assert_contrast(page(dark=dark, width=width), room, ("/", "/events", *deep[:3]))
