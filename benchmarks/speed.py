"""Speed of the whole product, as ratios in one run, on copy made of the samples.

    python benchmarks/speed.py [--json] [--articles N] [--workers N]

Prints articles a second (450 words each) from text to record on worker processes, the same for the bare int8 encoder on the same
windows and processes, and their ratio; then the cost by room on one process, the cold start and the memory of one `dateline read`.
`--json` prints one object with `articles_per_s` and `ratio_to_encoder` among its keys.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from dateline import Article, Record
from dateline.desk import load_tools, read_records
from dateline.intake import read_sources, read_text

SAMPLES = Path(__file__).parent.parent / "samples" / "crisis"
WORDS = 450


def main() -> int:
    """Measures and prints; exit code 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    texts = articles_of(WORDS, options.articles)
    figures: dict[str, Any] = {"articles": len(texts), "words_an_article": WORDS, "workers": options.workers}
    whole, bare = whole_rate(texts, options.workers), encoder_rate(texts, options.workers)
    figures |= {"articles_per_s": round(whole, 2), "encoder_articles_per_s": round(bare, 2), "ratio_to_encoder": round(whole / bare, 3)}
    figures["ms_by_room"] = by_room(texts[:30])
    figures["ms_by_length"] = by_length()
    figures |= cold_start()
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:24} {value}")
    return 0


def articles_of(words: int, count: int) -> list[str]:
    """Articles of about `words` words, each a different run of sample paragraphs under a dateline."""
    paragraphs = []
    for item in read_sources([str(SAMPLES)]):
        if isinstance(item, Article):
            paragraphs += [item.words(span) for span in item.spans(["body"])]
    made = []
    for n in range(count):
        text, at = f"TEMA, March {n % 28 + 1}. /KELP/.", n * 7
        while len(text.split()) < words:
            text += "\n\n" + paragraphs[at % len(paragraphs)]
            at += 1
        made.append(" ".join(text.split(" ")[: words + 40]))
    return made


def whole_rate(texts: list[str], workers: int) -> float:
    """Articles a second from text to record, workers warm."""
    articles = [read_text(text, id=str(n), published="2021-03-30") for n, text in enumerate(texts)]
    warm = len(articles) // 4
    start, done = 0.0, 0
    for record in read_records(articles, workers=workers):
        if not isinstance(record, Record):
            raise SystemExit(f"a benchmark article was refused: {record}")
        done += 1
        if done == warm:
            start = time.perf_counter()
    return (done - warm) / (time.perf_counter() - start)


def encoder_rate(texts: list[str], workers: int) -> float:
    """Articles a second through nothing but the encoder's graph, on the same windows, summed over processes."""
    with get_context("spawn").Pool(workers) as pool:
        return sum(pool.map(_encode, [texts[n::workers] for n in range(workers)], chunksize=1))


def _encode(texts: list[str]) -> float:
    tagger = load_tools().tagger
    calls: list[tuple[Any, ...]] = []
    tagger.tag([read_text(texts[0])])
    session = tagger._session
    assert session is not None
    run = session.window
    session.window = lambda *arrays: calls.append(arrays) or run(*arrays)  # type: ignore[method-assign, func-returns-value]
    tagger.tag([read_text(text) for text in texts])
    start = time.perf_counter()
    for arrays in calls:
        run(*arrays)
    return len(texts) / (time.perf_counter() - start)


STAGES = {
    "when": ("find_times",),
    "where": ("find_places",),
    "said": ("find_statements", "resolve_speakers"),
    "who": ("find_actors",),
    "did": ("find_events", "find_conditions", "find_casualties"),
}


def by_room(texts: list[str]) -> dict[str, float]:
    """Milliseconds an article in each room, on one process: the desk's own order of work with a clock at every stage."""
    from dateline import desk
    from dateline.record import dumps, from_notes

    tools, spent = load_tools(), dict.fromkeys(("intake", "grammar", *STAGES, "record"), 0.0)

    def clocked(room: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            start = time.perf_counter()
            found = work(*given, **named)
            spent[room] += time.perf_counter() - start
            return found

        return timed

    rooms = {room: getattr(desk, room) for room in STAGES}
    plain = {(room, name): getattr(rooms[room], name) for room, names in STAGES.items() for name in names}
    list(desk.read_articles([read_text(text, published="2021-03-30") for text in texts], tools))  # warms the caches
    for (room, name), work in plain.items():
        setattr(rooms[room], name, clocked(room, work))
    try:
        for text in texts:
            article = clocked("intake", read_text)(text, published="2021-03-30")
            (words,) = clocked("grammar", tools.tagger.tag)([article])
            notes = desk.annotate(article, words, tools)
            clocked("record", lambda made: dumps(from_notes(made, tools.made_by)))(notes)
    finally:
        for (room, name), work in plain.items():
            setattr(rooms[room], name, work)
    return {room: round(1000 * seconds / len(texts), 2) for room, seconds in spent.items()}


def by_length() -> dict[int, float]:
    """Milliseconds a thousand words for articles of several lengths; flat means linear."""
    found = {}
    for words in (150, 450, 1500, 5000):
        (text,) = articles_of(words, 1)
        list(read_records([read_text(text)]))
        start = time.perf_counter()
        list(read_records([read_text(text)]))
        found[words] = round(1e6 * (time.perf_counter() - start) / len(text.split()), 1)
    return found


def cold_start() -> dict[str, float]:
    """Seconds and megabytes of one `dateline read` of one article in a new process, the better of three."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.txt"
        path.write_text(articles_of(WORDS, 1)[0], encoding="utf-8")
        code = "import sys; from dateline.show.cli import main; sys.argv[1:] = ['read', sys.argv[1], '--format', 'jsonl']; main()"
        seconds = []
        for _ in range(3):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code, str(path)], stdout=subprocess.DEVNULL, check=True)
            seconds.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"cold_start_s": round(min(seconds), 2), "peak_mb_of_any_process": round(peak, 0)}


if __name__ == "__main__":
    sys.exit(main())
