"""Tolls told by several words together."""

from __future__ import annotations

import pytest

from dateline.did.numbers import counts
from dateline.did.outcomes import by_phrase
from dateline.grammar.words import Word

_LEMMAS = {
    "were": "be", "are": "be", "is": "be", "taken": "take", "rushed": "rush", "dug": "dig", "confirmed": "confirm", "known": "know",
    "died": "die", "drowned": "drown", "claimed": "claim", "fled": "flee", "lives": "life", "feared": "fear", "seen": "see",
}  # fmt: skip
_TAGS = {"taken": "VBN", "rushed": "VBN", "dug": "VBN", "confirmed": "VBN", "known": "VBN", "feared": "VBN", "seen": "VBN"}


def words_of(text: str) -> list[Word]:
    out, at = [], 0
    for i, form in enumerate(text.split()):
        low = form.lower()
        upos = (
            "NOUN"
            if low in ("miner", "miners", "pilgrims", "villagers", "porters", "thieves", "crew")
            else "NUM"
            if form[0].isdigit()
            else "X"
        )
        out.append(Word(i, at, at + len(form), form, _LEMMAS.get(low, low), upos, _TAGS.get(low, ""), -1, "dep", 0))
        at += len(form) + 1
    return out


def told(text: str) -> tuple[str, str] | None:
    words = words_of(text)
    found = by_phrase(words, counts(words)[0])
    return None if found is None else (found[0], words[found[1]].text)


@pytest.mark.parametrize(
    ("text", "kind", "cue"),
    [
        ("Nine miners were dug dead out of the shaft", "killed", "dead"),
        ("40 pilgrims are now confirmed dead", "killed", "dead"),
        ("Six porters are known to have drowned", "killed", "drowned"),
        ("Twelve villagers were rushed to the district hospital", "injured", "rushed"),
        ("The landslip claimed the lives of seven miners", "killed", "claimed"),
        ("The toll is 31 so far", "killed", "toll"),
        ("Some 300 villagers have fled upstream", "displaced", "fled"),
    ],
)
def test_what_became_of_them(text: str, kind: str, cue: str) -> None:
    assert told(text) == (kind, cue)


@pytest.mark.parametrize(
    "text",
    ["Two thieves fled upstream", "Nine miners are feared dead", "Nine miners were taken to the court", "Six porters were seen dead tired"],
)
def test_what_tells_no_toll(text: str) -> None:
    assert told(text) is None


@pytest.mark.parametrize(
    ("text", "low", "words"),
    [
        ("Nine of the 14 miners died", 9, "Nine of the 14 miners"),
        ("1.5 million villagers fled", 1_500_000, "1.5 million villagers"),
        ("a crew of six drowned", 6, "a crew of six"),
    ],
)
def test_counts_of_a_whole(text: str, low: int, words: str) -> None:
    found = counts(words_of(text))[0]
    assert (found.low, " ".join(text.split()[found.first : found.last]), found.part) == (low, words, False)


def test_one_of_those_named_is_a_part() -> None:
    words = words_of("nine dead , including a miner")
    assert [(found.low, found.part) for found in counts(words)] == [(9, False), (1, True)]
