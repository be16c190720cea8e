"""Gazetteer: what a place name may mean. Towns and divisions from the embedded pack; countries, regions and waters from the lexicon."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import cast

from dateline.errors import ModelError
from dateline.fields import PlaceKind
from dateline.rules import load_lexicon
from dateline.where.full import SQLITE, Full
from dateline.where.marks import ROOM, word_set
from dateline.where.names import fold
from dateline.where.pack import MAGIC, Entry, Pack

_SITE_LEVEL, _REGION_LEVEL = 5, 4
#: Letters that mean a country only as they are printed: "US" is one, "us" is not.
_CAPITALS = frozenset(
    ("us", "uk", "uae", "drc", "prc", "png", "rok", "nz", "bvi", "ksa", "rsa", "gdr", "car", "pna", "dprk", "usa", "ussr")
)


@dataclass(frozen=True, slots=True)
class Country:
    """One row of countries.tsv. `lat`, `lon` a point near the middle, in degrees."""

    alpha2: str
    alpha3: str
    name: str
    capital: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Read-only. All look-ups take names as printed; diacritics, case and leading `the` do not matter except for bare initials."""

    pack: Pack
    full: Full | None  # all that GeoNames knows, where such a file was given
    countries: Mapping[str, Country]  # by alpha-3
    demonyms: Mapping[str, str]  # folded word -> alpha-3, "" for peoples of no one state
    homelands: Mapping[str, str]  # folded word -> the region, division or town it alludes to
    capitals: Mapping[str, str]  # folded name -> alpha-3
    world: Mapping[str, tuple[Entry, ...]]  # folded name -> countries, regions, waters
    short: Mapping[str, tuple[Entry, ...]]  # "Calif.", "NSW" exactly as printed -> divisions
    divisions: Mapping[tuple[str, str], str]  # (alpha-3, the source's name) -> the name the press uses
    tlds: Mapping[str, str]  # "ng" -> "NGA"
    short_words: re.Pattern[str]  # "Calif.", "N.D.": the short forms that end with a point
    habits: Mapping[str, tuple[str, ...]]  # "lakh" -> countries whose papers write so
    habit_words: re.Pattern[str]

    @property
    def version(self) -> str:
        """Name and version of the gazetteer, kept in every record."""
        return "geonames_places_v1" + (f" {self.full.version}" if self.full else "")

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Everything a name may mean, countries and regions first. Empty if nothing."""
        key = fold(name)
        world = self.world.get(key, ())
        if key in _CAPITALS and not name.isupper() and "." not in name:
            world = ()
        found = self.pack.find(key) if key else ()
        if key in word_set("exonyms"):  # "Cologne" is Köln before all that bear the name themselves
            biggest = max((e for e in found if e.level == 3), key=lambda e: e.population, default=None)
            found = tuple(replace(e, main=True) if e is biggest else e for e in found)
        return world + found

    def candidates(self, name: str) -> tuple[Entry, ...]:
        """What `lookup` knows, and then what only the full gazetteer knows. Names are found by the first, put on the map by both."""
        found = self.lookup(name)
        key = fold(name)
        if self.full is None or (not found and key in _CAPITALS):
            return found
        known = {e.geonames for e in found if e.geonames} | {(e.level, e.country, e.main) for e in found if e.level in (1, 2)}
        return found + tuple(e for e in self.full.find(key) if e.geonames not in known and (e.level, e.country, e.main) not in known)

    def abbreviation(self, name: str) -> tuple[Entry, ...]:
        """Divisions that an abbreviation means ("Ill.", "BC"), exactly as printed."""
        return self.short.get(name, ())

    def division(self, country: str | None, name: str) -> str:
        """The press's name of a first-level division that the source calls `name`: "Nineveh" for Ninawa, "Anhui" for Anhui Sheng."""
        known = self.divisions.get((country or "", name))
        return known or " ".join(word for word in name.split() if word.lower() not in word_set("titles")) or name

    def country(self, name: str) -> str | None:
        """alpha-3 of a country by any of its names, else None."""
        return next((e.country for e in self.lookup(name) if e.level == 0), None)

    def demonym(self, word: str) -> str | None:
        """alpha-3 of a demonym, adjective or noun ("Kazakh", "Danes", "South Korean"), else None. Case counts: "polish" is none."""
        if not word[:1].isupper():
            return None
        return self.demonyms.get(fold(word)) or None

    def is_people(self, word: str) -> bool:
        """Whether a word is a demonym at all, "European" and "Kurdish" too."""
        return word[:1].isupper() and fold(word) in self.demonyms

    def homeland(self, word: str) -> Entry | None:
        """What a word of a people alludes to: Kenya for "Kenyans", Siberia for "Siberian", None for "Muslim"."""
        code = self.demonyms.get(fold(word), "")
        if place := self.homelands.get(fold(word)):
            found = [e for e in self.lookup(place) if not code or e.country in (code, None)]
            return min(found, key=lambda e: (e.level < 4, e.level != 1, e.level != 3, -e.population), default=None)
        return next((e for e in self.lookup(self.countries[code].name) if e.level == 0), None) if code else None

    def capital(self, name: str) -> str | None:
        """alpha-3 of the country whose capital this is, else None."""
        return self.capitals.get(fold(name))


