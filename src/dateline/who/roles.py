"""Roles: the offices a person is said to hold, in the words that name them, without country or body."""

from __future__ import annotations

import re

from dateline.article import Article, Span
from dateline.fields import Role
from dateline.who.cluster import Cluster
from dateline.who.lexicon import Hit, plain
from dateline.who.shapes import Mention

#: Words before an office that belong to it: "acting mayor", "former chief negotiator".
_BEFORE = re.compile(r"(?i)(?:\b(?:former|acting|interim|outgoing|retired|deputy|vice|chief|assistant|caretaker|ex)[ -]){1,3}$")
_AFTER = re.compile(r"-(?:elect|designate)\b")
_BACK = 40  #: characters before an office in which such words are looked for
_NO_OFFICE = frozenset(
    "member witness resident villager victim survivor protester man woman people person child boy girl civilian worker soldier gunman "
    "attacker suspect prisoner hostage detainee mother father son daughter brother sister wife husband rebel fighter militant "
    "passenger counterpart uncle aunt nephew niece cousin grandson granddaughter grandfather grandmother widow widower fiancee".split()
)
_RANKS = frozenset("general colonel major captain lieutenant admiral sergeant corporal brigadier commodore marshal private".split())
_CIVIL = ("attorney", "inspector", "director", "secretary", "prosecutor", "governor", "consul")


def read_roles(article: Article, cluster: Cluster, country: str | None) -> tuple[Role, ...]:
    """Offices in order of mention; one that another holds word by word ("minister" beside "trade minister") is left out."""
    found: dict[str, Role] = {}
    for mention in cluster.mentions:
        hit = _office(mention) if mention.kind != "pronoun" else None
        if hit is not None and (mention.sort == "person" or hit.entry.sector == "GOV"):
            span = _title(article, hit)
            found.setdefault(plain(article.words(span)), Role(article.words(span), country, span))
    return tuple(role for key, role in found.items() if not any(key != other and key in other.split() for other in found))


def _office(mention: Mention) -> Hit | None:
    """The last office before the name: "army chief" of "army chief General Ann Roe"."""
    end = mention.name_span.start if mention.name_span is not None else mention.span.end
    if mention.kind == "nominal" and mention.noun in _NO_OFFICE:
        return None  # "brother of Governor Roe" holds no office
    if mention.kind == "nominal" and mention.role is not None and mention.name_span is None:
        end = mention.role.end  # "a candidate for mayor", "a spokesman for the minister" are neither
    hits = [h for h in mention.hits if h.entry.kind == "role" and h.end <= end and not _rank(h)]
    if mention.role is not None and mention.role not in hits and not _rank(mention.role):
        hits.append(mention.role)
    if not hits:
        return None
    entry = hits[-1].entry
    return hits[-1] if "o" in entry.flags and entry.group == "person" and entry.name not in _NO_OFFICE else None


def _title(article: Article, hit: Hit) -> Span:
    low = max(0, hit.start - _BACK)
    before = _BEFORE.search(article.text, low, hit.start)
    after = _AFTER.match(article.text, hit.end)
    return Span(before.start() if before else hit.start, after.end() if after else hit.end)


def _rank(hit: Hit) -> bool:
    return hit.entry.name.split()[-1] in _RANKS and not hit.entry.name.startswith(_CIVIL)
