"""Digests dealt out to partitions and pairs found in each: the steps that copies and stories share, each a task for a worker.

    gather   a batch of slices -> the keys its articles hold, by partition of the key
    meet     a partition of keys -> pairs that share one, by partition of their earlier article
    choose   a partition of pairs -> those that share enough, and the articles that are needed to judge them
    deal     a batch of slices -> what is needed of its articles, by partition of the pairs

Everything between two steps lies in files under `join/`, so that no process holds more than a batch or a partition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from dateline.scale import files
from dateline.scale.join import HELD, PAIR, Rows, pairs_in_time, pairs_of_crowds, part_of, split, spread, together
from dateline.story.copies import CROWD, WINDOW
from dateline.story.stories import UNDATED, StoryOptions

if TYPE_CHECKING:
    import pyarrow

Kind = Literal["copies", "stories", "bins"]
#: The rank of a record whose id another one bears too: only the last is held against others.
NONE = np.uint32(0xFFFFFFFF)
_STORIES = StoryOptions()
#: What is dealt of each article: the table that holds it and its columns.
_DEALT: dict[Kind, tuple[str, tuple[str, ...]]] = {
    "copies": ("records", ("record",)),
    "stories": ("digests", ("terms", "counts")),
    "bins": ("digests", ("id", "printed", "day", "terms", "counts")),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One task of a step: number `n` of the batch or partition it is about. `keys` are the slices of a batch, `parts` the number of
    partitions, `articles` that of all articles."""

    output: str
    kind: Kind
    n: int
    parts: int
    articles: int
    keys: tuple[str, ...] = ()

    def path(self, *names: object) -> str:
        """A file under `join/` of this kind."""
        return "/".join((self.output, "join", self.kind, *map(str, names)))

    @property
    def ranks(self) -> Rows:
        """Ranks of the articles of this batch, slice after slice."""
        return files.read_array(ranks_file(self.output, self.n))

    def slices(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Rows, pyarrow.Table]]:
        """Each slice of this batch: ranks of its rows, and these columns."""
        ranks, at = self.ranks, 0
        for key in self.keys:
            found = files.read_table(f"{self.output}/{table}/part-{key}.parquet", list(columns))
            yield ranks[at : at + found.num_rows], found
            at += found.num_rows


def ranks_file(output: str, batch: int) -> str:
    """Where the ranks of a batch are."""
    return f"{output}/join/ranks/{batch}.npy"


def gather(step: Step) -> None:
    """Writes the keys of a batch: fingerprints of copies, strong terms of stories."""
    column = "marks" if step.kind == "copies" else "strong"
    found = [_held(table, column, ranks) for ranks, table in step.slices("digests", (column, "day", "words"))]
    held = np.concatenate([np.empty(0, HELD), *found])
    for part, rows in split(held, part_of(held["key"], step.parts), step.parts):
        files.write_array(step.path("held", part, f"{step.n}.npy"), rows)


def _held(table: pyarrow.Table, column: str, ranks: Rows) -> Rows:
    lists = table.column(column).combine_chunks()
    counts = np.diff(lists.offsets.to_numpy())
    out = np.empty(int(counts.sum()), HELD)
    out["key"] = spread(lists.flatten().to_numpy())
    out["rank"] = np.repeat(ranks, counts)
    out["day"] = np.repeat(table.column("day").to_numpy(), counts)
    out["few"] = np.repeat(table.column("words").to_numpy() < 4 * WINDOW, counts)
    kept: Rows = out[out["rank"] != NONE]
    return kept


def _all(folder: str) -> list[Rows]:
    return [files.read_array(path) for path in files.listing(folder, (".npy",))]


def meet(step: Step) -> None:
    """Writes the pairs of a partition of keys."""
    held = np.concatenate([np.empty(0, HELD), *_all(step.path("held", step.n))])
    pairs = pairs_of_crowds(held, CROWD) if step.kind == "copies" else pairs_in_time(held, _STORIES.horizon, UNDATED)
    owner = pairs["a"].astype(np.int64) * step.parts // max(1, step.articles)
    for part, rows in split(pairs, owner, step.parts):
        files.write_array(step.path("pairs", part, f"{step.n}.npy"), rows)


def choose(step: Step) -> None:
    """Writes the pairs of a partition that share enough, and the ranks that they name."""
    pairs = together([np.empty(0, PAIR), *_all(step.path("pairs", step.n))])
    least = 2 if step.kind == "copies" else _STORIES.shared
    enough = pairs["shared"] >= least
    pairs = pairs[enough | pairs["few"] if step.kind == "copies" else enough]
    files.write_array(step.path("chosen", f"{step.n}.npy"), pairs)
    files.write_array(step.path("needs", f"{step.n}.npy"), np.unique(np.concatenate([pairs["a"], pairs["b"]])))


def deal(step: Step) -> None:
    """Writes what each partition needs of the articles of this batch."""
    import pyarrow

    source, columns = _DEALT[step.kind]
    wanted = {part: files.read_array(step.path("needs", f"{part}.npy")) for part in range(step.parts)}
    ranks = step.ranks
    wanted = {part: kept for part, needs in wanted.items() if len(kept := needs[np.isin(needs, ranks)])}
    dealt: dict[int, list[Any]] = {part: [] for part in wanted}
    for own, table in step.slices(source, columns):
        table = table.append_column("rank", pyarrow.array(own, pyarrow.uint32()))
        for part, needs in wanted.items():
            if (mask := np.isin(own, needs)).any():
                dealt[part].append(table.filter(pyarrow.array(mask)))
    for part, tables in dealt.items():
        files.write_table(step.path("dealt", part, f"{step.n}.parquet"), pyarrow.concat_tables(tables))


def dealt(step: Step) -> Iterator[dict[str, Any]]:
    """The rows that were dealt to a partition."""
    for path in files.listing(step.path("dealt", step.n), (".parquet",)):
        yield from files.read_table(path).to_pylist()
