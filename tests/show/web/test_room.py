"""Every view answers, says what it should, and leads to words; empty stores and wrong addresses are told helpfully."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.show.web.conftest import AT

from dateline.show.web.app import make_app
from dateline.show.web.front import _once
from dateline.store import Store, open_store

VIEWS = ("/", "/stories", "/events", "/actors", "/search", "/search?q=order", "/help", "/api")
#: Views whose module is not here yet.
PENDING = {name for name in ("map", "timeline", "compare", "review") if not find_spec(f"dateline.show.web.{name}")}


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("path", VIEWS)
def test_views_answer_whole_pages_without_inline_code(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert 'lang="en"' in answer.text
    assert not re.search(r"<script(?![^>]* src=)", answer.text)
    assert not re.search(r"\s(?:style|on\w+)=", answer.text)
    assert "<style" not in answer.text


def links(html: str) -> list[str]:
    found = re.findall(r'href="(/[^"#]*)', html)
    return sorted({link.replace("&amp;", "&") for link in found if link[1:].split("?")[0].split("/")[0] not in PENDING})


@pytest.mark.parametrize("path", ["/", "/events", "/stories", "/actors", "/search?q=water"])
def test_no_link_is_dead(client: TestClient, path: str) -> None:
    dead = [link for link in links(client.get(path).text) if client.get(link).status_code != 200]
    assert dead == []


def test_links_of_a_story_its_happening_and_its_article_hold(client: TestClient, store: Store) -> None:
    story = next(store.stories(limit=1, sort="-origins"))
    happening = next(store.happenings(story=story.id, limit=1, sort="-origins"))
    for path in (f"/story/{story.id}", f"/happening/{happening.id}", f"/article/{story.headline_from}"):
        page = client.get(path)
        assert page.status_code == 200, path
        assert [link for link in links(page.text) if client.get(link).status_code != 200] == [], path


def test_the_front_page_leads_with_the_story_that_most_origins_tell(client: TestClient, store: Store) -> None:
    lead = max(store.stories(), key=lambda story: story.origins)
    page = client.get("/").text
    assert lead.headline in page[page.index('class="lead"') : page.index('class="all"')]


def test_the_front_page_gives_a_day_the_same_words_but_once(store: Store) -> None:
    first, second = list(store.timeline(entries=12))[:2]
    assert _once([first, second, replace(first, place="elsewhere"), second]) == [first, second]


def test_a_story_shows_who_asserts_and_who_denies(client: TestClient, store: Store) -> None:
    conflict = next(row for row in store.conflicts() if row.kind == "status")
    page = text(client.get(f"/story/{conflict.story}").text)
    assert "Did it happen?" in page
    assert "it did not happen" in page
    assert "Rosalia Uushona" in page
    happening = text(client.get(f"/happening/{conflict.happening}").text)
    assert "Who denies it Rosalia Uushona" in happening


def test_who_says_order_was_restored_and_who_disagrees_in_three_clicks(client: TestClient) -> None:
    """The new user's path of docs/serve.md: search, story, words."""
    found = client.get("/search?q=order").text
    story = re.search(r'href="(/story/[^"]+)"', found)
    assert story is not None
    page = client.get(story[1]).text
    assert re.search(r"calm.{0,900}Order, the authorities in Windhoek maintain, had", page, re.S)
    assert re.search(r"tense.{0,900}Kuisebmond itself was still tense", page, re.S)
    words = re.search(r'href="(/article/[^"#]+)#[^"]*">\s*(?:<mark>)?Kuisebmond itself', page)
    assert words is not None
    assert re.search(r'class="m [^"]*lit[^"]*"[^>]*>Kuisebmond', client.get(words[1].replace("&amp;", "&")).text)


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    open_store(tmp_path / "empty.db", create=True).close()
    client = TestClient(make_app(tmp_path / "empty.db"), base_url="http://localhost")
    assert "dateline ingest" in client.get("/").text
    for path in ("/events", "/stories", "/actors", "/search?q=x", "/api/events", "/api/facets", "/api/months"):
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/nowhere", 404, "no such page"),
        ("/story/none", 404, "no such story"),
        ("/happening/none", 404, "no such happening"),
        ("/article/none", 404, "no such article"),
        ("/actor/none", 404, "no actor"),
        ("/export/xlsx", 404, "jsonl, csv"),
        ("/events?type=NONSENSE", 400, "PROTEST"),
        ("/events?nonsense=1", 400, "no such filter"),
        ("/events?page=0", 400, "1 to"),
        ("/events?page=99999999999999999999", 400, "1 to"),
        ("/events?sort=x", 400, "-date"),
        ("/events?from=2024&to=2023", 400, "swap"),
    ],
)
def test_what_is_wrong_is_said(client: TestClient, path: str, status: int, says: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert says in answer.text
    assert '<form class="find"' in answer.text


def test_what_is_new_since_the_last_visit(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dateline
    from dateline.show.web import front

    now = [1_000_000.0]
    monkeypatch.setattr(front.time, "time", lambda: now[0])
    app = make_app(own)
    reader = TestClient(app, base_url="http://localhost")
    assert "New since" not in reader.get("/").text
    now[0] += 86_400
    assert "Nothing new since 1 day ago" in reader.get("/").text
    record = dateline.read("SUND, May 4, 2023 (NORDA) - Ferry crews marched in Sund on Thursday, police said.")
    app.state.store.put([record], read_at=AT)
    app.state.store.weave()
    now[0] += 3 * 86_400
    page = reader.get("/").text
    assert "New since 3 days ago:" in page
    assert "1 report in 1 story" in page
    now[0] += 60
    assert "New since" in reader.get("/").text, "reading on in one visit does not make news old"
    now[0] += 86_400
    assert "Nothing new" in reader.get("/").text


def test_an_actor_has_names_offices_acts_and_words(client: TestClient, store: Store) -> None:
    page = text(client.get("/actor/festus-iipinge/NAM").text)
    assert "Offices" in page
    assert "Inspector General" in page
    assert "What Festus Iipinge said" in page
    key = next(row.key for row in store.actors(limit=50) if row.events and row.key)
    assert "evidence" in client.get(f"/actor/{key}").text


def test_theme_is_kept_in_a_cookie(client: TestClient) -> None:
    page = client.get("/").text
    assert 'data-theme="auto"' in page
    token = re.search(r'name="token" value="(\w+)"', page)
    assert token is not None
    answer = client.post("/theme", data={"theme": "dark", "back": "/events?type=PROTEST", "token": token[1]})
    assert (answer.status_code, answer.headers["location"]) == (303, "/events?type=PROTEST")
    assert 'data-theme="dark"' in client.get("/").text


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/ok\r\nX: 1"])
def test_no_form_leads_elsewhere(client: TestClient, back: str) -> None:
    token = re.search(r'name="token" value="(\w+)"', client.get("/").text)
    assert token is not None
    assert client.post("/theme", data={"theme": "dark", "back": back, "token": token[1]}).headers["location"] == "/"
