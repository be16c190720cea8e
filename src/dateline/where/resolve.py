"""Toponym resolution: which place each name means, decided for all names of an article together.

Every candidate gets a score that is linear in a handful of features (`WEIGHTS`); features that depend on the other names use the
probabilities of the round before, three rounds in all. One name has one meaning in an article, as newspapers keep it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from dateline.where.book import Gazetteer
from dateline.where.evidence import POSSESSIVE, Evidence
from dateline.where.find import Mention
from dateline.where.marks import word_set
from dateline.where.names import fold
from dateline.where.pack import Entry

Floats = NDArray[np.float64]
#: Feature -> weight. Set by hand, then by coordinate search on four public corpora of news (docs/where.md).
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "population": 0.8,  # per power of ten of inhabitants
        "country": 9.0,  # is a country
        "rival": -3.0,  # a country, where a place of that name within another country is better supported
        "first": 0.1,  # is a first-level division
        "second": -1.5,  # is a second-level division (county) or a lesser feature (a stream)
        "world": 5.4,  # stands in the lexicon of world-known regions and waters
        "main": 1.8,  # the name is its main name
        "capital": 1.5,  # is the capital of its country
        "seat": -2.5,  # a division that shares the name of a town inside it
        "hint": 2.5,  # the noun beside the name gives its kind ("the village of")
        "container": 6.0,  # lies in the place named right behind or before it
        "near": 1.3,  # a demonym of its country stands near
        "demonym": 1.3,  # share of the article's demonyms
        "national": 1.9,  # share of the article's other places in the same country
        "division": 2.2,  # share in the same first-level division
        "close": 2.1,  # other places within some 100 km
        "habit": 2.1,  # words of the copy that only papers of its country use ("county sheriff", "lakh")
        "outlet": 3.2,  # in the outlet's country
        "dateline": 1.0,  # in the country of the dateline
        "echo": 3.0,  # the same name means this place elsewhere in the article, where a container says so
    }
)
FEATURES = tuple(WEIGHTS)
_CAPITAL = FEATURES.index("capital")
_MAX_CANDIDATES = 60  # of one name
_MAX_FIELD = 1500  # of one stretch
_MAX_NAMES = 120  # of one stretch
_KERNEL_KM = 120.0
_SMALL = 100_000  # inhabitants of a town that needs to be introduced abroad
_TOLD = ("near", "demonym", "national", "close", "habit", "outlet", "container", "dateline", "echo")


@dataclass(frozen=True, slots=True)
class Choice:
    """The place chosen for a mention, or None, with the name of the rule that decided and the margin over the next candidate."""

    entry: Entry | None
    rule: str
    margin: float = 0.0


@dataclass(slots=True)
class _Field:
    """All candidates of an article in columns; `group` is the index of the name they belong to."""

    entries: list[Entry]
    group: NDArray[np.int64]
    groups: list[list[int]]  # mention indexes of each name
    base: Floats  # (candidates, features) that do not depend on other names
    weight: Floats  # of each group


def resolve(mentions: Sequence[Mention], evidence: Evidence, gazetteer: Gazetteer, weights: Mapping[str, float] = WEIGHTS) -> list[Choice]:
    """One choice for each mention, in order. Very long texts are resolved in stretches of `_MAX_NAMES` names."""
    out: list[Choice] = []
    while len(out) < len(mentions):
        start, names = len(out), set[str]()
        end = start
        while end < len(mentions) and len(names) <= _MAX_NAMES:
            names.add(fold(mentions[end].name))
            end += 1
        out += _resolve(mentions[start:end], evidence.stretch(start, end), gazetteer, weights)
    return out


def _resolve(mentions: Sequence[Mention], evidence: Evidence, gazetteer: Gazetteer, weights: Mapping[str, float]) -> list[Choice]:
    field = _candidates(mentions, evidence, gazetteer)
    choices = [Choice(None, "resolve.none")] * len(mentions)
    if not field.entries:
        return choices
    w = np.array([weights[name] for name in FEATURES])
    scores, features = _score(field, mentions, evidence, w)
    home = _home(field, scores)
    for g, members in enumerate(field.groups):
        own = np.flatnonzero(field.group == g)
        if not len(own):
            continue
        order = own[np.argsort(-scores[own], kind="stable")]
        best = int(order[0])
        margin = float(scores[best] - scores[int(order[1])]) if len(order) > 1 else 99.0
        rule = _rule(features, w, best, int(order[1]) if len(order) > 1 else None)
        if _stray(field.entries[best], features[best], home, field.groups):
            continue
        for i in members:
            choices[i] = Choice(field.entries[best], rule, margin)
    _contradicted(choices, mentions, evidence)
    return choices


def _home(field: _Field, scores: Floats) -> str | None:
    """The country of more than two thirds of the names, if there are at least three of them."""
    p = _shares(scores, field.group)
    mass: dict[str, float] = {}
    for entry, share in zip(field.entries, p, strict=True):
        if entry.country:
            mass[entry.country] = mass.get(entry.country, 0.0) + float(share)
    best = max(sorted(mass), key=lambda code: mass[code], default=None)
    return best if best is not None and mass[best] >= 3 and mass[best] * 3 > 2 * sum(mass.values(), 0.0) else None


def _stray(entry: Entry, features: Floats, home: str | None, others: Sequence[Sequence[int]]) -> bool:
    """Whether a small town lies in a country of which nothing else is told, in copy that plays in another: a namesake, not the place."""
    if entry.level not in (2, 3) or entry.country == home or entry.population >= (_SMALL if entry.main else 3 * _SMALL):
        return False
    if home is None and (entry.main or len(others) < 2):
        return False
    return not any(features[FEATURES.index(name)] > 0.1 for name in _TOLD)


def _contradicted(choices: list[Choice], mentions: Sequence[Mention], evidence: Evidence) -> None:
    """Takes back what a short form behind a comma contradicts: "Larkspur, Mo." is none of the towns known, if none lies in Missouri."""
    for link in evidence.links:
        inner, outer = choices[link.inner].entry, choices[link.outer].entry
        if link.strength < 1.0 or inner is None or outer is None or not mentions[link.outer].short:
            continue
        if inner.level in (2, 3) and (inner.country, fold(inner.admin1 or "")) != (outer.country, fold(outer.admin1 or "")):
            choices[link.inner] = Choice(None, "resolve.none")


def _candidates(mentions: Sequence[Mention], evidence: Evidence, gazetteer: Gazetteer) -> _Field:
    by_key: dict[tuple[str, bool, bool, str], list[int]] = {}
    held = _held(mentions, evidence)
    for i, mention in enumerate(mentions):
        by_key.setdefault((fold(mention.name), mention.short, mention.hint == "admin", held.get(i, "")), []).append(i)
    field = _Field([], np.zeros(0, dtype=np.int64), list(by_key.values()), np.zeros((0, len(FEATURES))), np.zeros(0))
    groups, rows = [], []
    limit = min(_MAX_CANDIDATES, max(8, _MAX_FIELD // max(len(by_key), 1)))
    for g, members in enumerate(field.groups):
        found = _entries(mentions, members, gazetteer, limit)
        seats = _capitals(mentions[members[0]].name, found, gazetteer)
        for entry in found:
            field.entries.append(entry)
            groups.append(g)
            rows.append(_features(entry, mentions, members, evidence))
            rows[-1][_CAPITAL] = float(entry in seats)
    for entry in evidence.paper:  # the outlet's town is heard as one more name of the article
        field.entries.append(entry)
        groups.append(len(field.groups))
        rows.append(_features(entry, mentions, (), evidence))
    if evidence.paper:
        field.groups.append([])
    field.group = np.array(groups, dtype=np.int64)
    field.base = np.array(rows).reshape(len(rows), len(FEATURES))
    field.weight = np.array([1.0 + 0.2 * min(len(members), 5) for members in field.groups])
    return field


def _capitals(name: str, found: Sequence[Entry], gazetteer: Gazetteer) -> list[Entry]:
    """The capital among the towns of a name: the biggest of its country."""
    country = gazetteer.capital(name)
    towns = [e for e in found if e.level == 3 and country is not None and e.country == country]
    return sorted(towns, key=lambda e: -e.population)[:1]


def _held(mentions: Sequence[Mention], evidence: Evidence) -> dict[int, str]:
    """Mentions with a container right behind a comma: "Paris, Texas" may differ from the other Paris of the article."""
    inner = {link.inner: fold(mentions[link.outer].name) for link in evidence.links if link.strength >= POSSESSIVE}
    outer = {link.outer: ">" for link in evidence.links if link.strength == 1.0}  # "Utica, New York" is told of the state
    rolled = {i: "+" for i, mention in enumerate(mentions) if mention.rolled}
    return rolled | outer | inner


def _entries(mentions: Sequence[Mention], members: Sequence[int], gazetteer: Gazetteer, limit: int) -> list[Entry]:
    """What a name may mean: world-known places and at most `limit` towns and divisions, those with it as main name first, then by size."""
    mention = mentions[members[0]]
    if mention.short:
        return list(gazetteer.abbreviation(mention.name) or gazetteer.abbreviation(mention.name + "."))
    hints = {mentions[i].hint for i in members}
    if fold(mention.name).replace(" ", "_") in word_set("everywhere"):
        return []
    found = list(gazetteer.candidates(mention.name)) or list(gazetteer.abbreviation(mention.name))
    if hints & {"water", "site"}:
        kinds = [e for e in found if e.kind in ("water", "site", "region")]
        found = kinds or [e for e in found if mention.known and e.main]  # "Battle Creek" is also a town
    if all(mentions[i].definite for i in members) and any(e.level == 4 for e in found):
        found = [e for e in found if e.level in (0, 4)]  # no town is called "the Middle East"
    if hints == {"admin"}:  # "Kaduna State" is not the town
        found = [e for e in found if e.main and e.level in (1, 2)] or found
    world = [e for e in found if e.level in (0, 4, 5)]
    rest = sorted((e for e in found if e.level not in (0, 4, 5)), key=lambda e: (not e.main, -e.population, e.geonames or 0))
    return world + rest[:limit]


def _features(entry: Entry, mentions: Sequence[Mention], members: Sequence[int], evidence: Evidence) -> list[float]:
    f = dict.fromkeys(FEATURES, 0.0)
    f["population"] = float(np.log10(entry.population + 100.0)) if entry.level not in (0, 4, 5) else 0.0
    f["country"], f["first"], f["second"] = float(entry.level == 0), float(entry.level == 1), float(entry.level in (2, 6))
    f["world"] = float(entry.level in (4, 5) or (entry.level == 1 and entry.population == 0))
    f["main"] = float(entry.main)
    hints = {mentions[i].hint for i in members} - {None}
    f["hint"] = float(bool(hints) and (entry.kind in hints)) - float("city" in hints and entry.level in (0, 1, 2))
    if entry.country:
        f["near"] = max((evidence.near[i].get(entry.country, 0.0) for i in members), default=0.0)
        f["demonym"] = evidence.demonyms.get(entry.country, 0.0)
        f["habit"] = evidence.habits.get(entry.country, 0.0)
        f["outlet"] = float(entry.country == evidence.outlet)
    return [f[name] for name in FEATURES]


def _score(field: _Field, mentions: Sequence[Mention], evidence: Evidence, w: Floats) -> tuple[Floats, Floats]:
    """Final scores and features of all candidates."""
    at = {name: i for i, name in enumerate(FEATURES)}
    country = np.array([hash_code(e.country) for e in field.entries])
    admin = np.array([_division(e, -1 - i) for i, e in enumerate(field.entries)])
    level = np.array([e.level for e in field.entries])
    lat = np.radians(np.array([e.lat if e.lat is not None else np.nan for e in field.entries]))
    lon = np.radians(np.array([e.lon if e.lon is not None else np.nan for e in field.entries]))
    names = np.array([hash_code(fold(mentions[members[0]].name) if members else None) for members in field.groups])[field.group]
    other = names[:, None] != names[None, :]  # a namesake is no witness; see `echo`
    if evidence.paper:  # a paper's town must not vouch for itself
        place = np.array([_same(e) for e in field.entries])
        paper = field.group == len(field.groups) - 1
        other &= ~((place[:, None] == place[None, :]) & (paper[:, None] | paper[None, :]))
    same_country = (country[:, None] == country[None, :]) & (country[:, None] != 0) & other
    same_admin = (admin[:, None] == admin[None, :]) & other
    km = _distances(lat, lon)
    close = np.where(other & (level[:, None] > 1) & (level[None, :] > 1) & ~np.isnan(km), np.exp(-np.nan_to_num(km) / _KERNEL_KM), 0.0)
    features = field.base.copy()
    features[:, at["seat"]] = _seats(field, country, level, km)
    holds = _holds(field, evidence, country, admin, level, km)
    dateline = np.array([any(mentions[i].source == "dateline" for i in members) for members in field.groups])[field.group]
    echo = _echo(field, mentions, names, holds)
    scores = features @ w
    for _ in range(3):
        p = _shares(scores, field.group)
        mass = p * field.weight[field.group]
        total = max(float(field.weight[np.unique(field.group)].sum()) - 1.0, 1.0)  # names that mean nothing known are no witnesses
        features[:, at["national"]] = np.minimum((same_country @ mass) / (total * 0.5 + 0.5), 1.0)
        features[:, at["division"]] = np.minimum((same_admin @ mass) / (total * 0.3 + 0.5), 1.0)
        features[:, at["close"]] = np.minimum((close @ mass) / (total * 0.3 + 0.5), 1.0)
        features[:, at["container"]] = np.minimum(holds @ p, 1.0)
        features[:, at["rival"]] = _rivals(features, field, level, at)
        features[:, at["echo"]] = np.minimum(echo @ p, 1.0)
        features[:, at["dateline"]] = np.minimum(same_country @ (p * dateline), 1.0)
        scores = features @ w
    return scores, features


def _distances(lat: Floats, lon: Floats) -> Floats:
    """Great-circle kilometres between all candidates (radians); not a number where one has no point."""
    square = np.sin((lat[:, None] - lat) / 2) ** 2 + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    return np.asarray(12742.0 * np.arcsin(np.sqrt(np.clip(square, 0.0, 1.0))))


def hash_code(text: str | None) -> int:
    """A stable number for a code; 0 for None."""
    return int.from_bytes(text.encode()[:7].ljust(7, b"\0"), "little") if text and len(text) <= 7 else (_stable(text) if text else 0)


def _same(entry: Entry) -> int:
    """A number that tells whether two entries are one place."""
    return hash_code(f"{entry.geonames}/{entry.lat}/{entry.lon}/{entry.level}")


def _division(entry: Entry, none: int) -> int:
    """A number for the first-level division an entry is or lies in; `none` for countries and what lies in no division."""
    return hash_code(f"{entry.country}/{fold(entry.admin1)}") if entry.admin1 and entry.level > 0 else none


def _stable(text: str) -> int:
    return crc32(text.encode()) + (1 << 40)


def _shares(scores: Floats, group: NDArray[np.int64]) -> Floats:
    """Softmax of the scores within each name."""
    top = np.full(int(group.max()) + 1, -np.inf)
    np.maximum.at(top, group, scores)
    e = np.exp(scores - top[group])
    total = np.zeros_like(top)
    np.add.at(total, group, e)
    return np.asarray(e / total[group])


def _seats(field: _Field, country: NDArray[np.int64], level: NDArray[np.int64], km: Floats) -> Floats:
    """1 for a division with a town of the same name near by that holds a tenth of its people: "Odessa" is the port."""
    people = np.array([e.population for e in field.entries])
    same = (field.group[:, None] == field.group[None, :]) & (country[:, None] == country[None, :])
    town = (level[None, :] == 3) & ((level[:, None] == 1) | (level[:, None] == 2)) & (np.nan_to_num(km, nan=1e9) < 150)
    return np.asarray((same & town & (people[None, :] * 10 >= people[:, None])).any(axis=1), dtype=np.float64)


def _holds(field: _Field, evidence: Evidence, country: NDArray[np.int64], admin: NDArray[np.int64],
           level: NDArray[np.int64], km: Floats) -> Floats:  # fmt: skip
    """(inner, outer) strength where candidate `outer` holds candidate `inner` and the text says so; and the same the other way round."""
    out = np.zeros((len(field.entries), len(field.entries)))
    if not evidence.links:
        return out
    group_of = {i: g for g, members in enumerate(field.groups) for i in members}
    linked: dict[tuple[int, int], float] = {}
    for link in evidence.links:
        pair = (group_of[link.inner], group_of[link.outer])
        if pair[0] != pair[1]:
            linked[pair] = max(linked.get(pair, 0.0), link.strength)
    far = np.nan_to_num(km, nan=1e9)
    for (inner, outer), strength in linked.items():
        a, b = np.flatnonzero(field.group == inner), np.flatnonzero(field.group == outer)
        if not len(a) or not len(b):
            continue
        la, lb = level[a][:, None], level[b][None, :]
        same_country = (country[a][:, None] == country[b][None, :]) & (country[a][:, None] != 0)
        sovereign = bool((level[a] == 0).any())  # "Mexico, the U.S. and Canada": no town of that name in the United States
        fits = (lb == 0) & ((la == 1) | ((la > 0) & (not sovereign))) & same_country
        nameless = same_country & (far[np.ix_(a, b)] < 150) & (la > 2) & (_population(field, b) == 0)  # provinces of the lexicon
        fits |= (lb == 1) & (la > 1) & ((admin[a][:, None] == admin[b][None, :]) | nameless)
        fits |= (lb == 2) & (la > 2) & same_country & (far[np.ix_(a, b)] < 70)
        fits |= (lb == 3) & (la >= 3) & same_country & (far[np.ix_(a, b)] < 30)
        fits |= (lb == 4) & (la != 0) & (far[np.ix_(a, b)] < 900) & (same_country | (country[b][None, :] == 0))
        block = fits * strength
        out[np.ix_(a, b)] = np.maximum(out[np.ix_(a, b)], block)
        out[np.ix_(b, a)] = np.maximum(out[np.ix_(b, a)], block.T * 0.7)
    return out


def _rivals(features: Floats, field: _Field, level: NDArray[np.int64], at: Mapping[str, int]) -> Floats:
    """For countries: by how much the best supported other place of the name beats the country's own support."""
    support = np.where(level > 0, (features[:, at["close"]] + features[:, at["division"]] + features[:, at["national"]]) / 2, 0.0)
    top = np.zeros(int(field.group.max()) + 1)
    np.maximum.at(top, field.group, support)
    own = features[:, at["national"]] + features[:, at["near"]] + features[:, at["demonym"]]
    return np.asarray(np.where(level == 0, np.clip(top[field.group] - own, 0.0, 1.0), 0.0))


