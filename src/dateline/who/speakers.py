"""Speakers: what is known only when the whole article was read: "I" and "we" in quotations, and the offices that headlines name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.article import Span
from dateline.who.board import Board
from dateline.who.cluster import Cluster, country_fits, nouns_of
from dateline.who.shapes import Mention
from dateline.who.voices import find_voices

_AMONG = re.compile(r"(?i)\b(?:fellow|we|us|(?:we|us) ,? ?as)$")  #: words before a people of which the speaker is one
_NEAR = 40  #: mentions after a headline among which its office is looked for


def first_persons(board: Board, mentions: Sequence[Mention], paragraphs: Sequence[Span]) -> None:
    """ "I" in a quotation or a transcript is who utters it; "we" those for whom he speaks; "you" in a transcript who spoke before him."""
    groups: dict[int, Cluster] = {}
    turns = _turns(board, mentions)
    people = _people(board)
    voices = find_voices(board, mentions, paragraphs) if not turns else {}
    for mention in mentions:
        speaker = board.speaker.get(mention.quote)
        turn = turns.get(mention.turn) if mention.quote >= 0 or turns else voices.get(mention.paragraph)
        cluster = board.at(speaker.index) if speaker is not None else turn[0] if turn is not None and mention.quote < 0 else None
        if mention.person == 2:
            cluster = turn[1] if turn is not None and (mention.quote < 0 or cluster is turn[0]) else None
        if mention.number == "pl" and mention.quote < 0 and len(turns) < 2:
            cluster = people  # in a speech "we" are seldom the state or the body that the speaker serves
        if cluster is None:
            continue
        if mention.number == "pl" and cluster.sort == "person":
            cluster = _spoken_for(board, cluster, groups)
        board.put(mention, cluster)


def _people(board: Board) -> Cluster | None:
    """The people that a speech counts itself among: "we as Americans", "my fellow Americans"."""
    for mention in board.mentions:
        if mention.country and mention.sort == "group" and mention.key.split()[-1] == mention.noun:
            before = board.grammar.words[max(0, mention.head - 3) : mention.head]
            if _AMONG.search(" ".join(w.text for w in before)):
                return board.at(mention.index)
    return None


def _turns(board: Board, mentions: Sequence[Mention]) -> dict[int, tuple[Cluster, Cluster | None]]:
    """For each turn of a transcript, by the offset of the name before it, who speaks and to whom: the other who spoke last, else next."""
    starts = {m.turn for m in mentions if m.turn >= 0}
    named = [(m.span.start, board.at(m.index)) for m in board.mentions if m.span.start in starts and m.kind == "name"] if starts else []
    spoken = [(start, cluster) for start, cluster in named if cluster is not None and cluster.sort == "person"]
    out: dict[int, tuple[Cluster, Cluster | None]] = {}
    before: Cluster | None = None
    for n, (start, cluster) in enumerate(spoken):
        if n and spoken[n - 1][1] is not cluster:
            before = spoken[n - 1][1]
        after = next((other for _, other in spoken[n + 1 : n + 3] if other is not cluster), None)
        out[start] = (cluster, before if before is not cluster and before is not None else after)
    return out


def _spoken_for(board: Board, speaker: Cluster, groups: dict[int, Cluster]) -> Cluster:
    """ "we" from a spokesman is his body, from a minister his country, from a villager those around him."""
    body = _body_of(board, speaker)
    if body is not None:
        return body
    state = board.under("country " + (speaker.country or board.home))
    if state is not None and speaker.sector in ("GOV", "MIL", "SPY", "LEG"):
        return state
    if speaker.order not in groups:
        made = board.new()
        made.sort, made.number, made.country, made.sector = "group", "pl", speaker.country, speaker.sector
        made.spoken_by = speaker
        groups[speaker.order] = made
    return groups[speaker.order]


def _body_of(board: Board, speaker: Cluster) -> Cluster | None:
    for mention in speaker.mentions:
        if mention.kind == "pronoun":
            continue
        for other in board.mentions[mention.index + 1 : mention.index + 6]:
            if other.first >= mention.last:
                break
            cluster = board.at(other.index)
            if cluster is not None and cluster is not speaker and cluster.sort in ("body", "group"):
                return cluster
        if mention.role is not None:
            near = _body_before(board, mention, speaker.sector if "i" not in mention.role.entry.flags else "")
            if near is not None:
                return near
    return None


def _body_before(board: Board, mention: Mention, sector: str) -> Cluster | None:
    """The body that a spokesman, or a director of that sector, was named beside."""
    if sector not in ("", "BUS", "LAB", "PTY", "REB"):
        return None
    for other in reversed(board.mentions[max(0, mention.index - 8) : mention.index]):
        cluster = board.at(other.index)
        if mention.sentence - other.sentence > (2 if sector else 1):
            return None
        if cluster is not None and cluster.sort == "body" and (cluster.sector == sector if sector else cluster.sector not in ("JRN", "")):
            return cluster
    return None


def headline_offices(board: Board) -> None:
    """ "..., says diplomat" above the copy is whoever the copy then names with that office."""
    for mention in board.mentions:
        if mention.part not in ("headline", "subhead"):
            return
        cluster = board.at(mention.index)
        if cluster is None or mention.kind != "nominal" or mention.sort != "person" or mention.det not in ("", "the") or cluster.names:
            continue
        found = _lead_speaker(board, mention) or _named_later(board, mention)
        if found is not None and found is not cluster:
            board.merge(found, cluster)


def _lead_speaker(board: Board, mention: Mention) -> Cluster | None:
    """ "..., official says" above "..., a government spokesman said": who speaks in the lead, if he too is known by his office alone."""
    if not mention.speaker_of:
        return None
    wanted = board.kinds.get(mention.noun, frozenset())
    for other in board.mentions[mention.index + 1 : mention.index + _NEAR]:
        if other.part in ("headline", "subhead") or not other.speaker_of:
            continue
        cluster = board.at(other.index)
        if cluster is None or cluster.sort != "person" or cluster.names or other.kind != "nominal":
            return None
        same = mention.noun in cluster.nouns or cluster.is_any(wanted)
        return cluster if same and country_fits(board.codes[mention.index].country, cluster) else None
    return None


def _named_later(board: Board, mention: Mention) -> Cluster | None:
    code = board.codes[mention.index]
    found = [c for noun in nouns_of(mention) for c in board.with_noun(noun) if c.sort == "person" and c.names]
    near: list[Cluster] = []
    for other in board.mentions[mention.index + 1 : mention.index + _NEAR]:
        cluster = board.at(other.index)
        if cluster is not None and cluster.sort == "person" and cluster.names and cluster not in near:
            near.append(cluster)
    if not found:
        wanted = board.kinds.get(mention.noun, frozenset())
        found = [c for c in near if c.is_any(wanted)][:1]
    if not found and code.sector and mention.speaker_of:
        found = [c for c in near if c.sector == code.sector and any(m.speaker_of for m in c.mentions)][:1]
    return next((c for c in found if country_fits(code.country, c)), None)
