"""An article cut into blocks: the paragraphs that go through the encoder together.

Where a block ends depends on its own paragraphs alone, so that a paragraph copied into another article (a reprint) is read there in
the very same company, gives the very same answer, and need not be read twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dateline.article import Span
from dateline.grammar.features import quotations
from dateline.grammar.paragraphs import paragraphs
from dateline.grammar.sentences import Start, starts
from dateline.grammar.tokens import tokenize

_CLOSES = 60  # a paragraph of so many characters ends its block; a headline, a dateline or a line of a list is read with what follows
_MOST = 800  # characters of a block of short paragraphs

Places = list[tuple[int, int]]  # offsets (first, last) of a block's paragraphs in the article's text


@dataclass(slots=True)
class Draft:
    """Words before the model reads them: those of a block of an article, or any that were cut elsewhere.

    `spaced[i]`: a blank (or the text's edge) precedes word i; `paragraphs[i]`: the number of its paragraph, ascending.
    `quotes` are the quotation states of the words, `unclosed` says that the last paragraph ends inside a quotation.
    """

    offsets: list[tuple[int, int]]
    words: list[str]
    spaced: list[bool]
    paragraphs: list[int]
    starts: list[Start]
    quotes: list[int] = field(default_factory=list)
    unclosed: bool = False

    def quoted(self, carried: bool = False) -> Draft:
        """This draft with its quotation states; `carried`: the paragraph before it ends inside a quotation."""
        self.quotes, self.unclosed = quotations(self.words, self.spaced, self.paragraphs, carried=carried)
        return self

    def firsts(self) -> list[int]:
        """First words of its paragraphs."""
        return [i for i, (before, own) in enumerate(pairwise((-1, *self.paragraphs))) if own != before]


def blocks(text: str, spans: Sequence[Span]) -> Iterator[Places]:
    """The blocks of the given spans of a text, in order; each span is a paragraph or several of its own."""
    block: Places = []
    size = done = 0
    for span in sorted(spans):
        first, last = max(span.start, done), min(span.end, len(text))
        if first >= last:
            continue
        done = last
        for place in paragraphs(text, first, last):
            length = place[1] - place[0]
            if block and size + length > _MOST:
                yield block
                block, size = [], 0
            block.append(place)
            size += length
            if length >= _CLOSES:
                yield block
                block, size = [], 0
    if block:
        yield block


def draft_of(copy: Sequence[str], *, carried: bool = False) -> Draft:
    """The words of a block's paragraphs. Offsets are those in `"\\n\\n".join(copy)`."""
    out = Draft([], [], [], [], [])
    base = 0
    for number, paragraph in enumerate(copy):
        places = tokenize(paragraph)
        out.offsets += [(base + start, base + end) for start, end in places] if base else places
        out.words += [paragraph[start:end] for start, end in places]
        out.spaced += [start != before for (start, _), (_, before) in zip(places, [(-1, -1), *places], strict=False)]
        out.paragraphs += [number] * len(places)
        base += len(paragraph) + 2
    out.starts = starts(out.words, out.spaced, out.paragraphs)
    return out.quoted(carried)


def given(sentences: Sequence[Sequence[str]]) -> tuple[str, Draft]:
    """Sentences and words that were cut elsewhere, kept as they are; and their text: one sentence a line, blanks between words."""
    out = Draft([], [], [], [], [])
    at = 0
    for number, words in enumerate(sentences):
        for word in words:
            out.offsets.append((at, at + len(word)))
            at += len(word) + 1
        out.words += words
        out.paragraphs += [number] * len(words)  # a paragraph a sentence: the model undoes no break that was given
        out.starts += [Start.YES, *[Start.NO] * (len(words) - 1)]
    out.spaced = [True] * len(out.words)
    return "\n".join(map(" ".join, sentences)), out.quoted()
