"""From scores to structure: one tree a sentence, and the best legal chain of BIO tags."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from dateline.grammar.arrays import ndarray


def log_softmax(scores: ndarray) -> ndarray:
    """Row-wise log probabilities."""
    import numpy as np

    top = scores - scores.max(-1, keepdims=True)
    out: ndarray = top - np.log(np.exp(top).sum(-1, keepdims=True))
    return out


def ranked(scores: ndarray, most: int) -> ndarray:
    """Columns of the `most` best scores of each row, best first, the earlier of equals first. Much faster than sorting for a few."""
    import numpy as np

    left = scores.copy()
    rows = np.arange(len(left))
    out = np.empty((len(left), most), np.int64)
    for k in range(most):
        out[:, k] = top = left.argmax(1)
        left[rows, top] = -np.inf
    return out


@dataclass(frozen=True, slots=True)
class Law:
    """What tags may open a chain, and which may follow which: log scores, (tags,) and (tags, tags)."""

    begin: ndarray
    between: ndarray


def chains(sequences: Sequence[ndarray], laws: Sequence[Law]) -> list[ndarray]:
    """Viterbi over several sequences at once: (length, tags) log scores each, with its law. Sequences do not touch each other."""
    import numpy as np

    order = sorted((i for i in range(len(sequences)) if len(sequences[i])), key=lambda i: -len(sequences[i]))
    found: list[Any] = [np.zeros(0, np.int64)] * len(sequences)
    if not order:
        return found
    lengths = [len(sequences[i]) for i in order]
    longest, tags = lengths[0], max(len(laws[i].begin) for i in order)
    padded = np.zeros((longest, len(order), tags), np.float32)
    score = np.full((len(order), tags), -np.inf, np.float32)  # a tag that a sequence does not know stays impossible
    between = np.full((len(order), tags, tags), -np.inf, np.float32)
    for k, i in enumerate(order):
        own = len(laws[i].begin)
        padded[: lengths[k], k, :own] = sequences[i]
        score[k, :own] = laws[i].begin
        between[k, :own, :own] = laws[i].between
    score += padded[0]
    last = np.empty_like(score)
    back = np.zeros((longest, len(order), tags), np.int8)
    alive = len(order)
    for step in range(1, longest):
        while lengths[alive - 1] <= step:
            alive -= 1
            last[alive] = score[alive]
        if alive < len(score):
            score, between = score[:alive], between[:alive]
        ways = score[:, :, None] + between
        back[step, :alive] = ways.argmax(1)
        score = ways.max(1) + padded[step, :alive]
    last[:alive] = score[:alive]
    tag = last.argmax(1)
    path = np.zeros((longest, len(order)), np.int64)
    rows = np.arange(len(order))
    alive = 0
    for step in range(longest - 1, 0, -1):
        while alive < len(order) and lengths[alive] > step:
            alive += 1
        path[step, :alive] = tag[:alive]
        tag[:alive] = back[step, rows[:alive], tag[:alive]]
    path[0] = tag
    for k, i in enumerate(order):
        found[i] = path[: lengths[k], k].copy()
    return found


def trees(windows: Sequence[tuple[ndarray, ndarray]], firsts: Sequence[int]) -> ndarray:
    """Heads of the words of several windows, counted through, -1 for each sentence's one root. `windows`: scores of each as for `tree`;
    `firsts`: first words of all sentences, none of which runs over the end of a window."""
    import numpy as np

    ends = list(accumulate(len(root) for _, root in windows))
    sentence = np.zeros(ends[-1], np.int64)
    sentence[firsts] = 1
    sentence = sentence.cumsum() - 1
    heads = np.empty(ends[-1], np.int64)
    for (arc, root), b in zip(windows, ends, strict=True):
        own = sentence[b - len(root) : b]
        scores = np.where(own[:, None] == own, arc, np.float32(-np.inf))
        scores.flat[:: len(root) + 1] = root
        heads[b - len(root) : b] = scores.argmax(1) + (b - len(root))
    tops = heads == np.arange(ends[-1])
    above = heads
    for _ in range(max(len(root) for _, root in windows).bit_length()):  # from each word as far up as its sentence goes
        above = above[above]
    wrong = np.bincount(sentence, tops, len(firsts)) != 1
    wrong[sentence[~tops[above]]] = True
    heads[tops] = -1
    bounds = [*firsts, ends[-1]]
    for k in np.flatnonzero(wrong).tolist():
        a, b = bounds[k], bounds[k + 1]
        number = bisect_right(ends, a)
        arc, root = windows[number]
        part = slice(a - ends[number] + len(root), b - ends[number] + len(root))
        heads[a:b] = [h + a if h >= 0 else -1 for h in tree(arc[part, part], root[part])]
    return heads


def tree(arc: ndarray, root: ndarray) -> list[int]:
    """Heads of one sentence's words, -1 for its one root. `arc[i, j]`: score of j as the head of i; `root[i]`: of i as the root."""
    import numpy as np

    n = len(root)
    if n == 1:
        return [-1]
    scores, here = arc.astype(np.float64), np.arange(n)
    scores[here, here] = root
    heads = scores.argmax(1)
    roots = np.flatnonzero(heads == here)
    scores[here, here] = -np.inf
    if len(roots) == 1:
        top = int(roots[0])
    else:
        top = int((root - scores.max(1)).argmax())
        heads = scores.argmax(1)
    heads[top] = -1
    found: list[int] = heads.tolist()
    return _mended(scores, found) or _best_tree(scores, top).tolist() if _cyclic(found) else found


