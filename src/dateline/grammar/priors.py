"""What the treebanks say of a word's part of speech once its relation is known: a second opinion beside the encoder's scores.

A word that was met often enough in a relation has a row of its own; others share that of their last letters in the relation, or
the relation's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from dateline.grammar.arrays import ndarray

STEP = 0.025  # log score that one unit of a row is worth
SUFFIX = 3  # letters
_REMEMBERED = 50_000  # words whose numbers are
_LONG = 64  # letters; no longer word is remembered


class Priors:
    """Rows of log scores by word, relation and capital.

    `content`, an npz file: `words` and `suffixes` (small letters; number 0 is none), `keys` (ascending) and `rows` (int8): first a row a
    relation, then a row a key. A key is (number * relations + relation) * 2 + capital, suffixes counted on after the words.
    """

    def __init__(self, content: bytes, relations: Sequence[str]) -> None:
        import numpy as np

        with np.load(BytesIO(content), allow_pickle=False) as kept:
            self._words = {word: k for k, word in enumerate(kept["words"].tolist())}
            self._suffixes = {suffix: k for k, suffix in enumerate(kept["suffixes"].tolist())}
            self._keys, self._rows = kept["keys"], kept["rows"]
        self._relations, self._root = len(relations), relations.index("root")
        self._known: dict[str, int] = {}

    def numbers(self, words: Sequence[str]) -> list[int]:
        """The number of each word, as `scores` wants it."""
        known = self._known
        if len(known) > _REMEMBERED:
            known.clear()
        return [known.get(w) or known.setdefault(w, self._number(w)) if len(w) < _LONG else self._number(w) for w in words]

    def _number(self, word: str) -> int:
        low = word.lower()
        number = self._words.get(low, 0) * len(self._suffixes) + self._suffixes.get(low[-SUFFIX:], 0)
        return number * 2 + word[:1].isupper()

    def scores(self, numbers: Sequence[int], relations: ndarray, heads: ndarray, firsts: Sequence[int]) -> ndarray:
        """(words, tags) log scores. `heads`: -1 for a root; `firsts`: first words of sentences, whose capitals say nothing."""
        import numpy as np

        both, capital = np.divmod(np.array(numbers, np.int64), 2)
        capital[firsts] = 0
        word, suffix = np.divmod(both, len(self._suffixes))
        relation = np.where(heads < 0, self._root, relations)
        row = relation
        for number, none in ((suffix + len(self._words), suffix == 0), (word, word == 0)):
            key = (number * self._relations + relation) * 2 + capital
            at = np.minimum(np.searchsorted(self._keys, key), len(self._keys) - 1)
            row = np.where((self._keys[at] == key) & ~none, at + self._relations, row)
        out: ndarray = self._rows[row] * np.float32(STEP)
        return out
