"""From mentions and choices to `Place` values: canonical names, kinds, and what an unknown name inherits from its surroundings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from dateline.article import Article
from dateline.fields import Place, PlaceKind
from dateline.grammar.words import Grammar
from dateline.where.book import Gazetteer
from dateline.where.evidence import POSSESSIVE, Link, gather
from dateline.where.find import Mention, find_mentions
from dateline.where.pack import Entry
from dateline.where.resolve import Choice, resolve
from dateline.where.use import mark_uses

_TITLE = re.compile(r"^(?:Province|Municipality|Municipio|Department|District) (?:of|de) ")
_BREAK = re.compile(r"[.!?][\"\u201d]?\s+[\"\u201cA-Z]|\n")  # between sentences
_PLAIN = 0.8  # strength of a link that says plainly where a place lies
_LARGE = 50_000  # inhabitants of a town that has quarters


def place_all(article: Article, grammar: Grammar, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Finds, resolves and files the places of one article."""
    mentions = find_mentions(article, grammar, gazetteer)
    if not mentions:
        return ()
    evidence = gather(article, mentions, gazetteer)
    choices, kept = _kept_inside(mentions, resolve(mentions, evidence, gazetteer), evidence.links)
    shares = Counter(c.entry.country for c in choices if c.entry and c.entry.country)
    for code, share in evidence.demonyms.items():
        shares[code] += round(share * 3)
    for mention, choice in zip(mentions, choices, strict=True):
        if mention.source == "dateline" and choice.entry and choice.entry.country:
            shares[choice.entry.country] += 3
    scene = _Scene(mentions, choices, shares, evidence.links, kept, article.text)
    return mark_uses([_place(i, scene, gazetteer) for i in range(len(mentions))], grammar, gazetteer, article.text)


def _kept_inside(mentions: Sequence[Mention], choices: Sequence[Choice], links: Sequence[Link]) -> tuple[list[Choice], dict[int, Entry]]:
    """The choices without those that lie in another country than the copy says: of "Sella, in the department of Choco" no Spanish village
    is meant, but one that the gazetteer does not know; and what holds each of these, wherever the name is printed."""
    out = list(choices)
    held: dict[str, Entry] = {}
    for link in links:
        inner, outer = choices[link.inner].entry, choices[link.outer].entry
        if not inner or not outer or link.strength < _PLAIN or link.strength == POSSESSIVE:
            continue  # "Russia's embassy in London" says nothing of London
        if inner.level == 3 and inner.population < _LARGE and outer.level in (0, 1) and inner.country != outer.country:
            held.setdefault(mentions[link.inner].name, outer)
    kept: dict[int, Entry] = {}
    for i, mention in enumerate(mentions):
        entry = choices[i].entry
        if mention.name in held and entry is not None and entry.country != held[mention.name].country:
            out[i] = Choice(None, "resolve.none")
            kept[i] = held[mention.name]
    return out, kept


class _Scene:
    """The resolved names of an article, asked about the unresolved ones."""

    def __init__(
        self,
        mentions: Sequence[Mention],
        choices: Sequence[Choice],
        shares: Counter[str],
        links: Sequence[Link],
        kept: Mapping[int, Entry],
        text: str,
    ) -> None:
        self.mentions, self.choices, self.shares = mentions, choices, shares
        self.entries = [choice.entry for choice in choices]
        self.text = text
        self.holder: dict[int, Entry] = dict(kept)  # a name -> the place that the copy sets it in, as right behind its comma
        for link in links:
            outer = self.entries[link.outer]
            if link.strength == 1.0 and outer is not None:
                self.holder.setdefault(link.inner, outer)
        towns = Counter(entry for entry in self.entries if entry is not None and entry.level == 3)
        most = towns.most_common(2)
        clear = bool(most) and most[0][1] > 1 and (len(most) == 1 or most[1][1] * 2 <= most[0][1])
        self.town = most[0][0] if clear else None  # the town that the article is about

    def near(self, i: int, *, across: bool = False) -> Entry | None:
        """The nearest resolved place within 120 characters, behind before ahead; in the same sentence, or `across` its ends too."""
        best, distance = None, 120
        for j in (i + 1, i - 1, i + 2, i - 2):
            entry = self.entries[j] if 0 <= j < len(self.entries) else None
            if entry is not None and entry.country:
                first, last = self.mentions[min(i, j)].span.end, self.mentions[max(i, j)].span.start
                if last - first < distance and (across or not _BREAK.search(self.text, first, last)):
                    best, distance = entry, last - first
        return best

    def country(self, i: int, near: Entry | None) -> str | None:
        """The country of an unknown name: its container's, else that in which most of the article plays, where one leads."""
        if i in self.holder and self.holder[i].country:
            return self.holder[i].country
        local = Counter(self.shares)
        if near and near.country:
            local[near.country] += 1
        ranked = sorted(local.items(), key=lambda item: (-item[1], item[0]))
        best, n = ranked[0] if ranked else (None, 0)
        tied = len(ranked) > 1 and ranked[1][1] == n
        return best if not tied and n * 5 > sum(local.values()) * 2 else None


def _place(i: int, scene: _Scene, gazetteer: Gazetteer) -> Place:
    mention, entry = scene.mentions[i], scene.entries[i]
    if entry is None:
        return _unknown(i, scene)
    kind: PlaceKind = mention.hint if mention.hint in ("site", "admin") and entry.kind == "city" and not mention.known else entry.kind
    admin1 = gazetteer.division(entry.country, entry.admin1) if entry.admin1 else None
    name = admin1 if admin1 and entry.level == 1 else _TITLE.sub("", entry.name) if entry.level == 2 else entry.name
    return Place(mention.span, name, kind, entry.country, admin1, entry.lat, entry.lon, entry.geonames, scene.choices[i].rule)


def _unknown(i: int, scene: _Scene) -> Place:
    """A name in no gazetteer: its country where that is plain; a site or a quarter of a town also takes the town's point."""
    mention, near = scene.mentions[i], scene.near(i)
    kind: PlaceKind = mention.hint or "city"
    country = scene.country(i, near) if kind != "water" else None
    town = None
    if kind == "site":
        around = (near, scene.town, scene.near(i, across=True))
        town = next((entry for entry in around if entry and entry.level == 3), None)
    elif kind == "city" and i in scene.holder and scene.holder[i].level == 3 and scene.holder[i].population >= _LARGE:
        town = scene.holder[i]  # "Elmbrook, Dakar" is a quarter
    if town and town.country == country:
        return Place(mention.span, mention.name, kind, country, town.admin1, town.lat, town.lon, None, "resolve.site")
    return Place(mention.span, mention.name, kind, country, None, None, None, None, "resolve.context" if country else "resolve.none")
