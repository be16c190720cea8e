"""Codes for a phrase outside an article: the words of the phrase first, then those around it in its sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from dateline.article import Span
from dateline.who.lexicon import NATIONAL, Hit, WhoLexicon
from dateline.who.offices import Offices, sector_of
from dateline.who.phrase import Code, phrase_hits, read_phrase

#: A town after one of these is a place, its people are meant; else a capital is its government.
_PLACE_WORDS = frozenset("in at near outside inside around into through across over of to from toward towards off".split())
_LEADING = re.compile(r"(?i)^\s*(?:in|at|near|outside|inside|around|by|from|of|to|with|against|for|on)\s+(?=\S)")
_TOWN_OF = re.compile(r"(?i)\b(?:town|city|village|port|district|suburb|province|camp|settlement|region|enclave|area) of $")
#: Words in front of a name that belong to his title though no table has them: "ousted", "opposition".
_TITLE_WORD = re.compile(r"^(?:[A-Z]\S*|former|ex|ousted|deposed|exiled|acting|deputy|opposition|rebel|ruling|party|party's|senior)$")
_MONEY = re.compile(r" ?\$")  #: "US $2 million" is of no country
_TITLE_LENGTH, _APPOSITION = 8, 90  #: words before a name, characters behind it
_APPOSED = re.compile(r",\s+(?!(?:who|whose|which|where|when|while|but|and|or|as|after|before|because|said|says)\b)(?=[\w'’-])")
_HEAD_END = re.compile(r"\s(?:of|in|from|for|at|on|by|near|using|including|with)\s")
_CLAUSE_END = re.compile(r",\s|[.;:)]|\s(?:who|which|that|said|says|has|have|had|is|was|were|will|would|and)\s")


class PhraseCode(NamedTuple):
    """What a phrase is coded as, and the words that said so (of the phrase, then of its sentence)."""

    country: str | None
    sector: str | None
    because: tuple[str, ...]


def coarse_country(country: str | None) -> str | None:
    """A country code as older codebooks write it, in which the United Nations and the European Union are IGO like other bodies."""
    return "IGO" if country in ("UNO", "EUR") else country


def code_phrase(
    mention: str,
    sentence: str | None,
    span: tuple[int, int] | None,
    date: str | None,
    lexicon: WhoLexicon,
    *,
    offices: Offices | None = None,
) -> PhraseCode:
    """Codes one phrase: by its own words, by the office that its sentence gives it, then by a country in that sentence.

    `span` is where the mention stands in the sentence; without it the mention is looked for there, and a sentence that does not hold it
    is read as a hint. `date` (ISO, or None) is the day on which a row of `offices` must hold.
    """
    if sentence is not None and span is None and mention.strip() and sentence.count(mention) == 1:
        span = (sentence.index(mention), sentence.index(mention) + len(mention))
    inside = sentence is not None and span is not None and 0 <= span[0] < span[1] <= len(sentence)
    text, place = (sentence, Span(*span)) if inside and sentence and span else (mention, Span(0, len(mention)))
    lead = _LEADING.match(text[place.start : place.end])
    if lead is not None:
        place = Span(place.start + lead.end(), place.end)
    code = _widened(text, place, _own(text, place, lexicon), lexicon)
    country, sector, because = code.country, code.sector, [text[s.start : s.end] for s in code.because]
    if sector is None:
        sector = _place_sector(text, place, lexicon)
    found = offices.holder(mention, date) if offices is not None and (country is None or sector is None) else None
    if found is not None:
        office, held = found
        return PhraseCode(country or office.country, sector or sector_of(office, held=held, lexicon=lexicon), (*because, office.words))
    if country is None and sentence is not None:
        near = _around(sentence, place if inside else Span(0, 0), lexicon)
        if near is not None:
            country = near.entry.country
            because.append(sentence[near.start : near.end])
    return PhraseCode(country, sector, tuple(dict.fromkeys(because)))


def _own(text: str, place: Span, lexicon: WhoLexicon) -> Code:
    """The code of the words themselves."""
    words = text[place.start : place.end]
    hits = _without_names(text, place, phrase_hits(text, place, lexicon))
    person = _personal(words, hits)
    land = len(hits) == 1 and hits[0].entry.kind in NATIONAL and hits[0].start <= place.start + 4 and hits[0].end >= place.end
    named = not land and (words[:1].isupper() or " " in words)
    code = read_phrase(text, place, hits, lexicon, named=named, person=person)
    return replace(code, country=None) if code.city and person else code


def _personal(words: str, hits: list[Hit]) -> bool:
    parts = words.split()
    known = any(hit.entry.kind in ("body", "land", "capital", "adjective") for hit in hits)
    return len(parts) == 2 and all(p[:1].isupper() for p in parts) and not known


def _without_names(text: str, place: Span, hits: list[Hit]) -> list[Hit]:
    """Without towns that are somebody's surname: "Senator Ana <Valencia>", "Al-<Sabah>"."""
    out: list[Hit] = []
    for hit in hits:
        before = text[place.start : hit.start]
        word = before.split()[-1] if before.split() else ""
        joined = before.endswith("-") or (word[:1].isupper() and not any(h.end == hit.start - 1 for h in out))
        if not (
            hit.entry.kind == "city" and joined and word.lower() not in ("the", "north", "south", "east", "west", "central", "greater")
        ):
            out.append(hit)
    return out


