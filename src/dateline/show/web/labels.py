"""Words for codes: what a type, a status, a voice, a sector or a country code means, in one line a reader needs no manual for."""

from __future__ import annotations

from functools import cache

from dateline.rules import load_lexicon

#: PLOVER types: (name, what it means, whether it joins or parts).
TYPES: dict[str, tuple[str, str, str]] = {
    "AGREE": ("agree", "says that it will cooperate: agrees, offers, promises", "join"),
    "CONSULT": ("consult", "talks, visits, meetings or calls", "join"),
    "SUPPORT": ("support", "backing without deeds: praise, recognition, a signature", "join"),
    "CONCEDE": ("concede", "words that give ground: apology, pardon, a promise to ease", "join"),
    "COOPERATE": ("cooperate", "exchange in deed that serves both: trade, joint exercises", "join"),
    "AID": ("aid", "help in deed that mainly serves the receiver", "join"),
    "RETREAT": ("retreat", "gives ground in deed: withdraws, frees, lifts a ban, resigns", "join"),
    "REQUEST": ("request", "asks, demands or orders in words", "part"),
    "ACCUSE": ("accuse", "criticises, blames, charges, sues, investigates", "part"),
    "REJECT": ("reject", "refuses a plan, a demand, a rule", "part"),
    "THREATEN": ("threaten", "warns of harm that it will do", "part"),
    "PROTEST": ("protest", "marches, strikes, blocks, riots", "part"),
    "SANCTION": ("sanction", "convicts, expels, leaves a treaty, cuts aid or ties", "part"),
    "MOBILIZE": ("mobilize", "moves soldiers, police or weapons without using them", "part"),
    "COERCE": ("coerce", "arrests, searches, bans, imposes a curfew", "part"),
    "ASSAULT": ("assault", "uses force: shots, bombs, blows, fire", "part"),
}
STATUSES: dict[str, str] = {
    "actual": "it is told as having happened",
    "planned": "it is told as intended",
    "possible": "it is told as possible, threatened or demanded",
    "denied": "it is told as not having happened; of a state: as ended",
}
CONDITIONS: dict[str, str] = {
    "calm": "order or quiet",
    "tense": "tension or unrest",
    "emergency": "a state of emergency",
    "curfew": "a curfew is in force",
    "mourning": "public mourning",
    "ceasefire": "fire has ceased",
    "blockade": "ways are barred",
    "outage": "no power, water or network",
    "shortage": "goods run short",
    "displacement": "people have fled",
    "epidemic": "a disease spreads",
}
SECTORS: dict[str, str] = {
    "GOV": "government",
    "MIL": "army",
    "COP": "police",
    "JUD": "court",
    "LEG": "parliament",
    "PTY": "party",
    "REB": "rebels",
    "UAF": "armed group",
    "CVL": "civilians",
    "SOC": "civil society",
    "MED": "health",
    "BUS": "business",
    "JRN": "press",
    "EDU": "schools",
    "LAB": "labour",
    "CRM": "crime",
    "REL": "religion",
    "IGO": "body of states",
    "NGO": "aid body",
    "SPY": "secret service",
}
#: The words of this room, each explained once; the help page prints them and pages link to them by the key.
GLOSSARY: tuple[tuple[str, str, str], ...] = (
    ("act", "Act", "Somebody does something, in one report: a march, a shot, a refusal. Also called an event."),
    ("type", "Type", "The kind of act, one of PLOVER's sixteen, such as PROTEST; a mode says more: PROTEST, riot."),
    (
        "happening",
        "Happening",
        "One thing that happened, however often it is told. Three reports of one march are three acts and one happening.",
    ),
    ("story", "Story", "Reports that tell of the same chain of happenings."),
    (
        "origin",
        "Independent origin",
        "One piece of copy, however often it is reprinted. Five papers that print one agency's dispatch are one origin: "
        "their number says nothing about how sure a thing is; the number of origins does.",
    ),
    (
        "voice",
        "Voice",
        "Who says so: the paper in its own voice, or a speaker it quotes. A voice asserts or denies. "
        "SKELA ← Tjikuua means that SKELA prints what Tjikuua says.",
    ),
    ("status", "Status", "How an act is told: actual, planned, possible or denied."),
    ("condition", "State of a place", "What a place is like: calm, tense, under curfew, without power. An ended state is told as denied."),
    (
        "conflict",
        "Conflict",
        "Two origins say what cannot both be: another toll, another culprit, done and not done. "
        "A later, higher toll is an update, no conflict.",
    ),
    (
        "corroboration",
        "Corroboration",
        "How many witnesses (agencies and papers, each once) and named speakers stand behind a happening.",
    ),
    ("evidence", "Evidence", "The exact words of a report from which a value was read, and the rule that read them."),
    ("toll", "Toll", "Figures of the killed, injured, detained, missing or displaced; “at least 14” is 14 or more."),
    (
        "doubt",
        "Doubt",
        "How unsure the reader is of an act, from 0 (sure) to 1; it orders the review queue and is no probability that the act happened.",
    ),
)


@cache
def _countries() -> dict[str, str]:
    return {row["alpha3"]: row["name"] for row in load_lexicon("dateline.where", "countries.tsv")}


def country_name(code: str | None) -> str:
    """Namibia for NAM; the code itself where no country bears it (PLOVER's non-state codes), empty for None."""
    return _countries().get(code, code) if code else ""


def type_name(type_: str, mode: str | None = None) -> str:
    """Assault, firearms; a code that is not known is given as it is."""
    name = TYPES[type_][0].capitalize() if type_ in TYPES else type_.capitalize()
    return f"{name}, {mode.replace('-', ' ')}" if mode else name


def side(type_: str) -> str:
    """The class that colours a type: part, join, or state for the condition of a place."""
    return TYPES[type_][2] if type_ in TYPES else "state"


def sector_name(code: str | None) -> str:
    """police for COP; the code itself where it has no word here, empty for None."""
    return SECTORS.get(code, code) if code else ""
