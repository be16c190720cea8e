"""Keys: a name for an actor that is the same in every article where name, role and country agree."""

from __future__ import annotations

import re
import unicodedata

from dateline.fields import Actor
from dateline.who.lexicon import WhoLexicon, key, plain

_PIECE = re.compile(r"[^\W_]+")
_ARTICLES = ("the ", "a ", "an ")
#: Sectors of which a state has one body by each name: "the Foreign Ministry", "parliament".
_STATE = frozenset(("GOV", "MIL", "COP", "SPY", "LEG", "JUD"))
_SINGLE = frozenset("government army navy military police parliament cabinet senate congress presidency treasury monarchy".split())
_OWNERS = frozenset("his her its their our my your some several many two three both".split())


def actor_key(actor: Actor, lexicon: WhoLexicon) -> str | None:
    """The key of an actor across articles, or None where too little is known to tell it from others.

    A country is its code ("NOR"), a land under another state its name and code ("greenland/DNK"); a body that the tables know its usual
    name ("united-nations/UNO"); any other body its name and country ("salt-workers-union/NOR"); a person the full name and country
    ("ann-roe/NOR"). Persons known by one name or without a country, bodies of a general name without a country ("the commission") and
    unnamed groups have none: ambiguous names stay apart.
    """
    if actor.kind == "country":
        own = actor.country is None or lexicon.countries.get(actor.country, actor.name) == actor.name
        return actor.country if own else f"{_slug(actor.name)}/{actor.country}"
    name = _bare(actor.name)
    if actor.kind == "person":
        words = [word for word in _PIECE.findall(plain(name.replace("'", "").replace("’", ""))) if len(word) > 1]
        return f"{'-'.join(words)}/{actor.country}" if len(words) > 1 and actor.country and _proper(name) else None
    if actor.kind != "organization":
        return None
    entry = lexicon.find(key(name), "body")
    if entry is not None and (entry.country is None or entry.country == actor.country):
        name = entry.name
    elif not _proper(name):
        name = _of_state(name, actor, lexicon) or ""
        if not name:
            return None
    country = actor.country or (entry.country if entry is not None else None)
    return f"{_slug(name)}/{country}" if country else None


def _of_state(name: str, actor: Actor, lexicon: WhoLexicon) -> str | None:
    """The name of a body of which a state has one: "Peruvian army" -> army; None for "a court", "our forces", "the agency"."""
    words = name.split()
    adjective = lexicon.find(key(words[0]), "adjective") if len(words) > 1 else None
    if adjective is not None and adjective.country == actor.country:
        words = words[1:]
    if actor.sector not in _STATE or words[0].lower() in _OWNERS or words[0].isdigit():
        return None
    return " ".join(words) if len(words) > 1 or words[0].lower() in _SINGLE else None


def _slug(name: str) -> str:
    return "-".join(_PIECE.findall(plain(name.replace("'", "").replace("’", ""))))


def _bare(name: str) -> str:
    return next((name[len(word) :] for word in _ARTICLES if name.lower().startswith(word)), name)


def _proper(name: str) -> bool:
    """Whether every word that bears a name is written as one: "Ann Roe", "Bank of Tarn"; not "the mayor", "a bank"."""
    words = [word for word in name.split() if unicodedata.category(word[0]).startswith("L")]
    return bool(words) and words[0][0].isupper() and words[-1][0].isupper()
