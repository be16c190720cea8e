"""Speed of the whole product, as ratios in one run, on copy made of the samples.

    python benchmarks/speed.py [--json] [--articles N] [--workers N] [--peers] [--only whole|tagger|reprints|rooms|cold|memory ...]

Prints articles a second (450 words each, no paragraph twice) from text to record on worker processes, the same for the tagger alone and
for the bare int8 encoder on the same windows, and their ratios; how much faster the tagger and the whole are where 60 % of the paragraphs
are reprints; the cost by room and by length on one process; the cold start; the memory, and whether it grows with the number of articles.
What is compared runs by turns in one process and is told in processor time, so that a busy machine disturbs both sides alike. `--peers`
times other tools on the same copy, those of them that are installed. `--json` prints one object with `articles_per_s`, `ratio_to_encoder`,
`ratio_by_cpu` (the same in processor time), `tagger_ratio_to_encoder`, `reprints_ratio`, `reprints_ratio_whole`, `tagger_cold_s`,
`mb_a_process` and `mb_growth` among its keys.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

os.environ.setdefault("DATELINE_REPRINT_WORDS", "0")  # no paragraph comes twice but where reprints are measured

from dateline import Article, Record
from dateline.desk import Tools, load_tools, read_articles, read_records
from dateline.grammar.session import FOLDER
from dateline.grammar.tagger import Tagger
from dateline.intake import read_sources, read_text
from dateline.record import dumps, from_notes
from dateline.settings import setting
from dateline.show.versions import compiled
from figures import show

SAMPLES = Path(__file__).parent.parent / "samples" / "crisis"
WORDS = 450
REPRINTS = 0.6  # share of the paragraphs of the stream of reprints
EARLIER = 16  # articles of that stream that were read before the clock starts: what can be a reprint must have been printed
REMEMBERED = 250_000  # words, the default of the setting `reprint_words`
LENGTHS = (18, 25, 32, 45, 60)  # words of a paragraph, at least
PARTS = ("whole", "tagger", "reprints", "rooms", "cold", "memory")


def main() -> int:
    """Measures and prints; exit code 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--articles", type=int, default=120)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--peers", action="store_true", help="time other tools that are installed")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS, help="measure only these")
    options = parser.parse_args()
    gc.set_threshold(setting("collect_after"))  # as the command line and its processes do
    texts = articles_of(WORDS, options.articles)
    figures: dict[str, Any] = {"articles": len(texts), "words_an_article": WORDS, "workers": options.workers, "compiled": compiled()}
    if "whole" in options.only:
        whole, bare = whole_rate(texts, options.workers), shared(_encoder_alone, texts, options.workers)
        figures |= cpu_ratio(texts)
        figures |= {"articles_per_s": round(whole, 2), "encoder_articles_per_s": round(bare, 2), "ratio_to_encoder": round(whole / bare, 3)}
    if "tagger" in options.only:
        figures["tagger_articles_per_s"] = round(shared(_tagger_alone, texts, options.workers), 2)
        figures |= tagger_ratios(options.articles)
    if "reprints" in options.only:
        figures |= whole_reprints(options.articles)
    if "rooms" in options.only:
        figures |= {"ms_by_room": by_room(texts[:30]), "ms_by_length": by_length()}
    if "cold" in options.only:
        figures |= cold_start()
    if "memory" in options.only:
        figures |= memory(10 * options.articles)
    if options.peers:
        figures["peers_articles_per_s"] = peers(texts[:30])
    show(figures, as_json=options.json)
    return 0


def articles_of(words: int, count: int) -> list[str]:
    """Articles of about `words` words under a dateline; their paragraphs are new to all others."""
    return [f"TEMA, March {n % 28 + 1}. /KELP/. {text}" for n, text in enumerate(stream(count, 0.0, random.Random(1), words=words))]


def stream(count: int, share: float, rng: random.Random, *, blocks: bool = False, words: int = WORDS) -> list[str]:
    """Articles of which `share` of the paragraphs were printed before: here and there, or as `blocks` copied from one article."""
    sentences = sample_sentences()
    printed: list[str] = []
    made: list[list[str]] = []
    for _ in range(count):
        paragraphs: list[str] = []
        if blocks and made and share:
            other = rng.choice(made)
            size = round(share * len(other))
            first = rng.randrange(len(other) - size + 1)
            paragraphs = other[first : first + size]
        while sum(len(p.split()) for p in paragraphs) < words - 10:
            again = printed and not blocks and rng.random() < share
            paragraphs.append(rng.choice(printed) if again else paragraph(sentences, rng))
        printed += paragraphs
        made.append(paragraphs)
    return ["\n\n".join(paragraphs) for paragraphs in made]


