"""Stories: crises fall apart into their own, whatever the order; a second flood a year later is a story of its own."""

from __future__ import annotations

import random

from dateline.record import Record
from dateline.story.stories import Bag, StoryOptions, bag, cosine, find_stories, linked, vector, weigh
from dateline.story.words import load_common

COMMON = load_common()


def test_each_crisis_is_a_story(crises: list[Record]) -> None:
    bags = [bag(record, COMMON) for record in crises]
    found = find_stories(bags, COMMON)
    assert sorted(sorted(group) for group in found) == [
        ["ferry-1", "ferry-2", "ferry-3", "ferry-4"],
        ["mine-1", "mine-2"],
        ["ridge-1", "ridge-2"],
    ]
    random.Random(3).shuffle(bags)
    assert find_stories(bags, COMMON) == found


def test_the_horizon_parts_stories(crises: list[Record]) -> None:
    first = bag(crises[0], COMMON)
    again = Bag("again", (first.day or 0) + 400, first.counts)
    assert len(find_stories([first, again], COMMON)) == 2
    assert len(find_stories([first, again], COMMON, options=StoryOptions(horizon=500))) == 1
    undated = Bag("undated", None, first.counts)
    assert len(find_stories([first, undated], COMMON)) == 1


def test_copies_are_one_story_whatever_they_are_worth() -> None:
    bags = [Bag("a", 1, {"harbour": 3.0}), Bag("b", 2, {"orchard": 2.0})]
    assert len(find_stories(bags, COMMON)) == 2
    assert find_stories(bags, COMMON, origins=[("a", "b")]) == (("a", "b"),)


def test_average_linkage_counts_missing_pairs_as_nothing() -> None:
    edges = {(0, 1): 0.9, (1, 2): 0.5, (2, 3): 0.9}
    assert linked(4, edges, [], 0.3) == [[0, 1], [2, 3]]
    assert linked(4, edges, [], 0.1) == [[0, 1, 2, 3]]
    assert linked(0, {}, [], 0.1) == []


def test_vectors_are_units_and_rare_words_weigh_more() -> None:
    bags = [Bag("a", 1, {"ferry": 1.0, "mwangaza": 1.0}), Bag("b", 1, {"ferry": 1.0})]
    one = vector(bags[0], weigh(bags), COMMON, StoryOptions())
    assert abs(cosine(one, one) - 1) < 1e-9
    assert one["mwangaza"] > one["ferry"]


def test_copy_without_words_stands_alone() -> None:
    assert find_stories([Bag("a", None, {}), Bag("b", 5, {})], COMMON) == (("b",), ("a",))
