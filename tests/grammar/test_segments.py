"""Likely pieces of a chain: against the sum over all chains, and in the company of the best chain."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from dateline.grammar.decode import Law, log_softmax
from dateline.grammar.segments import Piece, likely, settled

TAGS = ("O", "B-a", "I-a", "B-b", "I-b")
IMPOSSIBLE = -1e4


def law(seed: int) -> Law:
    """Random scores of legal transitions."""
    random = np.random.default_rng(seed)
    begin, between = random.normal(size=5), random.normal(size=(5, 5))
    for tag in (2, 4):
        begin[tag] = IMPOSSIBLE
        between[[i for i in range(5) if i not in (tag, tag - 1)], tag] = IMPOSSIBLE
    return Law(begin.astype(np.float32), between.astype(np.float32))


def pieces_of(path: tuple[int, ...]) -> set[tuple[int, int, int]]:
    """(first, last, begin) of a legal path."""
    out, first = set(), -1
    for i, tag in enumerate([*path, 0]):
        if first >= 0 and not (tag and tag % 2 == 0):
            out.add((first, i, path[first]))
            first = -1
        if tag % 2 == 1:
            first = i
    return out


def summed(scores: np.ndarray, rule: Law) -> dict[tuple[int, int, int], float]:
    """The probability of every piece, by trying all chains."""
    total, found = 0.0, dict[tuple[int, int, int], float]()
    for path in product(range(5), repeat=len(scores)):
        score = float(rule.begin[path[0]] + scores[range(len(path)), path].sum())
        score += sum(float(rule.between[a, b]) for a, b in pairwise(path))
        if score < IMPOSSIBLE / 2:
            continue
        total += np.exp(score)
        for piece in pieces_of(path):
            found[piece] = found.get(piece, 0.0) + float(np.exp(score))
    return {piece: share / total for piece, share in found.items()}


@pytest.mark.parametrize("seed", range(4))
def test_the_probability_of_a_piece_is_its_share_of_all_chains(seed: int) -> None:
    random = np.random.default_rng(seed)
    sequences = [log_softmax(random.normal(scale=2.5, size=(n, 5))).astype(np.float32) for n in (5, 0, 1, 6, 3)]
    rule = law(seed)
    for scores, found in zip(sequences, likely(sequences, rule, 0.34), strict=True):
        expected = {p: c for p, c in summed(scores, rule).items() if c >= 0.34} if len(scores) else {}
        for piece in found:
            assert expected[piece.first, piece.last, piece.begin] == pytest.approx(piece.chance, abs=1e-5)
        best = max(expected.values(), default=0.0)
        assert best == pytest.approx(max((p.chance for p in found), default=0.0), abs=1e-5)
        assert not any(a.first < b.last and b.first < a.last for a in found for b in found if a is not b)


def test_an_answer_does_not_depend_on_its_neighbours() -> None:
    random = np.random.default_rng(7)
    sequences = [log_softmax(random.normal(scale=3, size=(n, 5))).astype(np.float32) for n in (40, 3, 17, 40)]
    together = likely(sequences, law(1), 0.4)
    assert together == [likely([each], law(1), 0.4)[0] for each in sequences]
    assert sum(map(len, together)) > 3


def test_given_pieces_come_first_and_the_best_chain_fills_what_they_leave() -> None:
    path = np.array([1, 2, 0, 3, 4, 4, 0, 1, 3, 3])
    kept = settled(path, [Piece(0.6, 5, 7, 1)], filled=(3,))
    assert kept.tolist() == [0, 0, 0, 0, 0, 1, 2, 0, 3, 3]
    assert settled(path, [], filled=(1, 3)).tolist() == path.tolist()
    assert settled(path[:0], [], filled=(3,)).tolist() == []
