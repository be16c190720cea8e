"""What reviews tell of the machine and of the reviewers: precision by field, agreement of each two reviewers."""

from __future__ import annotations

import json
import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from dateline.store.database import Database
from dateline.store.judged import FIELDS, Judgement, find_item, load_judgements, locate, shown
from dateline.store.write import unpack

#: The field that says whether there is such an event or condition at all.
ITEM = "item"
_TRUE = "true"
#: Of the normal distribution, for 95 %.
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers on one field: `n` items that both judged, the share judged alike, Cohen's kappa (None where all have one value)."""

    layer: str
    field: str
    first: str
    second: str
    n: int
    agreed: float
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Precision:
    """How often the machine's value of a field was found right: `right` of `n`, with the 95 % Wilson interval from `low` to `high`."""

    layer: str
    field: str
    right: int
    n: int
    share: float
    low: float
    high: float


#: Article, layer, item and its offsets, field.
_Key = tuple[str, str, str, int, int, str]


def agreement(store: Database) -> list[Agreement]:
    """`Store.agreement`. The values that each reviewer holds right are the categories; an item that both judged gives a pair."""
    with store.reading() as db:
        by_article = _by_article(db)
    names = sorted({one.reviewer for judgements in by_article.values() for one in judgements})
    held: dict[str, dict[_Key, str]] = {name: {} for name in names}
    for article, judgements in by_article.items():
        for name in names:
            held[name] |= _held(article, [one for one in judgements if one.reviewer == name])
    out = []
    for first, second in combinations(names, 2):
        pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for key, value in held[first].items():
            if key in held[second]:
                pairs.setdefault((key[1], key[5]), []).append((value, held[second][key]))
        out += [
            Agreement(layer, field, first, second, len(found), *_kappa(found))
            for layer, fields in FIELDS.items()
            for field in (ITEM, *fields)
            if (found := pairs.get((layer, field)))
        ]
    return out


def precision(store: Database) -> list[Precision]:
    """`Store.precision`. Of each item and field the latest judgement counts, against what the machine reads now; orphaned ones do not."""
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    with store.reading() as db:
        for article, judgements in _by_article(db).items():
            row = db.execute("SELECT text, record FROM articles WHERE id = ?", (article,)).fetchone()
            if row is None:
                continue
            record = unpack(*row)
            items = locate(record, judgements)
            ids = {(one.layer, one.item, *one.span): items[one.n] for one in judgements}
            for (_, layer, name, start, end, field), value in _held(article, judgements).items():
                item = find_item(record, layer, ids[layer, name, start, end] or "")
                if item is not None:
                    machine = _TRUE if field == ITEM else _same(field, shown(record, layer, item, field))
                    total[layer, field] += 1
                    right[layer, field] += value == machine
    return [
        Precision(layer, field, right[layer, field], n, right[layer, field] / n, *wilson(right[layer, field], n))
        for layer, fields in FIELDS.items()
        for field in (ITEM, *fields)
        if (n := total[layer, field])
    ]


def wilson(right: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927), which holds for few cases and shares near 0 or 1 too."""
    share, z2 = right / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def _kappa(pairs: Sequence[tuple[str, str]]) -> tuple[float, float | None]:
    """The share of equal pairs, and what of it is beyond chance (Cohen 1960)."""
    n = len(pairs)
    agreed = sum(a == b for a, b in pairs) / n
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(count * second[value] for value, count in first.items()) / (n * n)
    return agreed, (agreed - chance) / (1 - chance) if chance < 1 else None


def _by_article(db: sqlite3.Connection) -> dict[str, list[Judgement]]:
    found: dict[str, list[Judgement]] = {}
    for one in load_judgements(db):
        found.setdefault(one.article, []).append(one)
    return found


def _held(article: str, judgements: Iterable[Judgement]) -> dict[_Key, str]:
    """What is held right in the end, field by field. An accepted item has all values right that were shown; a rejected one has none."""
    held: dict[_Key, str] = {}
    for one in judgements:
        at = (article, one.layer, one.item, *one.span)
        if one.verdict == "reject":
            for field in FIELDS[one.layer]:
                held.pop((*at, field), None)
            held[*at, ITEM] = "false"
            continue
        held[*at, ITEM] = _TRUE
        values = one.old if one.field is None else {one.field: one.new if one.verdict == "fix" else one.old}
        held |= {(*at, field): _same(field, value) for field, value in values.items()}
    return held


def _same(field: str, value: Any) -> str:
    """A value in a form that is equal where values mean the same: a place by what it is, parties by their words in any order."""
    if field == "place" and value:
        value = [value["name"], value["country"], value["geonames"]]
    elif field in ("source", "target"):
        value = sorted([party["span"] or [], party["name"] if not party["span"] else ""] for party in value)
    return json.dumps(value, ensure_ascii=False)
