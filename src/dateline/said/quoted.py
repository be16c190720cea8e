"""Quotations and who utters them.

A quotation takes the attribution that touches it: behind it ('"...," said the mayor'), before it ('The mayor said: "..."') or around it;
without one it belongs to the speaker of the quotation before ('"...," he said. "..."') or to the person the paragraph speaks of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.article import Span
from dateline.grammar.words import Word
from dateline.said.cues import find_cue
from dateline.said.draft import Draft, merge
from dateline.said.quotes import Quote
from dateline.said.readings import Readings
from dateline.said.syntax import phrase
from dateline.said.touching import Desk, Unit, behind_of, count_words, quote_draft, sentence_like, signed, touching

_FINAL = (".", "!", "?", "\u2026", "")
_QUOTED = 0.9  # share of quoted words from which a statement counts as a quotation
_Owners = list[tuple[Unit, int]]


def units_of(quotes: Sequence[Quote]) -> list[Unit]:
    """Quotations grouped over the paragraphs they run through; empty ones left out."""
    groups: list[list[Quote]] = []
    for q in quotes:
        if groups and q.continues and not groups[-1][-1].closed and not q.single:
            groups[-1].append(q)
        else:
            groups.append([q])
    return [Unit(tuple(g)) for g in groups]


def attribute_quotes(desk: Desk, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with every quotation put where it belongs, new ones added."""
    held = Readings(drafts)
    owners: _Owners = []
    units = [u for u in units_of(desk.mask.quotes) if any(c.isalnum() for c in desk.article.words(u.outer))]
    for n, unit in enumerate(units):
        bounds = (units[n - 1].outer.end if n else 0, units[n + 1].outer.start if n + 1 < len(units) else len(desk.article.text))
        for place in (_signs, _shut, _resumes, _follows, _inside, _attach):
            at = place(desk, unit, held, bounds, owners)
            if at is not None:
                owners.append((unit, at))
                break
    return [d for d in held.all if d.content]


def _grown(desk: Desk, held: Readings, at: int, unit: Unit) -> int:
    """A reading with a quotation added to its content."""
    draft = held.all[at]
    return held.put(at, replace(draft, content=merge((*draft.content, *unit.spans), desk.article.text), quoted=True))


def _share(desk: Desk, draft: Draft) -> float:
    return desk.mask.share(desk.article.text, draft.content)


def _signs(desk: Desk, unit: Unit, held: Readings, bounds: tuple[int, int], owners: _Owners) -> int | None:
    """A quotation with its speaker's name behind a dash or before a colon."""
    named = signed(desk, unit, bounds)
    if named is None:
        return None
    _strip(unit, held, -1)
    return held.add(named)


def _shut(desk: Desk, unit: Unit, held: Readings, bounds: tuple[int, int], owners: _Owners) -> int | None:
    """A quotation whose closing mark is missing ends before the attribution that stands in its first sentence."""
    if len(unit.quotes) > 1 or unit.quotes[0].closed:
        return None
    start = unit.spans[0].start
    for n in held.near(Span(start, start + 1)):
        draft = held.all[n]
        if draft.cue is None or draft.source is None or not unit.outer.holds(draft.cue) or not unit.outer.holds(draft.source):
            continue
        told = draft.content[0]
        edge = min(draft.cue.start, draft.source.start)
        if len(draft.content) == 1 and abs(told.start - start) <= 1 and told.end < edge and desk.article.text[told.end] in ",!?":
            return n
    return None


def _resumes(desk: Desk, unit: Unit, held: Readings, bounds: tuple[int, int], owners: _Owners) -> int | None:
    """A quotation goes on in its sentence after its attribution: '"Every time," he said, nodding at the weir, "you drown a farm."'."""
    if not owners or not desk.article.text[unit.spans[0].start].islower() or unit.quotes[0].opens_line:
        return None
    last, at = owners[-1]
    cue, text = held.all[at].cue, desk.article.text
    gap = Span(last.outer.end, unit.outer.start)
    if cue is None or not gap.holds(cue) or gap.length > 200 or _share(desk, held.all[at]) < _QUOTED:
        return None
    words = [w for w in desk.grammar.within(gap) if w.upos != "PUNCT"]
    broken = not words or "," not in text[last.spans[-1].end : last.outer.end + 1] or not desk.article.words(gap).rstrip().endswith(",")
    if broken or any(c in desk.article.words(gap) for c in ".;!?\n"):
        return None
    if words[-1].start >= cue.end and find_cue(desk.grammar, words[-1], desk.rules) is not None:
        return None  # "..., he said, adding, "..."": told anew
    _strip(unit, held, at)
    for n in held.near(gap):
        draft = held.all[n]
        if n != at and draft.cue is not None and gap.holds(draft.cue) and all(gap.holds(s) for s in draft.content):
            held.put(n, replace(draft, content=()))  # "referring to | the weir" tells nothing
    return _grown(desk, held, at, unit)


