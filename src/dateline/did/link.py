"""What only the events around an event can tell: whom a refusal answers, and which tellings are of one act."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dateline.did.things import phrase
from dateline.did.tree import cases, harms, subjects
from dateline.fields import Event, Statement
from dateline.grammar.words import Grammar, Word

_ANSWERED = frozenset(("REQUEST", "AGREE", "THREATEN", "ACCUSE"))
_VIOLENT = frozenset(("ASSAULT", "PROTEST", "COERCE"))
_RETOLD = _VIOLENT | {"SANCTION"}
_ON_CROWDS = frozenset(("crowd-control", "beat", "arrest"))
_REPLIES = frozenset("return reply answer respond retaliate back".split())
_STRUCK = frozenset(("ASSAULT", "PROTEST"))
_NEAR = 1  # sentences back that an answer may refer to
_EARSHOT = 250  # characters between a statement and its rejection
_WORDS = frozenset("that this report account claim criticism allegation finding figure suggestion charge accusation version".split())
_NEAR_OTHER = 5  # sentences back for a further telling in quite other words
_STEM = 4  # letters that alike words share
_FAR = 60  # events back that a further telling may refer to
_MATTER = frozenset(
    "it this that offer call plan demand request proposal invitation appeal plea ultimatum idea terms both accusation charge allegation "
    "criticism claim step measure report account finding figure suggestion version".split()
)
_DEEDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("offer", "initiative", "pledge", "proposal", "promise"), frozenset(("AGREE", "CONSULT", "REQUEST"))),
    **dict.fromkeys(("refusal", "rejection"), frozenset(("REJECT",))),
    **dict.fromkeys(("ruling", "verdict", "sentence", "sanction"), frozenset(("SANCTION",))),
    **dict.fromkeys(("ban", "closure", "curfew", "arrest"), frozenset(("COERCE",))),
    **dict.fromkeys(("attack", "killing", "bloodshed", "violence", "raid"), frozenset(("ASSAULT",))),
    **dict.fromkeys(("release", "withdrawal", "gesture"), frozenset(("RETREAT", "CONCEDE"))),
}
_TAKEN_AS_KNOWN = frozenset(("before", "after", "since", "during", "following"))  # "denied ... hours before the attack": it took place
_SIDES = frozenset("side party country nation state neighbour neighbor rival government leader foe enemy camp faction capital both".split())
_MUTUAL = frozenset(("AGREE", "CONSULT", "COOPERATE"))
_ANAPHORS = frozenset(("the", "this", "that", "these", "those", "its", "their", "his", "her", "such"))


def carry(g: Grammar, events: Sequence[Event], heads: Sequence[int]) -> list[Event]:
    """Gives a deed of violence told in plain past the place of the one told just before: "Gunmen raided Tarn. They burned the mill."."""
    out = list(events)
    _borrow(g, out, heads)
    last: tuple[int, int] | None = None  # sentence and place of the latest
    for i, event in enumerate(out):
        here = g.words[heads[i]].sentence
        if event.type not in _VIOLENT or event.status != "actual":
            continue
        if event.place is None and last is not None and here - last[0] <= 1 and _plain_past(g, heads[i]):
            out[i] = replace(event, place=last[1])
        if event.place is not None:
            last = (here, event.place)
    return out


def _borrow(g: Grammar, events: list[Event], heads: Sequence[int]) -> None:
    """Gives a deed the place of what its victims were doing: "Police fired on a crowd that was marching in Tarn"."""
    at = {head: n for n, head in enumerate(heads)}
    for i, event in enumerate(events):
        if event.type not in _VIOLENT or event.place is not None:
            continue
        for word in g.children(heads[i], "obj", "obl", "nsubj:pass"):
            doing = [at[w.index] for w in g.children(word.index, "acl", "acl:relcl") if w.index in at]
            if doing and events[doing[0]].place is not None:
                events[i] = replace(event, place=events[doing[0]].place)
                break


def _plain_past(g: Grammar, head: int) -> bool:
    """Whether a verb is in the simple past, active or passive; not the perfect, which looks back at another scene."""
    aux = g.children(head, "aux", "aux:pass")
    return not any(w.lemma == "have" for w in aux) and (g.words[head].xpos == "VBD" or any(w.xpos == "VBD" for w in aux))


def answer(g: Grammar, events: Sequence[Event], heads: Sequence[int], statements: Sequence[Statement]) -> list[Event]:
    """Gives a refusal without a target the side whose words it answers: "The ministry offered half. The strikers turned it down."; or
    whose statement it rejects: "The lawyer said ... The ministry dismissed that as malicious."."""
    out = list(events)
    said = sorted((s.content[-1].end, n) for n, s in enumerate(statements) if s.content and s.source is not None and s.source.actor)
    at = {head: n for n, head in enumerate(heads)}
    for i, event in enumerate(out):
        if event.type in ("ACCUSE", "SUPPORT") and event.source and not event.target:
            doer = _judged(g, out, heads, at, i)
            if doer is not None:
                out[i] = replace(event, target=doer.source, target_spans=doer.source_spans)
        if event.type != "REJECT" or event.target or not event.source or not _refers(g, heads[i]):
            continue
        other = _asker(g, out, heads, i)
        k = bisect_left(said, (event.trigger.start, -1)) - 1
        if other is not None:
            out[i] = replace(event, target=other.source, target_spans=other.source_spans)
        elif k >= 0 and event.trigger.start - said[k][0] < _EARSHOT and _rejects_words(g, heads[i]):
            speaker = statements[said[k][1]].source
            if speaker is not None and speaker.actor and speaker.span and speaker.actor not in event.source:
                out[i] = replace(event, target=(speaker.actor,), target_spans=(speaker.span,))
    for i in range(len(out)):
        out[i] = _both(g, out, heads, i)
    return [_hit_back(g, out, heads, i) for i in range(len(out))]


def _both(g: Grammar, events: Sequence[Event], heads: Sequence[int], i: int) -> Event:
    """Gives an act of "the two sides" or of "both" the two that an act told just before names: "Talks between the guild and the league
    broke down. Both sides had agreed ..."."""
    event, subject = events[i], subjects(g, heads[i])
    if event.source or not subject or subject[0].lemma.lower() not in _SIDES or not _a_pair(g, subject[0]):
        return event
    for j in _around(g, heads, i, _NEAR + 1):
        if heads[j] > heads[i]:
            break
        two = tuple(dict.fromkeys((*events[j].source, *events[j].target)))
        if len(two) == 2 and events[j].source:
            spans = (phrase(g, subject[0], range(heads[i], heads[i] + 1)),)
            mutual = not event.target and event.type in _MUTUAL
            event = replace(event, source=two, source_spans=spans)
            return replace(event, target=two, target_spans=spans) if mutual else event
    return event


