"""A small set of articles with reprints, follow-ups, copy without a date and an id that comes twice."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

#: Towns, each with its own affair, told in words of its own.
AFFAIRS = {
    "Skela": "police arrested students march levy harbour truncheons campus dean scuffle barricade",
    "Oruba": "governor curfew province cholera clinic vaccine ferry quarantine nurses outbreak",
    "Tarnov": "dockers walkout wages quay cranes union containers stevedores strike pickets",
    "Mindra": "bomb courthouse judge truck trial rubble forensic blast windows militants",
    "Kestrel Bay": "mayor bridge collapse engineers girders barge salvage divers concrete inquiry",
    "Havnsund": "farmers milk motorway tractors dairy subsidies prices blockade manure ministry",
}
LINES = (
    "The {0} and the {1} were at odds over the {2} in {town} on Monday.",
    "Police in {town} arrested the {0} of the {1} near the {2}.",
    "A {0} killed nine of the {1} in {town}, with their {2}.",
    "Of the {0} and the {1} the {2} of {town} said nothing.",
    "They withdrew from the {0} of {town} for the {1} and the {2}.",
)


def make_articles(count: int, seed: int = 5) -> list[dict[str, Any]]:
    """Articles of a seed: each tells of one town, every fourth is a reprint of an older one."""
    pick = random.Random(seed)
    out: list[dict[str, Any]] = []
    for n in range(count):
        town = list(AFFAIRS)[pick.randrange(len(AFFAIRS))]
        lines = [line.format(*pick.sample(AFFAIRS[town].split(), 3), town=town) for line in pick.sample(LINES, 3)]
        text = " ".join(lines) + f" It was number {n}, {' '.join(pick.choices('abcdefgh', k=3))}."
        if n % 4 == 3:
            text = out[pick.randrange(n)]["text"] + f" Reported by hand {n}."
        day = f"2022-{1 + n * 11 // count:02d}-{1 + pick.randrange(27):02d}"
        outlet = ("Coast Register", "Skela Post", "Reuters")[n % 3]
        out.append(
            {"id": f"a{n:03d}", "published": None if n % 17 == 5 else day, "outlet": outlet, "title": f"News of {town}", "text": text}
        )
    out[-1]["id"] = "a000"
    return out


def write_lines(path: Path, articles: list[dict[str, Any]]) -> None:
    """JSONL of articles, with a line that cannot be read."""
    lines = [json.dumps(one) for one in articles]
    lines.insert(7, '{"text": 4}')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """A JSONL file of 60 articles."""
    write_lines(tmp_path / "copy.jsonl", make_articles(60))
    return tmp_path / "copy.jsonl"
