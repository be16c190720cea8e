"""A store of the sample crisis, the room over it, and a browser. Without a browser its tests are skipped, aloud."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

import dateline
from dateline.record import Record
from dateline.show.web.app import make_app
from dateline.store import Store, open_store

#: Rules of WCAG 2.2 A and AA and of good practice; only what is broken is reported, which is quicker.
AXE = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CRISIS = Path(__file__).parents[3] / "samples" / "crisis"
AT = "2026-01-01T00:00:00Z"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def stored(path: Path, records: list[Record]) -> Path:
    """A woven store of these records."""
    with open_store(path, create=True) as store:
        store.put(records, read_at=AT)
        store.weave()
    return path


@pytest.fixture(scope="session")
def crisis_records() -> list[Record]:
    """The sample crisis, read."""
    return [record for record in dateline.read_many([CRISIS]) if isinstance(record, Record)]


@pytest.fixture(scope="session")
def crisis(tmp_path_factory: pytest.TempPathFactory, crisis_records: list[Record]) -> Path:
    """A store of the sample crisis, shared by tests that only read."""
    return stored(tmp_path_factory.mktemp("room") / "crisis.db", crisis_records)


@pytest.fixture
def own(tmp_path: Path, crisis: Path) -> Path:
    """A copy of the store that a test may write to."""
    with open_store(crisis) as store:
        store.backup(tmp_path / "own.db")
    return tmp_path / "own.db"


@pytest.fixture(scope="session")
def store(crisis: Path) -> Iterator[Store]:
    """The store behind the room."""
    with open_store(crisis, readonly=True) as found:
        yield found


@pytest.fixture(scope="session")
def app(crisis: Path) -> Iterator[Starlette]:
    """The room without a token."""
    made = make_app(crisis)
    yield made
    made.state.store.close()


@pytest.fixture
def client(app: Starlette) -> TestClient:
    """A reader on this machine."""
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """The room at an address of this machine."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        for _ in range(200):
            if server.started:
                break
            time.sleep(0.05)
        assert server.started
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def room(app: Starlette) -> Iterator[str]:
    """The address of the room over the sample crisis."""
    with serving(app) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser, or a skip that says why."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _without("playwright is not installed")
    if CHROMIUM is None:
        _without("no Chromium was found")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def _without(why: str) -> None:
    if os.environ.get("DATELINE_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{why}, and DATELINE_REQUIRE_BROWSER asks for a browser")
    pytest.skip(f"{why}: the room was not tried in a browser")


@pytest.fixture
def page(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens a new page: `page(width=390, dark=True, scripts=False)`. Errors of scripts and refused loads fail the test."""
    contexts, faults = [], []

    def fresh(*, width: int = 1400, dark: bool = False, scripts: bool = True) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", java_script_enabled=scripts
        )
        contexts.append(context)
        made = context.new_page()
        made.set_default_timeout(30_000)  # a small machine that is weaving answers late
        made.on("pageerror", lambda error: faults.append(str(error)))
        made.on("console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None)
        return made

    yield fresh
    for context in contexts:
        context.close()
    assert faults == []


def assert_accessible(tab: Any, room: str, paths: Iterable[str], width: int) -> None:
    """No page breaks a rule of accessibility seriously or is wider than the window."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    faults = []
    for path in paths:
        tab.goto(f"{room}{path}")
        found = axe.run(tab, options=AXE).response["violations"]
        faults += [(path, one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, f"{path} is wider than {width} px"
    assert faults == []


def assert_contrast(tab: Any, room: str, paths: Iterable[str]) -> None:
    """All words stand out from what is behind them."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for path in paths:
        tab.goto(f"{room}{path}")
        found = axe.run(tab, options={"runOnly": ["color-contrast"], "resultTypes": ["violations"]}).response["violations"]
        assert [(path, node["html"]) for one in found for node in one["nodes"]] == []