def _cyclic(heads: Sequence[int]) -> bool:
    state = [0] * len(heads)
    for start in range(len(heads)):
        path = []
        i = start
        while i >= 0 and state[i] == 0:
            state[i] = 1
            path.append(i)
            i = heads[i]
        if i >= 0 and state[i] == 1:
            return True
        for k in path:
            state[k] = 2
    return False


def _mended(scores: ndarray, heads: list[int]) -> list[int] | None:
    """The best tree where one cycle is all that is wrong and its best way out leads to the root, as it mostly does; else None."""
    import numpy as np

    top = heads.index(-1)
    cycle = _find_cycle([top if h < 0 else h for h in heads], top)
    inside, outside = np.array(cycle), np.ones(len(heads), bool)
    outside[inside] = False
    loss = scores[inside] - scores[inside, [heads[i] for i in cycle]][:, None]
    loss[:, ~outside] = -np.inf
    k, head = divmod(int(loss.argmax()), len(heads))
    out = list(heads)
    out[cycle[k]] = head
    return None if _cyclic(out) else out


def _find_cycle(heads: Sequence[int], top: int) -> list[int]:
    seen = [0] * len(heads)
    seen[top] = -1
    for start in range(len(heads)):
        i, mark = start, start + 1
        while seen[i] == 0:
            seen[i] = mark
            i = heads[i]
        if seen[i] == mark:
            cycle = [i]
            k = heads[i]
            while k != i:
                cycle.append(k)
                k = heads[k]
            return sorted(cycle)
    return []


def _best_tree(scores: ndarray, top: int) -> ndarray:
    """Chu-Liu and Edmonds from a given root: cycles are contracted one after the other, then opened again in reverse."""
    import numpy as np

    scores = scores.copy()
    n = len(scores)
    alive = np.ones(n, bool)  # nodes that stand for themselves or for a contracted cycle
    enters = np.tile(np.arange(n)[:, None], (1, n))  # enters[i, j]: the word inside i that an arc from j points at
    leaves = np.tile(np.arange(n)[None], (n, 1))  # leaves[i, j]: the word inside j that the arc to i comes from
    words = [[i] for i in range(n)]
    opened: list[tuple[list[int], int, int]] = []  # words of a node of a cycle, the word its arc inside the cycle enters, from which
    marks: list[int] = []
    while True:
        heads = np.where(alive[None] & alive[:, None], scores, -np.inf).argmax(1)
        heads[top] = top
        heads[~alive] = top
        cycle = _find_cycle(heads.tolist(), top)
        if not cycle:
            break
        marks.append(len(opened))
        opened.extend((words[i], int(enters[i, heads[i]]), int(leaves[i, heads[i]])) for i in cycle)
        _contract(scores, enters, leaves, alive, heads, cycle)
        words[cycle[0]] = [w for i in cycle for w in words[i]]
    out = np.full(n, -2)
    for i in np.flatnonzero(alive):
        if i != top:
            out[enters[i, heads[i]]] = leaves[i, heads[i]]
    while marks:
        first = marks.pop()
        for inside, word, head in opened[first:]:
            if all(out[w] == -2 for w in inside):  # the one node that an outer arc enters keeps that arc
                out[word] = head
        del opened[first:]
    out[top] = -1
    return out


