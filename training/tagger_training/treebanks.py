"""Reads CoNLL-U: tags, lemmas, trees, and the heads of GUM's entity mentions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from pathlib import Path
from typing import Any

from dateline.grammar.lemmas import rule_of

from .labels import MENTIONS, UNKNOWN, UPOS, Doc, frequent

NON_COMMERCIAL = {"essay", "letter", "podcast", "fiction", "whow"}
_ENTITY = re.compile(r"(?:^|\|)Entity=([^|]*)")
_BRACKETS = re.compile(r"\([^()]*\)?|[^()]+\)")


def read_trees(path: Path, *, skip: Set[str] = frozenset(), entities: bool = False) -> list[dict[str, Any]]:
    """Documents of a CoNLL-U file as plain rows, before label sets are known."""
    docs: list[dict[str, Any]] = []
    doc: dict[str, Any] = {}
    base, paragraph, new_paragraph = 0, 0, True
    for line in path.open(encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            doc = {"genre": "", "rows": [], "starts": [], "par": []}
            docs.append(doc)
            paragraph = 0
        elif line.startswith("# newpar"):
            new_paragraph = True
        elif line.startswith("# meta::genre"):
            doc["genre"] = line.split("=")[1].strip()
        elif not line:
            base = len(doc["rows"])
        elif line[0].isdigit():
            cells = line.split("\t")
            if not cells[0].isdigit():
                continue
            if cells[0] == "1":
                base = len(doc["rows"])
                doc["starts"].append(base)
                paragraph += new_paragraph
                new_paragraph = False
            index = len(doc["rows"])
            head = index if cells[6] == "0" else base + int(cells[6]) - 1
            doc["rows"].append((cells[1], cells[2], cells[3], cells[4], head, cells[7], "SpaceAfter=No" not in cells[9], cells[9]))
            doc["par"].append(paragraph)
    docs = [d for d in docs if d["genre"] not in skip and d["rows"]]
    for d in docs:
        d["mention"] = _mention_heads(d) if entities else None
    return docs


def _mention_heads(doc: dict[str, Any]) -> list[str]:
    """Entity type on the head word of each mention (GUM's `Entity=` brackets)."""
    rows = doc["rows"]
    out = [""] * len(rows)
    stack: list[tuple[str, str, int]] = []
    for i, row in enumerate(rows):
        found = _ENTITY.search(row[7])
        for piece in _BRACKETS.findall(found.group(1)) if found else ():
            if piece[0] == "(":
                fields = piece.strip("()").split("-")
                if piece.endswith(")"):
                    _mark_head(rows, out, i, i, fields[1])
                else:
                    stack.append((fields[0], fields[1], i))
                continue
            for k in range(len(stack) - 1, -1, -1):
                if stack[k][0] == piece[:-1]:
                    _, kind, first = stack.pop(k)
                    _mark_head(rows, out, first, i, kind)
                    break
    return out


def _mark_head(rows: list[Any], out: list[str], first: int, last: int, kind: str) -> None:
    heads = [i for i in range(first, last + 1) if not first <= rows[i][4] <= last or rows[i][4] == i]
    heads = [i for i in heads if rows[i][2] != "PUNCT"] or heads or [last]
    if kind in MENTIONS and not (out[heads[0]] and kind == "time"):
        out[heads[0]] = kind


def tree_docs(rows: list[dict[str, Any]], source: str, sets: dict[str, list[str]]) -> list[Doc]:
    """`Doc`s with tags, lemma rules, sentence starts and trees."""
    upos, xpos, lemma, rel = ({v: i for i, v in enumerate(sets[k])} for k in ("upos", "xpos", "lemma", "rel"))
    out = []
    for d in rows:
        r = d["rows"]
        n = len(r)
        first = set(d["starts"])
        doc = Doc(source, [x[0] for x in r], [True] + [x[6] for x in r[:-1]], d["par"], d["starts"], genre=d["genre"])
        doc.heads = [x[4] for x in r]
        doc.labels = {
            "upos": [upos.get(x[2], UNKNOWN) for x in r],
            "xpos": [xpos.get(x[3], UNKNOWN) for x in r],
            "lemma": [lemma.get(rule_of(x[0], x[1]), UNKNOWN) if x[1] != "_" or x[0] == "_" else UNKNOWN for x in r],
            "rel": [rel.get(x[5], UNKNOWN) for x in r],
            "start": [int(i in first) for i in range(n)],
        }
        if d["mention"]:
            doc.labels["mention"] = [MENTIONS.index(m) for m in d["mention"]]
        out.append(doc)
    return out


def tree_sets(docs: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Label sets seen often enough: fine tags, lemma rules, relations."""
    xpos: Counter[str] = Counter()
    lemma: Counter[str] = Counter()
    rel: Counter[str] = Counter()
    for d in docs:
        for x in d["rows"]:
            xpos[x[3]] += 1
            rel[x[5]] += 1
            lemma[rule_of(x[0], x[1])] += 1
    return {"upos": list(UPOS), "xpos": frequent(xpos, 4), "lemma": frequent(lemma, 3), "rel": frequent(rel, 4)}
