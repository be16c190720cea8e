"""Finds candidates: windows around trigger words, the rules that wait for them, and the longest match where several overlap."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from dateline.article import Span
from dateline.errors import RuleError
from dateline.grammar.memory import Notes
from dateline.rules import Rule, load_rules
from dateline.when.initials import initial, initials_of
from dateline.when.tense import Cues, load_cues
from dateline.when.vocabulary import Vocabulary, load_vocabulary

FILES = (
    "dates.toml",
    "weekdays.toml",
    "clock.toml",
    "parts.toml",
    "relative.toml",
    "shifts.toml",
    "durations.toml",
    "sets.toml",
    "periods.toml",
    "feasts.toml",
    "vague.toml",
)
REACH = 64  # characters looked at after a trigger word
LEAD = 14  # tokens before a trigger word at which a pattern may begin: no time expression is longer

_TOKEN = re.compile(r"[aApP]\.[mM]|[bB]\.[cC]|[^\W\d_]+|\d{4}-\d\d-\d\d|\d+(?:[:./]\d+)*|[^\w\s]")
_YEAR = re.compile(r"\d{3,4}(?:/\d\d)?$")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?$")
_SLASHED = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}$")
# Curly apostrophes, hard blanks and single line breaks count as plain ones; lengths stay, so offsets do too.
_PLAIN = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\t": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-", "\u2010": "-"})
_WRAP = re.compile(r"(?<!\n)\r?\n(?![\r\n])")


@dataclass(frozen=True)
class TimeRule:
    """A rule: its pattern, the trigger classes it waits for, its reader and that reader's constants, what its matches can begin with."""

    name: str
    order: int
    source: str
    on: tuple[str, ...]
    reader: str
    extra: Mapping[str, str]
    initials: frozenset[str] | None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when it is first tried: most articles wake few rules. Raises RuleError if it is malformed."""
        try:
            return re.compile(self.source, re.IGNORECASE)
        except re.error as error:
            raise RuleError(f"{self.name}: the pattern does not compile: {error}") from error

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Names of the groups that hold the words of the time, where they are fewer than the match."""
        return tuple(group for group in self.pattern.groupindex if group.rstrip("0123456789") == "words")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One match. `span` are the words that will be the time; they may be fewer than the match looked at."""

    rule: TimeRule
    match: re.Match[str]
    span: Span

    def group(self, name: str) -> str | None:
        """What a named group, or one of its doubles `name2`, `name3`, matched; None if none took part."""
        known = self.rule.pattern.groupindex
        for double in (name, *(f"{name}{n}" for n in range(2, 7))):
            if double not in known:
                return None
            if self.match[double] is not None:
                return self.match[double]
        return None


@dataclass(frozen=True)
class WhenRules:
    """All rules, the vocabulary they are written in, and the words that wake them."""

    rules: tuple[TimeRule, ...]
    sources: tuple[Rule, ...]
    vocabulary: Vocabulary
    triggers: Mapping[str, tuple[str, ...]]
    by_trigger: Mapping[str, tuple[TimeRule, ...]]
    cues: Cues


@cache
def load_when() -> WhenRules:
    """Loads the rules once. Raises RuleError naming file and rule if one is malformed."""
    vocabulary = load_vocabulary()
    sources = tuple(rule for file in FILES for rule in load_rules("dateline.when", file))
    rules = tuple(_prepared(rule, order, vocabulary) for order, rule in enumerate(sources))
    triggers: dict[str, list[str]] = {}
    for kind, words in vocabulary.values.items():
        for word in words:
            kinds = triggers.setdefault(_TOKEN.findall(word)[0], [])  # the first token of "new year's eve" wakes its rules
            if kind not in kinds:
                kinds.append(kind)
    waiting: dict[str, list[TimeRule]] = {}
    for rule in rules:
        for kind in rule.on:
            waiting.setdefault(kind, []).append(rule)
    wanted = {token: tuple(k for k in kinds if k in waiting) for token, kinds in triggers.items()}
    return WhenRules(
        rules=rules,
        sources=sources,
        vocabulary=vocabulary,
        triggers={token: kinds for token, kinds in wanted.items() if kinds},
        by_trigger={kind: tuple(found) for kind, found in waiting.items()},
        cues=load_cues(),
    )


def _prepared(rule: Rule, order: int, vocabulary: Vocabulary) -> TimeRule:
    on, reader = rule.extra.get("on"), rule.extra.get("read")
    if not isinstance(on, list) or not on or not isinstance(reader, str):
        raise RuleError(f"{rule.name}: needs `on`, a list of word classes that wake it, and `read`, the name of its reader")
    source = r"(?:" + vocabulary.expand(rule.pattern, rule.name) + r")(?![^\W_])"
    extra = {key: str(value) for key, value in rule.extra.items() if key not in ("on", "read")}
    return TimeRule(rule.name, order, source, tuple(on), reader, extra, initials_of(rule.name, source))


def plain(text: str) -> str:
    """The text as patterns see it: same length, plain apostrophes and blanks, wrapped lines joined."""
    return _WRAP.sub(lambda found: " " * len(found[0]), text.translate(_PLAIN))


def candidates(text: str, spans: Sequence[Span], rules: WhenRules, notes_on: Callable[[str], Notes]) -> list[Candidate]:
    """All matches of the rules inside the spans of a text made plain; they may overlap. `notes_on` gives what is known of a stretch of it.

    Under a blank line nothing above can be seen, so that the same patterns match where they did in any copy of the stretch.
    """
    found: list[Candidate] = []
    for span in spans:
        if text[span.start - 1 : span.start] != "\n":
            found += matches(text, span, rules)
            continue
        notes = notes_on(text[span.start : span.end])
        known = notes.get("when.matches")
        if known is None or known[0] is not rules:
            here = list(matches(text, span, rules))
            places = [(c.rule, c.match.start() - span.start, c.match.endpos - span.start) for c in here]
            notes["when.matches"] = (rules, tuple(places))
            found += here
            continue
        for rule, start, end in known[1]:
            hit = rule.pattern.match(text, span.start + start, span.start + end)
            found += _candidate(rule, text, hit) if hit else ()
    return found


def matches(text: str, span: Span, rules: WhenRules) -> Iterator[Candidate]:
    """The matches inside one span.

    A pattern is tried only where a token begins with what its matches can begin with, a little before a word that wakes its rule: the
    cost grows with the length of the text.
    """
    starts, heads, runs = _runs(text, span, rules)
    for kind, stretches in runs.items():
        for rule in rules.by_trigger[kind]:
            initials = rule.initials
            for first, last, end in stretches:
                for index in range(first, last + 1):
                    if initials is not None and heads[index] not in initials:
                        continue
                    hit = rule.pattern.match(text, starts[index], end)
                    if hit:
                        yield from _candidate(rule, text, hit)


def _candidate(rule: TimeRule, text: str, match: re.Match[str]) -> Iterator[Candidate]:
    first, last = match.span()
    for group in rule.words:
        if match.start(group) >= 0:
            first, last = match.span(group)
    while first < last and text[first].isspace():
        first += 1
    while first < last and text[last - 1] in " ,\n(":
        last -= 1
    if first < last:
        yield Candidate(rule, match, Span(first, last))


def _runs(text: str, span: Span, rules: WhenRules) -> tuple[list[int], list[str], dict[str, list[tuple[int, int, int]]]]:
    """Offsets at which the tokens of a span begin, with what, and for each class of trigger words the runs of tokens (first, last, end)
    to try."""
    starts: list[int] = []
    heads: list[str] = []
    runs: dict[str, list[tuple[int, int, int]]] = {}
    triggers, waiting = rules.triggers, rules.by_trigger
    for index, token in enumerate(_TOKEN.finditer(text, span.start, span.end)):
        starts.append(token.start())
        word = token[0]
        heads.append(initial(word))
        kinds = _figures(word) if word[0].isdigit() else triggers.get(word.lower())
        if not kinds:
            continue
        first, end = max(0, index - LEAD), min(span.end, token.end() + REACH)
        for kind in kinds:
            if kind not in waiting:
                continue
            known = runs.setdefault(kind, [])
            if known and first <= known[-1][1] + 1:
                known[-1] = (known[-1][0], index, end)
            else:
                known.append((first, index, end))
    return starts, heads, runs


def _figures(word: str) -> tuple[str, ...]:
    if _YEAR.match(word):
        return ("figure_year",)
    if _SLASHED.match(word):
        return ("figure_date",)
    if _CLOCK.match(word):
        return ("figure_clock",)
    if word == "9/11":
        return ("figure_fraction",)
    return ("figure_year",) if len(word) == 2 and word[1] == "0" else ()


def longest(found: Iterable[Candidate], first: str | None = None) -> list[Candidate]:
    """Candidates without overlaps, in order of the text: the longest wins, then the earlier rule; a rule named `first` wins anyway."""
    kept: list[Candidate] = []
    cluster: list[Candidate] = []
    reach = -1
    for candidate in sorted(found, key=lambda c: c.span):
        if candidate.span.start >= reach:
            kept.extend(_best(cluster, first))
            cluster = []
        cluster.append(candidate)
        reach = max(reach, candidate.span.end)
    kept.extend(_best(cluster, first))
    return kept


def _best(cluster: list[Candidate], first: str | None) -> list[Candidate]:
    kept: list[Candidate] = []
    ends: list[tuple[int, int]] = []
    for candidate in sorted(cluster, key=lambda c: (c.rule.name != first, -c.span.length, c.rule.order, c.span.start)):
        at = bisect_left(ends, (candidate.span.end, 0))  # spans kept are apart: only the one that starts before our end can overlap
        if at and ends[at - 1][1] > candidate.span.start:
            continue
        ends.insert(at, (candidate.span.start, candidate.span.end))
        kept.append(candidate)
    return sorted(kept, key=lambda c: c.span.start)
