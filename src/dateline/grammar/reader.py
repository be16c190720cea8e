"""One pass of the encoder over drafts, and the decoding of what it says: scores in, labels and trees out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from itertools import chain, pairwise
from sys import intern
from typing import Any

from dateline.grammar.arrays import ndarray
from dateline.grammar.blocks import Draft
from dateline.grammar.decode import Law, agree, chains, log_softmax, ranked, trees
from dateline.grammar.features import SHAPE_EDGE, shape
from dateline.grammar.segments import likely, settled
from dateline.grammar.sentences import Start
from dateline.grammar.session import Config, Session
from dateline.grammar.windows import CLS, SEP, pack

#: The labels of a word that are kept as numbers, in the order of `Tags.labels`.
LABELS = ("upos", "xpos", "rel", "name", "attribution", "mention", "event", "status", "condition")
_BEST = ("xpos", "mention", "status", "condition")  # those whose best label is the word's own
_CHAINED = ("name", "attribution")
_RUN = 1200  # words of one draft whose tags are chained in one go; longer drafts are chained in pieces
_ROWS = 4000  # words whose scores are held at a time
_TYPES_FROM = 0.05  # below this a trigger's types are not listed
# How sure the model must be of a sentence's start, by what the rules say (it may undo one that they are sure of).
_SURE = {Start.NO: 2.0, Start.UNLIKELY: 0.9, Start.UNMARKED: 0.7, Start.OPEN: 0.5, Start.YES: 0.1}
# Where F1 of exact pieces is what counts, a piece is worth keeping from half of that F1 on; here it is about 80 percent.
_LIKELY = 0.4
_FILLED = ("cue", "content")  # of these even an unlikely piece is worth more than none: its bounds are in doubt, not that there is one
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

    def __reduce__(self) -> tuple[Any, ...]:
        """How it is packed: by its parts, compiled or not."""
        return Tags, tuple([getattr(self, part.name) for part in fields(self)])


@dataclass(slots=True)
class _Work:
    """A draft on its way: what its runs gave so far."""

    draft: Draft
    first_words: list[int] = field(default_factory=list)
    heads: list[ndarray] = field(default_factory=list)
    labels: list[ndarray] = field(default_factory=list)
    scores: list[ndarray] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    types: dict[int, tuple[tuple[str, float], ...]] = field(default_factory=dict)


@dataclass(slots=True)
class _Run:
    """Neighbouring windows of one draft, not yet decoded: what the encoder said of each (as `Session.window` gives it)."""

    work: _Work
    first: int
    found: list[list[ndarray]] = field(default_factory=list)
    size: int = 0

    @property
    def words(self) -> slice:
        """Its words in the draft."""
        return slice(self.first, self.first + self.size)


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
        self._filled = [config.heads["attribution"].index(f"B-{kind}") for kind in _FILLED]
        self._opening = {head: _opening(config.heads[head]) for head in _CHAINED}

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
            run.found.append(session.window(*_arrays(pieces[w], shapes[w], draft.quotes[w])))
            run.size += size
        if run.size:
            yield run

    def _shapes(self, words: Sequence[str]) -> list[int]:
        known = self._shape
        if len(known) > _REMEMBERED:
            known.clear()
        return [known.get(w) or known.setdefault(w, shape(w)) if len(w) < _LONG else shape(w) for w in words]

    def _decode(self, runs: Sequence[_Run]) -> None:
        """Labels and trees of all words of some runs, filed with their drafts. Each row is decoded and each run chained by itself."""
        import numpy as np

        if not runs:
            return
        scores = np.concatenate([found[0] for run in runs for found in run.found])
        bounds = np.cumsum([0, *(run.size for run in runs)]).tolist()
        paragraphs, firsts = self._sentences(runs, scores[:, self._columns["start"]])
        found = {head: scores[:, self._columns[head]].argmax(1) for head in _BEST}
        heads, found["rel"] = self._trees(runs, firsts)
        agree(found["rel"], heads, found["xpos"], self._config.relations, self._config.heads["xpos"])
        numbers = self.session.priors.numbers([w for run in runs for w in run.work.draft.words[run.words]])
        usual = self.session.priors.scores(numbers, found["rel"], heads, firsts)
        found["upos"] = (log_softmax(scores[:, self._columns["upos"]]) + usual).argmax(1)
        found |= self._chain(scores, bounds)
        for head, opened in zip(_CHAINED, (firsts, paragraphs), strict=True):
            found[head][opened] = self._opening[head][found[head][opened]]
        triggers, found["event"], types = self._events(scores[:, self._columns["event"]])
        labels = np.stack([found[key] for key in LABELS]).astype(np.uint8)
        rules = scores[:, self._columns["lemma"]].argmax(1).tolist()
        for run, (a, b) in zip(runs, pairwise(bounds), strict=True):
            work, shift = run.work, run.first - a
            work.first_words += [i + shift for i in firsts[bisect_left(firsts, a) : bisect_left(firsts, b)]]
            work.heads.append(np.where(heads[a:b] >= 0, heads[a:b] + shift, -1))
            work.labels.append(labels[:, a:b])
            work.scores.append(triggers[a:b])
            work.types.update((i + shift, types[i]) for i in range(a, b) if i in types)
            words = work.draft.words[run.words]
            work.lemmas += self._lemmas(words, found["xpos"][a:b].tolist(), rules[a:b], scores[a:b, self._columns["lemma"]])

    @staticmethod
    def _sentences(runs: Sequence[_Run], scores: ndarray) -> tuple[list[int], list[int]]:
        """First words of paragraphs, and of sentences: paragraphs, windows, and where the model is as sure as the rules' opinion asks."""
        import numpy as np

        opinion = np.array([start for run in runs for start in run.work.draft.starts[run.words]], np.int64)
        chance = 1.0 / (1.0 + np.exp(np.clip(scores[:, 0] - scores[:, 1], -60, 60)))
        begins = chance >= np.array([_SURE[start] for start in Start], np.float32)[opinion]
        paragraphs, at = [], 0
        for run in runs:
            shift = at - run.first
            paragraphs += [i + shift for i in run.work.draft.firsts() if run.first <= i < run.first + run.size]
            for found in run.found:
                begins[at] = True
                at += len(found[0])
        begins[paragraphs] = True
        return paragraphs, np.flatnonzero(begins).tolist()

    def _trees(self, runs: Sequence[_Run], firsts: Sequence[int]) -> tuple[ndarray, ndarray]:
        """Heads of the words of all runs, counted through, and their relations."""
        import numpy as np

        windows = [found for run in runs for found in run.found]
        heads = trees([(arc, root[:, 0]) for _, arc, root, _, _ in windows], firsts)
        relations, at = [], 0
        for _, _, root, dependent, head in windows:
            own = heads[at : at + len(root)]
            relations.append(self.session.relations(dependent, head, np.where(own >= 0, own - at, -1)))
            at += len(root)
        return heads, np.concatenate(relations)

    def _chain(self, scores: ndarray, bounds: Sequence[int]) -> dict[str, ndarray]:
        """Tags of names and attribution: the best legal chain of each run; for attribution likely pieces first."""
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
        pieces = likely(sequences[half:], laws[-1], _LIKELY)
        attribution = [settled(path, own, self._filled) for path, own in zip(paths[half:], pieces, strict=True)]
        return {"name": np.concatenate(paths[:half]), "attribution": np.concatenate(attribution)}

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
        settled = lexicon.settled.get
        out = []
        for i, (word, tag, rule) in enumerate(zip(words, tags, rules, strict=True)):
            lemma = settled((word, xpos[tag], names[rule])) or lexicon.sure(word, xpos[tag], names[rule])
            if lemma is None:
                lemma = lexicon.lemma(word, xpos[tag], [names[k] for k in ranked(scores[i : i + 1], _LEMMA_RULES)[0].tolist()])
            out.append(lemma)
        return out

    @staticmethod
    def _tags(work: _Work) -> Tags:
        import numpy as np

        draft, n = work.draft, len(work.draft.words)
        numbers = np.empty((4, n), np.int32)
        labels: Any = np.zeros((len(LABELS), 0), np.uint8)
        if n:
            numbers[:2] = np.array(draft.offsets, np.int32).T
            numbers[2] = np.concatenate(work.heads)
            numbers[3] = np.repeat(np.arange(len(work.first_words)), np.diff([*work.first_words, n]))
            labels = np.concatenate(work.labels, axis=1)
        return Tags(
            tuple(map(intern, draft.words)),
            tuple(map(intern, work.lemmas)),
            numbers,
            labels,
            np.concatenate(work.scores) if n else np.zeros(0),
            work.types,
            (*draft.firsts(), n),
            tuple(work.first_words),
            draft.unclosed,
        )


def _opening(names: Sequence[str]) -> ndarray:
    """For each tag of a chain what it is at the first word that may bear it: no name runs over the end of a sentence, no piece of
    attribution over the end of a paragraph, so that I- becomes B- there."""
    import numpy as np

    return np.array([names.index("B" + name[1:]) if name[0] == "I" else k for k, name in enumerate(names)])


def _arrays(pieces: Sequence[tuple[int, ...]], shapes: Sequence[int], quotes: Sequence[int]) -> tuple[ndarray, ...]:
    """What the encoder is given of a window: piece numbers, shapes, quotation states, and the first piece of each word."""
    import numpy as np

    ids = np.array([[CLS, *chain.from_iterable(pieces), SEP]], np.int64)
    sizes = np.array(list(map(len, pieces)), np.int64)
    first = np.concatenate(([1], 1 + sizes.cumsum()[:-1]))
    shape_row, quote_row = np.full((2, 1, ids.shape[1]), SHAPE_EDGE, np.int64)
    shape_row[0, 1:-1] = np.repeat(shapes, sizes)
    quote_row[0, 1:-1] = np.repeat(quotes, sizes)
    quote_row[0, [0, -1]] = 0
    return ids, shape_row, quote_row, first[None]
