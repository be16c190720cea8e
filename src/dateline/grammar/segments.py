"""Pieces of a chain of BIO tags that are likely in themselves.

The best chain is the likeliest whole. Where the question is which single pieces (a source, a cue) are there, summing over all chains is
better: a piece is kept if it, with these very bounds, is in enough of what the model holds possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.grammar.arrays import ndarray
from dateline.grammar.decode import Law

_LONGEST = 300  # words of a piece; longer ones are left to the best chain
_DIGITS = 9  # of a probability: what lies beyond is the processor's


@dataclass(frozen=True, slots=True)
class Piece:
    """Words `first` up to, not including, `last` of a sequence; `begin`: the tag its first word bears, the rest bear the next one."""

    chance: float
    first: int
    last: int
    begin: int


def likely(sequences: Sequence[ndarray], law: Law, least: float) -> list[list[Piece]]:
    """Of each sequence ((length, tags) log probabilities) the pieces whose probability is `least` or more, best first, none over another.

    Tags are O, then B- and I- of each kind in turn. Sequences do not touch each other.
    """
    import numpy as np

    found: list[list[Piece]] = [[] for _ in sequences]
    order = sorted((i for i in range(len(sequences)) if len(sequences[i])), key=lambda i: -len(sequences[i]))
    if not order:
        return found
    lengths = np.array([len(sequences[i]) for i in order])
    given = np.zeros((lengths[0], len(order), len(law.begin)))
    for k, i in enumerate(order):
        given[: lengths[k], k] = np.exp(sequences[i].astype(np.float64))
    moves = np.exp(law.between.astype(np.float64))
    before, after, scale = _passes(given, np.exp(law.begin.astype(np.float64)), moves, lengths)
    inner = given / scale[:, :, None]
    for begin in range(1, len(law.begin), 2):
        for row, chance, first, last in _pieces(before, after, inner, moves, lengths, begin=begin, least=least):
            found[order[row]].append(Piece(chance, first, last, begin))
    return [_apart(pieces) for pieces in found]


def _passes(given: ndarray, begin: ndarray, moves: ndarray, lengths: ndarray) -> tuple[ndarray, ndarray, ndarray]:
    """Forward and backward shares of each tag at each word, and the scale of each step; longest sequence first."""
    import numpy as np

    before, after, scale = np.zeros_like(given), np.ones_like(given), np.ones(given.shape[:2])
    alive = [int((lengths > step).sum()) for step in range(len(given))]
    share = begin * given[0]
    for step, n in enumerate(alive):
        if step:
            share = (before[step - 1, :n, :, None] * moves).sum(1) * given[step, :n]
        scale[step, :n] = np.maximum(share.sum(1), 1e-300)
        before[step, :n] = share / scale[step, :n, None]
    for step in range(len(given) - 2, -1, -1):
        n = alive[step + 1]
        ahead = given[step + 1, :n] * after[step + 1, :n] / scale[step + 1, :n, None]
        after[step, :n] = (ahead[:, None, :] * moves).sum(2)
    return before, after, scale


def _pieces(
    before: ndarray, after: ndarray, inner: ndarray, moves: ndarray, lengths: ndarray, *, begin: int, least: float
) -> list[tuple[int, float, int, int]]:
    """(sequence, probability, first, last) of the likely pieces of one kind."""
    import numpy as np

    inside = begin + 1
    leave = after.copy()  # chance of all that follows where the piece does not go on
    leave[:-1] -= moves[:, inside] * (inner[1:, :, inside] * after[1:, :, inside])[:, :, None]
    steps, rows = np.nonzero(before[:, :, begin] * after[:, :, begin] >= least)
    if not len(steps):
        return []
    alone = before[steps, rows, begin] * leave[steps, rows, begin]
    out = [(r, p, s, s + 1) for r, p, s in zip(rows.tolist(), np.round(alone, _DIGITS).tolist(), steps.tolist(), strict=True) if p >= least]
    longest = min(_LONGEST, int((lengths[rows] - steps).max()))
    ends = steps[:, None] + np.arange(1, longest)  # last words
    there = ends < lengths[rows][:, None]
    ends = np.minimum(ends, len(before) - 1)
    going = np.log(np.maximum(moves[inside, inside] * inner[:, :, inside], 1e-300)).cumsum(0)
    entered = before[steps, rows, begin] * (moves[begin, inside] / moves[inside, inside])
    run = np.exp(going[ends, rows[:, None]] - going[steps, rows][:, None])
    chances = np.round(np.where(there, entered[:, None] * run * leave[ends, rows[:, None], inside], 0.0), _DIGITS)
    kept = np.nonzero(chances >= least)
    firsts, lasts = steps[kept[0]].tolist(), (ends[kept] + 1).tolist()
    return out + list(zip(rows[kept[0]].tolist(), chances[kept].tolist(), firsts, lasts, strict=True))


def _apart(pieces: Sequence[Piece]) -> list[Piece]:
    """The best of pieces that share words."""
    out: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (-p.chance, p.first, p.last, p.begin)):
        if all(piece.last <= other.first or other.last <= piece.first for other in out):
            out.append(piece)
    return out


def settled(path: ndarray, pieces: Sequence[Piece], filled: Sequence[int]) -> ndarray:
    """A chain of the given pieces, and of those of the best chain `path` whose first tag is one of `filled` and that share no word
    with them."""
    import numpy as np

    out = np.zeros_like(path)
    taken = np.zeros(len(path) + 1, bool)
    for piece in pieces:
        out[piece.first] = piece.begin
        out[piece.first + 1 : piece.last] = piece.begin + 1
        taken[piece.first : piece.last] = True
    firsts = np.flatnonzero(path % 2 == 1)
    goes_on = np.append((path > 0) & (path % 2 == 0), False)
    stops = np.flatnonzero(~goes_on)
    lasts = stops[np.searchsorted(stops, firsts, side="right")]
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        if path[first] in filled and not taken[first:last].any():
            out[first:last] = path[first:last]
    return out
