"""The trigger lexicon: rules/*.toml compiled into an index by word form, and matched on a flat run of words.

An entry of `verbs` or `weak_verbs` is a base form, then words that must follow: "impose curfew" finds "imposed a night curfew". `|`
divides alternatives, up to six words may lie between; `~` before a word keeps it right behind the one before: "give ~in". Entries of
`nouns` and `words` stand together. `unless` lists what makes the rule let go: "shoot film". Weak entries name an act only now and then
and count only beside a tagger that agrees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dateline.did.forms import noun_forms, verb_forms
from dateline.rules import Rule

_GAP = 6  # words that may lie between the parts of a phrase: "declared a provisional three-month truce"
_JOINS = frozenset(("and", "or", "but", "then", "who", "which", "that"))  # a verb behind them is another act: "gave way and granted"
_BREAKS = frozenset(',;:—–()"“”.!?')
_FUNCTION = frozenset(
    "a about across after against along alone and around as at away back before behind by down for from home in into it itself "
    "loose of off "
    "on onto open out over past responsible short sides that the through to together toward towards under up upon with without".split()
)
_KINDS = (("verbs", True), ("weak_verbs", False), ("nouns", True), ("weak_nouns", False), ("words", True))


class Token(NamedTuple):
    """What matching needs of a word: lower-cased text and lemma, universal part of speech ("" if unknown)."""

    text: str
    lemma: str
    upos: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a rule: for each of its words the forms that are taken."""

    rule: str
    type: str
    mode: str | None
    forms: tuple[frozenset[str], ...]
    close: tuple[bool, ...]  # which words must follow at once
    kind: str  # verb, noun, words
    strong: bool
    unless: tuple[tuple[frozenset[str], ...], ...]
    order: int
    wary: frozenset[str]  # first words of `unless`


class Hit(NamedTuple):
    """An entry found: words `first` to `last` (inclusive) name the act, `head` carries it, `size` words matched."""

    first: int
    last: int
    head: int
    size: int
    entry: Entry


class Lexicon:
    """Entries by the form of their first word."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._index: dict[str, list[Entry]] = {}
        for order, rule in enumerate(rules):
            for entry in _entries(rule, order):
                for form in sorted(entry.forms[0]):
                    self._index.setdefault(form, []).append(entry)

    def find(self, words: Sequence[Token], fronted: Mapping[int, Sequence[Token]] | None = None) -> list[Hit]:
        """All hits in one sentence, in order of their first word; a word may have several. `fronted` gives for a verb the words that
        are acted on but stand before it: "a curfew was imposed", "the curfew imposed on Monday"."""
        hits: list[Hit] = []
        known = self._index.get
        present: set[str] = set()
        for i, (text, lemma, _) in enumerate(words):
            entries = known(text)
            if entries is None and (lemma == text or (entries := known(lemma)) is None):
                continue
            present = present or {t[0] for t in words} | {t[1] for t in words}
            for entry in entries:
                if len(entry.forms) > 1 and entry.forms[1].isdisjoint(present):
                    continue  # most phrases: their second word stands nowhere in the sentence
                hit = _match(words, i, entry, fronted.get(i, ()) if fronted else ())
                if hit is not None and not _vetoed(words, hit.head, entry):
                    hits.append(hit)
        return hits


def _entries(rule: Rule, order: int) -> list[Entry]:
    kind, _, mode = rule.pattern.partition("/")
    unless = tuple(_parts(text, both=True) for text in rule.extra.get("unless", ()))
    wary = frozenset().union(*(forms[0] for forms in unless))
    out = []
    for key, strong in _KINDS:
        for text in rule.extra.get(key, ()):
            verb = key.endswith("verbs")
            part = "verb" if verb else "noun" if key.endswith("nouns") else "words"
            close = tuple(token.startswith("~") for token in text.split())
            text = text.replace("~", "")
            variants = [_parts(text, verb=verb)]
            if part == "noun" and ("-" in text or " " in text):
                variants += [_parts(text.replace(" ", "-")), _parts(text.replace("-", " "))]
            for forms in dict.fromkeys(variants):
                near = close if len(close) == len(forms) else (False,) * len(forms)
                out.append(Entry(rule.name, kind, mode or None, forms, near, part, strong, unless, order, wary))
    return out


def _parts(text: str, *, verb: bool = False, both: bool = False) -> tuple[frozenset[str], ...]:
    parts = []
    for n, token in enumerate(text.split()):
        forms: set[str] = set()
        for word in token.split("|"):
            if n == 0 and (verb or both):
                forms |= verb_forms(word)
            if n > 0 or not verb:
                forms |= {word} if word in _FUNCTION else noun_forms(word)
        parts.append(frozenset(forms))
    return tuple(parts)


def _match(words: Sequence[Token], i: int, entry: Entry, fronted: Sequence[Token]) -> Hit | None:
    word = words[i]
    if not _fits(word, entry):
        return None
    loose, last, gaps = entry.kind == "verb", i, 0
    for forms, close in zip(entry.forms[1:], entry.close[1:], strict=True) if len(entry.forms) > 1 else ():
        found = _next(words, last + 1, forms, _GAP if loose and not close else 0)
        if found < 0:
            if any(t.text in forms or t.lemma in forms for t in fronted):
                continue
            return None
        gaps += found - last - 1
        last = found
    end, head = last, i
    if entry.kind == "noun":
        while end > i and words[end].text in _FUNCTION:
            end -= 1
        head = end if words[last].text not in _FUNCTION or end > i else i
        if words[head].upos and words[head].upos not in ("NOUN", "PROPN") and not words[head].text.endswith("ing"):
            return None
    elif gaps > 2 or (gaps and words[last].text in _FUNCTION):
        end = i
    return Hit(i, end, head, len(entry.forms), entry)


def _fits(word: Token, entry: Entry) -> bool:
    if entry.kind == "verb":
        return word.upos in ("VERB", "") and (word.text in entry.forms[0] or word.lemma in entry.forms[0])
    return word.text in entry.forms[0] or (entry.kind == "noun" and word.lemma in entry.forms[0])


def _next(words: Sequence[Token], start: int, forms: frozenset[str], gap: int) -> int:
    """Index of the next word with one of the forms, at most `gap` words on, or -1."""
    for j in range(start, min(start + gap + 1, len(words))):
        if (words[j].text in forms or words[j].lemma in forms) and not (
            j > start and words[j].upos == "VERB" and words[j - 1].text in _JOINS
        ):
            return j
        if words[j].text in _BREAKS:
            return -1
    return -1


def _vetoed(words: Sequence[Token], i: int, entry: Entry) -> bool:
    if words[i].text not in entry.wary and not (i and words[i - 1].text in entry.wary):
        return False
    for forms in entry.unless:
        for back in range(min(2, len(forms))):  # "press release" begins a word before, "shoot film" with the word itself
            last = i - back
            if last < 0 or words[last].text not in forms[0]:
                continue
            for n, part in enumerate(forms[1:]):
                last = _next(words, last + 1, part, 0 if back and n == 0 else 2)
                if last < 0:
                    break
            if last >= 0 and (not back or last >= i):
                return True
    return False