def _echo(field: _Field, mentions: Sequence[Mention], names: NDArray[np.int64], holds: Floats) -> Floats:
    """1 between equal candidates of two groups with one name, where the second is held by a container."""
    place = np.array([_same(e) for e in field.entries])
    held = holds.max(axis=1) > 0.6 if len(field.entries) else np.zeros(0)
    lead = np.array([any(mentions[i].source == "dateline" for i in members) for members in field.groups])[field.group]
    out = (names[:, None] == names[None, :]) & (place[:, None] == place[None, :]) & (field.group[:, None] != field.group[None, :])
    told = np.isin(field.group, field.group[held])  # "Lebanon's Tripoli" is not told by "Libya's Tripoli", nor a dateline from below
    return np.asarray(out & held[None, :] & ~(lead | told)[:, None], dtype=np.float64)


def _population(field: _Field, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Inhabitants of candidates, as a row."""
    return np.array([[field.entries[int(i)].population for i in rows]])


#: Feature -> name of the rule that it speaks for.
_NAMES = {
    "container": "container",
    "echo": "container",
    "near": "demonym",
    "demonym": "demonym",
    "national": "coherence",
    "division": "coherence",
    "close": "coherence",
    "outlet": "outlet",
    "habit": "outlet",
    "dateline": "dateline",
    "hint": "kind",
    "capital": "capital",
}


def _rule(features: Floats, w: Floats, best: int, second: int | None) -> str:
    """The feature that speaks loudest for the best candidate against the next."""
    if features[best][FEATURES.index("country")]:
        return "resolve.country"
    if features[best][FEATURES.index("container")] > 0.4:
        return "resolve.container"
    if second is None:
        return "resolve.only"
    gain = (features[best] - features[second]) * w
    return "resolve." + _NAMES.get(FEATURES[int(np.argmax(gain))], "population")
