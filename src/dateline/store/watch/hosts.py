"""Hosts: one request at a time each, a pause between two, and what each host's robots.txt says."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from urllib.parse import urlsplit

from dateline.settings import setting
from dateline.store.watch.robots import OPEN, SHUT, Robots, parse_robots
from dateline.store.watch.state import FeedState, back_off

#: Seconds for which a robots.txt counts, and for which a host that answers with a fault is left alone at first.
DAY, FAULT = 86_400.0, 300.0
#: The longest pause that a robots.txt may ask for, in seconds.
_LONGEST = 60.0
_MOST_HOSTS = 1_000
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
        while len(self._hosts) > _MOST_HOSTS:
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


def robots_of(state: FeedState, status: int | None, body: bytes, now: float) -> tuple[Robots, float]:
    """The rules in an answer and until when they count, as RFC 9309 has it: what is not there (4xx) forbids nothing, a host that fails
    (5xx, no answer: status None) is left alone, and asked again after a growing pause. The answer is kept in `state`."""
    state.checked = now
    if status is not None and 200 <= status < 300:
        state.robots, state.failures = body[:512_000].decode("utf-8", "replace"), 0
    elif status is not None and 400 <= status < 500 and status != 429:
        state.robots, state.failures = "", 0
    else:
        state.failures += 1
        state.next = now + back_off(state.url, state.failures, first=FAULT if status else 30.0, most=DAY)
        return SHUT, state.next
    state.next = now + DAY
    return remembered(state)


def remembered(state: FeedState) -> tuple[Robots, float]:
    """The rules that were kept of an earlier answer, and until when they count."""
    if state.robots is None:
        return SHUT, state.next
    return (parse_robots(state.robots, AGENT) if state.robots else OPEN), state.next


def pause(given: float | None) -> float:
    """Seconds between two requests to one host: those given, else the setting's."""
    return setting("watch_delay") if given is None else max(0.0, given)
