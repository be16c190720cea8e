"""The dateline: `LISBON, March 4. /NOVA/.` -> Lisbon, 2021-03-04, NOVA. Shapes stand in rules/datelines.toml, known names in lexicon/."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dateline.article import Dateline, Span
from dateline.intake.dates import Anchors, find_dates, parse_printed, resolve
from dateline.intake.names import Names, in_capitals, is_agency, known_region, known_town, load_names, title_case
from dateline.intake.patterns import DATE, MON, UP, WD, expand
from dateline.rules import Rule, load_rules

WINDOW = 170  # a dateline is never longer; bounds every match


@dataclass(frozen=True, slots=True)
class Found:
    """A dateline as it was found: its fields and the rule."""

    dateline: Dateline
    rule: str


@cache
def load_styles() -> tuple[Rule, ...]:
    """The shapes of datelines, in the order in which they are tried."""
    return load_rules("dateline.intake", "datelines.toml")


def match_at(text: str, start: int, end: int, anchors: Anchors, outlet: str | None, *, inline: bool = False) -> Found | None:
    """The dateline that begins at `start`, None if none does. `inline`: inside a line, where only sure shapes count."""
    window = text[start : min(end, start + WINDOW)]
    if not window or not (window[0] in "([" or window[0].isupper() or window[0].isdigit()):
        return None
    low = window.lower()
    for rule in load_styles():
        if not all(any(map(low.__contains__, signs)) for signs in rule.extra["needs"]):
            continue
        m = expand(rule.pattern).match(window)
        if m and (found := _read(rule, m, text, start, end, anchors, outlet, inline)):
            return found
    return None


def _read(
    rule: Rule, m: re.Match[str], text: str, start: int, end: int, anchors: Anchors, outlet: str | None, inline: bool
) -> Found | None:
    got = m.groupdict()
    agency, date = _signature(got.get("agency"), got.get("date"))
    place, region = got.get("place"), got.get("region")
    if place in ("NO CITY", "NO PLACE"):  # the monitors' word for an unknown town
        place = None
    if agency and place and not known_town(place, load_names().towns) and known_town(agency, load_names().towns):
        place, agency = agency, place  # `HARBOUR POST (London) -`
    if rule.extra.get("span") and any(s < 2 for s, _, _ in find_dates(text[start + m.end() : start + m.end() + 24])):
        return None  # `Lund, May 3 - June 9`: a stretch of time, no dateline
    if not _trusted(str(rule.extra["trust"]), place, region, agency, date, text, (start, start + m.end(), end), outlet, inline):
        return None
    printed = parse_printed(date) if date else None
    span = Span(start, start + len(m[0].rstrip()))
    return Found(Dateline(span, title_case(place) if place else None, resolve(printed, anchors) if printed else None, agency), rule.name)


_TAIL_DATE = re.compile(rf"(?:,| -| –| —)? *(?P<date>{DATE})$")
_DESK = re.compile(r"\s+(?:special |staff |own )?(?:correspondents?|reporters?|stringer)\b.*", re.IGNORECASE)


def _signature(agency: str | None, date: str | None) -> tuple[str | None, str | None]:
    """Takes a date and a correspondent out of the brackets: `(Delta Wire, May 2)`, `/NOVA correspondent Ann Holm/`."""
    if agency is None:
        return None, date
    agency = agency.strip()
    tail = _TAIL_DATE.search(agency)
    if tail and tail.start() > 0:
        date = date or tail["date"]
        agency = agency[: tail.start()]
    return _DESK.sub("", agency).strip(" ,.-–—") or None, date


def _trusted(
    trust: str, place: str | None, region: str | None, agency: str | None, date: str | None,
    text: str, at: tuple[int, int, int], outlet: str | None, inline: bool,
) -> bool:  # fmt: skip
    names = load_names()
    if place is not None and not _may_be_town(place, names):
        return False
    known = place is not None and (known_town(place, names.towns) or bool(region and known_region(region, names)))
    signed = agency is not None and is_agency(agency, outlet)
    if agency is not None and not signed and not _may_sign(agency):
        return False
    caps = place is not None and in_capitals(place)
    if trust == "sure":
        return caps or known or signed or (date is not None and not inline) or (agency is not None and not inline)
    if trust == "sign" and not caps and not known and date is None and text[at[1] - 1] == ".":
        return False
    if trust == "sign":
        dated = date is not None and (caps or place is None)
        return signed or known or dated or (not inline and (caps or _initials(agency)))
    if trust == "signed":
        return signed and (not inline or caps or known or (place is None and text[at[1] - 1] in "-–—"))
    if trust == "opening":
        return not inline and (known or _named_again(place or "", text) or _opens(text[at[1] : at[2]]))
    if trust == "known":
        return known and not inline and (caps or not _prose_dash(text, at[1]))
    return _likely_town(place or "", region, known, text, at, inline)


def _likely_town(place: str, region: str | None, known: bool, text: str, at: tuple[int, int, int], inline: bool) -> bool:
    """A town in capitals and a dash, neither date nor agency: `DULUTH, Minn. —`. The copy itself often names the town again."""
    start, stop, end = at
    rest = text[stop:end].lstrip()
    if rest and not (rest[0].isupper() or rest[0].isdigit() or rest[0] in "\"'“‘«[<("):
        return False
    if inline:
        before = text[max(0, start - 40) : start].rstrip()
        after_stop = before[-1:] in '.!?)”"' or "\n" in text[max(0, start - 2) : start]
        lone = len(place) >= 5 and place.count(" ") < 3 and len(rest) >= 60 and place.isupper()
        return known or (after_stop and (_named_again(place, text) or lone))
    if known or region:
        return True
    letters = [w for w in re.split(r"[^\w]+", place) if w]
    if rest and rest == rest.upper() and len(rest) > 40:  # copy all in capitals: a dash proves nothing
        return False
    few = 6 if _GROUND.search(place) else 3
    return _named_again(place, text) or (len(place) >= 5 and len(letters) <= few and (not rest or len(rest) >= 40))


_GROUND = re.compile(
    r"\b(?:RIVER|SEA|GULF|BAY|LAKE|COUNTY|ISLANDS?|VALLEY|MOUNTAINS?|BASE|CAMP|FORT|PORT|STRAIT|COAST|BORDER|PRISON|AIRPORT|CITY|TOWN)\b"
)


def town_line(text: str, start: int, end: int) -> Found | None:
    """A known town alone on its line over the first paragraph: `ANKARA`, `LUND, Sweden`."""
    m = _TOWN_LINE.fullmatch(text, start, end)
    if not m or not in_capitals(m["place"]):
        return None
    names = load_names()
    if not known_town(m["place"], names.towns) and not (m["region"] and known_region(m["region"], names)):
        return None
    return Found(Dateline(Span(start, end), title_case(m["place"]), None, None), "datelines.town_line")


_TOWN_LINE = expand("{CAPS}{REGIONS}")


def _named_again(place: str, text: str) -> bool:
    name = title_case(place)
    return any(f" {word} {name}" in text for word in ("in", "from", "near", "of", "to", "at", "for", "outside", "around"))


_OPENING = re.compile(rf"\s*(?!{MON})[{UP}<\"“'‘][\s\S]{{40,}}")


def _opens(rest: str) -> bool:
    """Whether a sentence begins here: a capital or quotation mark, no month, and forty characters or more."""
    return bool(_OPENING.match(rest[:200]))


def _prose_dash(text: str, stop: int) -> bool:
    """`Paris — who never slept — won`: lower case after the dash is a sentence going on."""
    return text[stop : stop + 3].lstrip()[:1].islower()


def _may_be_town(place: str, names: Names) -> bool:
    words = [w.lower().strip(".'’") for w in re.split(r"[\s/-]+", place) if w]
    if not words or len(words) > 7 or len(place) > 60:
        return False
    if re.fullmatch(WD, place):
        return False
    if words[0] in names.agencies or _mixed(place):  # `AP LUND, Sweden --`: the credit of a photograph stands before
        return False
    if words[0] in names.labels and not known_town(place, names.towns):
        return False
    return len(place) > 2


def _mixed(place: str) -> bool:
    """`White House LUND`: words of a caption run into the town."""
    words = [w for w in re.split(r"[^\w]+", place) if len(w) > 2]
    return len(words) > 1 and not words[0].isupper() and any(w.isupper() for w in words[1:])


def _initials(agency: str | None) -> bool:
    return bool(agency) and agency is not None and agency.isupper() and 2 <= len(agency) <= 6 and agency.isalpha()


_SIGN = re.compile(rf"[{UP}\d](?:[\w.&’'+/-]{{0,24}}(?: |$)){{1,7}}")


_CREDIT = re.compile(r"(?i)\b(?:photos?|photograph|image|pool|file|handout|courtesy|getty|picture|video|left|right|center|centre)\b")


def _may_sign(agency: str) -> bool:
    """Brackets hold a signature: few words, most of them capitalised, no party (`R-Texas`), no price."""
    words = agency.split()
    if not words or len(words) > 7 or not _SIGN.fullmatch(agency + " ") or re.match(r"[RDI]-[A-Z]", agency):
        return False
    capital = sum(w[0].isupper() or w[0].isdigit() for w in words)
    if _CREDIT.search(agency):
        return False
    small = sum(w in ("of", "and", "de", "la", "el", "the", "in", "for", "del", "-", "&", "via") for w in words)
    return capital + small == len(words) and agency.lower() not in load_names().labels


def style_examples(rule: Rule, text: str, published: str | None) -> list[tuple[str, str | None]]:
    """What one shape finds at the start of a text: (words, "place; date; agency"); for the test of examples."""
    m = expand(rule.pattern).match(text[:WINDOW])
    found = _read(rule, m, text, 0, len(text), Anchors(published, None, text), None, inline=False) if m else None
    if found is None:
        return []
    line = found.dateline
    value = "; ".join(part or "-" for part in (line.place, line.date, line.agency))
    return [(text[line.span.start : line.span.end], value)]
