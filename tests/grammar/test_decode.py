"""Decoding: trees are trees and the best ones, chains are legal."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from dateline.grammar.decode import Law, agree, chains, log_softmax, ranked, tree, trees


def is_tree(heads: list[int]) -> bool:
    for start in range(len(heads)):
        seen, i = set(), start
        while i >= 0:
            if i in seen:
                return False
            seen.add(i)
            i = heads[i]
    return heads.count(-1) == 1


@pytest.mark.parametrize("seed", range(60))
def test_trees_are_well_formed(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 40))
    assert is_tree(tree(rng.normal(size=(n, n)), rng.normal(size=n)))


@pytest.mark.parametrize("seed", range(60))
def test_sentences_side_by_side_are_read_as_if_alone(seed: int) -> None:
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, 15, size=int(rng.integers(1, 6))).tolist()
    n = sum(lengths)
    arc, root = rng.normal(size=(n, n)).astype(np.float32), rng.normal(size=n).astype(np.float32)
    firsts = [sum(lengths[:k]) for k in range(len(lengths))]
    expected: list[int] = []
    for a, size in zip(firsts, lengths, strict=True):
        heads = tree(arc[a : a + size, a : a + size], root[a : a + size])
        assert is_tree(heads)
        expected += [h + a if h >= 0 else -1 for h in heads]
    assert trees([(arc, root)], firsts).tolist() == expected
    again = [*expected, *(h + n if h >= 0 else -1 for h in expected)]
    assert trees([(arc, root), (arc, root)], [*firsts, *(i + n for i in firsts)]).tolist() == again


@pytest.mark.parametrize("seed", range(40))
def test_the_tree_is_the_best_one_under_its_root(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 5
    arc, root = rng.normal(size=(n, n)), rng.normal(size=n)
    found = tree(arc, root)
    top = found.index(-1)
    value = sum(arc[i, h] for i, h in enumerate(found) if h >= 0)
    others = product(range(n), repeat=n - 1)
    trees = [[*o[:top], -1, *o[top:]] for o in others]
    best = max(sum(arc[i, h] for i, h in enumerate(t) if h >= 0) for t in trees if is_tree(t))
    assert value == pytest.approx(best)


def test_chains_never_break_the_law_and_do_not_touch() -> None:
    rng = np.random.default_rng(3)
    between, begin = np.zeros((3, 3), np.float32), np.zeros(3, np.float32)  # O B I: no I after O
    between[0, 2] = begin[2] = -1e4
    sequences = [log_softmax(rng.normal(size=(k, 3)).astype(np.float32)) for k in (7, 0, 19, 1, 12)]
    law = Law(begin, between)
    together = chains(sequences, [law] * 5)
    for one, path in zip(sequences, together, strict=True):
        assert len(path) == len(one)
        assert all(not (b == 2 and (i == 0 or path[i - 1] == 0)) for i, b in enumerate(path))
        assert chains([one], [law])[0].tolist() == path.tolist()


def test_chains_of_different_tag_sets_run_side_by_side() -> None:
    rng = np.random.default_rng(5)
    laws = [Law(rng.normal(size=k).astype(np.float32), rng.normal(size=(k, k)).astype(np.float32)) for k in (3, 5, 3)]
    sequences = [log_softmax(rng.normal(size=(n, len(law.begin))).astype(np.float32)) for n, law in zip((9, 14, 2), laws, strict=True)]
    for one, law, path in zip(sequences, laws, chains(sequences, laws), strict=True):
        assert chains([one], [law])[0].tolist() == path.tolist()


def test_ranked_is_the_head_of_a_stable_sort() -> None:
    scores = np.random.default_rng(7).integers(0, 6, size=(50, 12)).astype(np.float32)
    assert ranked(scores, 4).tolist() == np.argsort(-scores, axis=1, kind="stable")[:, :4].tolist()


NAMES, TAGS = ("root", "nsubj", "nsubj:pass", "aux", "aux:pass", "obj", "ccomp", "conj"), (",", "NNS", "VBD", "VBN")


def agreed(*words: tuple[str, int, str]) -> list[tuple[str, int]]:
    """Relations and heads of words given as relation, head and tag, once they agree."""
    relations = np.array([NAMES.index(relation) for relation, _, _ in words])
    heads = np.array([head for _, head, _ in words])
    agree(relations, heads, np.array([TAGS.index(tag) for _, _, tag in words]), NAMES, TAGS)
    return [(NAMES[relation], head) for relation, head in zip(relations.tolist(), heads.tolist(), strict=True)]


def test_one_verb_has_one_subject() -> None:
    killed = agreed(("nsubj", 1, "NNS"), ("root", -1, "VBD"), ("nsubj", 1, "NNS"))  # "Troops killed gunmen"
    assert killed == [("nsubj", 1), ("root", -1), ("obj", 1)]
    said = agreed(("nsubj", 1, "NNS"), ("root", -1, "VBD"), ("nsubj", 1, "NNS"), ("ccomp", 1, "VBD"))  # "Clerks said gunmen fled"
    assert said[2] == ("nsubj", 3)
    turned = agreed(("nsubj", 2, "NNS"), ("obj", 2, ","), ("root", -1, "VBD"), ("nsubj", 2, "NNS"), ("ccomp", 2, "VBD"))
    assert turned[3] == ("nsubj", 2)  # "Norlanders, said clerks, fled"
    held = agreed(("nsubj", 1, "NNS"), ("root", -1, "VBD"), ("nsubj", 1, "NNS"), ("obj", 1, "NNS"))
    assert held[2] == ("nsubj", 1)


def test_a_subject_stands_with_the_first_of_two_verbs() -> None:
    joined = agreed(("nsubj", 2, "NNS"), ("root", -1, "VBD"), ("conj", 1, "VBD"))  # "Clerks called and wrote"
    assert joined[0] == ("nsubj", 1)
    behind = agreed(("root", -1, "VBD"), ("nsubj", 2, "NNS"), ("conj", 0, "VBD"))  # "Came and clerks wrote"
    assert behind[1] == ("nsubj", 2)
