"""A store of N articles made from real records, and how fast it answers.

    python benchmarks/store.py RECORDS.jsonl --db FILE [--articles 100000] [--keep]

RECORDS.jsonl is what `dateline read SOURCES... --format jsonl` writes. Each is stored many times, every time with another id, another day
and, in their places, other words of the same length out of all the records, so that offsets hold and no two articles are copies. Stories
of twenty articles and their happenings are written straight into the tables. Prints one JSON object: medians in milliseconds of processor
time of a mix of event queries with all facets and months, of full-text searches, of story pages, timelines and hostile searches, and the
size of an article.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dateline.errors import DatelineError
from dateline.record import Record, loads
from dateline.store import Store, open_store
from dateline.store.query import KEYS

_WORD = re.compile(r"[A-Za-z]{4,}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
FIRST, DAYS, STORY, BATCH = date(2014, 1, 1), 3650, 20, 500


def varied(records: Sequence[Record], articles: int) -> Iterator[Record]:
    """So many records, each another one's with other words of the same length, days and id."""
    words: dict[int, list[str]] = defaultdict(list)
    for record in records:
        for word in _WORD.findall(record.text):
            words[len(word)].append(word)
    for n in range(articles):
        yield vary(records[n % len(records)], n, words)


def vary(record: Record, n: int, words: dict[int, list[str]]) -> Record:
    """One record made another: three words in ten are others, all days are moved by as many."""
    chance = random.Random(n)
    text = _WORD.sub(lambda found: chance.choice(words[len(found[0])]) if chance.random() < 0.3 else found[0], record.text)
    old = date.fromisoformat((record.published or "2023-03-14")[:10])
    shift = FIRST + timedelta(days=(n // STORY * 37 + chance.randrange(5)) % DAYS) - old
    made: Record = _moved(replace(record, text=text), shift)
    actors = tuple(replace(a, name=text[a.mentions[0].start : a.mentions[0].end] if a.mentions else a.name) for a in made.actors)
    source = replace(record.source, outlet=f"{chance.choice(OUTLETS)} {n % 40}")
    return replace(made, id=f"{n:07d}-{record.id}", actors=actors, source=source)


OUTLETS = ("Courier", "Gazette", "Herald", "Observer", "Tribune", "Wire")


def _moved(value: Any, shift: timedelta) -> Any:
    """Every ISO day in a record moved."""
    if is_dataclass(value) and not isinstance(value, type):
        moved = {f.name: _moved(getattr(value, f.name), shift) for f in fields(value) if f.name not in ("text", "id", "rule")}
        return replace(value, **moved)
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(_moved(one, shift) for one in value)
    if isinstance(value, str) and _DAY.match(value):
        return (date.fromisoformat(value[:10]) + shift).isoformat() + value[10:]
    return value


def fill(store: Store, records: Sequence[Record], articles: int) -> dict[str, float]:
    """Puts the articles and weaves by hand; returns rates."""
    begun, made, stored = time.perf_counter(), 0.0, 0.0
    batch: list[Record] = []
    for n, record in enumerate(varied(records, articles), 1):
        batch.append(record)
        if len(batch) == BATCH or n == articles:
            ready = time.perf_counter()
            made += ready - begun
            store.put(batch, read_at="2026-01-01T00:00:00Z")
            begun = time.perf_counter()
            stored += begun - ready
            batch = []
            if sys.stderr.isatty():
                print(f"\r{n:,}", end="", file=sys.stderr)
    woven = time.perf_counter()
    weave_by_hand(store)
    return {"put_articles_per_s": round(articles / stored, 1), "make_s": round(made, 1), "weave_s": round(time.perf_counter() - woven, 1)}


def weave_by_hand(store: Store) -> None:
    """Stories of STORY articles; in each the events of one type, country and day are one happening; an entry a happening."""
    with store.writing() as db:
        for statement in _WEAVING:
            db.execute(statement)


_STORY = f"printf('s%06d', (n - 1) / {STORY})"
_WEAVING = (
    f"UPDATE articles SET origin = printf('o%07d', n), story = {_STORY}",
    "INSERT INTO origins SELECT origin, outlet, n, 1 FROM articles",
    """INSERT INTO stories SELECT story, coalesce(headline, outlet), min(n), 0, 1, min(published), max(published), '["Here","There"]',
    '["Ann Roe"]', count(*), count(*), 0, 0 FROM articles GROUP BY story""",
    f"""UPDATE events SET happening = printf('h%06d-%s-%s-%d', (article - 1) / {STORY}, type, coalesce(country, '?'), coalesce(day, 0))""",
    f"""INSERT INTO happenings SELECT happening, printf('s%06d', (min(article) - 1) / {STORY}), type, min(mode), min(date), min(date_end),
    min(day), min(date), min(place), country, '[]', '[]', min(status),
    count(DISTINCT article), count(DISTINCT article),
    '[{{"name":"Courier","own":true,"stance":"actual","origins":["o"],"events":[]}}]',
    '{{"witnesses":["Courier"],"speakers":[]}}' FROM events GROUP BY happening""",
    """INSERT INTO entries SELECT 'e' || e.happening, h.story, h.date, h.date_end, h.known, e.trigger, min(e.article), e.start, e."end",
    e.id, e.type, e.status, e.place, e.happening, '["o"]', h.origins FROM events e JOIN happenings h ON h.id = e.happening
    WHERE h.date IS NOT NULL GROUP BY e.happening""",
    "DELETE FROM loose",
)


def event_queries(store: Store) -> list[dict[str, Any]]:
    """A mix of what is asked: nothing, one key, several, rare and common values."""
    facets = store.facets()
    type_, country, voice, outlet, actor, story = (
        [one.value for one in facets[name]] for name in ("type", "country", "voice", "outlet", "actor", "story")
    )
    return [
        {},
        {"type": type_[0]},
        {"type": type_[-1]},
        {"country": country[0]},
        {"type": type_[0], "country": country[0], "from": "2016-01-01", "to": "2016-12-31"},
        {"status": "denied"},
        {"voice": "own", "min_origins": 3},
        {"voice": voice[1]},
        {"voice": voice[-1]},
        {"outlet": outlet[0], "casualties": "any"},
        {"outlet": outlet[-1], "type": ",".join(type_[:3])},
        {"actor": actor[0]},
        {"actor": "police"},
        {"story": story[0]},
        {"from": "2020-03-01", "to": "2020-03-07"},
        {"casualties": "10", "status": "actual"},
        {"text": "police"},
        {"text": "strike talks", "type": type_[1]},
        {"place": "S*", "doubt": ".3"},
        {"box": "10,-30,20,-10", "min_origins": "2"},
    ]


TEXTS = (
    "police",
    "strike",
    "harbour",
    '"police said"',
    "protest* -strike",
    "minister OR president",
    "negotiations talks",
    "seven people",
    "government",
    "spokesman denied",
    '"on Monday"',
    "curf*",
    "water bill",
    "residents forum",
    "arrested",
    "tuesday union workers",
)
#: Bits of strings that break queries made by pasting.
BITS = (
    *"\"'*-():^+[]\\%_é🙂\0\ud800\u202e",
    *"a-b NEAR( AND OR NOT ^x copy: ;-- {a} /* ?1 ** a*b 0x".split(),
    *("' OR 1=1 --", "DROP TABLE articles", "text : y", '""', "x" * 500),
)


def hostile(count: int) -> list[str]:
    """Strings that break queries made by pasting."""
    chance = random.Random(7)
    return [chance.choice((" ", "", " ")).join(chance.choices(BITS, k=chance.randrange(1, 9)))[:600] for _ in range(count)]


def ms(ask: Callable[[], Any], times: int = 3) -> float:
    """Median milliseconds of processor time of so many calls, so that a busy machine does not count."""
    taken = []
    for _ in range(times):
        begun = time.process_time()
        ask()
        taken.append((time.process_time() - begun) * 1000)
    return statistics.median(taken)


def measure(store: Store) -> dict[str, Any]:
    """All figures."""
    begun = time.process_time()
    columns = store.columns()
    figures: dict[str, Any] = {"columns_s": round(time.process_time() - begun, 2), "columns_mb": round(columns.size / 1e6)}
    with store.reading() as db:
        for name in ("articles", "events", "statements", "spans"):
            figures[name] = db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
    assert len(columns) == figures["events"]

    def events(filters: dict[str, Any], sort: str) -> None:
        columns.asked.clear()
        list(store.events(limit=50, sort=sort, **filters))
        store.facets(**filters)
        store.months(**filters)

    queries = event_queries(store)
    taken = {json.dumps(one): ms(lambda one=one, n=n: events(one, ("-date", "date", "-doubt")[n % 3])) for n, one in enumerate(queries)}  # type: ignore[misc]
    figures["events_with_facets_ms"] = summary(taken)
    figures["full_text_ms"] = summary({text: ms(lambda text=text: list(store.search(text, limit=20))) for text in TEXTS})  # type: ignore[misc]
    stories = [row.id for row in store.stories(limit=200, sort="-origins")][::10]
    figures["story_page_ms"] = summary({id: ms(lambda id=id: story_page(store, id)) for id in stories})  # type: ignore[misc]
    figures["timeline_story_ms"] = summary({id: ms(lambda id=id: store.timeline(story=id, entries=20)) for id in stories})  # type: ignore[misc]
    figures["timeline_all_ms"] = round(ms(lambda: store.timeline(entries=50)), 1)
    figures["timeline_as_of_ms"] = round(ms(lambda: store.timeline(story=stories[0], as_of=store.story(stories[0]).first), 1), 1)
    figures["hostile"] = bombard(store)
    return figures


def story_page(store: Store, id: str) -> None:
    """What the page of a story asks for."""
    store.story(id)
    list(store.articles(story=id, limit=50))
    list(store.happenings(story=id, limit=50))
    list(store.conflicts(story=id, limit=20))
    store.timeline(story=id, entries=20)


def bombard(store: Store) -> dict[str, Any]:
    """1,000 hostile strings as full text and as every filter: only a DatelineError may come of them."""
    slowest, refused = 0.0, 0
    for n, words in enumerate(hostile(1000)):
        begun = time.process_time()
        try:
            list(store.search(words, limit=5))
            list(store.events(limit=5, **{KEYS[n % len(KEYS)]: words}))
        except DatelineError:
            refused += 1
        slowest = max(slowest, time.process_time() - begun)
    return {"strings": 1000, "refused_with_reason": refused, "slowest_ms": round(slowest * 1000, 1)}


def summary(taken: dict[str, float]) -> dict[str, Any]:
    """Median, worst and which one it was."""
    worst = max(taken, key=lambda one: taken[one])
    return {"median": round(statistics.median(taken.values()), 1), "worst": round(taken[worst], 1), "of": worst, "queries": len(taken)}


def main() -> int:
    """Builds, measures, prints; exit code 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--db", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--keep", action="store_true", help="leave the store where it is, and measure one that is there already")
    options = parser.parse_args()
    if not options.records.exists():
        parser.error(f"{options.records}: no such file; make it with `dateline read SOURCES... --format jsonl --output {options.records}`")
    records = [loads(line) for line in options.records.read_bytes().splitlines() if line.strip()]
    there = options.db.exists()
    figures: dict[str, Any] = {"made_from": len(records)}
    with open_store(options.db, create=not there) as store:
        if not there:
            figures |= fill(store, records, options.articles)
        figures |= measure(store)
    size = sum(os.path.getsize(path) for path in options.db.parent.glob(options.db.name + "*"))
    figures["bytes_per_article"] = round(size / figures["articles"])
    figures["mean_text_chars"] = round(statistics.mean(len(record.text) for record in records))
    print(json.dumps(figures, indent=1))
    if not options.keep:
        for path in options.db.parent.glob(options.db.name + "*"):
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
