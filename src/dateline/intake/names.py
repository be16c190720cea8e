"""Names in datelines: known towns, regions and agencies; comparing them; printing a town in title case."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from dateline.rules import load_lexicon


@dataclass(frozen=True, slots=True)
class Names:
    """Known towns, regions (with countries) and agencies, folded; and the words that are never a town."""

    towns: frozenset[str]
    regions: frozenset[str]
    agencies: frozenset[str]
    labels: frozenset[str]


@cache
def load_names() -> Names:
    """The lexicons of this room."""
    places = load_lexicon("dateline.intake", "places.tsv")
    agencies = load_lexicon("dateline.intake", "agencies.tsv")
    return Names(
        frozenset(fold(row["name"]) for row in places if row["kind"] != "region"),
        frozenset(fold(row["name"]) for row in places if row["kind"] != "city"),
        frozenset(fold(name) for row in agencies for name in (row["name"], row["long"]) if name),
        frozenset(row["word"] for row in load_lexicon("dateline.intake", "labels.tsv")),
    )


def fold(name: str) -> str:
    """Lower case, no accents, no punctuation, single blanks: how names are compared."""
    plain = unicodedata.normalize("NFKD", name)
    return " ".join(re.sub(r"[^\w ]+", " ", "".join(c for c in plain if not unicodedata.combining(c)).lower()).split())


def known_town(place: str, towns: frozenset[str]) -> bool:
    """Whether one of the towns of a dateline (`OSLO/BERGEN`) is known."""
    return any(fold(part) in towns for part in re.split(r" ?/ ?| (?:and|AND|&) ", place))


def known_region(region: str, names: Names) -> bool:
    """Whether what follows a town (`, Texas`) is a known region, country or town."""
    return any(fold(part) in names.regions or fold(part) in names.towns for part in re.split(r",|\(", region) if part.strip())


def in_capitals(place: str) -> bool:
    """Whether a town is printed in capitals."""
    word = re.match(r"\W*(\w+)", place)
    return bool(word) and sum(c.isupper() for c in place) > sum(c.islower() for c in place)


def is_agency(name: str, outlet: str | None) -> bool:
    """Whether a signature is that of a known agency, of the outlet, or of the outlet's initials."""
    folded = fold(name)
    if folded in load_names().agencies:
        return True
    return bool(outlet) and bool(folded) and _is_outlet(name, folded, outlet or "")


def _is_outlet(name: str, folded: str, outlet: str) -> bool:
    full = fold(outlet)
    words = full.split()
    if folded == full or (len(folded) >= 4 and (full.startswith(folded + " ") or folded in words)):
        return True
    capitals = "".join(c for c in outlet if c.isupper()).lower()
    initials = "".join(w[0] for w in words if w not in ("the", "of", "and", "de", "in"))
    return name.isupper() and folded in (capitals, initials, "".join(w[0] for w in words))


_SMALL = frozenset(("de", "del", "da", "do", "dos", "du", "di", "of", "the", "and", "am", "an", "der", "es", "upon", "sur", "la"))


def title_case(place: str) -> str:
    """`RIO DE JANEIRO` -> `Rio de Janeiro`, `N'DJAMENA` -> `N'Djamena`; a place printed in title case stays as it is."""
    place = " ".join(place.split())
    if not in_capitals(place):
        return place
    out, first = [], True
    for piece in re.split(r"([\s/.-]+)", place):
        if not piece or not piece[0].isalpha() or re.fullmatch(r"(?:[A-Z]\.)+[A-Z]?|USS|HMS|UN|US|UK|UAE|DMZ", piece):
            out.append(piece)
        elif not first and piece.lower() in _SMALL and out[-1] in (" ", "-") and piece.isupper():
            out.append(piece.lower())
        else:
            out.append(_capital(piece))
        first = False
    return "".join(out)


def _capital(word: str) -> str:
    if not word.isupper():
        return word
    head, quote, tail = re.match(r"(\w*)(['’‘ʻ`]?)(.*)", word).groups()  # type: ignore[union-attr]
    short = len(head) <= 2 and quote
    return head.capitalize() + quote + (tail.capitalize() if short else tail.lower())
