"""The tagger: articles in, `Grammar` out. One pass of the encoder a block of paragraphs gives every layer.

tagger = load_tagger()
grammar = tagger.tag([article])[0]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from dateline.article import READ_PARTS, Article, Span
from dateline.grammar.blocks import Draft, Places, blocks, draft_of
from dateline.grammar.features import closes_first
from dateline.grammar.memory import Memory, Notes
from dateline.grammar.reader import LABELS, Reader, Tags
from dateline.grammar.reprints import Key, Reprints
from dateline.grammar.session import FOLDER, Config, Session, read_config
from dateline.grammar.words import Grammar, Sentence, Word, words_of
from dateline.settings import setting

__all__ = ["Draft", "Tagger", "load_tagger"]

_WORDS = 8000  # words that are cut before the encoder reads them
_SLICE = 4096  # words of one paragraph that are built at a time
_LETTERS = 2  # characters of copy on which rooms keep findings, a word remembered: these take more room than tags, so a sixth of the copy


class Tagger:
    """The model and its decoding. Loads its files when the first article is tagged; an answer never depends on its batch.

    `reprints`: words of blocks that are remembered (default: the setting `reprint_words`); 0 reads everything anew.
    """

    def __init__(self, folder: Path, *, reprints: int | None = None) -> None:
        self._folder = folder
        self._config = read_config(folder)
        self._reader: Reader | None = None
        room = setting("reprint_words") if reprints is None else reprints
        self._reprints = Reprints(room)
        self._memory = Memory(_LETTERS * room) if room else None
        sets = self._config.heads | {"rel": ["dep" if r == "root" else r for r in self._config.relations]}
        self._labels = [sets[key] for key in LABELS]

    @property
    def model(self) -> str:
        """Name and version of the model, kept in every record."""
        return self._config.name

    @property
    def config(self) -> Config:
        """Label sets and statistics."""
        return self._config

    @property
    def session(self) -> Session:
        """The model's graphs and lexicons, loaded. Raises ModelError."""
        return self._loaded().session

    def tag(self, articles: Sequence[Article]) -> list[Grammar]:
        """One `Grammar` an article, over the parts that are read; an article without parts is read whole. Raises ModelError."""
        cut = [(a.text, list(blocks(a.text, a.spans(READ_PARTS) if a.parts else (Span(0, len(a.text)),)))) for a in articles]
        tags = self._read(cut)
        return [self._grammar([(*next(tags), places) for places in found]) for _, found in cut]

    def tag_text(self, text: str) -> Grammar:
        """A `Grammar` of running text, all of it read."""
        return self.tag([Article("", text)])[0]

    def finish(self, drafts: Sequence[Draft]) -> list[Grammar]:
        """A `Grammar` of each draft: of words that were cut elsewhere, with offsets into their own text."""
        for draft in drafts:
            if len(draft.quotes) != len(draft.words):
                draft.quoted()
        return [self._grammar([(None, tags, None)]) for tags in self._loaded().read(drafts)]

    def _loaded(self) -> Reader:
        if self._reader is None:
            self._reader = Reader(Session(self._folder, self._config), self._config)
        return self._reader

    def _read(self, texts: Sequence[tuple[str, list[Places]]]) -> Iterator[tuple[Key, Tags]]:
        """Tags of all blocks of all texts, in order. A block that was read before is not read again."""
        asked: list[Key] = []
        known: dict[Key, Tags] = {}
        fresh: dict[Key, Draft] = {}
        waiting = 0
        for text, cut in texts:
            unclosed = False
            for places in cut:
                copy = [text[a:b] for a, b in places]
                key = ("\n\n".join(copy), unclosed and closes_first(copy[0]))
                asked.append(key)
                tags = known.get(key) or self._reprints.get(key)
                if tags is not None:
                    known[key] = tags
                    unclosed = tags.unclosed
                    continue
                if key not in fresh:
                    fresh[key] = draft_of(copy, carried=key[1])
                    waiting += len(fresh[key].words)
                unclosed = fresh[key].unclosed
                if waiting > _WORDS:
                    self._fresh(fresh, known)
                    waiting = 0
        self._fresh(fresh, known)
        return ((key, known[key]) for key in asked)

    def _fresh(self, drafts: dict[Key, Draft], known: dict[Key, Tags]) -> None:
        """Reads drafts, files and remembers their tags."""
        if not drafts:
            return
        for key, tags in zip(drafts, self._loaded().read(list(drafts.values())), strict=True):
            known[key] = tags
            self._reprints.put(key, tags)
        drafts.clear()

    def _grammar(self, parts: Iterable[tuple[Key | None, Tags, Places | None]]) -> Grammar:
        """Blocks put together: their offsets in the article's text, their words and sentences numbered on."""
        words: list[Word] = []
        sentences: list[Sentence] = []
        kept: list[Notes] = []
        for key, tags, places in parts:
            at, number = len(words), len(sentences)
            inner = 0  # where the paragraph begins in the block's own text
            for k, (a, b) in enumerate(pairwise(tags.bounds)):
                shift = places[k][0] - inner if places is not None else 0
                for first in range(a, b, _SLICE):
                    words += words_of(self._columns(tags, slice(first, min(first + _SLICE, b)), shift, at, number))
                inner += places[k][1] - places[k][0] + 2 if places is not None else 0
            for a, b in pairwise([*tags.sentences, len(tags.texts)]):
                sentences.append(Sentence(len(sentences), Span(words[at + a].start, words[at + b - 1].end), at + a, at + b))
            kept += self._notes(key, len(tags.sentences))
        return Grammar(tuple(words), tuple(sentences), self.model, tuple(kept), self._memory)

    def _notes(self, key: Key | None, sentences: int) -> list[Notes]:
        """The findings on each sentence of a block; none where nothing is remembered."""
        if self._memory is None or key is None:
            return []
        block = self._memory.on(key, len(key[0]))
        return [block.setdefault(n, {}) for n in range(sentences)]

    def _columns(self, tags: Tags, part: slice, shift: int, at: int, number: int) -> list[Sequence[Any]]:
        """The fields of `Word`, in their order, of some words of a block that is `shift` characters, `at` words, `number` sentences in."""
        starts, ends, heads, sentences = tags.numbers[:, part].tolist()
        upos, xpos, rel, name, attribution, mention, event, status, condition = (
            [names[k] for k in row] for names, row in zip(self._labels, tags.labels[:, part].tolist(), strict=True)
        )
        types = tags.types
        return [
            range(at + part.start, at + part.stop),
            [x + shift for x in starts],
            [x + shift for x in ends],
            tags.texts[part],
            tags.lemmas[part],
            upos,
            xpos,
            [h + at if h >= 0 else -1 for h in heads],
            [r if h >= 0 else "root" for r, h in zip(rel, heads, strict=True)],
            [k + number for k in sentences],
            name,
            attribution,
            mention,
            event,
            tags.scores[part].tolist(),
            [types.get(i, ()) for i in range(part.start, part.stop)],
            status,
            condition,
        ]


@cache
def _load(folder: Path) -> Tagger:
    return Tagger(folder)


def load_tagger(path: Path | None = None) -> Tagger:
    """The tagger of a folder (default: the one that comes with Dateline), made once a process. Raises ModelError."""
    return _load(path or FOLDER)
