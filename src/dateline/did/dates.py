"""When an act happened: the time of its own clause, or of the clause that lends it one."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.did.days import When, bygone, future, iso_date, iso_season, moved_day, past, placed
from dateline.did.numbers import UNITS
from dateline.did.scene import SAYING, VERBAL, Scene, clauses_of, joined_deeds, looked_back_on, opening
from dateline.did.tree import cases, is_verb, predicate
from dateline.grammar.words import Grammar

__all__ = ["When", "date_of", "fronted_time", "iso_date"]

_PARTICIPLES = frozenset(("VBN", "VBD"))
_HAPPENS = frozenset("erupt begin start break take occur hold follow happen open last run stage make reach sign".split())
_AWAITING = frozenset("expect schedule plan due set intend suppose hope want mean promise vow threaten pledge agree".split())
_SMALL = UNITS | {"a": 1, "an": 1}
_DAYS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "hours": 0, "hour": 0, "minutes": 0, "moments": 0}
_MARKS = frozenset(("after", "before"))
_AT_THE_TIME = frozenset(("while", "when", "as"))
_AWAY = frozenset(("since", "until", "till", "before", "after", "by", "for", "than", "'s", "\u2019s"))
_DASHES = ("-", "\u2013", "\u2014")
_SPANNING = {"between": ("and", *_DASHES), "from": ("to", "until", "till", "through", *_DASHES)}
_BEHIND_VERB = 3  # words from a verb to a time that is its own
_CLOSE = 5  # words between a verb and the only day of its sentence
_FEW = 4  # times of a sentence among which there may be an only day
_BESIDE = 2  # words between a perfect and a day that can only be its own
_NEAR_NOUN = 3  # words that may stand between a time and the noun that it dates: "the May 3 rubber-bullet incident"


def date_of(g: Grammar, head: int, scene: Scene, kind: str = "", *, words: Iterable[int] = (), published: str | None = None) -> When:
    """The date stated for an act, or all None. Of a verbal act only the verb's own times count: "proposed talks in May". `words` are
    further words of the trigger ("carried out Monday's attack")."""
    shifted = _shifted(g, head, scene, published) if head not in scene.time_at else None
    if shifted is None and g.words[head].deprel == "conj" and head not in scene.time_at:
        shifted = _shifted(g, g.words[head].head, scene, published)  # "days after police dragged him out and burned his books"
    if shifted is not None:
        return shifted
    beside = _beside(g, scene, head) if head not in scene.time_at else None
    if beside is not None:
        return beside
    own = _lenders(g, head, kind, words)
    for rank, index in enumerate(own):
        found = scene.time_at.get(index)
        if not found:
            continue
        usable = [i for i in found if rank == 0 or not _after_conjunct(g, scene, i, head, index)]
        if kind in VERBAL and is_verb(g.words[index]):
            usable = [i for i in usable if scene.time_head[i] < index or g.words[scene.time_head[i]].head == index]
        usable = [i for i in usable if _belongs(g, scene, i, index, head, published) and not _of_relative(g, scene, i, index)]
        usable = _of_predicate(g, scene, usable, index)
        if usable:
            return _dated(g, scene, usable, head, "own" if index == head else "clause")
    told = _told_of(g, scene, own)
    if told is not None:
        return _dated(g, scene, [told], head, "when")
    only = None if kind in VERBAL else _only(g, scene, head, published)
    return _lent(g, scene, head, published) or only or When()


def _lenders(g: Grammar, head: int, kind: str, words: Iterable[int]) -> list[int]:
    """Words whose times may be those of the act, nearest first."""
    own = [*(i for i in words if i != head and not is_verb(g.words[i])), *clauses_of(g, head)]
    if kind and kind not in VERBAL and is_verb(g.words[head]):
        own[1:1] = [w.index for w in g.children(head, "obj")]  # "boycotted Tuesday's sitting"
    if not is_verb(g.words[head]):  # "the riots that erupted on May 2", "an agreement reached in 1991"
        below = g.children(head, "acl", "acl:relcl")
        own[1:1] = [w.index for w in below if w.lemma in _HAPPENS or (w.deprel == "acl" and w.xpos in _PARTICIPLES)]
    elif g.words[head].deprel == "acl" and g.words[head].xpos in _PARTICIPLES:
        own.append(g.words[head].head)  # "the May 3 accord signed by both"
    elif kind not in VERBAL:
        own += [w.index for w in g.children(head, "nsubj") if w.upos == "NOUN" and w.index < head]  # "Monday's blast killed two"
        own += [w.index for w in g.children(head, "obl") if "during" in cases(g, w.index)]  # "shot during Tuesday's protests"
        own += [w.index for w in g.children(head, "advcl") if _meanwhile(g, w.index)]  # "was shot while walking home on Tuesday"
        own += joined_deeds(g, head)
    if kind in VERBAL and g.words[head].xpos == "VBG" and g.words[head].deprel == "advcl":
        own.append(g.words[head].head)  # "said on Monday, rejecting the charge"
    return own


def _meanwhile(g: Grammar, clause: int) -> bool:
    """Whether a clause tells what was going on at the time."""
    return any(w.text.lower() in _AT_THE_TIME for w in g.children(clause, "mark", "advmod"))


def _apart(g: Grammar, head: int, top: int) -> bool:
    """Whether a verb or a comma stands between two words."""
    low, high = min(head, top), max(head, top)
    return any(is_verb(w) or w.text in (",", ";", ":") for w in g.words[low + 1 : high])


def _of_predicate(g: Grammar, scene: Scene, found: list[int], verb: int) -> list[int]:
    """Without the times that belong to a participle of the subject: "clerks seized last week were freed on Monday"."""
    after = [i for i in found if scene.time_head[i] > verb]
    if not after or len(after) == len(found) or not is_verb(g.words[verb]):
        return found
    subject = next((w.index for w in g.children(verb, "nsubj", "nsubj:pass") if w.index < verb), verb)
    below = next((w.index for w in g.words[subject + 1 : verb] if w.xpos in _PARTICIPLES and w.upos == "VERB"), verb)
    return [i for i in found if not below < scene.time_head[i] < verb]


def _of_relative(g: Grammar, scene: Scene, time: int, index: int) -> bool:
    """Whether a time stands right behind the verb of a relative clause: "reached no accord on the wage that it has asked since March"."""
    top = scene.time_head[time]
    behind = g.words[max(index + 1, top - _BEHIND_VERB) : top]
    return any(w.deprel == "acl:relcl" and is_verb(w) and w.xpos != "VB" for w in behind) and not any(w.text == "," for w in behind)


def _told_of(g: Grammar, scene: Scene, own: list[int]) -> int | None:
    """The time that a clause tells about: "the worst since 2019, when 31 were killed"."""
    for index in own:
        for w in g.children(index, "advmod", "mark", "obl"):
            if w.text.lower() == "when" and w.index > 1:
                found = scene.time_last.get(w.index - 1, scene.time_last.get(w.index - 2))
                if found is not None and g.words[scene.time_head[found]].sentence == w.sentence:
                    return found
    return None


def _belongs(g: Grammar, scene: Scene, time: int, index: int, head: int, published: str | None) -> bool:
    """Whether a time is of this act: not a day to come behind an infinitive ("threatened to strike on Friday"), nor a day past that a
    present or perfect verb was coordinated to ("apologised last year but has refused")."""
    if future(scene.times[time], published) and g.words[index].xpos == "VBD" and not g.children(index, "aux"):
        return False  # "gave them until Saturday", "demanded new premises by June"
    if index != head and _has_case(g, scene, time, ("since", "until", "till")):
        return False  # "have been camping there since Monday, demanding bread"
    if index != head:
        return not (_now(g, head) and not _now(g, index) and g.words[head].deprel == "conj")
    if _perfect(g, head) and bygone(scene.times[time], published):
        if 0 < scene.time_head[time] - head <= _BESIDE:
            return True  # "has died on Friday"
        return _has_case(g, scene, time, ("since",))  # "has opened an inquiry into the killing on May 3": the killing's day
    if not future(scene.times[time], published):
        return True  # but "is expected in June" holds now
    return g.words[head].lemma != "expect" and _infinitive(g, head, scene.time_head[time]) is None


def _infinitive(g: Grammar, head: int, before: int) -> int | None:
    """The infinitive below a verb that stands between it and a time."""
    return next((w.index for w in g.children(head, "xcomp") if head < w.index < before and is_verb(w)), None)


def _lent(g: Grammar, scene: Scene, head: int, published: str | None) -> When | None:
    """What the tree hangs on the wrong one of a verb and its infinitive: a day to come on the governor ("threatened to strike on
    Friday"), a day past on the infinitive ("invited them to rejoin two weeks ago")."""
    word = g.words[head]
    if word.deprel == "xcomp" and word.head >= 0:
        found = [i for i in scene.time_at.get(word.head, ()) if scene.time_head[i] > head and future(scene.times[i], published)]
        return _dated(g, scene, found, head, "infinitive") if found else None
    if word.xpos != "VBD" or word.lemma in _AWAITING:
        return None
    below = [i for w in g.children(head, "xcomp") for i in scene.time_at.get(w.index, ()) if w.xpos == "VB"]
    found = [i for i in below if past(scene.times[i], published)]
    return _dated(g, scene, found, head, "infinitive") if found else None


def _beside(g: Grammar, scene: Scene, head: int) -> When | None:
    """A time that stands right before a noun, whatever the tree makes of it: "the November 1995 killing of"."""
    if is_verb(g.words[head]):
        return None
    for last in range(head - 1, max(head - _NEAR_NOUN - 1, -1), -1):
        if last in scene.time_last and g.words[last].sentence == g.words[head].sentence:
            return _dated(g, scene, [scene.time_last[last]], head, "noun")
        if g.words[last].upos not in ("ADJ", "NOUN", "PROPN", "PART", "NUM"):
            break
    return None


def _only(g: Grammar, scene: Scene, head: int, published: str | None) -> When | None:
    """The one day that a sentence names, or the one beside the act, where the tree goes astray; not one of a saying."""
    word = g.words[head]
    if word.xpos == "VB":
        return None  # "rejected on Monday a plan to march"
    named = scene.times_in.get(word.sentence, ())
    if not 0 < len(named) <= _FEW:
        return None
    found = [i for i in named if not cases(g, scene.time_head[i]) & _AWAY and not _of_saying(g, scene.time_head[i], head)]
    if looked_back_on(g, head):
        found = [i for i in found if scene.time_head[i] > head]
    if len(found) > 1 and is_verb(word):  # "the chief, who fled on Friday, gave up his command on Monday"
        found = [i for i in found if scene.time_head[i] > head and not _apart(g, head, scene.time_head[i])]
    if (
        len(found) != 1
        or word.text.lower() == "according"
        or word.lemma in _AWAITING
        or any(w.lemma == "have" or w.xpos == "MD" for w in g.children(head, "aux"))
    ):
        return None
    top, time = scene.time_head[found[0]], scene.times[found[0]]
    far = _CLOSE if is_verb(word) else 2 * _CLOSE
    if abs(top - head) > far or len(iso_date(time) or "") != 10 or not past(time, published):
        return None
    low, high = min(top, head), max(top, head)
    if any(w.lemma in SAYING for w in g.words[low : high + 1]):
        return None
    return _dated(g, scene, found, head, "sentence")


def _of_saying(g: Grammar, top: int, head: int) -> bool:
    """Whether a time hangs on a verb that says what happened: "denied on Tuesday that rebels had struck"."""
    return g.words[top].head not in (-1, head) and g.words[g.words[top].head].lemma in SAYING


def _shifted(g: Grammar, head: int, scene: Scene, published: str | None) -> When | None:
    """The date of a clause or noun so many days from its main clause: "freed on Thursday, two days after rebels had seized them"."""
    mark = _mark(g, head)
    days = _measure(g, mark) if mark is not None else None
    if mark is None or not days:
        return None
    sign = -1 if g.words[mark].text.lower() == "after" else 1
    root = next((w.index for w in g.ancestors(head) if w.head < 0), head)
    for above in dict.fromkeys((g.words[head].head, root)):
        main = date_of(g, above, scene, published=published) if above not in (-1, head) else When()
        if main.time is not None and main.date and len(main.date) == 10:
            return When(moved_day(main.date, sign * days), None, main.time, "shift")
    return When(rule="shift")


def _mark(g: Grammar, head: int) -> int | None:
    """The "after" or "before" of a clause or noun phrase, by the tree or right before its words."""
    for w in g.children(head, "mark", "case", "advmod"):
        if w.text.lower() in _MARKS and 2 <= w.index < head:
            return w.index
    subject = g.children(head, "nsubj", "nsubj:pass") if is_verb(g.words[head]) else ()
    at = subject[0].index if subject else head
    for i in range(at - 1, max(at - 7, 1), -1):
        if g.words[i].text.lower() in _MARKS:
            return i
        if g.words[i].upos not in ("DET", "ADJ", "NOUN", "PROPN", "PART", "NUM", "PRON"):
            return None
    return None


def _measure(g: Grammar, before: int) -> int | None:
    """Days told right before a word: 14 for "two weeks"."""
    if before < 2:
        return None
    unit = _DAYS.get(g.words[before - 1].text.lower())
    number = g.words[before - 2].text.lower()
    count = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else _SMALL.get(number)
    return None if unit is None or count is None else unit * count


def _perfect(g: Grammar, head: int) -> bool:
    """Whether a verb is in the present perfect."""
    return any(w.lemma == "have" and w.xpos in ("VBZ", "VBP") for w in g.children(head, "aux"))


def _now(g: Grammar, head: int) -> bool:
    """Whether a verb is in the present or the present perfect."""
    return any(w.xpos in ("VBZ", "VBP") for w in (g.words[head], *g.children(head, "aux", "cop", "aux:pass")))


def _after_conjunct(g: Grammar, scene: Scene, time: int, head: int, anchor: int) -> bool:
    """Whether a time of the first conjunct stands between it and the second, "marched on Friday and struck": it still may hold for both,
    unless the second stands before it."""
    return g.words[head].deprel == "conj" and scene.time_head[time] > head > anchor


def _dated(g: Grammar, scene: Scene, found: list[int], head: int, rule: str) -> When:
    order = sorted(found, key=lambda i: (not placed(scene.times[i]), _has_case(g, scene, i, ("since",)), abs(scene.time_head[i] - head), i))
    best = order[0]
    time = scene.times[best]
    ends = _range(g, scene, best)
    if ends is not None:
        return When(iso_date(scene.times[ends[0]]), iso_date(scene.times[ends[1]], end=True), ends[0], rule)
    begin = next((i for i in found if _has_case(g, scene, i, ("from", "between", "since"))), None)
    close = next((i for i in found if i != begin and _has_case(g, scene, i, ("to", "until", "till", "through"))), None)
    if begin is not None and close is not None:
        return When(iso_date(scene.times[begin]), iso_date(scene.times[close], end=True), begin, rule)
    if _has_case(g, scene, best, ("until", "till")):
        return When(None, iso_date(time, end=True), best, rule)
    season = iso_season(time)
    if season is not None:
        return When(season[0], season[1], best, rule)
    return When(iso_date(time), None, best, rule)


def _range(g: Grammar, scene: Scene, time: int) -> tuple[int, int] | None:
    """The two ends of a range printed in one: "between 5 and 9 August", "3-7 May"."""
    for first, second in ((time - 1, time), (time, time + 1)):
        if not (first in scene.time_head and second in scene.time_head):
            continue
        a, b = g.within(scene.times[first].span), g.within(scene.times[second].span)
        link = g.words[a[-1].index + 1].text.lower() if b[0].index == a[-1].index + 2 else ""
        before = g.words[a[0].index - 1].text.lower() if a[0].index else ""
        if link in _SPANNING.get(before, _DASHES):
            return first, second
    return None


def _has_case(g: Grammar, scene: Scene, time: int, wanted: tuple[str, ...]) -> bool:
    return not cases(g, scene.time_head[time]).isdisjoint(wanted)


def fronted_time(g: Grammar, head: int, scene: Scene) -> int | None:
    """The time that a sentence opens with: "In 2012 the cabinet fell after the same man had deserted it"."""
    start = opening(g, head)
    clause = predicate(g, head)
    if clause is None or _now(g, clause.index):
        return None  # "Last year a court jailed five, and four are on hunger strike"
    for i in scene.times_in.get(g.words[head].sentence, ()):
        top = scene.time_head[i]
        if top - start.start >= 5:
            break
        if (
            top in start
            and top - start.start < 5
            and g.words[top].relation in ("obl", "advmod", "nmod", "nummod", "root")
            and not (g.words[top].head >= 0 and g.words[g.words[top].head].relation == "acl")
            and placed(scene.times[i])
        ):
            return i
    return None
