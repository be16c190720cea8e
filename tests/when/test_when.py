"""When: values by tense and scene, bounds, robustness. All copy here is invented."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.article import Article, Dateline, Part, Span
from dateline.fields import Time
from dateline.grammar.words import Grammar, Sentence, Word
from dateline.when import calendar, find_times, load_when, try_rule
from dateline.when.numbers import read_count

EMPTY = Grammar((), (), "")


def times(text: str, published: str | None = "2021-03-10", grammar: Grammar = EMPTY) -> tuple[Time, ...]:
    article = Article("a", text, published=published, parts=(Part("body", Span(0, len(text))),))
    return find_times(article, grammar, load_when())


def values(text: str, published: str | None = "2021-03-10") -> list[tuple[str, str | None]]:
    return [(text[t.span.start : t.span.end], t.value) for t in times(text, published)]


def test_every_rule_passes_its_own_examples() -> None:
    for rule in load_when().sources:
        for example in rule.yes:
            found = try_rule(rule, example.text, example.published)
            assert example.words in [words for words, _ in found], (rule.name, example.text, found)
            if example.value is not None:
                assert (example.words, example.value) in found, (rule.name, example.text, found)
        for text in rule.no:
            assert try_rule(rule, text, "2010-05-05") == [], (rule.name, text)


# 10 March 2021 is a Wednesday
@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Guards closed the pass on Monday.", "Monday", "2021-03-08"),
        ("Guards closed the pass on Wednesday.", "Wednesday", "2021-03-10"),
        ("Guards will close the pass on Monday.", "Monday", "2021-03-15"),
        ("The dockers plan to strike on Friday.", "Friday", "2021-03-12"),
        ("The envoy is due on Saturday.", "Saturday", "2021-03-13"),
        ("A walkout planned for Sunday was on.", "Sunday", "2021-03-14"),
        ("The quay has been shut since Thursday.", "Thursday", "2021-03-04"),
        ("He was shot last Wednesday.", "last Wednesday", "2021-03-03"),
        ("It declared a dividend payable April 2.", "April 2", "2021-04-02"),
        ("The fire may have begun on Friday.", "Friday", "2021-03-05"),
        ("It was signed in January.", "January", "2021-01"),
        ("It was signed in October.", "October", "2020-10"),
        ("It will be signed in October.", "October", "2021-10"),
        ("It must be paid by April 2.", "April 2", "2021-04-02"),
        ("The ferry sank on December 30.", "December 30", "2020-12-30"),
        ("Shops reopened over the weekend.", "the weekend", "2021-W09-WE"),
        ("Troops moved in overnight.", "overnight", "2021-03-09TNI"),
        ("Lights went out late on Jan. 5.", "Jan. 5", "2021-01-05"),
        ("It burned in the late 1970s.", "the late 1970s", "197"),
        ("A blast hit at 5:30 p.m. on Tuesday.", "5:30 p.m. on Tuesday", "2021-03-09T17:30"),
        ("Polls close at 0800 GMT.", "0800 GMT", "2021-03-10T08:00Z"),
        ("It lasted two and a half hours.", "two and a half hours", "PT2H30M"),
        ("Easter was quiet in 2019; Easter 2020 was not.", "Easter 2020", "2020-04-12"),
        ("Since the Sept. 11 attacks it has been shut.", "Sept. 11", "2001-09-11"),
        ("They meet every Friday.", "every Friday", "XXXX-WXX-5"),
        ("The pact was signed in 1962 and again on 1 February.", "1 February", "2021-02-01"),
        ("The drought lasted from April to June 2015.", "April", "2015-04"),
        ("Police said on Friday that two men fled on Saturday.", "Saturday", "2021-02-27"),
        ("From Thursday to Saturday roads were blocked.", "Thursday", "2021-03-04"),
        ("The court adjourned the case to 14 June.", "14 June", "2021-06-14"),
        ("He was due in court on Tuesday but did not appear.", "Tuesday", "2021-03-09"),
        ("By Friday evening the toll had risen to 35.", "Friday evening", "2021-03-05TEV"),
        ("Two or three weeks ago it was calm.", "Two or three weeks ago", "PAST_REF"),
        ("Sales rose from the same period last year.", "last year", "2020"),
        ("Posted 2016-03-09T10:15:00Z.", "2016-03-09T10:15:00Z", "2016-03-09T10:15Z"),
        ("It snowed in the winter of 1978.", "the winter of 1978", "1978-WI"),
        ("It snowed in the winter of nineteen seventy-eight.", "the winter of nineteen seventy-eight", "1978-WI"),
        ("Between 3 and 5 May the pass was shut.", "3", "2020-05-03"),
        ("Rain fell from November to January.", "January", "2021-01"),
        ("The siege has gone on since 2014, and in May it grew worse.", "May", "2020-05"),
        ("A drone hit the mill at 14:30 (1130 GMT) on 9 March.", "14:30", "2021-03-09T14:30"),
        ("A drone hit the mill at 14:30 (1130 GMT) on 9 March.", "1130 GMT", "2021-03-09T11:30Z"),
        ("At 0340 the mill was on fire.", "0340", "2021-03-10T03:40"),
        ("Asked to comment on Friday's raid, he hung up.", "Friday", "2021-03-05"),
        ("Clerks will boycott Friday's vote.", "Friday", "2021-03-12"),
        ("The road was open; by Monday evening it was cut.", "Monday evening", "2021-03-08TEV"),
        ("The vote is due on Sunday; results come the next day.", "the next day", "2021-03-15"),
        ("On April 2, 3 and 5 clerks will strike.", "3", "2021-04-03"),
    ],
)
def test_value(text: str, words: str, value: str) -> None:
    assert (words, value) in values(text)


@pytest.mark.parametrize(
    "text",
    [
        "Some 2,000 troops crossed.",
        "Flight 1949 landed safely.",
        "He lives at 1935 Elm Street.",
        "A 16-year-old pupil died; her aunt, 45, did not.",
        "They may march again.",
        "The Sunday Times wrote it.",
        "It weighs 1990 kg and costs $2010.",
        "Prices fall; they won 3:2.",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert values(text) == []


def test_anchor_is_the_time_told_before() -> None:
    found = dict(values("The dam burst on 4 May 2009. Two days later it was sealed, and the following month a second one failed."))
    assert found["Two days later"] == "2009-05-06"
    assert found["the following month"] == "2009-06"


def test_saying_does_not_move_the_scene() -> None:
    found = dict(values("A tremor hit late on Monday, the institute said on Tuesday. It came at 9:40 p.m. local time."))
    assert found["9:40 p.m. local time"] == "2021-03-08T21:40"


def test_vague_shift_has_bounds_and_no_value() -> None:
    last = times("The mine shut on 2 January 2022. A few days later it flooded.")[-1]
    assert last.value is None
    assert last.start == "2022-01-04"
    assert last.end == "2022-01-09"


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("a few minutes ago", "2021-03-10", "2021-03-10"),
        ("the past few hours", "2021-03-10", "2021-03-10"),
        ("three hours ago", "2021-03-10", "2021-03-10"),
        ("the last 24 hours", "2021-03-09", "2021-03-10"),
        ("the last 72 hours", "2021-03-07", "2021-03-10"),
        ("the next 48 hours", "2021-03-10", "2021-03-12"),
    ],
)
def test_hours_about_the_copy_are_bounded_by_its_day(words: str, start: str, end: str) -> None:
    found = times(f"It rained in {words}." if "ago" not in words else f"It rained {words}.")[-1]
    assert (found.type, found.start, found.end) == ("DURATION", start, end)


def test_bounds() -> None:
    week, mid = times("It rained last week, as in mid-January.")
    assert (week.value, week.start, week.end) == ("2021-W09", "2021-03-01", "2021-03-07")
    assert mid.value == "2021-01"
    assert mid.start == "2021-01-11"
    assert mid.end == "2021-01-21"


def test_dateline_is_the_reference_and_reprints_keep_their_days() -> None:
    text = "OSLO, July 9 (Fjord) - Crews sailed on Tuesday."
    line = Span(0, 20)
    article = Article(
        "r",
        text,
        published="2019-07-11",
        dateline=Dateline(line, "Oslo", "2019-07-09", "Fjord"),
        parts=(Part("dateline", line), Part("body", Span(23, len(text)))),
    )
    found = find_times(article, EMPTY, load_when())
    assert [t.value for t in found] == ["2019-07-09", "2019-07-09"]


def test_without_a_day_of_publication_nothing_is_guessed() -> None:
    assert values("He left on Monday.", None) == [("Monday", None)]
    assert values("He left on 3 May 2011.", None) == [("3 May 2011", "2011-05-03")]


def test_tense_from_the_tree() -> None:
    text = "Envoys meet Friday"
    words = (
        Word(0, 0, 6, "Envoys", "envoy", "NOUN", "NNS", 1, "nsubj", 0),
        Word(1, 7, 11, "meet", "meet", "VERB", "VBP", -1, "root", 0),
        Word(2, 12, 18, "Friday", "Friday", "PROPN", "NNP", 1, "obl:tmod", 0),
    )
    grammar = Grammar(words, (Sentence(0, Span(0, 18), 0, 3),), "hand")
    assert [t.value for t in times(text, grammar=grammar)] == ["2021-03-12"]


def test_what_had_been_due_lies_behind() -> None:
    text = "It had been due to open Friday"
    words = (
        Word(0, 0, 2, "It", "it", "PRON", "PRP", 5, "nsubj", 0),
        Word(1, 3, 6, "had", "have", "AUX", "VBD", 5, "aux", 0),
        Word(2, 7, 11, "been", "be", "AUX", "VBN", 5, "cop", 0),
        Word(3, 12, 15, "due", "due", "ADJ", "JJ", 5, "case", 0),
        Word(4, 16, 18, "to", "to", "PART", "TO", 3, "fixed", 0),
        Word(5, 19, 23, "open", "open", "VERB", "VB", -1, "root", 0),
        Word(6, 24, 30, "Friday", "Friday", "PROPN", "NNP", 5, "obl", 0),
    )
    grammar = Grammar(words, (Sentence(0, Span(0, 30), 0, 7),), "hand")
    assert [t.value for t in times(text, grammar=grammar)] == ["2021-03-05"]


def test_what_is_feared_lies_ahead() -> None:
    text = "They warned it could snow Friday"
    heads = (1, -1, 4, 4, 1, 4)
    tags = ("PRP", "VBD", "PRP", "MD", "VB", "NNP")
    lemmas = ("they", "warn", "it", "could", "snow", "Friday")
    relations = ("nsubj", "root", "nsubj", "aux", "ccomp", "obl:tmod")
    kinds = ("PRON", "VERB", "PRON", "AUX", "VERB", "PROPN")
    words, at = [], 0
    for i, form in enumerate(text.split()):
        words.append(Word(i, at, at + len(form), form, lemmas[i], kinds[i], tags[i], heads[i], relations[i], 0))
        at += len(form) + 1
    grammar = Grammar(tuple(words), (Sentence(0, Span(0, len(text)), 0, len(words)),), "hand")
    assert [t.value for t in times(text, grammar=grammar)] == ["2021-03-12"]


def test_a_person_is_no_month() -> None:
    text = "They praised April."
    words = tuple(
        Word(i, s, e, text[s:e], text[s:e], "PROPN", "NNP", 1 if i != 1 else -1, "dep", 0, name="B-PER" if i == 2 else "O")
        for i, (s, e) in enumerate([(0, 4), (5, 12), (13, 18), (18, 19)])
    )
    assert times(text, grammar=Grammar(words, (Sentence(0, Span(0, 19), 0, 4),), "hand")) == ()


def test_a_tale_of_old_days_keeps_its_year() -> None:
    found = dict(values("On 9 May 1984 rebels took the mill. In August they burned it. A month after that, in September, it was rebuilt."))
    assert (found["August"], found["September"]) == ("1984-08", "1984-09")


def test_that_night_is_of_the_day_told_some_sentences_before() -> None:
    found = dict(values("He quit on Monday. It rained. His deputy stayed on. The same night the siege was lifted."))
    assert found["The same night"] == "2021-03-08TNI"


def test_a_split_year_has_bounds_and_no_value() -> None:
    (found,) = times("The budget for fiscal 2023/24 was cut.")
    assert (found.value, found.start, found.end) == (None, "2023-01-01", "2024-12-31")


def test_curly_quotes_wrapped_lines_and_hard_blanks() -> None:
    assert values("It shut in\nMarch\u00a02009, in Tuesday’s storm.") == [("March\u00a02009", "2009-03"), ("Tuesday", "2021-03-09")]


@pytest.mark.parametrize("text", ["", "x", " ", "\n", "5", "May", "'", "٣ مارس", "1990-", "the 99th of 9999", "0 BC"])
def test_odd_input(text: str) -> None:
    for published in (None, "", "soon", "2021-13-45", "0001-01-01", "9999-12-31"):
        times(text, published)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(load_when().triggers) + list("0123456789-/:,.' \n") + ["two", "the", "ago", "in", "19"]), max_size=40)
)
def test_never_raises_and_spans_are_clean(pieces: list[str]) -> None:
    text = " ".join(pieces)
    last = 0
    for found in times(text, "2020-02-29"):
        words = text[found.span.start : found.span.end]
        assert words == words.strip() != ""
        assert found.span.start >= last
        last = found.span.end
        for bound in (found.start, found.end):
            assert bound is None or date.fromisoformat(bound)


@pytest.mark.parametrize("unit", ["three days later ", "1 to 2 to ", "twenty and ", "the year of ", "1990-", "on Monday, "])
def test_long_lines_cost_in_proportion(unit: str) -> None:
    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        times(text)
        return time.process_time() - start

    cost(1000)
    assert cost(40_000) < 12 * cost(10_000) + 0.2


def test_calendar() -> None:
    assert calendar.easter(2021) == date(2021, 4, 4)
    assert calendar.feast(1999, "11:4:4") == date(1999, 11, 25)
    assert calendar.feast(1998, "11:us:2") == date(1998, 11, 3)
    assert calendar.week(date(2021, 1, 1)).value == "2020-W53"
    assert calendar.step(calendar.day(date(2020, 1, 31)), 1, "M") == calendar.month(2020, 2)
    assert calendar.step(calendar.year(1999), 2, "D") is None
    assert calendar.quarter(1990, 0) == calendar.quarter(1989, 4)
    assert calendar.year(0).value == "BC0001"


@pytest.mark.parametrize(
    ("words", "number"),
    [("three", 3), ("2 1/2", 2.5), ("two and a half", 2.5), ("a hundred", 100), ("twenty-four", 24), ("a couple of", 2), ("1,200", 1200)],
)
def test_numbers(words: str, number: float) -> None:
    values_of = {w: int(v) for k in ("small", "teen", "tens", "scale") for w, v in load_when().vocabulary.values[k].items()}
    assert read_count(words, values_of).number == number


def test_vague_numbers_stay_vague() -> None:
    assert read_count("several", {}).number is None
    assert read_count("a few", {}).number is None


def test_a_day_behind_an_intention_lies_ahead() -> None:
    text = "Rowers vowed to march on Sunday."
    words = (
        Word(0, 0, 6, "Rowers", "rower", "NOUN", "NNS", 1, "nsubj", 0),
        Word(1, 7, 12, "vowed", "vow", "VERB", "VBD", -1, "root", 0),
        Word(2, 13, 15, "to", "to", "PART", "TO", 3, "mark", 0),
        Word(3, 16, 21, "march", "march", "VERB", "VB", 1, "xcomp", 0),
        Word(4, 22, 24, "on", "on", "ADP", "IN", 5, "case", 0),
        Word(5, 25, 31, "Sunday", "Sunday", "PROPN", "NNP", 1, "obl", 0),
    )
    grammar = Grammar(words, (Sentence(0, Span(0, len(text)), 0, 6),), "")
    assert [t.value for t in times(text, "2021-03-10", grammar)] == ["2021-03-14"]
