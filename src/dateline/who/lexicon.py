"""WhoLexicon: every word that tells who somebody is, in one table that is scanned once over an article.

The tables are the TSV files of `lexicon/`; the rules those of `rules/*.toml`. Nothing here depends on an article.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from dateline.errors import RuleError
from dateline.rules import Rule, load_lexicon, load_rules
from dateline.who.weights import Weights

EntryKind = Literal["land", "adjective", "people", "capital", "city", "body", "role"]
NATIONAL: frozenset[EntryKind] = frozenset(("land", "adjective", "people", "capital", "city"))  # nations and places in them
RULE_FILES = ("phrases.toml", "names.toml")

#: Characters NFKD leaves whole, as printed in names: "Łukasz", "Ødegård".
_LETTERS = str.maketrans({"’": "'", "ʼ": "'", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "ß": "ss"})
_PIECE = re.compile(r"[^\W_]+(?:['’.][^\W_]+){0,8}")
_REMEMBERED = 10_000  # words whose keys are
_LONG = 64  # letters; no longer word is remembered
_PLAIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){1,7}[^\W\d_]")


class Entry(NamedTuple):
    """One line of a table: what a term denotes. `group` is person, body or group for roles; flags as in roles.tsv."""

    kind: EntryKind
    name: str
    country: str | None = None
    sector: str | None = None
    group: str = ""
    flags: str = ""
    plural: bool = False
    capital: bool = False


class Token(NamedTuple):
    """A piece of a phrase: its lookup key, where it stands, whether a possessive 's follows, whether it begins with a capital."""

    key: str
    start: int
    end: int
    possessive: bool
    capital: bool


class Hit(NamedTuple):
    """An entry found in a text: tokens `first` up to, not including, `last`."""

    first: int
    last: int
    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class CodingRule:
    """A rule with its pattern compiled: it turns a base sector in `over` ("*" any, "-" none) into `sector`."""

    rule: Rule
    pattern: re.Pattern[str]
    sector: str | None
    country: str | None
    over: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhoLexicon:
    """The tables, ready for lookup. `longest` gives for a first token the most tokens an entry may have."""

    entries: Mapping[str, tuple[Entry, ...]]
    longest: Mapping[str, int]
    given: Mapping[str, str]
    phrases: tuple[CodingRule, ...]
    names: tuple[CodingRule, ...]
    countries: Mapping[str, str]
    kinds: Mapping[str, frozenset[str]]
    things: Mapping[str, str]
    chains: Weights

    def find(self, key: str, kind: EntryKind) -> Entry | None:
        """The entry of one kind under a normalised key, or None."""
        return next((entry for entry in self.entries.get(key, ()) if entry.kind == kind), None)


def plain(text: str) -> str:
    """Lower case without accents or dots, the form in which names are compared: "Krstajić" -> "krstajic"."""
    return fold(text).lower()


