"""Inflected forms of English verbs and nouns, so that a rule may be written with base forms and matched without a tagger."""

from __future__ import annotations

from functools import cache

from dateline.grammar.irregular import irregular_of

_IRREGULAR_PLURALS = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet", "life": "lives", "wife": "wives",
    "knife": "knives", "thief": "thieves", "half": "halves", "crisis": "crises", "embassy": "embassies",
}  # fmt: skip
_VOWELS = frozenset("aeiou")


@cache
def verb_forms(base: str) -> frozenset[str]:
    """All forms of a verb: base, third person, past, participles, in either spelling ("criticise", "criticize")."""
    if base.endswith("ise") and base not in _ONLY_S:
        return _verb_forms(base) | _verb_forms(base[:-3] + "ize")
    return _verb_forms(base)


_ONLY_S = frozenset("rise arise raise praise advise revise promise surprise supervise televise exercise compromise disguise devise".split())


def _verb_forms(base: str) -> frozenset[str]:
    irregular = irregular_of(base)
    if irregular:
        return frozenset((base, *irregular, third_person(base), gerund(base), *doubled(base, "ing")))
    out = {base, third_person(base), gerund(base), past(base)}
    out.update(doubled(base, "ed"))
    out.update(doubled(base, "ing"))
    return frozenset(out)


def third_person(base: str) -> str:
    """Adds -s: "carry" -> "carries"; the plural of a noun is made the same way."""
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def past(base: str) -> str:
    """Adds -ed: "carry" -> "carried", "torture" -> "tortured"."""
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ied"
    return base + "ed"


def gerund(base: str) -> str:
    """Adds -ing: "raise" -> "raising", "lie" -> "lying"."""
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return base + "ing"


def doubled(base: str, ending: str) -> tuple[str, ...]:
    """Doubles a last letter, "ban" -> "banned": after one short vowel; given also where spelling would not ask for it."""
    if base.endswith(("al", "el")):  # "initialled", "travelled"
        return (base + "l" + ending,)
    if len(base) > 2 and base[-1] not in "aeiouwxy" and base[-2] in _VOWELS and (base[-3] not in _VOWELS or base[-4:-2] == "qu"):
        return (base + base[-1] + ending,)
    return ()


@cache
def noun_forms(base: str) -> frozenset[str]:
    """Singular and plural of a noun, in either spelling ("mobilisation"). A word that is no noun gets a harmless plural."""
    if "isation" in base:
        return noun_forms(base.replace("isation", "ization")) | {base, third_person(base)}
    return frozenset((base, _IRREGULAR_PLURALS.get(base, third_person(base))))
