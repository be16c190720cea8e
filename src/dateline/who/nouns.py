"""Nouns: which cluster a noun phrase comes back to: "the ministry", "the diplomat", "the six"."""

from __future__ import annotations

from dateline.who.board import Board
from dateline.who.cluster import Cluster, country_fits, gender_fits, nouns_of
from dateline.who.phrase import Code
from dateline.who.shapes import POSSESSIVES, Mention

_ARMED = frozenset(("REB", "UAF", "PRM", "CRM"))
_OF_STATE = frozenset(("GOV", "MIL", "COP"))
#: Who did one deed: without an article others than those told of before
_DOERS = frozenset("gunman gunmen attacker captor kidnapper assailant bandit raider terrorist".split())
_ARMED_NOUNS = frozenset(
    "rebel militant insurgent gunman gunmen attacker fighter extremist captor kidnapper assailant bandit raider guerrilla terrorist "
    "separatist jihadist".split()
)
_COP, _MIL = frozenset(("COP",)), frozenset(("MIL",))
_FORCES = {
    "officer": _COP | _MIL, "policeman": _COP, "constable": _COP, "gendarme": _COP,
    "soldier": _MIL, "troop": _MIL, "troops": _MIL, "serviceman": _MIL,
}  # fmt: skip
_CREWS = frozenset(("worker", "crew", "staff", "employee"))
#: Bodies of which a state has one, so that the bare noun comes back to it.
_UNIQUE = frozenset(("GOV", "MIL", "COP", "LEG", "SPY", "OPP"))
_PEOPLE = frozenset("man woman boy girl teenager suspect winner newcomer incumbent veteran".split())
_KIN = frozenset("wife husband daughter son mother father sister brother widow widower".split())
_HIS = ("his", "her")
_DEFINITE = ("the", "this", "that")
_DEFINITE_MANY = ("the", "these", "those")
_FAR = 8  #: sentences back that a general noun may look


def find_noun(board: Board, mention: Mention) -> Cluster | None:
    """The cluster that a noun phrase comes back to, or None."""
    if mention.sort == "body":
        return find_body(board, mention)
    if mention.sort == "person":
        return _person(board, mention)
    if mention.sort == "country":
        return _land(board, mention)
    return _group(board, mention) if mention.sort == "group" else None


def _land(board: Board, mention: Mention) -> Cluster | None:
    """ "the kingdom": the country named just before, else home."""
    lands = (c for m, c in board.back(mention, 2) if c.sort == "country" and not _acts_on(board, m, mention))
    return next(lands, None) or board.under("country " + board.home)


def _acts_on(board: Board, doer: Mention, mention: Mention) -> bool:
    """Whether one acts on the other: "Norland paused its aid to <the country>", which is not Norland then."""
    relation = board.grammar.words[mention.top].relation
    return doer.subject and doer.sentence == mention.sentence and relation in ("obj", "obl", "nmod", "iobj")


def opposed(code: Code, cluster: Cluster) -> bool:
    """ "The army" is of the state, not the rebels' "People's Army"."""
    return code.sector in _OF_STATE and cluster.sector in _ARMED


def find_body(board: Board, mention: Mention) -> Cluster | None:
    """ "the ministry" after "the Fisheries Ministry"; "police" again and again."""
    if mention.det in ("a", "an", "another", "one", "no"):
        return None
    code = board.codes[mention.index]
    unique = code.sector in _UNIQUE or mention.kind == "name"
    if mention.det not in _DEFINITE and not unique and not mention.inner:
        return None
    for noun in nouns_of(mention):
        for cluster in board.with_noun(noun):
            if cluster.sort == "body" and _agrees(mention, code, cluster) and not cluster.holds(mention):
                return cluster
    found = _short_form(board, mention, code)
    if found is not None:
        return found
    term = mention.noun == mention.key and mention.key.endswith(" group")  # "the paramilitary group"
    whole = len(mention.key.split()) == 1 or term or "-led " in mention.key
    if mention.det in _DEFINITE and mention.kind == "nominal" and whole:
        return _kind_of_body(board, mention, code)
    return None


def _short_form(board: Board, mention: Mention, code: Code) -> Cluster | None:
    """ "the Bureau" after "the Bureau of Ports": its first word stands for the whole."""
    words = mention.key.split()
    if mention.det != "the" or len(words) != 1:
        return None
    for cluster in board.with_part(words[0]):
        whole = any(m.key.startswith((words[0] + " of ", words[0] + " for ")) for m in cluster.mentions if m.kind == "name")
        if whole and cluster.sort == "body" and country_fits(code.country, cluster) and not cluster.holds(mention):
            return cluster
    return None


