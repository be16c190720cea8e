"""The day a story stands at: what lends a date to acts told without one of their own, "On Friday a crowd gathered. Police fired."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dateline.article import Article
from dateline.did.dates import date_of
from dateline.did.days import When, iso_date
from dateline.did.scene import SAYING, Scene
from dateline.did.tree import is_verb, predicate
from dateline.grammar.words import Grammar, Word

_HEADING = re.compile(r"[ \t]{0,3}(?:[-\u2013\u2014:|]|\n)")
_QUOTES = frozenset(('"', "\u201c", "\u201d", "``", "''"))
_ASIDE = ("acl", "acl:relcl")
_ENTRY = 12  # sentences that one heading may date
_REACH = 2  # sentences back that lend their day
_FAR_REACH = 4  # the same where a sentence opens with "Hours later" or "Soon afterwards"
_GOING_ON = frozenset(("later", "afterwards", "afterward", "thereafter"))


@dataclass(frozen=True, slots=True)
class Step:
    """What a sentence's main clause dates: by a heading ("Sept 11 - Fuel runs short"), what was said ("saying") or what happened."""

    when: When
    kind: str


@dataclass(slots=True)
class Story:
    """The steps of a story by sentence, and the sentences with which a paragraph begins."""

    steps: dict[int, list[Step]] = field(default_factory=dict)
    openings: frozenset[int] = frozenset()

    def step(self, sentence: int, kind: str) -> When | None:
        """The step of a kind that a sentence takes."""
        return next((s.when for s in self.steps.get(sentence, ()) if s.kind == kind), None)


def story_of(article: Article, g: Grammar, scene: Scene) -> Story:
    """Reads the story once: the day of each sentence whose main clause, or what it reports, states a day not after that of the copy."""
    text, sentences = article.text, g.sentences
    opened = (s.index for s in sentences if s.index == 0 or text.find("\n", sentences[s.index - 1].span.end, s.span.start) >= 0)
    story = Story(openings=frozenset(opened))
    for sentence in sentences:
        steps = [*_headings(article, g, scene, story, sentence.index), *_steps(article, g, scene, sentence.index)]
        if steps:
            story.steps[sentence.index] = steps
    return story


def _headings(article: Article, g: Grammar, scene: Scene, story: Story, sentence: int) -> Iterator[Step]:
    if sentence not in story.openings:
        return
    start = g.sentences[sentence].span.start
    for i in scene.times_in.get(sentence, ()):
        span, day = scene.times[i].span, iso_date(scene.times[i])
        if day and span.start - start < 2 and _HEADING.match(article.text, span.end):
            yield Step(When(day, None, i, "heading"), "heading")


def _steps(article: Article, g: Grammar, scene: Scene, sentence: int) -> Iterator[Step]:
    root = next((w for w in g.sentence(sentence) if w.head < 0), None)
    if root is None or not scene.times_in.get(sentence):
        return
    saying = root.lemma in SAYING
    told = [(w, "told") for w in g.children(root.index, "ccomp", "parataxis") if is_verb(w)] if saying else [(root, "told")]
    for word, kind in [*told, (root, "said")] if saying else told:
        when = date_of(g, word.index, scene, published=article.published)
        late = bool(article.published and when.date and when.date > article.published[: len(when.date)])
        if when.time is not None and when.date and when.rule != "shift" and not late:
            yield Step(When(when.date, when.end, when.time, "story"), kind)


def carried(article: Article, g: Grammar, head: int, scene: Scene, story: Story) -> When:
    """The date of the scene an act belongs to: the heading of its entry, else the time of the sentence before, for what is told in the
    simple past, outside quotations and asides, at no other place. What is said goes with what was said before."""
    here = g.words[head].sentence
    entry = _entry(story, here)
    if entry is not None:
        return entry
    if scene.times_in.get(here) or not _tells(g, head):
        return When()
    kind = "said" if g.words[head].lemma in SAYING else "told"
    first = g.sentences[here].first
    goes_on = any(w.text.lower() in _GOING_ON for w in g.words[first : first + 3])
    for back in range(1, (_FAR_REACH if goes_on else _REACH) + 1):
        when = story.step(here - back, kind)
        if when is None or when.time is None:
            if here - back + 1 in story.openings and back > 1 and not goes_on:
                break
            continue
        if here in story.openings and not goes_on and kind == "told" and (back > 1 or len(when.date or "") != 10):
            break  # a month or year is background for its own paragraph only
        if kind == "told" and _elsewhere(scene, here, here - back):
            break
        return when
    return When()


def _entry(story: Story, here: int) -> When | None:
    """The heading that dates a whole paragraph."""
    for back in range(_ENTRY):
        when = story.step(here - back, "heading")
        if when is not None:
            return when
        if here - back in story.openings:
            return None
    return None


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
    quotes = sum(w.text in _QUOTES for w in g.words[g.sentences[clause.sentence].first : head])
    return quotes % 2 == 0


def _elsewhere(scene: Scene, here: int, there: int) -> bool:
    """Whether a sentence names places and none of them is of the scene before."""
    names = {scene.places[i].name for _, i in scene.places_in.get(here, ())}
    return bool(names) and not names & {scene.places[i].name for s in range(there, here) for _, i in scene.places_in.get(s, ())}
