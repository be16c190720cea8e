"""Times and places of an article handed to the words that they hang on, and the clauses that share them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dateline.article import Span
from dateline.did.days import window
from dateline.did.tree import cases, is_verb, predicate
from dateline.fields import Place, Time
from dateline.grammar.words import Grammar, Word

#: Types whose acts are words: they happen where the speaker is and when he speaks.
VERBAL = frozenset(("ACCUSE", "REJECT", "REQUEST", "THREATEN", "AGREE", "SUPPORT", "CONCEDE"))
_LOOSE_MARKS = frozenset(
    ("after", "before", "since", "until", "once", "although", "though", "because", "if", "unless", "till", "following")
)
SAYING = frozenset(
    "say tell report announce add state declare confirm claim insist note write warn quote explain reveal disclose deny admit".split()
)
_NO_DATE = frozenset(("for", "before", "than", "ahead", "about"))  # "elections for June", "the worst flood since"
_SPELLS = ("Q", "H", "SP", "SU", "FA", "WI")  # "a loss for the quarter" is the quarter's
_MODIFIERS = frozenset(("nmod:poss", "compound", "amod", "nummod", "nmod:desc", "flat", "dep"))
_PHASES = frozenset("begin start cease stop continue resume keep finish quit let help go come".split())
_LIGHT_UP = frozenset("vote begin start continue help resume try manage proceed go come be have keep".split())
_AGAINST = frozenset(("from", "with", "than", "versus", "against"))
_MATTER = ("obj", "obl", "nmod")
_ABOUT = frozenset(("about", "regarding", "concerning", "over"))
_LOOKS_BACK = frozenset(
    "accuse acquit aftermath anniversary apologise apologize arrest avenge blame charge commemorate condemn convict culprit denounce "
    "deplore discuss indict inquiry investigate investigation involvement jail justify lament mark mourn perpetrator praise probe protest "
    "punish recall regret remember responsibility responsible sentence survivor suspect trial try witness".split()
)
_DUE = frozenset(("due", "payable", "maturing"))  # "sold bonds due June 1": nobody sold them on June 1
_TIME_WORDS = 8  # words of the longest time
_WIDE = 16  # words before a time in which a comparison may begin
_SHORTLY = frozenset(("hours", "hour", "minutes", "shortly", "moments", "soon", "just"))


@dataclass(slots=True)
class Scene:
    """Times and places by the word that each hangs on."""

    times: Sequence[Time]
    places: Sequence[Place]
    time_at: dict[int, list[int]] = field(default_factory=dict)  # anchor word -> indexes into times
    place_head: dict[int, int] = field(default_factory=dict)  # head word of a place name -> index into places
    time_head: dict[int, int] = field(default_factory=dict)  # index into times -> its head word
    time_last: dict[int, int] = field(default_factory=dict)  # last word of a time -> index into times
    times_in: dict[int, list[int]] = field(default_factory=dict)  # sentence -> indexes into times
    places_in: dict[int, list[tuple[int, int]]] = field(default_factory=dict)  # sentence -> (head word, index into places)
    countries: dict[str, int] = field(default_factory=dict)  # name in lower case -> its first index into places

    def around(self, head: Word, reach: int) -> list[int]:
        """Times of a word's sentence that end or stand within so many words of it, in order of the text."""
        found = (self.time_last.get(k) for k in range(head.index - reach, head.index + reach + _TIME_WORDS))
        here = self.times_in.get(head.sentence, ())
        return [i for i in found if i is not None and here and here[0] <= i <= here[-1]]


def top_word(g: Grammar, span: Span) -> Word | None:
    """The word of a span that the others hang on: the first whose head lies outside."""
    words = g.within(span)
    if not words:
        return None
    first, last = words[0].index, words[-1].index
    tops = [w for w in words if not first <= w.head <= last and w.upos not in ("PUNCT", "ADP", "DET")]
    return tops[0] if tops else words[-1]


def scene_of(g: Grammar, times: Sequence[Time], places: Sequence[Place]) -> Scene:
    """Anchors every time and place of the read parts."""
    found = g.worked_out.get("scene")  # asked for the events, then for the conditions
    if found is None or found.times is not times or found.places is not places:
        found = g.worked_out["scene"] = _anchored(g, times, places)
    scene: Scene = found
    return scene


