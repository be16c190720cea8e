"""The reading room against copy and questions that mean harm: how many scripts ran, how many questions brought it down.

    python benchmarks/hostile.py [--articles 200] [--questions 1000]

Reads the articles, stores them, opens each page in Chromium (skipped where none is found) and asks the questions. Prints
one JSON object; exit code 1 if anything ran, was fetched from elsewhere, or answered 500. A small version is part of the tests.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from starlette.testclient import TestClient  # noqa: E402
from tests.show.web.conftest import serving, stored  # noqa: E402
from tests.show.web.hostile import questions, records  # noqa: E402

from dateline.show.web.app import make_app  # noqa: E402
from dateline.show.web.base import actor_url, article_url, happening_url, story_url  # noqa: E402
from dateline.store import open_store  # noqa: E402

OWN_PAGES = ("/", "/events", "/stories", "/actors", "/search?q=script", "/timeline", "/map", "/compare", "/review", "/api")


def paths(store_path: Path) -> list[str]:
    """Every page that shows the copy."""
    with open_store(store_path, readonly=True) as store:
        found = [article_url(row.id) for row in store.articles()]
        found += [story_url(row.id) for row in store.stories()] + [happening_url(row.id) for row in store.happenings(limit=100)]
        found += [actor_url(row.key) for row in store.actors(limit=100) if row.key]
        ids = [quote(row.id, safe="") for row in store.articles()]
        found += [f"/compare?article={a}&article={b}" for a, b in zip(ids[::5], ids[1::5], strict=False)]
        found += [f"/review?skip={n}" for n in range(0, 100, 5)]
    return [*OWN_PAGES, *found]


def browse(address: str, wanted: list[str], chromium: str) -> dict[str, Any]:
    """Opens each page; counts what ran or was asked for elsewhere."""
    from playwright.sync_api import sync_playwright

    ran: list[str] = []
    elsewhere: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page()
        tab.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith((address, "data:")) else None)
        tab.on("dialog", lambda dialog: (ran.append(tab.url), dialog.dismiss()))
        for path in wanted:
            answer = tab.goto(f"{address}{path}")
            if answer is None or answer.status >= 500 or tab.evaluate("window.RAN") is not None or tab.title() == "RAN":
                ran.append(path)
        browser.close()
    return {"pages": len(wanted), "ran": ran, "elsewhere": elsewhere}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="The reading room against hostile copy and questions.")
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--questions", type=int, default=1000)
    args = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder:
        path = stored(Path(folder) / "hostile.db", list(records(args.articles)))
        app = make_app(path)
        result: dict[str, Any] = {"articles": args.articles}
        if chromium:
            with serving(app) as address:
                result |= browse(address, paths(path), chromium)
        client = TestClient(app, base_url="http://localhost", follow_redirects=False)
        asked = [(client.get(question).status_code, question) for question in questions(args.questions)]
        result["questions"] = dict(sorted(Counter(status for status, _ in asked).items()))
        result["down"] = [question for status, question in asked if status >= 500]
        app.state.store.close()
    print(json.dumps(result, indent=2))
    sys.exit(bool(result.get("ran") or result.get("elsewhere") or result["down"]))


if __name__ == "__main__":
    main()
