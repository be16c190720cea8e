"""Further tellings that only point back: "the strike", "their protest", "the unrest", of an act that the article has told before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from dateline.article import Span
from dateline.fields import Event
from dateline.grammar.words import Grammar, Sentence, Word
from dateline.rules import load_lexicon

_POINTING = frozenset(("the", "this", "that", "these", "those", "such"))
_INSIDE = frozenset(("compound", "flat", "amod", "nmod:desc"))


@cache
def _naming() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """By noun the types, and with each the mode or "any", of the acts that it may point back to."""
    out: dict[str, list[tuple[str, str]]] = {}
    for row in load_lexicon("dateline.did", "retold.tsv"):
        for noun in row["nouns"].split():
            out.setdefault(noun, []).append((row["type"], row["mode"]))
    return {noun: tuple(kinds) for noun, kinds in out.items()}


def retold(g: Grammar, sentences: Iterable[Sentence], events: Sequence[Event], heads: Sequence[int]) -> dict[str, list[Span]]:
    """Spans of nouns with "the", "this" or an owner that no trigger covers, by the id of the latest act before them that they may point
    back to: one of their type that was told in the same word, or of the mode that the noun names."""
    told = sorted(zip(heads, events, strict=True), key=lambda pair: pair[0])
    taken = [span for event in events for span in (event.trigger, *event.also)]
    out: dict[str, list[Span]] = {}
    for word in _pointers(g, sentences):
        if any(span.overlaps(word.span) for span in taken):
            continue
        lemma = g.lower_lemmas[word.index]
        before = [event for head, event in told if head < word.index and _fits(g, lemma, head, event)]
        if before:
            out.setdefault(before[-1].id, []).append(word.span)
    return out


def _pointers(g: Grammar, sentences: Iterable[Sentence]) -> Iterator[Word]:
    naming = _naming()
    for sentence in sentences:
        for word in g.words[sentence.first : sentence.last]:
            if word.upos != "NOUN" or g.lower_lemmas[word.index] not in naming or word.deprel in _INSIDE:
                continue
            if g.children(word.index, "nmod:poss") or any(w.text.lower() in _POINTING for w in g.children(word.index, "det")):
                yield word


def _fits(g: Grammar, lemma: str, head: int, event: Event) -> bool:
    same = lemma[:4] == g.lower_lemmas[head][:4] or any(lemma[:4] == w.lemma.lower()[:4] for w in g.within(event.trigger))
    return any(event.type == kind and (same or mode == "any" or event.mode == mode) for kind, mode in _naming()[lemma])
