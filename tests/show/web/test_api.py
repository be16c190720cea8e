"""The API does what its description says: each path answers, each parameter is taken, each answer has the shape that is promised."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from dateline.show.web.openapi import FILTERS, described
from dateline.store import Store
from dateline.store.query import KEYS

PATHS = sorted(described()["paths"].items())


def fill(path: str, store: Store) -> str:
    return path.replace("{id}", next(store.articles(limit=1)).id).replace("{format}", "csv")


def test_every_filter_is_described() -> None:
    assert set(FILTERS) == set(KEYS)


@pytest.mark.parametrize(("path", "methods"), PATHS, ids=[path for path, _ in PATHS])
def test_each_path_answers_and_takes_each_parameter(client: TestClient, store: Store, path: str, methods: dict[str, Any]) -> None:
    parameters = methods["get"]["parameters"]
    required = {p["name"]: p["example"] for p in parameters if p["required"] and p["in"] == "query"}
    plain = client.get(fill(path, store), params=required)
    assert plain.status_code == 200
    for parameter in parameters:
        if parameter["in"] == "query":
            answer = client.get(fill(path, store), params={**required, parameter["name"]: parameter["example"]})
            assert answer.status_code == 200, (path, parameter["name"], answer.text[:300])
    assert client.get(fill(path, store), params={**required, "nonsense": "1"}).status_code == 400 or "{id}" in path


def test_lists_have_the_shape_that_is_promised(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    schemas = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        schema = methods["get"]["responses"]["200"]["content"].get("application/json", {}).get("schema", {})
        items = schema.get("properties", {}).get("items", {}).get("items", {})
        if "$ref" not in items:
            continue
        row = schemas[items["$ref"].rpartition("/")[2]]
        for found in client.get(path, params={"q": "water", "limit": "3"} if path == "/api/search" else {}).json()["items"]:
            assert set(row["required"]) <= set(found) <= set(row["properties"]), path


def test_references_lead_somewhere(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    names = set(document["components"]["schemas"])

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if "$ref" in value:
                assert value["$ref"].rpartition("/")[2] in names
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(document)


def test_pages_follow_one_another(client: TestClient, store: Store) -> None:
    found, address = [], "/api/events?type=PROTEST&limit=4"
    while address:
        answer = client.get(address).json()
        found += [f"{item['article']}:{item['id']}" for item in answer["items"]]
        address = answer["next"]
    assert found == [row.key for row in store.events(type="PROTEST")]


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "offset=-1", "offset=9999999", "sort=x", "type=x", "from=x"])
def test_a_wrong_value_is_said_as_json(client: TestClient, query: str) -> None:
    answer = client.get(f"/api/events?{query}")
    assert answer.status_code == 400
    assert set(answer.json()) == {"error", "todo", "status"}


def test_nowhere_is_said_as_json(client: TestClient) -> None:
    assert client.get("/api/nowhere").json()["status"] == 404
    assert client.get("/api/search").status_code == 400


def test_metrics_and_health(client: TestClient) -> None:
    client.get("/events")
    assert client.get("/healthz").status_code == 200
    assert "dateline_" in client.get("/metrics").text
