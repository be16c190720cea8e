"""Runs every exam on the gold copy and prints one table beside the floors, the bars and the peers.

    python benchmarks/score.py --gold DIR --yardsticks DIR [--only NAME ...] [--raise-floors] [--json FILE] [--markdown FILE] [--keep DIR]

The gold folder and the scorers are not part of this repository. A figure below its floor in floors.json fails the run (exit 1);
`--raise-floors` lifts floors to what was measured and never lowers one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline import Refused, code_phrases, dumps, read_many
from dateline.intake import read_sources, read_text
from exams import EXAMS, Exam

FLOORS = Path(__file__).with_name("floors.json")
GIVEN = ("id", "text", "published", "title", "outlet", "url")


def main() -> int:
    """Runs the exams that were asked for; returns the exit code."""
    options = arguments()
    floors: dict[str, float] = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        keep = Path(options.keep or folder)
        keep.mkdir(parents=True, exist_ok=True)
        made: dict[str, Path] = {}
        for exam in EXAMS:
            if options.only and not any(word in exam.name for word in options.only):
                continue
            figures |= run(exam, options.gold, options.yardsticks, keep, made, options.workers)
    fallen = table(figures, floors)
    if options.raise_floors:
        floors |= {name: value for name, value in figures.items() if value > floors.get(name, float("-inf"))}
        FLOORS.write_text(json.dumps(dict(sorted(floors.items())), indent=1) + "\n")
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=1) + "\n")
    if options.markdown:
        markdown(figures, options.markdown)
    if fallen:
        print(f"{len(fallen)} figures fell below their floor: {', '.join(fallen)}", file=sys.stderr)
    return 1 if fallen else 0


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True, help="folder of gold copy")
    parser.add_argument("--yardsticks", type=Path, required=True, help="folder of scorers")
    parser.add_argument("--only", nargs="*", default=[], help="run exams whose name holds one of these words")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--raise-floors", action="store_true", help="lift floors to what was measured; none is ever lowered")
    parser.add_argument("--json", help="write all figures here")
    parser.add_argument("--markdown", type=Path, help="write the table of docs/accuracy.md anew: everything below its last heading")
    parser.add_argument("--keep", help="keep predictions in this folder")
    options = parser.parse_args()
    for folder in (options.gold, options.yardsticks):
        if not folder.is_dir():
            parser.error(f"{folder} is not a folder; the gold copy and the scorers are not part of this repository")
    return options


def run(exam: Exam, gold: Path, yardsticks: Path, keep: Path, made: dict[str, Path], workers: int) -> dict[str, float]:
    """Makes predictions (once a gold file), runs the scorer and picks the exam's figures."""
    start = time.perf_counter()
    source = exam.articles or exam.gold
    key = f"{source} {exam.reads}"
    if key not in made:
        ending = ".conllu" if exam.reads == "tokens" else ".jsonl"
        made[key] = keep / (source.replace("/", "_") + f".{exam.reads}{ending}")
        MAKERS[exam.reads](gold / source, made[key], workers)
    target = gold / exam.gold
    goldarg = str(target.parent if exam.extra.get("gold") == "folder" else target)
    paths = [goldarg, str(made[key])] if exam.reads in POSITIONAL else ["--gold", goldarg, "--pred", str(made[key])]
    if "across" in exam.extra:
        paths += ["--chronicle", str(make_chronicle_of(made[key]))]
    command = [sys.executable, str(yardsticks / exam.scorer), *paths, *exam.args]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{exam.name}: the scorer failed: {done.stderr.strip()[-400:]}", file=sys.stderr)
        return {}
    answer = json.loads(done.stdout)
    print(f"{exam.name}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    found = {f"{exam.name}: {figure.path}": pick(answer, figure.path) for figure in exam.figures}
    return {name: value for name, value in found.items() if value is not None}


def pick(answer: Any, path: str) -> float | None:
    """Follows a path of keys; None where the scorer gives no number."""
    for key in path.split("."):
        if not isinstance(answer, dict) or key not in answer:
            return None
        answer = answer[key]
    return float(answer) if isinstance(answer, int | float) else None


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def make_records(source: Path, out: Path, workers: int) -> None:
    """Reads the articles as any user's JSONL would be read."""
    articles = out.with_suffix(".articles.jsonl")
    with articles.open("w", encoding="utf-8") as sink:
        for row in rows(source):
            sink.write(json.dumps({key: row[key] for key in GIVEN if row.get(key)}, ensure_ascii=False) + "\n")
    with out.open("wb") as sink_:
        for record in read_many([articles], workers=workers):
            if isinstance(record, Refused):
                print(f"refused: {record}", file=sys.stderr)
            else:
                sink_.write(dumps(record) + b"\n")


def make_tellings(source: Path, out: Path, workers: int) -> None:
    """Records in which every further telling of an act is an event beside the first, for corpora that mark mentions, not happenings."""
    make_records(source, out, workers)
    told = [{**row, "events": [telling for event in row["events"] for telling in tellings(event)]} for row in rows(out)]
    out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told), encoding="utf-8")


