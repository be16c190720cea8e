"""The tagger: articles in, `Grammar` out. One pass of the encoder a window gives every layer.

tagger = load_tagger()
grammar = tagger.tag([article])[0]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.article import READ_PARTS, Article, Span
from dateline.grammar.decode import Law, chains, log_softmax, ranked, tree
from dateline.grammar.features import SHAPE_EDGE, quote_states, shape
from dateline.grammar.paragraphs import paragraph_numbers
from dateline.grammar.sentences import Start, starts
from dateline.grammar.session import FOLDER, Config, Session, read_config
from dateline.grammar.tokens import tokenize
from dateline.grammar.windows import CLS, SEP, Window, pack
from dateline.grammar.words import Grammar, Sentence, Word

if TYPE_CHECKING:
    from numpy import ndarray

_CHAIN_WORDS = 1200  # words of one article whose tags are chained in one go; longer texts are chained in pieces
_TYPES_FROM = 0.05  # below this a trigger's types are not listed
_VETO = 0.03  # the model must be this sure to undo a stop that the rules took for an end
_START = 0.5
_WORD_LABELS = ("upos", "xpos", "mention", "status", "condition")  # heads whose best label is the word's own
_LEMMA_RULES = 4  # tried in turn until one makes a word that exists


@dataclass(slots=True)
class Draft:
    """An article's words before, and their tags after, the model ran. Built by `draft_text` or from ready words."""

    offsets: list[tuple[int, int]]
    words: list[str]
    spaced: list[bool]
    paragraphs: list[int]
    starts: list[Start]
    first_words: list[int] = field(default_factory=list)  # of sentences
    columns: dict[str, list[Any]] = field(default_factory=dict)
    heads: list[int] = field(default_factory=list)
    chains: dict[str, list[Any]] = field(default_factory=dict)


def draft_text(text: str, spans: Sequence[Span]) -> Draft:
    """Cuts the given spans of a text; each is a paragraph or several of its own."""
    out = Draft([], [], [], [], [])
    paragraph = done = 0
    for span in sorted(spans):
        first, last = max(span.start, done), min(span.end, len(text))
        if first >= last:
            continue
        done = last
        offsets = [(a + first, b + first) for a, b in tokenize(text[first:last])]
        if not offsets:
            continue
        numbers = paragraph_numbers(text, offsets)
        out.words += [text[a:b] for a, b in offsets]
        out.spaced += [True, *(before[1] < here[0] for before, here in pairwise(offsets))]
        out.paragraphs += [paragraph + n for n in numbers]
        out.offsets += offsets
        paragraph += numbers[-1] + 1
    out.starts = starts(out.words, out.spaced, out.paragraphs)
    return out


