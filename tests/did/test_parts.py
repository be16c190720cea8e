"""Forms, lexicon, counts and conditions."""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path

import pytest

from dateline.did import find_conditions, load_did
from dateline.did.forms import noun_forms, verb_forms
from dateline.did.lexicon import Lexicon, Token
from dateline.did.numbers import counts
from dateline.did.scene import Scene
from dateline.did.states import Found
from dateline.did.tree import subjects
from dateline.fields import Place
from dateline.grammar.words import Word
from dateline.rules import Example, Rule

_spec = importlib.util.spec_from_file_location("did_copy_parts", Path(__file__).parent / "copy_.py")
assert _spec is not None
assert _spec.loader is not None
c = importlib.util.module_from_spec(_spec)
sys.modules["did_copy_parts"] = c
_spec.loader.exec_module(c)


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("acquit", {"acquits", "acquitted", "acquitting"}),
        ("ban", {"ban", "bans", "banned", "banning"}),
        ("carry", {"carry", "carries", "carried", "carrying"}),
        ("torture", {"tortures", "tortured", "torturing"}),
        ("withdraw", {"withdrew", "withdrawn", "withdrawing"}),
        ("lie", {"lay", "lain", "lying"}),
        ("clash", {"clashes", "clashed"}),
    ],
)
def test_verb_forms(base: str, forms: set[str]) -> None:
    assert forms <= verb_forms(base)


def test_noun_forms() -> None:
    assert noun_forms("embassy") == {"embassy", "embassies"}
    assert noun_forms("child") == {"child", "children"}


def find(entries: dict[str, list[str]], text: str, tags: str = "") -> list[str]:
    rule = Rule("x.y", "COERCE/curfew", entries, (Example("a", "a"),), ("b",))
    words = text.split()
    tokens = [Token(w.lower(), w.lower(), t) for w, t in zip(words, tags.split() or [""] * len(words), strict=True)]
    return [" ".join(words[h.first : h.last + 1]) for h in Lexicon([rule]).find(tokens)]


def test_lexicon_phrases() -> None:
    assert find({"verbs": ["impose curfew"]}, "He imposed a strict curfew today") == ["imposed a strict curfew"]
    assert find({"verbs": ["impose curfew"]}, "He imposed , said the aide , a curfew") == []
    assert find({"verbs": ["impose curfew|ban"]}, "They impose a very strict new and truly total ban") == []
    assert find({"nouns": ["hunger strike"]}, "A hunger strike began") == ["hunger strike"]
    assert find({"nouns": ["cease-fire"]}, "The cease fire held") == ["cease fire"]
    assert find({"verbs": ["shoot"], "unless": ["shoot film"]}, "She shot a film") == []
    assert find({"nouns": ["release"], "unless": ["press release"]}, "A press release said so") == []


def test_lexicon_minds_the_part_of_speech() -> None:
    assert find({"verbs": ["march"]}, "The march began", "DET NOUN VERB") == []
    assert find({"nouns": ["march"]}, "They march on", "PRON VERB ADV") == []
    assert find({"verbs": ["march"]}, "They marched on", "PRON VERB ADV") == ["marched"]


def words_of(text: str, nouns: str) -> list[Word]:
    out, at = [], 0
    for i, form in enumerate(text.split()):
        upos = "NOUN" if form in nouns.split() else "NUM" if form[0].isdigit() else "X"
        out.append(Word(i, at, at + len(form), form, form.lower(), upos, "", -1, "dep", 0))
        at += len(form) + 1
    return out


@pytest.mark.parametrize(
    ("text", "words", "low", "high"),
    [
        ("at least 31 people died", "at least 31 people", 31, None),
        ("more than 1,200 homes", "more than 1,200 homes", 1200, None),
        ("between 80 and 90 fighters", "between 80 and 90 fighters", 80, 90),
        ("up to a dozen people", "up to a dozen people", None, 12),
        ("scores of people were", "scores of people", None, None),
        ("twenty - four sailors", "twenty - four sailors", 24, 24),
        ("two hundred and six sailors", "two hundred and six sailors", 206, 206),
        ("half a dozen clerks", "half a dozen clerks", 6, 6),
        ("no one was", "no one", 0, 0),
        ("two or three clerks", "two or three clerks", 2, 3),
        ("a guard fell", "a guard", 1, 1),
        ("some 40 families", "some 40 families", 40, 40),
    ],
)
def test_counts(text: str, words: str, low: int | None, high: int | None) -> None:
    found = counts(words_of(text, "people homes fighters sailors clerks guard families"))
    assert found
    first = found[0]
    assert " ".join(text.split()[first.first : first.last]) == words
    assert (first.low, first.high) == (low, high)


