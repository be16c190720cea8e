"""Stories: articles about the same happening and its follow-ups, by average linkage over the words of their accounts.

Two articles are neighbours where the cosine of their weighted words reaches FLOOR and at most `horizon` days lie between them. Average
linkage never joins across two components of that graph whose pairs all lie below the threshold, so a store only has to cluster again
the component that new articles fall into, and the answer depends on the set of articles alone, never on the order they came in.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dateline.article import Article
from dateline.record import Record
from dateline.story.days import ordinal
from dateline.story.words import Common, account, fold, stem, tokens


@dataclass(frozen=True, slots=True)
class StoryOptions:
    """`threshold`: least mean cosine between the articles of two stories that are joined. `horizon`: days after which a similar article
    opens a story of its own. `lead`: telling words of the opening that count twice. `prior`: how many reports the common words speak
    for beside those that were read. `most`: telling words kept of one article."""

    threshold: float = 0.16
    floor: float = 0.03
    horizon: int = 90
    lead: int = 60
    prior: int = 300
    most: int = 400


@dataclass(frozen=True, slots=True)
class Bag:
    """The telling words of one article with their counts, those of the opening counted twice. `day` is None for undated copy."""

    id: str
    day: int | None
    counts: Mapping[str, float]


def bag(article: Article | Record, common: Common, options: StoryOptions | None = None) -> Bag:
    """The bag of one article or record."""
    lead = (options or StoryOptions()).lead
    counts: Counter[str] = Counter()
    seen = 0
    for span in account(article):
        for word, _, _ in tokens(article.text, span):
            seen += 1
            folded = fold(word)
            if not common.empty(folded):
                counts[stem(folded)] += 2 if seen <= lead else 1
    return Bag(article.id, ordinal(article.published), dict(counts))


@dataclass(frozen=True, slots=True)
class Weights:
    """In how many reports each term was met, and how many reports there were."""

    met: Mapping[str, int]
    reports: int


def weigh(bags: Iterable[Bag]) -> Weights:
    """Weights of a set of bags. A store may keep them and add to them; the same weights give the same stories."""
    met: Counter[str] = Counter()
    reports = 0
    for one in bags:
        met.update(one.counts.keys())
        reports += 1
    return Weights(met, reports)


def vector(one: Bag, weights: Weights, common: Common, options: StoryOptions) -> dict[str, float]:
    """Unit vector of a bag: saturated counts times the log of how rare a term is here and in English."""
    total = weights.reports + options.prior + 1
    found: dict[str, float] = {}
    for term, count in one.counts.items():
        rare = math.log(total / (weights.met.get(term, 0) + options.prior * common.share(term) + 0.5))
        if rare > 0:
            found[term] = rare * count / (count + 3)
    kept = sorted(found.items(), key=lambda item: (-item[1], item[0]))[: options.most]
    norm = math.sqrt(sum(value * value for _, value in kept)) or 1.0
    return {term: value / norm for term, value in kept}


def cosine(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    """Dot product of two sparse unit vectors."""
    if len(second) < len(first):
        first, second = second, first
    return sum(value * second.get(term, 0.0) for term, value in first.items())


def neighbours(bags: Sequence[Bag], vectors: Sequence[Mapping[str, float]], options: StoryOptions) -> dict[tuple[int, int], float]:
    """Cosines of at least `floor` between articles within the horizon, by their places in `bags`, which are sorted by day.

    Undated articles stand last and are compared with all.
    """
    days = np.array([one.day if one.day is not None else 10**7 for one in bags])
    posting: dict[str, list[int]] = defaultdict(list)
    weight: dict[str, list[float]] = defaultdict(list)
    for n, values in enumerate(vectors):
        for term, value in values.items():
            posting[term].append(n)
            weight[term].append(value)
    arrays = {term: (np.array(places), np.array(weight[term])) for term, places in posting.items() if len(places) > 1}
    out: dict[tuple[int, int], float] = {}
    for n, values in enumerate(vectors):
        last = n + 1
        low = 0 if days[n] == 10**7 else int(np.searchsorted(days, days[n] - options.horizon))
        scores = np.zeros(last - low)
        for term in sorted(values):
            if term in arrays:
                places, worth = arrays[term]
                start, end = np.searchsorted(places, low), np.searchsorted(places, n)
                scores[places[start:end] - low] += values[term] * worth[start:end]
        for m in np.nonzero(scores >= options.floor)[0]:
            out[int(m) + low, n] = float(scores[m])
    return out


def linked(size: int, edges: Mapping[tuple[int, int], float], groups: Iterable[Sequence[int]], threshold: float) -> list[list[int]]:
    """Average linkage over a sparse graph, starting from `groups` that belong together. Pairs without an edge count as 0."""
    cluster = list(range(size))
    members = {n: [n] for n in range(size)}
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for (a, b), value in edges.items():
        near[a][b] = near[b][a] = value

    def join(a: int, b: int) -> None:
        for other, value in near.pop(b, {}).items():
            near[other].pop(b)
            if other != a:
                near[a][other] = near[other][a] = near[a].get(other, 0.0) + value
        members[a] += members.pop(b)

    for group in groups:
        homes = sorted({cluster[n] for n in group})
        for home in homes[1:]:
            for n in members[home]:
                cluster[n] = homes[0]
            join(homes[0], home)

    def mean(a: int, b: int) -> float:
        return near[a][b] / (len(members[a]) * len(members[b]))

    heap = [(-round(mean(a, b), 9), a, b) for a in sorted(near) for b in near[a] if a < b and mean(a, b) >= threshold]
    heapq.heapify(heap)
    while heap:
        value, a, b = heapq.heappop(heap)
        if a not in members or b not in members or b not in near[a] or -round(mean(a, b), 9) != value:
            continue
        join(a, b)
        for other in near[a]:
            if mean(a, other) >= threshold:
                heapq.heappush(heap, (-round(mean(a, other), 9), min(a, other), max(a, other)))
    return [sorted(group) for _, group in sorted(members.items())]


def find_stories(
    bags: Iterable[Bag],
    common: Common,
    *,
    origins: Iterable[Sequence[str]] = (),
    weights: Weights | None = None,
    options: StoryOptions | None = None,
) -> tuple[tuple[str, ...], ...]:
    """Ids of articles grouped by story; stories by their first article, articles by day and id.

    `origins` are groups of articles that are one copy and so one story. Without `weights` they are taken from the bags themselves.
    """
    options = options or StoryOptions()
    ordered = sorted(bags, key=lambda one: (one.day is None, one.day or 0, one.id))
    weights = weights or weigh(ordered)
    vectors = [vector(one, weights, common, options) for one in ordered]
    place = {one.id: n for n, one in enumerate(ordered)}
    groups = [[place[id] for id in group if id in place] for group in origins]
    found = linked(len(ordered), neighbours(ordered, vectors, options), groups, options.threshold)
    return tuple(tuple(ordered[n].id for n in group) for group in found)