def paragraph(sentences: Sequence[str], rng: random.Random) -> str:
    """Sentences in an order that no other paragraph has."""
    out, least = "", rng.choice(LENGTHS)
    while len(out.split()) < least:
        out += (" " if out else "") + rng.choice(sentences)
    return out


def sample_sentences() -> list[str]:
    """Sentences of the samples, cut at stops."""
    found = []
    for item in read_sources([str(SAMPLES)]):
        if isinstance(item, Article):
            for span in item.spans(["body"]):
                found += item.words(span).replace(". ", ".\n").replace(".” ", ".”\n").split("\n")
    return [sentence.strip() for sentence in found if 8 <= len(sentence.split()) <= 40]


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


def shared(work: Callable[[list[str]], float], texts: list[str], workers: int) -> float:
    """Articles a second of some work, summed over processes that share the texts."""
    with get_context("spawn").Pool(workers) as pool:
        return sum(pool.map(work, [texts[n::workers] for n in range(workers)], chunksize=1))


def _tagger_alone(texts: list[str]) -> float:
    tagger, articles = Tagger(FOLDER, reprints=0), [Article("", text) for text in texts]
    tagger.tag(articles[:2])
    start = time.perf_counter()
    in_batches(tagger, articles)
    return len(texts) / (time.perf_counter() - start)


def _encoder_alone(texts: list[str]) -> float:
    tagger = Tagger(FOLDER, reprints=0)
    tagger.tag([Article("", texts[0])])
    calls = recorded(tagger, [Article("", text) for text in texts])
    start = time.perf_counter()
    encode(tagger, calls)
    return len(texts) / (time.perf_counter() - start)


def in_batches(tagger: Tagger, articles: Sequence[Article], size: int = 16) -> None:
    """Tags articles as the desk does."""
    for first in range(0, len(articles), size):
        tagger.tag(articles[first : first + size])


def recorded(tagger: Tagger, articles: Sequence[Article]) -> list[tuple[Any, ...]]:
    """What the encoder is given while articles are tagged."""
    session, calls = tagger.session, []
    run = session.window
    session.window = lambda *arrays: calls.append(arrays) or run(*arrays)  # type: ignore[method-assign, func-returns-value]
    try:
        in_batches(tagger, articles)
    finally:
        session.window = run  # type: ignore[method-assign]
    return calls


def encode(tagger: Tagger, calls: Sequence[tuple[Any, ...]]) -> None:
    """The bare encoder on recorded windows."""
    for arrays in calls:
        tagger.session.window(*arrays)


def tagger_ratios(count: int) -> dict[str, float]:
    """The tagger against the bare encoder, and against itself where paragraphs are reprints, by turns, in processor time."""
    plain, again, copied = Tagger(FOLDER, reprints=0), Tagger(FOLDER, reprints=REMEMBERED), Tagger(FOLDER, reprints=REMEMBERED)
    for tagger in (plain, again, copied):
        tagger.tag([Article("", "Police arrested 14 students in Port Kessel on Friday.")])
    new = [Article("", text) for text in stream(count, 0.0, random.Random(1))]
    here_and_there = [Article("", text) for text in stream(count + EARLIER, REPRINTS, random.Random(2))]
    in_blocks = [Article("", text) for text in stream(count + EARLIER, REPRINTS, random.Random(3), blocks=True)]
    in_batches(again, here_and_there[:EARLIER])
    in_batches(copied, in_blocks[:EARLIER])
    spent = dict.fromkeys(("tagger", "encoder", "reprints", "blocks"), 0.0)

    def clocked(name: str, work: Callable[[], None]) -> None:
        start = time.process_time()
        work()
        spent[name] += time.process_time() - start

    for first in range(0, count, 16):
        part, later = slice(first, first + 16), slice(first + EARLIER, first + EARLIER + 16)
        calls = recorded(plain, new[part])
        clocked("tagger", lambda part=part: in_batches(plain, new[part]))
        clocked("encoder", lambda calls=calls: encode(plain, calls))
        clocked("reprints", lambda later=later: in_batches(again, here_and_there[later]))
        clocked("blocks", lambda later=later: in_batches(copied, in_blocks[later]))
    return {
        "tagger_ms": round(1000 * spent["tagger"] / count, 1),
        "tagger_ratio_to_encoder": round(spent["encoder"] / spent["tagger"], 3),
        "reprints_ratio": round(spent["tagger"] / spent["reprints"], 2),
        "reprints_ratio_blocks": round(spent["tagger"] / spent["blocks"], 2),
    }