def _kind_of_body(board: Board, mention: Mention, code: Code) -> Cluster | None:
    """ "the lender" after "the Highland Farm Bank": the nearest body of that kind."""
    wanted = board.kinds.get(mention.noun.split()[-1] if mention.noun else "")
    if not wanted:
        return None
    for _, cluster in board.back(mention, _FAR):
        if cluster.sort != "body" or (code.country != "IGO" and not country_fits(code.country, cluster)):
            continue
        coded = (cluster.sector in wanted and code.sector in (None, cluster.sector)) or "=" + cluster.country in wanted
        if (coded and cluster.named) or any(n.split()[-1] in wanted for n in cluster.nouns):
            return cluster
    return None


def _agrees(mention: Mention, code: Code, cluster: Cluster) -> bool:
    """Whether the words around the noun allow the same body: no other country, no other modifiers."""
    if not country_fits(code.country, cluster) or (code.country == "IGO" and cluster.sector in ("PTY", "OPP")):
        return False  # "the bloc" is no party
    if opposed(code, cluster):
        return False
    if any(_other_name(mention, m) for m in cluster.mentions[:8]):
        return False
    mine = _words_of(mention)
    for other in (*cluster.mentions[-6:], *cluster.mentions[:2]):
        theirs = _words_of(other)
        if code.sector in ("COP", "MIL") and "foreign" in mine ^ theirs:
            continue  # "foreign police are on their way" are not the police
        if other.det in POSSESSIVES and mention.kind == "name" and mention.sentence - other.sentence > 2:
            continue  # "their union" of the lead is not every union that is named later
        if other.kind != "pronoun" and (mine <= theirs or (theirs <= mine and other.kind == "nominal")):
            return True
    return False


def _words_of(mention: Mention) -> set[str]:
    return set(mention.key.replace("-", " ").replace("'s", "").replace("’s", "").split())


def _other_name(mention: Mention, other: Mention) -> bool:
    """ "the Municipality of Tarn" is not the Municipality of Sund, though "the municipality" stood between them."""
    of, theirs = mention.key.partition(" of ")[2], other.key.partition(" of ")[2]
    apart = bool(of) and bool(theirs) and not of.startswith(theirs) and not theirs.startswith(of)
    return apart and other.kind != "pronoun" and mention.noun == other.noun


def _person(board: Board, mention: Mention) -> Cluster | None:
    """ "the minister" is the last one named with that office."""
    if mention.det in _HIS and mention.noun in _KIN:
        return _relative(board, mention)
    if mention.det not in _DEFINITE and not (mention.det == "" and (mention.part == "headline" or _addressed(board, mention))):
        return None
    code, nouns = board.codes[mention.index], nouns_of(mention)
    short = len(mention.key.split())
    for noun in dict.fromkeys((*nouns, *(n.split()[-1] for n in nouns))):
        fit = [c for c in board.with_noun(noun) if _may_be(mention, code, c) and (short == 1 or _role_agrees(mention, c))]
        if fit:  # "the president" is rather the one just named than "a president" of whom nothing was said
            return next((c for c in fit if not _passing(c)), fit[0])
    if not mention.det:
        return None
    if mention.country and not mention.noun:  # "the Egyptian": the one person of that country just named
        near = [c for _, c in board.back(mention, 2) if c.names and c.country == mention.country and _may_be(mention, code, c)]
        return near[0] if len(near) == 1 else None
    if mention.noun == "source" and short == 1:
        return next(
            (c for _, c in board.back(mention, 3) if c.sort == "person" and not c.named and any(m.speaker_of for m in c.mentions)), None
        )
    wanted = board.kinds.get(mention.noun)
    if wanted and short <= 2:
        for _, cluster in board.back(mention, _FAR):
            if _may_be(mention, code, cluster) and cluster.is_any(wanted):
                return cluster
    if mention.noun in _PEOPLE and short == 1:
        near = [c for _, c in board.back(mention, 3) if _may_be(mention, Code(), c)]
        return near[0] if len(near) == 1 else None
    return None


def _relative(board: Board, mention: Mention) -> Cluster | None:
    """ "his wife" is the one wife that the copy has told of, if she was somebody's like him."""
    found = [c for c in board.with_noun(mention.noun) if _may_be(mention, Code(), c) and c.sort == "person"]
    near = [c for c in found if mention.sentence - c.last.sentence <= _FAR and any(m.det == mention.det for m in c.mentions)]
    return near[0] if len(found) == 1 and near and len(mention.key.split()) == 1 else None


def _passing(cluster: Cluster) -> bool:
    """ "The oath of a president": named once by the bare noun, and says nothing."""
    first = cluster.mentions[0]
    return len(cluster.mentions) == 1 and first.det in ("a", "an") and " " not in first.key and not first.speaker_of


