"""Query: which part of a store is asked for. The command line, addresses of pages and saved searches all speak it.

Several values of one key mean any of them, several keys mean all of them. Keys and values as strings are described in docs/search.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, NamedTuple, get_args

from dateline.errors import QueryError
from dateline.fields import ConditionKind, Status
from dateline.rules import load_lexicon
from dateline.story.days import bounds
from dateline.story.words import fold

#: Most values of one key, and most characters of one value: enough for a person, too few to stall a store.
MOST, LONGEST = 100, 400
#: The value of `voice` for what a paper says itself, and of `casualties` for a toll of any kind.
OWN, ANY = "own", "any"
_COUNTRY = re.compile(r"[A-Z]{3}")
_CODE = re.compile(r"([A-Z]{3})?[~ ]([A-Z]{3})?|([A-Z]{3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A filter. Empty keys ask for nothing in particular, so `Query()` is everything that no review rejected.

    `from_`/`to` are ISO days, both included: what happened on days that overlap them (what was published then, of articles).
    `actor` is a name, a key ("ann-roe/NOR", "=NOR") or a code ("KAZ", "KAZ~GOV", "~GOV"). In names `*` stands for any letters.
    `casualties` is 0 for a toll of any kind, else the least number killed. `box` is west, south, east, north in degrees.
    """

    type: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    story: tuple[str, ...] = ()
    happening: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    article: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    from_: str | None = None
    to: str | None = None
    min_origins: int | None = None
    casualties: int | None = None
    doubt: float | None = None
    box: tuple[float, float, float, float] | None = None
    text: str | None = None
    rejected: bool = False

    @classmethod
    def parse(cls, params: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> Query:
        """A query from strings: `{"country": "KAZ", "from": "2022-01"}`, or pairs in which a key may come again. Values may also be lists
        or numbers; empty ones are passed over. Raises QueryError naming an unknown key or a bad value."""
        found: dict[str, list[str]] = {}
        for key, value in params.items() if isinstance(params, Mapping) else params:
            name = str(key).replace("-", "_")
            name = "from_" if name == "from" else name
            if name not in _PARSERS:
                raise QueryError(f"{key}: no such filter; there are {', '.join(KEYS)}")
            found.setdefault(name, []).extend(_words(value))
        made = {name: _PARSERS[name](_shown(name), values) for name, values in found.items() if values}
        query = cls(**made)
        if query.from_ and query.to and query.from_ > query.to:
            raise QueryError(f"from {query.from_} lies after to {query.to}; swap them")
        return query

    @classmethod
    def of(cls, query: Query | None = None, **filters: Any) -> Query:
        """A query with some keys given as `parse` takes them, the others as in `query`."""
        if not filters:
            return query or cls()
        more = cls.parse({key: value for key, value in filters.items() if value is not None})
        return replace(query or cls(), **{f.name: getattr(more, f.name) for f in fields(cls) if f.name in _named(filters)})

    def params(self) -> list[tuple[str, str]]:
        """The query as pairs of strings, in the order of the keys, a pair a value; `Query.parse` makes the same query of them."""
        out: list[tuple[str, str]] = []
        for f in fields(self):
            value = getattr(self, f.name)
            if value is None or value == () or value is False:
                continue
            if f.name == "box":
                out.append(("box", ",".join(f"{degrees:g}" for degrees in value)))
            elif f.name == "casualties":
                out.append(("casualties", str(value or ANY)))
            elif isinstance(value, tuple):
                out += [(f.name, str(one)) for one in value]
            else:
                out.append((_shown(f.name), "1" if value is True else f"{value:g}" if isinstance(value, float) else str(value)))
        return out

    def without(self, *keys: str) -> Query:
        """The query with some keys left open."""
        empty = Query()
        names = ["from_" if key == "from" else key.replace("-", "_") for key in keys]
        return replace(self, **{name: getattr(empty, name) for name in names})

    @property
    def asks(self) -> frozenset[str]:
        """Names of the fields that are not left open."""
        empty = Query()
        return frozenset(f.name for f in fields(self) if getattr(self, f.name) != getattr(empty, f.name))


class AskedActor(NamedTuple):
    """One value of `actor`, taken apart: any of the code, the key and the name may be what is meant."""

    country: str | None
    sector: str | None
    key: str | None
    name: str | None

    @classmethod
    def read(cls, value: str) -> AskedActor:
        """KAZ~GOV, "KAZ GOV", ~GOV and KAZ are codes, what has a stroke is a key and all but a code with ~ may be a name; `=NOR` is the key
        alone, Norway itself and not all that is Norwegian."""
        if value.startswith("="):
            return cls(None, None, value[1:], None)
        code = _CODE.fullmatch(value)
        country, sector = (code[1] or code[3], code[2]) if code else (None, None)
        return cls(country, sector, value if "/" in value else None, None if "~" in value else value)


def _named(filters: Mapping[str, Any]) -> set[str]:
    return {"from_" if key == "from" else key.replace("-", "_") for key in filters}


def _shown(name: str) -> str:
    return name.rstrip("_")


def _words(value: Any) -> list[str]:
    """The values of one key as strings without the blanks around them; true is 1, false and None are nothing."""
    if isinstance(value, str):
        many: Iterable[Any] = [value]
    elif isinstance(value, bool):
        many = ["1"] if value else []
    elif isinstance(value, Iterable):
        many = value
    else:
        many = [] if value is None else [value]
    return [words for one in many if (words := str(one).encode("utf-8", "replace").decode().replace("\0", " ").strip())]


def _codes(values: Iterable[str]) -> list[str]:
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _unique(key: str, values: Iterable[str]) -> tuple[str, ...]:
    out = tuple(dict.fromkeys(values))
    if len(out) > MOST:
        raise QueryError(f"{key}: {len(out)} values; ask for at most {MOST} at once")
    long = next((value for value in out if len(value) > LONGEST), None)
    if long is not None:
        raise QueryError(f"{key}: a value of {len(long)} characters; the longest is {LONGEST}")
    return out


def _names(key: str, values: list[str]) -> tuple[str, ...]:
    return _unique(key, values)


def _types(key: str, values: list[str]) -> tuple[str, ...]:
    return _chosen(key, [value.upper() for value in _codes(values)], types())


def _chosen(key: str, values: Iterable[str], known: tuple[str, ...]) -> tuple[str, ...]:
    out = _unique(key, values)
    for value in out:
        if value not in known:
            raise QueryError(f"{key}: {value!r} is none of {', '.join(known)}")
    return out


def _lower(key: str, values: list[str]) -> tuple[str, ...]:
    return _unique(key, [value.lower() for value in _codes(values)])


def _statuses(key: str, values: list[str]) -> tuple[str, ...]:
    return _chosen(key, [value.lower() for value in _codes(values)], get_args(Status))


def _kinds(key: str, values: list[str]) -> tuple[str, ...]:
    return _chosen(key, [value.lower() for value in _codes(values)], get_args(ConditionKind))


def _countries(key: str, values: list[str]) -> tuple[str, ...]:
    out = []
    for value in values:
        whole = countries().get(fold(value))  # "Korea, South" has a comma of its own
        for part in [whole] if whole else _codes([value]):
            code = countries().get(fold(part), part.upper())
            if not _COUNTRY.fullmatch(code):
                raise QueryError(f"{key}: {part!r} is no country; give a code of three letters (KAZ) or a name (Kazakhstan)")
            out.append(code)
    return _unique(key, out)


def _first_day(key: str, values: list[str]) -> str:
    return _days(key, values)[0]


def _last_day(key: str, values: list[str]) -> str:
    return _days(key, values)[1]


def _days(key: str, values: list[str]) -> tuple[str, str]:
    found = bounds(values[-1])
    if found is None or len(values[-1]) > 40:
        raise QueryError(f"{key}: {values[-1][:60]!r} is no ISO date; write it like 2022-01-07, 2022-01 or 2022")
    return found[0].isoformat(), found[1].isoformat()


def _count(key: str, values: list[str]) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", values[-1]):
        raise QueryError(f"{key}: {values[-1][:60]!r} is no whole number")
    return int(values[-1])


def _toll(key: str, values: list[str]) -> int:
    return 0 if values[-1].lower() == ANY else _count(f"{key} (a number killed, or {ANY!r})", values)


def _share(key: str, values: list[str]) -> float:
    if not re.fullmatch(r"0|1|[01]?\.[0-9]{1,9}", values[-1]):
        raise QueryError(f"{key}: {values[-1][:60]!r} is no number from 0 to 1")
    return float(values[-1])


def _box(key: str, values: list[str]) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in values[-1].split(","))
    except ValueError:
        west = south = east = north = float("nan")
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise QueryError(f"{key}: {values[-1][:60]!r} is no box; write west,south,east,north in degrees, like 46,40,88,56")
    return west, south, east, north


