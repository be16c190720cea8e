"""Conditions: the state a place is in, by rules over one sentence; the tagger's word labels have a vote where no rule speaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.article import Article, Span
from dateline.did.acts import told_sentences
from dateline.did.dates import When, date_of, iso_date
from dateline.did.scene import Scene, scene_of, top_word
from dateline.did.states import KINDS, Found, States
from dateline.did.status import find_status
from dateline.did.tree import cases, is_verb, predicate
from dateline.did.voice import Voices
from dateline.fields import Condition, Place, Statement, Status, Time
from dateline.grammar.words import Grammar, Sentence, Word

_STATES = frozenset(("calm", "tense", "blockade", "outage", "shortage", "displacement", "epidemic"))  # they hold when the copy is written
_DECREED = frozenset(("emergency", "curfew", "mourning", "ceasefire"))  # they begin with an act
_ENDS = frozenset("end expire lapse finish lift ease revoke".split())
_NATIONAL = frozenset(("country", "nationwide", "national", "nation", "countrywide"))
_NEAR = 2  # sentences back in which a town may have been named: "The town was quiet at dawn"
_MIN_TAGGED = 4  # words in a row that the tagger must label alike

_DIVISIONS = frozenset("district region city town province part area county quarter village corner".split())
_ALL = frozenset(("all", "every", "each", "most"))


def conditions_of(
    article: Article,
    g: Grammar,
    *,
    times: Sequence[Time],
    places: Sequence[Place],
    statements: Sequence[Statement],
    rules: States,
) -> tuple[Condition, ...]:
    """All conditions in order of the text."""
    scene, voices = scene_of(g, times, places), Voices(statements)
    out: list[Condition] = []
    for sentence in told_sentences(article, g):
        text = article.words(sentence.span)
        found = rules.find(text, sentence.span.start)
        found += _tagged(g, sentence, found)
        for each in sorted(found, key=lambda f: f.span):
            condition = _condition(article, g, each, sentence, scene, voices)
            if condition is not None:
                out.append(condition)
    return tuple(_numbered(out))


def _numbered(found: Iterable[Condition]) -> Iterable[Condition]:
    for n, c in enumerate(found, 1):
        yield Condition(f"c{n}", c.span, c.kind, c.place, c.date, c.date_end, c.time, c.status, c.statement, c.rule)


def _tagged(g: Grammar, sentence: Sentence, found: Sequence[Found]) -> list[Found]:
    """Runs of words that the tagger gives one kind and that no rule has found."""
    out: list[Found] = []
    first = -1
    for i in range(sentence.first, sentence.last + 1):
        kind = g.words[i].condition if i < sentence.last else ""
        if first >= 0 and kind != g.words[first].condition:
            span = g.span_of(first, i)
            same = [f for f in found if f.span.overlaps(span)]
            if i - first >= _MIN_TAGGED and not same and g.words[first].condition in KINDS:
                out.append(Found(span, g.words[first].condition, None, g.model))  # type: ignore[arg-type]
            first = -1
        if kind and first < 0:
            first = i
    return out


def _condition(article: Article, g: Grammar, found: Found, sentence: Sentence, scene: Scene, voices: Voices) -> Condition | None:
    top = top_word(g, found.span)
    if top is None:
        return None
    voice = voices.at(_anchor(g, found.span, top).span)
    top = _own_top(g, found.span, top, voice)
    status = _status(g, found, top, voice)
    if status is None:
        return None
    when = _when(article, g, found, top, scene)
    place = _place(g, found, top, sentence, scene, voice)
    return Condition("", found.span, found.kind, place, when.date, when.end, when.time, status, voice.id if voice else None, found.rule)


def _own_top(g: Grammar, span: Span, top: Word, voice: Statement | None) -> Word:
    """The word that the condition's own words hang on, where the span holds an attribution too: "order, they say, was restored"."""
    if voice is None or any(c.overlaps(top.span) for c in voice.content):
        return top
    own = [w for w in g.within(span) if any(c.overlaps(w.span) for c in voice.content)]
    inside = {w.index for w in own}
    tops = [w for w in own if w.head not in inside and w.upos != "PUNCT"]
    return next((w for w in tops if is_verb(w)), tops[0] if tops else top)


def _anchor(g: Grammar, span: Span, top: Word) -> Word:
    """The word whose voice the condition has: its last word, since an attribution may stand inside ("order, they say, was restored")."""
    words = g.within(span)
    return words[-1] if words else top


def _status(g: Grammar, found: Found, top: Word, voice: Statement | None) -> Status | None:
    if found.status is not None:
        return found.status
    clause = predicate(g, top.index)
    if found.kind in _DECREED and not is_verb(top) and clause is not None and clause.lemma in _ENDS:
        return "denied" if _over(g, clause) else "actual"
    status = find_status(g, top.index, reported=voice is not None, verbal=is_verb(top) or top.upos == "ADJ", vote=False)
    if found.kind in ("shortage", "outage", "displacement") and status == "denied":
        return "actual"  # "the valley has had no power"
    if (
        found.kind in _DECREED
        and status in ("possible", "denied")
        and clause is not None
        and clause.lemma in ("call", "urge", "demand", "propose", "reject")
    ):
        return None
    return status


