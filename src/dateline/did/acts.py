"""Events of an article: triggers with parties, status, voice, date, place and tolls; further tellings of one act are folded into `also`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.article import Article, Span
from dateline.did.cast import Cast, Party, cast_of
from dateline.did.causes import attach
from dateline.did.dates import When, date_of, fronted_time, iso_date
from dateline.did.lend import lend_days
from dateline.did.lexicon import Lexicon
from dateline.did.link import answer, carry, fold, joined
from dateline.did.modes import Modes
from dateline.did.parties import find_parties
from dateline.did.retold import retold
from dateline.did.scene import SAYING, VERBAL, Scene, looked_back_on, scene_of
from dateline.did.sides import BRIEF, Act, chosen, load_sides
from dateline.did.sift import sift
from dateline.did.sites import place_of
from dateline.did.states import States
from dateline.did.status import find_status
from dateline.did.story import Story, carried, story_of
from dateline.did.struck import by_arms
from dateline.did.tolls import find_tolls
from dateline.did.topics import Topics
from dateline.did.tree import is_verb, touching
from dateline.did.triggers import Trigger, find_triggers, see
from dateline.did.voice import Voices, denied_by
from dateline.did.worth import bar_of, copy_of
from dateline.fields import Actor, Event, Place, Statement, Status, Time
from dateline.grammar.words import Grammar, Sentence


@dataclass(frozen=True, slots=True)
class Room:
    """What all events of one article share."""

    article: Article
    grammar: Grammar
    cast: Cast
    scene: Scene
    story: Story
    voices: Voices
    modes: Modes
    alone: bool
    brief: bool


def told_spans(article: Article) -> tuple[Span, ...]:
    """Where events are looked for: the body, or headline and sub-headline where there is none."""
    return article.spans(("body",)) or article.spans(("headline", "subhead"))


def told_sentences(article: Article, g: Grammar) -> list[Sentence]:
    """The sentences in which events and conditions are looked for."""
    return touching(g.sentences, told_spans(article))


def events_of(
    article: Article,
    g: Grammar,
    *,
    times: Sequence[Time],
    places: Sequence[Place],
    allusions: Sequence[Place],
    actors: Sequence[Actor],
    statements: Sequence[Statement],
    lexicon: Lexicon,
    modes: Modes,
    states: States,
    topics: Topics,
) -> tuple[Event, ...]:
    """All events in order of the text."""
    alone = not any(w.event_score > 0 for w in g.words)
    told = told_sentences(article, g)
    scene = scene_of(g, times, places)
    room = Room(
        article,
        g,
        cast_of(g, actors, places, allusions),
        scene,
        story_of(article, g, scene),
        Voices(statements),
        modes,
        alone,
        len(told) <= BRIEF,
    )
    copy = None if room.brief else copy_of(g)
    seen = [see(g, sentence, lexicon, alone=alone, copy=copy) for sentence in told]
    bar = bar_of(len(g.words), [chance for each in seen for _, chance in each.likely])
    phrases = alone and topics.figurative(g)
    media = [statement.medium for statement in statements if statement.medium]  # "in an interview with" is how he spoke, not what was done
    drafts: list[tuple[Event, int]] = []
    for sentence, each in zip(told, seen, strict=True):
        taken = states.spans(article.words(sentence.span), sentence.span.start)
        attack = bool(drafts) and any(e.type == "ASSAULT" and g.words[h].sentence >= sentence.index - 1 for e, h in drafts[-4:])
        triggers = find_triggers(g, each, bar=bar, phrases=phrases)
        triggers = sorted([*triggers, *by_arms(g, each.words, triggers)], key=lambda t: (t.first, t.last))
        for trigger in sift(g, triggers, alone=alone, attack=attack):
            if any(span.overlaps(g.words[trigger.head].span) for span in (*taken, *media)):
                continue
            drafts.append((_event(room, trigger, sentence), trigger.head))
    return _finished(room, drafts, states, statements)


def _finished(room: Room, drafts: Sequence[tuple[Event, int]], states: States, statements: Sequence[Statement]) -> tuple[Event, ...]:
    """Numbers the events, gives them tolls, days and answers, and folds tellings of one act into the first."""
    article, g = room.article, room.grammar
    words = [head for _, head in drafts]
    events = answer(g, [replace(event, id=f"e{n}") for n, (event, _) in enumerate(drafts, 1)], words, statements)
    events = carry(g, events, words)
    events = lend_days(article, g, events, words, scene=room.scene, statements=statements)
    titles = article.spans(("headline", "subhead"))
    tolls = attach(g, find_tolls(article, g, states), events, {event.id: head for event, head in zip(events, words, strict=True)}, titles)
    events = [replace(event, casualties=tolls[event.id]) if event.id in tolls else event for event in events]
    told = fold(g, events, words)
    also: dict[int, list[Span]] = {}
    for event, first in zip(events, told, strict=True):
        if first is not None:
            also.setdefault(first, []).append(event.trigger)
            events[first] = joined(events[first], event)
    kept: list[Event] = []
    for i, event in enumerate(events):
        if told[i] is None:
            kept.append(replace(event, id=f"e{len(kept) + 1}", also=tuple(also.get(i, ()))))
    firsts = [head for head, first in zip(words, told, strict=True) if first is None]
    further = retold(g, told_sentences(article, g), kept, firsts)
    return tuple(replace(event, also=tuple(sorted((*event.also, *further[event.id])))) if event.id in further else event for event in kept)


def _event(room: Room, t: Trigger, sentence: Sentence) -> Event:
    g = room.grammar
    span = g.span_of(t.first, t.last + 1)
    voice = room.voices.at(g.words[t.head].span)
    sources, targets = _parties(room, t)
    mode = t.mode or room.modes.mode(g, t, sentence)
    status = _status(room, t, voice)
    when = _when(room, t, voice, status)
    return Event(
        id="",
        trigger=span,
        type=t.type,
        mode=mode,
        cameo=room.modes.cameo(t.type, mode),
        contexts=room.modes.contexts(g, sentence),
        source=tuple(dict.fromkeys(name for name, _ in sources if name)),
        target=tuple(dict.fromkeys(name for name, _ in targets if name)),
        source_spans=tuple(span for _, span in sources),
        target_spans=tuple(span for _, span in targets),
        date=when.date,
        date_end=when.end,
        time=when.time,
        place=place_of(g, t.head, t.type, room.scene),
        status=status,
        statement=voice.id if voice else None,
        casualties=(),
        also=(),
        rule=_rule(room, t),
    )


def _parties(room: Room, t: Trigger) -> tuple[Sequence[Party], Sequence[Party]]:
    """What the rules say, weighed against what annotated copy teaches; the rules alone where no model is asked."""
    g = room.grammar
    ruled = find_parties(g, t.head, t.type, room.cast, last=t.last)
    if room.alone:
        return ruled
    return chosen(g, Act(t.head, t.type, range(t.first, t.last + 1), *ruled), room.cast, load_sides(), brief=room.brief)


def _when(room: Room, t: Trigger, voice: Statement | None, status: Status) -> When:
    """The date of the act's own clause, else the one its sentence opens with, if the same voice gives it and it has to do with deeds,
    else for what was done that of the scene."""
    g = room.grammar
    when = date_of(g, t.head, room.scene, t.type, words=range(t.first, t.last + 1), published=room.article.published)
    if when.time is not None or when.end is not None or when.rule or looked_back_on(g, t.head):
        return when
    first = fronted_time(g, t.head, room.scene)
    if first is not None and g.words[t.head].deprel != "acl:relcl" and g.words[t.head].lemma not in SAYING:
        time = room.scene.times[first]
        if room.voices.at(time.span) is voice:
            return When(iso_date(time), None, first, "fronted")
    scene = carried(room.article, g, t.head, room.scene, room.story)
    if scene.rule == "heading" or (status == "actual" and t.type not in VERBAL and (voice is None or voice.kind != "direct")):
        return scene
    return when


def _status(room: Room, t: Trigger, voice: Statement | None) -> Status:
    g = room.grammar
    if t.refused:
        return "actual"
    verbal = is_verb(g.words[t.head]) or any(w.deprel.startswith("nsubj") for w in g.children(t.head))
    status = find_status(
        g, t.head, reported=voice is not None and voice.kind != "direct", verbal=verbal, inside=voice.content if voice else ()
    )
    if status == "actual" and voice is not None and denied_by(g, voice, t.head):
        return "denied"
    if status == "actual" and t.type == "SANCTION" and g.words[t.head].text.lower().startswith("acquit"):
        return "denied"  # no conviction
    return status


def _rule(room: Room, t: Trigger) -> str:
    if room.alone:
        return t.rule or ""
    return f"{t.rule}+{room.grammar.model}" if t.rule else room.grammar.model
