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


_SETTLED = 50_000  # answers that are remembered
_LONG = 64  # letters; no longer word is remembered


class Lexicon:
    """What the treebanks say of forms seen in them: irregular or doubtful ones by tag, and the lemmas that exist."""

    def __init__(self, forms: dict[str, dict[str, str]], known: Iterable[str]) -> None:
        self._forms = forms
        self._known = frozenset(known)
        self.settled: dict[tuple[str, str, str], str | None] = {}

    def sure(self, word: str, xpos: str, rule: str) -> str | None:
        """The lemma of a tagged word where its best rule settles it, else None."""
        key = (word, xpos, rule)
        found = self.settled.get(key, "")
        if found == "":
            found = self._sure(word, xpos, rule)
            if len(self.settled) >= _SETTLED:
                self.settled.clear()
            if len(word) <= _LONG:
                self.settled[key] = found
        return found

    def _sure(self, word: str, xpos: str, rule: str) -> str | None:
        if not word.isalpha() and not any(c.isalpha() for c in word):
            return word  # figures and marks
        if xpos in ("NNP", "NNPS"):
            return word if rule[1:] == "0" else apply(rule, word)
        seen = self._forms.get(xpos, {}).get(word.lower())
        if seen is not None:
            return seen
        first = apply(rule, word)
        return first if first in self._known else None

    def lemma(self, word: str, xpos: str, rules: Sequence[str]) -> str:
        """The lemma of a tagged word; `rules` best first. A rule that makes a word nobody has seen yields to one that does not."""
        found = self.sure(word, xpos, rules[0])
        if found is not None:
            return found
        made = [apply(rule, word) for rule in rules]
        return next((lemma for lemma in made if lemma in self._known), made[0])
