"""Runs one rule on one text, for the examples in the rule files."""

from __future__ import annotations

from dateline.article import Article, Part, Span
from dateline.rules import Rule
from dateline.said.cues import load_said
from dateline.said.find import find_drafts
from dateline.said.quotes import QuoteMask, scan_quotes


def try_rule(rule: Rule, text: str, published: str | None) -> list[tuple[str, str | None]]:
    """(content, source) of every piece of every statement that a rule finds in a text by itself, without the tagger's attribution tags.

    Loads the tagger for the tree.
    """
    from dateline.grammar import load_tagger

    zones = (Span(0, len(text)),)
    article = Article("example", text, published=published, parts=(Part("body", zones[0]),))
    grammar = load_tagger().tag([article])[0]
    name = "said." + rule.name.split(".", 1)[1]
    drafts = find_drafts(article, grammar, QuoteMask(scan_quotes(text)), load_said(), zones, tagged=False)
    return [
        (article.words(c), article.words(d.source) if d.source is not None else None) for d in drafts if d.rule == name for c in d.content
    ]
