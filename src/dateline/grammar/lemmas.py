"""Lemmas by edit rule: "L3y" = small letters, three letters off the end, "y" on: "parties" gives "party"; "K0" keeps the word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def rule_of(word: str, lemma: str) -> str:
    """The rule that turns `word` into `lemma` (used by training, here so that both sides stay one)."""
    keep = lemma != lemma.lower()
    form = word if keep else word.lower()
    common = 0
    while common < len(form) and common < len(lemma) and form[common] == lemma[common]:
        common += 1
    return f"{'K' if keep else 'L'}{len(form) - common}{lemma[common:]}"


def apply(rule: str, word: str) -> str:
    """The lemma of `word` by `rule`; the word itself where the rule cuts more letters than there are."""
    form = word if rule[0] == "K" else word.lower()
    digits = 1
    while digits < len(rule) and rule[digits].isdigit():
        digits += 1
    cut = int(rule[1:digits])
    if cut > len(form) or (cut == len(form) and digits == len(rule)):
        return form
    return form[: len(form) - cut] + rule[digits:]


class Lexicon:
    """What the treebanks say of forms seen in them: irregular or doubtful ones by tag, and the lemmas that exist."""

    def __init__(self, forms: dict[str, dict[str, str]], known: Iterable[str]) -> None:
        self._forms = forms
        self._known = frozenset(known)

    def lemma(self, word: str, xpos: str, rules: Sequence[str]) -> str:
        """The lemma of a tagged word; `rules` best first. A rule that makes a word nobody has seen yields to one that does not."""
        if not word.isalpha() and not any(c.isalpha() for c in word):
            return word  # figures and marks
        if xpos in ("NNP", "NNPS"):
            return word if rules[0][1:] == "0" else apply(rules[0], word)
        small = word.lower()
        seen = self._forms.get(xpos, {}).get(small)
        if seen is not None:
            return seen
        first = apply(rules[0], word)
        if first in self._known:
            return first
        for rule in rules[1:]:
            other = apply(rule, word)
            if other in self._known:
                return other
        return first
