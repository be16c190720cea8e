"""The tokenizer: exact offsets, treebank cuts, linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.grammar.features import INSIDE, OPENS_PARAGRAPH, OUTSIDE, SINGLE, UNCLOSED, quote_states, shape
from dateline.grammar.paragraphs import paragraph_numbers
from dateline.grammar.sentences import Start, starts
from dateline.grammar.tokens import tokenize


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They didn't; can't've.", "They did n't ; ca n't 've ."),
        ("The U.N.-backed group", "The U.N. - backed group"),
        ("a pre-dawn, state-run raid", "a pre-dawn , state - run raid"),
        ("US$5bn or $1,500.50 (3%)", "US$ 5 bn or $ 1,500.50 ( 3 % )"),
        ("Gen. Osei and J. K. Marou", "Gen. Osei and J. K. Marou"),
        ("No. 4? No. He left.", "No. 4 ? No . He left ."),
        ("at 10:30 a.m. on 12/05/2019", "at 10:30 a.m. on 12/05/2019"),
        ("the ministers' cars, the '90s", "the ministers ' cars , the '90s"),
        ("“O’Dell’s gone,” she said…", "“ O’Dell ’s gone , ” she said …"),
        ("see https://news.example.org/a?b=1, or ask.", "see https://news.example.org/a?b=1 , or ask ."),
        ("mail desk@paper.example.org.", "mail desk@paper.example.org ."),
        ("``Yes'' -- he cannot...", "`` Yes '' -- he can not ..."),
        ("see plan_b.pdf :-) b/c it cost $$$ << now >>", "see plan_b.pdf :-) b/c it cost $$$ << now >>"),
        ("(note: )the th- the", "( note : ) the th- the"),
        ("‘‘We go,’’ he said", "‘‘ We go , ’’ he said"),
        ("He left.She stayed", "He left . She stayed"),
        ("the 12-year-old's 3rd goal", "the 12 - year - old 's 3rd goal"),
    ],
)
def test_cuts(text: str, words: str) -> None:
    assert cut(text) == words.split()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_offsets_are_exact_for_any_text(text: str) -> None:
    at = 0
    for start, end in tokenize(text):
        assert at <= start < end <= len(text)
        assert not text[at:start].strip("".join(map(chr, [*range(33), *range(127, 160), 0x200B, 0x2060, 0xFEFF]))).strip()
        at = end


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["said", "Dura", "'", '"', "“", "”", "U.S.", "-", "1,200", ".", "n't", "a.b", "…", "\n", " "]), max_size=40)
)
def test_nothing_but_blanks_is_left_out(parts: list[str]) -> None:
    text = "".join(parts)
    assert "".join(cut(text)) == "".join(text.split())


@pytest.mark.parametrize("unit", ["a", "\n", "a.b", "-a", "'", "1,", "a@b", "x'y", "U.S.", "1.1", "!-", "cross-", "http://", "\u0301"])
def test_long_lines_take_linear_time(unit: str) -> None:
    text = (unit * 60_000)[:60_000]
    began = time.process_time()
    tokenize(text)
    assert time.process_time() - began < 2


def states(text: str) -> str:
    offsets = tokenize(text)
    words = [text[a:b] for a, b in offsets]
    spaced = [i == 0 or offsets[i - 1][1] < a for i, (a, _) in enumerate(offsets)]
    return "".join(map(str, quote_states(words, spaced, paragraph_numbers(text, offsets))))


def test_quotation_states() -> None:
    assert states('He said "we won" today.') == f"{OUTSIDE}{OUTSIDE}" + str(INSIDE) * 4 + f"{OUTSIDE}{OUTSIDE}"
    assert states("“Go,” he said") == str(OPENS_PARAGRAPH) * 4 + str(OUTSIDE) * 2
    assert states("“We go\n\n“and fight,” he said")[:3] == str(UNCLOSED) * 3
    assert states("She called it 'a trap' and left") == "000" + str(SINGLE) * 4 + "00"
    assert states("the ministers' cars and the '90s") == "0" * 7


def test_an_open_quotation_goes_on_where_the_next_paragraph_closes_it() -> None:
    first, second = "“We waited.", "Nobody came,” she said."
    assert states(f"{first}\n\n{second}") == str(UNCLOSED) * 4 + str(INSIDE) * 4 + "000"
    assert states(f"She left.\n\n{second}") == "0" * 10
    assert states('"We waited.\n\nNobody came," she said. "Not one."')[4:] == str(INSIDE) * 4 + "000" + str(INSIDE) * 5


def test_a_mark_that_leans_on_its_word_opens_nothing() -> None:
    assert states('Nobody came," she said of it') == "0" * 8


def test_shapes_tell_case_and_figures() -> None:
    assert len({shape(w) for w in ("paper", "Paper", "PAPER", "P", "iPaper", "12", "G7", ",")}) == 8


def test_sentences_start_after_stops_but_not_after_titles() -> None:
    text = "Gen. Osei left on Jan. 3. He met J. Marou. No one spoke"
    offsets = tokenize(text)
    words = [text[a:b] for a, b in offsets]
    found = starts(words, [True] * len(words), [0] * len(words))
    assert [words[i] for i, s in enumerate(found) if s == Start.YES] == ["Gen.", "He", "No"]


def test_a_start_without_a_stop_is_unlikely_and_inside_a_word_or_name_ruled_out() -> None:
    words = "He met Gen. Osei Thursday - run They left .".split()
    spaced = [True, True, True, True, True, False, False, True, True, False]
    found = starts(words, spaced, [0] * 10)
    assert found[words.index("Osei")] == found[words.index("run")] == found[words.index("left")] == Start.NO
    assert found[words.index("They")] == Start.UNLIKELY
    unstopped = starts(words[:-1], spaced[:-1], [0] * 9)
    assert unstopped[words.index("They")] == unstopped[words.index("left")] == Start.UNMARKED


def test_no_sentence_starts_after_a_quotation_that_ends_with_a_comma() -> None:
    words = cut('"We will go," Fisheries Minister Ana Reis said. "We will," she said.')
    found = starts(words, [True] * len(words), [0] * len(words))
    assert found[words.index("Fisheries")] == found[words.index("she")] == Start.NO


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They dont know it wont work.", "They do nt know it wo nt work ."),
        ("Is that so.?", "Is that so .?"),
        ("Call +44 20 7946 0100 or 1-800-555-0199", "Call +44 20 7946 0100 or 1-800-555-0199"),
        ("posted in comp.lang.misc today", "posted in comp.lang.misc today"),
    ],
)
def test_letters_and_posts_are_cut_as_the_treebanks_cut_them(text: str, expected: str) -> None:
    assert cut(text) == expected.split()


def test_a_wrapped_line_is_no_paragraph() -> None:
    text = "The ministers of both countries will meet once again in the\ncapital on Monday.\nThey agreed.\n\nMore soon"
    numbers = paragraph_numbers(text, tokenize(text))
    words = cut(text)
    assert numbers[words.index("capital")] == 0
    assert numbers[words.index("They")] == 1
    assert numbers[words.index("More")] == 2
