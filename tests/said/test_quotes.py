"""The quotation scanner: every style of marks, open quotations, apostrophes."""

from __future__ import annotations

import gc
import time

import pytest

from dateline.article import Span
from dateline.said.quotes import QuoteMask, scan_quotes, trim


def inner(text: str, *, single: bool | None = None) -> list[str]:
    return [text[q.inner.start : q.inner.end] for q in scan_quotes(text) if single is None or q.single == single]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"The weir broke," she said. "We ran."', ["The weir broke", "We ran"]),
        ("\u201cThe weir broke,\u201d she said.", ["The weir broke"]),
        ("\u201eDer Damm\u201c brach, \u00abla digue\u00bb aussi.", ["Der Damm", "la digue"]),
        ("``The weir broke,'' she said.", ["The weir broke"]),
        ("''The weir broke,'' she said. ''We ran.''", ["The weir broke", "We ran"]),
        ("\u201cHe shouted \u2018run\u2019 and left,\u201d she said.", ["He shouted \u2018run\u2019 and left"]),
        ('"He called it \u201ca toy\u201d once," she said.', ["He called it \u201ca toy\u201d once"]),
        ("The mast is 5'11\" high.", []),
        ('\u201cTyped with two kinds," he said.', ["Typed with two kinds"]),
    ],
)
def test_marks(text: str, words: list[str]) -> None:
    assert inner(text, single=False) == words


def test_british_single_marks_and_apostrophes() -> None:
    text = "The miners' union called it 'a bosses' trick'. 'We won't go,' she said, in the '90s."
    assert inner(text) == ["a bosses' trick", "We won't go"]


def test_repeated_openers_over_paragraphs() -> None:
    text = "\u201cFirst we ran.\n\n\u201cThen we hid.\n\n\u201cThen it was over,\u201d he said."
    quotes = scan_quotes(text)
    assert [q.closed for q in quotes] == [False, False, True]
    assert [q.continues for q in quotes] == [False, True, True]
    assert inner(text) == ["First we ran", "Then we hid", "Then it was over"]


def test_an_odd_mark_ends_with_its_paragraph() -> None:
    text = 'He said "we ran and never closed it.\nNobody was hurt.'
    assert inner(text) == ["we ran and never closed it"]


def test_share_counts_words_in_double_marks() -> None:
    text = "It was \"a very long night\" there, a 'quiet' one."
    mask = QuoteMask(scan_quotes(text))
    assert mask.share(text, (Span(text.index("a very"), text.index('" there')),)) == 1.0
    assert mask.share(text, (Span(text.index("quiet"), text.index("quiet") + 5),)) == 0.0
    assert 0 < mask.share(text, (Span(0, len(text)),)) < 0.9


def test_zones_keep_other_lines_out() -> None:
    text = '"Menu item"\n"Body words," he said.'
    quotes = scan_quotes(text, zones=(Span(12, len(text)),))
    assert [text[q.inner.start : q.inner.end] for q in quotes] == ["Body words"]


def test_trim_never_leaves_blanks() -> None:
    assert trim("  \u2003\u201cgone.\u201d\u200a ", 0, 12) == Span(4, 8)
    assert trim(' "." ', 0, 5) is None


@pytest.mark.parametrize("piece", ["'", '"', "\u201c", "' a", '"a ', "s' "])
def test_a_long_line_takes_linear_time(piece: str) -> None:
    def cost(size: int) -> float:
        spent = []
        gc.collect()
        gc.disable()  # what other tests have left is not to be looked through here
        try:
            for _ in range(3):
                start = time.process_time()
                scan_quotes(piece * (size // len(piece)))
                spent.append(time.process_time() - start)
        finally:
            gc.enable()
        return min(spent)

    assert cost(200_000) < 11 * max(cost(50_000), 0.1)  # four times as long; sixteen would be quadratic


def test_a_quotation_left_open_goes_on_by_its_own_mark_only() -> None:
    text = '"The mill burned all night.\n\n\u201cStay here,\u201d she said.'
    first, second = scan_quotes(text)
    assert not first.closed
    assert second.closed
    assert not second.continues
    same = scan_quotes("\u201cThe mill burned.\n\n\u201cStay here,\u201d she said.")
    assert [q.continues for q in same] == [False, True]
