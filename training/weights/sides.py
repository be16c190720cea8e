"""Fits the weights by which the parties of acts are weighed (src/dateline/did/sides.py) and measures them by cross-validation.

    python training/weights/sides.py --gold DIR [--write]

Needs Dateline installed, nothing else. DIR holds `events/{plover_gsr,plv,rams}.jsonl` and `dispatches/{articles,gold}.jsonl`; the
dispatches of `training/copy` (its training half) are read beside them. Cross-validation is over documents, of dispatches over
situations, five folds: F1 of the spans named for each side, given the act. `--write` fits on everything
and writes src/dateline/did/sides_v1.json.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from linear import DID, FOLDS, Floats, asked, fit, fold_of, marks_of, own_copy, tagged, write

from dateline.article import Article, Span
from dateline.desk import load_tools
from dateline.did import find_events
from dateline.did.acts import told_sentences
from dateline.did.cast import Cast, cast_of
from dateline.did.parties import find_parties
from dateline.did.sides import BRIEF, SIDES, Act, Sides, candidates, chosen, features, party
from dateline.did.weights import as_weights
from dateline.grammar.words import Grammar
from dateline.said import find_statements, resolve_speakers
from dateline.when import find_times
from dateline.where import find_allusions, find_places
from dateline.who import find_actors

MODEL = DID / "sides_v1.json"
#: Weight of an example by its corpus: complete dispatches tell what is no party too.
WORTH = {"gsr": 1.0, "plv": 0.6, "rams": 0.3, "dispatches": 1.5, "copy": 1.5}
COMPLETE = ("dispatches", "copy")
STEPS = 160
RIDGE = 1.5
FAINT = 0.04  # features without a weight this strong are not stored


@dataclass(frozen=True, slots=True)
class Example:
    """One act of known type: its sentence's candidates with the sides that are right, and the spans of both sides."""

    fold: int
    set: str
    grammar: Grammar
    cast: Cast
    act: Act
    features: list[list[str]]
    right: list[int]  # by candidate: index into SIDES, -1 where either may be right
    gold: tuple[list[Span], list[Span]]
    brief: bool


def main() -> int:
    """Reads, cross-validates, and writes the weights if asked to."""
    options = asked(__doc__, MODEL)
    examples = list(everything(options.gold))
    counts = {name: Counter[str]() for name in WORTH}
    before = {name: Counter[str]() for name in WORTH}
    for fold in range(FOLDS):
        model = as_model(*weights_of([e for e in examples if e.fold != fold]))
        for e in (e for e in examples if e.fold == fold):
            count(before[e.set], e, (e.act.sources, e.act.targets))
            count(counts[e.set], e, chosen(e.grammar, e.act, e.cast, model, brief=e.brief))
    for name in WORTH:
        print(name, "rules", figures(before[name]), "weighed", figures(counts[name]), flush=True)
    if options.write:
        write(MODEL, SIDES, *weights_of(examples), faint=FAINT)
    return 0


def everything(gold: Path) -> Iterator[Example]:
    """The examples of all corpora."""
    for name, file in (("gsr", "plover_gsr"), ("plv", "plv"), ("rams", "rams")):
        path = gold / "events" / f"{file}.jsonl"
        yield from read(name, path, marks_of(path))
    yield from read("dispatches", gold / "dispatches" / "articles.jsonl", marks_of(gold / "dispatches" / "gold.jsonl"))
    with own_copy() as folder:
        yield from read("copy", folder / "articles.jsonl", marks_of(folder / "gold.jsonl"))


def read(name: str, path: Path, marks: Mapping[str, dict[str, Any]]) -> Iterator[Example]:
    """Every marked act of a file."""
    tools = load_tools()
    for article, g in tagged(path, tools):
        yield from acts(name, article, g, marks[article.id], tools)


def acts(name: str, article: Article, g: Grammar, row: Mapping[str, Any], tools: Any) -> Iterator[Example]:
    """The acts of one article."""
    times = find_times(article, g, tools.when)
    places = find_places(article, g, tools.gazetteer)
    said = find_statements(article, g, times, tools.said)
    actors = find_actors(article, g, places, said, tools.who)
    allusions = find_allusions(article, g, places, tools.gazetteer)
    cast = cast_of(g, actors, places, allusions)
    kept = [e for e in row["events"] if name in COMPLETE or e["source_spans"] or e["target_spans"]]
    guessed = ()
    if any(not e["trigger"] for e in kept):
        guessed = find_events(
            article,
            g,
            times=times,
            places=places,
            actors=actors,
            statements=resolve_speakers(article, g, said, actors),
            rules=tools.did,
            allusions=allusions,
        )
    told = {s.index for s in told_sentences(article, g)}
    for e in kept:
        types = [e["type"], *(e.get("type_any") or ())]
        if e["trigger"]:
            trigger, kind = Span(*e["trigger"]), e["type"]
        else:
            fits = [x for x in guessed if x.type in types]
            if not fits:
                continue
            trigger, kind = fits[0].trigger, fits[0].type
        words = g.within(trigger)
        inside = {w.index for w in words}
        head = next((w.index for w in words if w.head not in inside), words[-1].index) if words else -1
        if head < 0 or g.words[head].sentence not in told:
            continue
        gold = spans_of(row, e, g, head)
        fold = fold_of(article.id, situations=name == "dispatches")
        sources, targets = find_parties(g, head, kind, cast, last=words[-1].index)
        act = Act(head, kind, inside, sources, targets)
        found = candidates(g, act, cast)
        right = [side_of(g, index, gold, act, cast) for index in found]
        if name in COMPLETE:  # they mark actors only: of other nouns it is not known whether they are acted on
            right = [-1 if side == 0 and index not in cast.heads else side for index, side in zip(found, right, strict=True)]
        yield Example(fold, name, g, cast, act, list(features(g, act, cast, found)), right, gold, len(told) <= BRIEF)


