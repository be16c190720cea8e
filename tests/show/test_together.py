"""Several reports together: copies count once, one happening is told once, and both sides of a disagreement are printed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from dateline.desk import Tools, read_records
from dateline.intake import read_sources
from dateline.record import Record
from dateline.show.export.page import write
from dateline.show.report import render
from dateline.show.together import together


@pytest.fixture(scope="module")
def dispatches(tools: Tools, crisis: Path) -> list[Record]:
    return [item for item in read_records(read_sources([str(crisis)])) if isinstance(item, Record)]


def test_copies_count_once(dispatches: list[Record]) -> None:
    found = together(dispatches)
    (first, *_) = found.stories
    assert first.origins < len(first.articles)
    assert any(len(group.articles) > 1 for group in first.copies)
    told = [line for line in found.lines if len(line.tellers) > 1]
    assert any(line.origins > 1 for line in told)
    assert all(1 <= line.origins <= len(line.tellers) for line in told)
    assert sorted(n for story in found.stories for n in story.articles) == list(range(len(dispatches)))


def test_both_sides_are_printed_with_their_words(dispatches: list[Record]) -> None:
    found = together(dispatches)
    assert {"toll", "whether it happened"} <= {one.kind for one in found.disputes}
    for one in found.disputes:
        for stand in one.stands:
            assert stand.tellings
            for article, _, words in stand.tellings:
                assert words in " ".join(dispatches[article].text.split())
    out = io.StringIO()
    render(dispatches, Console(file=out, width=80, no_color=True, highlight=False))
    assert "WHERE REPORTS DISAGREE" in out.getvalue()
    assert "one copy, SKELA answers for it" in out.getvalue()


def test_the_page_links_both_sides_to_their_words(dispatches: list[Record]) -> None:
    page = write(dispatches)
    assert 'id="disputed"' in page
    assert 'id="told"' in page
    start = page.index('<ul class="disputes">')
    for piece in page[start : page.index("</ul>", start)].split('href="#')[1:]:
        assert f'id="{piece.split(chr(34))[0]}"' in page


def test_one_report_has_no_stories(dispatches: list[Record]) -> None:
    found = together(dispatches[:1])
    assert not found.stories
    assert not found.disputes
    assert all(not line.corroboration for line in found.lines)
