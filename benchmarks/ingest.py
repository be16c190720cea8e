"""Speed of `dateline ingest` against `dateline read` on the same copy, by turns in one run, both with two processes.

    python benchmarks/ingest.py [--articles N] [--workers N] [--rounds N] [--json]

The articles are made of the samples' paragraphs, 450 words each. Told are articles a second by the clock and by processor time of all
processes (what counts where both cores are busy), the cost of starting left out: it is measured on one article; and weaving by itself.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))
from speed import WORDS, articles_of


def main() -> int:
    """Measures and prints; exit code 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=160)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), options.articles, options.workers, options.rounds)
    print(json.dumps(figures) if options.json else "\n".join(f"{name:32}{value}" for name, value in figures.items()))
    return 0


def measure(folder: Path, articles: int, workers: int, rounds: int) -> dict[str, float]:
    """Rates and their ratios; medians of the rounds."""
    many, one = folder / "many.jsonl", folder / "one.jsonl"
    texts = articles_of(WORDS, articles)
    many.write_text("".join(json.dumps({"id": f"a{n:06}", "text": text}) + "\n" for n, text in enumerate(texts)), encoding="utf-8")
    one.write_text(json.dumps({"id": "one", "text": texts[0]}) + "\n", encoding="utf-8")
    out = str(folder / "out.jsonl")
    clocks: dict[str, list[tuple[float, float]]] = {"read": [], "ingest": [], "weave": []}
    for turn in range(rounds):
        start = [_run(["read", str(one), "-w", str(workers), "-o", out])]
        clocks["read"].append(_less(_run(["read", str(many), "-w", str(workers), "-o", out]), start[0]))
        store = str(folder / f"{turn}.db")
        start = [_run(["ingest", str(one), "-w", str(workers), "--db", store + ".one", "--no-weave"])]
        clocks["ingest"].append(_less(_run(["ingest", str(many), "-w", str(workers), "--db", store, "--no-weave"]), start[0]))
        clocks["weave"].append(_run(["ingest", str(one), "-w", "1", "--db", store]))
    figures: dict[str, float] = {"articles": articles, "workers": workers}
    for kind, place in (("clock", 0), ("processor", 1)):
        read, ingest = (median(times[place] for times in clocks[name]) for name in ("read", "ingest"))
        figures |= {f"read_per_s_{kind}": round(articles / read, 2), f"ingest_per_s_{kind}": round(articles / ingest, 2)}
        figures[f"ratio_{kind}"] = round(read / ingest, 3)
    figures["weave_s"] = round(median(times[0] for times in clocks["weave"]), 2)
    return figures


def _less(times: tuple[float, float], start: tuple[float, float]) -> tuple[float, float]:
    return times[0] - start[0], times[1] - start[1]


def _run(words: list[str]) -> tuple[float, float]:
    """Seconds by the clock and of processor time of one command and all its processes."""
    before, start = _processor(), time.perf_counter()
    program = [sys.executable, "-c", "from dateline.show.cli import main; main()"]
    subprocess.run([*program, *words, "-q"], check=True, stderr=subprocess.DEVNULL, env={**os.environ, "DATELINE_REPRINT_WORDS": "0"})
    return time.perf_counter() - start, _processor() - before


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
