"""Origins: articles that carry the same copy are one witness.

Candidates come from winnowed fingerprints of word shingles (Schleimer, Wilkerson and Aiken 2003): unlike MinHash, which estimates how
much two whole articles overlap, they find every common run of GUARANTEED words, so a brief of four sentences finds the long dispatch it
was cut from. An alignment then says which passages were copied. What stands between quotation marks does not count: two reporters who
print the same remark of a minister have not copied each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

from dateline.article import Article, Span
from dateline.record import Record
from dateline.story.credits import credited
from dateline.story.words import account, fold, ident, quoted, tokens

SHINGLE = 5
WINDOW = 8
#: Any run of this many equal words is found.
GUARANTEED = SHINGLE + WINDOW - 1
#: A fingerprint that more sheets than this share is boilerplate ("subscribe to our newsletter to get the latest").
CROWD = 64
#: Shortest copied run, in words; shorter ones are how everybody writes ("told reporters on the sidelines of the").
RUN = 7
#: Most words that an editor changed between two copied runs of one passage.
GAP = 12
#: Share of the shorter account's own words that must be copied: alone, and where a credit line names the other as its source.
COPIED, CREDITED = 0.5, 0.3
#: Share of the longer account that must be copied: a round-up that holds a brief is not the brief.
LEAST = 0.12
#: Fewest own words to judge by.
FEW = 25


@dataclass(frozen=True, slots=True)
class Sheet:
    """The copy of one article as far as copying is concerned. `words[n]` stands at `spans[n]`; `own[n]` is False inside quotation marks.

    `speakers` are the names under which it speaks, the one that answers for it first: the agency it credits, then the outlet.
    """

    id: str
    published: str | None
    speakers: tuple[str, ...]
    credit: str | None
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    own: tuple[bool, ...]

    @property
    def order(self) -> tuple[str, str]:
        """Earlier copy first; undated last."""
        return self.published or "9999", self.id


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of one article that stand in another too: `span` in `article`, `of_span` in `of`."""

    article: str
    span: Span
    of: str
    of_span: Span


@dataclass(frozen=True, slots=True)
class Kinship:
    """What two sheets share. `runs` are (word of first, word of second, length); shares count each one's own words."""

    first: str
    second: str
    runs: tuple[tuple[int, int, int], ...]
    share_first: float
    share_second: float
    same: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """Articles that carry one copy, the earliest first. `speaker` answers for it: "Reuters" for forty papers that print Reuters."""

    id: str
    articles: tuple[str, ...]
    speaker: str
    kinships: tuple[Kinship, ...] = ()


def sheet(record: Record | Article) -> Sheet:
    """The sheet of an article, from its body."""
    words: list[str] = []
    spans: list[Span] = []
    own: list[bool] = []
    for part in account(record, ("body",)):
        said = quoted(record.text, part)
        at = 0
        for word, start, end in tokens(record.text, part):
            while at < len(said) and said[at].end <= start:
                at += 1
            words.append(fold(word))
            spans.append(Span(start, end))
            own.append(not (at < len(said) and said[at].start <= start))
    credit = credited(record)
    speakers = tuple(dict.fromkeys(name for name in (credit, record.source.outlet) if name)) or (record.id,)
    return Sheet(record.id, record.published, speakers, credit, tuple(words), tuple(spans), tuple(own))


def fingerprints(page: Sheet) -> tuple[int, ...]:
    """Winnowed fingerprints: the least of every WINDOW neighbouring shingle hashes. 32-bit numbers, sorted, each once."""
    hashes = [crc32(" ".join(page.words[n : n + SHINGLE]).encode("utf-8", "replace")) for n in range(len(page.words) - SHINGLE + 1)]
    if len(hashes) <= WINDOW:
        return (min(hashes),) if hashes else ()
    return tuple(sorted({min(hashes[n : n + WINDOW]) for n in range(len(hashes) - WINDOW + 1)}))


def compare(first: Sheet, second: Sheet) -> Kinship | None:
    """Aligns two sheets; None where no run of RUN words is shared. Linear in their words."""
    runs = _runs(first.words, second.words)
    if not runs:
        return None
    share_first = _share(first, [(a, n) for a, _, n in runs])
    share_second = _share(second, [(b, n) for _, b, n in runs])
    named = {name.casefold() for name in second.speakers} & {name.casefold() for name in first.speakers}
    bar = CREDITED if named and (first.credit or second.credit) else COPIED
    high, low = max(share_first, share_second), min(share_first, share_second)
    return Kinship(first.id, second.id, tuple(runs), share_first, share_second, high >= bar and low >= LEAST)