def spans_of(row: Mapping[str, Any], event: Mapping[str, Any], g: Grammar, head: int) -> tuple[list[Span], list[Span]]:
    """The spans of both sides inside the act's sentence: those marked, and all mentions of the marked actors."""
    sentence = g.sentences[g.words[head].sentence].span
    mentions = {a["id"]: [Span(*m) for m in a["mentions"]] for a in row["actors"]}
    out: tuple[list[Span], list[Span]] = ([], [])
    for spans, side in zip(out, ("source", "target"), strict=True):
        spans += [Span(*s) for s in event.get(f"{side}_spans", ())]
        spans += [m for id in event[side] for m in mentions.get(id, ()) if m not in spans]
        spans[:] = [s for s in spans if sentence.start <= s.start < sentence.end]
    return out


def side_of(g: Grammar, index: int, gold: tuple[list[Span], list[Span]], act: Act, cast: Cast) -> int:
    """The right side of a candidate: by the words it heads; -1 for one that stands inside a party without heading it."""
    word = g.words[index]
    for n, spans in enumerate(gold, 1):
        for span in spans:
            if span.start <= word.start < span.end:
                up = word.head
                if up < 0 or not span.start <= g.words[up].start < span.end or word.deprel == "conj":
                    return n
                return -1
    mine = party(g, index, act, cast)[1]
    return -1 if any(mine.overlaps(span) for spans in gold for span in spans) else 0


def count(counts: Counter[str], e: Example, sides: tuple[Sequence[tuple[str, Span]], Sequence[tuple[str, Span]]]) -> None:
    """Adds the hits of one act: a span that overlaps one of gold, each of gold once."""
    both = 0
    for name, spans, parties in zip(("source", "target"), e.gold, sides, strict=True):
        named = [span for id, span in parties if id or e.set not in COMPLETE]
        counts[name + ".named"] += len(named)
        counts[name + ".right"] += sum(any(s.overlaps(o) for o in spans) for s in named)
        single = e.set in COMPLETE  # there all mentions of an actor stand for one
        counts[name + ".gold"] += min(1, len(spans)) if single else len(spans)
        counts[name + ".exact"] += bool(spans) == bool(named) and all(any(s.overlaps(o) for o in spans) for s in named)
        counts[name + ".acts"] += 1
        met = [s for s in spans if any(s.overlaps(o) for o in named)]
        counts[name + ".met"] += min(1, len(met)) if single else len(met)
        both += bool(met)
    counts["pairs"] += all(e.gold)
    counts["paired"] += both == 2


def figures(counts: Counter[str]) -> dict[str, float | str]:
    """F1, share of acts whose parties are all right, precision and recall of both sides; share of marked pairs of which both are met."""
    out: dict[str, float | str] = {"pairs": round(counts["paired"] / (counts["pairs"] or 1), 3)}
    for name in ("source", "target"):
        p = counts[name + ".right"] / (counts[name + ".named"] or 1)
        r = counts[name + ".met"] / (counts[name + ".gold"] or 1)
        out[name] = round(2 * p * r / ((p + r) or 1), 3)
        out[name + " exact"] = round(counts[name + ".exact"] / (counts[name + ".acts"] or 1), 3)
        out[name + " p/r"] = f"{p:.2f}/{r:.2f}"
    return out


def weights_of(examples: Sequence[Example]) -> tuple[dict[str, int], Floats]:
    """Feature numbers and weights of the candidates of these examples."""
    rows = [(f, r, WORTH[e.set]) for e in examples for f, r in zip(e.features, e.right, strict=True) if r >= 0]
    right = np.eye(len(SIDES))[[r for _, r, _ in rows]]
    return fit([f for f, _, _ in rows], right, np.array([[w] for _, _, w in rows]), steps=STEPS, ridge=RIDGE)


def as_model(names: Mapping[str, int], weights: Floats) -> Sides:
    """The weights as the run time reads them."""
    kept = {name: [float(w) for w in weights[n]] for name, n in names.items() if np.abs(weights[n]).max() >= FAINT}
    return Sides(as_weights(kept, len(SIDES)))


if __name__ == "__main__":
    sys.exit(main())
