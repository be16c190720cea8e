"""Lists of equals: in "Ohio, Georgia and Maine" no name holds the one before it, and Georgia is no country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.fields import PlaceKind
from dateline.where.book import Gazetteer
from dateline.where.marks import LIST
from dateline.where.pack import Entry
from dateline.where.page import Mention

_ROLL = 3  # names that make a list
_TOWN = 100_000


def rolled(mentions: tuple[Mention, ...], text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The mentions, those in lists of countries or of divisions of one country marked and told their kind."""
    out = list(mentions)
    start = 0
    while start < len(out):
        end = start + 1
        while end < len(out) and LIST.fullmatch(text[out[end - 1].span.end : out[end].span.start]):
            end += 1
        if end - start >= _ROLL:
            out[start:end] = _marked(out[start:end], gazetteer)
        start = end
    return tuple(out)


def _marked(run: Sequence[Mention], gazetteer: Gazetteer) -> list[Mention]:
    entries = [gazetteer.abbreviation(m.name) if m.short else gazetteer.lookup(m.name) for m in run]
    out, start = list(run), 0
    while start < len(run):
        best = max((_reach(entries, start, kin) for kin in sorted(_kin(entries[start]))), default=(start + 1, ""))
        end, kin = best
        if end - start >= _ROLL and (kin == "" or sum(not _is_town(found, kin) for found in entries[start:end]) >= 2):
            kind: PlaceKind = "admin" if kin else "country"
            out[start:end] = [replace(m, rolled=True, hint=m.hint or kind) for m in run[start:end]]
        start = max(end, start + 1)
    return out


def _kin(entries: Sequence[Entry]) -> set[str]:
    """What a name may be one of: the divisions of a country (its code), or the countries of the world (an empty string)."""
    return {"" if e.level == 0 else e.country or "-" for e in entries if e.level == 0 or (e.level == 1 and e.main)}


def _reach(entries: Sequence[Sequence[Entry]], start: int, kin: str) -> tuple[int, str]:
    end = start
    while end < len(entries) and kin in _kin(entries[end]):
        end += 1
    return end, kin


def _is_town(entries: Sequence[Entry], country: str) -> bool:
    """Whether a name is also that of a large town of the country: "Lima, Cusco and Puno" are towns as well as regions."""
    return any(e.level == 3 and e.main and e.country == country and e.population >= _TOWN for e in entries)
