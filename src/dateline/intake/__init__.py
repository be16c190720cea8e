"""The intake: bytes -> Article. Sources, decoding, pages, JSONL, and the layout of wire copy (docs/intake.md)."""

from __future__ import annotations

from dateline.intake.article import read_text
from dateline.intake.dateline import style_examples
from dateline.intake.labels import rule_examples
from dateline.intake.options import IntakeOptions
from dateline.intake.sources import read_sources
from dateline.rules import Rule

__all__ = ["IntakeOptions", "read_sources", "read_text", "try_rule"]


def try_rule(rule: Rule, text: str, published: str | None) -> list[tuple[str, str | None]]:
    """What one rule of this room finds in a text: (words, value). The value of a dateline rule is "place; date; agency"."""
    if rule.name.startswith("datelines."):
        return style_examples(rule, text, published)
    return [(words, None) for words in rule_examples(rule, text)]
