"""Reprints change the speed, never the record: what rooms remember of copy holds wherever that copy is printed again."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.article import Article
from dateline.desk import Tools, load_tools, read_articles
from dateline.grammar.session import FOLDER
from dateline.grammar.tagger import Tagger
from dateline.intake import read_sources, read_text
from dateline.record import dumps, from_notes

SAMPLES = Path(__file__).parent.parent / "samples" / "crisis"
PARAGRAPHS = (
    "Talks were put off until May",
    "14 2003 was the day on which gunmen killed 22 villagers near Dura, the regional governor said in May. The army denied it.",
    "Protesters did not burn the town hall on Monday, police said, but at least 40 people were hurt and 12 arrested last week.",
    "“We fired at no one,” said Ana Reyl, a spokeswoman for the Coast Farmers’ League (CFL) in Port Kessel. “Nobody will believe",
    "that,” she told reporters in Geneva on March 3, adding that the government of Norway had condemned the attack the day before.",
    "The United States imposed sanctions on Iran two years ago and may lift them next month, a State Department official said on Friday",
    "* Two bridges closed at 9:45 p.m.",
)


def mixed(rng: random.Random, copy: Sequence[str], number: int) -> Article:
    """An article of paragraphs drawn at random, parted by blank lines or by single line ends, on a day of its own."""
    body = rng.choice(("\n\n", "\n\n", "\n")).join(rng.choices(copy, k=rng.randint(1, 7)))
    return read_text(rng.choice(("", "TEMA, March 3. /KELP/. ")) + body, id=str(number), published=f"2021-0{rng.randint(1, 9)}-17")


def records(articles: Sequence[Article], tools: Tools) -> list[bytes]:
    return [dumps(from_notes(notes, tools.made_by)) for notes in read_articles(articles, tools)]


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    rng = random.Random(6)
    read = [item for item in read_sources([str(SAMPLES)]) if isinstance(item, Article)]
    printed = [item.words(span) for item in read for span in item.spans(["body"])]
    return [*(mixed(rng, PARAGRAPHS, n) for n in range(30)), *(mixed(rng, rng.sample(printed, 12), n) for n in range(30, 36)), *read]


@pytest.fixture(scope="module")
def alone(articles: Sequence[Article]) -> list[bytes]:
    return records(articles, replace(load_tools(), tagger=Tagger(FOLDER, reprints=0)))


@pytest.mark.parametrize("words", [300, 100_000])
def test_what_is_remembered_changes_no_record(articles: Sequence[Article], alone: Sequence[bytes], words: int) -> None:
    tools = replace(load_tools(), tagger=Tagger(FOLDER, reprints=words))
    for order in (range(len(articles)), range(len(articles) - 1, -1, -1)):
        assert records([articles[n] for n in order], tools) == [alone[n] for n in order]
