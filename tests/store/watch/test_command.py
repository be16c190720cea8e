"""`dateline watch` as it is run: signals, exit codes, metrics, log."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from dateline.errors import DatelineError
from dateline.show.cli import cli
from dateline.store import open_store

ATTACK = (
    "ALMATY, January 5 (Steppe Wire) -- Gunmen attacked a police station in Almaty on Wednesday, killing four officers, the interior "
    "ministry said.\n\nThe station was on fire for two hours, witnesses said."
)


def plan(tmp_path: Path, url: str, more: str = "") -> str:
    path = tmp_path / "feeds.toml"
    search = '[[search]]\nname = "attacks"\nquery = { type = "ASSAULT" }\n'
    path.write_text(f'delay = 0\n[[feed]]\nurl = "{url}"\nprivate = true\ninterval = "5s"\n{search}{more}', encoding="utf-8")
    return str(path)


def watch(*args: str) -> Any:
    return CliRunner().invoke(cli, ["watch", *args])


def test_once_prints_matches_and_ends(tmp_path: Path, paper: Any) -> None:
    feeds, db = plan(tmp_path, paper.feed("/rss", ATTACK)), str(tmp_path / "news.db")
    first = watch(feeds, "--db", db, "--once", "--log", "json")
    assert first.exit_code == 0
    (match,) = [json.loads(line) for line in first.stdout.splitlines()]
    assert match["event"]["type"] == "ASSAULT"
    events = [json.loads(line) for line in first.stderr.splitlines()]
    assert [event["event"] for event in events] == ["started", "poll", "read", "woven", "told", "stopped"]
    assert paper.asked[0][1]["user-agent"].startswith("dateline/")
    again = watch(feeds, "--db", db, "--once", "--quiet")
    assert (again.exit_code, again.stdout, again.stderr) == (0, "", "")


def test_once_with_a_failing_feed_exits_with_one(tmp_path: Path, paper: Any) -> None:
    found = watch(plan(tmp_path, paper.url + "/gone"), "--db", str(tmp_path / "news.db"), "--once", "--quiet")
    assert found.exit_code == 1
    assert "status 404" in found.stderr


def test_wrong_plans_and_options_are_named(tmp_path: Path) -> None:
    db = str(tmp_path / "x.db")
    missing = watch(str(tmp_path / "none.toml"), "--db", db)
    assert "none.toml" in str(missing.exception)
    feeds = plan(tmp_path, "http://paper.invalid/rss")
    late = watch(feeds, "--db", db, "--interval", "soon")
    assert late.exit_code == 2
    assert "soon" in late.stderr
    assert not Path(db).exists()
    port = watch(feeds, "--db", db, "--metrics", "nowhere")
    assert isinstance(port.exception, DatelineError)
    assert "127.0.0.1:9100" in str(port.exception)


def test_an_interval_is_for_feeds_without_their_own() -> None:
    from dateline.show.commands.watch import _with_interval
    from dateline.store.watch.plan import Feed, Plan

    made = _with_interval(Plan([Feed("http://a/"), Feed("http://b/", interval="1h")]), "90s")
    assert [feed.seconds for feed in made.feed] == [90, 3600]


def until(true: Callable[[], Any], seconds: float = 30.0) -> Any:
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return found


def test_a_signal_ends_it_with_nothing_lost(tmp_path: Path, paper: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    hook = f'[tell.desk]\nwebhook = "{paper.url}/hook"\nprivate = true\n[[search]]\nname = "hooked"\ntell = ["desk"]\n'
    paper.pages["/hook"] = (204, {}, b"")
    command = [sys.executable, "-m", "dateline.show.cli", "watch", plan(tmp_path, paper.feed("/rss", ATTACK), hook)]
    command += ["--db", str(tmp_path / "news.db"), "--metrics", address, "--log", "json", "--verbose"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "TZ": "UTC"}) as process:
        try:
            until(lambda: "/hook" in paper.paths())

            def get(path: str) -> tuple[int, str]:
                try:
                    with urllib.request.urlopen(f"http://{address}{path}", timeout=10) as answer:
                        return answer.status, answer.read().decode()
                except urllib.error.HTTPError as error:
                    with error:
                        return error.code, error.read().decode()

            status, body = get("/healthz")
            assert (status, json.loads(body)["status"]) == (200, "ok")
            until(lambda: 'dateline_told_total{outcome="ok",search="hooked",target="desk"}' in get("/metrics")[1])
            text = get("/metrics")[1]
            assert 'dateline_items_total{outcome="new"} 1' in text
            assert 'dateline_polls_total{outcome="new"} 1' in text
            assert get("/else")[0] == 404
        finally:
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert json.loads(out.splitlines()[0])["search"] == "attacks"
    assert [json.loads(line)["event"] for line in err.splitlines()][-2:] == ["stopping", "stopped"]
    with open_store(tmp_path / "news.db") as store:
        assert store.count(layer="articles") == 1
