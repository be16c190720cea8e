"""Cluster: the mentions of one actor with what is known of it, and the tests whether two namings agree."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.who.shapes import Mention, Sort


@dataclass(slots=True, eq=False)
class Cluster:
    """Mentions of one actor, `named` where a proper name is among them.

    `spoken_by` is set where it is only known as somebody's "we"; `into` where it was merged away.
    """

    order: int
    mentions: list[Mention] = field(default_factory=list)
    named: bool = False
    names: set[tuple[str, ...]] = field(default_factory=set)
    nouns: dict[str, None] = field(default_factory=dict)
    sort: Sort = ""
    gender: str = ""
    weak_gender: str = ""
    number: str = ""
    country: str = ""
    sector: str = ""
    spoken_by: Cluster | None = None
    into: Cluster | None = None

    @property
    def last(self) -> Mention:
        """The latest mention so far."""
        return self.mentions[-1]

    def holds(self, mention: Mention) -> bool:
        """Whether a mention stands inside one of the latest mentions of this cluster ("<her> brother")."""
        return any(m.first <= mention.first and mention.last <= m.last for m in self.mentions[-3:])

    def is_any(self, nouns: frozenset[str]) -> bool:
        """Whether it was called by one of these nouns, whole or by its last word."""
        return any(noun in nouns or noun.split()[-1] in nouns for noun in self.nouns)


def alive(cluster: Cluster | None) -> Cluster | None:
    """The cluster that a merged one became."""
    while cluster is not None and cluster.into is not None:
        cluster = cluster.into
    return cluster


def nouns_of(mention: Mention) -> list[str]:
    """The nouns that a mention is called by, its own first: "the Fisheries Minister" -> fisheries minister."""
    out = [mention.noun] if mention.noun else []
    if mention.role is not None:
        out.append(mention.role.entry.name)
    if mention.sort == "person":
        out += [h.entry.name for h in mention.hits if h.entry.kind == "role" and h.entry.group == "person"]
    if mention.kind == "name" and mention.sort == "body" and mention.key and mention.role is None:
        out.append(mention.key.split()[-1])
    return list(dict.fromkeys(out))


def gender_fits(gender: str, cluster: Cluster) -> bool:
    """Whether a gender does not contradict the cluster's."""
    return not gender or not cluster.gender or gender == cluster.gender


def country_fits(country: str | None, cluster: Cluster) -> bool:
    """Whether a country does not contradict the cluster's."""
    return not country or not cluster.country or country == cluster.country


def name_fits(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    """3 the same name, 2 one holds the other in order with the surname, 1 a given or middle name alone; 0 does not fit."""
    if a == b:
        return 3
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) == 1:
        return 2 if short[0] == long[-1] else 1 if short[0] in long and len(short[0]) > 1 else 0
    rest = iter(long)
    if all(token in rest for token in short):
        return 2
    initial = short[-1] == long[-1] and short[0][0] == long[0][0] and 1 in (len(short[0]), len(long[0]))
    return 2 if initial else 0


def same_person(a: set[tuple[str, ...]], b: set[tuple[str, ...]]) -> bool:
    """Whether no full name of one side contradicts the other: relatives share a surname."""
    full_a, full_b = [n for n in a if len(n) > 1], [n for n in b if len(n) > 1]
    return all(name_fits(x, y) for x in full_a for y in full_b)
