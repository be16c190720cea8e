"""Copies and stories across all slices: the origins and stories that `story.find_origins` and `story.find_stories` find in the whole set.

Copies: pairs that share fingerprints are aligned, what is the same copy is united. Stories: an article's story hangs only on articles that
are like it, on those like them, and on copies; so groups that nothing ties together are settled each by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from dateline.errors import DatelineError
from dateline.record import loads
from dateline.scale import files, shuffle
from dateline.scale.join import PAIR, Rows, Union, forest
from dateline.scale.shuffle import NONE, Kind, Step, ranks_file
from dateline.story.copies import Sheet, compare, passages, sheet
from dateline.story.stories import UNDATED, Bag, StoryOptions, cosine, find_stories, vector
from dateline.story.words import ident, load_common

if TYPE_CHECKING:
    import pyarrow

_BATCH = 256  # slices
_ROWS = 100_000
_KEPT = 4096
_STORIES = StoryOptions()
_INDEX = ("id", "printed", "credit", "speaker")

#: Does tasks of a step on all workers: function, tasks.
Do = Callable[[Callable[[Any], Any], Sequence[Any]], None]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found across articles; `articles` counts those with different ids."""

    articles: int
    origins: int
    stories: int


def find_across(output: str, keys: Sequence[str], do: Do, *, partition: int) -> Counts:
    """Writes the tables origins, copies and stories of all slices. `partition`: articles that one task looks at together."""
    for name in ("join", "origins", "copies", "stories"):
        files.remove(f"{output}/{name}")
    batches = [tuple(keys[n : n + _BATCH]) for n in range(0, len(keys), _BATCH)]
    index = _number(output, batches)
    count = index.num_rows
    base = Step(output, "copies", 0, max(1, -(-count // partition)), count)
    _pairs(replace(base, kind="copies"), batches, do, judge_copies)
    _pairs(replace(base, kind="stories"), batches, do, judge_stories)
    union = Union(count)
    for part in range(base.parts):
        union.join(files.read_array(base.path("same", f"{part}.npy")))
    roots = union.roots().copy()
    origins = _write_origins(output, index, roots)
    for part in range(base.parts):
        union.join(files.read_array(replace(base, kind="stories").path("same", f"{part}.npy")))
    stories = _settle(base, union.roots(), roots, batches, do, partition)
    files.remove(f"{output}/join")
    return Counts(count, origins, stories)


def _number(output: str, batches: Sequence[Sequence[str]]) -> pyarrow.Table:
    """Ranks all articles by the time they were printed and their id; of records with one id the last counts. Returns the index by rank."""
    import pyarrow as pa
    import pyarrow.compute as pc

    tables = [
        pa.concat_tables([files.read_table(f"{output}/digests/part-{key}.parquet", list(_INDEX)) for key in batch]) for batch in batches
    ]
    sizes = [table.num_rows for table in tables]
    whole = pa.concat_tables(tables) if tables else pa.table({name: pa.array([], pa.string()) for name in _INDEX})
    whole = whole.append_column("row", pa.array(np.arange(whole.num_rows), pa.int64()))
    whole = whole.sort_by([("id", "ascending"), ("printed", "ascending"), ("row", "ascending")])
    if whole.num_rows:
        ids = whole.column("id").combine_chunks()
        last = pa.concat_arrays([pc.not_equal(ids[1:], ids[:-1]), pa.array([True])])
        whole = whole.filter(last)
    whole = whole.sort_by([("printed", "ascending"), ("id", "ascending")])
    if whole.num_rows >= int(NONE):
        raise DatelineError(f"{output}: more than {int(NONE):,} articles; look for copies and stories in parts of the set, such as months")
    ranks = np.full(sum(sizes), NONE, np.uint32)
    ranks[whole.column("row").to_numpy()] = np.arange(whole.num_rows, dtype=np.uint32)
    at = 0
    for n, amount in enumerate(sizes):
        files.write_array(ranks_file(output, n), ranks[at : at + amount])
        at += amount
    return whole.drop_columns(["row"])


def _pairs(base: Step, batches: Sequence[tuple[str, ...]], do: Do, judge: Callable[[Step], None]) -> None:
    """All steps from digests to judged pairs."""
    some = [replace(base, n=n, keys=keys) for n, keys in enumerate(batches)]
    parts = [replace(base, n=n) for n in range(base.parts)]
    do(shuffle.gather, some)
    do(shuffle.meet, parts)
    do(shuffle.choose, parts)
    do(shuffle.deal, some)
    do(judge, parts)


def judge_copies(step: Step) -> None:
    """Aligns the pairs of a partition: writes those that carry one copy, and the passages."""
    import pyarrow

    lines = {row["rank"]: row["record"] for row in shuffle.dealt(step)}

    @lru_cache(_KEPT)
    def page(rank: int) -> Sheet:
        return sheet(loads(lines[rank]))

    pairs = files.read_array(step.path("chosen", f"{step.n}.npy"))
    same, rows = np.zeros(len(pairs), bool), []
    for n, (a, b) in enumerate(zip(pairs["a"].tolist(), pairs["b"].tolist(), strict=True)):
        found = compare(page(a), page(b))
        if found and found.same:
            same[n] = True
            rows += [(one.article, *one.span, one.of, *one.of_span) for one in passages(found, page(a), page(b))]
    _write_same(step, pairs[same])
    names = ("article", "start", "end", "of", "of_start", "of_end")
    types = (pyarrow.string(), pyarrow.int64(), pyarrow.int64()) * 2
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    table = pyarrow.table({name: pyarrow.array(c, t) for name, t, c in zip(names, types, columns, strict=True)})
    files.write_table(f"{step.output}/copies/part-{step.n:05d}.parquet", table)


def judge_stories(step: Step) -> None:
    """Writes the pairs of a partition that are as near as articles of one story have to be."""
    common = load_common()
    terms = {row["rank"]: (row["terms"], row["counts"]) for row in shuffle.dealt(step)}

    @lru_cache(_KEPT)
    def values(rank: int) -> dict[int, float]:
        words, counts = terms[rank]
        return vector(Bag("", None, dict(zip(words, counts, strict=True))), common)

    pairs = files.read_array(step.path("chosen", f"{step.n}.npy"))
    least = _STORIES.threshold - 1e-9  # a pair too many does no harm: it is settled again
    near = [cosine(values(a), values(b)) >= least for a, b in zip(pairs["a"].tolist(), pairs["b"].tolist(), strict=True)]
    _write_same(step, pairs[np.array(near, bool)])


def _write_same(step: Step, pairs: Rows) -> None:
    files.write_array(step.path("same", f"{step.n}.npy"), forest(pairs) if len(pairs) else np.empty(0, PAIR))


def _write_origins(output: str, index: pyarrow.Table, roots: Rows) -> int:
    """The table origins: one row an origin, in order of its first article."""
    import pyarrow

    count = 0
    for number, groups in enumerate(_grouped(roots, _ROWS)):
        rows = []
        for group in groups:
            some = index.take(pyarrow.array(group)).to_pydict()
            credit = next((name for name in some["credit"] if name), None)
            rows.append((ident("o", some["id"][0]), credit or some["speaker"][0], some["id"][0], some["id"]))
        columns = list(zip(*rows, strict=True))
        types = (*(pyarrow.string(),) * 3, pyarrow.list_(pyarrow.string()))
        names = ("id", "speaker", "first", "articles")
        table = pyarrow.table({name: pyarrow.array(c, t) for name, t, c in zip(names, types, columns, strict=True)})
        files.write_table(f"{output}/origins/part-{number:05d}.parquet", table)
        count += len(rows)
    return count


def _grouped(roots: Rows, most: int) -> Iterator[list[Rows]]:
    """Members of each group, groups by their least member, some at a time."""
    order = np.argsort(roots, kind="stable")
    cuts = np.flatnonzero(np.diff(roots[order])) + 1
    groups = np.split(order, cuts) if len(order) else []
    for n in range(0, len(groups), most):
        yield groups[n : n + most]


def _settle(base: Step, roots: Rows, origins: Rows, batches: Sequence[tuple[str, ...]], do: Do, partition: int) -> int:
    """Settles the stories of groups that nothing ties together, some groups a task. Writes the table stories; returns its rows."""
    bins: list[list[Rows]] = []
    size = partition
    for groups in _grouped(roots, _ROWS):
        for group in groups:
            if size + len(group) > partition:
                bins.append([])
                size = 0
            bins[-1].append(group)
            size += len(group)
    step = replace(base, kind="bins", parts=len(bins))
    for n, found in enumerate(bins):
        ranks = np.sort(np.concatenate(found)).astype(np.uint32)
        files.write_array(step.path("needs", f"{n}.npy"), ranks)
        files.write_array(step.path("origins", f"{n}.npy"), origins[ranks])
    do(shuffle.deal, [replace(step, n=n, keys=keys) for n, keys in enumerate(batches)])
    do(settle, [replace(step, n=n) for n in range(len(bins))])
    return sum(files.read_table(path, ["id"]).num_rows for path in files.listing(f"{base.output}/stories", (".parquet",)))


def settle(step: Step) -> None:
    """Finds the stories of some groups and writes them."""
    import pyarrow

    rows = sorted(shuffle.dealt(step), key=lambda row: int(row["rank"]))
    by_id = {row["id"]: row for row in rows}
    ranks, roots = (files.read_array(step.path(name, f"{step.n}.npy")).tolist() for name in ("needs", "origins"))
    origin = dict(zip(ranks, roots, strict=True))
    copies: dict[int, list[str]] = {}
    for row in rows:
        copies.setdefault(origin[row["rank"]], []).append(row["id"])
    bags = [_bag(row) for row in rows]
    groups = find_stories(bags, load_common(), origins=[group for group in copies.values() if len(group) > 1])
    out = []
    for ids in groups:
        told = sorted((by_id[id] for id in ids), key=lambda row: int(row["rank"]))
        dates = [row["printed"][:10] for row in told if row["printed"] != "9999"]
        witnesses = len({origin[row["rank"]] for row in told})
        out.append((ident("s", told[0]["id"]), min(dates, default=None), max(dates, default=None), witnesses, [row["id"] for row in told]))
    names = ("id", "first", "last", "origins", "articles")
    types = (pyarrow.string(), pyarrow.string(), pyarrow.string(), pyarrow.int64(), pyarrow.list_(pyarrow.string()))
    columns = list(zip(*out, strict=True))
    table = pyarrow.table({name: pyarrow.array(c, t) for name, t, c in zip(names, types, columns, strict=True)})
    files.write_table(f"{step.output}/stories/part-{step.n:05d}.parquet", table)


def _bag(row: dict[str, Any]) -> Bag:
    day = None if row["day"] == UNDATED else row["day"]
    return Bag(row["id"], day, dict(zip(row["terms"], row["counts"], strict=True)), row["printed"])


__all__ = ["Counts", "Do", "Kind", "find_across"]
