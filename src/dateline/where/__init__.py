"""Where: names of places, found and put on the map. See docs/where.md."""

from __future__ import annotations

from dateline.article import Article
from dateline.fields import Place
from dateline.grammar.words import Grammar
from dateline.where.book import Gazetteer, load_gazetteer

__all__ = ["Gazetteer", "find_allusions", "find_places", "load_gazetteer"]


def find_places(article: Article, grammar: Grammar, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The toponyms of an article in order of the text. A name that means nothing known keeps its span; its point is None."""
    from dateline.where.place import place_all

    return place_all(article, grammar, gazetteer)


def find_allusions(article: Article, grammar: Grammar, places: tuple[Place, ...], gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Words that point to a place without naming it as one: "Kenyan", "Kenya Airways". None lies inside a place."""
    from dateline.where.allusions import find_allusions as find

    return find(article, grammar, places, gazetteer)