def _contract(scores: ndarray, enters: ndarray, leaves: ndarray, alive: ndarray, heads: ndarray, cycle: list[int]) -> None:
    """Makes the first node of a cycle stand for all of it."""
    import numpy as np

    rep, members = cycle[0], np.array(cycle)
    own = scores[members, heads[members]]
    there = alive.copy()
    there[members] = False
    outside = np.flatnonzero(there)
    into = scores[np.ix_(members, outside)] - own[:, None]
    entered = members[into.argmax(0)]
    left = members[scores[np.ix_(outside, members)].argmax(1)]
    at, best = enters[entered, outside], leaves[entered, outside]
    out_score, out_at, out_best = scores[outside, left], enters[outside, left], leaves[outside, left]
    scores[rep, outside], enters[rep, outside], leaves[rep, outside] = into.max(0), at, best
    scores[outside, rep], enters[outside, rep], leaves[outside, rep] = out_score, out_at, out_best
    alive[members[1:]] = False
    scores[rep, rep] = -np.inf


def agree(relations: ndarray, heads: ndarray, xpos: ndarray, names: Sequence[str], tags: Sequence[str]) -> None:
    """Makes the relation of subjects agree with the voice of their verb, in place: relations are chosen word by word, voice is a clause's.

    A subject is passive where its verb has a passive auxiliary, and active where the verb is a past tense or has other auxiliaries only:
    treebanks depart from this three times in 5,000 clauses. (words,) each: indexes into `names`, heads (-1: root), indexes into `tags`.
    """
    import numpy as np

    number = {name: k for k, name in enumerate(names)}
    if not {"nsubj", "nsubj:pass", "aux", "aux:pass", "obj", "ccomp", "conj"} <= number.keys():
        return
    hung = heads >= 0
    passive, helped = np.zeros((2, len(heads)), bool)
    passive[heads[hung & (relations == number["aux:pass"])]] = True
    helped[heads[hung & (relations == number["aux"])]] = True
    past, participle = (np.array([tag == form for tag in tags])[xpos] for form in ("VBD", "VBN"))
    active = ~passive & (past | (participle & helped))
    relations[hung & (relations == number["nsubj:pass"]) & active[heads]] = number["nsubj"]
    relations[hung & (relations == number["nsubj"]) & (passive & participle)[heads]] = number["nsubj:pass"]
    verbal, comma = (np.array([tag.startswith(form) for tag in tags])[xpos] for form in ("VB", ","))
    comma = np.concatenate([[True], comma[:-1]])  # before the word: "Norland, say two clerks, has"
    _second_subjects(relations, heads, verbal & ~passive & ~comma, number)
    _shared_subjects(relations, heads, verbal, number)


def _second_subjects(relations: ndarray, heads: ndarray, active: ndarray, number: Mapping[str, int]) -> None:
    """Makes of a second subject behind its verb that of the clause below, "said the <gunmen> who came by boat took two clerks", or the
    object, "killed eight <gunmen>": one verb has one subject. In place; (words,) each, `active` true for verbs that are not passive."""
    import numpy as np

    place = np.arange(len(heads))
    subjects = (heads >= 0) & (relations == number["nsubj"])
    first = np.zeros(len(heads), bool)
    first[heads[subjects & (place < heads)]] = True
    for k in np.flatnonzero(subjects & (place > heads) & (first & active)[heads]).tolist():
        below = np.flatnonzero(heads == heads[k])
        clauses = [c for c in below.tolist() if c > k and relations[c] == number["ccomp"] and not (subjects & (heads == c)).any()]
        if clauses:
            heads[k] = clauses[0]
        elif not (relations[below] == number["obj"]).any():
            relations[k] = number["obj"]


def _shared_subjects(relations: ndarray, heads: ndarray, verbal: ndarray, number: Mapping[str, int]) -> None:
    """Hangs a subject on the first of two verbs joined, where it stands before both and the first has none: "The <mayor>, who was away,
    called it a farce and said". In place; (words,) each, `verbal` true for verbs."""
    import numpy as np

    own = (relations == number["nsubj"]) | (relations == number["nsubj:pass"])
    served = np.zeros(len(heads), bool)
    served[heads[own & (heads >= 0)]] = True
    second = (heads >= 0) & own
    second[second] = relations[heads[second]] == number["conj"]
    for k in np.flatnonzero(second).tolist():
        first = heads[heads[k]]
        if k < first < heads[k] and verbal[first] and not served[first]:
            heads[k] = first
            served[first] = True
