"""Takes pictures of every view of the reading room over the sample crisis.

    python docs/images/room.py                 the few that README and docs show, into this folder
    python docs/images/room.py --all FOLDER    every view at 1400 and 390 pixels, light and dark

Needs the test requirements (playwright) and Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uvicorn
from playwright.sync_api import sync_playwright

import dateline
from dateline.record import Record
from dateline.show.web.app import make_app
from dateline.store import Store, open_store

HERE = Path(__file__).parent
CRISIS = HERE.parent.parent / "samples" / "crisis"
#: Pictures of the repository: name of the view, width, height, dark.
KEPT = (
    ("front", 1400, 900, False),
    ("timeline", 1400, 900, False),
    ("map", 1400, 900, False),
    ("compare", 1400, 900, True),
    ("review", 1400, 820, False),
    ("timeline", 390, 844, True),
)


def views(store: Store) -> dict[str, str]:
    """Addresses of every view, by name."""
    lead = next(store.stories(limit=1, sort="-origins"))
    happening = next(store.happenings(story=lead.id, limit=1, sort="-origins"))
    actor = next(row.key for row in store.actors(limit=50) if row.key and row.events)
    conflict = next(row for row in store.conflicts(story=lead.id) if row.kind == "toll")
    sides = [side[0][0] for side in conflict.body["sides"]]
    doubtful = max((row for row in store.events(type="ASSAULT") if row.sources and row.place), key=lambda row: (row.doubt, row.key))
    other = next(row.id for row in store.articles(story=lead.id) if row.id not in sides and row.outlet == "Benguela")
    return {
        "front": "/",
        "stories": "/stories",
        "story": f"/story/{lead.id}",
        "happening": f"/happening/{happening.id}",
        "events": "/events",
        "timeline": f"/timeline?story={lead.id}",
        "map": "/map",
        "article": f"/article/{quote(lead.headline_from)}?explain=events[e1]",
        "compare": "/compare?" + "&".join(f"article={quote(id)}" for id in (*sides, other)),
        "actors": "/actors",
        "actor": f"/actor/{quote(actor, safe='')}",
        "search": "/search?q=order",
        "review": f"/review?item={quote(doubtful.key)}",
        "help": "/help",
        "api": "/api",
    }


@contextmanager
def room(path: Path) -> Iterator[str]:
    """The room at an address of this machine."""
    app = make_app(path)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
    app.state.store.close()


def take(browser: Any, address: str, path: Path, width: int, height: int, dark: bool, *, whole: bool = False) -> None:
    """One picture."""
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light")
    tab = context.new_page()
    tab.goto(address)
    tab.evaluate("document.fonts.ready")
    tab.screenshot(path=path, full_page=whole)
    context.close()


def main() -> None:
    """Reads the samples into a store of its own, serves it, takes the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--all", type=Path, help="folder for every view at both widths, light and dark")
    folder = parser.parse_args().all
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        db = Path(scratch) / "crisis.db"
        with open_store(db, create=True) as store:
            store.put([item for item in dateline.read_many([CRISIS]) if isinstance(item, Record)], read_at="2026-01-01T00:00:00Z")
            store.weave()
            addresses = views(store)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        with room(db) as base:
            if folder:
                folder.mkdir(parents=True, exist_ok=True)
                for name, address in addresses.items():
                    for width in (1400, 390):
                        for dark in (False, True):
                            shade = "dark" if dark else "light"
                            take(browser, base + address, folder / f"{name}-{width}-{shade}.png", width, 900, dark, whole=True)
            else:
                for name, width, height, dark in KEPT:
                    path = HERE / f"room-{name}{'-phone' if width < 500 else ''}.png"
                    take(browser, base + addresses[name], path, width, height, dark)
        browser.close()


if __name__ == "__main__":
    main()
