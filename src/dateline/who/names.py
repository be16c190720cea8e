"""Names: which cluster a proper name belongs to."""

from __future__ import annotations

from dateline.who.board import Board
from dateline.who.cluster import Cluster, country_fits, gender_fits, name_fits, same_person
from dateline.who.nouns import find_body
from dateline.who.shapes import Mention

_LOCAL = frozenset("regional local provincial district state city area county municipal national federal".split())
_TOP = 5  #: sentences within which who speaks by his office is named


def find_name(board: Board, mention: Mention) -> Cluster | None:
    """The cluster of a person, body or country named before, or None."""
    if mention.sort == "person":
        found = _person(board, mention) or (_part(board, mention) if len(mention.name) == 1 else None)
        return found or _mistaken(board, mention) or _office_before(board, mention)
    for key in board.keys(mention):
        found = board.under(key)
        if found is not None:
            return found
    if mention.sort != "body":
        return None
    if mention.country == "EUR":
        return board.under("body European Union")
    return _part(board, mention) or find_body(board, mention) or _whole(board, mention) or _long_form(board, mention)


def _person(board: Board, mention: Mention) -> Cluster | None:
    """Surname to full name, the best fit first, then the latest; never across two given names or two genders."""
    if not mention.name:
        return None
    if len(mention.name) == 1 and 2 <= len(mention.name[0]) <= 4 and board.text(mention).isupper():
        found = board.under("acronym " + mention.name[0].upper())
        if found is not None and found.sort == "person":
            return found
    best: tuple[tuple[int, bool, int], Cluster] | None = None
    for token in (mention.name[-1], mention.name[0]):
        for cluster in board.with_token(token):
            if cluster.sort not in ("person", "") or not gender_fits(mention.gender, cluster):
                continue
            fits = max((name_fits(mention.name, n) for n in cluster.names), default=0)
            front = fits == 1 and len(mention.name) == 1 and any(n[0] == mention.name[0] for n in cluster.names)
            if front and any(m.subject and mention.sentence - m.sentence <= 1 for m in cluster.mentions[-2:]):
                fits = 2  # "Park Min-jun spoke. Park said ...": the surname stands first
            about = any(m.subject and mention.sentence - m.sentence <= 2 for m in cluster.mentions[-3:])
            score = (fits, about, cluster.last.index)
            if fits and same_person({mention.name}, cluster.names) and (best is None or score > best[0]):
                best = (score, cluster)
    return best[1] if best else None


def _office_before(board: Board, mention: Mention) -> Cluster | None:
    """ "President Ann Roe" right after "the president", of whom no name was told yet; "Governor Roe said" after "the governor said"."""
    if mention.role is None or len(mention.name) < 2 or mention.part == "headline":
        return None
    office = mention.role.entry.name
    for noun in dict.fromkeys((office, office.split()[-1])):
        for cluster in board.with_noun(noun):
            first = cluster.mentions[0]
            if cluster.sort != "person" or any(m.kind == "name" for m in cluster.mentions) or not gender_fits(mention.gender, cluster):
                continue
            if first.part == mention.part and (_told_by_office(mention, cluster, noun) or _spoke(mention, cluster, noun)):
                return cluster if country_fits(board.codes[mention.index].country, cluster) else None
    return None


def _told_by_office(mention: Mention, cluster: Cluster, noun: str) -> bool:
    """ "the president", "Norland's president": named by the office alone, in this sentence or the one before."""
    first = cluster.mentions[0]
    told = first.key == noun or (first.role is not None and first.key.endswith("'s " + noun))
    known = first.det in ("the", "his", "her", "its", "their") or "'s " in first.key
    return told and known and mention.sentence - cluster.last.sentence <= 1


def _spoke(mention: Mention, cluster: Cluster, noun: str) -> bool:
    """Who was quoted by his office at the top of the copy is named where he is quoted again."""
    first = cluster.mentions[0]
    both = bool(mention.speaker_of) and any(m.speaker_of for m in cluster.mentions)
    told = first.det == "the" and first.key.endswith(noun) and mention.sentence - first.sentence <= _TOP
    return both and told and _LOCAL.union(mention.key.split()).issuperset(first.key.removesuffix(noun).split())


def _mistaken(board: Board, mention: Mention) -> Cluster | None:
    """A body that the tagger takes for a person here, or a surname that stood alone above and was taken for a body there."""
    body = _body_by(board, mention) if mention.role is None and not mention.gender else None
    if body is not None:
        mention.sort, mention.name, mention.weak_gender = "body", (), ""
        return body
    found = board.under(mention.name[-1]) if len(mention.name) > 1 else None
    if found is None or found.sort != "body" or found.nouns.keys() - {mention.name[-1]} or found.last.part not in ("headline", "subhead"):
        return None
    found.sort = "person"
    return found


def _body_by(board: Board, mention: Mention) -> Cluster | None:
    """The body of just this name ("Al-Sahm" after "the Palestinian group Al-Sahm") or one that begins with it ("Katib al-Nahr")."""
    found = board.under(mention.key)
    if found is None and len(mention.name) == 1:
        found = next((c for c in board.with_part(mention.key) if c.sort == "body"), None)
    known = (
        found is not None
        and found.sort == "body"
        and any(m.kind == "name" and m.part not in ("headline", "subhead") for m in found.mentions)
    )
    return found if known and found is not None and not found.holds(mention) else None


def _whole(board: Board, mention: Mention) -> Cluster | None:
    """ "Tarnwood Shipping" after a headline that says "Tarnwood"."""
    words = mention.key.split()
    if len(words) < 2:
        return None
    for word in (words[0], words[-1]):
        found = board.under(word) if len(word) > 4 else None
        if found is not None and found.sort == "body" and found.last.part in ("headline", "subhead") and not found.last.hits:
            return found
    return None


def _long_form(board: Board, mention: Mention) -> Cluster | None:
    """ "the Bureau of Ports" after "the Bureau", whose name stood alone so far."""
    words = mention.key.split()
    if len(words) < 3 or words[1] not in ("of", "for"):
        return None
    for cluster in board.with_noun(words[0]):
        alone = [m for m in cluster.mentions if m.kind != "pronoun"]
        if cluster.sort == "body" and all(m.key == words[0] and board.text(m)[:1].isupper() for m in alone):
            return cluster if country_fits(board.codes[mention.index].country, cluster) else None
    return None


def _part(board: Board, mention: Mention) -> Cluster | None:
    """ "Tarnwood" after "Tarnwood Shipping"."""
    words = mention.key.split()
    if len(words) != 1 or len(words[0]) < 4 or (mention.hits and mention.kind != "name"):
        return None
    return next((c for c in board.with_part(words[0]) if c.sort == "body"), None)
