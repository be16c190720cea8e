"""Counts the treebanks: how often a word, or its last letters, has which part of speech in which relation (`dateline.grammar.priors`)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from dateline.grammar.priors import STEP, SUFFIX

from .treebanks import NON_COMMERCIAL, read_trees

# How much a row counts beside the encoder's score, and how much of it the relation alone explains, of which the encoder knows already.
# Chosen on GUM's non-commercial genres, which no training has seen.
OWN, RELATION = 0.3, 0.2
LEAST = 3  # a rarer pair gets no row
_WORD, _SUFFIX, _RELATION = 2.0, 5.0, 20.0  # weight of what a row falls back on, in words

Key = tuple[str, int, int]  # word or suffix, relation, capital


def priors(gold: Path, relations: Sequence[str], tags: Sequence[str]) -> bytes:
    """The file `priors.npz`; the same bytes for the same corpora."""
    words: dict[Key, Counter[int]] = defaultdict(Counter)
    suffixes: dict[Key, Counter[int]] = defaultdict(Counter)
    own: dict[int, Counter[int]] = defaultdict(Counter)
    for low, relation, capital, tag in _seen(gold, relations, tags):
        words[low, relation, capital][tag] += 1
        suffixes[low[-SUFFIX:], relation, capital][tag] += 1
        own[relation][tag] += 1
    total = np.sum([_row(c, len(tags)) for c in own.values()], 0) + 0.5
    base = {r: _mixed(own[r], total / total.sum(), _RELATION) for r in range(len(relations))}
    shared = {key: _mixed(c, base[key[1]], _SUFFIX) for key, c in suffixes.items()}
    exact = {key: _mixed(c, shared[key[0][-SUFFIX:], *key[1:]], _WORD) for key, c in words.items() if c.total() >= LEAST}
    shared = {key: row for key, row in shared.items() if suffixes[key].total() >= LEAST}
    names = [["", *sorted({key[0] for key in table})] for table in (exact, shared)]
    rows = {}
    for table, known, shift in ((exact, names[0], 0), (shared, names[1], len(names[0]))):
        number = {name: k + shift for k, name in enumerate(known)}
        rows.update({(number[n] * len(relations) + r) * 2 + c: _score(row, base[r]) for (n, r, c), row in table.items()})
    keys = sorted(rows)
    out = BytesIO()
    np.savez_compressed(
        out,
        words=np.array(names[0]),
        suffixes=np.array(names[1]),
        keys=np.array(keys, np.int64),
        rows=np.array([*(_score(row, row) for row in base.values()), *(rows[k] for k in keys)], np.int8),
    )
    return out.getvalue()


def _seen(gold: Path, relations: Sequence[str], tags: Sequence[str]) -> Iterator[tuple[str, int, int, int]]:
    """Each word of the treebanks: in small letters, its relation, whether it has a capital within its sentence, its tag."""
    relation, tag = ({name: k for k, name in enumerate(names)} for names in (relations, tags))
    for name, skip in (("gum_train", NON_COMMERCIAL), ("ewt_train", frozenset[str]())):
        for doc in read_trees(gold / f"syntax/{name}.conllu", skip=skip):
            first = set(doc["starts"])
            for i, row in enumerate(doc["rows"]):
                if row[2] in tag and row[5] in relation:
                    yield row[0].lower(), relation[row[5]], int(row[0][:1].isupper() and i not in first), tag[row[2]]


def _row(counts: Counter[int], size: int) -> Any:
    return np.array([counts[k] for k in range(size)], np.float64)


def _mixed(counts: Counter[int], below: Any, weight: float) -> Any:
    return (_row(counts, len(below)) + weight * below) / (counts.total() + weight)


def _score(row: Any, base: Any) -> Any:
    return np.clip(np.round((OWN * np.log(row) - RELATION * np.log(base)) / STEP), -127, 127)
