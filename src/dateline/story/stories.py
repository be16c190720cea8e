"""Stories: articles about the same happening and its follow-ups, day by day, by average linkage over the words of their accounts.

The copy of each day is linked with that day's other copy and with the stories that the days before left behind; a story once begun is
never joined with another. What a word weighs depends on English alone, not on what else was read. So the answer depends on the set of
articles, never on the order they came in, and where copy arrives late only what it touches has to be settled again (`settle`).
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Protocol
from zlib import crc32

from dateline.article import Article
from dateline.record import Record
from dateline.story.days import ordinal
from dateline.story.words import Common, account, fold, stem, tokens

if TYPE_CHECKING:
    from numpy import ndarray

#: The day of copy that bears none: it comes after all others.
UNDATED = 10**7
Vector = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class StoryOptions:
    """`threshold`: least mean cosine between the articles of two groups of one day that are joined, `follow` of one that follows a story.
    `horizon`: days after which a similar article opens a story of its own. `lead`: words of the opening that count twice; `capital`: how
    often a word counts that is printed with a capital, as names are. `most`: telling words kept of one article, `strong` of them lead to
    other articles, which must share `shared`. `latest`: reports of a story that new copy is held against."""

    threshold: float = 0.2
    follow: float = 0.19
    horizon: int = 90
    lead: int = 60
    capital: int = 2
    most: int = 400
    strong: int = 20
    shared: int = 2
    latest: int = 60


@dataclass(frozen=True, slots=True)
class Bag:
    """The telling words of one article with their counts, those of the opening and names counted twice. `day` is None for undated copy."""

    id: str
    day: int | None
    counts: Mapping[str, float]
    printed: str = ""

    @property
    def order(self) -> tuple[int, str, str]:
        """Earlier copy first; undated last."""
        return (UNDATED if self.day is None else self.day), self.printed, self.id


def bag(article: Article | Record, common: Common, options: StoryOptions | None = None) -> Bag:
    """The bag of one article or record."""
    options = options or StoryOptions()
    counts: Counter[str] = Counter()
    seen = 0
    for span in account(article):
        for word, _, _ in tokens(article.text, span):
            seen += 1
            folded = fold(word)
            if not common.empty(folded):
                counts[stem(folded)] += (2 if seen <= options.lead else 1) * (options.capital if word[0].isupper() else 1)
    return Bag(article.id, ordinal(article.published), dict(counts), article.published or "9999")


def vector(one: Bag, common: Common, options: StoryOptions | None = None) -> dict[int, float]:
    """Unit vector of a bag, the weightiest term first: saturated counts times the log of how rare a term is in English.

    Terms are named by their CRC-32; weights are rounded, so that a store gives back exactly what was put into it.
    """
    found: dict[str, float] = {}
    for term, count in one.counts.items():
        rare = common.rarity(term)
        if rare > 0:
            found[term] = rare * count / (count + 3)
    kept = sorted(found.items(), key=lambda item: (-item[1], item[0]))[: (options or StoryOptions()).most]
    norm = math.sqrt(sum(value * value for _, value in kept)) or 1.0
    return {crc32(term.encode("utf-8", "replace")): round(value / norm, 4) for term, value in kept}


def strong(values: Vector, options: StoryOptions) -> list[int]:
    """The weightiest terms of a vector, through which other articles find it."""
    return [term for term, _ in zip(values, range(options.strong), strict=False)]


def cosine(first: Vector, second: Vector) -> float:
    """Dot product of two sparse unit vectors; the same in either order."""
    return math.fsum([first[term] * second[term] for term in first.keys() & second.keys()])


Row = tuple["ndarray", "ndarray"]  # (terms,) ascending and their weights in units of 1 / _UNITS, as whole numbers
_UNITS = 10_000  # a weight has four digits


def row(terms: ndarray, weights: ndarray) -> Row:
    """A vector as two arrays (terms,): the terms in order, and their weights as whole numbers of 1 / 10,000."""
    order = terms.argsort(kind="stable")
    return terms[order], weights[order].astype("int64")


def row_of(values: Vector) -> Row:
    """The same of a vector."""
    import numpy as np

    return row(np.array(list(values), np.uint32), np.array([round(value * _UNITS) for value in values.values()], np.int64))


def alike(one: Row, others: Sequence[Row], least: float) -> list[bool]:
    """Whether the cosine with each of the others is at least so much; in whole numbers, so that the order of words tells nothing."""
    import numpy as np

    terms, weights = one
    sizes = [len(held) for held, _ in others]
    if not len(terms) or not sum(sizes):
        return [least <= 0] * len(others)
    found = np.concatenate([held for held, _ in others])
    at = np.minimum(terms.searchsorted(found), len(terms) - 1)
    products = np.concatenate([each for _, each in others]) * weights[at] * (terms[at] == found)
    sums = np.concatenate([np.zeros(1, np.int64), products.cumsum()])
    ends = np.cumsum([0, *sizes])
    return [bool(dot >= round(least * _UNITS**2)) for dot in (sums[ends[1:]] - sums[ends[:-1]]).tolist()]


class Shelf(Protocol):
    """The articles to be grouped, each known by a number, and the story of each as far as it is settled."""

    def day(self, n: int) -> int:
        """The day of an article, UNDATED for none."""

    def order(self, n: int) -> tuple[int, str, str]:
        """Earlier copy first: day, time of publication, id."""

    def vector(self, n: int) -> Vector:
        """Its vector."""

    def row(self, n: int) -> Row:
        """The same as two arrays."""

    def copies(self, n: int) -> Sequence[int]:
        """All articles of its origin in order, itself among them."""

    def sharing(self, n: int, first: int, last: int) -> Iterable[int]:
        """Other articles printed from one day to another that share enough of its strong terms, in any order."""

    def story(self, n: int) -> str | None:
        """The story it was put into."""

    def put(self, n: int, story: str) -> None:
        """Puts an article into a story."""

    def name(self, n: int) -> str:
        """The story that an article would found."""

    def members(self, story: str, first: int, last: int) -> Sequence[int]:
        """Articles of a story printed from one day to another, in order."""


def settle(shelf: Shelf, fresh: Iterable[int], options: StoryOptions, *, whole: bool = False) -> list[str]:
    """Finds the stories of new or changed articles, and again those of all that depend on them. Returns the stories that changed.

    With `whole` every article is among the fresh ones, so that none has to be looked for.
    """
    waiting: dict[int, dict[int, None]] = defaultdict(dict)
    for n in fresh:
        waiting[shelf.day(n)][n] = None
    new = dict.fromkeys(n for day in waiting.values() for n in day)
    days = list(waiting)
    heapq.heapify(days)
    changed: dict[str, None] = {}
    while days:
        day = heapq.heappop(days)
        moved = _settle_day(shelf, day, sorted(waiting.pop(day), key=shelf.order), new, options)
        stories = dict.fromkeys(story for pair in moved.values() for story in pair if story)
        changed |= stories
        if not whole:
            for later in touched(shelf, day, list(moved), stories, options):
                at = shelf.day(later)
                if at not in waiting:
                    heapq.heappush(days, at)
                waiting[at][later] = None
    return list(changed)


def _settle_day(
    shelf: Shelf, day: int, seeds: Sequence[int], new: Mapping[int, None], options: StoryOptions
) -> dict[int, tuple[str | None, str]]:
    """Links one day's articles as far as the seeds reach. Returns what moved, or is new, with its story before and after."""
    scene = _Scene(shelf, day, options)
    scene.reach(seeds)
    moved: dict[int, tuple[str | None, str]] = {}
    for n, story in scene.linked().items():
        before = shelf.story(n)
        if before != story or n in new:
            moved[n] = before, story
        if before != story:
            shelf.put(n, story)
    return moved


