"""Dates of happenings on hand-made trees: which time governs which word, and what stays open. The copy is of Wednesday 10 March 2021."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

import dateline
from dateline.article import Article, Span
from dateline.did import Dated, Dating
from dateline.did.dates import date_of
from dateline.did.scene import scene_of
from dateline.grammar.words import Grammar

_spec = importlib.util.spec_from_file_location("did_copy_dating", Path(__file__).parent / "copy_.py")
assert _spec is not None
assert _spec.loader is not None
c = importlib.util.module_from_spec(_spec)
sys.modules["did_copy_dating"] = c
_spec.loader.exec_module(c)

BURNED = "They they PRON PRP 1 nsubj | burned burn VERB VBD -1 root | the the DET DT 3 det | mill mill NOUN NN 1 obj | . . PUNCT . 1 punct"
BURN = "Rebels rebel NOUN NNS 1 nsubj | burn burn VERB VBP -1 root | a a DET DT 3 det | mill mill NOUN NN 1 obj | . . PUNCT . 1 punct"
HAD_BURNED = (
    "They they PRON PRP 2 nsubj | had have AUX VBD 2 aux | burned burn VERB VBN -1 root | a a DET DT 4 det | mill mill NOUN NN 2 obj"
    " | . . PUNCT . 2 punct"
)
FREED = (
    "Rebels rebel NOUN NNS 1 nsubj | freed free VERB VBD -1 root | clerks clerk NOUN NNS 1 obj | on on ADP IN 4 case"
    " | Monday Monday PROPN NNP 1 obl | , , PUNCT , 10 punct | two two NUM CD 7 nummod | days day NOUN NNS 10 obl:unmarked"
    " | after after ADP IN 10 mark | guards guard NOUN NNS 10 nsubj | fled flee VERB VBD 1 advcl | . . PUNCT . 1 punct"
)
BESIDE = (
    "The the DET DT 2 det | Friday Friday PROPN NNP 5 obl | killing killing NOUN NN 5 nsubj | of of ADP IN 4 case"
    " | clerks clerk NOUN NNS 2 nmod | stunned stun VERB VBD -1 root | Tarn Tarn PROPN NNP 5 obj | . . PUNCT . 5 punct"
)
OPENED = (
    "Judges judge NOUN NNS 2 nsubj | have have AUX VBP 2 aux | opened open VERB VBN -1 root | an a DET DT 4 det"
    " | inquiry inquiry NOUN NN 2 obj | into into ADP IN 7 case | the the DET DT 7 det | raid raid NOUN NN 4 nmod | on on ADP IN 9 case"
    " | Friday Friday PROPN NNP 2 obl | . . PUNCT . 2 punct"
)
WORST = (
    "The the DET DT 1 det | flood flood NOUN NN 4 nsubj | was be AUX VBD 4 cop | the the DET DT 4 det | worst bad ADJ JJS -1 root"
    " | since since ADP IN 6 case | Friday Friday PROPN NNP 4 obl | . . PUNCT . 4 punct"
)
WHEN = (
    "It it PRON PRP 1 nsubj | recalled recall VERB VBD -1 root | Friday Friday PROPN NNP 1 obj | , , PUNCT , 6 punct"
    " | when when ADV WRB 6 advmod | guards guard NOUN NNS 6 nsubj | fled flee VERB VBD 2 acl:relcl | . . PUNCT . 1 punct"
)
ENTRY = (
    "Friday Friday PROPN NNP 3 obl | - - PUNCT : 3 punct | Guards guard NOUN NNS 3 nsubj | storm storm VERB VBP -1 root"
    " | a a DET DT 5 det | mill mill NOUN NN 3 obj | . . PUNCT . 3 punct"
)
MARCHED = (
    "Clerks clerk NOUN NNS 1 nsubj | marched march VERB VBD -1 root | on on ADP IN 3 case | Monday Monday PROPN NNP 1 obl"
    " | and and CCONJ CC 5 cc | struck strike VERB VBD 1 conj | . . PUNCT . 1 punct"
)
SEIZED_THEN_FREED = (
    "Clerks clerk NOUN NNS 5 nsubj:pass | seized seize VERB VBN 5 advcl | on on ADP IN 3 case | Friday Friday PROPN NNP 5 obl"
    " | were be AUX VBD 5 aux:pass | freed free VERB VBN -1 root | on on ADP IN 7 case | Monday Monday PROPN NNP 5 obl"
    " | . . PUNCT . 5 punct"
)
BETWEEN = (
    "Between between ADP IN 1 case | Friday Friday PROPN NNP 5 obl | and and CCONJ CC 3 cc | Monday Monday PROPN NNP 1 conj"
    " | guards guard NOUN NNS 5 nsubj | fled flee VERB VBD -1 root | . . PUNCT . 5 punct"
)
DEADLINE = (
    "Rebels rebel NOUN NNS 1 nsubj | gave give VERB VBD -1 root | guards guard NOUN NNS 1 iobj | until until ADP IN 4 case"
    " | Monday Monday PROPN NNP 1 obl | to to PART TO 6 mark | leave leave VERB VB 1 advcl | . . PUNCT . 1 punct"
)


DIED = (
    "Two two NUM CD 1 nummod | clerks clerk NOUN NNS 3 nsubj | have have AUX VBP 3 aux | died die VERB VBN -1 root | on on ADP IN 5 case"
    " | Friday Friday PROPN NNP 3 obl | . . PUNCT . 3 punct"
)
MAY_HAVE_BURNED = (
    "They they PRON PRP 3 nsubj | may may AUX MD 3 aux | have have AUX VB 3 aux | burned burn VERB VBN -1 root | mills mill NOUN NNS 3 obj"
    " | . . PUNCT . 3 punct"
)
HID = (
    "Clerks clerk NOUN NNS 1 nsubj | run run VERB VBP -1 root | because because SCONJ IN 4 mark | they they PRON PRP 4 nsubj"
    " | burned burn VERB VBD 1 advcl | . . PUNCT . 1 punct"
)
BONDS_DUE = (
    "Tarn Tarn PROPN NNP 1 nsubj | sold sell VERB VBD -1 root | bonds bond NOUN NNS 1 obj | due due ADJ JJ 2 amod"
    " | Monday Monday PROPN NNP 1 obl | . . PUNCT . 1 punct"
)
ANNOUNCED = (
    "They they PRON PRP 1 nsubj | hailed hail VERB VBD -1 root | peace peace NOUN NN 1 obj | , , PUNCT , 6 punct"
    " | which which PRON WDT 6 nsubj:pass | was be AUX VBD 6 aux:pass | announced announce VERB VBN 2 acl:relcl"
    " | Friday Friday PROPN NNP 1 obl | . . PUNCT . 1 punct"
)


WHILE = (
    "Gunmen gunman NOUN NNS 1 nsubj | shot shoot VERB VBD -1 root | a a DET DT 3 det | judge judge NOUN NN 1 obj"
    " | while while SCONJ IN 7 mark | he he PRON PRP 7 nsubj | was be AUX VBD 7 aux | leaving leave VERB VBG 1 advcl | a a DET DT 9 det"
    " | court court NOUN NN 7 obj | in in ADP IN 11 case | Tarn Tarn PROPN NNP 7 obl | on on ADP IN 13 case | Friday Friday PROPN NNP 7 obl"
    " | . . PUNCT . 1 punct"
)
LOST = (
    "Guards guard NOUN NNS 1 nsubj | shot shoot VERB VBD -1 root | rebels rebel NOUN NNS 1 obj | and and CCONJ CC 4 cc"
    " | lost lose VERB VBD 1 conj | two two NUM CD 4 obj | near near ADP IN 7 case | Tarn Tarn PROPN NNP 4 obl | on on ADP IN 9 case"
    " | Friday Friday PROPN NNP 4 obl | . . PUNCT . 1 punct"
)
ASKED = (
    "Guards guard NOUN NNS 1 nsubj | rejected reject VERB VBD -1 root | a a DET DT 3 det | wage wage NOUN NN 1 obj"
    " | which which PRON WDT 6 obj | clerks clerk NOUN NNS 6 nsubj | asked ask VERB VBD 3 acl:relcl | on on ADP IN 8 case"
    " | Friday Friday PROPN NNP 1 obl | . . PUNCT . 1 punct"
)
CONDEMNED = (
    "Bishops bishop NOUN NNS 2 nsubj | Friday Friday PROPN NNP 2 obl | condemned condemn VERB VBD -1 root | the the DET DT 4 det"
    " | raid raid NOUN NN 2 obj | . . PUNCT . 2 punct"
)
DENIED_THAT = (
    "Guards guard NOUN NNS 1 nsubj | denied deny VERB VBD -1 root | Friday Friday PROPN NNP 1 obl | that that SCONJ IN 5 mark"
    " | they they PRON PRP 5 nsubj | fired fire VERB VBD 1 ccomp | . . PUNCT . 1 punct"
)


def dated(word: str, *trees: str) -> Dated:
    article, g = c.grammar(*trees)
    return Dating(article, g, c.times(article)).at(c.spans(article, word)[-1])


@pytest.mark.parametrize(
    ("word", "trees", "date", "rule"),
    [
        ("ambushed", (c.AMBUSH,), "2021-03-05", "own"),
        ("killing", (c.AMBUSH,), "2021-03-05", "clause"),
        ("talks", (c.TALKS,), "2021-03-08", "clause"),
        ("struck", (MARCHED,), "2021-03-08", "clause"),
        ("freed", (FREED,), "2021-03-08", "own"),
        ("fled", (FREED,), "2021-03-06", "shift"),
        ("killing", (BESIDE,), "2021-03-05", "noun"),
        ("fled", (WHEN,), "2021-03-05", "when"),
        ("freed", (SEIZED_THEN_FREED,), "2021-03-08", "own"),
        ("burned", (c.AMBUSH, BURNED), "2021-03-05", "story"),
        ("burned", (c.AMBUSH, HID), "2021-03-05", "scene"),  # aside from the story, yet of its day
        ("died", (DIED,), "2021-03-05", "own"),
        ("sold", (BONDS_DUE,), "2021-03-10", "copy"),
        ("announced", (ANNOUNCED,), "2021-03-05", "sentence"),
        ("storm", (ENTRY,), "2021-03-05", "own"),
        ("burn", (ENTRY.replace(" | . . PUNCT . 3 punct", ""), BURN), "2021-03-10", "copy"),
        ("remains", (c.TENSE,), "2021-03-10", "copy"),
        ("shot", (WHILE,), "2021-03-05", "clause"),
        ("shot", (LOST,), "2021-03-05", "clause"),
    ],
)
def test_date_and_the_step_that_gave_it(word: str, trees: tuple[str, ...], date: str, rule: str) -> None:
    found = dated(word, *trees)
    assert (found.date, found.rule) == (date, rule)


def test_the_words_that_gave_the_date() -> None:
    article, g = c.grammar(c.AMBUSH)
    found = Dating(article, g, c.times(article)).at(c.spans(article, "ambushed")[0])
    assert [article.words(span) for span in found.because] == ["Friday"]
    assert (found.start, found.end, found.time) == ("2021-03-05", "2021-03-05", 0)


def test_what_is_to_come_or_past_already_has_a_bound_and_no_date() -> None:
    ahead = dated("deploy", c.WILL)
    earlier = dated("burned", HAD_BURNED)
    assert (ahead.date, ahead.start, ahead.end) == (None, "2021-03-10", None)
    assert (earlier.date, earlier.start, earlier.end) == (None, None, "2021-03-10")


def test_what_nothing_dates_has_a_guess_apart_from_its_date() -> None:
    assert dated("deploy", c.WILL).guess == "2021-03-10"  # the day of the copy
    found = dated("burned", c.AMBUSH, HAD_BURNED)
    assert (found.date, found.guess, found.rule) == (None, "2021-03-05", "earlier")  # the day of the story
    assert dated("burned", HAD_BURNED).guess == "2021-03-10"
    assert dated("ambushed", c.AMBUSH).guess is None


def test_a_modal_perfect_looks_back() -> None:
    found = dated("burned", c.AMBUSH, MAY_HAVE_BURNED)
    assert (found.date, found.rule) == ("2021-03-05", "scene")


def test_both_ends_of_a_range() -> None:
    found = dated("fled", BETWEEN)
    assert (found.date, found.start, found.end) == ("2021-03-05", "2021-03-05", "2021-03-08")


def test_a_perfect_does_not_take_a_day_past() -> None:
    assert dated("opened", OPENED).date == "2021-03-10"


def test_a_judgement_or_a_denial_does_not_date_what_it_is_about() -> None:
    assert dated("condemned", CONDEMNED).date == "2021-03-05"
    for word, tree in (("raid", CONDEMNED), ("fired", DENIED_THAT), ("rejected", ASKED)):
        article, g = c.grammar(tree)
        head = g.within(c.spans(article, word)[-1])[0].index
        assert date_of(g, head, scene_of(g, c.times(article), ()), published=article.published).date is None


def test_a_comparison_dates_nothing() -> None:
    assert dated("flood", WORST).date != "2021-03-05"


def test_a_deadline_is_no_date_of_the_order() -> None:
    assert dated("gave", DEADLINE).date is None


def test_plain_past_deep_in_the_story_is_only_bounded() -> None:
    found = dated("burned", *[c.TENSE] * 5, BURNED)
    assert (found.date, found.end, found.rule) == (None, "2021-03-10", "earlier")


def test_nothing_known_gives_nothing() -> None:
    assert Dating(Article("x", ""), Grammar((), (), ""), ()).at(Span(0, 3)) == Dated()


def test_a_week_earlier_counts_from_no_day_to_come() -> None:
    text = (
        "TARN, March 27 (KELP) - The guild will strike on April 10, its leaders announced on Wednesday. They spoke at a rally outside the"
        " hall, where police a week earlier had arrested 12 clerks."
    )
    record = dateline.read(text, published="2025-03-27")
    assert next(e.date for e in record.events if record.words(e.trigger) == "arrested") == "2025-03-19"
