"""Measures who is who: coreference of named persons, bodies and places, and of he and she, on CoNLL-U copy with `Entity=` in MISC.

    python benchmarks/coreference.py --gold DIR [--file syntax/gum_dev.conllu] [--genres news,bio,...] [--speakers] [--show he]

The gold words are put together to running text (SpaceAfter, paragraphs) and read like any copy: words, sentences and mentions are
Dateline's own. Predicted clusters are the actors of the record and, for places that do not act, its places by name and country
with the nouns by which they come back ("the city", `dateline.who.find_chains`; they are no part of the record); a capital that acts for its
country ("Oslo protested") counts as the town. An office with its name ("the mayor Ann Roe"), one mention of the record, is two in gold
copy and counts as two where Dateline's tree calls the name an apposition.
With --speakers the speakers that the gold copy names beside the text are printed as transcripts print them ("Ann Roe: ...").

A mention is known by its head in the gold tree. Scored are clusters of two or more mentions that hold a name (gold: a proper noun at the
head, of type person, organization or place): MUC, B-cubed and CEAF-e with the mean of their F1 ("conll"). A pronoun he or she is right
when most names of its actor belong to the gold entity of the pronoun.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dateline.article import Span
from dateline.desk import load_tools, read_articles
from dateline.fields import Place
from dateline.intake import read_text
from dateline.notes import Notes
from dateline.who import WhoLexicon, find_chains

GENRES = "news,interview,speech,bio,academic,court,voyage,textbook"
TYPES = frozenset(("person", "organization", "place"))
HE_SHE = frozenset("he him his himself she her hers herself".split())
_CAPITAL = re.compile(r"(?<=[a-zA-Z])(?=[A-Z])")
_PIECE = re.compile(r"\([^()]*\)?|[^()]+\)")
Cluster = set[int]


@dataclass(slots=True)
class Word:
    """A gold word: its place in the text, its tag, the index of its head (-1 at the root)."""

    start: int
    end: int
    form: str
    upos: str
    head: int


@dataclass(slots=True)
class Document:
    """Gold words of one document with its text, and its entities as (id, type, first, last word)."""

    name: str
    text: str = ""
    words: list[Word] = field(default_factory=list)
    entities: list[tuple[str, str, int, int]] = field(default_factory=list)
    open: list[tuple[str, str, int]] = field(default_factory=list)


def main() -> int:
    """Reads, scores and prints one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True, help="folder of gold copy")
    parser.add_argument("--file", default="syntax/gum_dev.conllu", help="file in that folder")
    parser.add_argument("--genres", default=GENRES, help="second part of the document names that count, by commas; empty for all")
    parser.add_argument("--speakers", action="store_true", help="print who speaks before each turn")
    parser.add_argument("--show", choices=("he", "clusters"), help="print what is wrong on standard error")
    options = parser.parse_args()
    source = options.gold / options.file
    if not source.is_file():
        parser.error(f"{source} is not there; the gold copy is not part of this repository")
    genres = set(filter(None, options.genres.split(",")))
    documents = [d for d in read(source, speakers=options.speakers) if not genres or d.name.split("_")[1] in genres]
    print(json.dumps(measure(documents, options.show)))
    return 0


def measure(documents: Sequence[Document], show: str | None = None) -> dict[str, object]:
    """All figures over some documents, in percent."""
    sums: dict[str, list[float]] = {name: [0.0] * 4 for name in ("muc", "b_cubed", "ceaf_e")}
    he = [0, 0, 0]
    tools = load_tools()
    articles = [read_text(d.text, id=d.name) for d in documents]
    for document, notes in zip(documents, read_articles(articles, tools), strict=True):
        gold, named = gold_clusters(document)
        found, names = found_clusters(document, notes, tools.who)
        key = [gold[g] for g in named if len(gold[g]) > 1]
        answer = [c for c, n in zip(found, names, strict=True) if n and len(c) > 1]
        for name, measured in (("muc", muc(key, answer)), ("b_cubed", b_cubed(key, answer)), ("ceaf_e", ceaf_e(key, answer))):
            sums[name] = [a + b for a, b in zip(sums[name], measured, strict=True)]
        he = [a + b for a, b in zip(he, pronouns(document, gold, named, (found, names), show), strict=True)]
        if show == "clusters":
            explain(document, gold, named, answer)
    out: dict[str, object] = {"documents": len(documents)}
    scores = {name: ratios(*values) for name, values in sums.items()}
    out["conll"] = round(sum(s["f1"] for s in scores.values()) / 3, 2)
    return {**out, **scores, "he_she": ratios(he[0], he[2], he[0], he[1])}


