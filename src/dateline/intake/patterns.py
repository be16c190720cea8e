"""Building blocks of the patterns in `rules/`: months, weekdays, place words, agencies. `{DATE}` in a rule stands for MACROS["DATE"].

All repeats are bounded and no repeat holds another over the same characters, so that a match costs time in proportion to its length.
"""

from __future__ import annotations

import re
from functools import cache


def _upper_class() -> str:
    letters = [code for code in range(0x41, 0x530) if chr(code).isupper()] + [c for c in range(0x1E00, 0x1EFF) if chr(c).isupper()]
    return "".join(re.escape(chr(code)) for code in letters)


UP = _upper_class()
LETTER = r"[^\W\d_]"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

MON = (
    r"(?i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b"
)
WD = r"(?i:Mon(?:day)?|Tue(?:s|sday)?|Wed(?:nesday)?|Thu(?:rs?|rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)\b\.?"
MONTH_FIRST = MON + r"\.? {0,2}\d{1,2}(?:st|nd|rd|th)?(?!\d)(?:,? {1,2}'?\d{4}(?!\d)|,\d{4}(?!\d))?"
DAY_FIRST = r"\d{1,2}(?:st|nd|rd|th)?\.?[ -](?:of )?" + MON + r"\.?(?:,?[ -]'?\d{4}(?!\d)|,? '?\d{2}(?![\d:.,]))?"
NUMERIC = r"\d{4}[-./]\d{2}[-./]\d{2}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{4}(?!\d)"
DATE = rf"(?:(?:{WD},? {{1,2}})?(?:{MONTH_FIRST}|{DAY_FIRST}|{NUMERIC})|{WD}|NO DATE)"

_JOIN = r"(?: ?/ ?| (?:and|AND|&|et|y) | (?:de|del|da|do|dos|du|di|la|le|of|the|al|el|am|an|der|upon|sur) | ?[-‐] ?| {1,2})"
_SAINT = r"(?:ST|Mt|MT|Ft|FT|Pt|PT|STE|St|Ste|CO)\."
CAPS_WORD = rf"(?:{_SAINT}|(?:[{UP}]\.){{2,4}}|(?:Mc|Mac|De|Du|La|Le)?[{UP}](?:[{UP}]|['’‘ʻ`.-](?=[{UP}])){{1,24}}(?!{LETTER}))"
TITLE_WORD = rf"(?:{_SAINT}|[{UP}](?:{LETTER}|['’‘ʻ`-](?={LETTER})){{1,24}})"
_PREFIX = r"(?:(?:ON|OVER|ACROSS|ABOARD|NEAR|OFF|OUTSIDE|INSIDE|ALONG|AT|IN|Near|Aboard|Outside|On board) (?:THE |the )?)?"
CAPS = rf"{_PREFIX}(?P<place>{CAPS_WORD}(?:{_JOIN}{CAPS_WORD}){{0,5}})"
TITLE = rf"{_PREFIX}(?P<place>(?!(?:{MON}|{WD}))[{UP}]{LETTER}{{0,24}}(?:['’‘ʻ`]{LETTER}{{1,20}})?(?:{_JOIN}{TITLE_WORD}){{0,4}})"

_SIDE = r"(?:(?i:north|south|east|west|central|northern|southern|eastern|western|north-?eastern|north-?western|south-?eastern"
_SIDE += r"|south-?western|north-?east|north-?west|south-?east|south-?west|occupied|near|off|outside) (?:the )?)?"
_REGION_WORD = rf"(?!{MON}|{WD})[{UP}](?:{LETTER}|['’.-](?={LETTER})){{0,24}}\.?"
REGION = rf"{_SIDE}{_REGION_WORD}(?: (?:and |of |the |de |del )?{_REGION_WORD}){{0,3}}"
REGIONS = rf"(?P<region>(?:,? \({_REGION_WORD}(?: {_REGION_WORD}){{0,3}}\)(?=,| \d| \()|, ?{REGION}){{0,2}})"

AGENCY = r"(?P<agency>[^()\n]{2,60})"
SLASHED = r"(?P<agency>[^/()\n]{2,60})"
DASH = r"(?:-{1,3}|[–—―−‒\x96\x97_])"

MACROS = {
    "UP": f"[{UP}]", "UPS": UP, "LETTER": LETTER, "MON": MON, "WD": WD, "DATE": DATE, "CAPS": CAPS, "TITLE": TITLE, "REGIONS": REGIONS,
    "AGENCY": AGENCY, "SLASHED": SLASHED, "DASH": DASH, "NAME_WORD": TITLE_WORD,
}  # fmt: skip


@cache
def expand(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compiles a rule's pattern after putting the macros in. A macro is written `{NAME}`; a repeat such as `{2,5}` is left alone."""
    return re.compile(re.sub(r"\{([A-Z_]+)\}", lambda m: MACROS.get(m[1], m[0]), pattern), flags)
