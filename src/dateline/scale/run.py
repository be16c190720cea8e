"""The whole run: slices read on all workers, copies and stories found across them, a manifest; a stopped run goes on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from dateline.errors import DatelineError, Refused
from dateline.intake import IntakeOptions
from dateline.scale import across, files, lanes
from dateline.scale.parts import FLAT, Job, Note, Task, load_note, read_part
from dateline.scale.slices import Slice, cut
from dateline.settings import setting

#: Refusals that stand in the manifest itself; all of them are lines of refused.jsonl.
_TOLD = 1_000
_DIED = "its worker died three times, most likely for want of memory; run again with fewer workers or smaller slices"


@dataclass(frozen=True, slots=True)
class ScaleOptions:
    """How a set is read. `engine` is `local` or `ray`, `address` that of a Ray cluster; `slice_bytes` and `partition` (articles held
    against each other in one task) bound a worker's memory; without `stories` no copies and stories are sought across articles."""

    workers: int = 1
    engine: str = "local"
    address: str | None = None
    published: str | None = None
    outlet: str | None = None
    gazetteer: Path | None = None
    no_model: bool = False
    offices: str | None = None
    text_column: str = "text"
    tables: bool = True
    stories: bool = True
    slice_bytes: int | None = None
    partition: int | None = None


@dataclass(frozen=True, slots=True)
class Scaled:
    """What became of a set: `read` articles, of them `resumed` in an earlier run."""

    read: int = 0
    refused: int = 0
    resumed: int = 0
    slices: int = 0
    words: int = 0


#: Called after each slice with the counts so far and the note of that slice.
Told = Callable[[Scaled, Note], None]


def scale(sources: Sequence[str], output: str, options: ScaleOptions | None = None, *, told: Told | None = None) -> dict[str, Any]:
    """Reads all sources into Parquet files under `output` and returns the manifest, which lies there too (docs/scale.md).

    Raises DatelineError where `output` holds something else, or an engine is absent.
    """
    _needs_arrow()
    options = options or ScaleOptions()
    job = _job(output.rstrip("/"), options)
    plan, missing = _plan(sources, job, options)
    known = _known(job, plan)
    content = blake2b(repr((sorted(plan), options.stories)).encode(), digest_size=8).hexdigest()
    before = _manifest(job.output)
    if before and before.get("content") == content and len(known) == len(plan) and not missing:
        return before
    with lanes.Crew(lanes.engine_of(options.engine, options.workers, options.address)) as crew:
        lost = _read(job, plan, known, crew, told)
        keys = [key for key in plan if key not in lost]
        partition = options.partition or setting("scale_partition")
        found = across.find_across(job.output, keys, crew.all, partition=partition) if options.stories else None
    return _write_manifest(job, plan, lost, missing, content, found)


def _needs_arrow() -> None:
    from dateline.store.arrow import arrow

    arrow()


def _job(output: str, options: ScaleOptions) -> Job:
    from dateline.desk import load_tools

    made = load_tools(options.gazetteer, no_model=options.no_model).made_by
    versions = {**msgspec.to_builtins(made), **({"offices": files.fingerprint(options.offices)} if options.offices else {})}
    output = output if files.is_remote(output) else str(Path(output).absolute())
    return Job(
        output,
        IntakeOptions(published=options.published, outlet=options.outlet, guards=1),
        tuple(sorted((name, str(value)) for name, value in versions.items())),
        options.gazetteer,
        options.no_model,
        options.offices,
        options.text_column,
        options.tables,
    )


def _plan(sources: Sequence[str], job: Job, options: ScaleOptions) -> tuple[dict[str, Slice], list[Refused]]:
    """The slices of all sources by their names, in order, and what cannot be read at all."""
    plan: dict[str, Slice] = {}
    missing: list[Refused] = []
    for one in cut(sources, options.slice_bytes or setting("scale_slice_bytes")):
        if isinstance(one, Refused):
            missing.append(one)
        else:
            plan[job.key(one)] = one
    return plan, missing


def _known(job: Job, plan: dict[str, Slice]) -> list[str]:
    """Slices that were done in an earlier run. Raises DatelineError where the folder holds something else."""
    done = [Path(path).stem for path in files.listing(f"{job.output}/done", (".json",))] if files.is_folder(f"{job.output}/done") else []
    if any(key not in plan for key in done):
        raise DatelineError(f"{job.output}: holds the outcome of other input, or of input read in another way; name another folder")
    if not done and files.is_folder(job.output) and files.listing(job.output, ("",)):
        started = all(Path(path).parent.name in ("records", "digests", "done", *FLAT) for path in files.listing(job.output, ("",)))
        if not started and _manifest(job.output) is None:
            raise DatelineError(f"{job.output}: is no empty folder and no outcome of `dateline scale`; name another")
    return done


def _read(job: Job, plan: dict[str, Slice], known: Sequence[str], crew: lanes.Crew, told: Told | None) -> list[str]:
    """Reads the slices that are not known. Returns those that were given up, because they killed their workers."""
    was = [load_note(files.read(job.note(key))) for key in known]
    read = sum(note.read for note in was)
    done = Scaled(read, sum(len(note.refused) for note in was), read, len(was), sum(note.words for note in was))
    lost: list[str] = []
    have = set(known)
    tasks = (Task(job, one) for key, one in plan.items() if key not in have)
    for outcome in crew.run(read_part, tasks):
        note = outcome.found
        if note is None:
            lost.append(job.key(outcome.task.slice))
            continue
        done = replace(
            done,
            read=done.read + note.read,
            refused=done.refused + len(note.refused),
            slices=done.slices + 1,
            words=done.words + note.words,
        )
        if told:
            told(done, note)
    return lost


def _manifest(output: str) -> dict[str, Any] | None:
    with suppress(OSError, ValueError):
        found = json.loads(files.read(f"{output}/manifest.json"))
        return found if isinstance(found, dict) else None
    return None


def _write_manifest(
    job: Job, plan: dict[str, Slice], lost: Sequence[str], missing: Sequence[Refused], content: str, found: across.Counts | None
) -> dict[str, Any]:
    """Counts, refusals, versions and inputs, note by note in the order of the input."""
    counts: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    inputs: dict[str, Any] = {}
    refused = [(one.where, one.reason) for one in missing]
    for key, one in plan.items():
        if key in lost:
            refused.append((f"{one.paths[0]}#{one.start}", _DIED))
            continue
        note = load_note(files.read(job.note(key)))
        counts.update(articles=note.read, words=note.words, slices=1)
        rows.update(note.rows)
        refused += note.refused
        for path in note.paths:
            entry = inputs.setdefault(path, {"path": path, "slices": 0, "content": blake2b(digest_size=8)})
            entry["slices"] += 1
            entry["content"].update(note.content.encode())
    manifest = {
        "versions": dict(job.versions),
        "content": content if not lost and not missing else None,
        "counts": {**counts, "refused": len(refused), **({"across": asdict(found)} if found else {})},
        "rows": dict(rows),
        "inputs": [{**entry, "content": entry["content"].hexdigest()} for entry in inputs.values()],
        "refusals": [{"place": place, "reason": reason} for place, reason in refused[:_TOLD]],
    }
    lines = b"".join(msgspec.json.encode({"place": place, "reason": reason}) + b"\n" for place, reason in refused)
    files.write(f"{job.output}/refused.jsonl", lines)
    files.write(f"{job.output}/manifest.json", (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace"))
    return manifest
