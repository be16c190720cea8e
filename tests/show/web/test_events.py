"""The table of events: its counts are true, each state is an address, exports hold exactly the filter."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from starlette.testclient import TestClient

from dateline.store import Store

FILTERS = (
    "type=PROTEST",
    "country=NAM&status=actual",
    "voice=own",
    "from=2023-03-14&to=2023-03-14",
    "type=ASSAULT&type=COERCE",
    "text=water",
)


def count(page: str) -> int:
    found = re.search(r"<h1>([\d,]+) events?</h1>", page)
    assert found is not None
    return int(found[1].replace(",", ""))


def rows(page: str) -> list[str]:
    return re.findall(r'<tr data-step id="([^"]+)"', page)


def test_facets_count_what_they_give(client: TestClient) -> None:
    page = client.get("/events").text
    assert len(rows(page)) == min(count(page), 50), "a page holds fifty"
    choices = re.findall(r'<a href="(/events\?[^"]+)"[^>]*>[^<]+</a><span class="num">([\d,]+)</span>', page)
    assert len(choices) > 20
    wrong = [(href, n) for href, n in choices if count(client.get(href.replace("&amp;", "&")).text) != int(n.replace(",", ""))]
    assert wrong == []


def test_months_count_what_they_give(client: TestClient) -> None:
    page = client.get("/events").text
    bars = re.findall(r'<a href="(/events\?[^"]+)" class="[^"]*" aria-label="[^"]+: ([\d,]+) events?"', page)
    assert bars
    for href, n in bars:
        found = client.get(href.replace("&amp;", "&")).text
        assert count(found) >= int(n.replace(",", "")), "events that reach into a month are found too"
        assert 'class="pill"' in found


def test_pills_take_out_one_part_each(client: TestClient) -> None:
    page = client.get("/events?type=PROTEST&status=actual&sort=date").text
    pills = [href.replace("&amp;", "&") for href in re.findall(r'class="pill">.*?href="([^"]+)"', page)]
    assert pills == ["/events?status=actual&sort=date", "/events?type=PROTEST&sort=date"]


def test_columns_and_sort_are_part_of_the_address(client: TestClient) -> None:
    page = client.get("/events?columns=when&columns=rule&sort=-date&status=actual").text
    heads = re.findall(r'<th scope="col" class="c-(\w+)"', page)
    assert heads == ["when", "act", "rule"]
    assert 'aria-sort="descending"' in page
    later = client.get("/events?sort=-date").text
    assert rows(later) != rows(client.get("/events?sort=date").text)


def test_pages_hold_every_row_once(client: TestClient, store: Store) -> None:
    first, second = client.get("/events?sort=date").text, client.get("/events?sort=date&page=2").text
    assert sorted(rows(first) + rows(second)) == sorted(row.key for row in store.events())
    assert 'rel="next"' in first
    assert 'rel="prev"' in second


@pytest.mark.parametrize("filter", FILTERS)
def test_exports_hold_exactly_the_filter(client: TestClient, filter: str) -> None:
    shown: list[str] = []
    page = client.get(f"/events?{filter}&sort=date").text
    while True:
        shown += rows(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        if not following:
            break
        page = client.get(following[1].replace("&amp;", "&")).text
    assert len(shown) == count(page)
    for form in ("csv", "jsonl", "geojson", "annotations"):
        assert f'href="/export/{form}?{filter}"'.replace("&", "&amp;") in page
    table = list(csv.DictReader(io.StringIO(client.get(f"/export/csv?{filter}").text)))
    assert sorted(f"{row['article']}:{row['id']}" for row in table if row["layer"] == "events") == sorted(shown)
    listed = client.get(f"/api/events?{filter}&limit=500").json()["items"]
    assert sorted(f"{row['article']}:{row['id']}" for row in listed) == sorted(shown)
    records = [json.loads(line) for line in client.get(f"/export/jsonl?{filter}").text.splitlines()]
    assert {key.rpartition(":")[0] for key in shown} <= {record["id"] for record in records}


def test_an_export_is_a_download(client: TestClient) -> None:
    answer = client.get("/export/geojson?type=PROTEST")
    assert answer.headers["content-disposition"] == 'attachment; filename="dateline.geojson"'
    assert answer.headers["content-type"].startswith("application/geo+json")
    assert json.loads(answer.text)["type"] == "FeatureCollection"
    assert client.get("/export/csv?type=NONSENSE").status_code == 400


def test_evidence_of_a_row_is_lit_without_a_script(client: TestClient, store: Store) -> None:
    row = next(store.events(limit=1, type="PROTEST"))
    page = client.get(f"/article/{row.article}?char={row.start},{row.end}").text
    assert f'id="char={row.start},{row.end}"' in page
    lit = "".join(re.findall(r'<span class="m [^"]*\blit\b[^"]*"[^>]*>([^<]*)</span>', page))
    assert lit == row.trigger