def _widened(text: str, place: Span, code: Code, lexicon: WhoLexicon) -> Code:
    """With what its sentence says of it: "<Chilean> tanks", "opposition leader <Ann Roe>", "<Ann Roe>, the Chilean envoy"."""
    if code.sector is not None and code.country is not None:
        return code
    for wide in (_noun_after(text, place, lexicon), _title_before(text, place, code, lexicon), _apposition(text, place, code, lexicon)):
        more = _own(text, wide, lexicon) if wide is not None else Code()
        if more.sector is not None or more.country is not None:
            because = tuple(dict.fromkeys((*code.because, *more.because)))
            code = replace(code, country=code.country or more.country, sector=code.sector or more.sector, because=because)
    return code


def _noun_after(text: str, place: Span, lexicon: WhoLexicon) -> Span | None:
    """An adjective of nationality with the noun that it stands before."""
    hits = phrase_hits(text, place, lexicon)
    if len(hits) != 1 or hits[0].entry.kind != "adjective" or hits[0].start > place.start + 4 or hits[0].end < place.end:
        return None
    after = [hit for hit in phrase_hits(text, Span(place.end, min(len(text), place.end + 50)), lexicon) if hit.entry.kind == "role"]
    gap = text[place.end : after[0].start] if after else ","
    if gap.strip() and not re.fullmatch(r"\s[a-z]+\s", gap):
        return None
    if re.search(r"\b(?:and|or|with|has|have|had|said|is|was|were|will|by|to|of|in|on|for|from|at|against)\b", gap):
        return None
    return Span(place.start, after[0].end) if gap.startswith(" ") else None


def _title_before(text: str, place: Span, code: Code, lexicon: WhoLexicon) -> Span | None:
    """A name with the title that stands right before it."""
    if code.role is not None or not text[place.start : place.start + 1].isupper():
        return None
    hits = phrase_hits(text, Span(0, place.start), lexicon)
    if not hits or hits[-1].entry.kind != "role" or hits[-1].entry.group != "person" or text[hits[-1].end : place.start].strip():
        return None
    start, known = hits[-1].start, {hit.start for hit in hits}
    for found in reversed(list(re.finditer(r"\S+", text[:start]))[-_TITLE_LENGTH:]):
        if found.start() not in known and not _TITLE_WORD.match(found.group()):
            break
        start = found.start()
    return Span(start, place.end)


def _apposition(text: str, place: Span, code: Code, lexicon: WhoLexicon) -> Span | None:
    """The office behind a name: ", the Chilean envoy,"."""
    after = _APPOSED.match(text, place.end)
    own = phrase_hits(text, place, lexicon)
    named = text[place.start : place.start + 1].isupper() and not any(hit.entry.kind in NATIONAL for hit in own)
    if code.role is not None or after is None or not named:
        return None
    end = _CLAUSE_END.search(text, after.end(), min(len(text), after.end() + _APPOSITION))
    span = Span(after.end(), end.start() if end else min(len(text), after.end() + _APPOSITION))
    hits = phrase_hits(text, span, lexicon)
    return span if any(hit.entry.kind == "role" and hit.entry.group == "person" for hit in hits[:3]) else None


def _place_sector(text: str, place: Span, lexicon: WhoLexicon) -> str | None:
    """A town stands for its people, a capital that acts for its government; "villages" for those who live there, "tanks" for an army."""
    hits = phrase_hits(text, place, lexicon)
    if len(hits) == 1 and hits[0].start <= place.start + 4 and hits[0].end >= place.end - 2 and hits[0].entry.kind in ("capital", "city"):
        before = text[: place.start].split()
        at = before[-1].lower() if before else ""
        return "CVL" if hits[0].entry.kind == "city" or at in _PLACE_WORDS else "GOV"
    words = _HEAD_END.split(text[place.start : place.end])[0].split()
    if words and words[-1] in lexicon.things:
        return lexicon.things[words[-1]]
    return "CVL" if _TOWN_OF.search(text, max(0, place.start - 20), place.start) else None


def _around(sentence: str, place: Span, lexicon: WhoLexicon) -> Hit | None:
    before = [h for h in phrase_hits(sentence, Span(0, place.start), lexicon) if not _MONEY.match(sentence, h.end)]
    following = [h for h in phrase_hits(sentence, Span(place.end, len(sentence)), lexicon) if not _MONEY.match(sentence, h.end)]
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
    ahead = [h for h in before if h.entry.kind in NATIONAL]
    if ahead:
        return ahead[-1]
    if after:
        return after[0]
    return next(
        (h for h in (*before[::-1], *following) if h.entry.kind == "body" and h.entry.country and h.entry.country not in _CLUBS), None
    )


_CLUBS = frozenset(("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"))
