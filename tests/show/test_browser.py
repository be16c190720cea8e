"""The page in a real browser: copy never runs as code, links light the words they name. Skipped, aloud, where no Chromium is found."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline import read
from dateline.record import Record
from dateline.show.export.page import write

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --disable-default-apps --disable-extensions --virtual-time-budget=3000 --dump-dom"
).split()
HOSTILE = """Ferry <img src=x onerror="document.title='RAN'"> stays in port

SUND, May 4. /NORDA/. Crews said on Monday "<script>document.title='RAN'</script>" and walked out in Sund.

</article><svg onload="document.title='RAN'"> The police "><a href="javascript:document.title='RAN'">denied</a> it."""


@pytest.fixture
def dom(tmp_path: Path) -> Callable[[str, str], str]:
    """The document as it stands after the page's script has run."""
    if BROWSER is None:
        if os.environ.get("DATELINE_REQUIRE_BROWSER"):
            pytest.fail("no Chromium was found, and DATELINE_REQUIRE_BROWSER asks for one")
        pytest.skip("no Chromium was found: the page was not tried in a browser")

    def load(page: str, fragment: str) -> str:
        file = tmp_path / "page.html"
        file.write_text(page, encoding="utf-8")
        command = [str(BROWSER), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", f"{file.as_uri()}{fragment}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        return done.stdout

    return load


def lit(document: str) -> list[str]:
    return re.findall(r'class="[^"]*\blit\b[^"]*"', document)


def test_copy_never_runs(dom: Callable[[str, str], str]) -> None:
    document = dom(write([read(HOSTILE, published="2021-05-04")]), "")
    title = re.search(r"<title>(.*?)</title>", document, re.S)
    assert title is not None
    assert title[1].strip() != "RAN"
    assert "&lt;script&gt;" in document
    assert not re.search(r"<(?:img|svg)[^>]*\son\w+=", document)
    assert not re.search(r"""<a[^>]*href=["']?javascript:""", document)


def test_a_link_to_words_lights_them(dom: Callable[[str, str], str], record: Record) -> None:
    page = write([record])
    assert lit(dom(page, "")) == []
    trigger = record.events[0].trigger
    assert lit(dom(page, f"#char={trigger.start},{trigger.end}"))


def test_a_row_lights_its_words(dom: Callable[[str, str], str], record: Record) -> None:
    page = write([record])
    rows = re.findall(r'<tr id="row-(r1-[^"]+)"', page)
    assert rows
    assert len(lit(dom(page, f"#{rows[0]}"))) >= 2