def _when(article: Article, g: Grammar, found: Found, top: Word, scene: Scene) -> When:
    when = _stated(g, found, top, scene)
    if when.date or when.end:
        return when
    clause = predicate(g, top.index)
    if article.published and found.kind in _STATES and clause is not None and _present(g, clause, top):
        return When(article.published[:10], when.end, when.time)
    return when


def _stated(g: Grammar, found: Found, top: Word, scene: Scene) -> When:
    inside = [i for i in scene.times_in.get(top.sentence, ()) if found.span.overlaps(scene.times[i].span)]
    own = date_of(g, top.index, scene)
    if own.time is not None or own.end is not None:
        return _ending(g, scene, own, top)
    if inside:
        return _ending(g, scene, When(iso_date(scene.times[inside[0]]), None, inside[0]), top)
    return own


def _ending(g: Grammar, scene: Scene, when: When, top: Word) -> When:
    """Words such as "until Friday" and "will be lifted on Friday" give the end, not the beginning."""
    if when.time is None or when.end is not None:
        return when
    marks = cases(g, scene.time_head[when.time])
    clause = predicate(g, top.index)
    if marks & {"until", "till"} or (clause is not None and clause.lemma in _ENDS and not _over(g, clause)):
        return When(None, when.date, when.time)
    return when


def _over(g: Grammar, clause: Word) -> bool:
    """Whether an ending is past: "was lifted", not "will be lifted"."""
    ahead = any(w.text.lower() in ("will", "would", "to", "could", "may") for w in g.children(clause.index))
    return clause.xpos in ("VBD", "VBN") and not ahead


def _present(g: Grammar, clause: Word, top: Word) -> bool:
    words = (clause, top, *g.children(clause.index, "aux", "cop"), *g.children(top.index, "cop", "aux"))
    return any(w.xpos in ("VBZ", "VBP") for w in words)


def _place(g: Grammar, found: Found, top: Word, sentence: Sentence, scene: Scene, voice: Statement | None) -> int | None:
    """The place in the words of the condition, else in its clause, else of the scene: the town last named, for the nation its country."""
    here = scene.places_in.get(sentence.index, [])
    cut: list[int] = []
    if voice is not None:  # not of those who say so: "order, the authorities in Tarn say, was restored"
        spans = [scene.places[i].span for _, i in here]
        cut = [i for (_, i), s in zip(here, spans, strict=True) if found.span.overlaps(s) and not any(c.overlaps(s) for c in voice.content)]
        here = [(head, i) for head, i in here if i not in cut]
    inside = [i for _, i in here if found.span.overlaps(scene.places[i].span)]
    if inside:
        return inside[0]
    clause = predicate(g, top.index)
    below = set(g.subtree(clause.index)) if clause is not None else set()
    near = sorted((abs(head - top.index), i) for head, i in here if head in below)
    words = {w.lemma.lower() for w in g.within(found.span)}
    national = bool(words & _NATIONAL) or found.kind == "mourning"
    if near and not (national and scene.places[near[0][1]].kind != "country"):
        return near[0][1]
    subject = next(iter(g.children(top.index, "nsubj")), None)
    if subject is not None and subject.upos == "PROPN" and found.span.holds(subject.span) and found.kind in ("calm", "tense"):
        return None  # a place that nobody knows is none of those named before
    if national:
        return _country(found, scene)
    return None if _everywhere(g, sentence) else _of_scene(sentence, scene, cut)


def _country(found: Found, scene: Scene) -> int | None:
    """The country last named before the words, else the first one after: "the army went to Velmar. ... a day of national mourning"."""
    named = [(place.span.start, i) for i, place in enumerate(scene.places) if place.kind == "country"]
    before = [item for item in named if item[0] < found.span.start]
    return max(before)[1] if before else min(named, default=(0, None))[1]


def _everywhere(g: Grammar, sentence: Sentence) -> bool:
    """Whether the sentence tells of many places at once, "had returned to every district of the island": no town named before is meant."""
    words = g.words[sentence.first : sentence.last]
    return any(w.lemma in _DIVISIONS and any(c.text.lower() in _ALL for c in g.children(w.index)) for w in words)


def _of_scene(sentence: Sentence, scene: Scene, cut: Sequence[int]) -> int | None:
    """The town or site last named in this sentence or the few before it."""
    for index in range(sentence.index, sentence.index - _NEAR - 1, -1):
        found = [(head, i) for head, i in scene.places_in.get(index, ()) if scene.places[i].kind in ("city", "site", "admin", "region")]
        found = [(head, i) for head, i in found if i not in cut]
        if found:
            return max(found)[1]
    return None