def touched(shelf: Shelf, day: int, moved: Sequence[int], stories: Iterable[str], options: StoryOptions) -> list[int]:
    """Later articles whose story may hang on what changed on a day: those near a story while it can be seen from them."""
    out: dict[int, None] = {}
    for n in moved:
        out |= dict.fromkeys(other for other in shelf.copies(n) if shelf.day(other) > day)
    for story in stories:
        later = shelf.members(story, day + 1, UNDATED)
        until = shelf.day(later[options.latest - 1]) if len(later) >= options.latest else UNDATED
        out |= dict.fromkeys(n for n in later if shelf.day(n) <= until)
        for n in (*shelf.members(story, day - options.horizon, day)[-options.latest :], *(n for n in later if shelf.day(n) < until)):
            out |= dict.fromkeys(near(shelf, n, day + 1, _seen_until(shelf.day(n), until, options), options))
    for n in moved:
        out |= dict.fromkeys(near(shelf, n, day + 1, _seen_until(day, UNDATED, options), options))
    return list(out)


def _seen_until(day: int, until: int, options: StoryOptions) -> int:
    """The last day from which an article can be seen; undated copy sees all."""
    return UNDATED if until == UNDATED else min(until, day + options.horizon)


def near(shelf: Shelf, n: int, first: int, last: int, options: StoryOptions) -> list[int]:
    """Articles of these days that are like one article: alone as near as a story has to be, and within the horizon (undated: always)."""
    if first > last:
        return []
    day = shelf.day(n)
    seen = [
        other
        for other in shelf.sharing(n, first, last)
        if UNDATED in (day, shelf.day(other)) or abs(day - shelf.day(other)) <= options.horizon
    ]
    near_enough = alike(shelf.row(n), [shelf.row(other) for other in seen], min(options.threshold, options.follow))
    return list(compress(seen, near_enough))


