"""Who "I" and "you" are where talk is printed without the names of those who speak."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.article import Part
from dateline.who import find_actors, load_who

from .build import article

_I = "I/PRON/O/nsubj will/AUX go/VERB ./PUNCT"
_MANY = " ".join(["I/PRON/O/nsubj went/VERB and/CCONJ"] * 4) + " rested/VERB ./PUNCT"
_ROE = "Ann/PROPN/B-PER Roe/PROPN/I-PER"


def _who(*paragraphs: str) -> dict[str, int]:
    """How many words for oneself, and for the other, each person has."""
    text, grammar = article(*paragraphs)
    text = replace(text, parts=tuple(Part("body", sentence.span) for sentence in grammar.sentences))
    found = find_actors(text, grammar, (), (), load_who())
    own = {a.name: sum(text.words(m).lower() in ("i", "you", "my") for m in a.mentions) for a in found if a.kind == "person"}
    return {name: count for name, count in own.items() if count}


@pytest.mark.parametrize("words", ["I/PRON/O/nsubj am/AUX", "I/PRON/O/nsubj 'm/AUX", "My/PRON/O/nmod:poss name/NOUN is/AUX"])
def test_who_says_his_name_is_i_from_then_on(words: str) -> None:
    assert _who("We/PRON begin/VERB ./PUNCT", f"{words} {_ROE} ./PUNCT", _MANY) == {"Ann Roe": 5}


def test_the_word_goes_to_the_other_where_the_one_is_named() -> None:
    found = _who(
        f"I/PRON/O/nsubj 'm/AUX {_ROE} ./PUNCT",
        "I/PRON/O/nsubj 'm/AUX Bo/PROPN/B-PER Ek/PROPN/I-PER ./PUNCT",
        "I/PRON/O/nsubj like/VERB Bo/PROPN/B-PER ./PUNCT",
        "I/PRON/O/nsubj do/VERB ./PUNCT",
    )
    assert found == {"Ann Roe": 3, "Bo Ek": 1}


def test_who_is_called_speaks_and_is_asked() -> None:
    found = _who(
        "Thanks/NOUN ./PUNCT", f"Judge/PROPN {_ROE} ./PUNCT", _MANY, "Will/AUX you/PRON/O/nsubj stay/VERB ?/PUNCT", "No/INTJ ./PUNCT"
    )
    assert found == {"Ann Roe": 5}


def test_a_speech_is_whose_name_stands_above_it() -> None:
    assert _who(f"Remarks/NOUN by/ADP Judge/PROPN {_ROE} ./PUNCT", _MANY) == {"Ann Roe": 4}
    assert _who(f"Remarks/NOUN on/ADP Bo/PROPN/B-PER Ek/PROPN/I-PER by/ADP {_ROE} ./PUNCT", _MANY) == {}


def test_copy_with_a_few_words_for_oneself_and_no_cue_names_nobody() -> None:
    assert _who(f"{_ROE} left/VERB ./PUNCT", _MANY) == {}
    assert _who(f"I/PRON/O/nsubj 'm/AUX {_ROE} ./PUNCT", _I) == {}


def test_two_experts_are_no_guest() -> None:
    top = f"Reporters/NOUN interview/VERB experts/NOUN//obj/-1 near/ADP {_ROE} ./PUNCT"
    assert _who(top, _MANY) == {}


def test_a_guest_is_told_of_and_a_column_is_nobodys() -> None:
    asked = ["Why/ADV that/PRON ?/PUNCT", "How/ADV so/ADV ?/PUNCT", "Did/AUX you/PRON/O/nsubj win/VERB ?/PUNCT"]
    assert _who(f"{_ROE} talk/VERB to/ADP readers/NOUN ./PUNCT", *asked, _MANY) == {"Ann Roe": 5}
    assert _who(f"{_ROE} left/VERB Tarn/PROPN ./PUNCT", *asked, _MANY) == {}