@pytest.mark.parametrize("text", ["In 2005 they came", "5 percent of it", "about 90 kilometres away"])
def test_years_and_measures_are_no_counts(text: str) -> None:
    assert [x for x in counts(words_of(text, "percent kilometres")) if x.low] == []


def test_a_part_of_a_toll_is_marked() -> None:
    assert counts(words_of("two of them", ""))[0].part


def conditions(*trees: str) -> list[tuple[str, str, str | None, str | None, str]]:
    article, g = c.grammar(*trees)
    places = c.places(article)
    found = find_conditions(article, g, times=c.times(article), places=places, statements=(), rules=load_did())
    return [(x.kind, article.words(x.span), x.date, None if x.place is None else places[x.place].name, x.status) for x in found]


def test_conditions() -> None:
    assert conditions(c.ARREST, c.QUIET) == [("calm", "The town was quiet", "2021-03-05", "Ostrel", "actual")]
    assert [x[3] for x in conditions(c.ARREST, c.CALM_ALL_OVER)] == [None]  # every district is not Ostrel
    assert conditions(c.TENSE) == [("tense", "The situation remains tense", "2021-03-10", "Tarn", "actual")]
    assert conditions(c.LIFTED) == [("curfew", "The curfew in Ostrel was lifted", None, "Ostrel", "denied")]
    assert conditions(c.AMBUSH) == []


def test_long_lines_take_no_time() -> None:
    states = load_did().states
    begin = time.perf_counter()
    for line in ("a-" * 500_000, "the " * 250_000 + "calm", "The situation in " * 60_000 + "is tense"):
        states.find(line, 0)
    assert time.perf_counter() - begin < 2


def test_a_national_state_is_that_of_the_country_last_named() -> None:
    from dateline.article import Span
    from dateline.did.conditions import _country

    def scene(*starts: int) -> Scene:
        return Scene((), [Place(Span(s, s + 5), "Velmar", "country", None, None, None, None, None, "by hand") for s in starts])

    words = Found(Span(50, 70), "mourning", None, "by hand")
    assert _country(words, scene(0, 30, 90)) == 1
    assert _country(words, scene(80, 90)) == 0
    assert _country(words, scene()) is None


SIGNED = (
    "Tarn Tarn PROPN NNP 3 obl | and and CCONJ CC 3 cc | Ostrel Ostrel PROPN NNP 3 nsubj | signed sign VERB VBD -1 root"
    " | a a DET DT 5 det | truce truce NOUN NN 3 obj | . . PUNCT . 3 punct"
)
RULED_OUT = (
    "Karsk Karsk PROPN NNP 8 obj | has have AUX VBZ 2 aux | rejected reject VERB VBN 8 ccomp | talks talk NOUN NNS 2 obj"
    " | , , PUNCT , 8 punct | an a DET DT 6 det | official official NOUN NN 8 nsubj | there there ADV RB 6 advmod"
    " | said say VERB VBD -1 root | . . PUNCT . 8 punct"
)
PULLED = (
    "Karsk Karsk PROPN NNP 1 nsubj | began begin VERB VBD -1 root | pulling pull VERB VBG 1 xcomp | back back ADV RB 2 advmod"
    " | troops troops NOUN NNS 2 obj | after after SCONJ IN 8 mark | clashes clash NOUN NNS 8 nsubj | had have AUX VBD 8 aux"
    " | left leave VERB VBN 2 advcl | three three NUM CD 10 nummod | conscripts conscript NOUN NNS 2 nsubj | dead dead ADJ JJ 8 xcomp"
)


@pytest.mark.parametrize(("copy", "verb", "named"), [(SIGNED, 3, ["Tarn", "Ostrel"]), (RULED_OUT, 2, ["Karsk"]), (PULLED, 2, ["Karsk"])])
def test_subjects_are_found_where_the_tree_strays(copy: str, verb: int, named: list[str]) -> None:
    assert [w.text for w in subjects(c.grammar(copy)[1], verb)] == named


def test_a_relative_pronoun_without_its_noun_has_no_subject() -> None:
    copy = "Which which WDT WDT 1 nsubj | struck strike VERB VBD -1 root | again again ADV RB 1 advmod"
    assert subjects(c.grammar(copy.replace("WDT WDT", "DET WDT"))[1], 1) == ()
