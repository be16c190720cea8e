"""Contents made whole: what a misread tree cut off or swept in, by the punctuation of the sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from dateline.article import Article, Span
from dateline.grammar.words import Grammar, Word
from dateline.said.cues import SaidRules, find_cue
from dateline.said.draft import Draft, pieces
from dateline.said.leads import edged, lead
from dateline.said.quotes import trim
from dateline.said.syntax import phrase, subject_beside
from dateline.said.whole import between, closed, whole

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PAIRS = {"\u201c": "\u201d", '"': '"', "(": ")", "[": "]", "\u00ab": "\u00bb", "\u2018": "\u2019"}
_MARKS = re.compile("[\"\u201c\u201d\u00bb\u2019]|''")
_QUOTES = frozenset({'"', "\u201c", "\u201d", "\u00ab", "\u00bb", "``", "''"})
_TURNS = frozenset({"while", "whereas", "though", "although", "but"})
_IFS = frozenset({"if", "unless", "should", "once", "when", "were", "had", "until"})
_TITLE = 18  # words of an office before a name: "..., | Lund's ambassador to the League, | Ole Marn, said"
_DASHES = frozenset({",", "\u2014", "\u2013", "--", "-"})


def mend(article: Article, grammar: Grammar, rules: SaidRules, draft: Draft) -> Draft:
    """The draft with its content completed ("Order, officials say, was restored") or cut short (", adding that ...")."""
    draft = lead(article, grammar, draft)
    draft = between(article, grammar, draft)
    draft = _placed(article, grammar, rules, draft)
    draft = _uncoupled(article, grammar, rules, draft)
    draft = _charged(article, grammar, rules, draft)
    draft = _sourced(grammar, draft)
    draft = _opened(article, grammar, _resumed(article, grammar, draft))
    draft = closed(article, grammar, whole(article, grammar, rules, edged(article, grammar, draft)))
    return draft.with_content(tuple([balanced(article.text, _counted(grammar, s)) for s in draft.content]))


def _counted(grammar: Grammar, span: Span) -> Span:
    """A bare figure with what it counts: "reported <17> injured"."""
    inside = grammar.within(span)
    if not inside or any(w.upos != "NUM" for w in inside):
        return span
    last = inside[-1].index + 1
    while (
        last < len(grammar.words)
        and grammar.words[last].sentence == inside[0].sentence
        and grammar.words[last].upos in ("NOUN", "ADJ", "VERB")
    ):
        last += 1
    return Span(span.start, max(span.end, grammar.words[last - 1].end))


def _placed(article: Article, grammar: Grammar, rules: SaidRules, draft: Draft) -> Draft:
    """Without pieces that cannot be reported where they stand.

    Before "announced that" nothing is ("voted to leave, hours after she announced that ..."), nor what is parted from the speaker by more
    than a mark, nor a clause that the attribution only joins ("officers fired, and hospitals reported 17 injured").
    """
    if (
        draft.cue is None
        or draft.head < 0
        or draft.start > draft.cue.start
        or draft.rule.startswith(("said.acc", "said.quot", "said.as", "said.in_"))
    ):
        return draft
    words = grammar.words
    last = max(w.index for w in grammar.within(draft.cue))
    first = min(
        [w.index for w in grammar.within(draft.cue)]
        + [w.index for w in grammar.within(draft.source or draft.cue) if w.sentence == words[last].sentence]
    )
    that = last + 1 < len(words) and words[last + 1].text.lower() == "that" and words[last + 1].sentence == words[last].sentence
    kept = tuple(s for s in draft.content if s.start > draft.cue.start or _reaches(article, grammar, s, first, that))
    if kept:
        return replace(draft, content=kept)
    sentence = grammar.sentences[words[last].sentence]
    stop = next((i for i in range(last + 1, sentence.last) if words[i].upos == "PUNCT"), sentence.last)
    object_ = pieces(article, grammar, list(range(last + 1, stop)))
    found = find_cue(grammar, words[draft.head], rules)
    if (
        object_
        and found is not None
        and words[last + 1].upos != "ADP"
        and any(w.upos in ("NUM", "NOUN", "PROPN") for w in words[last + 1 : stop])
    ):
        return replace(draft, content=object_)
    return draft


def _reaches(article: Article, grammar: Grammar, piece: Span, first: int, that: bool) -> bool:
    """Whether a piece before an attribution borders on it (`first` is the attribution's first word)."""
    inside = grammar.within(piece)
    if not inside or _MARKS.search(article.text[piece.end : piece.end + 2]) or inside[-1].sentence != grammar.words[first].sentence:
        return True
    between = [w for w in grammar.words[inside[-1].index + 1 : first] if w.upos != "PUNCT"]
    if inside[-1].index >= first:
        return True
    if that or any(w.upos in ("CCONJ", "SCONJ") for w in between):
        return False
    return len(between) <= 3 or (len(between) <= _TITLE and not any(w.upos in ("VERB", "AUX") for w in between))


def _opened(article: Article, grammar: Grammar, draft: Draft) -> Draft:
    """With the subject that stands before an inserted attribution: "Order, officials maintain, | had returned"."""
    if draft.cue is None or draft.head < 0 or draft.start < draft.cue.end or draft.quoted:
        return draft
    words, cue = grammar.words, grammar.words[draft.head]
    inside = grammar.within(draft.content[0])
    sentence = grammar.sentences[cue.sentence]
    lead = next((w for w in inside if w.upos not in ("PUNCT", "ADV", "PART")), None)
    if lead is None or lead.xpos not in _FINITE or lead.sentence != cue.sentence or words[inside[0].index - 1].text not in _DASHES:
        return draft
    first = min([cue.index] + [w.index for w in grammar.within(draft.source or draft.cue) if w.sentence == cue.sentence])
    if first - 1 <= sentence.first or words[first - 1].text not in _DASHES:
        return draft
    start = next((i + 1 for i in range(first - 2, sentence.first - 1, -1) if words[i].text in (";", ":")), sentence.first)
    if any(w.xpos in _FINITE and not w.deprel.startswith("acl") for w in words[start : first - 1]):
        return draft
    return replace(draft, content=(*pieces(article, grammar, list(range(start, first - 1))), *draft.content))


def _uncoupled(article: Article, grammar: Grammar, rules: SaidRules, draft: Draft) -> Draft:
    """Without pieces that belong to another saying: '"...," he said, adding that ...', "..., while others deny"."""
    if len(draft.content) < 2 or draft.cue is None:
        return draft
    kept: list[Span] = []
    whole = draft.end > draft.cue.start > draft.start and _quoted(article.text, draft.content[0])
    for n, span in enumerate(draft.content):
        if n and whole and span.start > draft.cue.start and not _MARKS.search(article.text[max(0, span.start - 2) : span.start + 1]):
            continue
        if _MARKS.search(article.text[max(0, span.start - 1) : span.start]):
            kept.append(span)
            continue
        words = grammar.within(span)
        lead = next((w for w in words if w.upos not in ("PUNCT", "CCONJ", "ADV")), None)
        if lead is not None and lead.index != draft.head and find_cue(grammar, lead, rules) is not None:
            asked = not n and lead.xpos in ("VBN", "VBD") and not grammar.children(lead.index, "nsubj")
            if asked or (n and lead.xpos in ("VBG", "VBD")):
                continue
        if n and words and words[0].text.lower() in _TURNS and any(_tells(grammar, w, rules) for w in words):
            continue
        kept.append(span)
    return replace(draft, content=tuple(kept) or draft.content)


def _quoted(text: str, span: Span) -> bool:
    """Whether a piece is one quotation from its opening to its closing mark: what follows its attribution bare is none of it."""
    inside = text[span.start : span.end]
    return bool(
        _MARKS.search(text[max(0, span.start - 1) : span.start])
        and _MARKS.search(text[span.end : span.end + 2])
        and not any(c in inside for c in '"\u201c\u201d')
    )


def _tells(grammar: Grammar, word: Word, rules: SaidRules) -> bool:
    """Whether a word is a finite reporting verb with a subject of its own."""
    return word.xpos in _FINITE and find_cue(grammar, word, rules) is not None and bool(grammar.children(word.index, "nsubj"))


def _charged(article: Article, grammar: Grammar, rules: SaidRules, draft: Draft) -> Draft:
    """Without the one accused or judged: "accused <the union> of [having lied]", 'called <the deal> "[a sell-out]"'."""
    found = find_cue(grammar, grammar.words[draft.head], rules) if draft.head >= 0 else None
    if found is None or len(draft.content) != 1 or draft.cue is None or draft.start < draft.cue.start:
        return draft
    words = grammar.within(draft.content[0])
    if found.takes("g") and not found.takes("c"):
        for n, w in enumerate(words[1:9], 1):
            if w.text.lower() in ("of", "for") and n + 1 < len(words) and words[n + 1].xpos == "VBG":
                return replace(draft, content=pieces(article, grammar, [x.index for x in words[n + 1 :]]))
        finite = next((n for n, w in enumerate(words) if w.xpos in _FINITE and not _relative(grammar, w)), -1)
        joint = next((n for n in range(1, finite) if words[n].upos == "CCONJ"), -1)
        if finite > 0 and joint > 0 and not any(w.upos == "VERB" and w.xpos == "VBG" for w in words[:joint]):
            return replace(draft, content=pieces(article, grammar, [x.index for x in words[:joint]]) or draft.content)
    if found.takes("a") and not found.takes("c"):
        marks = [n for n, w in enumerate(words) if w.text in _QUOTES]
        if (
            marks
            and 0 < marks[0] <= 8
            and (len(marks) == 1 or marks[-1] == len(words) - 1)
            and len(marks) <= 2
            and len(words) - marks[0] - len(marks) >= marks[0]
            and not any(w.upos == "VERB" for w in words[: marks[0]])
        ):
            return replace(draft, content=pieces(article, grammar, [x.index for x in words[marks[0] + 1 :]]), quoted=True)
    return draft


def _relative(grammar: Grammar, word: Word) -> bool:
    return word.deprel.startswith("acl") or any(a.deprel.startswith("acl") for a in grammar.ancestors(word.index))


def _sourced(grammar: Grammar, draft: Draft) -> Draft:
    """With the subject of its main clause as speaker, where neither tree nor tagger names one: "He waved, noting that ..."."""
    if draft.source is not None or draft.head < 0 or draft.cue is None:
        return draft
    cue = grammar.words[draft.head]
    if cue.upos not in ("VERB", "AUX") or any(k.deprel in ("aux:pass", "nsubj:pass") for k in grammar.children(cue.index)):
        return draft
    first = grammar.sentences[cue.sentence].first
    content = frozenset(w.index for s in draft.content for w in grammar.within(s))
    beside = subject_beside(grammar, cue)
    if beside >= 0 and beside not in content:
        start, end = phrase(grammar, beside, outside=content | {cue.index})
        return replace(draft, source=grammar.span_of(start, end), speaker=beside)
    for i in range(cue.index - 1, first - 1, -1):
        word = grammar.words[i]
        if (
            word.deprel in ("nsubj", "nsubj:pass")
            and i not in content
            and not any(a.deprel in ("acl:relcl", "ccomp", "advcl") and a.index < cue.index for a in grammar.ancestors(i))
        ):
            start, end = phrase(grammar, i, outside=content | {cue.index})
            return replace(draft, source=grammar.span_of(start, end), speaker=i)
    return draft


def _resumed(article: Article, grammar: Grammar, draft: Draft) -> Draft:
    """With the rest of a clause that the attribution interrupts, if what stands before it is no clause yet."""
    if draft.cue is None or draft.head < 0 or draft.end > draft.cue.start or draft.quoted or draft.rule == "said.according":
        return draft
    sentence = grammar.sentences[grammar.words[draft.head].sentence]
    edge = max(draft.cue.end, draft.source.end if draft.source is not None else 0)
    behind = [w for w in grammar.words[sentence.first : sentence.last] if w.start >= edge]
    close = next((n for n, w in enumerate(behind[:8]) if w.upos == "PUNCT"), -1)
    before = [w for s in draft.content for w in grammar.within(s) if w.sentence == sentence.index]
    if close >= 0 and behind[close].text == ":" and before and before[0].sentence == sentence.index and len(behind) > close + 3:
        return replace(draft, content=(*draft.content, *pieces(article, grammar, [w.index for w in behind[close + 1 :]])))
    if close < 0 or behind[close].text not in _DASHES or not before or len(behind) < close + 3 or before[0].sentence != sentence.index:
        return draft
    rest = behind[close + 1 :]
    clause = _clause(before)
    open_verb = (rest[0].upos in ("VERB", "AUX") and rest[0].xpos in _FINITE) or (
        rest[0].upos == "ADV" and len(rest) > 1 and rest[1].xpos in _FINITE
    )
    if clause or _MARKS.search(article.text[draft.end : draft.end + 3]):
        return draft
    conditional = before[0].text.lower() in _IFS and rest[0].upos in ("PRON", "DET", "NOUN", "PROPN") and rest[0].xpos != "WDT"
    if not open_verb and not (conditional and any(w.xpos in _FINITE for w in rest)):
        return draft
    stop = next((n for n, w in enumerate(rest) if w.text in (";", ":")), len(rest))
    more = pieces(article, grammar, [w.index for w in rest[:stop]])
    return replace(draft, content=(*draft.content, *more))


def _clause(words: list[Word]) -> bool:
    """Whether some words hold a finite verb that is not in a relative clause or behind a conjunction."""
    held = {w.index for w in words}
    for w in words:
        if w.xpos in _FINITE and not w.deprel.startswith(("acl", "advcl")):
            verb = w
            while verb.relation in ("aux", "cop") and verb.head in held:
                verb = next(x for x in words if x.index == verb.head)
            if not verb.deprel.startswith(("acl", "advcl")):
                return True
    return False


def cleared(text: str, draft: Draft) -> Draft:
    """The draft with cue and source cut out of its content, whatever went wrong before."""
    holes = [h for h in (draft.cue, draft.source) if h is not None and any(h.overlaps(s) for s in draft.content)]
    if not holes:
        return draft
    pieces_left = list(draft.content)
    for hole in holes:
        cut: list[Span] = []
        for s in pieces_left:
            sides = (Span(s.start, min(s.end, hole.start)), Span(max(s.start, hole.end), s.end)) if s.overlaps(hole) else (s,)
            kept = [side for side in sides if not text[side.start : side.end].lstrip().startswith(";")]
            cut += [t for side in kept if side.end > side.start and (t := trim(text, side.start, side.end)) is not None]
        pieces_left = [s for s in cut if any(c.isalnum() for c in text[s.start : s.end])]
    return replace(draft, content=tuple(pieces_left))


def balanced(text: str, span: Span) -> Span:
    """A span that opens a quotation or bracket inside takes in the mark that closes it."""
    start, end = span
    for opening, closing in _PAIRS.items():
        inside = text[start:end]
        odd = inside.count(opening) % 2 == 1 if opening == closing else inside.count(opening) > inside.count(closing)
        if opening == "\u2018" and inside.count("\u2019") >= inside.count(opening):
            odd = False
        if odd:
            at = end
            while at < len(text) and text[at] in ".,!?\u2026":
                at += 1
            if at < len(text) and text[at] == closing and at - end <= 2:
                end = at + 1
    return Span(start, end)
