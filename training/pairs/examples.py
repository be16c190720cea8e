"""Sentences with marked parties and the types that are right for them, cut as the run time cuts them."""

from __future__ import annotations

import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from tagger_training.labels import EVENTS

from dateline.did.pairs_input import Given, given_of
from dateline.grammar.blocks import draft_of
from dateline.grammar.sentences import Start
from dateline.grammar.windows import Pieces

TYPES = EVENTS[1:]
FOLDS = 5
_COOPERATIVE = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), ("COOPERATE", "AID", "RETREAT")
_CONFLICT = ("REQUEST", "ACCUSE", "REJECT", "THREATEN"), ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
QUADS = dict(enumerate((*_COOPERATIVE, *_CONFLICT), 1))
_OWN = Path(__file__).with_name("sentences.txt")
ALIKE = 0.25  # share of three-word groups from which two sentences count as one


@dataclass
class Example:
    """A sentence as the model is given it, the numbers of the types that are right, and what an error costs."""

    source: str
    id: str
    given: Given
    right: tuple[int, ...]
    worth: float
    group: str = ""
    shingles: frozenset[tuple[str, ...]] = field(default_factory=frozenset)


def fold_of(example: Example) -> int:
    """Fold of a group of like sentences."""
    return zlib.crc32(example.group.encode()) % FOLDS


def plv(path: Path, pieces: Pieces) -> list[Example]:
    """Pairs of PLV, one each pair; like sentences are one group. Its YIELD is CONCEDE or RETREAT."""
    out = []
    for row in _rows(path):
        for event in row["events"]:
            right = ("CONCEDE", "RETREAT") if event["type"] == "YIELD" else (event["type"], *(event.get("type_any") or ()))
            out.append(_example("plv", row, event["source_spans"], event["target_spans"], right, 1.0, pieces))
    seen: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, example in enumerate(out):
        shared: dict[int, int] = defaultdict(int)
        for shingle in example.shingles:
            for k in seen[shingle]:
                shared[k] += 1
            seen[shingle].append(n)
        like = [k for k, count in sorted(shared.items()) if count > ALIKE * len(example.shingles | out[k].shingles)]
        example.group = out[like[0]].group if like else example.id
    return out


def others(gold: Path, copy: Path, pieces: Pieces, kept_apart: Sequence[Example]) -> list[Example]:
    """Pairs of all other corpora that share no sentence with `kept_apart`, and the sentences of this folder."""
    found = [
        *_sentences(gold / "events/plover_gsr.jsonl", "gsr", 1.0, pieces),
        *_sentences(gold / "events/rams.jsonl", "rams", 0.5, pieces),
        *_quads(gold / "events/cameo.jsonl", pieces),
        *_dispatches(gold / "dispatches/gold.jsonl", "dispatches", pieces),
        *_dispatches(copy / "gold.jsonl", "copy", pieces),
        *own(_OWN, pieces),
    ]
    index: dict[tuple[str, ...], list[Example]] = defaultdict(list)
    for example in kept_apart:
        for shingle in example.shingles:
            index[shingle].append(example)
    return [example for example in found if not _met(example, index)]


def own(path: Path, pieces: Pieces) -> list[Example]:
    """The sentences written for this folder: `== TYPE`, then sentences with their parties in brackets and braces."""
    out: list[Example] = []
    kind = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("== "):
            kind = line[3:]
        elif line and not line.startswith("#"):
            text, spans = "", dict[str, list[tuple[int, int]]](zip("[{", ([], []), strict=True))
            for part in re.split(r"([\[{][^\]}]*[\]}])", line):
                if part[:1] in spans:
                    spans[part[0]].append((len(text), len(text) + len(part) - 2))
                    part = part[1:-1]
                text += part
            out.append(_example("own", {"id": f"own:{number}", "text": text}, spans["["], spans["{"], (kind,), 1.0, pieces))
    return out


