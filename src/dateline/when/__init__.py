"""When: time expressions (TIMEX3) with values relative to the day of the copy. `find_times(article, grammar, rules)`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from dateline.article import READ_PARTS, Article, Part, Span
from dateline.fields import Time
from dateline.grammar.words import Grammar
from dateline.rules import Rule
from dateline.when import read_days, read_hours, read_periods, read_years
from dateline.when.find import Candidate, WhenRules, candidates, load_when, longest, plain
from dateline.when.scene import Reading, Scene, reference_day, set_genre
from dateline.when.sentences import Sentences

__all__ = ["WhenRules", "find_times", "load_when", "try_rule"]

READERS: dict[str, Callable[[Candidate, Scene], Reading | None]] = {
    "calendar": read_days.read_calendar,
    "figures": read_days.read_figures,
    "day_alone": read_days.read_day_alone,
    "nth_weekday": read_days.read_nth_weekday,
    "weekday": read_days.read_weekday,
    "deictic": read_days.read_deictic,
    "clock": read_hours.read_clock,
    "day_part": read_hours.read_day_part,
    "scene_part": read_hours.read_scene_part,
    "relative": read_periods.read_relative,
    "shift": read_periods.read_shift,
    "duration": read_periods.read_duration,
    "weekend": read_periods.read_weekend,
    "set": read_periods.read_set,
    "quarter": read_years.read_quarter,
    "season": read_years.read_season,
    "long": read_years.read_long,
    "feast": read_years.read_feast,
    "within": read_years.read_within,
    "fixed": read_years.read_fixed,
}


_NAMED = ("calendar", "season", "deictic", "relative", "fixed", "duration", "long")


def find_times(article: Article, grammar: Grammar, rules: WhenRules) -> tuple[Time, ...]:
    """Times of the read parts and of the dateline, in order of the text, none overlapping. An empty grammar is allowed."""
    return _find(article, grammar, rules, None)


def try_rule(rule: Rule, text: str, published: str | None) -> list[tuple[str, str | None]]:
    """What one rule finds in a text published on a day: (words, value). The other rules only lend it the times told before."""
    article = Article("example", text, published=published, parts=(Part("body", Span(0, len(text))),))
    times = _find(article, Grammar((), (), ""), load_when(), rule.name)
    return [(article.words(time.span), time.value) for time in times if time.rule == rule.name]


def _find(article: Article, grammar: Grammar, rules: WhenRules, first: str | None) -> tuple[Time, ...]:
    spans = article.spans((*READ_PARTS, "dateline"))
    text = plain(article.text)
    found = [c for c in candidates(text, spans, rules, grammar.notes_on) if not _named(c, grammar)]
    chosen = longest(found, first)
    present = article.spans(("headline", "subhead", "caption"))
    sentences = Sentences(text, spans, grammar)
    scene = Scene(text, grammar, sentences, reference_day(article), rules, _read, present, article.spans(("dateline",)))
    set_genre(scene, chosen)
    return tuple(_times(chosen, found, scene))


def _times(chosen: Iterable[Candidate], found: Sequence[Candidate], scene: Scene) -> Iterator[Time]:
    for candidate in chosen:
        reading = _read(candidate, scene)
        if reading is not None:
            yield _file(candidate, reading, scene)
            continue
        # the reader refused ("the same period last year" without a quarter told): what stands inside may still be a time
        for inner in longest(c for c in found if c.rule is not candidate.rule and candidate.span.holds(c.span)):
            reading = _read(inner, scene)
            if reading is not None:
                yield _file(inner, reading, scene)


def _file(candidate: Candidate, reading: Reading, scene: Scene) -> Time:
    scene.note(candidate.span, reading, candidate.rule.name)
    start = reading.start.isoformat() if reading.start else None
    end = reading.end.isoformat() if reading.end else None
    return Time(candidate.span, reading.type, reading.value, start, end, candidate.rule.name)


def _read(candidate: Candidate, scene: Scene) -> Reading | None:
    return READERS[candidate.rule.reader](candidate, scene)


def _named(candidate: Candidate, grammar: Grammar) -> bool:
    """Whether the words are a name or a part of one: "Theresa May", "April Jones", and weaker words in titles: "USA Today"."""
    if not grammar.words or candidate.rule.reader not in _NAMED:
        return False
    if candidate.rule.reader == "long":  # "the Vision 2030 plan", "Euro 2012"
        return any(word.name in ("I-ORG", "I-MISC") for word in grammar.within(candidate.span))
    weak = candidate.rule.reader in ("deictic", "relative", "fixed", "duration")
    names = [word.name[2:] for word in grammar.within(candidate.span) if word.name != "O"]
    return any(name == "PER" or (weak and name in ("ORG", "MISC")) for name in names)