def _anchored(g: Grammar, times: Sequence[Time], places: Sequence[Place]) -> Scene:
    scene = Scene(times, places)
    for i, time in enumerate(times):
        top = top_word(g, time.span) if time.type in ("DATE", "TIME") or window(time) else None
        if top is None:
            continue
        scene.time_head[i] = top.index
        due = g.words[max(g.within(time.span)[0].index - 1, 0)]
        if due.text.lower() in _DUE:
            scene.time_at.setdefault(due.index, []).append(i)
            continue
        scene.time_last[g.within(time.span)[-1].index] = i
        scene.times_in.setdefault(top.sentence, []).append(i)
        for word in _holders(g, top, time):
            scene.time_at.setdefault(word.index, []).append(i)
    for i, place in enumerate(places):
        top = top_word(g, place.span)
        if top is not None and top.index not in scene.place_head:
            scene.place_head[top.index] = i
            scene.places_in.setdefault(top.sentence, []).append((top.index, i))
            if place.kind == "country":
                scene.countries.setdefault(place.name.lower(), i)
    return scene


def _holders(g: Grammar, top: Word, time: Time) -> list[Word]:
    """The nouns above a time up to and with the first predicate: "the march of Friday drew" -> march, drew; and the verb whose phase
    that predicate only completes: "will begin leaving on Friday" -> leaving, begin."""
    out: list[Word] = []
    first = g.within(time.span)[0].index
    beside = g.words[max(first - 1, 0)].text.lower()
    marks = frozenset() if beside in ("on", "in", "at") else cases(g, top.index) & _NO_DATE  # "fasted before the gate on Monday"
    if marks == {"for"} and (time.value or "")[5:].startswith(_SPELLS):
        marks = frozenset()
    if top.head < 0 or (marks and time.type != "TIME"):  # but "before dawn on Friday"
        return out
    against = compared(g, top)
    if against is not None:
        return against
    before = g.words[max(first - (2 if beside in ("a", "the") else 1), 0)].text.lower()
    if before in _AGAINST and top.index < top.head and not is_verb(g.words[top.head]):
        return [g.words[top.head]]  # "compared with a year-earlier loss"
    if top.deprel in _MODIFIERS and not is_verb(g.words[top.head]):
        return [g.words[top.head]]  # "last May's bombing": the date of the noun, not of what is said about it
    stop = predicate(g, top.head)
    word: Word | None = g.words[top.head]
    while word is not None and len(out) < 8:
        out.append(word)
        if stop is not None and word.index == stop.index:
            break
        word = g.words[word.head] if word.head >= 0 else None
    while stop is not None and stop.deprel == "xcomp" and g.words[stop.head].lemma in _PHASES and len(out) < 8:
        stop = g.words[stop.head]
        out.append(stop)
    return out


def compared(g: Grammar, top: Word) -> list[Word] | None:
    """The nouns that a time dates where it only says with what something is compared: "up from a loss of $3 million a year earlier" ->
    loss, "the worst flood since 1998" -> none; None where nothing is compared."""
    before = g.words[max(g.sentences[top.sentence].first, top.index - _WIDE) : top.index]
    if "since" in cases(g, top.index):
        return [] if any(w.xpos in ("JJS", "RBS") or w.lemma in ("first", "last", "only") for w in before) else None
    against = next((k for k, w in reversed(list(enumerate(before))) if g.lower[w.index] in _AGAINST), None)
    if against is None or not any(w.upos == "NUM" for w in before[against:]) or any(is_verb(w) for w in before[against:]):
        return None
    return [w for w in before[against:] if w.upos == "NOUN"]


