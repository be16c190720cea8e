"""Copy and questions that mean harm: nothing of the copy runs, nothing is fetched from elsewhere, no question brings the room down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient
from tests.show.web.conftest import serving, stored
from tests.show.web.hostile import questions, records

from dateline.show.web.app import make_app
from dateline.store import open_store

#: Elements that no page of the room has below its header.
MADE = "main script, main style, main iframe, main object, main base, main meta, main img, main link"


@pytest.fixture(scope="module")
def lair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stored(tmp_path_factory.mktemp("hostile") / "s.db", list(records(30)))


@pytest.fixture(scope="module")
def paths(lair: Path) -> list[str]:
    from dateline.show.web.base import actor_url, article_url, happening_url, story_url

    with open_store(lair, readonly=True) as store:
        found = [article_url(row.id) for row in store.articles()]
        found += [story_url(row.id) for row in store.stories(limit=5)] + [happening_url(row.id) for row in store.happenings(limit=5)]
        found += [actor_url(row.key) for row in store.actors(limit=8) if row.key]
        some = [f"article={quote(row.id, safe='')}" for row in store.articles(limit=20)]
        found += [f"/compare?{a}&{b}" for a, b in pairwise(some[::3])]
        found += [f"/review?skip={n}" for n in range(0, 20, 5)] + [f"/timeline?by={by}" for by in ("actor", "type", "story")]
    return ["/", "/events", "/stories", "/actors", "/search?q=script", "/timeline", "/map", "/compare", "/review", *found]


@pytest.fixture(scope="module")
def address(lair: Path) -> Iterator[str]:
    app = make_app(lair)
    with serving(app) as found:
        yield found
    app.state.store.close()


def test_hostile_copy_never_runs(page: Callable[..., Any], address: str, paths: list[str]) -> None:
    tab = page()
    elsewhere: list[str] = []
    tab.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith((address, "data:")) else None)
    tab.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    assert len(paths) > 35
    for path in paths:
        answer = tab.goto(f"{address}{path}")
        assert answer.status == 200, path
        assert tab.evaluate("window.RAN") is None, path
        assert tab.title() != "RAN", path
        assert tab.evaluate(f"document.querySelectorAll('{MADE}').length") == 0, path
        wrong = "a => !/^https?:$/.test(new URL(a.getAttribute('href'), location).protocol)"
        assert tab.evaluate(f"[...document.querySelectorAll('a[href]')].filter({wrong}).length") == 0, path
        assert tab.evaluate(f"document.querySelectorAll('{MADE}').length") == 0, path
    assert elsewhere == []


def test_marks_that_turn_text_around_are_shown_as_such(lair: Path, paths: list[str]) -> None:
    client = TestClient(make_app(lair), base_url="http://localhost")
    for path in paths:
        assert not set(client.get(path).text) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\x00\x1b"), path


@pytest.mark.parametrize("part", range(4))
def test_hostile_questions_are_answered(client: TestClient, part: int) -> None:
    for question in list(questions(100))[part * 25 : part * 25 + 25]:
        answer = client.get(question)
        assert answer.status_code in (200, 303, 400, 404, 414), (question, answer.status_code)
