"""Reads the name corpora: columns of token and BIO tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from dateline.grammar.tokens import tokenize

from .labels import NAMES, O_OR_MISC, UNKNOWN, Doc

_HYPHENED = re.compile(r"\w[-/]\w")


def name_doc(source: str, sentences: list[list[tuple[str, str]]], *, misc: bool = True) -> Doc:
    """Sentences of (token, BIO tag) in the run time's own cut: what it splits ("Miami-based") inherits the label."""
    doc = Doc(source, [], [], [], [])
    labels: list[int] = []
    for number, sentence in enumerate(sentences):
        doc.starts.append(len(doc.words))
        for token, tag in sentence:
            cut = tokenize(token) if _HYPHENED.search(token) else [(0, len(token))]
            for k, (a, b) in enumerate(cut):
                doc.words.append(token[a:b])
                doc.spaced.append(k == 0)
                doc.paragraphs.append(number)
                if tag == "?":
                    labels.append(UNKNOWN)
                elif tag == "O":
                    labels.append(0 if misc else O_OR_MISC)
                else:
                    labels.append(NAMES.index(("I" if k else tag[0]) + tag[1:]))
    doc.labels["name"] = labels
    return doc


def read_columns(path: Path, *, tag: int = -1) -> Iterator[list[list[tuple[str, str]]]]:
    """Documents (by -DOCSTART- or `# newdoc`, else one of 40 sentences) of sentences of (token, tag)."""
    doc: list[list[tuple[str, str]]] = []
    sentence: list[tuple[str, str]] = []
    marked = False
    for line in path.open(encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith(("-DOCSTART-", "# newdoc")):
            if doc:
                yield doc
            doc, marked = [], True
        elif line.startswith("# "):
            continue
        elif not line.strip():
            if sentence:
                doc.append(sentence)
                sentence = []
            if not marked and len(doc) >= 40:
                yield doc
                doc = []
        else:
            cells = line.split("\t") if "\t" in line else line.split(" ")
            if tag == 2:  # number, token, tag
                sentence.append((cells[1], cells[2]))
            elif len(cells) > 1 and cells[0]:
                sentence.append((cells[0], cells[-1]))
    if sentence:
        doc.append(sentence)
    if doc:
        yield doc


def bio(sentence: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """IOB1 to BIO."""
    out, before = [], "O"
    for token, tag in sentence:
        if tag.startswith("I-") and (before == "O" or before[2:] != tag[2:]):
            tag = "B-" + tag[2:]
        out.append((token, tag))
        before = tag
    return out


_RE3D = {"Organisation": "ORG", "Person": "PER", "Location": "LOC", "Nationality": "MISC"}


def re3d_names(sentence: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """re3d also marks common nouns ("the hospital"): those are left open, names keep their capitalised core."""
    out = [(w, "?" if t != "O" else "O") for w, t in sentence]
    i = 0
    while i < len(sentence):
        tag = sentence[i][1]
        j = i + 1
        if tag[:2] == "B-":
            while j < len(sentence) and sentence[j][1] == "I-" + tag[2:]:
                j += 1
            kind = _RE3D.get(tag[2:])
            caps = [k for k in range(i, j) if sentence[k][0][:1].isupper() and sentence[k][0].lower() not in ("the", "a", "an")]
            if kind is None:
                for k in range(i, j):
                    out[k] = (sentence[k][0], "?" if caps else "O")
            elif caps:
                for k in range(i, caps[0]):
                    out[k] = (sentence[k][0], "O")
                if kind == "PER":  # titles are inside its persons: the last two capitalised words are the name, the rest stays open
                    caps = caps[-2:]
                for k in range(caps[0], caps[-1] + 1):
                    out[k] = (sentence[k][0], ("B-" if k == caps[0] else "I-") + kind)
        i = j
    return out


def name_docs(gold: Path) -> tuple[list[Doc], list[Doc]]:
    """Training documents and the held-out tenth of re3d."""
    folder = gold / "names"
    train = [name_doc("conllpp", [bio(s) for s in d]) for d in read_columns(folder / "conllpp_train.txt")]
    train += [name_doc("wikigold", [bio(s) for s in d]) for d in read_columns(folder / "wikigold.txt")]
    for part in ("dev", "test"):
        for d in read_columns(folder / f"uner_ewt_{part}.iob2", tag=2):
            clean = [[(w, t if t[2:] in ("PER", "ORG", "LOC") or t == "O" else "?") for w, t in s] for s in d]
            train.append(name_doc("uner", [bio(s) for s in clean], misc=False))
    re3d = [name_doc("re3d", [re3d_names(s) for s in d]) for d in read_columns(folder / "re3d_train.txt")]
    held = re3d[::10]
    return train + [d for i, d in enumerate(re3d) if i % 10], held