def fold(text: str) -> str:
    """Text without accents, curly apostrophes and the dots of initials; case is kept. Length may change."""
    if text.isascii():
        return text.replace(".", "")
    found = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(c for c in found if not unicodedata.combining(c)).replace(".", "")


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Pieces of a text with offsets. Hyphens part pieces ("ex-president"), so that terms match however they are printed."""
    out = []
    for found in _PIECE.finditer(text, start, len(text) if end is None else end):
        words = found.group()
        a, b = found.span()
        possessive = False
        if len(words) > 2 and words[-1] in "sS" and words[-2] in "'’":
            words, b, possessive = words[:-2], b - 2, True
        elif b < len(text) and text[b] in "'’" and words[-1:] in "sS" and not text[b + 1 : b + 2].isalpha():
            possessive = True
        if text[b : b + 1] == "." and _DOTTED.fullmatch(words):
            b += 1
            possessive = possessive or text[b : b + 2] in ("'s", "’s")
        out.append(Token(_key(words) if len(words) < _LONG else _made_key(words), a, b, possessive, words[0].isupper()))
    return out


def _made_key(words: str) -> str:
    """Acronyms keep their capitals, so that "US" is not "us" and "WHO" not "who"."""
    folded = fold(words).replace("'", "")
    return folded if folded.isupper() and len(folded) > 1 else folded.lower()


_key = lru_cache(_REMEMBERED)(_made_key)


def key(term: str) -> str:
    """The lookup key of a term of one or more words."""
    if _PLAIN.fullmatch(term):  # most entries of the tables
        return " ".join([w if w.isupper() and len(w) > 1 else w.lower() for w in term.split(" ")])
    return " ".join(token.key for token in tokens(term))


def scan(found: list[Token], lexicon: WhoLexicon) -> list[Hit]:
    """All longest entries in a list of tokens, left to right, not overlapping. Linear: at most eight tokens are looked ahead."""
    out: list[Hit] = []
    i, n = 0, len(found)
    while i < n:
        first = found[i].key
        hit = _at(found, i, n, lexicon) if first in lexicon.longest or first.isupper() else None
        if hit is None:
            i += 1
        else:
            out.append(hit)
            i = hit.last
    return out


def _at(found: list[Token], i: int, n: int, lexicon: WhoLexicon) -> Hit | None:
    shouted = found[i].key.isupper()
    for lower in (False, True) if shouted else (False,):
        first = found[i].key
        if lower:
            first = first.lower()
        for size in range(min(lexicon.longest.get(first, 0), n - i), 0, -1):
            words = [t.key for t in found[i : i + size]]
            if lower:
                words = [w.lower() for w in words]
            for entry in lexicon.entries.get(" ".join(words), ()):
                if lower and entry.kind != "role" and (len(first) < 4 or (entry.kind == "body" and size == 1)):
                    continue
                if entry.capital and not (found[i + size - 1].capital or (found[i].capital and first != "the")):
                    continue
                if entry.kind == "role" and _crosses(found, i, size, n, lexicon):
                    continue
                return Hit(i, i + size, found[i].start, found[i + size - 1].end, entry)
    return None


def _crosses(found: list[Token], i: int, size: int, n: int, lexicon: WhoLexicon) -> bool:
    """Whether a term that runs over a possessive cuts a longer one behind it: "the union's secretary|-general" is no union secretary."""
    if size < 2 or not found[i + size - 2].possessive or i + size >= n:
        return False
    behind = _at(found, i + size - 1, n, lexicon)
    return behind is not None and behind.last > i + size


_IRREGULAR = {"thief": "thieves", "wife": "wives", "housewife": "housewives", "midwife": "midwives", "chief": "chiefs", "child": "children"}


def plural(term: str) -> str | None:
    """The regular plural of a term ("police chief" -> "police chiefs"), None where it has none of its own."""
    head = term.split()[-1]
    if head in _IRREGULAR:
        return term[: len(term) - len(head)] + _IRREGULAR[head]
    if head.endswith(("men", "people", "police", "staff", "folk", "forces", "troops")) or head in ("children", "authorities"):
        return None
    if head.endswith("man") and head.lower() not in ("human", "ottoman", "roman", "german", "talisman"):
        return term[:-2] + "en"
    if head.endswith(("s", "x", "z", "ch", "sh")):
        return term + "es" if not head.endswith("s") or head.endswith("ss") else None
    if head.endswith("y") and head[-2:-1] not in "aeiou":
        return term[:-1] + "ies"
    return term + "s"


#: "head of mission" has its plural inside; so have "attorney general" and "minister of state".
_INNER = re.compile(
    r"^((?:deputy |prime |vice )?(?:minister|chief|head|member|secretary|attorney|consul|court|council|governor|director|chamber|house))"
    r" (of|general)\b"
)


def _plural_inside(term: str) -> str | None:
    found = _INNER.match(term)
    return f"{plural(found[1])} {found[2]}{term[found.end() :]}" if found else plural(term)


@cache
def load_who() -> WhoLexicon:
    """The lexicon and rules of this room, read once. Raises RuleError for a malformed file."""
    table: dict[str, list[Entry]] = {}
    countries: dict[str, str] = {}
    _bodies(table)
    _nationalities(table, countries)
    _cities(table)
    _roles(table)
    longest: dict[str, int] = {}
    for term in table:
        first, size = term.partition(" ")[0], term.count(" ") + 1
        if size > longest.get(first, 0):
            longest[first] = size
    given = {plain(row["name"]): row["gender"] for row in load_lexicon("dateline.who", "given_names.tsv")}
    kinds = {row["general"]: frozenset(row["special"].split("|")) for row in load_lexicon("dateline.who", "kinds.tsv")}
    things = {row["thing"]: row["sector"] for row in load_lexicon("dateline.who", "things.tsv")}
    stored = json.loads(files("dateline.who").joinpath("chains_v1.json").read_text(encoding="utf-8"))
    chains = Weights({feature: weights[0] for feature, weights in stored["weights"].items()})
    phrases, names = (_coding(load_rules("dateline.who", file)) for file in RULE_FILES)
    return WhoLexicon({k: tuple(v) for k, v in table.items()}, longest, given, phrases, names, countries, kinds, things, chains)


def _add(table: dict[str, list[Entry]], term: str, entry: Entry) -> None:
    entries = table.setdefault(key(term), [])
    if not entries or entry.kind not in [e.kind for e in entries]:
        entries.append(entry)


def _many(cell: str) -> Iterable[str]:
    return () if cell == "-" else cell.split("|")


def _none(cell: str) -> str | None:
    return None if cell == "-" else cell


def _bodies(table: dict[str, list[Entry]]) -> None:
    for row in load_lexicon("dateline.who", "bodies.tsv"):
        entry = Entry("body", row["name"], _none(row["country"]), _none(row["sector"]), "body", capital=True)
        for name in (row["name"], *_many(row["also"])):
            _add(table, name, entry)


def _nationalities(table: dict[str, list[Entry]], countries: dict[str, str]) -> None:
    rows = load_lexicon("dateline.who", "nationalities.tsv")
    for row in rows:
        countries.setdefault(row["code"], row["name"])
        for name in (row["name"], *_many(row["also"])):
            _add(table, name, Entry("land", row["name"], row["code"], capital=True))
    for row in rows:
        people = tuple(_many(row["people"]))
        for word in _many(row["adjectives"]):
            _add(table, word, Entry("adjective", row["name"], row["code"], capital=True))
            if not people and word.endswith(("an", "i", "o", "er", "k", "n")):
                _add(table, word + "s", Entry("people", row["name"], row["code"], group="group", plural=True, capital=True))
        for word in people:
            many = word.endswith(("s", "men")) or word in ("Basotho", "Batswana", "Rohingya")
            _add(table, word, Entry("people", row["name"], row["code"], group="group" if many else "person", plural=many, capital=True))
    for row in rows:
        for name in _many(row["capitals"]):
            _add(table, name, Entry("capital", row["name"], row["code"], capital=True))


def _cities(table: dict[str, list[Entry]]) -> None:
    for row in load_lexicon("dateline.who", "cities.tsv"):
        for name in _many(row["places"]):
            _add(table, name, Entry("city", name, row["code"], capital=True))


def _roles(table: dict[str, list[Entry]]) -> None:
    for row in load_lexicon("dateline.who", "roles.tsv"):
        term, flags = row["term"], row["flags"].replace("-", "")
        many = term.endswith(("men", "children", "people", "folk", "s")) and row["kind"] == "person" and not term.endswith("ss")
        country, sector = _between_states(row["sector"])
        _add(table, term, Entry("role", term, country, sector, row["kind"], flags, plural=many))
        more = _plural_inside(term)
        if more and more != term:
            _add(table, more, Entry("role", term, country, sector, row["kind"], flags, plural=True))


def _between_states(cell: str) -> tuple[str | None, str | None]:
    """Country and sector of a noun: "bloc" and "multinational" stand above countries, "pope" is of one."""
    if cell == "IGO":
        return "IGO", None
    if ":" in cell:  # "pope": an office of one land
        country, _, sector = cell.partition(":")
        return country, sector
    return ("MNC", "BUS") if cell == "MNC" else (None, _none(cell))


def _coding(rules: tuple[Rule, ...]) -> tuple[CodingRule, ...]:
    out = []
    for rule in rules:
        try:
            pattern = re.compile(rule.pattern)
        except re.error as error:
            raise RuleError(f"dateline.who: rule {rule.name!r}: {error}") from error
        over = tuple(rule.extra.get("over", ("*",)))
        out.append(CodingRule(rule, pattern, rule.extra.get("sector"), rule.extra.get("country"), over))
    return tuple(out)
