"""What an article says about where it plays: containers beside a name, countries and demonyms near it, the outlet's country."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from urllib.parse import urlsplit

from dateline.article import READ_PARTS, Article, Span
from dateline.where.book import Gazetteer
from dateline.where.find import Mention
from dateline.where.pack import Entry

POSSESSIVE = 0.9  # strength of "Lebanon's Tripoli"
#: What may stand between a place and the one that holds it. Each pattern must match the whole gap.
_HOLDS = (
    (re.compile(r",\s(?:in\s)?(?:the\s)?"), 1.0),  # "Springfield, Illinois"
    (re.compile(r"\s\("), 0.8),  # "Tripoli (Lebanon)"
    (re.compile(r",?\s(?:in|of)\s(?:the\s)?(?:[a-z-]{1,16}\s){0,3}"), 0.8),  # "Aleppo in northern Syria"
    (
        re.compile(r",\s(?:an?|the)\s(?:[\w-]{1,20}\s){1,6}(?:in|of)\s(?:the\s)?(?:[a-z-]{1,16}\s){0,2}"),
        0.7,
    ),  # "Kerch, a port in eastern Crimea"
    (
        re.compile(
            r",\s(?:[a-z]{1,12}\s){0,2}(?:capital|seat|port|town|city|village|hub|suburb|district|part|region|province)\s"
            r"(?:city\s|town\s)?(?:in|of)\s(?:the\s)?(?:[a-z-]{1,16}\s){0,2}"
        ),
        0.8,
    ),  # "Liberia, capital of Guanacaste"
    (re.compile(r"\s(?:[a-z]{1,16}\s){1,3}(?:in|of)\s(?:the\s)?(?:[a-z-]{1,16}\s){0,2}"), 0.5),  # "Lutsk district of Volyn"
)
#: "Wales and towns in England": what comes next is told of something else.
_APART = re.compile(r"\b(?:and|or|but|than|while|from|to)\b")
_ENDS = re.compile(r",? (?:and|or) ")
#: The holder stands first: "Syria's northern city of Aleppo".
_HELD = re.compile(r"(?:['’]s)\s(?:[\w-]{1,20},?\s){0,4}")
_WORD = re.compile(r"[A-Z][\w'’-]{2,24}(?:[ -][A-Z][\w-]{2,20})?")


@dataclass(frozen=True, slots=True)
class Link:
    """Mention `inner` lies in mention `outer`, if their places allow it; `strength` up to 1."""

    inner: int
    outer: int
    strength: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the resolver hears besides the names themselves. `near` pairs each mention with countries named within 90 characters."""

    links: tuple[Link, ...]
    demonyms: dict[str, float]  # alpha-3 -> share of the article's demonyms
    near: tuple[dict[str, float], ...]
    habits: dict[str, float]  # alpha-3 -> up to 1, by words that only one country's papers use
    outlet: str | None  # alpha-3
    paper: tuple[Entry, ...] = ()  # towns and divisions that the outlet's address begins with

    def stretch(self, start: int, end: int) -> Evidence:
        """The evidence for mentions `start` up to, not including, `end`."""
        if start == 0 and end >= len(self.near):
            return self
        inside = [link for link in self.links if start <= link.inner < end and start <= link.outer < end]
        moved = tuple(Link(link.inner - start, link.outer - start, link.strength) for link in inside)
        return replace(self, links=moved, near=self.near[start:end])


def gather(article: Article, mentions: Sequence[Mention], gazetteer: Gazetteer) -> Evidence:
    """Evidence for the mentions of one article."""
    demonyms = _demonyms(article, gazetteer)
    counts = Counter(code for _, code in demonyms)
    total = sum(counts.values())
    country, words = _outlet(article, gazetteer)
    return Evidence(
        links=tuple(_links(article.text, mentions, gazetteer)),
        demonyms={code: n / (total + 1) for code, n in sorted(counts.items())},
        near=tuple(_near(m.span, demonyms) for m in mentions),
        habits=_habits(article.text, gazetteer),
        outlet=country,
        paper=_paper(words, gazetteer),
    )