def make_told_sentences(source: Path, out: Path, workers: int) -> None:
    """Tellings, those of one type in one sentence counted once, for corpora that mark sentences and not the acts in them."""
    make_tellings(source, out, workers)
    kept = []
    for row in rows(out):
        first: dict[tuple[int, str], dict[str, Any]] = {}
        for event in row["events"]:
            sentence = next((n for n, (start, end) in enumerate(row["sentences"]) if start <= event["trigger"][0] < end), -1)
            first.setdefault((sentence, event["type"]), event)
        kept.append({**row, "events": list(first.values())})
    out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept), encoding="utf-8")


def tellings(event: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """An event by each of its triggers."""
    for n, trigger in enumerate((event["trigger"], *event["also"])):
        yield {**event, "id": event["id"] if not n else f"{event['id']}.{n}", "trigger": trigger, "also": []}


def make_toponyms(source: Path, out: Path, workers: int) -> None:
    """Places and allusions as one layer, for corpora that count words of peoples and places inside names as toponyms."""
    make_records(source, out, workers)
    found = [{"id": row["id"], "places": row["places"] + row["allusions"]} for row in rows(out)]
    out.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")


def make_chronicle_of(records: Path) -> Path:
    """The chronicle of records that were made before."""
    from dateline import loads
    from dateline.story.chronicle import make_chronicle, to_dict

    out = records.with_suffix(".chronicle.json")
    with records.open("rb") as lines:
        out.write_text(json.dumps(to_dict(make_chronicle(map(loads, lines))), ensure_ascii=False), encoding="utf-8")
    return out


def make_stories(source: Path, out: Path, workers: int) -> None:
    """Stories of whole corpora, by words alone: the tagger is not needed."""
    del workers
    from dateline.story.copies import find_origins, sheet
    from dateline.story.stories import bag, find_stories
    from dateline.story.words import load_common

    articles = [read_text(row["text"], id=row["id"], published=row.get("published"), outlet=row.get("outlet")) for row in rows(source)]
    common = load_common()
    origins = [one.articles for one in find_origins(map(sheet, articles))]
    groups = find_stories([bag(article, common) for article in articles], common, origins=origins)
    with out.open("w", encoding="utf-8") as sink:
        for number, group in enumerate(groups):
            for id in group:
                sink.write(json.dumps({"id": id, "story": number}) + "\n")


def make_timelines(source: Path, out: Path, workers: int) -> None:
    """One timeline a set of articles, of the length that the story itself suggests."""
    from dateline import loads
    from dateline.story.outline import outline

    records = out.with_suffix(".records.jsonl")
    make_records(source, records, workers)
    sets = {row["id"]: row["set"] for row in rows(source)}
    groups: dict[str, list[Any]] = {}
    with records.open("rb") as lines:
        for record in map(loads, lines):
            groups.setdefault(sets[record.id], []).append(record)
    with out.open("w", encoding="utf-8") as sink:
        for row in rows(source.with_name("t17.timelines.jsonl")):
            days = outline(groups.get(row["set"], []))
            sink.write(json.dumps({"id": row["id"], "timeline": [[day.date, [line.what for line in day.lines]] for day in days]}) + "\n")


def make_segments(source: Path, out: Path, workers: int) -> None:
    """The tagger's own attribution tags, before any room has worked on them, as one row of pieces an article."""
    del workers
    from dateline.grammar import load_tagger

    tagger = load_tagger()
    with out.open("w", encoding="utf-8") as sink:
        for row in rows(source):
            pieces: dict[str, list[Any]] = {"source": [], "cue": [], "content": []}
            for segment in tagger.tag_text(row["text"]).attributions:
                pieces[segment.label].append(segment.span)
            made = {"content": pieces["content"], "source_spans": pieces["source"], "cue_spans": pieces["cue"]}
            sink.write(json.dumps({"id": row["id"], "text": row["text"], "statements": [{"id": "s1"} | made]}) + "\n")


def make_dated(source: Path, out: Path, workers: int) -> None:
    """Dates of the happenings named in the gold file, from our own times, as the TIMEX3 value of the time where one gives the date.

    Where the copy states none, the day that `Dating` infers counts."""
    del workers
    from dateline.article import Span
    from dateline.desk import load_tools
    from dateline.did import Dating
    from dateline.when import find_times

    tools = load_tools()
    found = list(rows(source))
    articles = [read_text(row["text"], id=row["id"], published=row.get("published"), title=row.get("title")) for row in found]
    with out.open("w", encoding="utf-8") as sink:
        for row, article, words in zip(found, articles, tools.tagger.tag(articles), strict=True):
            times = find_times(article, words, tools.when)
            dating = Dating(article, words, times)
            events = []
            for event in row.get("events") or []:
                dated = dating.at(Span(*event["trigger"]))
                value = times[dated.time].value if dated.time is not None and dated.rule != "shift" else None
                placed = value if value and value[0].isdigit() else dated.date or dated.guess
                events.append({"trigger": event["trigger"], "date": placed})
            sink.write(json.dumps({"id": row["id"], "events": events}) + "\n")


def make_openings(source: Path, out: Path, workers: int) -> None:
    """Headline and dateline only: the tagger is not needed."""
    del workers
    with out.open("w", encoding="utf-8") as sink:
        for row in rows(source):
            article = read_text(row["text"], id=row["id"], published=row.get("published"), outlet=row.get("outlet"))
            line = article.dateline
            found = line and {"span": line.span, "place": line.place, "date": line.date, "agency": line.agency}
            sink.write(json.dumps({"id": row["id"], "headline": article.headline, "dateline": found}) + "\n")


def make_pages(source: Path, out: Path, workers: int) -> None:
    """Text of the pages beside the ground truth, each read as a file."""
    del workers
    with out.open("w", encoding="utf-8") as sink, tempfile.TemporaryDirectory() as folder:
        for name in json.loads(source.read_text(encoding="utf-8")):
            page = Path(folder) / f"{name}.html"
            page.write_bytes(gzip.decompress((source.parent / "html" / f"{name}.html.gz").read_bytes()))
            (article,) = read_sources([str(page)])
            if isinstance(article, Refused):
                print(f"refused: {article}", file=sys.stderr)
            sink.write(json.dumps({"id": name, "text": "" if isinstance(article, Refused) else article.text}) + "\n")
            page.unlink()


def make_phrases(source: Path, out: Path, workers: int, *, fine: bool = False) -> None:
    """Codes of actor phrases in their sentence."""
    del workers
    with out.open("w", encoding="utf-8") as sink:
        for row in code_phrases(rows(source), fine=fine):
            sink.write(json.dumps(row) + "\n")


def make_fine_phrases(source: Path, out: Path, workers: int) -> None:
    """The same with codes of their own for the United Nations and the European Union."""
    make_phrases(source, out, workers, fine=True)


def make_tokens(source: Path, out: Path, workers: int) -> None:
    """Words, sentences and documents given as the gold file has them; tags, trees and names are the tagger's."""
    del workers
    from dateline.grammar import load_tagger
    from dateline.grammar.blocks import given
    from dateline.grammar.conllu import to_conllu

    tagger = load_tagger()
    with out.open("w", encoding="utf-8") as sink:
        for document in gold_documents(source):
            text, draft = given(document)
            sink.write(to_conllu(tagger.finish([draft])[0], text))


def gold_documents(source: Path) -> Iterator[list[list[str]]]:
    """Documents as lists of sentences as lists of words, of a CoNLL-U or a column file."""
    document: list[list[str]] = []
    words: list[str] = []
    tree = source.suffix == ".conllu"
    for line in [*source.read_text(encoding="utf-8").splitlines(), "", "-DOCSTART-"]:
        cells = line.split("\t") if tree else line.split()
        if not line.strip():
            document += [words] if words else []
            words = []
        elif line.startswith(("# newdoc", "-DOCSTART-")):
            if document:
                yield document
            document = []
        elif not line.startswith("#"):
            words += [cells[1]] if tree and cells[0].isdigit() else [] if tree else [cells[0]]


MAKERS = {
    "records": make_records,
    "tellings": make_tellings,
    "sentences": make_told_sentences,
    "dated": make_dated,
    "toponyms": make_toponyms,
    "openings": make_openings,
    "segments": make_segments,
    "pages": make_pages,
    "stories": make_stories,
    "timelines": make_timelines,
    "phrases": make_phrases,
    "fine": make_fine_phrases,
    "tokens": make_tokens,
}


#: Ways of reading whose scorers take gold and prediction as bare arguments.
POSITIONAL = ("openings", "stories", "timelines")


def markdown(figures: dict[str, float], page: Path) -> None:
    """Replaces what stands below the last heading of a page by a table of the figures."""
    known = {f"{exam.name}: {figure.path}": figure for exam in EXAMS for figure in exam.figures}
    text = page.read_text(encoding="utf-8")
    head = text[: text.index("\n", text.rindex("\n## ") + 1) + 1]
    lines = ["| exam | figure | Dateline | best peer known |", "|---|---|---|---|"]
    for name, value in figures.items():
        exam, path = name.rsplit(": ", 1)
        peer = known[name].peer
        lines.append(f"| {exam} | {path} | {value:g} | {'' if peer is None else f'{peer:g}'} |")
    page.write_text(head + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


def table(figures: dict[str, float], floors: dict[str, float]) -> list[str]:
    """Prints the table; returns the names of figures that fell below their floor."""
    known = {f"{exam.name}: {figure.path}": figure for exam in EXAMS for figure in exam.figures}
    print(f"{'figure':58} {'ours':>8} {'floor':>8} {'bar':>8} {'peer':>8}")
    fallen = []
    for name, value in figures.items():
        figure, floor = known[name], floors.get(name)
        cells = [f"{x:8.3f}" if x is not None else f"{'':8}" for x in (value, floor, figure.bar, figure.peer)]
        under = floor is not None and value < floor - 0.0005
        if under:
            fallen.append(name)
        mark = "  FELL" if under else "  under the bar" if figure.bar is not None and value < figure.bar else ""
        print(f"{name:58} {' '.join(cells)}{mark}")
    return fallen


if __name__ == "__main__":
    sys.exit(main())
