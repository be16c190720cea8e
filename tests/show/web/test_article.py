"""The article: exact characters lit, every value explained, nothing of the copy obeyed."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.show.web.conftest import stored

from dateline.article import Source
from dateline.record import Record, loads
from dateline.show.web.app import make_app
from dateline.show.web.base import joint, outward, tail


@pytest.fixture
def first(crisis_records: list[Record]) -> Record:
    return next(record for record in crisis_records if "01_skela" in (record.source.path or ""))


def copy(page: str) -> str:
    """The text of the copy as a reader sees it."""
    inside = page[page.index('id="copy"') :]
    inside = inside[inside.index(">") + 1 : inside.index('<div class="side"')]
    return html.unescape(re.sub(r"<[^>]+>", "", inside))


def test_the_copy_is_shown_whole(client: TestClient, first: Record) -> None:
    shown = "".join(copy(client.get(f"/article/{first.id}").text).split())
    assert shown == "".join(first.text.split())


@pytest.mark.parametrize("span", [(0, 1), (10, 40), (52, 57), (150, 290)])
def test_any_characters_can_be_lit(client: TestClient, first: Record, span: tuple[int, int]) -> None:
    page = client.get(f"/article/{first.id}?char={span[0]},{span[1]}").text
    lit = html.unescape("".join(re.findall(r'<span class="m [^"]*\blit\b[^"]*"[^>]*>([^<]*)</span>', page)))
    assert "".join(lit.split()) == "".join(first.text[span[0] : span[1]].split())


@pytest.mark.parametrize("chars", ["5,2", "0,0", "99999999,999999999"])
def test_characters_that_are_not_there_light_nothing(client: TestClient, first: Record, chars: str) -> None:
    page = client.get(f"/article/{first.id}?char={chars}")
    assert page.status_code == 200
    assert not re.search(r'class="m [^"]*\blit\b', page.text)


@pytest.mark.parametrize("chars", ["x", "1", "1,2,3", "-1,5", "1e3,5"])
def test_characters_that_cannot_be_read_are_refused(client: TestClient, first: Record, chars: str) -> None:
    assert client.get(f"/article/{first.id}", params={"char": chars}).status_code == 400


def test_every_finding_is_explained(client: TestClient, crisis_records: list[Record]) -> None:
    for record in crisis_records[:4]:
        page = client.get(f"/article/{record.id}").text
        keys = sorted(set(re.findall(r'data-explain="(\w+)"', page)))
        assert len(keys) > 8
        for key in keys[:: max(1, len(keys) // 8)]:
            panel = client.get(f"/article/{record.id}?explain={key}&only=panel")
            assert panel.status_code == 200, key
            paths = re.findall(r'data-explain="([^"]+)"', panel.text)
            assert paths
            for path in paths:
                assert client.get(f"/article/{record.id}", params={"explain": path, "only": "panel"}).status_code == 200, path


def test_a_value_is_explained_by_words_voice_and_rule(client: TestClient, first: Record) -> None:
    panel = client.get(f"/article/{first.id}", params={"explain": "events[e1].date"}).text
    panel = panel[panel.index('id="explain"') : panel.index('id="row-')]
    assert re.search(r'class="lit"[^>]*>Tuesday</a>', panel)
    assert "Elias Tjikuua" in panel
    assert "weekdays" in panel


@pytest.mark.parametrize("path", ["events[99]", "nonsense", "events[e1].nonsense", "[[[", "e999", "events[" * 50, "a" * 3000])
def test_a_path_that_leads_nowhere_is_said(client: TestClient, first: Record, path: str) -> None:
    answer = client.get(f"/article/{first.id}", params={"explain": path})
    assert answer.status_code == 400
    assert "<h1>" in answer.text


def test_speakers_stand_in_a_chain(client: TestClient, crisis_records: list[Record]) -> None:
    kestrel = next(record for record in crisis_records if "02_kestrel" in (record.source.path or ""))
    page = client.get(f"/article/{kestrel.id}").text
    chains = [re.findall(r'class="(?:own|told)">([^<]+)<', chain) for chain in re.findall(r'<p class="speaker">(.*?)</p>', page, re.S)]
    assert all(chain[0] == "Kestrel" for chain in chains)
    assert ["Kestrel", "Johannes Hango"] in chains


def test_the_record_can_be_had(client: TestClient, first: Record) -> None:
    assert loads(client.get(f"/api/records/{first.id}").content) == first
    assert client.get("/api/records/none").status_code == 404


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:alert(1)", "file:///etc/passwd", "http://a b"]
)
def test_only_addresses_of_the_web_are_linked(url: str) -> None:
    assert outward(url) == ""


def test_an_article_that_calls_itself_a_script_is_not_linked(tmp_path: Path, first: Record) -> None:
    made = replace(first, source=Source(url="javascript:alert(1)", path="x"))
    good = replace(first, id="good", source=Source(url="https://paper.example/a?b=1&c=2"))
    client = TestClient(make_app(stored(tmp_path / "s.db", [made, good])), base_url="http://localhost")
    assert "javascript:" not in client.get(f"/article/{made.id}").text
    page = client.get("/article/good").text
    assert '<a href="https://paper.example/a?b=1&amp;c=2" rel="noopener noreferrer external">' in page


def test_ids_of_any_shape_have_a_page(tmp_path: Path, first: Record) -> None:
    ids = ["a/b", "a b", "ä?x#y", "..", "a%2fb", "<script>", "é" * 40, "a&b=c"]
    client = TestClient(make_app(stored(tmp_path / "s.db", [replace(first, id=id) for id in ids])), base_url="http://localhost")
    page = client.get("/events").text
    found = {link.partition("?")[0] for link in re.findall(r'href="(/article/[^"#]+)', page)}
    assert len(found) >= len(ids) - 1
    for link in sorted(found):
        assert client.get(link).status_code == 200, link


def test_words_are_joined_as_they_stood() -> None:
    assert joint('said "', "fired") == ""
    assert joint("fired", '", he') == ""
    assert joint("fired", ", he") == ""
    assert joint("they", "fired") == " "
    assert tail("one two three four", 9) == "… four"
