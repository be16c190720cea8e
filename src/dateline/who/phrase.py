"""What the words of one phrase say: country, sector, role, and which words said so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.article import Span
from dateline.who.lexicon import NATIONAL, Hit, WhoLexicon, scan, tokens

_CUT = re.compile(
    r"(?i)(?<![-–])\b(?:of|in|from|for|at|to|by|near|with|who|that|which|against|on|over|behind|under|based|loyal|close|living|operating)\b"
    r"|,(?!\d)"
)
_GOVERNORS = frozenset("leader head chief spokesman spokesmen spokeswoman spokesperson chairman boss envoy".split())
#: Offices of states and of clubs alike: "president of the Beekeepers' League"
_PRESIDES = frozenset("president governor premier minister chancellor speaker deputy".split()) | {"vice president", "vice-president"}
_OF_BODIES = frozenset("official politician lawyer adviser aide negotiator delegate worker employee fighter".split())
_OF_THE = re.compile(r"\bof (?:the )?$")
#: Roles so wide that the body beside them says more: "a Hamas official", "union members"
_WIDE = frozenset(
    "official leader member spokesman spokeswoman spokesperson fighter politician representative supporter candidate activist commander "
    "chief head chairman delegate source group organization body party movement agency worker staff employee lawyer adviser aide "
    "negotiator government administration delegation mission authority authorities people man men woman women youth youths forces force "
    "troops".split()
)


#: Nouns that parties, unions and associations alike call themselves; the rest of the name says more: "the Renewal Movement"
_FORMS = frozenset("movement league association alliance society".split())


@dataclass(frozen=True, slots=True)
class Code:
    """Country and sector with the spans that gave them and the rule that read them."""

    country: str | None = None
    sector: str | None = None
    because: tuple[Span, ...] = ()
    rule: str = ""
    role: Hit | None = None
    city: bool = False


def read_phrase(text: str, span: Span, hits: Sequence[Hit], lexicon: WhoLexicon, *, named: bool = False, person: bool = False) -> Code:
    """The code that a phrase gives by its own words. `named`: it is a body's proper name, so that its form may tell."""
    if named and not person:
        hits = [hit for hit in hits if hit.entry.kind != "body" or not _longer(text, span, hit, hits)]
    cut = _cut(text, span, hits)
    head = [hit for hit in hits if hit.start < cut]
    rest = [hit for hit in hits if hit.start >= cut]
    if named and not person and not (head and head[-1].entry.kind == "role" and head[-1].entry.group == "person"):
        head = [hit for hit in head if not (hit.entry.kind == "role" and _inner(text, hit, cut))] or head
    role = _role(head)
    if _quantity(text, span, cut, role):
        role = _role(rest)
    sector, why, rule = _sector(text, head, rest, role)
    general = sector is None or (sector == "SOC" and role is not None and role.entry.name in _FORMS)
    if sector == "PTY" and role is not None and role.entry.name in _LEAGUES:
        general = _by_name(text, span, lexicon)[0] == "REB"  # "Alliance for the Defence of Tarn"
    if general and named and not person and not any(hit.entry.kind == "body" for hit in head):
        formed, country, rule2 = _by_name(text, span, lexicon)
        if rule2 and (sector is None or formed in ("PTY", "LAB", "REB")):
            sector, rule = formed, rule2
            if country:
                return Code(country, sector, (span,), rule, role)
            why = [span]
    for coding in lexicon.phrases:
        known = sector or "-"
        if known not in coding.over and "*" not in coding.over:
            continue
        found = coding.pattern.search(text, span.start, span.end)
        if found is not None and found.start() < cut and found.group().strip():
            sector, rule = coding.sector, coding.rule.name
            words = found.group()
            why = [*why, Span(found.start() + len(words) - len(words.lstrip()), found.start() + len(words.rstrip()))]
    country, where, city = _country(text, span.end, head, rest)
    unknown = named and not person and not any(hit.entry.kind == "body" for hit in head)
    if unknown and sector in _BETWEEN and _between_states(text, span, lexicon):
        return Code("IGO", "JUD" if sector == "JUD" else None, (span,), "names.region_body", role)
    if unknown and sector == "SOC" and country is None and _between_states(text, span, lexicon):
        return Code("NGO", "SOC", (span,), "names.region_body", role)  # "World Reef Forum"
    spans = tuple(dict.fromkeys([*where, *why]))
    return Code(country, sector, spans, rule or ("words" if spans else ""), role, city)