#: Seats of government that the news names besides the capital of the table.
_SEATS = {
    "Sucre": "BOL",
    "Dar es Salaam": "TZA",
    "Cape Town": "ZAF",
    "Abidjan": "CIV",
    "The Hague": "NLD",
    "Tel Aviv": "ISR",
    "Bujumbura": "BDI",
    "Washington, D.C.": "USA",
    "Washington D.C.": "USA",
    "Washington DC": "USA",
    "Kiev": "UKR",
    "Nur-Sultan": "KAZ",
    "Rangoon": "MMR",
    "Cotonou": "BEN",
    "Colombo": "LKA",
    "Peking": "CHN",
    "Nay Pyi Taw": "MMR",
    "Ciudad de la Paz": "GNQ",
    "Sana'a": "YEM",
    "Ashkhabad": "TKM",
    "Ulan Bator": "MNG",
    "Jayewardenepura Kotte": "LKA",
}


#: Short forms that are also words at the end of a sentence or a form of address.
_WORDS = frozenset(
    ("Miss.", "Mass.", "Wash.", "Ore.", "Ind.", "Man.", "Pa.", "La.", "Tex.", "Cal.", "Id.", "Me.", "Vic.", "Mo.", "Del.", "Col.", "Ill.")
)


def load_gazetteer(path: Path | None = None) -> Gazetteer:
    """The embedded gazetteer; with the file at `path` a full one beside it (`dateline gazetteer build`), or another pack in its place.

    Opened once. Raises ModelError if a file is missing, damaged or of another kind.
    """
    return _load_gazetteer(path)


@cache
def _load_gazetteer(path: Path | None) -> Gazetteer:
    full = Full(path) if path is not None and _is_full(path) else None
    pack = Pack(path if path is not None and full is None else Path(str(files(ROOM).joinpath("gazetteer", "places_v1.bin"))))
    rows = load_lexicon(ROOM, "countries.tsv")
    countries = {
        row["alpha3"]: Country(row["alpha2"], row["alpha3"], row["name"], row["capital"], float(row["lat"]), float(row["lon"]))
        for row in rows
    }
    demonyms: dict[str, str] = {}
    homelands: dict[str, str] = {}
    world: dict[str, list[Entry]] = {}
    for row in rows:
        for word in filter(None, row["demonyms"].split(";")):
            demonyms.setdefault(fold(word), row["alpha3"])
        for name in dict.fromkeys(filter(None, [row["name"], *row["aliases"].split(";")])):
            _add(world, name, _country(row, main=name == row["name"]))
    for row in load_lexicon(ROOM, "demonyms.tsv"):
        demonyms.setdefault(fold(row["word"]), row["country"])
        if row["place"]:
            homelands[fold(row["word"])] = row["place"]
    demonyms["congolese"] = "COD"
    for row in load_lexicon(ROOM, "regions.tsv"):
        for name in dict.fromkeys(filter(None, [row["name"], *row["aliases"].split(";")])):
            _add(world, name, _region(row))
    capitals = {fold(c.capital): c.alpha3 for c in countries.values() if c.capital}
    capitals.update((fold(name), code) for name, code in _SEATS.items())
    tlds = {c.alpha2.lower(): c.alpha3 for c in countries.values()} | {"uk": "GBR", "gov": "USA", "mil": "USA", "su": "RUS"}
    for generic in ("tv", "me", "co", "io", "cc", "ws", "to", "fm", "am", "ai", "nu", "tk"):
        tlds.pop(generic, None)  # sold to anyone
    habits, habit_words = _habits()
    short = _abbreviations(pack)
    pointed = sorted((word for word in short if word.endswith(".") and word not in _WORDS), key=lambda word: (-len(word), word))
    short_words = re.compile(r"(?<![\w.-])(?:" + "|".join(map(re.escape, pointed)) + ")")
    return Gazetteer(
        pack,
        full,
        countries,
        demonyms,
        homelands,
        capitals,
        {key: tuple(found) for key, found in world.items()},
        short,
        _divisions(),
        tlds,
        short_words,
        habits,
        habit_words,
    )


