"""The lexicon of reporting words and how a word of the text is known to be one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, cast

from dateline.article import Span
from dateline.fields import Manner
from dateline.grammar.words import Grammar, Word
from dateline.rules import Rule, load_lexicon, load_rules

RULE_FILES = ("clauses.toml", "phrases.toml", "quotations.toml")


@dataclass(frozen=True, slots=True)
class Cue:
    """One entry. `takes`: c clause, i infinitive, g gerund, a "as ..." or object complement, q quotation, n noun phrase."""

    lemma: str
    particle: str
    manner: Manner
    takes: str


@dataclass(frozen=True, slots=True)
class SaidRules:
    """What the room works with: cue entries by word form, media words, manners, rules, compiled patterns and word lists by rule name."""

    forms: Mapping[str, tuple[Cue, ...]]
    media: frozenset[str]
    manners: Mapping[str, Manner]
    rules: Mapping[str, Rule]
    patterns: Mapping[str, re.Pattern[str]]
    words: Mapping[str, frozenset[str]]


class Found(NamedTuple):
    """A reporting word of the text: its entries (best first), the words it covers."""

    word: Word
    entries: tuple[Cue, ...]
    first: int
    last: int

    def takes(self, kind: str) -> Cue | None:
        """The first entry that takes a kind of content."""
        return next((e for e in self.entries if kind in e.takes), None)

    @property
    def manner(self) -> Manner:
        """The manner of the first entry."""
        return self.entries[0].manner


@cache
def load_said() -> SaidRules:
    """The lexicons and rules of the room. Raises RuleError if one is malformed."""
    forms: dict[str, list[Cue]] = {}
    for row in load_lexicon("dateline.said", "cues.tsv"):
        cue = Cue(row["lemma"], row["particle"], cast(Manner, row["manner"]), row["takes"])
        for form in inflect(row["lemma"], row["forms"]):
            forms.setdefault(form, []).append(cue)
    media = frozenset(row["word"] for row in load_lexicon("dateline.said", "media.tsv"))
    manners = {form: cast(Manner, row["manner"]) for row in load_lexicon("dateline.said", "manners.tsv") for form in inflect(row["word"])}
    rules = {rule.name: rule for file in RULE_FILES for rule in load_rules("dateline.said", file)}
    patterns = {name: re.compile(rule.pattern, re.MULTILINE) for name, rule in rules.items()}
    words = {name: frozenset(rule.pattern.split("|")) for name, rule in rules.items()}
    return SaidRules({form: tuple(cues) for form, cues in forms.items()}, media, manners, rules, patterns, words)


def inflect(lemma: str, irregular: str = "") -> tuple[str, ...]:
    """The forms of a verb: lemma, -s, -ed, -ing by the rules of spelling, and the irregular ones given."""
    y = lemma.endswith("y") and lemma[-2:-1] not in "aeiou"
    e = lemma.endswith("e")
    sibilant = lemma.endswith(("s", "sh", "ch", "x", "z"))
    third = lemma[:-1] + "ies" if y else lemma + ("es" if sibilant or lemma.endswith("o") else "s")
    past = lemma[:-1] + "ied" if y else lemma + ("d" if e else "ed")
    present = (lemma[:-1] if e and not lemma.endswith("ee") else lemma) + "ing"
    return tuple(dict.fromkeys((lemma, third, past, present, *irregular.split())))


def find_cue(grammar: Grammar, word: Word, rules: SaidRules) -> Found | None:
    """The word as a reporting word, with its particle ("pointed out", "brushed this aside"), or None."""
    entries = rules.forms.get(grammar.lower[word.index])
    if not entries or (
        word.upos not in ("VERB", "AUX", "X") and not (word.upos in ("NOUN", "PROPN", "ADJ") and _acts_as_verb(grammar, word))
    ):
        return None
    if word.relation in ("amod", "compound", "case", "fixed", "aux", "det", "flat") and word.upos != "AUX":
        return None
    own: list[tuple[Cue, int]] = []
    end = min(word.index + 6, grammar.sentences[word.sentence].last)
    for entry in entries:
        if not entry.particle:
            continue
        for i in range(word.index + 1, end):
            near = grammar.words[i]
            if near.text.lower() == entry.particle and (i == word.index + 1 or near.head == word.index or _held(grammar, i, word.index)):
                own.append((entry, i))
                break
            if near.upos == "PUNCT":
                break
    plain = tuple(e for e in entries if not e.particle)
    if own:
        entry, at = own[0]
        last = at + 1 if at == word.index + 1 else word.index + 1
        return Found(word, (entry, *plain), word.index, last)
    return Found(word, plain, word.index, word.index + 1) if plain else None


def _held(grammar: Grammar, i: int, cue: int) -> bool:
    return any(w.index == cue for w in grammar.ancestors(i)) and grammar.words[i].upos in ("ADP", "ADV", "ADJ", "NOUN", "VERB")


def _acts_as_verb(grammar: Grammar, word: Word) -> bool:
    """A cue mistagged as a noun still has a subject and a clause."""
    return bool(grammar.children(word.index, "nsubj")) and bool(grammar.children(word.index, "ccomp", "parataxis"))


def cue_span(grammar: Grammar, found: Found) -> Span:
    """The words of the cue."""
    return grammar.span_of(found.first, found.last)