def _met(example: Example, index: dict[tuple[str, ...], list[Example]]) -> bool:
    shared: dict[int, int] = defaultdict(int)
    for shingle in example.shingles:
        for other in index.get(shingle, ()):
            shared[id(other)] += 1
            if shared[id(other)] > ALIKE * len(example.shingles | other.shingles):
                return True
    return False


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _example(source: str, row: dict[str, Any], doers: Any, done_to: Any, right: Sequence[str], worth: float, pieces: Pieces) -> Example:
    given = given_of(row["text"], [tuple(s) for s in doers], [tuple(s) for s in done_to], pieces)
    words = [w for w in (row["text"][a:b].lower() for a, b in given.offsets) if w[0].isalnum()]
    shingles = frozenset(zip(words, words[1:], words[2:], strict=False)) or frozenset([tuple(words)])
    numbers = tuple(sorted({TYPES.index(t) for t in right if t in TYPES}))
    return Example(source, row["id"], given, numbers, worth, row["id"], shingles)


def _quads(path: Path, pieces: Pieces) -> Iterator[Example]:
    """Of these only the quad class is known: any of its types may be right."""
    for row in _rows(path):
        event = row["events"][0] if row["events"] else {}
        if row.get("quad") in QUADS:
            sides = [event.get(side) or [] for side in ("source_spans", "target_spans")]
            yield _example("cameo", row, *sides, QUADS[row["quad"]], 0.5, pieces)


def _sentences(path: Path, source: str, worth: float, pieces: Pieces) -> Iterator[Example]:
    """Records with the spans of both parties; two doers of one act are both sides of it."""
    for row in _rows(path):
        pairs: dict[tuple[int, int], list[tuple[Any, Any, str]]] = defaultdict(list)
        bounds = [tuple(s) for s in row.get("sentences") or [[0, len(row["text"])]]]
        for event in row["events"]:
            doers, done_to = event["source_spans"], event["target_spans"]
            if not done_to and len(doers) > 1 and event.get("reciprocal"):
                doers, done_to = doers[:1], doers[1:]
            where = event.get("trigger") or (doers or done_to or [[0, 0]])[0]
            bound = next((b for b in bounds if b[0] <= where[0] < b[1]), None)
            inside = [[s for s in side if bound and bound[0] <= s[0] and s[1] <= bound[1]] for side in (doers, done_to)]
            if bound and all(inside):
                pairs[bound].append((*inside, event["type"]))
        yield from _of_sentences(row, pairs, source, worth, pieces)


def _dispatches(path: Path, source: str, pieces: Pieces) -> Iterator[Example]:
    """Acts of complete records whose two parties are both named in the sentence of the act."""
    for row in _rows(path):
        mentions = {a["id"]: sorted(map(tuple, a["mentions"])) for a in row["actors"]}
        bounds = list(_bounds(row["text"]))
        pairs: dict[tuple[int, int], list[tuple[Any, Any, str]]] = defaultdict(list)
        for event in row["events"]:
            at = event["trigger"][0]
            bound = next((b for b in bounds if b[0] <= at < b[1]), None)
            if bound is None:
                continue
            inside = []
            for side in (event["source"], event["target"]):
                near = [[m for m in mentions.get(actor, ()) if bound[0] <= m[0] and m[1] <= bound[1]] for actor in side]
                inside.append([min(found, key=lambda m: abs(m[0] - at)) for found in near if found])
            if all(inside):
                pairs[bound].append((*inside, event["type"]))
        yield from _of_sentences(row, pairs, source, 1.0, pieces)


def _of_sentences(
    row: dict[str, Any], pairs: dict[tuple[int, int], list[Any]], source: str, worth: float, pieces: Pieces
) -> Iterator[Example]:
    """One example a pair in a sentence: all types that hold between the two are right."""
    for (first, last), events in pairs.items():
        held: dict[str, list[Any]] = {}
        for doers, done_to, kind in events:
            key = json.dumps([doers, done_to])
            held.setdefault(key, [doers, done_to, []])[2].append(kind)
        for n, (doers, done_to, kinds) in enumerate(held.values()):
            if not any(kind in TYPES for kind in kinds):
                continue
            part = {"id": f"{row['id']}:{first}:{n}", "text": row["text"][first:last]}
            shift = [[(a - first, b - first) for a, b in side] for side in (doers, done_to)]
            yield _example(source, part, *shift, kinds, worth, pieces)


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    """Sentences by the sure breaks alone."""
    draft = draft_of([text])
    begins = [i for i, s in enumerate(draft.starts) if s == Start.YES]
    for a, b in pairwise([*begins, len(draft.words)]):
        yield draft.offsets[a][0], draft.offsets[b - 1][1]
