"""The words and patterns by which a name is known for a place. All patterns are linear; word sets stand in `lexicon/`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import cast

from dateline.fields import PlaceKind
from dateline.rules import load_lexicon

ROOM = "dateline.where"
#: A word, initials with points ("U.S.", "N.W.T."), or a short form with its point ("St."); hyphens and apostrophes stay inside.
WORD = re.compile(
    r"(?:[A-Z]\.){2,6}|(?:St|Mt|Ft|Ste|Dr|Gen|Gov|Sen|Rep|Col|Lt|Sgt|Capt|Prof|Rev|Mr|Mrs|Ms)\.|[^\W\d_][\w\u2019'\u02bc\u02bb-]{0,60}"
)
INNER = frozenset(
    "of the and de del da do dos das la le les el al du des di der den van von am an im upon on sur y e es os bin ibn ul ad".split()
)
#: "Typhoon Lena" is the name of a storm.
STORM = re.compile(r"\b(?:Typhoon|Hurricane|Cyclone|Storm|TYPHOON|HURRICANE|CYCLONE|STORM)\s$")
#: "the border with Niger", "the Niger frontier": states have borders, and a Nigerian reader knows which Niger is meant.
BORDER = re.compile(r"\b(?:border|borders|frontier)\s(?:with|of|into)\s(?:the\s)?$|\bbordering\s$")
BORDERS = re.compile(r"[ -](?:border|frontier)\b")
#: "US$4 million", "40 US dollars", "Zika virus": money and germs.
MONEY = re.compile(r"\$| dollars?\b| virus\b")
BEFORE = re.compile(
    r"\b(?:in|at|near|from|to|of|around|outside|inside|across|into|toward|towards|via|between|through|throughout|over|off|on)\s(?:the\s)?$",
    re.I,
)
#: The same for names in no gazetteer, which organizations often turn out to be: no article, and for longer names no "of" and "to".
PLACED = re.compile(r"\b(?:in|at|near|from|to|of|around|outside|inside|across|into|toward|towards|between|off|on)\s$", re.I)
INSIDE = re.compile(
    r"\b(?:in|at|near|from|outside|inside|across|between|off|(?:mayor|governor|people|residents?|elders|market|airport|outskirts|streets|"
    r"cent(?:er|re)|north|south|east|west|km|miles|kilomet(?:er|re)s) of)\s$",
    re.I,
)
#: "Tampere-based", "Tehran-backed": the town before the hyphen.
BASED = re.compile(r"-(?:based|born|led|backed|run|ruled|held|controlled|bound|brokered|area|registered|flagged|owned|trained|educated)\b")
#: "Rep. Ann Lee, D-N.D."
PARTY = re.compile(r"\b[DRI]-((?:[A-Z]\.){2}|(?:[A-Z][a-z]+)(?: [A-Z][a-z]+)?\.?)")
#: "the Benin-Togo border", "NATO-Iceland talks"
PAIR = re.compile(r"(?<![\w-])([A-Z][A-Za-z.]{1,24})[-–]([A-Z][A-Za-z.]{1,24})(?![\w-])")
ROAD = re.compile(r"\b(?:Route|Highway|Interstate|Motorway) (?:[A-Z]-?)?\d{1,4}\b|\b[AMN]\d{1,3} (?:motorway|highway|road)\b")
#: "the village of Tamsulu", "the mayor of Qarn-Belat": what follows is a place, whatever the tagger took it for.
CUE = re.compile(
    r"\b(village|town|hamlet|suburb|township|mayor|elders|residents?|outskirts|shelling|siege|streets|market) of "
    r"([A-Z][\w\u2019'-]{1,24}(?: [A-Z][\w\u2019'-]{1,24}){0,2})(?![\w-])"
)
#: "Brill told reporters": a person, whatever town is called so.
SPEAKS = re.compile(r" (?:said|says|told|added|adds|recalled|explained|wrote|testified)\b")
PRESS = re.compile(
    r" (?:Press|News|Times|Post|Photo|Agency|Ledger|Herald|Tribune|Journal|Gazette|Today|Radio|TV|Wire|Telegraph|Chronicle|Observer|"
    r"Star|Mirror)\b"
)
TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Gen|Gov|Sen|Rep|Col|Lt|Sgt|Capt|Prof|Rev|President|Minister|Senator|Sir|Lord|Lady|Judge|King|Queen)\.?\s$"
)
ABBREVIATION = re.compile(r",\s?((?:[A-Z][a-z]{0,4}\.\s?){1,3}|[A-Z]{2,3})(?![\w])")
DISTRICT = re.compile(r"Washington,? ?D\.? ?C\b\.?")
#: Never at the edge of a name.
EDGE = frozenset(" \t\n\r\u00a0\u2009\u202f\"“”‘’'`,;:!?([{)]}-–—/")
#: What stands between the items of a list of places.
LIST = re.compile(r",? (?:and |or )?|, |/")
#: Words in lower case that lean on a name and are no part of it.
LOWER = re.compile(
    r"(?:(?:north|south|east|west|central|mid|northern|southern|eastern|western|northeastern|northwestern|southeastern|southwestern|"
    r"northeast|northwest|southeast|southwest|north-eastern|north-western|south-eastern|south-western|downtown|upper|lower|inner|rural|"
    r"greater|coastal|mainland|neighbouring|neighboring|nearby|occupied|the|of)\s)+"
)


@cache
def word_set(name: str) -> frozenset[str]:
    """One set of lexicon/words.tsv."""
    return next(frozenset(row["words"].split()) for row in load_lexicon(ROOM, "words.tsv") if row["set"] == name)


@cache
def bodies() -> frozenset[str]:
    """Nouns of public bodies that are named after their place."""
    return frozenset(row["word"] for row in load_lexicon(ROOM, "bodies.tsv"))


@cache
def features_before() -> Mapping[str, PlaceKind]:
    """Feature nouns that stand before a name ("the village of") and their kind."""
    return _features("before")


@cache
def features_after() -> Mapping[str, PlaceKind]:
    """Feature nouns that stand behind a name ("Oxford Street") and their kind."""
    return _features("after")


def _features(side: str) -> dict[str, PlaceKind]:
    return {row["word"]: cast("PlaceKind", row["kind"]) for row in load_lexicon(ROOM, "features.tsv") if row["side"] == side}


def bare(word: str) -> str:
    """A word without its possessive and without what is hooked on to a town ("Tampere-based")."""
    if word.isalpha():
        return word
    for tail in ("'s", "’s", "'", "’", "-"):
        if word.endswith(tail) and len(word) > len(tail):
            word = word[: -len(tail)]
    return BASED.sub("", word)