def _a_pair(g: Grammar, word: Word) -> bool:
    """Whether a noun in the plural stands for two: "both sides", "the two neighbours", "the sides"."""
    first = [w.text.lower() for w in g.children(word.index, "det", "nummod", "det:predet")]
    return "both" in first or "two" in first or (word.lemma.lower() in ("side", "party") and first == ["the"])


def _hit_back(g: Grammar, events: Sequence[Event], heads: Sequence[int], i: int) -> Event:
    """Gives a blow that answers another the side that struck it: "Gunmen attacked the post. Soldiers returned fire."."""
    event = events[i]
    if event.target or event.type != "ASSAULT" or not any(w.lemma.lower() in _REPLIES for w in g.within(event.trigger)):
        return _at_crowd(g, events, heads, i)
    for j in _around(g, heads, i, _NEAR + 1):
        other = events[j]
        if other.type in _STRUCK and other.source and not set(other.source) & set(event.source):
            return replace(event, target=other.source, target_spans=other.source_spans)
    return event


def _at_crowd(g: Grammar, events: Sequence[Event], heads: Sequence[int], i: int) -> Event:
    """Gives tear gas, blows and arrests that name nobody the crowd they meet: "Nurses marched on the palace. Police used tear gas."."""
    event = events[i]
    if event.target or event.mode not in _ON_CROWDS:
        return event
    for j in _around(g, heads, i, _NEAR):
        other = events[j]
        if other.type == "PROTEST" and other.status == "actual" and other.source and not set(other.source) & set(event.source):
            return replace(event, target=other.source, target_spans=other.source_spans)
    return event


def _around(g: Grammar, heads: Sequence[int], i: int, near: int) -> Iterator[int]:
    """The events of a sentence and of the `near` before it: those told before, latest first, then those behind."""
    here = g.words[heads[i]].sentence
    for j in range(i - 1, -1, -1):
        if here - g.words[heads[j]].sentence > near:
            break
        yield j
    for j in range(i + 1, len(heads)):
        if g.words[heads[j]].sentence > here:
            return
        yield j


def _judged(g: Grammar, events: Sequence[Event], heads: Sequence[int], at: Mapping[int, int], i: int) -> Event | None:
    """The act told before that is praised or blamed: "Gunmen shot two clerks. The mayor condemned the attack."."""
    for word in g.children(heads[i], "obj", "nsubj:pass"):
        definite = any(w.text.lower() in _ANAPHORS for w in g.children(word.index, "det"))
        if not definite or g.children(word.index, "nmod", "nmod:poss", "acl", "acl:relcl"):
            continue
        named = at.get(word.index)
        kinds = frozenset((events[named].type,)) if named is not None else _DEEDS.get(word.lemma.lower(), frozenset())
        told = []
        for j in range(i - 1, -1, -1):
            other = events[j]
            if g.words[heads[i]].sentence - g.words[heads[j]].sentence > _NEAR + 1:
                break
            if other.source and other.type in kinds and not set(other.source) & set(events[i].source):
                told.append(other)
        if told:
            return next((other for other in told if _alike(g, other, word.lemma)), told[0])
    return None