def clauses_of(g: Grammar, head: int) -> list[int]:
    """Words whose times and places are those of the act named by `head`, nearest first."""
    word = g.words[head]
    out = [head]
    if not is_verb(word):
        while word.head >= 0 and word.relation in ("conj", "appos", "nmod", "obl", "obj", "nsubj", "compound", "iobj", "root"):
            up = g.words[word.head]
            if _is_matter(g, word):
                return out
            out.append(up.index)
            if is_verb(up):
                if word.deprel.startswith("obl") and cases(g, word.index) & _LOOSE_MARKS:
                    return out[:-1]
                word = up
                break
            word = up
    return out + _inherited(g, word)


def _is_matter(g: Grammar, word: Word) -> bool:
    return word.relation in _MATTER and (g.words[word.head].lemma.lower() in _LOOKS_BACK or bool(cases(g, word.index) & _ABOUT))


def looked_back_on(g: Grammar, head: int) -> bool:
    """Whether a noun is what somebody judges or asks into: "condemned on Tuesday the raid", "charged on Tuesday with the murder". What is
    looked back on was before."""
    word = g.words[head]
    while word.head >= 0 and not is_verb(word):
        if _is_matter(g, word):
            return True
        word = g.words[word.head]
    return False


def joined_deeds(g: Grammar, head: int) -> list[int]:
    """The verbs that tell in the plain past what the same people did besides; what stands behind them holds for the first too: "killed
    eight and lost two in a clash at Tarn on Friday"."""
    if g.words[head].xpos != "VBD":
        return []
    return [w.index for w in g.children(head, "conj") if w.xpos == "VBD" and not g.children(w.index, "nsubj", "nsubj:pass", "aux")]


def _inherited(g: Grammar, word: Word) -> list[int]:
    """Predicates above a predicate that lend it their time: coordinated before it, or the main clause of "killing two"."""
    out: list[int] = []
    for _ in range(4):
        if word.head < 0:
            break
        first = _first_conjunct(g, word)
        up, kind = (first, "conj") if first is not None else (g.words[word.head], word.deprel)
        if kind == "conj" and is_verb(up) and (up.lemma not in SAYING or word.lemma in SAYING):
            pass
        elif kind == "advcl" and up.lemma not in SAYING:
            marks = {w.text.lower() for w in g.children(word.index, "mark", "advmod", "case")}
            if (marks & _LOOSE_MARKS and not _at_once(g, word) and not _same_scene(g, word, up, marks)) or (
                "to" in marks and word.xpos == "VB" and up.lemma not in _LIGHT_UP
            ):
                break
        elif not (kind in ("xcomp", "ccomp") and up.lemma in _LIGHT_UP):
            break
        out.append(up.index)
        word = up
    return out


def _same_scene(g: Grammar, word: Word, up: Word, marks: set[str]) -> bool:
    """Whether a clause tells in the simple past what came right before or after its main clause: "shut the border on Tuesday after shells
    hit a market"."""
    if not marks & {"after", "before", "until"} or g.children(word.index, "aux"):
        return False
    return word.xpos == "VBD" and up.xpos == "VBD" and not g.children(up.index, "aux")


def _first_conjunct(g: Grammar, word: Word) -> Word | None:
    """The verb before an "and" that the tree has made no conjunct: "soldiers crossed on Monday and shelled a post, he said"."""
    if word.deprel == "conj" or word.head < word.index or not any(w.index == word.index - 1 for w in g.children(word.index, "cc")):
        return None
    if g.children(word.index, "nsubj", "nsubj:pass"):
        return None
    siblings = [w for w in g.children(word.head, word.deprel) if w.index < word.index and is_verb(w)]
    return siblings[-1] if siblings else None


def _at_once(g: Grammar, word: Word) -> bool:
    """Whether a clause lies only hours from its main clause: "hours after the cabinet had given in"."""
    mark = next((w for w in g.children(word.index, "mark") if w.text.lower() in ("after", "before")), None)
    return mark is not None and mark.index > 0 and g.words[mark.index - 1].text.lower() in _SHORTLY


def opening(g: Grammar, head: int) -> range:
    """Words of a sentence before its first predicate: "On the island of Tarn, ..."."""
    sentence = g.sentences[g.words[head].sentence]
    for i in range(sentence.first, min(sentence.first + 12, sentence.last)):
        if is_verb(g.words[i]):
            return range(sentence.first, i)
    return range(sentence.first, sentence.first)
