"""Weights of features, and what groups of features that come again and again weigh together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_REMEMBERED = 8192  #: groups of which the sum is kept


class Weights(dict[str, int]):
    """A weight a feature, and the sums of groups of features that were weighed before."""

    __slots__ = ("_sums",)

    def __init__(self, weights: Mapping[str, int]) -> None:
        super().__init__(weights)
        self._sums: dict[tuple[str, ...], int] = {}

    def sum(self, groups: Iterable[tuple[str, ...]]) -> int:
        """The sum over all features of some groups; a feature without a weight counts nothing."""
        known, total = self._sums, 0
        for group in groups:
            found = known.get(group)
            if found is None:
                if len(known) >= _REMEMBERED:
                    known.clear()
                found = known[group] = sum(filter(None, map(self.get, group)))
            total += found
        return total
