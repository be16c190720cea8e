"""feeds.toml: which feeds to poll, what to look out for, and whom to tell. Described in docs/watch.md."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from dateline.errors import QueryError, SourceError
from dateline.settings import setting
from dateline.store.query import Query

Kind = Literal["events", "denial", "conflict", "articles"]
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
#: Seconds between two polls of one feed: never less than the first, never more than the second.
LEAST, MOST = 5, 7 * 86400
PRINT = "print"


class Feed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One feed. `full`: the page behind each item is fetched and read, else the item's own words are."""

    url: str
    outlet: str | None = None
    interval: str | int | None = None
    full: bool = False
    private: bool = False
    robots: bool = True

    @property
    def seconds(self) -> int:
        """Seconds between two polls."""
        return seconds(self.interval) if self.interval is not None else setting("watch_interval")


class Search(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A saved search: what new copy is told of, and to whom. `query` has the keys of the command line's filters."""

    name: str
    kind: Kind = "events"
    query: dict[str, str | int | float | bool | list[str | int]] = {}
    min_weight: float = 0.0
    tell: tuple[str, ...] = (PRINT,)

    def asked(self) -> Query:
        """The query. Raises QueryError for a key or value that no query has."""
        return Query.parse(self.query)


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is told: a `webhook` address or a `command` with its arguments. `secret_env` names the variable that holds the secret."""

    webhook: str | None = None
    command: tuple[str, ...] = ()
    secret_env: str | None = None
    private: bool = False


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of feeds.toml. `contact` (an address or a page) is added to the name that servers see; `delay` is in seconds."""

    feed: list[Feed] = []
    search: list[Search] = []
    tell: dict[str, Target] = {}
    contact: str | None = None
    delay: float | None = None


def load_plan(path: str | os.PathLike[str]) -> Plan:
    """The plan in a file. Raises SourceError that says what is wrong in which table."""
    try:
        plan = msgspec.toml.decode(Path(path).read_bytes(), type=Plan)
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}; give a file of feeds, see docs/watch.md") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: {_told(str(error))}; the keys are listed in docs/watch.md") from error
    for problem in _problems(plan):
        raise SourceError(f"{path}: {problem}")
    return plan


def seconds(words: str | int) -> int:
    """Seconds of "90s", "15m", "2h", "1d" or a whole number of seconds. Raises ValueError for anything else."""
    found = re.fullmatch(r"\s*(\d{1,7})\s*([smhd]?)\s*", str(words))
    if not found:
        raise ValueError(f"{words!r} is no length of time; write it like 15m, 2h or 90s")
    return min(max(int(found[1]) * _UNITS[found[2] or "s"], LEAST), MOST)


def _problems(plan: Plan) -> list[str]:
    """What is wrong with a plan that has the right shape."""
    found = [problem for number, feed in enumerate(plan.feed, 1) for problem in _of_feed(f"feed {number}", feed)]
    found += _twice("feed", [feed.url for feed in plan.feed]) + _twice("search", [search.name for search in plan.search])
    for search in plan.search:
        found += _of_search(search, plan)
    for name, target in plan.tell.items():
        found += _of_target(f"tell.{name}", target)
    if not plan.feed:
        found.append("names no feed; add [[feed]] with its url")
    if PRINT in plan.tell:
        found.append(f"tell.{PRINT}: this name is taken by standard output; choose another")
    return found


def _of_feed(where: str, feed: Feed) -> list[str]:
    found = [] if _is_address(feed.url) else [f"{where}: url = {feed.url!r} is no http or https address"]
    try:
        _ = feed.seconds
    except ValueError as error:
        found.append(f"{where}: interval = {error}")
    return found


def _of_search(search: Search, plan: Plan) -> list[str]:
    unknown = [name for name in search.tell if name != PRINT and name not in plan.tell]
    found = [f"search {search.name!r}: tell names {name!r}, but there is no [tell.{name}]" for name in unknown]
    if not search.tell:
        found.append(f"search {search.name!r}: tells nobody; leave tell out to print")
    if search.min_weight and search.kind != "conflict":
        found.append(f"search {search.name!r}: min_weight is for kind = 'conflict' alone")
    try:
        query = search.asked()
        found += [
            f"search {search.name!r}: story {story} is a number, and numbers move; give its id" for story in query.story if story.isdigit()
        ]
        if query.status and search.kind == "denial":
            found.append(f"search {search.name!r}: kind = 'denial' asks for the status denied by itself; leave status out")
    except QueryError as error:
        found.append(f"search {search.name!r}: {error}")
    return found


def _of_target(where: str, target: Target) -> list[str]:
    found = []
    if bool(target.webhook) == bool(target.command):
        found.append(f"{where}: give either webhook or command")
    if target.webhook and not _is_address(target.webhook):
        found.append(f"{where}: webhook = {target.webhook!r} is no http or https address")
    if target.secret_env and not os.environ.get(target.secret_env):
        found.append(f"{where}: the environment has no {target.secret_env}; set it to the secret")
    return found


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def _twice(what: str, names: list[str]) -> list[str]:
    return [f"{what} {name!r} stands twice" for n, name in enumerate(names) if name in names[:n]]


def _told(words: str) -> str:
    """`Object contains unknown field `urll` - at `$.feed[0]`` with the table's name in place of the path; tables are counted from one."""
    words = re.sub(r" - at `(?:key in )?`?\$\.?([^`]*)`", lambda m: f" in {m[1]}" if m[1] else "", words)
    return re.sub(r"\[(\d+)\]", lambda m: f" {int(m[1]) + 1}", words)
