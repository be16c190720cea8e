"""Own patterns take linear time: lines of a megabyte made to mislead them cost twice as much as lines of half a megabyte."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from dateline.intake import read_text
from dateline.intake.feed import xml_root
from dateline.intake.kinds import kind_of
from dateline.intake.markup import declared, depth, plain_text
from dateline.intake.page import without_furniture

#: What the patterns of this room look for, begun over and over and never ended.
UNITS = (
    " ", "\t", "\n ", " \n", "\u00a0", "a", "A ", "Aa ", "AB, ", "1", "1 ", "a.", ". ", "(", "() ", "[", "[[", "{",
    "{{", "{%", "<", "<a ", "<a>", "<!--", "</", "<title>", "<script>", "&", "&amp", "-", "--", "- ", "/A", "//", " | ",
    "\"", "A'", "’", "@", "a@", "$", "_", "=", ":", "9:9", "Jan ", "May 1 ", "by ", "By A ", "http://", "twitter.com/",
    "A-", "St. ", "é", "\u2028", "*", "* A ", "...", "© ", "Read more: ", "[A] ", "Monday, ", "A. ", "A.B.", "Mc",
    "and ", "of the ",
)  # fmt: skip


def kind(words: str) -> object:
    return kind_of(words.encode()[:65536], "")


@pytest.mark.parametrize("reader", [plain_text, declared, lambda words: depth(words, 250), without_furniture, xml_root, kind])
def test_readers_of_markup(reader: Callable[[str], object]) -> None:
    slow = [(unit, *times) for unit in UNITS if (times := _times(reader, unit))]
    assert slow == []


@pytest.mark.parametrize("units", [UNITS[start::4] for start in range(4)])
def test_the_layout(units: tuple[str, ...]) -> None:
    slow = [(unit, *times) for unit in units if (times := _times(read_text, unit))]
    assert slow == []


def _times(reader: Callable[[str], object], unit: str) -> tuple[float, float] | None:
    """Processor seconds of half a megabyte and of a whole one if they show more than linear cost, or more than ten seconds."""
    whole = _time(reader, unit, 1_000_000)
    half = _time(reader, unit, 500_000) if whole > 0.5 else 0.0
    return (half, whole) if whole > 10 or (half and whole > 3.5 * half) else None


def _time(reader: Callable[[str], object], unit: str, size: int) -> float:
    start = time.process_time()
    reader((unit * (size // len(unit) + 1))[:size])
    return time.process_time() - start