class _Scene:
    """What has to be looked at together on one day: articles that are like each other or like one story."""

    def __init__(self, shelf: Shelf, day: int, options: StoryOptions) -> None:
        self.shelf, self.day, self.options = shelf, day, options
        self.articles: dict[int, list[int]] = {}  # article -> articles of this day that are like it
        self.stories: dict[str, list[int]] = {}  # story -> those of its latest reports that lie within the horizon
        self.sizes: dict[str, int] = {}  # story -> how many latest reports it is judged by: older ones count as unlike
        self.like: dict[str, dict[int, None]] = defaultdict(dict)  # story -> articles of this day that are like one of them
        self.given: dict[int, int] = {}  # a copy of older copy -> the first article of that origin

    def reach(self, seeds: Sequence[int]) -> None:
        """Takes in all that can be reached from the seeds, from article to article and by way of stories."""
        first = 0 if self.day == UNDATED else self.day - self.options.horizon
        waiting = list(seeds)
        while waiting:
            n = waiting.pop()
            if n in self.articles:
                continue
            self.articles[n] = []
            origin = self.shelf.copies(n)
            if self.shelf.day(origin[0]) < self.day:
                self.given[n] = origin[0]
                continue
            waiting += [other for other in origin if self.shelf.day(other) == self.day]
            for other in near(self.shelf, n, first, self.day, self.options):
                if self.shelf.day(other) == self.day:
                    self.articles[n].append(other)
                    waiting.append(other)
                elif (story := self.shelf.story(other)) and story not in self.stories:
                    waiting += self._story(story, first)

    def _story(self, story: str, first: int) -> list[int]:
        """Takes in one story; returns the articles of this day that are like its latest reports."""
        latest = self.shelf.members(story, 0, self.day - 1)[-self.options.latest :]
        self.stories[story] = [n for n in latest if self.shelf.day(n) >= first]
        self.sizes[story] = len(latest)
        for member in self.stories[story]:
            self.like[story] |= dict.fromkeys(near(self.shelf, member, self.day, self.day, self.options))
        return list(self.like[story])

    def linked(self) -> dict[int, str]:
        """The story of each article that was reached."""
        groups = _Linkage(self.options)
        place: dict[int, int] = {}
        frozen = sorted(self.stories)
        for story in frozen:
            groups.add([self.shelf.vector(n) for n in self.stories[story]], frozen=self.sizes[story])
        nodes = [n for n in sorted(self.articles, key=self.shelf.order) if n not in self.given]
        for n in nodes:
            if n not in place:
                copies = [other for other in self.shelf.copies(n) if self.shelf.day(other) == self.day]
                number = groups.add([self.shelf.vector(other) for other in copies])
                place |= dict.fromkeys(copies, number)
        for n in nodes:
            for other in self.articles[n]:
                if other in place:
                    groups.near(place[n], place[other])
        for number, story in enumerate(frozen):
            for n in self.like[story]:
                if n in place:
                    groups.near(number, place[n])
        home = groups.link()
        out: dict[int, str] = {}
        founder: dict[int, str] = {}
        for n in nodes:
            at = home[place[n]]
            out[n] = frozen[at] if at < len(frozen) else founder.setdefault(at, self.shelf.name(n))
        for n, first in self.given.items():
            out[n] = self.shelf.story(first) or self.shelf.name(first)
        return out


