"""Grammar: the words, sentences, trees, names and attribution tags of one article, as the tagger gives them.

This is all that the stages see of the model: plain frozen values, indexes into one tuple of words, offsets into the article's text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any

from dateline.article import Span
from dateline.grammar.memory import Memory, Notes


@lru_cache(1024)
def _bare(deprel: str) -> str:
    return deprel.split(":")[0]


@dataclass(frozen=True, slots=True)
class Word:
    """One token. `head` is the index of its head word in the article, -1 for a root; `name` and `attribution` are BIO tags."""

    index: int
    start: int
    end: int
    text: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str
    sentence: int
    name: str = "O"  # O, B-PER, I-PER, ... of PER ORG LOC MISC
    attribution: str = "O"  # O, B-source, I-source, B-cue, ..., B-content, ...
    entity: str = ""  # type of the mention this word heads: person organization place event object abstract time ... or ""
    event: str = ""  # best PLOVER type if this word triggered an event (given also when event_score is small), else ""
    event_score: float = 0.0  # probability that the word is a trigger at all
    event_types: tuple[tuple[str, float], ...] = ()  # up to three types with probabilities, best first; () when event_score < .05
    status: str = ""  # actual planned possible denied, read only at triggers
    condition: str = ""  # condition kind if the word is part of its words, else ""

    @property
    def span(self) -> Span:
        """Offsets in the article's text."""
        return Span(self.start, self.end)

    @property
    def relation(self) -> str:
        """The relation to the head without its subtype: `nsubj` of `nsubj:pass`."""
        return _bare(self.deprel)


_SLOTS = [getattr(Word, part.name) for part in fields(Word)]


def words_of(columns: Sequence[Sequence[object]]) -> list[Word]:
    """`list(map(Word, *columns))` in half the time: a frozen dataclass sets each field of each value by a call of its own."""
    out = [Word.__new__(Word) for _ in columns[0]]
    for slot, column in zip(_SLOTS, columns, strict=True):
        deque(map(slot.__set__, out, column), maxlen=0)
    return out


def _by_relation(below: Sequence[Word]) -> dict[str, tuple[Word, ...]]:
    found: dict[str, tuple[Word, ...]] = {}
    for word in below:
        deprel = word.deprel
        found[deprel] = (*found.get(deprel, ()), word)
        bare = _bare(deprel)
        if bare != deprel:
            found[bare] = (*found.get(bare, ()), word)
    return found


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words `first` up to, not including, `last`."""

    index: int
    span: Span
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words with one label: a name (PER ORG LOC MISC) or a piece of an attribution (source cue content)."""

    label: str
    first: int
    last: int
    span: Span


@dataclass(frozen=True, slots=True)
class Grammar:
    """Words and sentences of an article's read parts, in order of the text. `model` names the tagger and its version.

    Where the tagger remembers reprints, `kept` are the findings on each sentence, and `memory` holds those on other copy.
    """

    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]
    model: str
    kept: tuple[Notes, ...] = field(default=(), compare=False, repr=False)
    memory: Memory | None = field(default=None, compare=False, repr=False)
    lower: tuple[str, ...] = field(init=False, compare=False, repr=False)  # the words in small letters
    lower_lemmas: tuple[str, ...] = field(init=False, compare=False, repr=False)  # the lemmas in small letters
    names: tuple[Segment, ...] = field(init=False, compare=False, repr=False)  # in order
    attributions: tuple[Segment, ...] = field(init=False, compare=False, repr=False)  # source cue content, in order
    worked_out: dict[str, Any] = field(init=False, compare=False, repr=False)  # by room
    _starts: list[int] = field(init=False, compare=False, repr=False)
    _children: tuple[tuple[Word, ...], ...] = field(init=False, compare=False, repr=False)
    _related: dict[int, dict[str, tuple[Word, ...]]] = field(init=False, compare=False, repr=False)  # of the words that were asked about

    def __post_init__(self) -> None:
        """Works out once what every room asks for."""
        below: list[list[Word]] = [[] for _ in self.words]
        for word in self.words:
            if word.head >= 0:
                below[word.head].append(word)
        worked: dict[str, Any] = {
            "lower": tuple([w.text.lower() for w in self.words]),
            "lower_lemmas": tuple([w.lemma.lower() for w in self.words]),
            "names": self._segments([w.name for w in self.words]),
            "attributions": self._segments([w.attribution for w in self.words]),
            "worked_out": {},
            "_starts": [w.start for w in self.words],
            "_children": tuple(map(tuple, below)),
            "_related": {},
        }
        for name, value in worked.items():
            object.__setattr__(self, name, value)

    def sentence(self, index: int) -> tuple[Word, ...]:
        """The words of one sentence."""
        s = self.sentences[index]
        return self.words[s.first : s.last]

    def notes(self, sentence: int) -> Notes:
        """What was found in the words and tags of a sentence alone, here or where the same paragraph was printed before."""
        return self.kept[sentence] if self.kept else {}

    def notes_on(self, copy: str) -> Notes:
        """What was found in the letters of some copy alone."""
        return self.memory.on(copy, len(copy)) if self.memory is not None else {}

    def children(self, index: int, *deprels: str) -> tuple[Word, ...]:
        """Dependents of a word in order, all or only those whose relation is one of `deprels` (a bare one admits its subtypes)."""
        below = self._children[index]
        if not deprels or not below:
            return below
        related = self._related.get(index)
        if related is None:
            related = self._related[index] = _by_relation(below)
        if len(deprels) == 1:
            return related.get(deprels[0], ())
        some = [group for group in map(related.get, deprels) if group]
        if len(some) < 2:
            return some[0] if some else ()
        return tuple([w for w in below if w.deprel in deprels or _bare(w.deprel) in deprels])

    def subtree(self, index: int) -> tuple[int, ...]:
        """Indexes of a word and all words below it, ascending."""
        children = self._children
        if not children[index]:
            return (index,)
        out = [index]
        for i in out:  # grows as it goes
            if children[i]:
                out += [word.index for word in children[i]]
        out.sort()
        return tuple(out)

    def ancestors(self, index: int) -> Iterator[Word]:
        """Heads of a word from the nearest up to the root."""
        i = self.words[index].head
        while i >= 0:
            yield self.words[i]
            i = self.words[i].head

    def within(self, span: Span) -> tuple[Word, ...]:
        """Words that overlap a span."""
        start, end = span
        starts, words = self._starts, self.words
        first = bisect_right(starts, start) - 1
        if first < 0 or words[first].end <= start:
            first += 1
        last = first
        while last < len(starts) and starts[last] < end:  # mostly a word or three
            last += 1
        return words[first:last]

    def span_of(self, first: int, last: int) -> Span:
        """Offsets from word `first` to the word before `last`."""
        return Span(self.words[first].start, self.words[last - 1].end)

    def _segments(self, tags: Sequence[str]) -> tuple[Segment, ...]:
        out: list[Segment] = []
        first, label = -1, ""
        for i, tag in enumerate(tags):
            if first >= 0 and not (tag.startswith("I-") and tag[2:] == label):
                out.append(Segment(label, first, i, self.span_of(first, i)))
                first = -1
            if tag != "O" and first < 0:
                first, label = i, tag[2:]
        if first >= 0:
            out.append(Segment(label, first, len(tags), self.span_of(first, len(tags))))
        return tuple(out)