def cpu_ratio(texts: list[str]) -> dict[str, float]:
    """The whole against the bare encoder on one process, by turns, in processor time; milliseconds an article of both."""
    tools = load_tools()
    articles = [read_text(text, published="2021-03-30") for text in texts]
    finish(articles[:16], tools)
    whole = bare = 0.0
    for first in range(0, len(articles), 16):
        batch = articles[first : first + 16]
        calls = recorded(tools.tagger, batch)
        start = time.process_time()
        finish(batch, tools)
        middle = time.process_time()
        encode(tools.tagger, calls)
        whole, bare = whole + middle - start, bare + time.process_time() - middle
    each = 1000 / len(articles)
    return {"whole_cpu_ms": round(whole * each, 1), "encoder_cpu_ms": round(bare * each, 1), "ratio_by_cpu": round(bare / whole, 3)}


def finish(articles: Sequence[Article], tools: Tools) -> None:
    """Articles to lines of JSON."""
    for notes in read_articles(articles, tools):
        dumps(from_notes(notes, tools.made_by))


def whole_reprints(count: int) -> dict[str, float]:
    """The whole on new copy against copy of which 60 % are reprints: here and there, in blocks, and whole articles printed again."""
    plain = load_tools()
    rng = random.Random(4)
    new = stream(count, 0.0, random.Random(1))
    streams = {
        "reprints_ratio_whole": stream(count + EARLIER, REPRINTS, random.Random(2)),
        "reprints_ratio_whole_blocks": stream(count + EARLIER, REPRINTS, random.Random(3), blocks=True),
        "reprints_ratio_whole_articles": [text if rng.random() > REPRINTS else new[0] for text in [*new, *new][: count + EARLIER]],
    }
    tools = {name: replace(plain, tagger=Tagger(FOLDER, reprints=REMEMBERED)) for name in streams}
    read = {name: [read_text(text, published="2021-03-30") for text in texts] for name, texts in streams.items()}
    first_read = [read_text(text, published="2021-03-30") for text in new]
    for name, articles in read.items():
        finish(articles[:EARLIER], tools[name])
    spent = dict.fromkeys(("new", *streams), 0.0)
    for first in range(0, count, 16):
        for name in spent:
            start = time.process_time()
            if name == "new":
                finish(first_read[first : first + 16], plain)
            else:
                finish(read[name][first + EARLIER : first + EARLIER + 16], tools[name])
            spent[name] += time.process_time() - start
    return {name: round(spent["new"] / spent[name], 2) for name in streams}