def read(path: Path, *, speakers: bool = False) -> Iterator[Document]:
    """Documents of a CoNLL-U file; with `speakers` each turn begins with its speaker's name."""
    document: Document | None = None
    first, gap, label, said = 0, "", "", ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc"):
            if document is not None:
                yield document
            document, gap, said = Document(line.split("=", 1)[1].strip()), "", ""
        elif speakers and line.startswith("# speaker"):
            name = line.split("=", 1)[1].strip()
            if name != said:
                label, said = _CAPITAL.sub(" ", name) + ": ", name
                gap = "\n\n" if document is not None and document.words else ""
        elif line.startswith("# newpar") and document is not None and document.words:
            gap = "\n\n"
        elif not line:
            first = len(document.words) if document is not None else 0
        elif line[0].isdigit() and document is not None:
            cells = line.split("\t")
            if cells[0].isdigit():
                first = len(document.words) if cells[0] == "1" else first
                document.text += gap + label
                label = ""
                add(document, cells, first)
                gap = "" if "SpaceAfter=No" in cells[9] else " "
    if document is not None:
        yield document


def add(document: Document, cells: list[str], first: int) -> None:
    """Puts one line into a document."""
    start = len(document.text)
    document.text += cells[1]
    at = len(document.words)
    head = first + int(cells[6]) - 1 if cells[6] not in ("0", "_") else -1
    document.words.append(Word(start, len(document.text), cells[1], cells[3], head))
    entity = next((part[7:] for part in cells[9].split("|") if part.startswith("Entity=")), "")
    for piece in _PIECE.findall(entity):
        group, _, rest = piece.strip("()").partition("-")
        if piece.startswith("("):
            document.open.append((group, rest.split("-")[0], at))
            if not piece.endswith(")"):
                continue
        for i in range(len(document.open) - 1, -1, -1):
            if document.open[i][0] == group:
                _, sort, begin = document.open.pop(i)
                document.entities.append((group.split("[")[0], sort, begin, at))
                break


def head_of(words: Sequence[Word], first: int, last: int) -> int:
    """The word of a stretch that hangs on a word outside of it, the first that is no mark."""
    tops = [i for i in range(first, last + 1) if not first <= words[i].head <= last]
    return next((i for i in tops if words[i].upos != "PUNCT"), tops[0] if tops else last)


def gold_clusters(document: Document) -> tuple[dict[str, Cluster], list[str]]:
    """Heads by entity; the entities that have a proper name and a type that counts, in order."""
    clusters: dict[str, Cluster] = defaultdict(set)
    named: dict[str, None] = {}
    taken: set[int] = set()
    for group, sort, first, last in sorted(document.entities, key=lambda e: (e[2], -e[3])):
        head = head_of(document.words, first, last)
        if head not in taken:
            taken.add(head)
            clusters[group].add(head)
            if document.words[head].upos == "PROPN" and sort in TYPES:
                named[group] = None
    return clusters, list(named)


