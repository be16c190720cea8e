"""The door: hosts, token, posts from elsewhere, sizes, paths, headers. Each probe must be refused, and refused helpfully."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from dateline.show.cli import cli
from dateline.show.web.app import make_app
from dateline.show.web.security import host_name

TOKEN = "a token of twenty four letters"


def form_token(client: TestClient, path: str = "/") -> str:
    found = re.search(r'name="token" value="(\w+)"', client.get(path).text)
    assert found is not None
    return found[1]


def test_headers_stand_on_every_answer(client: TestClient) -> None:
    for path in ("/", "/nowhere", "/static/style.css", "/api/events", "/export/csv", "/healthz", "/events?type=NONSENSE"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8421",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "",
        "[::1",
        "10.0.0.1",
        "localhost@evil.example",
        "0",
    ],
)
def test_a_host_that_is_not_ours_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "Walvis" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8421", "127.0.0.1:9", "[::1]:8421", "localhost."])
def test_a_host_that_is_ours_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


def test_a_further_name_must_be_allowed(crisis: Path) -> None:
    client = TestClient(make_app(crisis, hosts=["desk.example"]), base_url="http://desk.example")
    assert client.get("/").status_code == 200
    assert host_name("[fe80::1]:80") == "fe80::1"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/app.py",
        "/static/%2fetc%2fpasswd",
        "/static//etc/passwd",
        "/static/..\\app.py",
        "/static/base.html.j2",
        "/static/",
        "/static/style.css/",
        "/static/style.css%00",
        "//etc/passwd",
        "/export/..%2f..%2fetc%2fpasswd",
        "/article/..%2f..%2fetc%2fpasswd",
        "/%00",
    ],
)
def test_no_path_leads_to_the_disk(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "make_app" not in answer.text


def test_files_are_named_by_their_hash_and_kept(client: TestClient) -> None:
    href = re.search(r'href="(/static/style.css\?v=\w+)"', client.get("/").text)
    assert href is not None
    answer = client.get(href[1])
    assert "immutable" in answer.headers["cache-control"]
    assert re.search(r"url\(/static/newsreader.woff2\?v=\w+\)", answer.text)
    assert client.get(href[1], headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    assert client.get("/static/style.css?v=old").headers["cache-control"] == "no-cache"


def test_a_token_is_asked_for_everywhere(crisis: Path) -> None:
    client = TestClient(make_app(crisis, token=TOKEN), base_url="http://localhost", follow_redirects=False)
    for path in ("/", "/events", "/article/flash-0320", "/export/csv", "/search?q=water", "/nowhere"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"][:6]) == (303, "/login"), path
        assert answer.text == ""
    for path in ("/api/events", "/metrics", "/api/openapi.json"):
        assert client.get(path).status_code == 401, path
    assert client.get("/api/events", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert client.get("/api/events", headers={"authorization": "Bearer wrong"}).status_code == 401
    assert client.get("/login").status_code == 200
    assert client.get("/healthz").json() == {"ok": True} or client.get("/healthz").status_code == 200


def test_login_leads_back_and_out_again(crisis: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.show.web import door

    monkeypatch.setattr(door, "WRONG_SECONDS", 0)
    client = TestClient(make_app(crisis, token=TOKEN), base_url="http://localhost", follow_redirects=False)
    asked = client.get("/events?type=PROTEST").headers["location"]
    page = client.get(asked).text
    assert 'value="/events?type=PROTEST"' in page
    token = form_token(client, asked)
    wrong = client.post("/login", data={"key": "guess", "next": "/events", "token": token})
    assert wrong.status_code == 403
    assert "not the token" in wrong.text
    assert client.post("/login", data={"key": TOKEN, "next": "/events"}).status_code == 403, "the form's own token is missing"
    right = client.post("/login", data={"key": TOKEN, "next": "//evil.example", "token": token})
    assert (right.status_code, right.headers["location"]) == (303, "/")
    cookie = right.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert TOKEN not in right.headers["set-cookie"]
    assert client.get("/events").status_code == 200
    assert client.post("/logout", data={"token": form_token(client)}).status_code == 303
    assert client.get("/events").status_code == 303


def test_a_made_up_cookie_opens_nothing(crisis: Path) -> None:
    client = TestClient(make_app(crisis, token=TOKEN), base_url="http://localhost", follow_redirects=False)
    for value in ("", "x", TOKEN, "0" * 64, "é"):
        assert client.get("/", headers={"cookie": f"dateline_key={value}".encode()}).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost.evil.example"},
        {"origin": "http://localhost:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
    ],
)
def test_a_post_from_elsewhere_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    token = form_token(client)
    answer = client.post("/theme", data={"theme": "dark", "token": token}, headers=headers)
    assert answer.status_code == 403
    assert "another site" in answer.text
    assert "theme" not in client.cookies


@pytest.mark.parametrize("headers", [{}, {"origin": "http://localhost"}, {"origin": "null", "sec-fetch-site": "same-origin"}])
def test_a_post_of_ours_is_taken(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/theme", data={"theme": "dark", "token": form_token(client)}, headers=headers).status_code == 303


def test_a_post_needs_the_token_of_this_browser(client: TestClient, app: object) -> None:
    other = TestClient(client.app, base_url="http://localhost")
    for token in ("", "0" * 64, form_token(other)):
        form_token(client)
        assert client.post("/theme", data={"theme": "dark", "token": token}).status_code == 403
    stranger = TestClient(client.app, base_url="http://localhost")
    assert stranger.post("/theme", data={"theme": "dark", "token": form_token(client)}).status_code == 403, "no cookie, no post"


def test_sizes_are_bounded(client: TestClient) -> None:
    assert client.get("/search?q=" + "x" * 9_000).status_code == 414
    assert client.post("/theme", content=b"x" * 200_000).status_code == 413

    def endless() -> object:
        for _ in range(30):
            yield b"x" * 10_000

    assert client.post("/theme", content=endless()).status_code == 413
    token = form_token(client)
    many = "&".join(f"k{n}=1" for n in range(500))
    answer = client.post("/theme", content=f"token={token}&{many}", headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST", "TRACE", "OPTIONS"])
def test_other_methods_do_nothing(client: TestClient, method: str) -> None:
    assert client.request(method, "/events").status_code in (403, 405)


def test_a_question_that_takes_too_long_is_ended(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.errors import QueryError
    from dateline.store import Store

    def slow(*_: object, **__: object) -> None:
        raise QueryError("the query took longer than 1 s; narrow it, or raise DATELINE_QUERY_SECONDS")

    monkeypatch.setattr(Store, "events", slow)
    answer = client.get("/events")
    assert answer.status_code == 400
    assert "narrow it" in answer.text


def test_a_fault_of_ours_is_said_plainly_and_with_all_headers(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.store import Store

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret of the machine")

    monkeypatch.setattr(Store, "events", broken)
    answer = client.get("/events")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def run(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["serve", *args])
    return done.exit_code, done.output


def test_the_command_refuses_to_be_open_to_others_without_a_token(crisis: Path) -> None:
    for host in ("0.0.0.0", "192.168.1.5", "::", "desk.example"):
        code, said = run("--db", str(crisis), "--host", host)
        assert code == 2
        assert "--token" in said
    code, said = run("--db", str(crisis), "--host", "0.0.0.0", "--token", "short")
    assert code == 2
    assert "shorter" in said


def test_the_command_names_a_store_that_is_not_there(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["serve", "--db", str(tmp_path / "none.db")])
    assert done.exit_code != 0
    assert "no such store" in str(done.exception)
