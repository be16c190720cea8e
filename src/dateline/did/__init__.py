"""did/: who did what to whom (PLOVER), whether it happened, its toll, and the state places are in. See docs/did.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from dateline.article import Article
from dateline.did.acts import events_of
from dateline.did.conditions import conditions_of
from dateline.did.dating import Dated, Dating
from dateline.did.lexicon import Lexicon
from dateline.did.modes import Modes
from dateline.did.states import States
from dateline.did.tolls import find_tolls
from dateline.did.topics import Topics
from dateline.did.trial import try_rule
from dateline.fields import Actor, Casualty, Condition, Event, Place, Statement, Time
from dateline.grammar.words import Grammar
from dateline.rules import load_lexicon, load_rules

__all__ = ["Dated", "Dating", "DidRules", "find_casualties", "find_conditions", "find_events", "load_did", "try_rule"]

_TYPES = (
    "assault coerce mobilize sanction protest threaten reject accuse request retreat aid cooperate concede support consult agree".split()
)


@dataclass(frozen=True, slots=True)
class DidRules:
    """The rules of this room, compiled. `alone`: the tagger's opinion of acts and states is not asked."""

    lexicon: Lexicon
    modes: Modes
    states: States
    topics: Topics
    alone: bool = False


def load_did(*, alone: bool = False) -> DidRules:
    """Loads rules/*.toml and lexicon/*.tsv once a process. With `alone` rules decide without the tagger. Raises RuleError for a
    malformed file."""
    return replace(_load_did(), alone=alone)


@cache
def _load_did() -> DidRules:
    room = "dateline.did"
    triggers = [rule for name in _TYPES for rule in load_rules(room, f"{name}.toml")]
    modes = Modes(load_rules(room, "modes.toml"), load_lexicon(room, "cameo.tsv"), load_lexicon(room, "contexts.tsv"))
    return DidRules(Lexicon(triggers), modes, States(load_rules(room, "conditions.toml")), Topics(load_lexicon(room, "topics.tsv")))


def find_events(
    article: Article,
    grammar: Grammar,
    *,
    times: Sequence[Time],
    places: Sequence[Place],
    actors: Sequence[Actor],
    statements: Sequence[Statement],
    rules: DidRules,
    allusions: Sequence[Place] = (),
) -> tuple[Event, ...]:
    """Events told in the body (in the headlines where there is no body), in order of the text. `allusions` are the words for peoples, by
    which a country may act ("Norwegian shelling"). Never raises on odd input."""
    if not grammar.words:
        return ()
    return events_of(
        article,
        unasked(grammar) if rules.alone else grammar,
        times=times,
        places=places,
        allusions=allusions,
        actors=actors,
        statements=statements,
        lexicon=rules.lexicon,
        modes=rules.modes,
        states=rules.states,
        topics=rules.topics,
    )


def unasked(grammar: Grammar) -> Grammar:
    """The same words without what the tagger thinks of acts and states, so that rules decide alone."""
    words = tuple(replace(w, event="", event_score=0.0, event_types=(), status="", condition="") for w in grammar.words)
    return Grammar(words, grammar.sentences, grammar.model)


def find_conditions(
    article: Article, grammar: Grammar, *, times: Sequence[Time], places: Sequence[Place], statements: Sequence[Statement], rules: DidRules
) -> tuple[Condition, ...]:
    """States of places told in the body, in order of the text; an ended state has status denied."""
    if not grammar.words:
        return ()
    return conditions_of(
        article, unasked(grammar) if rules.alone else grammar, times=times, places=places, statements=statements, rules=rules.states
    )


def find_casualties(article: Article, grammar: Grammar, *, events: Sequence[Event], rules: DidRules) -> tuple[Casualty, ...]:
    """Tolls of the article that hang on no event: of disasters, totals, and those given in headlines."""
    taken = {(c.kind, c.span) for event in events for c in event.casualties}
    return tuple(t.casualty for t in find_tolls(article, grammar, rules.states) if (t.casualty.kind, t.casualty.span) not in taken)
