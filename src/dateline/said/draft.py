"""A draft: one reading of who says what, before readings are united, joined and numbered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.article import Article, Span
from dateline.fields import Manner
from dateline.grammar.words import Grammar, Word
from dateline.said.quotes import trim

#: Words that open a reported clause and are no part of what is said.
_OPENERS = frozenset({"that", "because"})


@dataclass(frozen=True, slots=True)
class Draft:
    """One reading. `head` is the cue's main word, `speaker` the source's; both are word indexes or -1."""

    rule: str
    manner: Manner
    content: tuple[Span, ...]
    cue: Span | None = None
    head: int = -1
    source: Span | None = None
    speaker: int = -1
    quoted: bool = False
    weak: bool = False  # infinitives, noun phrases: given way to any other reading
    sure: bool = False  # the main clause itself says it: kept even where the tagger sees nothing
    within: int = -1  # head of the cue of the statement that reports this one

    @property
    def start(self) -> int:
        """Where the content begins."""
        return min(self.content).start

    @property
    def end(self) -> int:
        """Where the content ends."""
        return max([s.end for s in self.content])

    def with_content(self, content: tuple[Span, ...], **changes: object) -> Draft:
        """The same reading with other content; the very same where nothing changes, as most often."""
        return self if content == self.content and not changes else replace(self, content=content, **changes)  # type: ignore[arg-type]


def merge(spans: tuple[Span, ...], text: str) -> tuple[Span, ...]:
    """Spans in order; those that overlap or are parted by a blank or a comma only become one, never over a paragraph's end."""
    out: list[Span] = []
    for s in sorted(spans):
        gap = text[out[-1].end : s.start] if out else ""
        if out and (s.start <= out[-1].end or (len(gap) <= 2 and "\n" not in gap and not gap.strip(" \u00a0,.!?\u2026"))):
            out[-1] = Span(out[-1].start, max(out[-1].end, s.end))
        else:
            out.append(s)
    return tuple(out)


def pieces(article: Article, grammar: Grammar, indexes: list[int]) -> tuple[Span, ...]:
    """Content spans from word indexes: runs of neighbouring words, trimmed, without an opening "that"."""
    runs: list[list[int]] = []
    for i in sorted(indexes):
        if runs and i == runs[-1][-1] + 1 and not _parted(article, grammar.words[i - 1], grammar.words[i]):
            runs[-1].append(i)
        else:
            runs.append([i])
    out: list[Span] = []
    for run in runs:
        while run and _skips(grammar.words[run[0]]):
            run = run[1:]
        while run and _closes(grammar.words[run[-1]]):
            run = run[:-1]
        if not run:
            continue
        span = trim(article.text, grammar.words[run[0]].start, grammar.words[run[-1]].end)
        if span is not None and any(c.isalnum() for c in article.words(span)):
            out.append(span)
    return tuple(out)


def _parted(article: Article, a: Word, b: Word) -> bool:
    """Whether a paragraph ends between two neighbouring words; a wrapped line is no end."""
    if a.sentence == b.sentence or "\n" not in article.text[a.end : b.start]:
        return False
    return not article.parts or article.part_at(a.start) is not article.part_at(b.start)


def _skips(word: Word) -> bool:
    return word.upos == "PUNCT" or (
        word.text.lower() in _OPENERS and word.upos in ("SCONJ", "PRON", "DET") and word.deprel == "mark" and word.text.lower() == "that"
    )


def _closes(word: Word) -> bool:
    return word.upos == "PUNCT" or (word.upos == "CCONJ")
