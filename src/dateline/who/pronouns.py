"""Pronouns: he, she, it and they by gender, number, nearness and what the sentence is about. The weights were measured on news copy."""

from __future__ import annotations

import math

from dateline.who.board import Board
from dateline.who.cluster import Cluster, gender_fits
from dateline.who.shapes import Mention

_FAR_PERSON, _FAR = 8, 3  #: sentences back for he and she, and for the rest
#: Below these scores nobody is meant; he and she must mean somebody, "it" is often a thing.
_HEADS = frozenset("leader head chief chairman chairwoman founder member commander spokesman spokeswoman activist".split())
_TAKES = frozenset("arrest detain jail imprison kill kidnap seize abduct".split())
_FLOORS = {"m": -6.0, "f": -6.0, "n": -0.9, "": -1.6}


def find_pronoun(board: Board, mention: Mention) -> Cluster | None:
    """The best cluster for a third person, or None rather than a wild guess."""
    person = mention.gender in ("m", "f")
    best: tuple[float, Cluster] | None = None
    seen: set[int] = set()
    for steps, j in enumerate(reversed(board.recent)):
        other, cluster = board.mentions[j], board.at(j)
        away = mention.sentence - other.sentence
        if away > (_FAR_PERSON if person else _FAR):
            break
        if cluster is None or cluster.order in seen or not _may_be(board, mention, other, cluster):
            continue
        seen.add(cluster.order)
        score = _score(board, mention, other, cluster) - 0.45 * away - 0.052 * steps
        if best is None or score > best[0]:
            best = (score, cluster)
    return best[1] if best is not None and best[0] > _FLOORS[mention.gender] else None


def _may_be(board: Board, mention: Mention, other: Mention, cluster: Cluster) -> bool:
    if mention.gender in ("m", "f"):
        if cluster.sort != "person" or cluster.number == "pl" or not gender_fits(mention.gender, cluster):
            return False
    elif cluster.sort not in (("body", "country") if mention.gender == "n" else ("group", "body", "country")):
        return False
    if other.first <= mention.first < other.last or any(n in other.told_by for n in mention.speaker_of):
        return False
    if _beside(board, mention, other):
        return False
    if mention.quote >= 0:
        speaker = board.speaker.get(mention.quote)
        if speaker is not None and (speaker is other or board.at(speaker.index) is cluster):
            return False
    return not _same_clause(board, mention, other)


def _beside(board: Board, mention: Mention, other: Mention) -> bool:
    """ "Ann Roe, his biographer": he is somebody else."""
    word = board.grammar.words[mention.head]
    owned = board.grammar.words[word.head] if word.deprel == "nmod:poss" and word.head >= 0 else None
    return owned is not None and owned.deprel == "appos" and other.first <= owned.head < other.last


def _same_clause(board: Board, mention: Mention, other: Mention) -> bool:
    """ "He thanked him": subject and object of one verb are two people."""
    word, before = board.grammar.words[mention.head], board.grammar.words[other.top]
    if word.deprel == "nmod:poss" and word.head >= 0 and board.grammar.words[word.head].lemma in _HEADS:
        owned = board.grammar.words[word.head]  # "police arrested its leader": nobody arrests his own
        taker = board.grammar.words[owned.head] if owned.deprel == "obj" else owned
        if taker.lemma in _TAKES and before.deprel.startswith("nsubj") and before.sentence == word.sentence:
            return before.head in (taker.index, taker.head if taker.deprel == "conj" else -1)
    if word.text.lower().endswith(("self", "selves")) or word.deprel == "nmod:poss" or word.deprel.startswith("nsubj"):
        return False
    if not before.deprel.startswith("nsubj") or before.sentence != word.sentence:
        return False
    verb = word.head
    for _ in range(3):  # "summoned the envoy and handed him the list": both verbs have one subject
        if verb < 0 or verb == before.head:
            break
        held = board.grammar.words[verb]
        if held.deprel != "conj" or any(w.deprel.startswith("nsubj") for w in board.grammar.children(verb)):
            break
        verb = held.head
    return verb >= 0 and verb == before.head


def _score(board: Board, mention: Mention, other: Mention, cluster: Cluster) -> float:
    score = 0.42 * math.log(len(cluster.mentions) + 1)
    score += 0.25 * other.subject - 0.1 * other.inner + 0.3 * cluster.named
    if (mention.quote >= 0) != (other.quote >= 0):
        score -= 1.1
    if mention.speaker_of and (other.speaker_of or any(m.speaker_of for m in cluster.mentions[-3:])):
        score += 0.2
    if other.part != mention.part:
        score -= 0.8
    if len(cluster.mentions) == 1 and _unknown(board, other):
        score -= 0.7
    if mention.gender in ("m", "f"):
        if not cluster.gender and cluster.weak_gender and cluster.weak_gender != mention.gender:
            score -= 2.5
    elif mention.gender == "":
        score += 1.1 if cluster.sort == "group" else -0.9 if cluster.sort == "country" else -0.1
    elif other.subject and mention.sentence == other.sentence and board.grammar.words[mention.head].deprel == "nmod:poss":
        score += 0.6
    return score


def _unknown(board: Board, other: Mention) -> bool:
    """A person whom the copy itself does not expect to be known: "lodged with <a> Captain Mborou, and he paid no rent"."""
    words = board.grammar.words
    first = max(other.first - 1, board.grammar.sentences[other.sentence].first)
    return other.gender != "n" and any(w.text.lower() in ("a", "an") for w in words[first : other.first + 1])
