"""Lemmas by edit rule: "L3y" = small letters, three letters off the end, "y" on: "parties" gives "party"; "K0" keeps the word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.grammar.irregular import base_of


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


_PAST, _GERUND, _ENDS_IN_S = ("VBD", "VBN"), ("VBG",), ("VBZ", "NNS")
_SIBILANTS = ("s", "x", "z", "ch", "sh")
_VOWELS = "aeiou"
_SHORT = 3
_MUTE = ("c", "v", "u", "dg", "lg", "rg", "ls", "ns", "ps", "rs")
#: after a consonant, in verbs of more than one beat
_MUTE_ENDS = frozenset(
    "ad ag ak am ap ar as at az ed ib id ik in ir is iz od ok os ud uk ul um un ur us ut yz".split()
)  # after a consonant


def regular(word: str, xpos: str) -> tuple[str, ...]:
    """The lemmas that spelling allows for a regular form of a verb or of a noun in the plural, likeliest first; () of other forms."""
    form = word.lower()
    if xpos in _ENDS_IN_S and form.endswith("s") and len(form) > 3:
        if form.endswith("ies") and len(form) > 4:
            return (form[:-3] + "y",)
        return (form[:-2], form[:-1]) if form.endswith("es") and form[:-2].endswith(_SIBILANTS) else (form[:-1],)
    ending = "ed" if xpos in _PAST else "ing" if xpos in _GERUND else ""
    if not ending or not form.endswith(ending) or len(form) < len(ending) + 2:
        return ()
    stem = form[: -len(ending)]
    if len(stem) < _SHORT:
        return _of_short(stem, ending)
    if ending == "ed" and stem.endswith("i"):
        return (stem[:-1] + "y",)
    if stem.endswith("ick"):
        return (stem[:-1], stem) if _beats(stem) > 1 else (stem, stem[:-1])  # "mimicked", "picked"
    if stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        single = stem[-1] not in "flsz" or (stem[-1] == "l" and _beats(stem) > 1)
        return (stem[:-1], stem) if single else (stem, stem[:-1])
    return (stem + "e", stem) if _mute(stem) else (stem, stem + "e")


def _of_short(stem: str, ending: str) -> tuple[str, ...]:
    """Verbs of two or three letters: "tied", "vying", "dyed", "axed"."""
    if ending == "ed" and stem.endswith("i"):
        return (stem + "e",)
    if stem.endswith("y"):
        return (stem[:-1] + "ie", stem + "e") if ending == "ing" else (stem + "e",)
    return (stem + "e", stem)


def _beats(stem: str) -> int:
    """Vowels that are sounded apart: two in "repel"."""
    sounded = stem.replace("qu", "q")
    return sum(c in _VOWELS and (i == 0 or sounded[i - 1] not in _VOWELS) for i, c in enumerate(sounded))


def _mute(stem: str) -> bool:
    """Whether a verb that nobody has seen likely ends in an e that its form has lost: "meddl", "blockad", but "oust", "loot"."""
    if stem.endswith(_MUTE):
        return True
    if stem[-1] == "l" and stem[-2] not in _VOWELS + "lrw":
        return True
    if stem[-2] not in _VOWELS or stem[-3] in _VOWELS:
        return False
    if _beats(stem) == 1:
        return stem[-1] not in _VOWELS + "wxy"  # "ban" would have doubled its last letter
    return stem[-2:] in _MUTE_ENDS


def _cut_short(word: str, lemma: str, xpos: str) -> bool:
    """Whether a lemma lost a letter that is not doubled in the form: "burned" is of no verb "bur"."""
    usual = regular(word, xpos)
    return bool(usual) and xpos in _PAST + _GERUND and len(lemma) < len(usual[-1]) and lemma not in usual and usual[0].startswith(lemma)


_SETTLED = 16_000  # answers that are remembered
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
        base = base_of(word.lower()) if xpos in _PAST else None
        if base is not None:
            return base
        seen = self._forms.get(xpos, {}).get(word.lower())
        if seen is not None:
            return seen
        first = apply(rule, word)
        if xpos == "NN" and len(first) < len(word):
            return word.lower()  # a noun in the singular is its own lemma: "kingdom" is no king
        return first if first in self._known and not _cut_short(word, first, xpos) else None

    def lemma(self, word: str, xpos: str, rules: Sequence[str]) -> str:
        """The lemma of a tagged word; `rules` best first. A rule that makes a word nobody has seen yields to one that does not."""
        found = self.sure(word, xpos, rules[0])
        if found is not None:
            return found
        made = [apply(rule, word) for rule in rules]
        usual = regular(word, xpos)
        if not usual:
            return next((lemma for lemma in made if lemma in self._known), base_of(word.lower()) or made[0])
        likely = [lemma for lemma in made if not _cut_short(word, lemma, xpos)]
        known = next((lemma for lemma in (*likely, *usual) if lemma in self._known), None)
        return known or usual[0]
