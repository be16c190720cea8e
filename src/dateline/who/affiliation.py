"""Affiliation: whom somebody belongs to in this article, so that "its chairman" is coded by the union and "his aides" by the minister."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.article import Article
from dateline.who.cluster import Cluster
from dateline.who.phrase import Code
from dateline.who.shapes import Mention

_OF = frozenset(f"{word}{article}" for word in ("of", "from", "at", "for", "with") for article in ("", " the", " a", " an"))
_ATTENDANTS = frozenset(
    "aide adviser advisor spokesman spokeswoman spokesperson deputy counterpart successor predecessor envoy official secretary negotiator "
    "delegate representative emissary chief aides ally colleague".split()
)
_SPEAKERS = frozenset("spokesman spokeswoman spokesperson chief spokesman officer commander member chief guard deputy commander".split())
_UNIFORMED = frozenset(("officer", "guard"))  # of a force, though only its ministry is named
_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Link:
    """Cluster `to` owns or employs; `why` is the mention that shows it; `loose` if only nearness does."""

    to: Cluster
    why: Mention
    kind: str


def find_links(article: Article, mentions: Sequence[Mention], of: Sequence[Cluster | None]) -> dict[int, list[Link]]:
    """Links by the order number of the cluster that has them, surest first."""
    out: dict[int, list[Link]] = {}
    by_word = {m.first: m for m in mentions if m.kind == "pronoun"}
    for i, mention in enumerate(mentions):
        cluster = of[i]
        if cluster is None or mention.kind == "pronoun" or mention.sort == "country":
            continue
        found: list[Link] = []
        owner = by_word.get(mention.first)
        if owner is not None and owner is not mention:
            _add(found, of[owner.index], cluster, owner, "owner")
        after = None
        for other in mentions[i + 1 : i + 8]:
            if other.first >= mention.last:
                after = other
                break
            if other.kind != "pronoun" or mention.partitive:
                _add(found, of[other.index], cluster, other, "inside")
        if after is not None and after.kind != "pronoun" and after.sentence == mention.sentence and after.first <= mention.last + 3:
            between = article.text[mention.span.end : after.span.start].strip().lower()
            if between in _OF:
                _add(found, of[after.index], cluster, after, "of")
        if not found and _lonely(mention):
            near = _near_body(mentions, of, i)
            if near is not None:
                _add(found, of[near.index], cluster, near, "near")
        if found:
            out.setdefault(cluster.order, []).extend(found)
    for links in out.values():
        links.sort(key=lambda x: ("inside", "of", "owner", "near").index(x.kind))
    return out


def _add(found: list[Link], to: Cluster | None, own: Cluster, why: Mention, kind: str) -> None:
    if to is not None and to is not own:
        found.append(Link(to, why, kind))


def _lonely(mention: Mention) -> bool:
    """ "A spokesman said": his body was named just before."""
    noun = mention.role.entry.name if mention.role is not None else mention.noun
    return mention.kind != "pronoun" and noun in _SPEAKERS and mention.sort in ("person", "group")


def _near_body(mentions: Sequence[Mention], of: Sequence[Cluster | None], i: int) -> Mention | None:
    for other in reversed(mentions[max(0, i - 10) : i]):
        if mentions[i].sentence - other.sentence > 2:
            return None
        cluster = of[other.index]
        if cluster is not None and cluster.sort == "body" and cluster.sector in ("MIL", "COP", "REB", "LAB", "GOV", "BUS", "SPY", "PTY"):
            return other
    return None


def inherited(
    cluster: Cluster, links: dict[int, list[Link]], codes: Sequence[Code], what: str, depth: int = _DEPTH
) -> tuple[str | None, Mention | None]:
    """The country or sector that a cluster has from whom it belongs to, with the mention that shows it. Bounded, so that cycles end."""
    for link in links.get(cluster.order, ()) if depth else ():
        if what == "sector" and not _passes(cluster, link):
            continue
        value = link.to.country if what == "country" else link.to.sector
        if value and not (what == "sector" and value == "CVL" and link.to.sort == "person"):
            return value, link.why
        deeper, _ = inherited(link.to, links, codes, what, depth - 1)
        if deeper:
            return deeper, link.why
    return None, None


def _passes(cluster: Cluster, link: Link) -> bool:
    """Bodies pass their sector to their people; persons only to those who act for them."""
    if link.to.sort == "body":
        return not (link.kind == "near" and link.to.sector == "GOV" and cluster.is_any(_UNIFORMED))
    if cluster.mentions[0].partitive:
        return True
    return link.to.sort in ("person", "group") and any(n.split()[-1] in _ATTENDANTS for n in cluster.nouns)
