"""One pass of the encoder over drafts, and the decoding of what it says: scores in, labels and trees out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from sys import intern
from typing import TYPE_CHECKING, Any

from dateline.grammar.blocks import Draft
from dateline.grammar.decode import Law, agree, chains, log_softmax, ranked, trees
from dateline.grammar.features import SHAPE_EDGE, shape
from dateline.grammar.sentences import Start
from dateline.grammar.session import Config, Session
from dateline.grammar.windows import CLS, SEP, Window, pack

if TYPE_CHECKING:
    from numpy import ndarray

#: The labels of a word that are kept as numbers, in the order of `Tags.labels`.
LABELS = ("upos", "xpos", "rel", "name", "attribution", "mention", "event", "status", "condition")
_BEST = ("upos", "xpos", "mention", "status", "condition")  # those whose best label is the word's own
_CHAINED = ("name", "attribution")
_RUN = 1200  # words of one draft whose tags are chained in one go; longer drafts are chained in pieces
_ROWS = 4000  # words whose scores are held at a time
_TYPES_FROM = 0.05  # below this a trigger's types are not listed
# How sure the model must be of a sentence's start where the rules rule one out, see none, are open, or see one (which it may undo).
_VETO = 0.03
_SURE = {Start.NO: 2.0, Start.UNLIKELY: 0.9, Start.OPEN: 0.5, Start.YES: _VETO}
_LEMMA_RULES = 4  # tried in turn until one makes a word that exists
_REMEMBERED = 50_000  # words whose shapes are
_LONG = 64  # letters; no longer word is remembered


@dataclass(frozen=True, slots=True)
class Tags:
    """What is known of a draft's words, in little room: this is what is kept of a block in case it is reprinted.

    `numbers` (4, words): offsets of begin and end, head (-1: root), number of the sentence, all from the block's beginning;
    `labels` (LABELS, words): indexes into the label sets; `types`: event types of the few likely triggers by word.
    """

    texts: tuple[str, ...]
    lemmas: tuple[str, ...]
    numbers: ndarray
    labels: ndarray
    scores: ndarray
    types: dict[int, tuple[tuple[str, float], ...]]
    bounds: tuple[int, ...]  # first words of paragraphs, and the number of words
    sentences: tuple[int, ...]  # first words of sentences
    unclosed: bool


@dataclass(slots=True)
class _Work:
    """A draft on its way: what its windows said so far."""

    draft: Draft
    first_words: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    labels: list[ndarray] = field(default_factory=list)
    scores: list[ndarray] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    types: dict[int, tuple[tuple[str, float], ...]] = field(default_factory=dict)


@dataclass(slots=True)
class _Run:
    """Neighbouring windows of one draft, not yet decoded."""

    work: _Work
    first: int
    scores: list[ndarray] = field(default_factory=list)
    relations: list[ndarray] = field(default_factory=list)
    size: int = 0


class Reader:
    """The model and its decoding. What it says of a draft depends on nothing but that draft."""

    def __init__(self, session: Session, config: Config) -> None:
        self.session = session
        self._config = config
        self._shape: dict[str, int] = {}
        self._columns: dict[str, slice] = {}
        at = 0
        for head, labels in config.heads.items():
            self._columns[head] = slice(at, at + len(labels))
            at += len(labels)

    def read(self, drafts: Sequence[Draft]) -> list[Tags]:
        """Runs the model over drafts and decodes them."""
        works = [_Work(draft) for draft in drafts]
        waiting: list[_Run] = []
        rows = 0
        for run in chain.from_iterable(map(self._runs, works)):
            waiting.append(run)
            rows += run.size
            if rows >= _ROWS:
                self._decode(waiting)
                waiting, rows = [], 0
        self._decode(waiting)
        return [self._tags(work) for work in works]

    def _runs(self, work: _Work) -> Iterator[_Run]:
        """The windows of a draft through the encoder, in runs."""
        draft, session = work.draft, self.session
        pieces = session.pieces.cut(draft.words)
        shapes = self._shapes(draft.words)
        sure = [i for i, s in enumerate(draft.starts) if s == Start.YES]
        run = _Run(work, 0)
        for window in pack([len(p) for p in pieces], sure, draft.paragraphs, self._config.window):
            size = window.last - window.first
            if run.size and run.size + size > _RUN:
                yield run
                run = _Run(work, window.first)
            w = slice(window.first, window.last)
            tags, *rest = session.window(*_arrays(pieces[w], shapes[w], draft.quotes[w]))
            run.scores.append(tags)
            run.relations.append(self._trees(work, window, tags, *rest))
            run.size += size
        if run.size:
            yield run

    def _shapes(self, words: Sequence[str]) -> list[int]:
        known = self._shape
        if len(known) > _REMEMBERED:
            known.clear()
        return [known.get(w) or known.setdefault(w, shape(w)) if len(w) < _LONG else shape(w) for w in words]

    def _trees(self, work: _Work, w: Window, tags: ndarray, arc: ndarray, root: ndarray, dependent: ndarray, head: ndarray) -> ndarray:
        """Sentences and heads of a window, filed; its relations."""
        import numpy as np

        sentences = self._sentences(work.draft, w, tags[:, self._columns["start"]])
        work.first_words += sentences
        heads = trees(arc, root[:, 0], [i - w.first for i in sentences])
        work.heads += [h + w.first if h >= 0 else -1 for h in heads]
        return self.session.relations(dependent, head, np.array(heads, np.int64))

    @staticmethod
    def _sentences(draft: Draft, w: Window, scores: ndarray) -> list[int]:
        """First words of the window's sentences: paragraphs, and where the model is as sure as the rules' opinion asks for."""
        import numpy as np

        chance = 1.0 / (1.0 + np.exp(np.clip(scores[:, 0] - scores[:, 1], -60, 60)))
        likely = (np.flatnonzero(chance >= _VETO) + w.first).tolist()
        found = {i for i in likely if chance[i - w.first] >= _SURE[draft.starts[i]]}
        found |= {i for i in range(w.first + 1, w.last) if draft.paragraphs[i] != draft.paragraphs[i - 1]}
        return sorted(found | {w.first})

    def _decode(self, runs: Sequence[_Run]) -> None:
        """Labels of all words of some runs, filed with their drafts. Each row is decoded by itself, each run chained by itself."""
        import numpy as np

        if not runs:
            return
        scores = np.concatenate([part for run in runs for part in run.scores])
        bounds = np.cumsum([0, *(run.size for run in runs)]).tolist()
        found = {head: scores[:, self._columns[head]].argmax(1) for head in _BEST}
        found["rel"] = np.concatenate([part for run in runs for part in run.relations])
        found |= self._chain(scores, bounds)
        triggers, found["event"], types = self._events(scores[:, self._columns["event"]])
        labels = np.stack([found[key] for key in LABELS]).astype(np.uint8)
        rules = scores[:, self._columns["lemma"]].argmax(1).tolist()
        for run, (a, b) in zip(runs, pairwise(bounds), strict=True):
            work, shift = run.work, run.first - a
            work.labels.append(labels[:, a:b])
            work.scores.append(triggers[a:b])
            work.types.update((i + shift, types[i]) for i in range(a, b) if i in types)
            words = work.draft.words[run.first : run.first + run.size]
            work.lemmas += self._lemmas(words, found["xpos"][a:b].tolist(), rules[a:b], scores[a:b, self._columns["lemma"]])

    def _chain(self, scores: ndarray, bounds: Sequence[int]) -> dict[str, ndarray]:
        """Tags of names and attribution: the best legal chain of each run."""
        import numpy as np

        sequences, laws = [], []
        given = {"name": self._config.names, "attribution": self._config.attribution}
        for key in _CHAINED:
            law = Law(np.array(given[key]["begin"], np.float32), np.array(given[key]["between"], np.float32))
            own = log_softmax(scores[:, self._columns[key]])
            sequences += [own[a:b] for a, b in pairwise(bounds)]
            laws += [law] * (len(bounds) - 1)
        paths = chains(sequences, laws)
        half = len(bounds) - 1
        return {"name": np.concatenate(paths[:half]), "attribution": np.concatenate(paths[half:])}

    def _events(self, scores: ndarray) -> tuple[ndarray, ndarray, dict[int, tuple[tuple[str, float], ...]]]:
        """Probability of being a trigger, the best type, and for likely triggers up to three types, given that they are triggers."""
        import numpy as np

        names = self._config.heads["event"]
        chance = np.exp(log_softmax(scores))
        any_type = 1.0 - chance[:, 0].astype(np.float64)
        found = np.round(any_type, 4)
        likely = np.flatnonzero(found >= _TYPES_FROM)
        order = ranked(chance[likely, 1:], 3) + 1
        shares = np.round(np.take_along_axis(chance[likely], order, 1) / any_type[likely, None], 4)
        rows = zip(likely.tolist(), order.tolist(), shares.tolist(), strict=True)
        types = {i: tuple([(names[k], share) for k, share in zip(kinds, row, strict=True)]) for i, kinds, row in rows}
        return found, chance[:, 1:].argmax(1) + 1, types

    def _lemmas(self, words: Sequence[str], tags: Sequence[int], rules: Sequence[int], scores: ndarray) -> list[str]:
        """The lemma of each word; the second and later rules are looked at only where the first makes no known word."""
        lexicon, xpos, names = self.session.lexicon, self._config.heads["xpos"], self._config.heads["lemma"]
        out = []
        for i, (word, tag, rule) in enumerate(zip(words, tags, rules, strict=True)):
            lemma = lexicon.sure(word, xpos[tag], names[rule])
            if lemma is None:
                lemma = lexicon.lemma(word, xpos[tag], [names[k] for k in ranked(scores[i : i + 1], _LEMMA_RULES)[0].tolist()])
            out.append(lemma)
        return out

    def _tags(self, work: _Work) -> Tags:
        import numpy as np

        draft, n = work.draft, len(work.draft.words)
        numbers = np.empty((4, n), np.int32)
        numbers[:2] = np.array(draft.offsets, np.int32).reshape(n, 2).T
        numbers[2] = work.heads
        numbers[3] = np.repeat(np.arange(len(work.first_words)), np.diff([*work.first_words, n]))
        labels: Any = np.concatenate(work.labels, axis=1) if work.labels else np.zeros((len(LABELS), 0), np.uint8)
        xpos = labels[LABELS.index("xpos")]
        agree(labels[LABELS.index("rel")], numbers[2], xpos, self._config.relations, self._config.heads["xpos"])
        new = [i for i in range(n) if not i or draft.paragraphs[i] != draft.paragraphs[i - 1]]
        self._bound(labels[LABELS.index("name")], "name", work.first_words)
        self._bound(labels[LABELS.index("attribution")], "attribution", new)
        return Tags(
            tuple(map(intern, draft.words)),
            tuple(map(intern, work.lemmas)),
            numbers,
            labels,
            np.concatenate(work.scores) if work.scores else np.zeros(0),
            work.types,
            (*new, n),
            tuple(work.first_words),
            draft.unclosed,
        )

    def _bound(self, tags: ndarray, key: str, firsts: Sequence[int]) -> None:
        """No name runs over the end of a sentence, no piece of attribution over the end of a paragraph: I- becomes B- there."""
        names = self._config.heads[key]
        for i in firsts:
            name = names[int(tags[i])]
            if name[0] == "I":
                tags[i] = names.index("B" + name[1:])


def _arrays(pieces: Sequence[tuple[int, ...]], shapes: Sequence[int], quotes: Sequence[int]) -> tuple[ndarray, ...]:
    """What the encoder is given of a window: piece numbers, shapes, quotation states, and the first piece of each word."""
    import numpy as np

    ids, shape_row, quote_row, first = [CLS], [SHAPE_EDGE], [0], []
    for cut, word_shape, quote in zip(pieces, shapes, quotes, strict=True):
        first.append(len(ids))
        ids += cut
        if len(cut) == 1:
            shape_row.append(word_shape)
            quote_row.append(quote)
        else:
            shape_row += [word_shape] * len(cut)
            quote_row += [quote] * len(cut)
    rows = ([*ids, SEP], [*shape_row, SHAPE_EDGE], [*quote_row, 0], first)
    return tuple(np.array([row], np.int64) for row in rows)
