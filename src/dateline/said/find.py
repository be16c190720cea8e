"""find_statements: every reading of who says what, united, joined, numbered."""

from __future__ import annotations

from dataclasses import replace

from dateline.article import TOLD_PARTS, Article, Span
from dateline.fields import Speaker, Statement, Time
from dateline.grammar.words import Grammar
from dateline.said.chains import chained, quoted_by
from dateline.said.clauses import find_clauses
from dateline.said.cues import SaidRules
from dateline.said.details import date_of, inside, kind_of, medium_of
from dateline.said.draft import Draft
from dateline.said.interview import find_interview
from dateline.said.leads import adrift
from dateline.said.mend import balanced, cleared, mend
from dateline.said.phrases import find_phrases
from dateline.said.quoted import attribute_quotes
from dateline.said.quotes import QuoteMask, scan_quotes, trim
from dateline.said.readings import Readings
from dateline.said.tagged import tagged_drafts
from dateline.said.touching import Desk
from dateline.said.unite import apart, clip, doublets, unite

_MEANING = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "INTJ", "ADV", "X", "SYM"})


def find_statements(article: Article, grammar: Grammar, times: tuple[Time, ...], rules: SaidRules) -> tuple[Statement, ...]:
    """Who says what in the told parts of an article, in order of the text; speakers as spans, their actors not yet known.

    Empty for an article without words. Never raises on odd input.
    """
    zones = _zones(article)
    if not grammar.words or not zones:
        return ()
    mask = QuoteMask(scan_quotes(article.text, zones=zones))
    drafts = list(find_drafts(article, grammar, mask, rules, zones))
    return tuple(_file(article, grammar, mask, rules, times, drafts))


def find_drafts(
    article: Article, grammar: Grammar, mask: QuoteMask, rules: SaidRules, zones: tuple[Span, ...], *, tagged: bool = True
) -> list[Draft]:
    """All readings, united; without those of the tagger if `tagged` is false."""
    interview = list(find_interview(article, grammar, rules, zones))
    phrases = list(find_phrases(article, grammar, mask, rules))
    heads = {d.head for d in phrases}
    clauses = [d for d in find_clauses(article, grammar, mask, rules) if d.head not in heads]
    united = [
        mend(article, grammar, rules, d) for d in unite([*phrases, *clauses], tagged_drafts(article, grammar, rules) if tagged else None)
    ]
    united = [d for d in united if not adrift(article, grammar, d)]
    united = [d for d in united if _tells(grammar, mask, d) and not (interview and d.cue is not None and article.words(d.cue) == ":")]
    read = attribute_quotes(Desk(article, grammar, mask, rules, zones), united)
    labels = {d.source for d in interview}
    read = [d for d in read if d.source not in labels or d.cue is None]  # "Tull: He says ...": the label tells the turn, no more
    whole = (cleared(article.text, d) for d in doublets(apart(clip([*interview, *read], zones, article.text))))
    kept = [d.with_content(tuple([balanced(article.text, s) for s in d.content])) for d in whole if d.content]
    return quoted_by(grammar, rules, chained(grammar, rules, kept))


def _tells(grammar: Grammar, mask: QuoteMask, draft: Draft) -> bool:
    """Whether a content has a word that carries meaning, or is quoted: "denied it", "what had she said?" tell nothing."""
    words = [w for s in draft.content for w in grammar.within(s)]
    return any(w.upos in _MEANING for w in words) or (len(words) > 2 and mask.at(words[0].start) is not None)


def _zones(article: Article) -> tuple[Span, ...]:
    if article.parts:
        return article.spans(TOLD_PARTS)
    return (Span(0, len(article.text)),) if article.text.strip() else ()


def _file(
    article: Article, grammar: Grammar, mask: QuoteMask, rules: SaidRules, times: tuple[Time, ...], drafts: list[Draft]
) -> list[Statement]:
    drafts = sorted(drafts, key=lambda d: (d.start, -d.end, d.within >= 0, d.cue or Span(0, 0), d.rule))
    out: list[Statement] = []
    for n, draft in enumerate(drafts):
        out.append(
            Statement(
                id=f"s{n + 1}",
                source=Speaker(_tidy(article, draft.source)) if draft.source is not None else None,
                cue=_tidy(article, draft.cue) if draft.cue is not None else None,
                content=draft.content,
                kind=kind_of(article, mask, draft),
                manner=draft.manner,
                date=date_of(grammar, draft, times, rules, published=article.published),
                medium=medium_of(grammar, draft, rules),
                within=None,
                rule=draft.rule,
            )
        )
    held = Readings(drafts)
    hosts = [_reporter(held, n) for n in range(len(out))]
    return [replace(s, within=host) if host else s for s, host in zip(out, hosts, strict=True)]


def _reporter(held: Readings, at: int) -> str | None:
    """The id of the narrowest statement that reports this one."""
    inner = held.all[at]
    hosts = [(o.end - o.start, n) for n in held.near(inner.cue) if inside(o := held.all[n], inner)]
    teller = held.of_head(inner.within) if inner.within >= 0 else None
    if teller is not None and teller != at:
        hosts.append((held.all[teller].end - held.all[teller].start, teller))
    return f"s{min(hosts)[1] + 1}" if hosts else None


def _tidy(article: Article, span: Span) -> Span:
    return trim(article.text, span.start, span.end, " \t\n\r\u00a0,") or span
