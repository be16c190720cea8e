"""Hosts: one request at a time each, a pause between two, and what each host's robots.txt says."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from urllib.parse import urlsplit

from dateline.settings import setting
from dateline.store.watch.asking import Asked
from dateline.store.watch.robots import MOST_BYTES, OPEN, SHUT, Robots, parse_robots
from dateline.store.watch.state import UNREACHED, FeedState, back_off

#: Seconds for which a robots.txt counts, the longest until an unreachable host is asked again, and the first rest of one that has a fault.
DAY, HOUR, FAULT = 86_400.0, 3_600.0, 300.0
#: The longest pause that a robots.txt may ask for, in seconds.
_LONGEST = 60.0
#: Hosts whose pauses and robots.txt are kept.
MOST_HOSTS = 1_000
#: The product token that robots.txt may name.
AGENT = "dateline"


@dataclass(slots=True)
class Host:
    """One host: when it may be asked again, and what it allows (None: its robots.txt is still to be fetched)."""

    free: float = 0.0
    robots: Robots | None = None
    until: float = 0.0


class Hosts:
    """All hosts that are asked, the least recent forgotten beyond a thousand. `delay` is the least pause in seconds."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._hosts: OrderedDict[str, Host] = OrderedDict()

    def at(self, url: str) -> Host:
        """The host of an address."""
        name = host_of(url)
        host = self._hosts.setdefault(name, Host())
        self._hosts.move_to_end(name)
        while len(self._hosts) > MOST_HOSTS:
            self._hosts.popitem(last=False)
        return host

    def asked(self, url: str, now: float) -> None:
        """An answer came: the host rests from now on."""
        host = self.at(url)
        wanted = host.robots.delay if host.robots and host.robots.delay else 0.0
        host.free = now + max(self._delay, min(wanted, _LONGEST))

    def heed(self, url: str, robots: Robots, until: float) -> None:
        """What the robots.txt of an address's host says, and how long that counts."""
        host = self.at(url)
        host.robots, host.until = robots, until


def host_of(url: str) -> str:
    """Scheme, host and port: robots.txt counts for no more."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def robots_url(url: str) -> str:
    """Where the robots.txt of an address's host stands."""
    return host_of(url) + "/robots.txt"


def robots_of(state: FeedState, asked: Asked, now: float) -> tuple[Robots, float]:
    """The rules in an answer and until when they count, as RFC 9309 has it: what is not there (4xx) forbids nothing, a host that fails
    (5xx, no answer) is left alone, and asked again after a growing pause. The answer is kept in `state`."""
    state.checked, status = now, asked.status
    if asked.answer is not None and status == 200:
        state.robots = asked.answer.body[:MOST_BYTES].decode("utf-8", "replace")
    elif status is not None and 400 <= status < 500 and status != 429:
        state.robots = ""
    else:
        state.failures += 1
        state.problem = asked.reason or f"answered with status {status}"
        state.next = now + back_off(state.url, state.failures, first=FAULT if status else UNREACHED, most=DAY if status else HOUR)
        return SHUT, state.next
    state.failures, state.problem, state.next = 0, None, now + DAY
    return remembered(state)


def remembered(state: FeedState) -> tuple[Robots, float]:
    """The rules that were kept of an earlier answer, and until when they count."""
    if state.robots is None or state.problem:
        return SHUT, state.next
    return (parse_robots(state.robots, AGENT) if state.robots else OPEN), state.next


def pause(given: float | None) -> float:
    """Seconds between two requests to one host: those given, else the setting's."""
    return setting("watch_delay") if given is None else max(0.0, given)