def phrase_hits(text: str, span: Span, lexicon: WhoLexicon) -> list[Hit]:
    """Entries inside a span of any text."""
    return scan(tokens(text, span.start, span.end), lexicon)


#: "several of the unions", "a group of students": who they are stands after the "of".
_COUNTED = re.compile(
    r"(?i)^(?:(?:an?|the|some|at least|more than|about|several|many|most|all|both|two|three|four|five|six|large|small|\d+)\s+){0,4}"
    r"(?:group|gang|team|band|crowd|number|hundreds|thousands|dozens|scores|tens|handful|several|many|most|some|one|two|three|four|five|six|\d+|majority|members)$"
)


def _inner(text: str, hit: Hit, cut: int) -> bool:
    """Whether a noun stands inside a body's name and says little of it; the noun that introduces the name does: "the firm Roe Brothers"."""
    introduces = hit.entry.group == "body" and text[hit.start : hit.end].islower() and text[hit.end + 1 : hit.end + 2].isupper()
    return hit.entry.group == "person" or (hit.end < cut - 1 and not introduces)


def _longer(text: str, span: Span, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether a known body is only the end of a longer name: "<Red Marsh> Security Council"."""
    before = text[span.start : hit.start].split()
    if not before or not before[-1][:1].isupper() or before[-1].lower() in ("the", "a", "an", "former"):
        return False
    return not any(other.end in (hit.start - 1, hit.start - 3) for other in hits)


def _quantity(text: str, span: Span, cut: int, role: Hit | None) -> bool:
    if (
        cut >= span.end
        or not text.startswith("of", cut)
        or (role is not None and role.entry.name not in ("group", "team", "band", "crowd"))
    ):
        return False
    return _COUNTED.match(text[span.start : cut].strip()) is not None


def _cut(text: str, span: Span, hits: Sequence[Hit]) -> int:
    """Where the head of the phrase ends: its first preposition outside a known term."""
    for found in _CUT.finditer(text, span.start, span.end):
        a = found.start()
        if a > span.start and not any(hit.start < a < hit.end for hit in hits):
            return a
    return span.end


def _role(head: Sequence[Hit]) -> Hit | None:
    roles = [hit for hit in head if hit.entry.kind == "role"]
    if not roles:
        return None
    last = roles[-1]
    if len(roles) > 1 and last.entry.group == "person" and last.start == roles[-2].end + 1 and roles[-2].entry.group == "person":
        wide = last.entry.name in _WIDE or "i" in last.entry.flags
        return roles[-2] if wide and roles[-2].entry.sector and "i" not in roles[-2].entry.flags else last
    return last


def _sector(text: str, head: Sequence[Hit], rest: Sequence[Hit], role: Hit | None) -> tuple[str | None, list[Span], str]:
    bodies = [hit for hit in head if hit.entry.kind == "body"]
    if role is None:
        if bodies:
            return bodies[-1].entry.sector, [_span(bodies[-1])], "body"
        return _nation(head)
    entry = role.entry
    inherits = "i" in entry.flags or (entry.name in _WIDE and entry.sector is None)
    before = [hit for hit in head if hit.end <= role.start]
    if entry.name in _WIDE or inherits:
        known = [hit for hit in before if hit.entry.kind == "body"]
        if known:
            return known[-1].entry.sector or (None if inherits else entry.sector), [_span(known[-1]), _span(role)], "body"
    if entry.name in _PRESIDES and rest and _OF_THE.search(text, role.end, rest[0].start):
        if rest[0].entry.group == "body" and (rest[0].entry.sector or rest[0].entry.country in ("IGO", "UNO", "EUR", "NGO")):
            return rest[0].entry.sector, [_span(rest[0]), _span(role)], "role_in_body"
        last = rest[-1]
        if len(rest) > 1 and last.entry.group == "body" and last.start - rest[0].end < 30 and last.entry.sector:
            return last.entry.sector, [_span(last), _span(role)], "role_in_body"
    if (
        entry.name in _OF_BODIES
        and rest
        and rest[0].entry.group == "body"
        and rest[0].entry.sector
        and _OF_THE.search(text, role.end, rest[0].start)
    ):
        return rest[0].entry.sector, [_span(rest[0]), _span(role)], "role_in_body"
    if not inherits:
        return entry.sector, [_span(role)], "role"
    near = [hit for hit in before if hit.entry.kind == "role" and hit.entry.sector]
    far = [hit for hit in rest if hit.entry.kind in ("role", "body") and (hit.entry.sector or hit.entry.country)]
    while len(far) > 1 and far[1].start == far[0].end + 1 and far[1].entry.group == "person" and far[1].entry.plural:
        far = far[1:]  # "the federation of mine | workers"
    for hit in (*reversed(near), *far[:1]):
        return hit.entry.sector, [_span(hit), _span(role)], "role_in_body"
    if entry.name in _GOVERNORS and any(hit.entry.kind in ("adjective", "land", "capital") for hit in (*head, *rest[:1])):
        return "GOV", [_span(role)], "head_of_country"
    return None, [], ""


def _nation(head: Sequence[Hit]) -> tuple[str | None, list[Span], str]:
    if head and head[-1].entry.kind == "people" and head[-1].entry.plural:
        return "CVL", [_span(head[-1])], "people"
    return None, [], ""


#: "the Russia-backed rebels", "Israeli-occupied land": the adjective names another
OTHERS = re.compile(
    r"-(?:backed|brokered|mediated|drafted|sponsored|supported|funded|financed|trained|armed|occupied|allied|dominated|born)\b"
)


#: "ethnic Danes", "pro-Danish", "anti-Danish": not of that country
_OTHER_PEOPLE = re.compile(r"(?i)\b(?:ethnic |pro-|anti-)$")


#: "a mission to Norland", "the war against Norland": not Norland's
_TOWARD = re.compile(r"\b(?:to|against|with|over) (?:the )?$")


#: "its envoy in Norland": where he is, not whose he is, if the copy tells whose
_SEEN = re.compile(r"\b(?:in|at|for) (?:the )?$")


#: Codes that a noun gives only where it is no part of a name: "the bloc", not "Farmers' Bloc"
_NO_STATE = frozenset(("IGO", "MNC"))


def _country(text: str, end: int, head: Sequence[Hit], rest: Sequence[Hit]) -> tuple[str | None, list[Span], bool]:
    for hit in head:
        if hit.entry.kind == "role" and hit.entry.country and (hit.entry.country not in _NO_STATE or text[hit.end - 4 : hit.end].islower()):
            return hit.entry.country, [_span(hit)], False
    for hits in (head, rest):
        for hit in hits:
            if hits is rest and _TOWARD.search(text, max(0, hit.start - 12), hit.start):
                continue
            if (hit.end < end and OTHERS.match(text, hit.end)) or _OTHER_PEOPLE.search(text, max(0, hit.start - 8), hit.start):
                continue
            if hit.entry.kind in NATIONAL or (hit.entry.kind == "body" and hit.entry.country):
                seen = hits is rest and _SEEN.search(text, max(0, hit.start - 8), hit.start) is not None
                return hit.entry.country, [_span(hit)], hit.entry.kind == "city" or seen
    return None, [], False


_LEAGUES = frozenset(("alliance", "movement", "coalition", "front", "bloc"))


#: Sectors that the name of a body between states may seem to have
_BETWEEN = frozenset((None, "GOV", "JUD", "MIL", "BUS", "LEG"))


def _between_states(text: str, span: Span, lexicon: WhoLexicon) -> bool:
    words = text[span.start : span.end]
    return any(rule.country == "IGO" and rule.pattern.search(words) for rule in lexicon.names)


def _by_name(text: str, span: Span, lexicon: WhoLexicon) -> tuple[str | None, str | None, str]:
    words = text[span.start : span.end]
    for coding in lexicon.names:
        if coding.pattern.search(words):
            return (None if coding.sector == "-" else coding.sector), coding.country, coding.rule.name
    return None, None, ""


def _span(hit: Hit) -> Span:
    return Span(hit.start, hit.end)