def found_clusters(document: Document, notes: Notes, lexicon: WhoLexicon) -> tuple[list[Cluster], list[Cluster]]:
    """Heads of each predicted cluster, and those among them that are proper names."""
    groups: dict[str, list[tuple[int, int]]] = {}
    countries: dict[str | None, str] = {}
    towns = {document.text[place.span.start : place.span.end]: place for place in notes.places if place.kind != "country"}
    for actor in notes.actors:
        capital = {span: towns.get(document.text[span.start : span.end]) for span in actor.mentions} if actor.kind == "country" else {}
        groups[actor.id] = [span for span in actor.mentions if capital.get(span) is None]
        for span, place in capital.items():
            if place is not None:
                groups.setdefault(_place_key(place), []).append(span)
        groups[actor.id] += [inner for span in actor.mentions for inner in names_behind(notes, span)]
        if actor.kind == "country":
            countries.setdefault(actor.country, actor.id)
    for place in notes.places:
        own = countries.get(place.country) if place.kind == "country" else None
        groups.setdefault(own or _place_key(place), []).append(place.span)
    for span, place in find_chains(notes.article, notes.grammar, notes.places, notes.statements, lexicon)[1]:
        own = countries.get(place.country) if place.kind == "country" else None
        groups[own or _place_key(place)].append(span)
    tags = {w.start: w.upos for w in notes.grammar.words}
    starts = [w.start for w in document.words]
    taken: set[int] = set()
    clusters, names = [], []
    for spans in groups.values():
        heads: Cluster = set()
        for start, end in sorted(spans):
            last = bisect_right(starts, end - 1) - 1
            first = min(max(bisect_right(starts, start) - 1, 0), max(last, 0))
            if last < 0 or document.words[last].end <= start:
                continue  # a speaker's label, which is no gold word
            head = head_of(document.words, first, last)
            if head not in taken:
                taken.add(head)
                heads.add(head)
        clusters.append(heads)
        names.append({h for h in heads if tags.get(document.words[h].start) == "PROPN"})
    return clusters, names


def names_behind(notes: Notes, span: Span) -> list[Span]:
    """The name behind an office in one mention ("the mayor <Ann Roe>"), which gold copy counts as a mention of its own."""
    words = notes.grammar.within(span)
    inside = {w.index for w in words}
    return [w.span for w in words if w.deprel == "appos" and w.upos == "PROPN" and w.head in inside and w.head < w.index]


def _place_key(place: Place) -> str:
    return f"{place.name}/{place.country}"


def pronouns(
    document: Document, gold: dict[str, Cluster], named: list[str], found: tuple[list[Cluster], list[Cluster]], show: str | None
) -> tuple[int, int, int]:
    """How many of he and she are right, predicted with a named actor, and in a named gold entity."""
    entity = {head: group for group, heads in gold.items() for head in heads}
    wanted = {h for g in named for h in gold[g] if document.words[h].form.lower() in HE_SHE}
    right = predicted = 0
    for heads, names in zip(*found, strict=True):
        counts = Counter(entity.get(h) for h in sorted(names))
        best = counts.most_common(1)[0][0] if counts else None
        for head in sorted(heads):
            if document.words[head].form.lower() not in HE_SHE or not names:
                continue
            predicted += 1
            good = best is not None and entity.get(head) == best
            right += good
            wanted.discard(head) if good else None
            if not good and show == "he":
                complain(document, head, f"taken for {document.words[min(names)].form}")
    if show == "he":
        for head in sorted(wanted):
            complain(document, head, "missed")
    return right, predicted, sum(document.words[h].form.lower() in HE_SHE for g in named for h in gold[g])


def complain(document: Document, head: int, why: str) -> None:
    """One wrong pronoun with the words around it."""
    word = document.words[head]
    around = " ".join(document.text[max(0, word.start - 160) : word.start].split())
    after = " ".join(document.text[word.end : word.end + 40].split())
    print(f"{document.name} {why}: {around} >>{word.form}<< {after}", file=sys.stderr)


