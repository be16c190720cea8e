"""Irregular English verbs: past tenses and participles by base form."""

from __future__ import annotations

_VERBS = """
abide abode|arise arose arisen|awake awoke awoken|be is are was were been being am|bear bore borne born|beat beat beaten|
become became become|befall befell befallen|beget begot begotten|begin began begun|behold beheld|bend bent|beset beset|bet bet|
bid bid bade bidden|bind bound|bite bit bitten|bleed bled|blow blew blown|break broke broken|breed bred|bring brought|
broadcast broadcast broadcasted|build built|burn burned burnt|burst burst|buy bought|cast cast|catch caught|choose chose chosen|
cling clung|come came come|cost cost|creep crept|cut cut|deal dealt|dig dug|do did done does|draw drew drawn|dream dreamt dreamed|
drink drank drunk|drive drove driven|dwell dwelt dwelled|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|
flee fled|fling flung|fly flew flown flies|forbid forbade forbidden|forecast forecast forecasted|forget forgot forgotten|
forgive forgave forgiven|forgo forwent forgone|forsake forsook forsaken|forswear forswore forsworn|freeze froze frozen|get got gotten|
give gave given|go went gone goes|grind ground|grow grew grown|hang hung hanged|have had has|hear heard|hide hid hidden|hit hit|
hold held|hurt hurt|keep kept|kneel knelt|knit knit knitted|know knew known|lay laid|lead led|leap leapt leaped|learn learnt learned|
leave left|lend lent|let let|lie lay lain lied lying|light lit lighted|lose lost|make made|mean meant|meet met|mow mowed mown|pay paid|
plead pleaded pled|prove proved proven|put put|quit quit quitted|read read|rend rent|retake retook retaken|rid rid|ride rode ridden|
ring rang rung|rise rose risen|run ran run|saw sawed sawn|say said|see saw seen|seek sought|sell sold|send sent|set set|sew sewed sewn|
shake shook shaken|shear sheared shorn|shed shed|shine shone shined|shoot shot|show showed shown|shrink shrank shrunk|shut shut|
sing sang sung|sink sank sunk|sit sat|slay slew slain|sleep slept|slide slid|sling slung|slip slipped|slit slit|smell smelt smelled|
sow sowed sown|speak spoke spoken|speed sped|spell spelt spelled|spend spent|spill spilt spilled|spin spun|spit spat|split split|
spoil spoilt spoiled|spread spread|spring sprang sprung|stand stood|steal stole stolen|stick stuck|sting stung|stink stank stunk|
stride strode stridden|strike struck stricken|string strung|strip stripped|strive strove striven|swear swore sworn|sweep swept|
swell swelled swollen|swim swam swum|swing swung|take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown|
thrust thrust|tread trod trodden|wake woke woken|wear wore worn|weave wove woven weaved|weep wept|win won|wind wound|
withdraw withdrew withdrawn|wring wrung|write wrote written
"""
_BEFORE = ("over", "under", "out", "up", "with", "fore", "mis", "inter", "un", "re")


def _table() -> dict[str, tuple[str, ...]]:
    return {base: tuple(rest) for base, *rest in (row.split() for row in _VERBS.replace("\n", "").split("|"))}


IRREGULAR = _table()
_PASTS = {form: base for base, forms in IRREGULAR.items() for form in forms}


def irregular_of(base: str) -> tuple[str, ...]:
    """Forms of an irregular verb beside its base, of one made with a prefix too ("overthrow"); () of a regular verb."""
    if base in IRREGULAR:
        return IRREGULAR[base]
    for before in _BEFORE:
        if base.startswith(before) and base[len(before) :] in IRREGULAR:
            return tuple(before + form for form in IRREGULAR[base[len(before) :]])
    return ()


def base_of(form: str) -> str | None:
    """The verb of an irregular past tense or participle in small letters: "overthrew" is of "overthrow"; None of any other word."""
    base = _PASTS.get(form)
    if base is not None:
        return base
    for before in _BEFORE:
        if form.startswith(before) and form[len(before) :] in _PASTS:
            return before + _PASTS[form[len(before) :]]
    return None
