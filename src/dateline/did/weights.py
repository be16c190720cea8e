"""Weights of linear models, as training/weights stores them: by feature, in hundredths, in the order of the file's labels.

Those of one feature are held as one whole number, so that one addition adds them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from operator import mul

_BITS = 20  # of each label: sums of thousands of features fit
_ONE = 1 << _BITS
_HALF = _ONE >> 1


class Weights(Mapping[str, tuple[float, ...]]):
    """Weights of `labels` labels by feature, rounded to hundredths."""

    def __init__(self, hundredths: Mapping[str, Sequence[int]], labels: int) -> None:
        units = [1 << _BITS * n for n in range(labels)]
        self._labels = labels
        self._packed = {name: sum(map(mul, row, units)) for name, row in hundredths.items()}

    def __getitem__(self, feature: str) -> tuple[float, ...]:
        return self._apart(self._packed[feature])

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def sums(self, features: Iterable[str]) -> tuple[float, ...]:
        """The sum of each label's weights over features; unknown features count nothing."""
        return self._apart(sum(filter(None, map(self._packed.get, features))))

    def _apart(self, packed: int) -> tuple[float, ...]:
        out = []
        for _ in range(self._labels):
            own = (packed + _HALF) % _ONE - _HALF
            out.append(own / 100)
            packed = (packed - own) >> _BITS
        return tuple(out)


def load_weights(name: str) -> Weights:
    """The weights of the file `name` of this room."""
    stored = json.loads(files("dateline.did").joinpath(name).read_text(encoding="utf-8"))
    return Weights(stored["weights"], len(stored["labels"]))


def as_weights(weights: Mapping[str, Sequence[float]], labels: int) -> Weights:
    """Weights told as they are, in place of a file's."""
    return Weights({name: [round(100 * w) for w in row] for name, row in weights.items()}, labels)