def _paper(words: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """The places a paper's address begins with: "fresnobugle" is printed in one of the Fresnos."""
    for lead in ("the", "daily", "my", "go", "this is", "thisis", "news", ""):
        if lead and not words.startswith(lead):
            continue
        rest = words[len(lead) :]
        for size in range(min(len(rest), 16), 4, -1):
            found = tuple(e for e in gazetteer.lookup(rest[:size]) if e.main and e.level in (1, 2, 3) and e.population >= 3000)
            if found:
                return tuple(sorted(found, key=lambda e: -e.population)[:12])
    return ()


def _is_town(mention: Mention, gazetteer: Gazetteer) -> bool:
    return not mention.short and any(e.level == 3 and e.main and e.population >= 100_000 for e in gazetteer.lookup(mention.name))


def _links(text: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Link]:
    out = []
    for i, (one, two) in enumerate(pairwise(mentions)):
        gap = text[one.span.end : two.span.start]
        if len(gap) > 80 or "\n" in gap:
            continue
        strength = max((s for pattern, s in _HOLDS if pattern.fullmatch(gap)), default=0.0) if not _APART.search(gap) else 0.0
        if strength == 1.0 and i + 2 < len(mentions) and _ENDS.fullmatch(text[two.span.end : mentions[i + 2].span.start]):
            strength = 0.35 if _is_town(two, gazetteer) else 1.0  # "Boston, New York and Troy"
        if strength and not (one.rolled and two.rolled):
            out.append(Link(i, i + 1, strength))
        if _HELD.fullmatch(gap):
            out.append(Link(i + 1, i, POSSESSIVE))
        if strength == 1.0 and i + 2 < len(mentions) and not two.rolled:  # "Sandy, Bedfordshire, England": the last holds the first too
            further = text[two.span.end : mentions[i + 2].span.start]
            if _HOLDS[0][0].fullmatch(further):
                out.append(Link(i, i + 2, 0.7))
    return out


def _habits(text: str, gazetteer: Gazetteer) -> dict[str, float]:
    counts = Counter(code for match in gazetteer.habit_words.finditer(text, 0, 50_000) for code in gazetteer.habits[match.group()])
    return {code: n / (n + 2.0) for code, n in sorted(counts.items())}


def _demonyms(article: Article, gazetteer: Gazetteer) -> list[tuple[int, str]]:
    out = []
    for part in article.spans(READ_PARTS) if article.parts else (Span(0, len(article.text)),):
        for match in _WORD.finditer(article.text, part.start, part.end):
            words = match.group()
            code = gazetteer.demonym(words)
            if code is None:
                halves = re.split("[ -]", words)
                code = next(filter(None, (gazetteer.demonym(half) for half in halves)), None)
            if code:
                out.append((match.start(), code))
    return out


def _near(span: Span, demonyms: Sequence[tuple[int, str]]) -> dict[str, float]:
    out: dict[str, float] = {}
    for offset, code in demonyms:
        distance = span.start - offset if offset < span.start else offset - span.end
        if 0 <= distance < 90:
            weight = (1.0 if offset < span.start else 0.6) * (1 - distance / 120)
            out[code] = max(out.get(code, 0.0), weight)
    return out


def _outlet(article: Article, gazetteer: Gazetteer) -> tuple[str | None, str]:
    source = article.source
    host = urlsplit(source.url).hostname if source.url else None
    if not host and source.outlet and "." in source.outlet and " " not in source.outlet:
        host = source.outlet
    country = None
    words = re.sub(r"\W", "", (source.outlet or "").lower()) if not host else ""
    if host:
        labels = host.lower().removeprefix("www.").split(".")
        country = gazetteer.tlds.get(labels[-1])
        words = max(labels[:-1], key=len, default="")
    if country is None and source.outlet:
        country = next(
            (code for word in re.findall(r"[A-Z][\w-]+", source.outlet) if (code := gazetteer.country(word) or gazetteer.demonym(word))),
            None,
        )
    return country, words
