"""The day a story stands at: what lends a date to acts told without one of their own, "On Friday a crowd gathered. Police fired."."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dateline.article import Article
from dateline.did.dates import When, date_of, iso_date
from dateline.did.scene import SAYING, Scene
from dateline.did.tree import is_verb, predicate
from dateline.grammar.words import Grammar, Word

_BREAK = re.compile(r"\n\s*\S")
_HEADING = re.compile(r"[ \t]{0,3}(?:[-\u2013\u2014:|]|\n)")
_QUOTES = frozenset(('"', "\u201c", "\u201d", "``", "''"))
_ASIDE = ("acl", "acl:relcl")


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence whose main clause states its day: the time, its date, and whether it heads an entry ("Sept 11 - Fuel runs short")."""

    time: int
    date: str
    heading: bool


@dataclass(slots=True)
class Story:
    """The steps of a story by sentence, and the sentences with which a paragraph begins."""

    steps: dict[int, Step] = field(default_factory=dict)
    openings: frozenset[int] = frozenset()


def story_of(article: Article, g: Grammar, scene: Scene) -> Story:
    """Reads the story once: the day of each sentence whose main clause, or what it reports, states a day not after that of the copy."""
    story = Story()
    opened = [
        s.index for s in g.sentences if s.index == 0 or _BREAK.search(article.text, g.sentences[s.index - 1].span.end, s.span.start + 1)
    ]
    story.openings = frozenset(opened)
    for sentence in g.sentences:
        for i in scene.times_in.get(sentence.index, ()):
            span = scene.times[i].span
            day = iso_date(scene.times[i])
            if day and sentence.index in story.openings and span.start - sentence.span.start < 2 and _HEADING.match(article.text, span.end):
                story.steps[sentence.index] = Step(i, day, True)
        if sentence.index not in story.steps:
            step = _step(g, scene, sentence.index, article.published)
            if step is not None:
                story.steps[sentence.index] = step
    return story


def _step(g: Grammar, scene: Scene, sentence: int, published: str | None) -> Step | None:
    root = next((w for w in g.sentence(sentence) if w.head < 0), None)
    if root is None:
        return None
    told = [w for w in g.children(root.index, "ccomp", "parataxis") if is_verb(w)] if root.lemma in SAYING else [root]
    for word in told:
        when = date_of(g, word.index, scene, published=published)
        if when.time is not None and when.date and when.rule != "shift" and not (published and when.date > published[: len(when.date)]):
            return Step(when.time, when.date, False)
    return None


def carried(article: Article, g: Grammar, head: int, scene: Scene, story: Story) -> When:
    """The date of the scene an act belongs to: the heading of its entry, else the day of the sentence before, for what is told in the
    simple past, outside quotations and asides, at no other place."""
    here = g.words[head].sentence
    for back in range(0, 12):
        step = story.steps.get(here - back)
        if step is not None and step.heading and here - back >= 0:
            return When(step.date, None, step.time, "heading") if back == 0 or here not in story.openings else When()
        if here - back in story.openings:
            break
    step = next((story.steps[here - b] for b in (1, 2) if here - b in story.steps), None)
    if step is None or len(step.date) != 10 or not _tells(g, head) or scene.times_in.get(here):
        return When()
    if here - 2 in story.steps and here - 1 not in story.steps and here in story.openings:
        return When()
    if _elsewhere(scene, here, g.words[scene.time_head[step.time]].sentence):
        return When()
    return When(step.date, None, step.time, "story")


def _tells(g: Grammar, head: int) -> bool:
    """Whether an act is told in the simple past of a main clause, not quoted."""
    clause = predicate(g, head)
    if clause is None or clause.sentence != g.words[head].sentence:
        return False
    aux = g.children(clause.index, "aux", "aux:pass", "cop")
    if any(w.lemma == "have" or w.xpos == "MD" for w in aux):
        return False
    if clause.xpos != "VBD" and not any(w.xpos == "VBD" for w in aux):
        return False
    word: Word = clause
    while word.head >= 0:
        if word.deprel in _ASIDE or (word.relation == "advcl" and any(w.text.lower() != "as" for w in g.children(word.index, "mark"))):
            return False
        word = g.words[word.head]
    first = g.sentences[clause.sentence].first
    return not any(w.text in _QUOTES for w in g.words[first:head]) or _closed(g, first, head)


def _closed(g: Grammar, first: int, head: int) -> bool:
    return sum(w.text in _QUOTES for w in g.words[first:head]) % 2 == 0


def _elsewhere(scene: Scene, here: int, there: int) -> bool:
    """Whether a sentence names places and none of them is of the scene before."""
    names = {scene.places[i].name for _, i in scene.places_in.get(here, ())}
    return bool(names) and not names & {scene.places[i].name for s in range(there, here) for _, i in scene.places_in.get(s, ())}