def memory(count: int) -> dict[str, float]:
    """Most megabytes of one process that reads short articles, all of them new, after a fifth of them and after all."""
    command = [sys.executable, str(Path(__file__).with_name("memory.py")), "--articles", str(count), "--every", str(count // 5)]
    told = subprocess.check_output(command, text=True, env={**os.environ, "DATELINE_REPRINT_WORDS": str(REMEMBERED)})
    lines = [json.loads(line) for line in told.splitlines()]
    early, late = lines[0]["most_mb"], lines[-1]["most_mb"]
    return {"memory_articles": count, "mb_a_process": round(late), "mb_growth": round(late / early, 3)}


def peers(texts: list[str]) -> dict[str, float | str]:
    """Articles a second of other tools on one process: each does a part of the work only. Those not installed are named so."""

    def rate(make: Callable[[], Callable[[str], Any]]) -> float | str:
        try:
            work = make()
        except (ImportError, OSError) as error:
            return f"not installed ({error})"
        work(texts[0])
        start = time.process_time()
        for text in texts:
            work(text)
        return round(len(texts) / (time.process_time() - start), 2)

    return {name: rate(make) for name, make in _PEERS.items()}


def _dateparser() -> Callable[[str], Any]:
    search = import_module("dateparser.search").search_dates
    return lambda text: search(text, languages=["en"])


def _timexy() -> Callable[[str], Any]:
    import_module("timexy")
    return _blank("timexy")


def _spacy_blank() -> Callable[[str], Any]:
    return _blank("sentencizer")


def _blank(part: str) -> Callable[[str], Any]:
    pipeline: Callable[[str], Any] = import_module("spacy").blank("en")
    pipeline.add_pipe(part)  # type: ignore[attr-defined]
    return pipeline


def _spacy_cnn() -> Callable[[str], Any]:
    pipeline: Callable[[str], Any] = import_module("spacy").load("en_core_web_sm")
    return pipeline


def _geotext() -> Callable[[str], Any]:
    find = import_module("geotext").GeoText
    return lambda text: find(text).cities


_PEERS: dict[str, Callable[[], Callable[[str], Any]]] = {
    "dateparser, dates only": _dateparser,
    "timexy, times only": _timexy,
    "spaCy blank + sentencizer, words and sentences only": _spacy_blank,
    "spaCy en_core_web_sm, words, tags, trees, names only": _spacy_cnn,
    "geotext, names of cities only": _geotext,
}


STAGES = {
    "when": ("find_times",),
    "where": ("find_places",),
    "said": ("find_statements", "resolve_speakers"),
    "who": ("find_actors",),
    "did": ("find_events", "find_conditions", "find_casualties"),
}


def by_room(texts: list[str]) -> dict[str, float]:
    """Milliseconds of the processor an article in each room, on one process: the desk's own order of work with a clock at every stage."""
    from dateline import desk

    tools, spent = load_tools(), dict.fromkeys(("intake", "grammar", *STAGES, "record"), 0.0)

    def clocked(room: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            start = time.process_time()
            found = work(*given, **named)
            spent[room] += time.process_time() - start
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
    """Milliseconds of the processor a thousand words for articles of several lengths; flat means linear."""
    found = {}
    for words in (150, 450, 1500, 5000):
        (text,) = articles_of(words, 1)
        list(read_records([read_text(text)]))
        start = time.process_time()
        list(read_records([read_text(text)]))
        found[words] = round(1e6 * (time.process_time() - start) / len(text.split()), 1)
    return found


def cold_start() -> dict[str, float]:
    """Seconds and megabytes of one `dateline read` of one article in a new process, the better of three; the same for the tagger alone.

    Modules are compiled by the first of them and kept, as an installer does.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.txt"
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        kept["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "compiled")
        path.write_text(articles_of(WORDS, 1)[0], encoding="utf-8")
        seconds, peaks = [], []
        for _ in range(3):
            start = time.perf_counter()
            command = [sys.executable, "-c", _COLD, str(path)]
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True, env=kept)
            seconds.append(time.perf_counter() - start)
            peaks.append(float(done.stderr.split()[-1]))
        command = [sys.executable, "-c", _TAGGER_COLD]
        alone = [tuple(map(float, subprocess.check_output(command, text=True, env=kept).split())) for _ in range(3)]
    return {
        "cold_start_s": round(min(seconds), 2),
        "cold_mb": round(max(peaks), 0),
        "tagger_cold_s": round(min(s for s, _ in alone), 2),
        "tagger_mb": round(max(mb for _, mb in alone), 0),
    }


# One command, which tells at its end how many megabytes it held at most: what the system counts for children includes their parent's.
_COLD = """
import atexit, sys
tell = lambda: print(int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024, file=sys.stderr)
atexit.register(tell)
from dateline.show.cli import main
sys.argv[1:] = ["read", sys.argv[1], "--format", "jsonl"]
main()
"""

# Import, load and a first sentence: seconds of the processor, and the most megabytes that were resident.
_TAGGER_COLD = """
import time
from dateline.grammar import load_tagger
load_tagger().tag_text("Police arrested 14 students in Port Kessel on Friday.")
status = open("/proc/self/status").read()
print(time.process_time(), int(status.split("VmHWM:")[1].split()[0]) / 1024)
"""


if __name__ == "__main__":
    sys.exit(main())
