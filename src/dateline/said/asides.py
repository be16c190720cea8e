"""What is said of the saying between commas: "Speaking on state television, ...", "..., in a message to reporters, ..."."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.grammar.words import Grammar, Word
from dateline.said.cues import SaidRules
from dateline.said.draft import Draft

_LEADS = frozenset({"in", "on", "at", "via", "by", "through", "during", "over"})
_TALKING = frozenset("speaking talking writing appearing addressing posting briefing testifying answering replying".split())
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LONG = 24


def asides(grammar: Grammar, rules: SaidRules, draft: Draft) -> frozenset[int]:
    """The words of the asides that tell by what means, where or when something was said."""
    if draft.head < 0:
        return frozenset()
    out: set[int] = set()
    for first, last in _runs(grammar, draft):
        run = grammar.words[first:last]
        if run and len(run) <= _LONG and _tells(run, rules):
            out.update(range(first, last))
    return frozenset(out)


def _tells(run: tuple[Word, ...], rules: SaidRules) -> bool:
    low = run[0].text.lower()
    if any(w.xpos in _FINITE and w.upos in ("VERB", "AUX") for w in run):
        return False
    media = any(w.text.lower() in rules.media or w.lemma.lower() in rules.media for w in run if w.upos in ("NOUN", "PROPN"))
    return low in _TALKING or (low in _LEADS and media)


def _runs(grammar: Grammar, draft: Draft) -> Iterator[tuple[int, int]]:
    """Runs of words between commas: before the attribution, inside it, behind it; never words of the content."""
    words, cue = grammar.words, grammar.words[draft.head]
    sentence = grammar.sentences[cue.sentence]
    source = [w.index for w in grammar.within(draft.source) if w.sentence == cue.sentence] if draft.source is not None else []
    content = frozenset(w.index for s in draft.content for w in grammar.within(s))
    start, end = min([cue.index, *source]), max([cue.index, *source])
    if start - 1 > sentence.first and words[start - 1].text == "," and not content.intersection(range(sentence.first, start)):
        yield sentence.first, start - 1
    if source and source[-1] < cue.index and words[source[-1] + 1].text == "," and words[cue.index - 1].text == ",":
        yield source[-1] + 2, cue.index - 1
    while end + 1 < sentence.last and end + 1 not in content and words[end + 1].text not in (",", ";", ":"):
        end += 1
    if end + 2 < sentence.last and words[end + 1].text == ",":
        stop = end + 2
        while stop < sentence.last and stop not in content and words[stop].upos != "PUNCT":
            stop += 1
        yield end + 2, stop
