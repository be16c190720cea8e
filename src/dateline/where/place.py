"""From mentions and choices to `Place` values: canonical names, kinds, and what an unknown name inherits from its surroundings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dateline.article import Article
from dateline.fields import Place, PlaceKind
from dateline.grammar.words import Grammar
from dateline.where.book import Gazetteer
from dateline.where.evidence import gather
from dateline.where.find import Mention, find_mentions
from dateline.where.resolve import Choice, resolve


def place_all(article: Article, grammar: Grammar, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Finds, resolves and files the places of one article."""
    mentions = find_mentions(article, grammar, gazetteer)
    if not mentions:
        return ()
    evidence = gather(article, mentions, gazetteer)
    choices = resolve(mentions, evidence, gazetteer)
    shares = Counter(c.entry.country for c in choices if c.entry and c.entry.country)
    for code, share in evidence.demonyms.items():
        shares[code] += round(share * 3)
    for mention, choice in zip(mentions, choices, strict=True):
        if mention.source == "dateline" and choice.entry and choice.entry.country:
            shares[choice.entry.country] += 3
    return tuple(_place(i, mentions, choices, shares, gazetteer) for i in range(len(mentions)))


def _place(i: int, mentions: Sequence[Mention], choices: Sequence[Choice], shares: Counter[str], gazetteer: Gazetteer) -> Place:
    mention, entry = mentions[i], choices[i].entry
    if entry is None:
        return _unknown(i, mentions, choices, shares)
    kind: PlaceKind = mention.hint if mention.hint in ("site", "admin") and entry.kind == "city" and not mention.known else entry.kind
    admin1 = gazetteer.division(entry.country, entry.admin1) if entry.admin1 else None
    name = admin1 if admin1 and entry.level == 1 else entry.name
    return Place(mention.span, name, kind, entry.country, admin1, entry.lat, entry.lon, entry.geonames, choices[i].rule)


def _unknown(i: int, mentions: Sequence[Mention], choices: Sequence[Choice], shares: Counter[str]) -> Place:
    """A name in no gazetteer: country of its container, else of the article where that is plain; a site also takes the town's point."""
    mention = mentions[i]
    kind: PlaceKind = mention.hint or "city"
    near = _town(i, mentions, choices)
    country, rule = None, "resolve.none"
    if kind != "water":
        local = Counter(shares)
        if near and near.entry and near.entry.country:
            local[near.entry.country] += 1
        best, n = min(local.items(), key=lambda item: (-item[1], item[0]), default=(None, 0))
        if best and n * 5 > sum(local.values()) * 2:
            country, rule = best, "resolve.context"
    if kind == "site" and near and near.entry and near.entry.level == 3 and near.entry.country == country:
        return Place(mention.span, mention.name, kind, country, near.entry.admin1, near.entry.lat, near.entry.lon, None, "resolve.site")
    return Place(mention.span, mention.name, kind, country, None, None, None, None, rule)


def _town(i: int, mentions: Sequence[Mention], choices: Sequence[Choice]) -> Choice | None:
    """The nearest resolved place within 120 characters, behind before ahead."""
    best, distance = None, 120
    for j in (i + 1, i - 1, i + 2, i - 2):
        if 0 <= j < len(mentions) and choices[j].entry is not None and choices[j].entry.country:  # type: ignore[union-attr]
            gap = mentions[j].span.start - mentions[i].span.end if j > i else mentions[i].span.start - mentions[j].span.end
            if gap < distance:
                best, distance = choices[j], gap
    return best