def _text(key: str, values: list[str]) -> str:
    return " ".join(values)[:4000].strip()


def _flag(key: str, values: list[str]) -> bool:
    if values[-1].lower() not in ("1", "0", "true", "false", "yes", "no", "on"):
        raise QueryError(f"{key}: {values[-1][:60]!r} is neither 1 nor 0")
    return values[-1].lower() in ("1", "true", "yes", "on")


_PARSERS: dict[str, Callable[[str, list[str]], Any]] = {
    "type": _types,
    "mode": _lower,
    "country": _countries,
    "place": _names,
    "actor": _names,
    "status": _statuses,
    "voice": _names,
    "outlet": _names,
    "story": _names,
    "happening": _names,
    "origin": _names,
    "article": _names,
    "kind": _kinds,
    "from_": _first_day,
    "to": _last_day,
    "min_origins": _count,
    "casualties": _toll,
    "doubt": _share,
    "box": _box,
    "text": _text,
    "rejected": _flag,
}
#: Keys as they are written.
KEYS = tuple(_shown(name) for name in _PARSERS)


@cache
def types() -> tuple[str, ...]:
    """The PLOVER types."""
    return tuple(dict.fromkeys(row["type"] for row in load_lexicon("dateline.did", "cameo.tsv")))


@cache
def countries() -> dict[str, str]:
    """Codes of countries by their folded names."""
    out: dict[str, str] = {}
    for row in load_lexicon("dateline.who", "nationalities.tsv"):
        for name in (row["name"], *row["also"].split("|")):
            if name != "-":
                out.setdefault(fold(name), row["code"])
    return out


@cache
def country_names() -> dict[str, str]:
    """Names of countries by their codes."""
    return {row["code"]: row["name"] for row in reversed(load_lexicon("dateline.who", "nationalities.tsv"))}
