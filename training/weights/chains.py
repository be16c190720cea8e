"""Fits the weights by which "it", "they" and nouns come back to actors and places (src/dateline/who/rank.py), and cross-validates them.

    python training/weights/chains.py --gold DIR [--write]

Needs Dateline installed, nothing else. DIR holds `syntax/gum_train.conllu`, read as running text like any copy (its genres with a
non-commercial licence are left out), and `dispatches/{articles,gold}.jsonl`; the dispatches of `training/copy` (its training half) are
read beside them. Words, mentions, actors and places are Dateline's own; gold tells only which of them are one. Cross-validation is over
documents, five folds: of the words that are joined to something, how many rightly, and how many there are. `--write` fits on everything
and writes src/dateline/who/chains_v1.json.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from linear import DID, FOLDS, Floats, asked, fold_of, marks_of, own_copy, tagged, write

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from coreference import Document, gold_clusters
from coreference import read as read_gum
from dateline.article import Article, Span
from dateline.desk import Tools, load_tools
from dateline.fields import Place
from dateline.grammar.words import Grammar
from dateline.intake import read_text
from dateline.said import find_statements
from dateline.when import find_times
from dateline.where import find_places
from dateline.who import read_board
from dateline.who.board import Board
from dateline.who.chains import Chains
from dateline.who.rank import Chain, Open, nobody, somebody
from dateline.who.weights import Weights

MODEL = DID.parent / "who" / "chains_v1.json"
GENRES = frozenset("news interview speech bio academic court voyage textbook".split())
STEPS = 200
RIDGE = 3.0
RATE = 0.05
FEWEST = 3  # rows that a feature must stand in
FAINT = 0.03  # features without a weight this strong are not stored
SURE = 0.5
OWN = 2.0  # what a word of dispatches counts, for they are news
Gold = Mapping[int, str]  # entity by the word that heads a naming of it


@dataclass(frozen=True, slots=True)
class Example:
    """One word: the features of nobody and of each candidate, the rows that are right, the row that the rules chose (0: nobody)."""

    fold: int
    worth: float
    kind: str
    rows: list[list[str]]
    right: list[int]
    ruled: int


class Marked(Chains):
    """Reads on by gold instead of weights, and keeps what it was asked."""

    def __init__(self, board: Board, places: Sequence[Place], gold: Gold, *, fold: int, everything: bool) -> None:
        super().__init__(board, places, Weights({}))
        self.gold, self.fold, self.everything = gold, fold, everything
        self.examples: list[Example] = []
        self._meant: dict[int, str | None] = {}

    def choose(self, item: Open, candidates: Sequence[Chain]) -> Chain | None:
        """The right chain, if it is among the candidates."""
        wanted = self.gold.get(item.word.index)
        right = [n for n, chain in enumerate(candidates, 1) if wanted is not None and self._entity(chain) == wanted]
        ruled = next((n for n, chain in enumerate(candidates, 1) if chain is item.own), 0)
        if candidates and (right or self.everything or item.word.entity != "place"):
            rows = [nobody(self.grammar, item), *(somebody(self.grammar, item, c, n) for n, c in enumerate(candidates))]
            self.examples.append(
                Example(self.fold, 1.0 if self.everything else OWN, f"{item.form} {item.det}".strip(), rows, right or [0], ruled)
            )
        return candidates[right[0] - 1] if right else None

    def _entity(self, chain: Chain) -> str | None:
        """What most names of a chain are in gold copy; of one without a name, most of its nouns."""
        if id(chain) not in self._meant:
            tops = [top for top, place in self._named.items() if self._ground(place) is chain]
            own = chain.cluster.mentions if chain.cluster is not None else []
            tops += [m.top for m in own if m.kind == "name" or (m.kind == "nominal" and not chain.named)]
            found = Counter(entity for top in sorted(tops) if (entity := self.gold.get(top)) is not None).most_common(1)
            self._meant[id(chain)] = found[0][0] if found else None
        return self._meant[id(chain)]


def main() -> int:
    """Reads, cross-validates, and writes the weights if asked to."""
    options = asked(__doc__, MODEL)
    examples = list(everything(options.gold))
    counts = Counter[str]()
    for fold in range(FOLDS):
        names, weights = fit([e for e in examples if e.fold != fold])
        held = [e for e in examples if e.fold == fold]
        for e, chances in zip(held, chances_of(held, names, weights), strict=True):
            best = int(np.argmax(chances))
            count(counts, e, best if chances[best] >= SURE else 0)
    for kind in sorted({e.kind for e in examples}):
        named = {name: counts[f"{kind} {name}"] for name in ("wanted", "ruled", "ruled right", "weighed", "weighed right")}
        print(kind, *(f"{name} {n}" for name, n in named.items()), flush=True)
    if options.write:
        names, weights = fit(examples)
        write(MODEL, ["stands"], names, weights[:, None], faint=FAINT)
    return 0


def everything(gold: Path) -> Iterator[Example]:
    """The examples of all corpora."""
    tools = load_tools()
    documents = [d for d in read_gum(gold / "syntax" / "gum_train.conllu") if d.name.split("_")[1] in GENRES]
    for document in documents:
        article = read_text(document.text, id=document.name)
        (grammar,) = tools.tagger.tag([article])
        yield from asked_in(
            article, grammar, tools, entities_of(document, grammar), fold_of(document.name, situations=False), everything=True
        )
    yield from dispatches(gold / "dispatches", tools)
    with own_copy() as folder:
        yield from dispatches(folder, tools)


def dispatches(folder: Path, tools: Tools) -> Iterator[Example]:
    """The examples of dispatches, whose marks tell of actors only."""
    marks = marks_of(folder / "gold.jsonl")
    for article, grammar in tagged(folder / "articles.jsonl", tools):
        fold = fold_of(article.id, situations=True)
        yield from asked_in(article, grammar, tools, marked_in(marks[article.id], grammar), fold, everything=False)


def entities_of(document: Document, grammar: Grammar) -> Gold:
    """Gold entities by Dateline's own words."""
    of = {head: entity for entity, heads in gold_clusters(document)[0].items() for head in heads}
    starts = [word.start for word in document.words]
    return {w.index: of[n] for w in grammar.words if (n := bisect_right(starts, w.start) - 1) in of}


