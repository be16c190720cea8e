"""robots.txt after RFC 9309."""

from __future__ import annotations

import time

import pytest

from dateline.store.watch.robots import OPEN, SHUT, parse_robots

FILE = """
# A paper
User-agent: *
Disallow: /private/
Allow: /private/press
Disallow: /*?print=
Disallow: /*.pdf$
Crawl-delay: 7

User-agent: greedy
User-Agent: Greedier/2.0
Disallow: /

Sitemap: https://paper.example/map.xml
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/news/1", True),
        ("/private/", False),
        ("/private/press/1", True),
        ("/news/1?print=1", False),
        ("/news/1?page=1", True),
        ("/a.pdf", False),
        ("/a.pdf?x", True),
        ("/%70rivate/x", False),
        ("/robots.txt", True),
    ],
)
def test_the_longest_rule_decides(path: str, allowed: bool) -> None:
    assert parse_robots(FILE, "dateline").allows("https://paper.example" + path) is allowed


def test_groups_are_for_agents() -> None:
    assert not parse_robots(FILE, "greedy").allows("https://paper.example/")
    assert not parse_robots(FILE, "GREEDIER").allows("https://paper.example/")
    assert parse_robots(FILE, "dateline").delay == 7
    assert parse_robots(FILE, "greedy").delay is None


def test_an_allowance_wins_a_tie_and_an_empty_rule_forbids_nothing() -> None:
    assert parse_robots("User-agent: *\nDisallow: /a\nAllow: /a", "dateline").allows("http://x/a")
    assert parse_robots("User-agent: *\nDisallow:", "dateline").allows("http://x/a")
    assert parse_robots("User-agent: *\nDisallow: /$", "dateline").allows("http://x/a")
    assert not parse_robots("User-agent: *\nDisallow: /$", "dateline").allows("http://x")


def test_own_group_stands_for_all_rules() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: dateline\nDisallow: /x"
    assert parse_robots(text, "dateline").allows("http://p/y")
    assert not parse_robots(text, "dateline").allows("http://p/x")


@pytest.mark.parametrize("text", ["", "\ufeff", "<html>not found</html>", "Disallow: /", "User-agent: *", "\0\0", "a:b\n:::\n"])
def test_what_is_no_rule_forbids_nothing(text: str) -> None:
    assert parse_robots(text, "dateline").allows("http://p/x")


def test_no_file_allows_and_a_failing_host_forbids() -> None:
    assert OPEN.allows("http://p/x")
    assert not SHUT.allows("http://p/x")


def test_a_hostile_pattern_costs_little() -> None:
    rules = parse_robots("User-agent: *\nDisallow: /" + "a*" * 900 + "b$\n" + "Disallow: /x\n" * 6000, "dateline")
    began = time.monotonic()
    assert rules.allows("http://p/" + "a" * 8000)
    assert time.monotonic() - began < 1
    assert len(rules.rules) == 5000