def _addressed(board: Board, mention: Mention) -> bool:
    """ "Mr. Chairman, ...", "Madam Speaker": a title in capitals without an article is somebody here."""
    return board.text(mention).split()[-1][:1].isupper() and mention.key.split()[0] in ("mr", "madam", "madame", "mister")


def _may_be(mention: Mention, code: Code, cluster: Cluster) -> bool:
    if cluster.sort != "person" or cluster.number == "pl" or cluster.holds(mention) or cluster.mentions[0].partitive:
        return False
    return gender_fits(mention.gender, cluster) and country_fits(code.country, cluster)


def _role_agrees(mention: Mention, cluster: Cluster) -> bool:
    words: set[str] = set()
    for other in cluster.mentions[:12]:
        if other.kind != "pronoun":
            words.update(other.key.replace("-", " ").split())
    return mention.noun in cluster.nouns or words.issuperset(mention.key.replace("-", " ").split())


def _group(board: Board, mention: Mention) -> Cluster | None:
    numbers = board.numbers(mention)
    if numbers and mention.det not in _DEFINITE_MANY:
        return _from_headline(board, mention, numbers)
    whole = mention.det == "all" and mention.country != "" and mention.noun == mention.key  # "all Norwegians"
    if mention.det and mention.det not in _DEFINITE_MANY and not whole:
        return None
    code = board.codes[mention.index]
    for noun in nouns_of(mention):
        for cluster in board.with_noun(noun):
            if cluster.sort not in ("group", "body") or cluster.holds(mention) or not country_fits(code.country, cluster):
                continue
            if not mention.det and code.country and not cluster.country and len(mention.key.split()) > 1:
                continue  # "Tongan embassy officials" are not the "officials" of the lead
            if (mention.det and len(mention.key.split()) == 1) or _agrees(mention, code, cluster):
                return cluster
    if mention.noun in _CREWS and not mention.det:
        return _same_trade(board, mention)
    if mention.noun in _FORCES:
        return _their_force(board, mention, code)
    if mention.noun in _ARMED_NOUNS and code.sector in _ARMED and not mention.country:
        return _armed(board, mention) if mention.det or mention.noun not in _DOERS or mention.part == "headline" else None
    return _numbered(board, mention, numbers[0]) if numbers and mention.det else None


def _same_trade(board: Board, mention: Mention) -> Cluster | None:
    """ "Ferry crews" in the lead are the "ferry workers" of the headline."""
    trade = mention.key.split()[:-1]
    for j in range(min(mention.index, 12)):
        cluster, other = board.at(j), board.mentions[j]
        if cluster is not None and other.part == "headline" and other.noun in _CREWS and other.key.split()[:-1] == trade != []:
            return cluster
    return None


def _their_force(board: Board, mention: Mention, code: Code) -> Cluster | None:
    """ "Officers fired" after "police": the force itself."""
    if mention.role is None or mention.last - mention.first > 2:
        return None
    wanted = _FORCES[mention.noun]
    if code.country and len(mention.key.split()) > 1:
        return next((c for _, c in board.back(mention, 5) if c.sort == "body" and c.sector in wanted and c.country == code.country), None)
    for _, cluster in board.back(mention, 5):
        if cluster.sort == "body" and cluster.sector in wanted and country_fits(code.country, cluster):
            return cluster
    return None


def _armed(board: Board, mention: Mention) -> Cluster | None:
    """ "the gunmen", "the rebels": the armed body last named, else the armed group last seen; none where the words name another."""
    if any(w.upos == "PROPN" for w in board.grammar.words[mention.first : mention.head]):
        return None
    near = [c for _, c in board.back(mention, 10) if c.sort in ("group", "body") and c.sector in _ARMED]
    if near and mention.noun in _DOERS:
        return near[0]
    return next((c for c in near if c.named), near[0] if near else None)


def _numbered(board: Board, mention: Mention, number: str) -> Cluster | None:
    """ "the six" are the six captives named before."""
    for other, cluster in board.back(mention, 1000):
        if cluster.sort == "group" and any(number in board.numbers(m) for m in (other, cluster.mentions[0])):
            return cluster
    return None


def _from_headline(board: Board, mention: Mention, mine: list[str]) -> Cluster | None:
    """ "Dockers strike" above the copy, "some 300 dockers" in it; "six monks" above, "six pilgrims" below."""
    for j in range(min(mention.index, 12)):
        cluster = board.at(j)
        if cluster is None or cluster.sort != "group" or cluster.last.part not in ("headline", "subhead"):
            continue
        theirs = board.numbers(cluster.mentions[0])
        if (theirs and theirs == mine) or (not theirs and mention.noun in cluster.nouns):
            return cluster
    return None