def _is_full(path: Path) -> bool:
    """Whether a file is a full gazetteer, by its first bytes. Raises ModelError for what is no gazetteer at all."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise ModelError(f"gazetteer {path} cannot be opened ({error.strerror or error}); give a file that exists") from error
    if head.startswith((SQLITE, MAGIC)):
        return head.startswith(SQLITE)
    dump = head.split(b"\n", 1)[0].count(b"\t") >= 7 or head.startswith(b"PK")
    what = "a dump of GeoNames" if dump else "no gazetteer"
    raise ModelError(f"{path} is {what}; make a gazetteer of allCountries.txt with `dateline gazetteer build`")


def _habits() -> tuple[dict[str, tuple[str, ...]], re.Pattern[str]]:
    """The countries of each habit, and one pattern for all of them, the longest first."""
    habits: dict[str, tuple[str, ...]] = {}
    for row in load_lexicon(ROOM, "habits.tsv"):
        for word in row["words"].split(";"):
            habits[word] = (*habits.get(word, ()), row["country"])
    longest_first = sorted(habits, key=lambda word: (-len(word), word))
    signs = [re.escape(word) for word in longest_first if not word[-1].isalnum()]  # "£5"
    words = [re.escape(word) for word in longest_first if word[-1].isalnum()]
    return habits, re.compile("|".join([*signs, r"(?<!\w)(?:" + "|".join(words) + r")(?!\w)"]))


def _add(world: dict[str, list[Entry]], name: str, entry: Entry) -> None:
    found = world.setdefault(fold(name), [])
    if entry not in found:
        found.append(entry)


def _country(row: Mapping[str, str], *, main: bool) -> Entry:
    return Entry(row["name"], "country", 0, row["alpha3"], None, float(row["lat"]), float(row["lon"]), 0, None, main)


def _region(row: Mapping[str, str]) -> Entry:
    kind = cast("PlaceKind", row["kind"])
    level = {"admin": 1, "city": 3, "site": _SITE_LEVEL}.get(kind, _REGION_LEVEL)
    lat, lon = (float(row[x]) if row[x] else None for x in ("lat", "lon"))
    admin = row["name"] if kind == "admin" else None
    return Entry(row["name"], kind, level, row["country"] or None, admin, lat, lon, 0, None, True)


def _divisions() -> dict[tuple[str, str], str]:
    rows = [row for row in load_lexicon(ROOM, "admin.tsv") if row["aliases"] and row["country"] not in ("USA", "CAN", "AUS")]
    return {(row["country"], row["source"]): row["aliases"].split(";")[0] for row in rows}


def _abbreviations(pack: Pack) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for row in load_lexicon(ROOM, "admin.tsv"):
        divisions = [e for e in pack.find(fold(row["source"])) if e.level == 1 and e.country == row["country"]]
        for short in filter(None, row["abbreviations"].split(";")):
            found.setdefault(short, []).extend(replace(e, main=True) for e in divisions[:1])
    return {short: tuple(entries) for short, entries in found.items()}