def _runs(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int, int]]:
    """Longest equal runs met along the second, each word of it used once."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n in range(len(first) - 3):
        found = places[tuple(first[n : n + 4])]
        if len(found) < 4:
            found.append(n)
    out: list[tuple[int, int, int]] = []
    n = 0
    while n <= len(second) - 4:
        best = max(((_reach(first, second, a, n), -a) for a in places.get(tuple(second[n : n + 4]), ())), default=(0, 0))
        if best[0] >= RUN or (best[0] and out and -best[1] - out[-1][0] - out[-1][2] == n - out[-1][1] - out[-1][2] <= GAP):
            out.append((-best[1], n, best[0]))
            n += best[0]
        else:
            n += 1
    return out


def _reach(first: Sequence[str], second: Sequence[str], a: int, b: int) -> int:
    length = 0
    while a + length < len(first) and b + length < len(second) and first[a + length] == second[b + length]:
        length += 1
    return length


def _share(page: Sheet, runs: Iterable[tuple[int, int]]) -> float:
    """Share of a sheet's own words that are copied; of all its words where it has few of its own."""
    copied = {n for start, length in runs for n in range(start, start + length)}
    own = [n for n in range(len(page.words)) if page.own[n]]
    counted = own if len(own) >= FEW else list(range(len(page.words)))
    return sum(n in copied for n in counted) / len(counted) if len(counted) >= FEW else 0.0


def candidates(sheets: Sequence[Sheet]) -> list[tuple[int, int]]:
    """Pairs (by place in `sheets`) that share at least two fingerprints, or one that is all they have."""
    holders: dict[int, list[int]] = defaultdict(list)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for n, page in enumerate(sheets):
        for mark in fingerprints(page):
            others = holders[mark]
            if len(others) < CROWD:
                for other in others:
                    shared[other, n] += 1
                others.append(n)
    return sorted(pair for pair, count in shared.items() if count >= 2 or min(len(sheets[n].words) for n in pair) < 4 * WINDOW)


def find_origins(sheets: Iterable[Sheet]) -> tuple[Origin, ...]:
    """The origins of all articles, each with at least one, in order of their first article. Independent of the order given."""
    pages = sorted(sheets, key=lambda page: page.order)
    parent = list(range(len(pages)))
    kin: list[tuple[int, Kinship]] = []

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for a, b in candidates(pages):
        found = compare(pages[a], pages[b])
        if found and found.same:
            kin.append((a, found))
            parent[max(root(a), root(b))] = min(root(a), root(b))
    members: dict[int, list[int]] = defaultdict(list)
    for n in range(len(pages)):
        members[root(n)].append(n)
    kinships: dict[int, list[Kinship]] = defaultdict(list)
    for a, found in kin:
        kinships[root(a)].append(found)
    return tuple(make_origin([pages[n] for n in group], tuple(kinships[first])) for first, group in sorted(members.items()))


def make_origin(pages: Sequence[Sheet], kinships: tuple[Kinship, ...]) -> Origin:
    """The origin of articles that carry one copy, given in order."""
    credit = next((page.credit for page in pages if page.credit), None)
    speaker = credit or pages[0].speakers[0]
    return Origin(ident("o", pages[0].id), tuple(page.id for page in pages), speaker, kinships)


def passages(kinship: Kinship, first: Sheet, second: Sheet) -> tuple[Passage, ...]:
    """The copied passages: runs that only a few changed words part are one passage."""
    out: list[Passage] = []
    for run in _merged(kinship.runs):
        (a, b), (c, d) = run
        out.append(
            Passage(
                second.id,
                Span(second.spans[b].start, second.spans[d - 1].end),
                first.id,
                Span(first.spans[a].start, first.spans[c - 1].end),
            )
        )
    return tuple(out)


def _merged(runs: Sequence[tuple[int, int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Runs as ((first start, second start), (first end, second end)), joined over gaps of at most GAP words on both sides."""
    out: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for a, b, length in runs:
        if out and 0 <= a - out[-1][1][0] <= GAP and 0 <= b - out[-1][1][1] <= GAP:
            out[-1] = (out[-1][0], (a + length, b + length))
        else:
            out.append(((a, b), (a + length, b + length)))
    return out


def aligned(kinship: Kinship) -> dict[int, int]:
    """Word of the second sheet -> the same word of the first; a changed word between two runs too, where as many words were changed."""
    out: dict[int, int] = {}
    for a, b, length in kinship.runs:
        for n in range(length):
            out.setdefault(b + n, a + n)
    for (a, b, length), (c, d, _) in pairwise(kinship.runs):
        if 0 < c - a - length == d - b - length <= GAP:
            for n in range(d - b - length):
                out.setdefault(b + length + n, a + length + n)
    return out
