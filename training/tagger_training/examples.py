"""Documents to windows to padded batches."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from dateline.grammar.features import SHAPE_EDGE, quote_states, shape
from dateline.grammar.windows import CLS, SEP, Pieces, pack

from .labels import UNKNOWN, Doc

MASKED, MASK = 0.04, 103  # share of the words that are hidden in training, and the piece that stands for them
# Letter case of a sentence and its share in training: ALL CAPITALS, all lower case, Title Case.
CASES = ((1, 0.07), (2, 0.03), (3, 0.04))
# Quotation marks of a text (double opener, double closer, single opener, single closer); every third text is set in another style.
MARKS = (
    ("“", "”", "‘", "’"),
    ('"', '"', "'", "'"),
    ("``", "''", "`", "'"),
    ("''", "''", "'", "'"),
    ("‘", "’", "“", "”"),
    ("«", "»", "‘", "’"),
)
RESTYLED = 0.33

LABELS = ("upos", "xpos", "lemma", "rel", "start", "name", "mention", "attribution", "event", "status", "condition")


def prepare(doc: Doc, pieces: Pieces) -> Doc:
    """Adds what does not change between epochs: pieces, shapes in four letter cases, quotation states."""
    doc.ids["pieces"] = pieces.cut(doc.words)
    doc.ids["marks"] = {mark: pieces.cut([mark])[0] for style in MARKS for mark in style}
    doc.ids["quotes"] = quote_states(doc.words, doc.spaced, doc.paragraphs)
    doc.ids["shapes"] = [
        [shape(w) for w in doc.words],
        [shape(w.upper()) for w in doc.words],
        [shape(w.lower()) for w in doc.words],
        [shape(w[:1].upper() + w[1:]) for w in doc.words],
    ]
    return doc


def windows(doc: Doc, rng: random.Random | None, most: int) -> Iterator[dict[str, Any]]:
    """Windows of a document. With `rng`, sizes vary, some words are
    hidden, and some texts change their quotation marks and some sentences their letter case."""
    n = len(doc.words)
    if not n:
        return
    pieces: Any = doc.ids["pieces"]
    shapes: Any = doc.ids["shapes"]
    quotes: Any = doc.ids["quotes"]
    style = [0] * n
    hidden: set[int] = set()
    if rng:
        most = rng.choice((most, most, most, int(most * 0.75), int(most * 0.5)))
        hidden = {i for i in range(n) if rng.random() < MASKED}
        if rng.random() < RESTYLED:
            pieces, quotes = restyled(doc, rng.choice(MARKS))
        for a, b in zip(doc.starts, [*doc.starts[1:], n], strict=True):
            draw = rng.random()
            for case, share in CASES:
                if 0 <= draw < share:
                    style[a:b] = [case] * (b - a)
                draw -= share
    starts = doc.starts if doc.starts and doc.starts[0] == 0 else [0, *doc.starts]
    sentence = [0] * n
    for k, (a, b) in enumerate(zip(starts, [*starts[1:], n], strict=True)):
        sentence[a:b] = [k] * (b - a)
    for w in pack([len(p) for p in pieces], starts, doc.paragraphs, most):
        out: dict[str, Any] = {"ids": [CLS], "shape": [SHAPE_EDGE], "quote": [0], "first": [], "sentence": sentence[w.first : w.last]}
        for i in range(w.first, w.last):
            out["first"].append(len(out["ids"]))
            k = len(pieces[i])
            out["ids"] += [MASK] * k if i in hidden else pieces[i]
            out["shape"] += [shapes[style[i]][i]] * k
            out["quote"] += [quotes[i]] * k
        out["ids"].append(SEP)
        out["shape"].append(SHAPE_EDGE)
        out["quote"].append(0)
        for key, values in doc.labels.items():
            out[key] = values[w.first : w.last]
        if doc.weights:
            out["weight"] = doc.weights[w.first : w.last]
        if doc.heads:
            out["head"] = [
                h - w.first if w.first <= h < w.last and sentence[h] == sentence[w.first + k] else UNKNOWN
                for k, h in enumerate(doc.heads[w.first : w.last])
            ]
        yield out


def restyled(doc: Doc, marks: tuple[str, str, str, str]) -> tuple[list[tuple[int, ...]], list[int]]:
    """Pieces and quotation states of a text set in other quotation marks. A lone "'" stays: it may be an apostrophe."""
    known: Any = doc.ids["marks"]
    words, pieces, opened = list(doc.words), list(doc.ids["pieces"]), False  # type: ignore[call-overload]
    for i, word in enumerate(doc.words):
        if i and doc.paragraphs[i] != doc.paragraphs[i - 1]:
            opened = False
        if word in ("“", "``", "”", "''", '"'):
            opens = word in ("“", "``") or (word == '"' and not opened)
            opened = opens
            mark = marks[0] if opens else marks[1]
        elif word == "‘" or (word == "`" and marks[2] != "`"):
            mark = marks[2]
        else:
            continue
        words[i], pieces[i] = mark, known[mark]
    return pieces, quote_states(words, doc.spaced, doc.paragraphs)


def collate(ws: list[dict[str, Any]]) -> dict[str, Tensor]:
    """Padded tensors; a head without gold in the whole batch is left out."""
    pieces, words, size = max(len(w["ids"]) for w in ws), max(len(w["first"]) for w in ws), len(ws)

    def pad(key: str, width: int, fill: float, kind: torch.dtype = torch.long) -> Tensor:
        out = torch.full((size, width), fill, dtype=kind)
        for i, w in enumerate(ws):
            if key in w:
                out[i, : len(w[key])] = torch.tensor(w[key], dtype=kind)
        return out

    b = {k: pad(k, pieces, 0) for k in ("ids", "shape", "quote")}
    b["first"] = pad("first", words, 0)
    b["words"] = torch.zeros(size, words)
    b["mask"] = torch.zeros(size, pieces)
    for i, w in enumerate(ws):
        b["mask"][i, : len(w["ids"])] = 1
        b["words"][i, : len(w["first"])] = 1
    for key in (*LABELS, "head"):
        if any(key in w for w in ws):
            b[key] = pad(key, words, UNKNOWN)
    if "head" in b:
        sentence = pad("sentence", words, -1)
        b["same"] = sentence[:, :, None] == sentence[:, None, :]
    if "event" in b:
        b["weight"] = pad("weight", words, 0.0, torch.float32)
    return b


def _labelled(window: dict[str, Any]) -> bool:
    return any(any(v != UNKNOWN for v in window[k]) for k in LABELS if k in window)


class Stream:
    """Endless batches of one group of documents: shuffled, cut anew each pass, windows of like length together."""

    def __init__(self, docs: list[Doc], seed: int, *, pieces: int, most: int) -> None:
        self.docs, self.rng, self.pieces, self.most = docs, random.Random(seed), pieces, most
        self.passes = 0
        self.queue: list[list[dict[str, Any]]] = []

    def next(self) -> list[dict[str, Any]]:
        """Windows of the next batch, about `pieces` pieces with padding."""
        if not self.queue:
            self._refill()
        return self.queue.pop()

    def _refill(self) -> None:
        self.passes += 1
        self.rng.shuffle(self.docs)
        every = [w for d in self.docs for w in windows(d, self.rng, self.most) if _labelled(w)]
        self.rng.shuffle(every)
        for i in range(0, len(every), 400):
            chunk = sorted(every[i : i + 400], key=lambda w: len(w["ids"]))
            while chunk:
                longest = len(chunk[-1]["ids"])
                take = max(1, self.pieces // longest)
                self.queue.append(chunk[-take:])
                del chunk[-take:]
        self.rng.shuffle(self.queue)
