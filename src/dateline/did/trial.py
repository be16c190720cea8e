"""Tries one rule on one text, without a tagger: what the example test calls."""

from __future__ import annotations

import re

from dateline.did.lexicon import Hit, Lexicon, Token
from dateline.rules import Rule

_WORD = re.compile(r"\w+(?:-\w+)*|[^\w\s]")


def try_rule(rule: Rule, text: str, published: str | None) -> list[tuple[str, str | None]]:
    """(words, value) of everything a rule finds. Triggers give "TYPE/mode", modes the same, conditions "kind/status"."""
    if "kind" in rule.extra:
        value = f"{rule.extra['kind']}/{rule.extra['status']}"
        return [(m.group().strip(), value) for m in re.finditer(rule.pattern, text, re.IGNORECASE)]
    if "mode" in rule.extra:
        return [(m.group(), str(rule.extra["mode"])) for m in re.finditer(rule.pattern, text, re.IGNORECASE)]
    spans = [m.span() for m in _WORD.finditer(text)]
    tokens = [Token(text[a:b].lower(), text[a:b].lower(), "") for a, b in spans]
    best: dict[int, Hit] = {}
    for hit in Lexicon([rule]).find(tokens):
        if hit.entry.strong and (hit.head not in best or (hit.size, hit.last) > (best[hit.head].size, best[hit.head].last)):
            best[hit.head] = hit
    return [(text[spans[h.first][0] : spans[h.last][1]], rule.pattern) for h in best.values()]