def marked_in(row: Mapping[str, Any], grammar: Grammar) -> Gold:
    """The actors of a dispatch by the word that heads each naming."""
    out = {}
    for actor in row["actors"]:
        for start, end in actor["mentions"]:
            inside = grammar.within(Span(start, end))
            held = {w.index for w in inside}
            top = next((w for w in inside if w.head not in held and w.upos != "PUNCT"), None)
            if top is not None:
                out[top.index] = actor["id"]
    return out


def asked_in(article: Article, grammar: Grammar, tools: Tools, gold: Gold, fold: int, *, everything: bool) -> list[Example]:
    """The examples of one article."""
    times = find_times(article, grammar, tools.when)
    places = find_places(article, grammar, tools.gazetteer)
    board, places, _ = read_board(article, grammar, places, find_statements(article, grammar, times, tools.said), tools.who)
    marked = Marked(board, places, gold, fold=fold, everything=everything)
    marked.read()
    return marked.examples


def fit(examples: Sequence[Example]) -> tuple[dict[str, int], Floats]:
    """Feature numbers and weights: the chance of a row is its share among the rows of its word; a ridge keeps weights small."""
    seen = Counter(f for e in examples for row in e.rows for f in dict.fromkeys(row))
    names = {f: n for n, f in enumerate(sorted(f for f, count in seen.items() if count >= FEWEST))}
    columns, owner, group = laid_out(examples, names)
    right = np.array([n in e.right for e in examples for n in range(len(e.rows))])
    worth = np.array([e.worth for e in examples])[group]
    weights = np.zeros(len(names))
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        chance = shares(np.bincount(owner, weights[columns], minlength=len(group)), group)
        wanted = chance * right
        error = worth * (chance - wanted / np.maximum(np.bincount(group, wanted), 1e-12)[group])
        slope = np.bincount(columns, error[owner], minlength=len(weights)) + RIDGE * weights
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope * slope
        weights -= RATE * (1 - 0.95 * step / STEPS) * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return names, weights


def laid_out(examples: Sequence[Example], names: Mapping[str, int]) -> tuple[Any, Any, Any]:
    """Feature numbers of all rows in one line, the row of each, and the word of each row."""
    rows = [row for e in examples for row in e.rows]
    held = [[names[f] for f in row if f in names] for row in rows]
    columns = np.array([c for row in held for c in row], dtype=np.int64)
    owner = np.repeat(np.arange(len(rows)), [len(row) for row in held])
    return columns, owner, np.repeat(np.arange(len(examples)), [len(e.rows) for e in examples])


def shares(scores: Floats, group: Any) -> Floats:
    """Softmax over the rows of each word."""
    top = np.full(group[-1] + 1, -np.inf)
    np.maximum.at(top, group, scores)
    powers = np.exp(scores - top[group])
    return np.asarray(powers / np.bincount(group, powers)[group])


def chances_of(examples: Sequence[Example], names: Mapping[str, int], weights: Floats) -> list[Floats]:
    """The chance of each row of each word."""
    columns, owner, group = laid_out(examples, names)
    chance = shares(np.bincount(owner, weights[columns], minlength=len(group)), group)
    return np.split(chance, np.cumsum([len(e.rows) for e in examples])[:-1])


def count(counts: Counter[str], e: Example, chosen: int) -> None:
    """Adds what rules and weights made of one word."""
    counts[f"{e.kind} wanted"] += e.right != [0]
    for name, row in (("ruled", e.ruled), ("weighed", chosen)):
        counts[f"{e.kind} {name}"] += row > 0
        counts[f"{e.kind} {name} right"] += row > 0 and row in e.right


if __name__ == "__main__":
    sys.exit(main())
