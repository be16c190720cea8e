"""A linear chain over BIO tags (conditional random field): its loss, with words whose tag is open, and its legal transitions."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

IMPOSSIBLE = -1e4


def legal(tags: Sequence[str]) -> tuple[Tensor, Tensor]:
    """0 where a tag may open a text, or follow another, and IMPOSSIBLE elsewhere: (tags,) and (tags before, tags)."""
    begin, between = torch.zeros(len(tags)), torch.zeros(len(tags), len(tags))
    for j, tag in enumerate(tags):
        if tag[0] == "I":
            begin[j] = IMPOSSIBLE
            for i, before in enumerate(tags):
                if before == "O" or before[2:] != tag[2:]:
                    between[i, j] = IMPOSSIBLE
    return begin, between


class Chain(nn.Module):
    """Learned transition scores beside the network's own scores of each word's tags."""

    def __init__(self, tags: Sequence[str]) -> None:
        super().__init__()
        self.begin = nn.Parameter(torch.zeros(len(tags)))
        self.between = nn.Parameter(torch.zeros(len(tags), len(tags)))
        self.may_begin, self.may_follow = legal(tags)

    def scores(self) -> tuple[Tensor, Tensor]:
        """Begin and transition scores of a text, illegal ones IMPOSSIBLE."""
        return (self.begin + self.may_begin).clamp(min=IMPOSSIBLE), self._between()

    def _between(self) -> Tensor:
        return (self.between + self.may_follow).clamp(min=IMPOSSIBLE)

    def loss(self, scores: Tensor, allowed: Tensor, mask: Tensor) -> Tensor:
        """Negative log likelihood of the tag sequences that `allowed` (batch, words, tags; bool) admits, per word with a closed choice.

        `mask` (batch, words): 1 for words, 0 for padding. A word that allows every tag is summed over, not skipped. A window may begin
        inside a span; one that admits no legal sequence counts nothing.
        """
        scores = scores.float()
        narrowed = scores.masked_fill(~allowed, IMPOSSIBLE)
        closed = ((~allowed).any(-1) & mask.bool()).sum().clamp(min=1)
        both = torch.cat([scores, narrowed])
        total = self._sum(both, mask.repeat(2, 1))
        missed = total[: len(scores)] - total[len(scores) :]
        return torch.where(missed < -IMPOSSIBLE / 2, missed, 0.0).sum() / closed

    def _sum(self, scores: Tensor, mask: Tensor) -> Tensor:
        """Log sum over all paths, by products of matrices in a tree: log2(words) steps instead of one a word."""
        size, length, tags = scores.shape
        first, between = self.begin + scores[:, 0], self._between()
        if length == 1:
            return first.logsumexp(-1)
        steps = between + scores[:, 1:, None, :]
        idle = torch.full((tags, tags), IMPOSSIBLE).fill_diagonal_(0.0)
        steps = torch.where(mask[:, 1:, None, None].bool(), steps, idle)
        while steps.shape[1] > 1:
            if steps.shape[1] % 2:
                steps = torch.cat([steps, idle.expand(size, 1, tags, tags)], 1)
            left, right = steps[:, 0::2], steps[:, 1::2]
            steps = (left[..., :, :, None] + right[..., None, :, :]).logsumexp(-2)
        return (first[:, :, None] + steps[:, 0]).logsumexp((1, 2))
