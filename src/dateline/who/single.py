"""Codes for a phrase outside an article: the words of the phrase first, then those around it in its sentence."""

from __future__ import annotations

from dateline.article import Span
from dateline.who.lexicon import NATIONAL, Hit, WhoLexicon
from dateline.who.phrase import phrase_hits, read_phrase


def code_phrase(
    mention: str, sentence: str | None, span: tuple[int, int] | None, date: str | None, lexicon: WhoLexicon
) -> tuple[str | None, str | None, tuple[Span, ...]]:
    """Country, sector and the spans (in `sentence` where one is given, else in `mention`) that gave them.

    `span` is where the mention stands in the sentence; `date` an ISO date or None (kept for tables of office holders).
    """
    text, place = (mention, Span(0, len(mention))) if sentence is None or span is None else (sentence, Span(*span))
    hits = phrase_hits(text, place, lexicon)
    person = _personal(text[place.start : place.end])
    code = read_phrase(text, place, hits, lexicon, named=text[place.start : place.start + 1].isupper() or " " in mention, person=person)
    country, sector, because = code.country, code.sector, list(code.because)
    if code.city and person:
        country = None
    if sector is None and len(hits) == 1 and hits[0].start <= place.start + 4 and hits[0].end >= place.end - 2:
        sector = _town(text, place, hits[0])
    if country is None and sentence is not None and span is not None:
        near = _around(sentence, place, lexicon)
        if near is not None:
            country = near.entry.country
            because.append(Span(near.start, near.end))
    return country, sector, tuple(because)


#: A town after one of these is a place, its people are meant; else a capital is its government.
_PLACE_WORDS = frozenset("in at near outside inside around into through across over of to from toward towards off".split())


def _town(text: str, place: Span, hit: Hit) -> str | None:
    if hit.entry.kind not in ("capital", "city"):
        return None
    before = text[: place.start].split()
    return "CVL" if hit.entry.kind == "city" or (before and before[-1].lower() in _PLACE_WORDS) else "GOV"


def _personal(words: str) -> bool:
    parts = words.split()
    return len(parts) == 2 and all(p[:1].isupper() for p in parts)


def _around(sentence: str, place: Span, lexicon: WhoLexicon) -> Hit | None:
    before = [h for h in phrase_hits(sentence, Span(0, place.start), lexicon) if h.entry.kind in NATIONAL]
    following = phrase_hits(sentence, Span(place.end, len(sentence)), lexicon)
    if (
        following
        and following[0].entry.kind == "body"
        and following[0].entry.country
        and sentence[place.end : following[0].start].strip(" the") == ","
    ):
        return following[0]
    after = [h for h in following if h.entry.kind in NATIONAL]
    gap = sentence[place.end : after[0].start] if after else ""
    if after and ((gap.lstrip().startswith(",") and len(gap.split()) <= 4) or gap.strip() in ("of", "in", "of the")):
        return after[0]
    if before:
        return before[-1]
    return after[0] if after else None