def _follows(desk: Desk, unit: Unit, held: Readings, bounds: tuple[int, int], owners: _Owners) -> int | None:
    """A quotation that is a sentence of its own goes on from the one before in its paragraph: '"...," he said of it. "..."'."""
    if not owners or not sentence_like(desk, unit):
        return None
    last, at = owners[-1]
    between = desk.article.text[last.outer.end : unit.outer.start]
    if (
        desk.paragraph(unit.outer.start).start > last.outer.end
        or between.rstrip()[-1:] not in _FINAL
        or _share(desk, held.all[at]) < _QUOTED
    ):
        return None
    if held.all[at].cue is None or behind_of(desk, unit, bounds[1]) is not None or (not sentence_like(desk, last) and len(between) > 300):
        return None
    _strip(unit, held, at)
    return _grown(desk, held, at, unit)


def _strip(unit: Unit, held: Readings, keep: int) -> None:
    """Takes a quotation out of every other reading."""
    for n in held.near(*(q.outer for q in unit.quotes)):
        draft = held.all[n]
        if n != keep and any(unit.outer.overlaps(s) for s in draft.content):
            held.put(n, replace(draft, content=tuple(s for s in draft.content if not unit.outer.overlaps(s))))


def _common(draft: Draft, unit: Unit) -> int:
    return sum(max(0, min(s.end, q.end) - max(s.start, q.start)) for s in draft.content for q in unit.spans)


def _inside(desk: Desk, unit: Unit, held: Readings, bounds: tuple[int, int], owners: _Owners) -> int | None:
    """The reading whose content meets the quotation; its content is stretched over the whole quotation."""
    best, at = 0.0, -1
    for n in held.near(*(q.outer for q in unit.quotes)):
        draft = held.all[n]
        common = _common(draft, unit)
        if not common or (draft.cue is not None and unit.outer.holds(draft.cue)):
            continue
        share = common / sum(s.length for s in draft.content)
        if share > best and not draft.weak:
            best, at = share, n
        elif at < 0:
            at = n
    if at < 0:
        return None
    draft, size = held.all[at], sum(q.length for q in unit.spans)
    common = _common(draft, unit)
    if common < 0.5 * size and common < 0.5 * sum(s.length for s in draft.content):
        return None
    if common < size:
        held.put(at, replace(draft, content=merge((*draft.content, *unit.spans), desk.article.text)))
    if len(unit.quotes) > 1 and draft.cue is not None and draft.cue.end <= unit.outer.start:
        _disown(desk, unit, held, at)
    return at


def _disown(desk: Desk, unit: Unit, held: Readings, keep: int) -> None:
    """Takes a quotation that its attribution opens from readings of a paragraph below: 'Tull said: "..." / Farmers cheered.'."""
    end = desk.paragraph(unit.outer.end - 1).end
    for n in held.near(*(q.outer for q in unit.quotes)):
        draft = held.all[n]
        if n != keep and draft.cue is not None and draft.cue.start >= end:
            held.put(n, replace(draft, content=tuple(s for s in draft.content if not unit.outer.overlaps(s))))


