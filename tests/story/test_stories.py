"""Stories: crises fall apart into their own, whatever the order; a second flood a year later is a story of its own."""

from __future__ import annotations

import random
from pathlib import Path
from zlib import crc32

from dateline.article import Article
from dateline.intake import read_sources
from dateline.record import Record
from dateline.story.stories import Bag, StoryOptions, bag, cosine, find_stories, vector
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


def test_follow_ups_and_comment_join_the_crisis_by_its_names(crisis: Path) -> None:
    """Words of the riot, of the troops from next door and of the envoy's interview differ; the towns and the forum are the same."""
    copy = [item for item in read_sources([str(crisis)]) if isinstance(item, Article)]
    groups = find_stories([bag(one, COMMON) for one in copy], COMMON)
    assert [len(group) for group in groups] == [len(copy)]
    flat = StoryOptions(capital=1)
    assert len(find_stories([bag(one, COMMON, flat) for one in copy], COMMON, options=flat)) > 1


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


def test_a_group_is_joined_by_its_mean_likeness() -> None:
    day = [
        Bag("a", 1, {"harbour": 3.0, "crane": 1.0}),
        Bag("b", 1, {"harbour": 3.0, "tug": 1.0}),
        Bag("c", 1, {"tug": 3.0, "orchard": 9.0}),
    ]
    options = StoryOptions(shared=1, threshold=0.3)
    assert find_stories(day, COMMON, options=options) == (("a", "b"), ("c",))
    assert find_stories(day, COMMON, options=StoryOptions(shared=1, threshold=0.01)) == (("a", "b", "c"),)


def test_stories_of_earlier_days_are_not_joined_by_a_later_report() -> None:
    first, second = Bag("a", 1, {"harbour": 5.0, "crane": 5.0}), Bag("b", 1, {"orchard": 5.0, "cider": 5.0})
    both = Bag("c", 2, {**first.counts, **second.counts})
    options = StoryOptions(shared=1)
    assert find_stories([first, second, both], COMMON, options=options) in ((("a", "c"), ("b",)), (("a",), ("b", "c")))
    same_day = Bag("c", 1, both.counts)
    assert len(find_stories([first, second, same_day], COMMON, options=options)) == 1


def test_vectors_are_units_and_rare_words_weigh_more() -> None:
    one = vector(Bag("a", 1, {"water": 1.0, "mwangaza": 1.0}), COMMON)
    assert abs(cosine(one, one) - 1) < 1e-3
    assert one[crc32(b"mwangaza")] > one[crc32(b"water")]


def test_copy_without_words_stands_alone() -> None:
    assert find_stories([Bag("a", None, {}), Bag("b", 5, {})], COMMON) == (("b",), ("a",))
