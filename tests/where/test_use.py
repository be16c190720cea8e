"""What a place name stands for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.where.conftest import grammar_of
from tests.where.test_allusions import allusions

from dateline.article import Article, Part, Span
from dateline.grammar.words import Grammar
from dateline.where import Gazetteer, find_places


def tree(text: str, arcs: dict[str, tuple[str, str, str, str]], names: tuple[str, ...]) -> Grammar:
    """A grammar with arcs word -> (head, relation, part of speech, lemma); other words hang nowhere."""
    flat = grammar_of(text, dict.fromkeys(names, "LOC"))
    index = {word.text: word.index for word in flat.words}
    words = []
    for word in flat.words:
        head, deprel, upos, lemma = arcs.get(word.text, ("", "dep", "X", word.text))
        words.append(replace(word, head=index.get(head, -1), deprel=deprel, upos=upos, lemma=lemma))
    return Grammar(tuple(words), flat.sentences, flat.model)


@pytest.mark.parametrize(
    ("text", "arcs", "use"),
    [
        (
            "Oman rejected the plan.",
            {"Oman": ("rejected", "nsubj", "PROPN", "Oman"), "rejected": ("", "root", "VERB", "reject")},
            "government",
        ),
        ("Oman lies east.", {"Oman": ("lies", "nsubj", "PROPN", "Oman"), "lies": ("", "root", "VERB", "lie")}, "literal"),
        ("They met in Oman.", {"Oman": ("met", "obl", "PROPN", "Oman"), "in": ("Oman", "case", "ADP", "in")}, "literal"),
        (
            "They held talks with Oman.",
            {"Oman": ("talks", "nmod", "PROPN", "Oman"), "with": ("Oman", "case", "ADP", "with"), "talks": ("held", "obj", "NOUN", "talk")},
            "government",
        ),
        (
            "Oman's refusal came late.",
            {"Oman's": ("refusal", "nmod:poss", "PROPN", "Oman"), "refusal": ("came", "nsubj", "NOUN", "refusal")},
            "government",
        ),
        (
            "They accused Oman.",
            {"Oman": ("accused", "obj", "PROPN", "Oman"), "accused": ("", "root", "VERB", "accuse")},
            "government",
        ),
        ("Oman–backed rebels fled.", {}, "government"),
        ("Yemeni–Oman talks failed.", {}, "government"),
        ("Oman–based firms failed.", {}, "literal"),
        ("The Yemen–Oman border was shut.", {}, "literal"),
        ("They left Oman.", {"Oman": ("left", "obj", "PROPN", "Oman"), "left": ("", "root", "VERB", "leave")}, "literal"),
    ],
)
def test_governments(gazetteer: Gazetteer, text: str, arcs: dict[str, tuple[str, str, str, str]], use: str) -> None:
    article = Article("x", text, parts=(Part("body", Span(0, len(text))),))
    places = find_places(article, tree(text, arcs, ("Oman",)), gazetteer)
    assert [place.use for place in places if place.country == "OMN"] == [use]


def test_a_club_goes_by_its_town_in_copy_about_sport_only(gazetteer: Gazetteer) -> None:
    game = "The coach said the goals came late in the match. The team won 3-1 and leads the league by six points. "
    found = allusions(game + "They had lost to Dortmund.", {"Dortmund": "ORG"}, gazetteer)
    assert (found["Dortmund"].use, found["Dortmund"].country) == ("organization", "DEU")
    assert allusions("The chipmaker sued Dortmund.", {"Dortmund": "ORG"}, gazetteer) == {}
