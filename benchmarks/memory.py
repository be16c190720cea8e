"""Memory of one process over many short articles, with names and words that no earlier article had, so that every cache fills.

    python benchmarks/memory.py [--articles 100000] [--every N] [--trace]

Reads articles of about 60 words from text to record and prints one JSON object a line: articles so far, megabytes resident now and at most,
seconds of the processor. `--trace` adds what Python itself holds, and at the end the lines of code that hold more than a third of the way
before (slow).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
import tracemalloc
from collections.abc import Iterator

from dateline import Article
from dateline.desk import Tools, load_tools, read_articles
from dateline.intake import read_text
from dateline.record import dumps, from_notes

WORDS = 60
SYLLABLES = "ba de ki lo mu na pe ri so ta vu wa xe yo zan gor hil jem kur lan tor bri ske dro".split()
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")
_WORD = re.compile(r"\b[a-z]{5,}\b")


def main() -> None:
    """Reads and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--every", type=int, default=1_000)
    parser.add_argument("--trace", action="store_true")
    options = parser.parse_args()
    tools = load_tools()
    if options.trace:
        tracemalloc.start()
    third = None
    for count in curve(tools, options.articles):
        if options.trace and third is None and count >= options.articles / 3:
            third = tracemalloc.take_snapshot()
        if count % options.every < 16 or count == options.articles:
            print(json.dumps({"articles": count, **held(), "cpu_s": round(time.process_time(), 1)}), flush=True)
    if third:
        for line in tracemalloc.take_snapshot().compare_to(third, "lineno")[:25]:
            print(line)


def curve(tools: Tools, count: int) -> Iterator[int]:
    """Reads so many articles; gives how many are read after each batch."""
    articles = made(count)
    for start in range(0, count, 16):
        batch = [next(articles) for _ in range(min(16, count - start))]
        for notes in read_articles(batch, tools):
            dumps(from_notes(notes, tools.made_by))
        yield start + len(batch)


def made(count: int) -> Iterator[Article]:
    """Short articles out of sentences of the samples; half of the names and one in ten of the words are new in each."""
    from speed import sample_sentences

    sentences, chance = sample_sentences(), random.Random(5)

    def name() -> str:
        return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4))))

    for n in range(count):
        words: list[str] = []
        while len(words) < WORDS:
            words += chance.choice(sentences).split()
        text = _NAME.sub(lambda found: name().title() if chance.random() < 0.5 else found[0], " ".join(words))
        text = _WORD.sub(lambda found: name() if chance.random() < 0.1 else found[0], text)
        yield read_text(text, id=f"{n}", published=f"{2000 + n % 25}-{n % 12 + 1:02d}-{n % 28 + 1:02d}", outlet=f"{name().title()} Post")


def held() -> dict[str, float]:
    """Megabytes that are resident now and were at most; with tracing also those that Python objects take."""
    with open("/proc/self/status", encoding="ascii") as file:
        status = file.read()
    now, most = (int(status.split(f"{key}:")[1].split()[0]) / 1024 for key in ("VmRSS", "VmHWM"))
    traced = {"python_mb": round(tracemalloc.get_traced_memory()[0] / 2**20, 1)} if tracemalloc.is_tracing() else {}
    return {"mb": round(now, 1), "most_mb": round(most, 1), **traced}


if __name__ == "__main__":
    main()
