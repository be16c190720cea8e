"""Days that acts lend one another, on hand-made trees. The copy is of Wednesday 10 March 2021."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.article import Article, Dateline
from dateline.did.lend import lend_days
from dateline.did.scene import scene_of
from dateline.fields import Event, Speaker, Statement, Time
from dateline.grammar.words import Grammar

_spec = importlib.util.spec_from_file_location("did_copy_lending", Path(__file__).parent / "copy_.py")
assert _spec is not None
assert _spec.loader is not None
c = importlib.util.module_from_spec(_spec)
sys.modules["did_copy_lending"] = c
_spec.loader.exec_module(c)

BURNED = "They they PRON PRP 1 nsubj | burned burn VERB VBD -1 root | the the DET DT 3 det | mill mill NOUN NN 1 obj | . . PUNCT . 1 punct"
BURN = "They they PRON PRP 1 nsubj | burn burn VERB VBP -1 root | the the DET DT 3 det | mill mill NOUN NN 1 obj | . . PUNCT . 1 punct"
FLED = (
    "The the DET DT 1 det | raid raid NOUN NN 2 nsubj | shook shake VERB VBD -1 root | the the DET DT 4 det | mill mill NOUN NN 2 obj"
    " | . . PUNCT . 2 punct"
)
BLAMED = (
    "Clerks clerk NOUN NNS 1 nsubj | condemned condemn VERB VBD -1 root | a a DET DT 3 det | raid raid NOUN NN 1 obj | . . PUNCT . 1 punct"
)
FRIDAY, MONDAY, TODAY = "2021-03-05", "2021-03-08", "2021-03-10"


def act(g: Grammar, head: int, day: str | None = None, kind: str = "ASSAULT", **more: object) -> Event:
    event = Event(
        "", g.words[head].span, kind, None, None, (), (), (), (), (), day, None, 0 if day else None, None, "actual", None, (), (), "x"
    )
    return replace(event, **more)  # type: ignore[arg-type]


def lent(article: Article, g: Grammar, *events: Event, times: tuple[Time, ...] = (), said: tuple[Statement, ...] = ()) -> list[str | None]:
    heads = [g.within(e.trigger)[0].index for e in events]
    return [e.date for e in lend_days(article, g, events, heads, scene=scene_of(g, times, ()), statements=said)]


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        (FRIDAY, FRIDAY, FRIDAY),
        (FRIDAY, None, FRIDAY),
        (FRIDAY, MONDAY, None),  # two days are two scenes
        ("1999-03-05", "1999-03-05", "1999-03-05"),  # told in the same word
    ],
)
def test_tellings_in_one_word_share_the_day_on_which_all_agree(first: str | None, second: str | None, third: str | None) -> None:
    article, g = c.grammar(BURNED, BURNED, BURNED)
    assert lent(article, g, act(g, 1, first), act(g, 6, second), act(g, 11))[2] == third


def test_an_attack_takes_the_one_recent_day_and_none_of_long_ago() -> None:
    article, g = c.grammar(BURNED, c.AMBUSH)
    assert lent(article, g, act(g, 1), act(g, 6, FRIDAY)) == [FRIDAY, FRIDAY]
    assert lent(article, g, act(g, 1), act(g, 6, "1999-03-05"))[0] is None
    assert lent(article, g, act(g, 1, kind="COERCE"), act(g, 6, FRIDAY))[0] is None  # an arrest may come days later


def test_the_present_and_quotations_are_not_of_the_scene() -> None:
    article, g = c.grammar(BURN, c.AMBUSH)
    assert lent(article, g, act(g, 1), act(g, 6, FRIDAY))[0] is None
    article, g = c.grammar(BURNED, c.AMBUSH)
    words = Statement("s1", Speaker(None), None, (g.words[1].span,), "direct", "speech", None, None, None, "x")
    assert lent(article, g, act(g, 1, statement="s1"), act(g, 6, FRIDAY), said=(words,))[0] is None


def test_deeds_of_the_same_people_and_against_the_same_are_of_one_day() -> None:
    article, g = c.grammar(c.AMBUSH, BURNED)
    ambush = act(g, 1, "1999-03-05", source=("a1",), target=("a2",))
    burned = g.words[14].index
    assert lent(article, g, ambush, act(g, burned, source=("a1",)))[1] == "1999-03-05"
    assert lent(article, g, ambush, act(g, burned, target=("a2",)))[1] == "1999-03-05"
    assert lent(article, g, ambush, act(g, burned, source=("a3",)))[1] is None


def test_what_is_pointed_at_is_the_one_told_before() -> None:
    article, g = c.grammar(c.AMBUSH, FLED)
    assert lent(article, g, act(g, 1, "1999-03-05"), act(g, 14))[1] == "1999-03-05"
    assert lent(article, g, act(g, 1, "1999-03-05"), act(g, 14, kind="PROTEST"))[1] is None


def printed(*trees: str) -> tuple[Article, Grammar, tuple[Time, ...]]:
    article, g = c.grammar(*trees)
    line = Dateline(g.words[0].span, "Tarn", TODAY, None)
    return replace(article, dateline=line), g, (Time(g.words[0].span, "DATE", TODAY, TODAY, TODAY, "x"),)


LINE = "Tarn10March Tarn PROPN NNP -1 root | . . PUNCT . 0 punct"


def test_an_undated_attack_takes_the_day_that_the_dateline_prints() -> None:
    article, g, times = printed(LINE, BURNED)
    events = lend_days(article, g, [act(g, 3)], [3], scene=scene_of(g, times, ()), statements=())
    assert (events[0].date, events[0].time) == (TODAY, 0)
    assert lent(replace(article, dateline=None), g, act(g, 3)) == [None]  # nothing in the text says so


def test_a_sentence_that_names_only_the_day_of_the_copy_may_take_it() -> None:
    article, g, times = printed(LINE, c.AMBUSH)
    friday = g.words[9].span
    today = Time(friday, "DATE", TODAY, TODAY, TODAY, "x")
    other = Time(friday, "DATE", "2019", "2019-01-01", "2019-12-31", "x")
    assert lent(article, g, act(g, 3), times=(*times, today)) == [TODAY]
    assert lent(article, g, act(g, 3), times=(*times, other)) == [None]


@pytest.mark.parametrize("tree", [BURN, BLAMED], ids=["present", "looked back on"])
def test_what_is_no_news_takes_no_printed_day(tree: str) -> None:
    article, g, times = printed(LINE, tree)
    head = 3 if tree is BURN else 5
    assert lent(article, g, act(g, head), times=times) == [None]


def test_a_dispatch_that_tells_of_a_recent_day_takes_none_from_its_dateline() -> None:
    article, g, times = printed(LINE, BURNED, c.TENSE)
    other = act(g, 8, FRIDAY, kind="PROTEST")
    assert lent(article, g, act(g, 3), other, times=times)[0] is None


def test_nothing_and_no_day_of_copy() -> None:
    article, g = c.grammar(BURNED)
    assert lend_days(article, g, [], [], scene=scene_of(g, (), ()), statements=()) == []
    assert lent(replace(article, published=None), g, act(g, 1)) == [None]
    assert lent(replace(article, published="soon"), g, act(g, 1), act(g, 1, "0000-99-99"))[0] == "0000-99-99"  # a word is a word
