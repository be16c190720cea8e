"""Scale: Ray actors against local processes, and what it costs to find copies and stories across articles.

    python benchmarks/scale.py [--json] [--articles N] [--words N] [--workers N] [--rounds N] [--join N ...] [--only read|join]

Reads the same copy (`--words` an article, no paragraph twice, made of the samples) by `dateline read`'s worker processes, by
`dateline scale --engine local` and by `--engine ray`, by turns, and prints articles a second with all workers warm, the ratio of Ray to the
local processes by the clock and in processor time, and the bytes written for an article. Then joins sets of `--join` articles, of which
30 % reprint another, and prints processor seconds, pairs and peak memory.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import tempfile
import time
from hashlib import blake2b
from pathlib import Path
from typing import Any

os.environ.setdefault("DATELINE_REPRINT_WORDS", "0")

from dateline.intake import IntakeOptions, read_text
from dateline.record import MadeBy, Record
from dateline.scale import Scaled, ScaleOptions, across, files, lanes, scale
from dateline.scale.parts import Job, Note, _record_table, digests
from figures import show
from speed import articles_of, whole_rate

SLICES = 16  # at least, so that all workers are busy to the end
LEAST, MOST = 80_000, 2_000_000  # bytes of a slice
NAMES = "ova ik stad ani mere burg ton ville nik ada os ern".split()


def main() -> int:
    """Measures and prints; exit code 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--words", type=int, default=450, help="of an article; 60 for many short ones")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--join", type=int, nargs="*", default=[5_000, 20_000])
    parser.add_argument("--only", nargs="*", choices=("read", "join"), default=("read", "join"))
    options = parser.parse_args()
    figures: dict[str, Any] = {"articles": options.articles, "words": options.words, "workers": options.workers}
    with tempfile.TemporaryDirectory() as folder:
        if "read" in options.only:
            figures |= reading(Path(folder), options)
        if "join" in options.only:
            figures["join"] = [joining(Path(folder) / str(count), count, options.workers) for count in options.join]
    show(figures, as_json=options.json)
    return 0


def reading(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Rates of the three ways to read the same copy, by turns; whether the two engines wrote the same bytes."""
    texts, count, workers = articles_of(options.words, options.articles), options.articles, options.workers
    source = folder / "copy.jsonl"
    source.write_text("".join(json.dumps({"id": str(n), "published": "2021-03-30", "text": text}) + "\n" for n, text in enumerate(texts)))
    found: dict[str, list[float]] = {"read": [], "local": [], "ray": [], "local_cpu": [], "ray_cpu": []}
    for turn in range(options.rounds):
        for engine in ("local", "ray"):
            wall, cpu = engine_rate(source, folder / f"{engine}{turn}", engine, workers)
            found[engine].append(wall)
            found[f"{engine}_cpu"].append(cpu)
        found["read"].append(whole_rate(texts, workers))
    best = {name: max(values) for name, values in found.items()}
    written = {
        table.name: sum(path.stat().st_size for path in table.iterdir()) // count
        for table in (folder / "local0").iterdir()
        if table.is_dir()
    }
    return {
        "equal_bytes": contents(folder / "local0") == contents(folder / "ray0"),
        "read_articles_per_s": round(best["read"], 2),
        "local_articles_per_s": round(best["local"], 2),
        "ray_articles_per_s": round(best["ray"], 2),
        "ray_to_read": round(best["ray"] / best["read"], 3),
        "ray_to_local": round(best["ray"] / best["local"], 3),
        "ray_to_local_cpu": round(best["ray_cpu"] / best["local_cpu"], 3),
        "articles_per_cpu_s": round(best["local_cpu"], 2),
        "bytes_an_article": written,
    }


def contents(output: Path) -> dict[str, str]:
    """What every table file of an outcome holds, by its path there."""
    paths = sorted(path for path in output.rglob("*.parquet"))
    return {str(path.relative_to(output)): blake2b(path.read_bytes()).hexdigest() for path in paths}


def engine_rate(source: Path, output: Path, engine: str, workers: int) -> tuple[float, float]:
    """Articles a second by the clock and by processor time, after each worker has read a slice."""
    seen: list[tuple[float, Note]] = []
    size = min(MOST, max(LEAST, source.stat().st_size // SLICES))

    def told(_: Scaled, note: Note) -> None:
        seen.append((time.perf_counter(), note))

    scale([str(source)], str(output), ScaleOptions(workers=workers, engine=engine, slice_bytes=size, stories=False), told=told)
    warm = seen[2 * workers :]
    begin = seen[2 * workers - 1][0]
    read = sum(note.read for _, note in warm)
    return read / (warm[-1][0] - begin), read / sum(note.cpu for _, note in warm)


def joining(folder: Path, count: int, workers: int) -> dict[str, Any]:
    """Copies and stories of articles that were not tagged: what is found across articles looks at words alone."""
    rng = random.Random(3)
    own = [f"{a}{b}{c}" for a in "BDGKLMNPRST" for b in ("an", "or", "ile", "usk", "ev", "it", "ua") for c in NAMES]
    job = Job(str(folder), IntakeOptions(), ())
    keys: list[str] = []
    for start in range(0, count, 500):
        records = [_record(n, own, rng) for n in range(start, min(count, start + 500))]
        keys.append(f"{start:08d}")
        files.write_table(job.part("records", keys[-1]), _record_table(records))
        files.write_table(job.part("digests", keys[-1]), digests(records))
    begin, cpu = time.perf_counter(), _cpu()
    with lanes.Crew(lanes.Local(workers)) as crew:
        found = across.find_across(str(folder), keys, crew.all, partition=10_000)
    return {
        "articles": found.articles,
        "origins": found.origins,
        "stories": found.stories,
        "seconds": round(time.perf_counter() - begin, 1),
        "cpu_s": round(_cpu() - cpu, 1),
        "driver_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "worker_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }


def _cpu() -> float:
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def _record(n: int, names: list[str], rng: random.Random) -> Record:
    """An article of one of many affairs, told in made-up words; three in ten are reprints."""
    which = rng.randrange(n) if n and rng.random() < 0.3 else n
    pick = random.Random(which)
    affair = random.Random(pick.randrange(which // 8 + 20))
    words = affair.sample(names, 30)
    lines = [f"The {' '.join(pick.choices(words, k=6))} near {pick.choice(words)}." for _ in range(30)]
    text = " ".join(lines) + f" No. {n}."
    article = read_text(text, id=f"a{n:08d}", published=f"{2020 + n % 3}-{1 + n % 12:02d}-{1 + n % 28:02d}")
    return Record(
        article.id, article.source, article.text, article.published, "given", None, None, article.parts,
        (), (), (), (), (), (), (), (), MadeBy("", 1, "", ""),
    )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
