"""GDELT-shaped tables: 61 columns an event, 16 a mention, tab-separated without a header, as GDELT 2.0 publishes them.

A row of events is a happening (an event that is not woven in yet stands alone), a mention each telling of it. Columns that Dateline does
not measure (tone, FIPS codes, GNS features) are empty. Source: "The GDELT Event Database Data Format Codebook V2.0".
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from dateline.record import Record
from dateline.show.export.codebook import goldstein, quad_class
from dateline.show.export.picked import told
from dateline.store import Store
from dateline.store.query import Query, country_names
from dateline.store.rows import EventRow, Party
from dateline.story.days import bounds

_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code".split()
_GEO = "Type Fullname CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()
EVENTS = (
    *"GlobalEventID Day MonthYear Year FractionDate".split(),
    *(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR),
    *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone".split(),
    *(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in _GEO),
    *"DATEADDED SOURCEURL".split(),
)
MENTIONS = tuple(
    "GlobalEventID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID Actor1CharOffset "
    "Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone MentionDocTranslationInfo Extras".split()
)
#: GDELT's types of place by Dateline's kinds: 1 a country, 4 a town, 5 a first-level division.
_PLACES = {"country": 1, "city": 4, "site": 4, "admin": 5}
_WEB, _CITATION = 1, 2


def events(store: Store, query: Query) -> Iterator[str]:
    """Rows of events by happening id."""
    for tellings in told(store, query):
        yield line(EVENTS, _event(tellings))


def mentions(store: Store, query: Query) -> Iterator[str]:
    """Rows of mentions by happening id, earliest first."""
    for tellings in told(store, query):
        for event in tellings:
            record = store.article(event.article, corrected=True)
            if record is not None:
                yield line(MENTIONS, _mention(tellings[0], event, record))


def line(columns: Sequence[str], values: dict[str, object]) -> str:
    """One row: what is not known is empty, tabs and line ends in words become blanks."""
    cells = ("" if values.get(column) is None else " ".join(str(values[column]).split()) for column in columns)
    return "\t".join(cells) + "\n"


def number(id: str) -> int:
    """A positive 63-bit number for an id, the same in every store."""
    return int.from_bytes(hashlib.sha256(id.encode()).digest()[:8], "big") >> 1


def stamp(published: str | None) -> str | None:
    """YYYYMMDDHHMMSS of an ISO date or date-time, in UTC where a zone is given; midnight where no time is known."""
    try:
        found = datetime.fromisoformat(published or "")
    except ValueError:
        return None
    return (found.astimezone(UTC) if found.tzinfo else found).strftime("%Y%m%d%H%M%S")


def _event(tellings: Sequence[EventRow]) -> dict[str, object]:
    first = tellings[0]
    cameo = next((one.cameo for one in tellings if one.cameo), None)
    url = next((one.url for one in tellings if one.url), None)
    values: dict[str, object] = {"GlobalEventID": number(first.happening or first.key), "DATEADDED": stamp(first.published)}
    values |= _days(next((one.date for one in tellings if one.date), None))
    for n, side in ((1, "sources"), (2, "targets")):
        party = next((parties[0] for one in tellings if (parties := getattr(one, side))), None)
        values |= _actor(n, party)
    values |= {
        "EventCode": cameo,
        "EventBaseCode": cameo[:3] if cameo else None,
        "EventRootCode": cameo[:2] if cameo else None,
        "QuadClass": quad_class(cameo),
        "GoldsteinScale": goldstein(cameo),
        "NumMentions": len(tellings),
        "NumSources": len({one.outlet for one in tellings}),
        "NumArticles": len({one.article for one in tellings}),
        "SOURCEURL": url or first.outlet or first.article,
    }
    placed = [one for one in tellings if one.place]
    return values | _place(next((one for one in placed if one.precision in ("city", "site")), placed[0] if placed else None))


def _days(date: str | None) -> dict[str, object]:
    """The day, where it is one; its month and year as far as they are known."""
    found = bounds(date)
    if found is None:
        return {}
    first, last = found
    day = first.strftime("%Y%m%d") if first == last else None
    return {
        "Day": day,
        "MonthYear": first.strftime("%Y%m") if first.month == last.month else None,
        "Year": first.year,
        "FractionDate": f"{first.year + (first.month * 30 + first.day) / 365:.4f}" if day else None,
    }


def _actor(n: int, party: Party | None) -> dict[str, object]:
    if party is None:
        return {}
    state = party.country in country_names()
    return {
        f"Actor{n}Code": f"{party.country or ''}{party.sector or ''}" or None,
        f"Actor{n}Name": party.name.upper(),
        f"Actor{n}CountryCode": party.country if state else None,
        f"Actor{n}Type1Code": party.sector if state or not party.country else party.country,
    }


def _place(event: EventRow | None) -> dict[str, object]:
    if event is None:
        return {}
    parts = [event.place, event.admin1 if event.precision in ("city", "site") else None, country_names().get(event.country or "")]
    point = event.precision != "country"
    return {
        "ActionGeo_Type": _PLACES.get(event.precision or ""),
        "ActionGeo_Fullname": ", ".join(dict.fromkeys(part for part in parts if part)),
        "ActionGeo_Lat": event.lat if point else None,
        "ActionGeo_Long": event.lon if point else None,
    }


def _mention(first: EventRow, event: EventRow, record: Record) -> dict[str, object]:
    item = next((one for one in record.events if one.id == event.id), None)
    source = item.source_spans[0].start if item and item.source_spans else None
    target = item.target_spans[0].start if item and item.target_spans else None
    sentence = bisect_right(record.sentences, event.start, key=lambda span: span[0])
    return {
        "GlobalEventID": number(first.happening or first.key),
        "EventTimeDate": stamp(first.published),
        "MentionTimeDate": stamp(event.published),
        "MentionType": _WEB if event.url else _CITATION,
        "MentionSourceName": event.outlet,
        "MentionIdentifier": event.url or event.article,
        "SentenceID": sentence or None,
        "Actor1CharOffset": source,
        "Actor2CharOffset": target,
        "ActionCharOffset": event.start,
        "InRawText": 1,
        "Confidence": max(10, round((1 - event.doubt) * 10) * 10),
        "MentionDocLen": len(record.text),
    }