def explain(document: Document, gold: dict[str, Cluster], named: list[str], answer: list[Cluster]) -> None:
    """Gold entities with the predicted cluster of each mention, and predicted mentions of none."""
    of = {h: n for n, c in enumerate(answer) for h in c}
    print("==", document.name, file=sys.stderr)
    for group in named:
        if len(gold[group]) > 1:
            print("gold", *(f"{document.words[h].form}@{h}:{of.get(h, '-')}" for h in sorted(gold[group])), file=sys.stderr)
    inside = {h for g in named if len(gold[g]) > 1 for h in gold[g]}
    for n, cluster in enumerate(answer):
        rest = [f"{document.words[h].form}@{h}" for h in sorted(cluster) if h not in inside]
        if rest:
            print("extra", n, *rest, file=sys.stderr)


def muc(key: list[Cluster], answer: list[Cluster]) -> tuple[float, float, float, float]:
    """Links: recall's numerator and denominator, then precision's (Vilain and others, 1995)."""
    return (*links(key, answer), *links(answer, key))


def links(one: list[Cluster], other: list[Cluster]) -> tuple[int, int]:
    """Links of `one` that `other` keeps, and all links of `one`."""
    of = {m: i for i, cluster in enumerate(other) for m in cluster}
    kept = sum(len(c) - len({of.get(m, -1 - m) for m in c}) for c in one)
    return kept, sum(len(c) - 1 for c in one)


def b_cubed(key: list[Cluster], answer: list[Cluster]) -> tuple[float, float, float, float]:
    """Mentions weighed by the share of their cluster that is right (Bagga and Baldwin, 1998)."""
    return (*shares(key, answer), *shares(answer, key))


def shares(one: list[Cluster], other: list[Cluster]) -> tuple[float, int]:
    """Sum over the mentions of `one` of the share of their cluster that `other` has with them, and how many they are."""
    of = {m: i for i, cluster in enumerate(other) for m in cluster}
    total = 0.0
    for cluster in one:
        counts = Counter(of[m] for m in cluster if m in of)
        total += sum(n * n for n in counts.values()) / len(cluster)
    return total, sum(len(c) for c in one)


def ceaf_e(key: list[Cluster], answer: list[Cluster]) -> tuple[float, float, float, float]:
    """The best one-to-one match of clusters by shared mentions (Luo, 2005, phi 4)."""
    gains = [[2 * len(k & a) / (len(k) + len(a)) for a in answer] for k in key]
    best = match(gains)
    return best, len(key), best, len(answer)


def match(gains: list[list[float]]) -> float:
    """The largest sum of gains of a one-to-one match of rows and columns (Hungarian method, potentials)."""
    if not gains or not gains[0]:
        return 0.0
    if len(gains) > len(gains[0]):
        gains = [list(row) for row in zip(*gains, strict=True)]
    rows, columns = len(gains), len(gains[0])
    u, v, row_of, way = [0.0] * (rows + 1), [0.0] * (columns + 1), [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0], at = row, 0
        low, used = [float("inf")] * (columns + 1), [False] * (columns + 1)
        while row_of[at]:
            used[at] = True
            i, step, to = row_of[at], float("inf"), 0
            for j in range(1, columns + 1):
                if not used[j]:
                    cost = -gains[i - 1][j - 1] - u[i] - v[j]
                    if cost < low[j]:
                        low[j], way[j] = cost, at
                    if low[j] < step:
                        step, to = low[j], j
            for j in range(columns + 1):
                if used[j]:
                    u[row_of[j]] += step
                    v[j] -= step
                else:
                    low[j] -= step
            at = to
        while at:
            row_of[at] = row_of[way[at]]
            at = way[at]
    return sum(gains[row_of[j] - 1][j - 1] for j in range(1, columns + 1) if row_of[j])


def ratios(kept: float, all_: float, right: float, predicted: float) -> dict[str, float]:
    """Precision, recall and F1 in percent."""
    recall, precision = kept / all_ if all_ else 0.0, right / predicted if predicted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"p": round(100 * precision, 2), "r": round(100 * recall, 2), "f1": round(100 * f1, 2)}


if __name__ == "__main__":
    sys.exit(main())
