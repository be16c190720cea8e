"""How long weaving takes as a store grows: made-up copy of many stories over many days, put in batches, with the milliseconds
of processor time that an article of each batch took.

    python benchmarks/weave.py [--articles 20000] [--batch 2000] [--a-day 100] [--shuffled] [--db FILE]

The copy is words only (no tagger is needed): each story has its own names, the rest is drawn from English as it is spread, with names
that many stories share, and every sixth article is a trimmed reprint. So origins and stories are measured, and the rows of stories.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from dateline.article import Article
from dateline.intake import read_text
from dateline.record import MadeBy, Record
from dateline.store import open_store
from dateline.story.words import load_common

SYLLABLES = "ba de ki lo mu na pe ri so ta vu wa xe yo zan gor hil jem kur lan".split()


def main() -> None:
    """Fills a store batch by batch and prints a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=2_000)
    parser.add_argument("--a-day", type=int, default=100, help="articles printed on one day")
    parser.add_argument("--shuffled", action="store_true", help="copy comes in at random instead of day by day")
    parser.add_argument("--db", type=Path, help="keep the store here")
    options = parser.parse_args()
    copy = list(articles(options.articles, options.a_day))
    if options.shuffled:
        random.Random(2).shuffle(copy)
    with tempfile.TemporaryDirectory() as folder, open_store(options.db or Path(folder) / "w.db", create=True) as store:
        for start in range(0, len(copy), options.batch):
            records = [bare(article) for article in copy[start : start + options.batch]]
            store.put(records, read_at="2026-01-01T00:00:00Z")
            begun = time.process_time()
            done = store.weave()
            spent = time.process_time() - begun
            print(
                f"{start + len(records):>7} articles: {1000 * spent / len(records):6.1f} ms an article, {done.stories} stories told",
                flush=True,
            )
        with store.reading() as db:
            size = store.path.stat().st_size + store.path.with_name(store.path.name + "-wal").stat().st_size
            print(f"{db.execute('SELECT count(*) FROM stories').fetchone()[0]} stories, {size / len(copy) / 1000:.1f} kB an article")


def articles(count: int, a_day: int) -> Iterator[Article]:
    """Made-up articles in order of their days. A story lasts some days; one in fifty lasts long."""
    chance = random.Random(1)
    names = ["".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))).title() for _ in range(20_000)]
    spread = list(accumulate(1 / (rank + 20) for rank in range(len(names))))
    common = [word for word, rank in sorted(load_common().ranks.items(), key=lambda item: item[1]) if rank > 110]
    usual = list(accumulate(1 / (rank + 30) for rank in range(len(common))))
    alive: list[tuple[int, list[str]]] = []
    printed: list[str] = []
    for n in range(count):
        day = n // a_day
        alive = [one for one in alive if one[0] >= day]
        if not alive or chance.random() < 0.25:
            alive.append((day + (60 if chance.random() < 0.02 else chance.randint(0, 6)), chance.choices(names, cum_weights=spread, k=15)))
        own = chance.choice(alive)[1]
        text = "\n".join(paragraph(chance, own, names, spread, common, usual) for _ in range(6))
        if printed and chance.random() < 0.16:
            text = "\n".join(chance.choice(printed[-300:]).split("\n")[: chance.randint(3, 6)])
        printed.append(text)
        when = (date(2020, 1, 1) + timedelta(days=day)).isoformat()
        yield read_text(text, outlet=f"Paper {chance.randint(1, 60)}", id=f"a{n}", published=when)


def paragraph(chance: random.Random, own: list[str], names: list[str], spread: list[float], common: list[str], usual: list[float]) -> str:
    """About seventy words: some of the story's own names, some of other names, the rest English."""
    words = [*chance.choices(own, k=9), *chance.choices(names, cum_weights=spread, k=6), *chance.choices(common, cum_weights=usual, k=55)]
    chance.shuffle(words)
    return " ".join(words) + "."


def bare(article: Article) -> Record:
    """A record without findings."""
    return Record(
        article.id, article.source, article.text, article.published, article.published_from, article.headline, article.dateline,
        article.parts, (), (), (), (), (), (), (), (), MadeBy("0", 1, "none", "none"),
    )  # fmt: skip


if __name__ == "__main__":
    main()
