"""Who: the actors of an article with every naming, their roles, country and sector.

`find_actors` is the stage; `code_phrase` codes a single phrase; `load_who` reads the lexicon once. `load_offices` reads a user's table of
office holders, `with_offices` applies it to actors; `actor_key` names an actor across articles.
"""

from __future__ import annotations

from dateline.article import Article, Span
from dateline.fields import Actor, Place, Statement
from dateline.grammar.words import Grammar
from dateline.rules import Rule
from dateline.who.affiliation import find_links
from dateline.who.board import Board
from dateline.who.chains import Chains
from dateline.who.codes import Coder
from dateline.who.country import Countries, dateline_country, home_country, outlet_country
from dateline.who.keys import actor_key
from dateline.who.lexicon import NATIONAL, Hit, WhoLexicon, load_who, plain
from dateline.who.mentions import read_mentions
from dateline.who.offices import Offices, load_offices, with_offices
from dateline.who.pairs import find_pairs
from dateline.who.phrase import Code, read_phrase
from dateline.who.resolve import clusters_of, resolve
from dateline.who.shapes import Mention
from dateline.who.single import PhraseCode, coarse_country, code_phrase

__all__ = [
    "Offices",
    "PhraseCode",
    "WhoLexicon",
    "actor_key",
    "coarse_country",
    "code_phrase",
    "find_actors",
    "find_chains",
    "load_offices",
    "load_who",
    "try_rule",
    "with_offices",
]


def find_actors(
    article: Article, grammar: Grammar, places: tuple[Place, ...], statements: tuple[Statement, ...], lexicon: WhoLexicon
) -> tuple[Actor, ...]:
    """Actors in order of first mention, ids a1, a2 ... Spans index `article.text`."""
    return find_chains(article, grammar, places, statements, lexicon)[0]


def find_chains(
    article: Article, grammar: Grammar, places: tuple[Place, ...], statements: tuple[Statement, ...], lexicon: WhoLexicon
) -> tuple[tuple[Actor, ...], tuple[tuple[Span, Place], ...]]:
    """Actors as `find_actors` gives them, and the words that stand for a place ("the city", "it"), each with a naming of that place."""
    if not grammar.words:
        return (), ()
    board, places, hits = read_board(article, grammar, places, statements, lexicon)
    grounds = Chains(board, places, lexicon.chains).read()
    mentions, codes, home = board.mentions, board.codes, board.home or None
    clusters, of = clusters_of(board), [board.at(i) for i in range(len(mentions))]
    links = find_links(article, grammar, mentions, of)
    printed = dateline_country(article, places, lexicon)
    countries = Countries(article, grammar, places, hits, codes, links, home=home, printed=printed, outlet=outlet_country(article, lexicon))
    coder = Coder(article, countries, codes, links, lexicon)
    return tuple(coder.actor(cluster, f"a{n}") for n, cluster in enumerate(clusters, 1)), grounds


def read_board(
    article: Article, grammar: Grammar, places: tuple[Place, ...], statements: tuple[Statement, ...], lexicon: WhoLexicon
) -> tuple[Board, tuple[Place, ...], list[Hit]]:
    """The board as the rules leave it, the places that are no bodies, and the known terms that were met."""
    mentions, hits = read_mentions(article, grammar, places, statements, lexicon)
    places = _outside_bodies(places, hits)
    codes = [_code(article, mention, lexicon) for mention in mentions]
    pairs = find_pairs(article, grammar, mentions, codes)
    home = home_country(article, places, hits, mentions, lexicon)
    paragraphs = [part.span for part in article.parts if part.kind in ("headline", "body")]
    board = resolve(grammar, mentions, codes, pairs, home=home or "", kinds=lexicon.kinds, paragraphs=paragraphs)
    return board, places, hits


def _outside_bodies(places: tuple[Place, ...], hits: list[Hit]) -> tuple[Place, ...]:
    """Places that are not the name of a body: "Congress" is no town here."""
    taken = {i for hit in hits if hit.entry.group == "body" for i in (hit.start, hit.end)}
    return tuple(p for p in places if not (p.span.start in taken and p.span.end in taken))


def _code(article: Article, mention: Mention, lexicon: WhoLexicon) -> Code:
    if mention.kind == "pronoun":
        return Code()
    if mention.kind == "name" and mention.country == "EUR":
        return Code("EUR", None, (mention.span,), "capital")
    dateline = article.dateline
    known = any(hit.entry.kind == "body" for hit in mention.hits)
    if dateline is not None and dateline.agency and not known and mention.kind == "name" and mention.key == plain(dateline.agency):
        return Code(None, "JRN", (mention.span,), "agency")
    named = mention.kind == "name" and mention.sort == "body"
    span, hits = (mention.coded, mention.coded_hits) if mention.coded is not None else (mention.span, mention.hits)
    own = mention.name_span if mention.kind == "name" and mention.sort == "person" else None
    if own is not None:  # "Jordan Pike" is of no country by his name
        hits = tuple(hit for hit in hits if hit.entry.kind not in NATIONAL or not own.overlaps(Span(hit.start, hit.end)))
    return read_phrase(article.text, span, hits, lexicon, named=named, person=mention.sort == "person")


def try_rule(rule: Rule, text: str, published: str | None) -> list[tuple[str, str | None]]:
    """What one rule of this room finds in a text, with the sector or country it gives; for the examples in `rules/`."""
    lexicon = load_who()
    for coding in (*lexicon.phrases, *lexicon.names):
        if coding.rule.name == rule.name:
            value = coding.country or coding.sector
            return [(found.group(), value) for found in coding.pattern.finditer(text)]
    return []