class _Linkage:
    """Average linkage of groups by their summed vectors, from the nearest pair down. Frozen groups are never joined with each other."""

    def __init__(self, options: StoryOptions) -> None:
        self.options = options
        self.sums: list[dict[int, float]] = []
        self.sizes: list[int] = []
        self.frozen: list[bool] = []
        self.edges: list[dict[int, None]] = []

    def add(self, vectors: Sequence[Vector], *, frozen: int = 0) -> int:
        """Adds a group; returns its number. `frozen`: the size of one that was settled before."""
        total: dict[int, float] = {}
        for one in vectors:
            _pour(total, one)
        self.sums.append(total)
        self.sizes.append(frozen or len(vectors))
        self.frozen.append(frozen > 0)
        self.edges.append({})
        return len(self.sums) - 1

    def near(self, a: int, b: int) -> None:
        """Says that two groups may be joined."""
        if a != b:
            self.edges[a][b] = self.edges[b][a] = None

    def link(self) -> list[int]:
        """The group each group ends in: the least of those joined with it."""
        home = list(range(len(self.sums)))
        heap = [item for a in range(len(home)) for b in self.edges[a] if a < b and (item := self._pair(a, b))]
        heapq.heapify(heap)
        grown = [0] * len(home)
        while heap:
            _, a, b, age = heapq.heappop(heap)
            if home[a] != a or home[b] != b or age != grown[a] + grown[b] or (self.frozen[a] and self.frozen[b]):
                continue
            home[b] = a
            grown[a] += grown[b] + 1
            _pour(self.sums[a], self.sums[b])
            self.sizes[a] += self.sizes[b]
            for other in self.edges[b]:
                self.edges[other].pop(b)
                self.near(a, other)
            for other in self.edges[a]:
                if item := self._pair(min(a, other), max(a, other), grown[a] + grown[other]):
                    heapq.heappush(heap, item)
        for n in range(len(home)):
            home[n] = home[home[n]]
        return home

    def _pair(self, a: int, b: int, age: int = 0) -> tuple[float, int, int, int] | None:
        if self.frozen[a] and self.frozen[b]:
            return None
        need = self.options.follow if self.frozen[a] or self.frozen[b] else self.options.threshold
        mean = round(cosine(self.sums[a], self.sums[b]) / (self.sizes[a] * self.sizes[b] * need), 9)
        return (-mean, a, b, age) if mean >= 1 else None


def _pour(total: dict[int, float], values: Vector) -> None:
    for term, value in values.items():
        total[term] = total.get(term, 0.0) + value


class _Pile:
    """A shelf in memory."""

    def __init__(self, bags: Sequence[Bag], common: Common, origins: Iterable[Sequence[str]], options: StoryOptions) -> None:
        self.bags, self.options = bags, options
        self.vectors = [vector(one, common, options) for one in bags]
        self.rows = [row_of(one) for one in self.vectors]
        self.days = [UNDATED if one.day is None else one.day for one in bags]
        place = {one.id: n for n, one in enumerate(bags)}
        self.origin = {n: group for ids in origins for group in [sorted(place[id] for id in ids if id in place)] for n in group}
        self.holders: dict[int, list[int]] = defaultdict(list)
        for n, values in enumerate(self.vectors):
            for term in strong(values, options):
                self.holders[term].append(n)
        self.stories: dict[int, str] = {}
        self.told: dict[str, list[int]] = defaultdict(list)

    def day(self, n: int) -> int:
        return self.days[n]

    def order(self, n: int) -> tuple[int, str, str]:
        return self.bags[n].order

    def vector(self, n: int) -> Vector:
        return self.vectors[n]

    def row(self, n: int) -> Row:
        return self.rows[n]

    def copies(self, n: int) -> Sequence[int]:
        return self.origin.get(n, [n])

    def sharing(self, n: int, first: int, last: int) -> Iterable[int]:
        low, high = bisect_left(self.days, first), bisect_left(self.days, last + 1)
        met: Counter[int] = Counter()
        for term in strong(self.vectors[n], self.options):
            held = self.holders[term]
            met.update(held[bisect_left(held, low) : bisect_left(held, high)])
        return [other for other, shared in met.items() if shared >= self.options.shared and other != n]

    def story(self, n: int) -> str | None:
        return self.stories.get(n)

    def put(self, n: int, story: str) -> None:
        self.stories[n] = story
        self.told[story].append(n)

    def name(self, n: int) -> str:
        return self.bags[n].id

    def members(self, story: str, first: int, last: int) -> Sequence[int]:
        return [n for n in sorted(self.told[story]) if first <= self.days[n] <= last]


def find_stories(
    bags: Iterable[Bag], common: Common, *, origins: Iterable[Sequence[str]] = (), options: StoryOptions | None = None
) -> tuple[tuple[str, ...], ...]:
    """Ids of articles grouped by story; stories by their first article, articles by day and id.

    `origins` are groups of articles that are one copy and so one story.
    """
    options = options or StoryOptions()
    ordered = sorted(bags, key=lambda one: one.order)
    pile = _Pile(ordered, common, origins, options)
    settle(pile, range(len(ordered)), options, whole=True)
    groups: dict[str, list[int]] = defaultdict(list)
    for n in range(len(ordered)):
        groups[pile.stories[n]].append(n)
    return tuple(tuple(ordered[n].id for n in group) for group in groups.values())
