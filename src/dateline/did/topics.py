"""Copy in which nobody is hurt: sport, markets, stage and science, where sides attack, shares are hammered and directors shoot."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.grammar.words import Grammar

_DENSE = 0.02  # share of the copy's words that must be of one such topic
_FEWEST = 5  # and how many of them there must be
_KINDS = 3  # different ones


class Topics:
    """The words of each topic."""

    def __init__(self, rows: Sequence[dict[str, str]]) -> None:
        self._words = [frozenset(row["words"].split()) for row in rows]

    def figurative(self, g: Grammar) -> bool:
        """Whether an article is of a topic in which words of force are mostly figures of speech."""
        lemmas = g.lower_lemmas
        for words in self._words:
            found = list(filter(words.__contains__, lemmas))
            if len(found) >= max(_FEWEST, _DENSE * len(lemmas)) and len(set(found)) >= _KINDS:
                return True
        return False
