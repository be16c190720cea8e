"""Markup is parsed where it can be killed: too long, too large, or fatal to the parser costs one item and no more."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline import settings
from dateline.article import Article, Source
from dateline.errors import Refused
from dateline.intake import IntakeOptions, guard, read_sources
from dateline.intake.guard import Guard, Markup, guarded_feed, parse, parse_all

Page = Callable[[int], bytes]


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Guard]]:
    """A guard whose process does something else than to parse."""
    made: list[Guard] = []

    def make(deed: str) -> Guard:
        start = f"from dateline.intake import guard\ndef parse(job):\n    {deed}\nguard.parse = parse\nguard.serve()"
        monkeypatch.setattr(guard, "_START", start)
        made.append(Guard())
        return made[-1]

    yield make
    for one in made:
        one.close()


def job(data: bytes = b"<html>", **more: Any) -> Markup:
    return Markup(more.pop("kind", "page"), data, "a.html", Source(path="a.html"), IntakeOptions(), **more)


def test_a_guard_gives_what_is_parsed_here(page: Page) -> None:
    with Guard() as one:
        for number in range(3):
            assert one.parse(job(page(number))) == parse(job(page(number)))
        (found,) = one.parse(job(b"<html><body><script>x()</script>"))
        assert isinstance(found, Refused)
        assert "without article text" in found.reason


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("while True: pass", "guard_seconds"),
        ("import time; time.sleep(60)", "guard_seconds"),
        ("return [b'x' * (1 << 30)]", "guard_megabytes"),
        ("import os; os._exit(9)", "breaks the parser"),
        ("import ctypes; ctypes.string_at(0)", "breaks the parser"),
        ("raise KeyError('odd')", "KeyError"),
    ],
)
def test_what_goes_wrong_is_a_refusal(
    deed: str, words: str, guarded: Callable[[str], Guard], monkeypatch: pytest.MonkeyPatch, page: Page
) -> None:
    monkeypatch.setitem(settings._VALUES, "guard_seconds", 1)
    one = guarded(deed)
    start = time.monotonic()
    (found,) = one.parse(job())
    assert isinstance(found, Refused)
    assert words in found.reason
    assert time.monotonic() - start < 10
    monkeypatch.undo()
    assert isinstance(one.parse(job(page(1)))[0], Article) or "KeyError" in words  # a process that only refused lives on


def test_a_feed_that_takes_quadratic_time_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings._VALUES, "guard_seconds", 1)
    feed = b'<rss version="2.0"><channel><item><title>Quay</title></item>' + b"<a>" * 200_000 + b"</channel></rss>"
    with Guard() as one:
        start = time.monotonic()
        with pytest.raises(Refused, match="guard_seconds"):
            guarded_feed(one, feed, "feed.xml")
        assert time.monotonic() - start < 10
        assert [item.title for item in guarded_feed(one, b"<rss><channel><item><title>Quay</title></item></channel></rss>", "f")] == [
            "Quay"
        ]


def test_guards_keep_the_order(page: Page) -> None:
    items: list[Article | Refused | Markup] = []
    for number in range(6):
        items += [job(page(number) * (3 if number == 0 else 1)), Refused(str(number), "x")]
    told = [item.text[:6] if isinstance(item, Article) else item.where for item in parse_all(items, 2)]
    assert told == [words for number in range(6) for words in (f"Quay {number}", str(number))]


def test_large_pages_and_all_pages_of_an_ingest_are_guarded(tmp_path: Path, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    real = Guard.parse
    monkeypatch.setattr(Guard, "parse", lambda self, job: (seen.append(len(job.data)), real(self, job))[1])
    small, large = tmp_path / "a.html", tmp_path / "b.html"
    small.write_bytes(page(1))
    large.write_bytes(page(1).replace(b"</head>", b"<script>" + b"x;" * 200_000 + b"</script></head>"))
    plain = list(read_sources([str(tmp_path)]))
    assert seen == [large.stat().st_size]
    assert list(read_sources([str(tmp_path)], options=IntakeOptions(guards=1))) == plain
    assert len(seen) == 3


def test_no_module_of_the_folder_is_imported(tmp_path: Path, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lxml.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    with Guard() as one:
        assert isinstance(one.parse(job(page(1)))[0], Article)


def test_the_process_ends_with_its_owner(tmp_path: Path, page: Page) -> None:
    (tmp_path / "a.html").write_bytes(page(1))
    code = (
        "import os, sys; from dateline.intake import *; from dateline.intake import guard\n"
        "list(read_sources([sys.argv[1]], options=IntakeOptions())); one = guard._lone_guard(); one.parse(guard.Markup('page', b'<p>',"
        "'', guard.Source(), IntakeOptions())); print(one._process.pid, flush=True); os._exit(0)"
    )
    found = subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.html")], capture_output=True, text=True, check=True)
    for _ in range(100):
        if not Path(f"/proc/{int(found.stdout)}/cmdline").exists() or not Path(f"/proc/{int(found.stdout)}/cmdline").read_bytes():
            return
        time.sleep(0.1)
    os.kill(int(found.stdout), 9)
    pytest.fail("the guard process outlived the one that started it")