class Tagger:
    """The model and its decoding. Loads its files when the first article is tagged; an answer never depends on its batch."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._config = read_config(folder)
        self._session: Session | None = None
        columns, at = {}, 0
        for head, labels in self._config.heads.items():
            columns[head] = slice(at, at + len(labels))
            at += len(labels)
        self._columns = columns

    @property
    def model(self) -> str:
        """Name and version of the model, kept in every record."""
        return self._config.name

    @property
    def config(self) -> Config:
        """Label sets and statistics."""
        return self._config

    def tag(self, articles: Sequence[Article]) -> list[Grammar]:
        """One `Grammar` an article, over the parts that are read; an article without parts is read whole. Raises ModelError."""
        drafts = []
        for article in articles:
            spans = article.spans(READ_PARTS) if article.parts else (Span(0, len(article.text)),)
            drafts.append(draft_text(article.text, spans))
        return self.finish(drafts)

    def tag_text(self, text: str) -> Grammar:
        """A `Grammar` of running text, all of it read."""
        return self.finish([draft_text(text, [Span(0, len(text))])])[0]

    def finish(self, drafts: Sequence[Draft]) -> list[Grammar]:
        """Runs the model over drafts and decodes them."""
        for draft in drafts:
            self._run(draft)
        self._chain(drafts)
        return [self._grammar(draft) for draft in drafts]

    def _loaded(self) -> Session:
        if self._session is None:
            self._session = Session(self._folder, self._config)
        return self._session

    def _run(self, draft: Draft) -> None:
        session = self._loaded()
        pieces = session.pieces.cut(draft.words)
        quotes = quote_states(draft.words, draft.spaced, draft.paragraphs)
        shapes = [shape(w) for w in draft.words]
        draft.columns = {key: [] for key in (*_WORD_LABELS, "lemma", "rel", "event", "type", "types")}
        draft.chains = {"name": [], "attribution": []}
        sure = [i for i, s in enumerate(draft.starts) if s == Start.YES]
        for window in pack([len(p) for p in pieces], sure, draft.paragraphs, self._config.window):
            self._window(session, draft, window, pieces, shapes, quotes)

    def _window(
        self, session: Session, draft: Draft, w: Window, pieces: list[tuple[int, ...]], shapes: list[int], quotes: list[int]
    ) -> None:
        import numpy as np

        ids, shp, quo, first = [CLS], [SHAPE_EDGE], [0], []
        for i in range(w.first, w.last):
            first.append(len(ids))
            size = len(pieces[i])
            ids += pieces[i]
            shp += [shapes[i]] * size
            quo += [quotes[i]] * size
        ids.append(SEP)
        shp.append(SHAPE_EDGE)
        quo.append(0)
        tags, arc, root, dependent, head = session.window(*(np.array([x], np.int64) for x in (ids, shp, quo, first)))
        columns = draft.columns
        for key in _WORD_LABELS:
            columns[key] += tags[:, self._columns[key]].argmax(1).tolist()
        columns["lemma"] += ranked(tags[:, self._columns["lemma"]], _LEMMA_RULES).tolist()
        for key in ("name", "attribution"):
            draft.chains[key].append(log_softmax(tags[:, self._columns[key]]))
        self._events(tags[:, self._columns["event"]], columns)
        begin = log_softmax(tags[:, self._columns["start"]])[:, 1]
        sentences = self._sentences(draft, w, begin)
        draft.first_words += sentences
        heads: list[int] = []
        for a, b in pairwise([*sentences, w.last]):
            block = slice(a - w.first, b - w.first)
            local = tree(arc[block, block], root[block, 0])
            heads += [h + block.start if h >= 0 else -1 for h in local]
        draft.heads += [h + w.first if h >= 0 else -1 for h in heads]
        columns["rel"] += session.relations(dependent, head, np.array(heads, np.int64)).tolist()

    @staticmethod
    def _sentences(draft: Draft, w: Window, begin: ndarray) -> list[int]:
        """First words of the window's sentences: the rules' sure ones unless the model vetoes, the open ones if the model wants them."""
        import numpy as np

        chance = np.exp(begin)
        out = [w.first]
        for i in range(w.first + 1, w.last):
            rule = draft.starts[i]
            if rule == Start.NO:
                continue
            new_paragraph = draft.paragraphs[i] != draft.paragraphs[i - 1]
            if new_paragraph or chance[i - w.first] >= (_VETO if rule == Start.YES else _START):
                out.append(i)
        return out

    @staticmethod
    def _events(scores: ndarray, columns: dict[str, list[Any]]) -> None:
        """Probability of being a trigger, and of each type given that it is one."""
        import numpy as np

        chance = np.exp(log_softmax(scores))
        any_type = 1.0 - chance[:, 0]
        found = [round(score, 4) for score in any_type.tolist()]
        order = ranked(chance[:, 1:], 3) + 1
        shares = np.take_along_axis(chance, order, 1) / any_type[:, None]
        columns["event"] += found
        columns["type"] += order[:, 0].tolist()
        for i, score in enumerate(found):
            kept = 0 if score < _TYPES_FROM else 3 if any_type[i] >= _TYPES_FROM else 1
            columns["types"].append([(int(order[i, k]), round(float(shares[i, k]), 4)) for k in range(kept)])

    def _chain(self, drafts: Sequence[Draft]) -> None:
        """Turns the scores of names and attribution into tags, all in one run of Viterbi."""
        import numpy as np

        sequences, laws, owners = [], [], []
        for key, law in self._laws().items():
            for draft in drafts:
                for run in _runs(draft.chains[key]):
                    sequences.append(np.concatenate(run))
                    laws.append(law)
                    owners.append((draft, key))
                draft.chains[key] = []
        for (draft, key), path in zip(owners, chains(sequences, laws), strict=True):
            draft.chains[key] += path.tolist()

    def _laws(self) -> dict[str, Law]:
        import numpy as np

        given = {"name": self._config.names, "attribution": self._config.attribution}
        return {key: Law(np.array(law["begin"], np.float32), np.array(law["between"], np.float32)) for key, law in given.items()}

    def _grammar(self, draft: Draft) -> Grammar:
        bounds = [*draft.first_words, len(draft.words)]
        sentences = tuple(
            Sentence(k, Span(draft.offsets[a][0], draft.offsets[b - 1][1]), a, b) for k, (a, b) in enumerate(pairwise(bounds))
        )
        columns = {key: [self._config.heads[key][k] for k in draft.columns[key]] for key in _WORD_LABELS}
        columns |= {key: self._bounded(draft, sentences, key) for key in draft.chains}
        words: list[Word] = []
        for sentence in sentences:
            words += [self._word(draft, columns, i, sentence.index) for i in range(sentence.first, sentence.last)]
        return Grammar(tuple(words), sentences, self.model)

    def _bounded(self, draft: Draft, sentences: Sequence[Sentence], key: str) -> list[str]:
        """BIO tags: no name runs over the end of a sentence, no piece of attribution over the end of a paragraph."""
        labels = self._config.heads[key]
        tags = [labels[k] for k in draft.chains[key]]
        for sentence in sentences:
            i = sentence.first
            if tags[i][0] == "I" and (key == "name" or i == 0 or draft.paragraphs[i] != draft.paragraphs[i - 1]):
                tags[i] = "B" + tags[i][1:]
        return tags

    def _word(self, draft: Draft, columns: dict[str, list[str]], i: int, sentence: int) -> Word:
        labels, xpos, head = self._config.heads, columns["xpos"][i], draft.heads[i]
        rules, events = labels["lemma"], labels["event"]
        return Word(
            i,
            *draft.offsets[i],
            draft.words[i],
            self._loaded().lexicon.lemma(draft.words[i], xpos, [rules[k] for k in draft.columns["lemma"][i]]),
            columns["upos"][i],
            xpos,
            head,
            self._relation(draft.columns["rel"][i], head),
            sentence,
            name=columns["name"][i],
            attribution=columns["attribution"][i],
            entity=columns["mention"][i],
            event=events[draft.columns["type"][i]],
            event_score=draft.columns["event"][i],
            event_types=tuple([(events[k], share) for k, share in draft.columns["types"][i]]),
            status=columns["status"][i],
            condition=columns["condition"][i],
        )

    def _relation(self, index: int, head: int) -> str:
        if head < 0:
            return "root"
        found = self._config.relations[index]
        return "dep" if found == "root" else found


def _runs(parts: Sequence[ndarray]) -> Iterator[list[ndarray]]:
    """Scores of an article's windows in runs that are chained in one go."""
    run: list[ndarray] = []
    for part in parts:
        if run and sum(map(len, run)) + len(part) > _CHAIN_WORDS:
            yield run
            run = []
        run.append(part)
    if run:
        yield run


@cache
def _load(folder: Path) -> Tagger:
    return Tagger(folder)


def load_tagger(path: Path | None = None) -> Tagger:
    """The tagger of a folder (default: the one that comes with Dateline), made once a process. Raises ModelError."""
    return _load(path or FOLDER)
