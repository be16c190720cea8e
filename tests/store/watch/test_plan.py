"""feeds.toml: what is read of it, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import DatelineError
from dateline.store.watch.plan import load_plan, seconds

GOOD = """
contact = "desk@paper.example"
delay = 3

[[feed]]
url = "https://paper.example/world.rss"
outlet = "The Paper"
interval = "10m"
full = true

[[search]]
name = "attacks"
query = { type = "ASSAULT", country = ["KAZ", "KGZ"], casualties = "any" }
tell = ["print", "desk"]

[[search]]
name = "disagreements"
kind = "conflict"
min_weight = 2

[tell.desk]
webhook = "https://hooks.paper.example/x"
"""


def plan_of(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_plan_is_read(tmp_path: Path) -> None:
    plan = load_plan(plan_of(tmp_path, GOOD))
    assert plan.feed[0].seconds == 600
    assert plan.feed[0].full
    assert plan.search[0].asked().country == ("KAZ", "KGZ")
    assert plan.search[0].asked().casualties == 0
    assert plan.search[1].tell == ("print",)
    assert plan.search[1].min_weight == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[feed]]\nurl = 3", "feed 1.url"),
        ("[[feed]]\nurll = 'x'", "urll"),
        ("[[feed]]\noutlet = 'x'", "missing required field `url` in feed 1"),
        ("[[feed]\n", "feeds.toml"),
        ("", "names no feed"),
        ("[[feed]]\nurl = 'ftp://x/y'", "no http or https address"),
        ("[[feed]]\nurl = 'http://[x'", "no http or https address"),
        ("[[feed]]\nurl = 'http://x/'\ninterval = 'soon'", "'soon' is no length of time"),
        ("[[feed]]\nurl = 'http://x/'\n[[feed]]\nurl = 'http://x/'", "stands twice"),
        ("[[feed]]\nurl = 'http://x/'\n[[search]]\nname = 'a'\nquery = { colour = 'red' }", "colour"),
        ("[[feed]]\nurl = 'http://x/'\n[[search]]\nname = 'a'\nquery = { type = 'NOPE' }", "NOPE"),
        ("[[feed]]\nurl = 'http://x/'\n[[search]]\nname = 'a'\nkind = 'rumour'", "rumour"),
        ("[[feed]]\nurl = 'http://x/'\n[[search]]\nname = 'a'\ntell = ['desk']", "[tell.desk]"),
        ("[[feed]]\nurl = 'http://x/'\n[[search]]\nname = 'a'\ntell = []", "tells nobody"),
        ("[[feed]]\nurl = 'http://x/'\n[[search]]\nname = 'a'\nmin_weight = 2", "min_weight"),
        ("[[feed]]\nurl = 'http://x/'\n[[search]]\nname = 'a'\nkind = 'denial'\nquery = { status = 'actual' }", "status"),
        ("[[feed]]\nurl = 'http://x/'\n[[search]]\nname = 'a'\nquery = { story = 1 }", "give its id"),
        ("[[feed]]\nurl = 'http://x/'\n[tell.a]", "either webhook or command"),
        ("[[feed]]\nurl = 'http://x/'\n[tell.a]\nwebhook = 'mailto:x'", "no http or https address"),
        ("[[feed]]\nurl = 'http://x/'\n[tell.a]\nwebhook = 'http://x/'\nsecret_env = 'NO_SUCH_SECRET'", "NO_SUCH_SECRET"),
        ("[[feed]]\nurl = 'http://x/'\n[tell.print]\nwebhook = 'http://x/'", "is taken"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(DatelineError) as error:
        load_plan(plan_of(tmp_path, text))
    assert words in str(error.value)
    assert "feeds.toml" in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatelineError, match=r"none\.toml"):
        load_plan(tmp_path / "none.toml")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_bytes(b"\xff\xfe\0\0")
    with pytest.raises(DatelineError, match=r"feeds\.toml"):
        load_plan(tmp_path / "feeds.toml")


def test_lengths_of_time() -> None:
    assert [seconds(words) for words in ("90", 90, "90s", "15m", "2h", "1d", "0", "9999d")] == [90, 90, 90, 900, 7200, 86400, 5, 604800]