def _asker(g: Grammar, events: Sequence[Event], heads: Sequence[int], i: int) -> Event | None:
    """The latest request, offer, threat or charge of another side in this sentence or the one before."""
    here = g.words[heads[i]].sentence
    for j in range(i - 1, -1, -1):
        if here - g.words[heads[j]].sentence > _NEAR:
            return None
        other = events[j]
        if other.type in _ANSWERED and other.source and not set(other.source) & set(events[i].source):
            return other
    return None


def _rejects_words(g: Grammar, head: int) -> bool:
    """Whether what is refused are words: "that", "the report", "the accusation"."""
    objects = g.children(head, "obj", "nsubj:pass")
    return any(w.lemma.lower() in _WORDS and not g.children(w.index, "nmod", "nmod:poss") for w in objects)


def _refers(g: Grammar, head: int) -> bool:
    """Whether a refusal names what it refuses only by a word that points back: "it", "the offer", "the plea"."""
    objects = g.children(head, "obj", "obl", "nsubj:pass")
    if any(w.lemma.lower() in _MATTER and not g.children(w.index, "nmod", "nmod:poss", "acl") for w in objects):
        return True
    return not objects and not g.children(head, "xcomp", "ccomp", "nmod")


def fold(g: Grammar, events: Sequence[Event], heads: Sequence[int]) -> list[int | None]:
    """For each event the index of the earlier event that it only tells again ("the raid"), or None."""
    out: list[int | None] = []
    for i, event in enumerate(events):
        alike = [j for j in range(i - 1, max(-1, i - _FAR), -1) if out[j] is None and _same(g, events[j], event, heads[j], heads[i])]
        full = (j for j in alike if events[j].source and events[j].target)  # "the clash" is rather the act whose sides are known
        out.append(next(full, alike[0] if alike else None))
    return out


def joined(first: Event, again: Event) -> Event:
    """The first telling with what only a further one knows: tolls, who did it, the day and the place."""
    out = replace(first, casualties=first.casualties + again.casualties)
    if not out.source and again.source and not set(again.source) & set(out.target):
        out = replace(out, source=again.source, source_spans=again.source_spans)
    if out.date is None and out.time is None and again.date is not None:
        out = replace(out, date=again.date, date_end=again.date_end, time=again.time)
    return out if out.place is not None else replace(out, place=again.place)


def _told_again(g: Grammar, first: Event, again: Event, first_head: int, head: int) -> bool:
    """Whether a later clause tells the same deed of force against the same people: "kidnapped the clerk ... abducted the clerk"."""
    if first.type != again.type or first.type not in _RETOLD or (first.status, again.status) != ("actual", "actual"):
        return False
    if not again.target or not set(again.target) <= set(first.target):
        return False
    if again.source and first.source and not set(again.source) & set(first.source):
        return False
    if first.mode != again.mode and None not in (first.mode, again.mode):
        return False
    if again.date is not None and first.date is not None and again.date != first.date:
        return False
    if again.place is not None and first.place is not None and again.place != first.place:
        return False
    return _alike(g, first, g.words[head].lemma) or harms(g, g.words[head]) or first.mode == again.mode


def _alike(g: Grammar, first: Event, lemma: str) -> bool:
    """Whether a noun is built like one of the words that told the act before: "shelled", "the shelling"."""
    stem = lemma.lower()[:_STEM]
    return any(w.lemma.lower()[:_STEM] == stem for w in g.within(first.trigger))


def _same(g: Grammar, first: Event, again: Event, first_head: int, head: int) -> bool:
    """Whether a definite noun without a date, a toll or parties of its own names an act of the same type told before."""
    word = g.words[head]
    if g.words[first_head].sentence == word.sentence or first.type != again.type:
        return False  # nor is an act of another type told again
    if _told_again(g, first, again, first_head, head):
        return True
    if word.sentence - g.words[first_head].sentence > _NEAR_OTHER and not _alike(g, first, word.lemma):
        return False  # "the fighting" is hardly the shots of six paragraphs before
    if word.upos != "NOUN":
        return False
    if first.status != again.status and not cases(g, head) & _TAKEN_AS_KNOWN:
        return False
    if again.casualties and not (word.deprel == "obl" and word.head >= 0 and harms(g, g.words[word.head])):
        return False  # "The ensuing violence left 30 dead" is told in its own right, "30 died in the clash" is not
    if not any(w.text.lower() in _ANAPHORS for w in g.children(head, "det", "nmod")):
        return False
    if again.place is None and any(w.entity in ("place", "organization") for w in g.children(head, "nmod")) and not again.target:
        return False  # "the raid on the port" is another than the one told before
    if (again.date is not None and again.date != first.date) or (
        again.mode is not None and first.mode is not None and again.mode != first.mode
    ):
        return False
    return set(again.source) <= set(first.source) and set(again.target) <= set(first.target)
