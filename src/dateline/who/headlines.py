"""Headlines: their noun phrases without what the desk writes before them and without the verbs that look like nouns there."""

from __future__ import annotations

import re

from dateline.who.reading import Reading
from dateline.who.shapes import Chunk

_SLUG = re.compile(r"(?:UPDATE|WRAPUP|RPT|REFILE|CORRECTED|EXCLUSIVE|FACTBOX|ANALYSIS|INSIGHT)(?: \d+)?\s?-\s?(?=\w)")
#: Verbs that a headline sets behind a plural and the tagger takes for nouns or adjectives: "Rebels free engineer"
_VERBS = frozenset("free back name fire jail slam seize kill hit arrest attack storm shell release warn raid target blast bomb".split())


def headline_pieces(reading: Reading, chunk: Chunk) -> list[Chunk]:
    """The noun phrases in a chunk of a headline."""
    return _unverbed(reading, _without_slug(reading, chunk))


def _without_slug(reading: Reading, chunk: Chunk) -> Chunk:
    """ "UPDATE 2-Rebels take town": what the desk writes before a headline is no part of it."""
    slug = _SLUG.match(reading.article.text, reading.words[chunk.first].start)
    first = chunk.first
    while slug is not None and first < chunk.last and reading.words[first].start < slug.end():
        first += 1
    return chunk if first in (chunk.first, chunk.last) else Chunk(first, chunk.last, max(chunk.owner, first))


def _unverbed(reading: Reading, chunk: Chunk) -> list[Chunk]:
    """Headlines write "Norland hands spy to Sudmark": the word after a country is a verb, whatever the tagger says."""
    first, last = chunk.first, chunk.last
    if last - first < 2:
        return [chunk]
    if reading.words[first].text in _VERBS and first and reading.words[first - 1].text.endswith("s"):
        return [Chunk(first + 1, last, max(chunk.owner, first + 1))]
    for i in range(first + 1, last - 1):
        word = reading.words[i - 1]
        many = reading.hit_over(word)
        if reading.words[i].text in _VERBS and many is not None and many.entry.plural and many.end == word.end:
            return [Chunk(first, i, chunk.owner), Chunk(i + 1, last, max(chunk.owner, i + 1))]
    hit, verb = reading.hit_over(reading.words[first]), reading.words[first + 1]
    if hit is None or hit.entry.kind not in ("land", "capital") or hit.end != reading.words[first].end:
        return [chunk]
    placed = verb.text in _VERBS and first > 0 and reading.words[first - 1].upos == "ADP"  # "Rebels in Norland free engineer"
    if not placed and (not verb.text.islower() or not verb.text.endswith("s") or reading.hit_over(verb) is not None):
        return [chunk]
    rest = [Chunk(first + 2, last, max(chunk.owner, first + 2))] if last > first + 2 else []
    return [Chunk(first, first + 1, first), *rest]
