"""Inflected forms of English verbs and nouns, so that a rule may be written with base forms and matched without a tagger."""

from __future__ import annotations

from functools import cache

_IRREGULAR = """
arise arose arisen|be is are was were been being am|bear bore borne|beat beat beaten|become became become|begin began begun|bend bent|
bet bet|bid bid|bind bound|bite bit bitten|bleed bled|blow blew blown|break broke broken|bring brought|build built|burn burned burnt|
burst burst|buy bought|cast cast|catch caught|choose chose chosen|cling clung|come came come|cost cost|creep crept|cut cut|deal dealt|
dig dug|do did done does|draw drew drawn|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|
fight fought|find found|flee fled|fling flung|fly flew flown flies|forbid forbade forbidden|forget forgot forgotten|
forgive forgave forgiven|forswear forswore forsworn|freeze froze frozen|get got gotten|give gave given|go went gone goes|grow grew grown|
hang hung hanged|have had has|hear heard|hide hid hidden|hit hit|hold held|hurt hurt|keep kept|kneel knelt|know knew known|lay laid|
lead led|leave left|lend lent|let let|lie lay lain lied lying|light lit lighted|lose lost|make made|mean meant|meet met|mow mowed mown|
overrun overran overrun|overthrow overthrew overthrown|overturn overturned|pay paid|plead pleaded pled|prove proved proven|put put|
quit quit quitted|read read|rebuild rebuilt|rend rent|retake retook retaken|ride rode ridden|ring rang rung|rise rose risen|run ran run|
say said|see saw seen|seek sought|sell sold|send sent|set set|shake shook shaken|shoot shot|show showed shown|shrink shrank shrunk|
shut shut|sing sang sung|sink sank sunk|sit sat|slay slew slain|sleep slept|sling slung|slip slipped|speak spoke spoken|speed sped|
spend spent|spin spun|spit spat|split split|spread spread|spring sprang sprung|stand stood|steal stole stolen|stick stuck|sting stung|
strike struck stricken|string strung|strip stripped|strive strove|swear swore sworn|sweep swept|swim swam swum|swing swung|take took taken|
teach taught|tear tore torn|tell told|think thought|throw threw thrown|tread trod|undertake undertook undertaken|upbraid upbraided|
uphold upheld|wake woke|wear wore worn|weep wept|win won|wind wound|withdraw withdrew withdrawn|withhold withheld|
withstand withstood|write wrote written|behead beheaded|cast cast|slit slit|shed shed|thrust thrust|bear bore born
"""
_IRREGULAR_PLURALS = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet", "life": "lives", "wife": "wives",
    "knife": "knives", "thief": "thieves", "half": "halves", "crisis": "crises", "embassy": "embassies",
}  # fmt: skip
_VOWELS = frozenset("aeiou")


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for row in _IRREGULAR.replace("\n", "").split("|"):
        base, *rest = row.split()
        table[base] = (*table.get(base, ()), *rest)
    return table


@cache
def verb_forms(base: str) -> frozenset[str]:
    """All forms of a verb: base, third person, past, participles, in either spelling ("criticise", "criticize")."""
    if base.endswith("ise") and base not in _ONLY_S:
        return _verb_forms(base) | _verb_forms(base[:-3] + "ize")
    return _verb_forms(base)


_ONLY_S = frozenset("rise arise raise praise advise revise promise surprise supervise televise exercise compromise disguise devise".split())


def _verb_forms(base: str) -> frozenset[str]:
    if base in _irregular():
        return frozenset((base, *_irregular()[base], third_person(base), gerund(base), *doubled(base, "ing")))
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
