"""Reprints: what was read before is not read again, and nothing else changes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from dateline.article import Article, Span
from dateline.grammar import load_tagger
from dateline.grammar.blocks import blocks
from dateline.grammar.session import FOLDER
from dateline.grammar.tagger import Tagger

PARAGRAPHS = (
    "Police in Port Kessel arrested 14 students on Friday after a march against higher fees turned violent, the interior ministry said.",
    "Short line",
    "“We were dancing, nothing else,” said Ana Reyl, 19, whose brother is among those held. “Then they came with dogs and vans.",
    "“Nobody told us why,” she added outside the station, where some two hundred parents had gathered by nightfall in the rain.",
    "Nobody told us why,” she added outside the station, where some two hundred parents had gathered by nightfall in the rain.",
    "The ministry denied that anyone had been beaten. Its spokesman, Paul Renner, said that all would be charged or freed by Monday.",
    "* Two bridges closed",
    "Gunmen killed two drivers of an aid convoy near Dura on Tuesday, the Red Crescent said, and took three others to Marland.",
)


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    rng = random.Random(4)
    return [Article(str(n), "\n\n".join(rng.choices(PARAGRAPHS, k=rng.randint(1, 6)))) for n in range(24)]


@pytest.fixture(scope="module")
def alone(articles: Sequence[Article]) -> list[object]:
    plain = Tagger(FOLDER, reprints=0)
    return [plain.tag([article])[0] for article in articles]


@pytest.mark.parametrize(("room", "batch"), [(0, 24), (300, 1), (300, 5), (100_000, 1), (100_000, 7)])
def test_memory_and_batch_change_nothing(articles: Sequence[Article], alone: Sequence[object], room: int, batch: int) -> None:
    tagger = Tagger(FOLDER, reprints=room)
    for order in (range(24), range(23, -1, -1)):
        found = []
        for first in range(0, 24, batch):
            found += tagger.tag([articles[k] for k in order[first : first + batch]])
        assert found == [alone[k] for k in order]


def test_a_reprint_does_not_reach_the_encoder() -> None:
    tagger = Tagger(FOLDER, reprints=10_000)
    tagger.tag_text("\n\n".join(PARAGRAPHS[:4]))
    calls: list[int] = []
    run = tagger.session.window
    tagger.session.window = lambda *arrays: calls.append(arrays[3].shape[1]) or run(*arrays)  # type: ignore[method-assign]
    again = tagger.tag_text(f"{PARAGRAPHS[5]}\n\n{PARAGRAPHS[0]}\n\n{PARAGRAPHS[3]}")
    assert len(calls) == 1
    assert calls[0] < len(again.words) / 2
    assert "".join(w.text for w in again.words) == "".join((PARAGRAPHS[5] + PARAGRAPHS[0] + PARAGRAPHS[3]).split())


def test_the_memory_is_bounded() -> None:
    tagger = Tagger(FOLDER, reprints=400)
    for n in range(40):
        tagger.tag_text(f"{PARAGRAPHS[n % 8]} It was case number {n} this year, a clerk said.")
        held = sum(words for words, _ in tagger._reprints._known.values())
        assert held == tagger._reprints._held <= 400
    assert len(tagger._reprints) > 5


def test_what_stands_before_an_unclosed_quotation_counts() -> None:
    closed, opened = "She shrugged. " * 12, PARAGRAPHS[2]
    goes_on = PARAGRAPHS[4]
    tagger = Tagger(FOLDER, reprints=10_000)
    plain = Tagger(FOLDER, reprints=0)
    for before in (closed, opened, closed):
        text = f"{before}\n\n{goes_on}"
        assert tagger.tag_text(text) == plain.tag_text(text)


def test_blocks_end_where_their_own_paragraphs_say() -> None:
    def cut(*numbers: int) -> list[str]:
        text = "\n\n".join(PARAGRAPHS[n] for n in numbers)
        return [text[b[0][0] : b[-1][1]] for b in blocks(text, [Span(0, len(text))])]

    assert cut(0, 1, 2, 6) == [PARAGRAPHS[0], f"{PARAGRAPHS[1]}\n\n{PARAGRAPHS[2]}", PARAGRAPHS[6]]
    assert set(cut(5, 1, 2, 0)) >= {PARAGRAPHS[0], f"{PARAGRAPHS[1]}\n\n{PARAGRAPHS[2]}"}
    assert len(cut(*[1] * 400)) > 4


def test_parts_are_blocks_of_their_own_words_only() -> None:
    text = "One two three. Four five six. Seven"
    found = [text[a:b] for block in blocks(text, [Span(15, 29), Span(0, 14), Span(5, 20)]) for a, b in block]
    assert found == ["One two three.", "Four", "five six."] or found == ["One two three.", "Four five six."]


def test_load_tagger_is_made_once() -> None:
    assert load_tagger() is load_tagger(FOLDER) or load_tagger().model == load_tagger(Path(FOLDER)).model
