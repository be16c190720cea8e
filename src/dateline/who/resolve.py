"""Resolution: which mentions name the same actor. A sieve that reads once from left to right and abstains rather than merge wrongly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.article import Span
from dateline.grammar.words import Grammar
from dateline.who.board import Board
from dateline.who.cluster import Cluster, name_fits, same_person
from dateline.who.names import find_name
from dateline.who.nouns import find_noun
from dateline.who.phrase import Code
from dateline.who.pronouns import find_pronoun
from dateline.who.shapes import Mention
from dateline.who.sift import suffers
from dateline.who.speakers import first_persons, headline_offices

_NOT_ONE = frozenset("no any such its his her their our my".split())  # "shot over our heads", "raided his office"
_THINGS = frozenset(("abstract", "object", "animal", "plant", "event", "time"))
_TIES = frozenset(("nsubj", "obj", "iobj", "obl", "nmod", "appos", "conj", "root", "compound"))


def resolve(
    grammar: Grammar,
    mentions: list[Mention],
    codes: list[Code],
    pairs: Mapping[int, int],
    *,
    home: str,
    kinds: Mapping[str, frozenset[str]],
    paragraphs: Sequence[Span] = (),
) -> Board:
    """The board when all rules are through.

    `pairs` maps a mention to the earlier one it stands beside; `paragraphs` are those of headline and body.
    """
    board = Board(grammar, mentions, codes, home=home, kinds=kinds)
    later = []
    waiting: dict[int, list[Mention]] = {}
    for i, mention in enumerate(mentions):
        if mention.kind == "pronoun" and mention.person != 3:
            later.append(mention)
            continue
        ahead = _ahead(board, mention)
        if ahead is not None:
            waiting.setdefault(ahead.index, []).append(mention)
            continue
        cluster = _beside(board, mention, board.at(pairs[i])) if i in pairs else None
        cluster = cluster or _find(board, mention)
        if cluster is not None:
            board.join(mention, cluster)
            for before in waiting.get(i, ()):
                board.join(before, cluster)
        board.recent.append(i)
    headline_offices(board)
    first_persons(board, later, paragraphs)
    return board


def clusters_of(board: Board) -> list[Cluster]:
    """The clusters that are worth an actor, in order of first mention."""
    found = {
        c.order: c
        for c in map(board.at, range(len(board.mentions)))
        if c is not None and not _idle(board.grammar, c) and not _thing(board.grammar, c)
    }
    return sorted(found.values(), key=lambda c: min(m.index for m in c.mentions))


def _ahead(board: Board, mention: Mention) -> Mention | None:
    """ "From his cell, Ann Roe ...": the name to which a possessive at the head of the sentence looks forward."""
    words = board.grammar.words
    first = board.grammar.sentences[mention.sentence].first
    if mention.kind != "pronoun" or words[mention.head].deprel != "nmod:poss" or mention.gender not in ("m", "f"):
        return None
    if mention.first - first > 3 or words[first].upos not in ("ADP", "SCONJ"):
        return None
    for other in board.mentions[mention.index + 1 : mention.index + 5]:
        if other.sentence != mention.sentence:
            return None
        if other.kind == "name" and other.sort == "person" and other.subject and other.gender in ("", mention.gender):
            return other
    return None


def _find(board: Board, mention: Mention) -> Cluster | None:
    if mention.kind == "pronoun":
        return find_pronoun(board, mention) or (board.new() if mention.gender in ("m", "f") else None)
    if mention.kind == "name":
        return find_name(board, mention) or board.new()
    found = find_noun(board, mention)
    return found or (board.new() if mention.sort != "country" else None)


def _beside(board: Board, mention: Mention, cluster: Cluster | None) -> Cluster | None:
    """The cluster of the mention that this one stands beside, unless the names speak against it."""
    if cluster is None:
        return None
    found = find_name(board, mention) if mention.kind == "name" else None
    if found is not None and found is not cluster:
        if same_person(cluster.names, found.names):
            board.merge(found, cluster)
        return found
    if mention.name and cluster.names and not any(name_fits(mention.name, n) for n in cluster.names):
        return None
    return cluster


def _thing(grammar: Grammar, cluster: Cluster) -> bool:
    """A name that no table knows and that the tagger mostly takes for a thing: a law, a survey, a film, a site."""
    if cluster.sort != "body" or not cluster.named:
        return False
    names = [m for m in cluster.mentions if m.kind == "name"]
    if any(m.speaker_of or m.role is not None for m in cluster.mentions) or any(_of_the_tables(m) for m in names):
        return False
    return 2 * sum(grammar.words[m.top].entity in _THINGS for m in names) > len(names)


def _of_the_tables(mention: Mention) -> bool:
    return any(hit.entry.kind in ("body", "role") and hit.end == mention.span.end for hit in mention.hits)


def _idle(grammar: Grammar, cluster: Cluster) -> bool:
    """A noun named once that neither acts nor speaks: "a thief" in a saying, "among visitors", "inside a firm"."""
    mention = cluster.mentions[0]
    if len(cluster.mentions) > 1 or mention.kind != "nominal" or mention.speaker_of or mention.sort == "country":
        return False
    word = grammar.words[mention.head]
    relation = word.relation
    if mention.det not in _NOT_ONE and suffers(grammar, word):
        return False
    if mention.sort == "body":
        if mention.inner or cluster.sector not in ("", "JRN"):
            return False
        return relation in ("obj", "obl", "compound") or (relation != "nsubj" and cluster.sector == "JRN")
    if mention.quote >= 0 and not mention.country:
        return True
    if mention.sort == "group" and cluster.sector == "JRN" and not relation.startswith("nsubj"):
        return True
    if relation == "compound" or (relation not in _TIES and mention.det == "") or (word.entity == "object" and relation != "nsubj"):
        return True
    if mention.sort == "person" and not cluster.country:
        return (relation in ("obl", "nmod") and mention.det in ("a", "an", "")) or (relation == "obj" and mention.det == "")
    return False
