"""Affiliation: whom somebody belongs to in this article, so that "its chairman" is coded by the union and "his aides" by the minister."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.article import Article
from dateline.grammar.words import Grammar
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
_SENDS = frozenset("send deploy dispatch mobilise mobilize redeploy mass station withdraw".split())
_SENT = frozenset(("GOV", "MIL", "COP", "SPY"))
_HEADS = frozenset(("minister", "secretary"))
_MINISTRIES = frozenset(("ministry", "department", "office"))
_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Link:
    """Cluster `to` owns or employs; `why` is the mention that shows it; `loose` if only nearness does."""

    to: Cluster
    why: Mention
    kind: str


def find_links(article: Article, grammar: Grammar, mentions: Sequence[Mention], of: Sequence[Cluster | None]) -> dict[int, list[Link]]:
    """Links by the order number of the cluster that has them, surest first."""
    out: dict[int, list[Link]] = {}
    by_word = {m.first: m for m in mentions if m.kind == "pronoun"}
    heads = {word: m for m in mentions if not m.inner for word in (m.head, m.top)}
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
        whose, kind = _less_sure(grammar, mentions, of, i, heads) if not found else (None, "")
        if whose is not None:
            _add(found, of[whose.index], cluster, whose, kind)
        if found:
            out.setdefault(cluster.order, []).extend(found)
    for links in out.values():
        links.sort(key=lambda x: ("inside", "of", "owner", "sent", "near").index(x.kind))
    return out


def _less_sure(
    grammar: Grammar, mentions: Sequence[Mention], of: Sequence[Cluster | None], i: int, heads: Mapping[int, Mention]
) -> tuple[Mention | None, str]:
    """Whom somebody belongs to though no word beside him says so: who sent him, his ministry, the body just named."""
    sender = _sender(grammar, mentions[i], heads, of)
    if sender is not None:
        return sender, "sent"
    return _ministry(mentions, of, i) or (_near_body(mentions, of, i) if _lonely(mentions[i]) else None), "near"


def _add(found: list[Link], to: Cluster | None, own: Cluster, why: Mention, kind: str) -> None:
    if to is not None and to is not own:
        found.append(Link(to, why, kind))


def _sender(grammar: Grammar, mention: Mention, heads: Mapping[int, Mention], of: Sequence[Cluster | None]) -> Mention | None:
    """Who sent an official or troops, or whom somebody leads: "Oslo sent <Deputy Minister Roe>", "the team was headed by <Judge Roe>"."""
    word = grammar.words[mention.top]
    verb = grammar.words[word.head] if word.head >= 0 else None
    if (
        verb is None
        or verb.upos != "VERB"
        or mention.det in ("the", "these", "those")
        or (mention.sort == "body" and mention.kind == "name")
    ):
        return None
    leads = verb.lemma in ("lead", "head") and mention.sort == "person"
    if leads:
        wanted = "nsubj:pass" if word.deprel == "obl:agent" else "obj" if word.deprel == "nsubj" else ""
    else:
        office = mention.role is not None and mention.role.entry.sector in _SENT
        wanted = "nsubj" if office and word.deprel == "obj" and verb.lemma in _SENDS else ""
    if not wanted:
        return None
    if wanted == "nsubj" and verb.deprel == "xcomp" and verb.head >= 0:
        verb = grammar.words[verb.head]  # "offered to send advisers"
    found = next((heads[w.index] for w in grammar.children(verb.index) if w.deprel == wanted and w.index in heads), None)
    cluster = of[found.index] if found is not None and found is not mention else None
    return found if cluster is not None and cluster.sort in (("body",) if leads else ("body", "country")) else None


def _ministry(mentions: Sequence[Mention], of: Sequence[Cluster | None], i: int) -> Mention | None:
    """ "The Norland Defence Ministry protested. Defence Minister Roe ...": his ministry, if none of another country stands there too."""
    mention = mentions[i]
    if mention.role is None or mention.kind != "name" or mention.sort != "person" or mention.country:
        return None
    portfolio, _, title = mention.role.entry.name.partition(" ")
    if title not in _HEADS:
        return None
    found: list[Mention] = []
    lands: set[str] = set()
    for other in reversed(mentions[max(0, i - 12) : i]):
        if mention.sentence - other.sentence > 2:
            break
        cluster, words = of[other.index], other.key.split()
        if cluster is not None and cluster.sort == "body" and cluster.country and portfolio in words and _MINISTRIES & {*words}:
            found.append(other)
            lands.add(cluster.country)
    return found[0] if len(lands) == 1 else None


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