def _attach(desk: Desk, unit: Unit, held: Readings, bounds: tuple[int, int], owners: _Owners) -> int | None:
    """A quotation that no reading holds yet: to the reporting word that touches it, else to the speaker at hand."""
    single = count_words(desk.article.text, unit.spans) < 2
    for found, rule in touching(desk, unit, bounds):
        at = held.of_head(found.word.index)
        if at is not None:
            if held.all[at].content and _share(desk, held.all[at]) >= 0.6:
                return _grown(desk, held, at, unit)
            if held.all[at].weak or rule != "said.quote":
                return held.put(at, replace(held.all[at], content=unit.spans, rule=rule, quoted=True, weak=False))
            continue
        if single and found.takes("a") is None:
            continue
        draft = quote_draft(desk, unit, found, rule)
        if draft is not None:
            return held.add(draft)
    if count_words(desk.article.text, unit.spans) < 3 or not sentence_like(desk, unit):
        return None
    return _free(desk, unit, held, owners)


def _free(desk: Desk, unit: Unit, held: Readings, owners: _Owners) -> int:
    """A quotation without an attribution: the speaker before goes on, else the person the sentence before speaks of."""
    text = desk.article.text
    if owners:
        last, at = owners[-1]
        between = text[last.outer.end : unit.outer.start]
        if held.all[at].rule != "said.quoted_words" and _goes_on(desk, held, at, unit, between):
            return _grown(desk, held, at, unit)
    span, speaker = _carried(desk, unit, held)
    return held.add(Draft("said.free_quote", "speech", unit.spans, None, -1, span, speaker, quoted=True))


def _goes_on(desk: Desk, held: Readings, at: int, unit: Unit, between: str) -> bool:
    """Whether nothing but the one attribution, or a paragraph break, stands between two quotations."""
    draft = held.all[at]
    if _share(desk, draft) < _QUOTED or len(between) > 400:
        return False
    if not between.strip():
        return "\n" not in between or unit.quotes[0].opens_line
    gap = Span(unit.outer.start - len(between), unit.outer.start)
    if draft.cue is None or not gap.holds(draft.cue):
        return False
    others = [n for n in held.near(gap) if n != at and (cue := held.all[n].cue) is not None and gap.holds(cue)]
    sentences = {w.sentence for w in desk.grammar.within(gap) if w.upos != "PUNCT"}
    return not others and len(sentences) <= 1


def _carried(desk: Desk, unit: Unit, held: Readings) -> tuple[Span | None, int]:
    """Source and head word of the nearest speaker before: of this paragraph's statements or subject, else of the paragraph before."""
    start = unit.outer.start
    line = desk.paragraph(start).start
    for low in (line, desk.above(start).start):
        if low >= start or start - low > 4000:
            continue
        told = [
            d
            for n in held.near(Span(low, start))
            if (d := held.all[n]).cue is not None and d.source is not None and low <= d.cue.start < start
        ]
        words = [w for w in desk.grammar.within(Span(low, start)) if desk.mask.at(w.start) is None]
        people = [w for w in words if w.deprel in ("nsubj", "nsubj:pass") and _personal(w)]
        last = max(told, key=lambda d: d.cue.start if d.cue else 0, default=None)
        if people and (last is None or last.cue is None or people[-1].start > last.cue.end):
            return _phrase(desk, people[-1])
        if last is not None:
            return last.source, last.speaker
        subjects = [w for w in words if w.deprel == "nsubj" and w.upos in ("PROPN", "NOUN", "PRON")]
        if subjects and low == line:
            return _phrase(desk, subjects[-1])
    return _announced(desk, unit)


def _announced(desk: Desk, unit: Unit) -> tuple[Span | None, int]:
    """The person whom the next paragraph names first, if the quotation is a paragraph of its own: '"They left."' / "Ole Marn sat ..."."""
    below = desk.below(unit.outer.end - 1)
    first = next(iter(desk.grammar.within(below)), None)
    if not (unit.quotes[0].opens_line and unit.quotes[-1].ends_line) or first is None or desk.mask.at(first.start) is not None:
        return None, -1
    for word in desk.grammar.sentence(first.sentence):
        if word.deprel in ("nsubj", "nsubj:pass"):
            return _phrase(desk, word) if word.name.endswith("PER") and desk.mask.at(word.start) is None else (None, -1)
    return None, -1


def _personal(word: Word) -> bool:
    return word.entity == "person" or word.name.endswith("PER") or word.text.lower() in ("he", "she")


def _phrase(desk: Desk, word: Word) -> tuple[Span, int]:
    first, last = phrase(desk.grammar, word.index)
    return desk.grammar.span_of(first, last), word.index
