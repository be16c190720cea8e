"""Measures the exported model on the development halves, through the run time itself."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from pathlib import Path
from typing import Any

from dateline.grammar.sentences import Start
from dateline.grammar.tagger import Draft, Tagger

from . import names as name_corpora
from . import texts, treebanks
from .labels import ATTRIBUTION, NAMES, Doc

NEWSLIKE = {"news", "interview", "bio", "speech", "academic", "voyage"}


def f1(right: int, found: int, gold: int) -> float:
    """F1 in percent."""
    return round(200 * right / max(1, found + gold), 2)


def spans(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """Runs of a BIO sequence."""
    out, first = set(), -1
    for i, tag in enumerate([*tags, "O"]):
        if first >= 0 and not (tag[0] == "I" and tag[2:] == tags[first][2:]):
            out.add((first, i, tags[first][2:]))
            first = -1
        if tag != "O" and first < 0:
            first = i
    return out


def draft(doc: Doc, *, gold_sentences: bool) -> Draft:
    """A document of ready words; with `gold_sentences` nothing is left to the splitter."""
    offsets, at = [], 0
    for word, spaced in zip(doc.words, doc.spaced, strict=True):
        at += spaced
        offsets.append((at, at + len(word)))
        at += len(word)
    out = Draft(offsets, doc.words, doc.spaced, doc.paragraphs, [])
    if gold_sentences:
        first = set(doc.starts)
        out.starts = [Start.YES if i in first else Start.NO for i in range(len(doc.words))]
        out.paragraphs = _sentence_numbers(doc)  # a "paragraph" a sentence: no veto
    else:
        from dateline.grammar.sentences import starts

        out.starts = starts(doc.words, doc.spaced, doc.paragraphs)
    return out


def _sentence_numbers(doc: Doc) -> list[int]:
    number, first, out = -1, set(doc.starts), []
    for i in range(len(doc.words)):
        number += i in first
        out.append(number)
    return out


def trees(tagger: Tagger, path: Path, genres: set[str] | None = None, skip: Set[str] = frozenset()) -> dict[str, float]:
    """Tags and trees on gold words and sentences; sentence breaks on gold words."""
    rows = [d for d in treebanks.read_trees(path, skip=skip) if genres is None or d["genre"] in genres]
    c: Counter[str] = Counter()
    for d in rows:
        r = d["rows"]
        doc = Doc("", [x[0] for x in r], [True] + [x[6] for x in r[:-1]], d["par"], d["starts"])
        grammar = tagger.finish([draft(doc, gold_sentences=True)])[0]
        for word, row in zip(grammar.words, r, strict=True):
            head = row[4] if row[4] != word.index else -1
            c["words"] += 1
            c["upos"] += word.upos == row[2]
            c["xpos"] += word.xpos == row[3]
            c["lemma"] += word.lemma == row[1]
            c["uas"] += word.head == head
            c["las"] += word.head == head and word.deprel == row[5]
        cut = tagger.finish([draft(doc, gold_sentences=False)])[0]
        mine, gold = {s.first for s in cut.sentences}, set(d["starts"])
        c["s_right"] += len(mine & gold)
        c["s_mine"] += len(mine)
        c["s_gold"] += len(gold)
    out = {k: round(100 * c[k] / c["words"], 2) for k in ("upos", "xpos", "lemma", "uas", "las")}
    return out | {"sentence_starts": f1(c["s_right"], c["s_mine"], c["s_gold"]), "words": c["words"]}


def names(tagger: Tagger, docs: Iterable[Doc]) -> dict[str, Any]:
    """Exact spans of names on gold words."""
    c: Counter[str] = Counter()
    for doc in docs:
        grammar = tagger.finish([draft(doc, gold_sentences=True)])[0]
        open_words = {i for i, v in enumerate(doc.labels["name"]) if v < 0}
        gold = spans([NAMES[v] if 0 <= v < len(NAMES) else "O" for v in doc.labels["name"]])
        mine = {s for s in spans([w.name for w in grammar.words]) if not open_words & set(range(s[0], s[1]))}
        for kind in ("PER", "ORG", "LOC", "MISC"):
            a, b = {x for x in mine if x[2] == kind}, {x for x in gold if x[2] == kind}
            c[kind, "r"] += len(a & b)  # type: ignore[index]
            c[kind, "m"] += len(a)  # type: ignore[index]
            c[kind, "g"] += len(b)  # type: ignore[index]
    every = {k: (c[k, "r"], c[k, "m"], c[k, "g"]) for k in ("PER", "ORG", "LOC", "MISC")}  # type: ignore[index]
    total = [sum(v[i] for v in every.values()) for i in range(3)]
    return {"f1": f1(*total)} | {k.lower(): f1(*v) for k, v in every.items()}


def attribution(tagger: Tagger, path: Path, least: int = 0) -> dict[str, float]:
    """Exact segments (source, cue, content) of the flat annotation, from raw text."""
    c: Counter[Any] = Counter()
    for n, line in enumerate(path.open(encoding="utf-8")):
        if least and n >= least:
            break
        d = json.loads(line)
        place = texts.Located("", d["text"])
        labels = texts.attribution_labels(place, d["statements"])
        grammar = tagger.tag_text(d["text"])
        assert [w.text for w in grammar.words] == place.doc.words
        gold, mine = spans([ATTRIBUTION[v] if v >= 0 else "O" for v in labels]), spans([w.attribution for w in grammar.words])
        for kind in ("source", "cue", "content"):
            a, b = {x for x in mine if x[2] == kind}, {x for x in gold if x[2] == kind}
            c[kind, 0] += len(a & b)
            c[kind, 1] += len(a)
            c[kind, 2] += len(b)
    return {k: f1(c[k, 0], c[k, 1], c[k, 2]) for k in ("source", "cue", "content")}


def in_capitals(doc: Doc) -> Doc:
    """The same words as a headline in capitals sets them."""
    return Doc(doc.source, [w.upper() for w in doc.words], doc.spaced, doc.paragraphs, doc.starts, doc.labels)


def by_genre(tagger: Tagger, path: Path) -> dict[str, dict[str, float]]:
    """`trees` of each genre of GUM."""
    genres = dict.fromkeys(d["genre"] for d in treebanks.read_trees(path))
    return {genre: trees(tagger, path, {genre}) for genre in sorted(genres)}


def measure(gold: Path, folder: Path) -> dict[str, Any]:
    """Figures of one model on the development halves."""
    tagger = Tagger(folder)
    conll = [name_corpora.name_doc("", [name_corpora.bio(s) for s in d]) for d in name_corpora.read_columns(gold / "names/conllpp_dev.txt")]
    _, re3d = name_corpora.name_docs(gold)
    return {
        "gum_dev": trees(tagger, gold / "syntax/gum_dev.conllu"),
        "gum_dev_newslike": trees(tagger, gold / "syntax/gum_dev.conllu", NEWSLIKE),
        "ewt_dev": trees(tagger, gold / "syntax/ewt_dev.conllu"),
        "conllpp_dev": names(tagger, conll),
        "conllpp_dev_capitals": names(tagger, [in_capitals(d) for d in conll]),
        "re3d_held_out": names(tagger, re3d),
        "polnear_dev": attribution(tagger, gold / "said/polnear_dev.jsonl"),
    }


def evaluate(gold: Path, folder: Path, full: Path) -> dict[str, Any]:
    """All figures of the card; `full` is the same model before quantisation."""
    figures = measure(gold, folder)
    figures["gum_dev_genres"] = by_genre(Tagger(folder), gold / "syntax/gum_dev.conllu")
    unquantised = measure(gold, full)
    figures["float"] = unquantised
    figures["int8_loss"] = {
        f"{part} {key}": round(unquantised[part][key] - figures[part][key], 2)
        for part in unquantised
        for key in unquantised[part]
        if key not in ("words", "sentence_starts", "per", "org", "loc", "misc")
    }
    return figures
