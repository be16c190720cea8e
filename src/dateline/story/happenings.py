"""Happenings: events of different articles that are one event, with the voices that assert or deny it.

Tellings in copies of one text are one where their triggers stand at the same word. Tellings of different origins are weighed pair by
pair (type and mode, days, places, actors, words, tolls) and joined from the surest pair down, as long as no two of a happening exclude
each other.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.fields import Casualty, Status
from dateline.story.actors import Figure, alike, best
from dateline.story.copies import Kinship, Origin, Sheet, aligned
from dateline.story.places import agree
from dateline.story.tellings import Telling, pooled
from dateline.story.words import Common, ident

#: Least weight at which two tellings of different origins are one event.
ENOUGH = 2.0
#: Least mean weight between two groups of tellings that are joined by one sure pair.
MEAN = 0.3
#: Weight that rules out that two tellings are one event.
NEVER = -9.0
#: Most earlier tellings that share a feature and are compared; keeps long stories linear.
CROWD = 48
#: Days that two reports of one night may differ by.
SLACK = timedelta(days=1)
#: Verbal acts and moves that are repeated from day to day: alike words alone do not make them one.
DAILY = frozenset({"CONSULT", "REQUEST", "ACCUSE", "REJECT", "SUPPORT", "AID", "THREATEN", "AGREE"})


#: Weight of `places.agree`.
_PLACES = {1.0: 0.8, 0.5: 0.5, 0.0: 0.0, -0.5: -0.6, -1.0: -2.0}
_RANK: dict[str, int] = {"actual": 0, "denied": 1, "planned": 2, "possible": 3}


@dataclass(frozen=True, slots=True)
class Voice:
    """Who tells a happening, and how: `name` is a speaker (empty where none is named), or who answers for the
    copy where `own` (the paper's own voice)."""

    name: str
    own: bool
    stance: Status
    origins: tuple[str, ...]
    events: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """One event with all its tellings. `date`/`date_end` are its narrowest agreed days; `known` the day it was first reported.

    `origins` are the independent witnesses; a forty-fold reprint is one. `status` is that of most voices, and actual where the paper
    itself vouches for it.
    """

    id: str
    type: str
    mode: str | None
    date: str | None
    date_end: str | None
    known: str | None
    place: str | None
    country: str | None
    source: tuple[str, ...]
    target: tuple[str, ...]
    events: tuple[tuple[str, str], ...]
    origins: tuple[str, ...]
    voices: tuple[Voice, ...]
    status: Status
    tellings: tuple[Telling, ...]

    @property
    def witnesses(self) -> tuple[str, ...]:
        """Who answers for copy that asserts it, each paper or agency once: two dispatches of one agency are one witness."""
        return tuple(dict.fromkeys(one.paper for one in self.tellings if one.event.status != "denied"))

    @property
    def speakers(self) -> tuple[str, ...]:
        """Named speakers who assert it."""
        return tuple(dict.fromkeys(voice.name for voice in self.voices if not voice.own and voice.name and voice.stance != "denied"))


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare words are among the tellings of a story, on top of how rare they are in English."""

    met: Mapping[str, int]
    total: int
    common: Common

    def of(self, term: str) -> float:
        """Natural log of the inverse share of tellings."""
        return max(0.0, math.log((self.total + 50) / (self.met.get(term, 0) + 50 * self.common.share(term) + 0.5)))


def rarity(told: Sequence[Telling], common: Common) -> Rarity:
    """Rarity of the words of a set of tellings."""
    met: Counter[str] = Counter()
    for one in told:
        met.update(one.near)
    return Rarity(met, len(told), common)


def weigh(first: Telling, second: Telling, rare: Rarity) -> float:
    """How much speaks for two tellings being one event; NEVER where something excludes it."""
    a, b = first.event, second.event
    if a.type != b.type or _after(first, second) or _after(second, first):
        return NEVER
    days, place = _days(first.days, second.days), _PLACES[agree(first.place, second.place)]
    if days > NEVER and _mirrored(first, second):
        days, place = max(days, -0.5), max(place, -0.5)
    elif "denied" in (a.status, b.status):
        days = max(days, -1.0)
    source, target = best(first.sources, second.sources), best(first.targets, second.targets)
    parts = (
        _modes(a.mode, b.mode),
        days,
        _stances(a.status, b.status),
        _leads(first, second),
        place,
        _casts(first, second, source, target),
        1.0 if first.trigger == second.trigger else 0.0,
        2.5 * _words(first.near, second.near, rare),
        0.8 if _same_toll(a.casualties, b.casualties) else 0.0,
    )
    worst = NEVER if min(parts) <= NEVER else sum(parts)
    return worst - (0.8 if a.type in DAILY and first.days is None and second.days is None else 0.0)


def _after(first: Telling, second: Telling) -> bool:
    """Whether the first is dated after the day the second was printed, though the second tells it as done."""
    if first.days is None or second.known is None or {first.event.status, second.event.status} != {"actual"}:
        return False
    return first.days[0].isoformat() > second.known


def _stances(first: Status, second: Status) -> float:
    """What is feared or planned is seldom what was done; a bare "nobody was arrested" says nothing of another scene."""
    if first == second:
        return -1.0 if first == "denied" else 0.0
    return {"denied": 0.0, "possible": -1.0, "planned": -0.8}[max((first, second), key=lambda one: _RANK[one])]


def _modes(first: str | None, second: str | None) -> float:
    if first is None or second is None:
        return 0.0
    return 0.8 if first == second else -0.8


def _days(first: tuple[date, date] | None, second: tuple[date, date] | None) -> float:
    if first is None or second is None:
        return 0.0
    if first[0] <= second[1] and second[0] <= first[1]:
        return 1.2 if first == second and first[1] - first[0] <= SLACK else 0.6
    near = first[0] - SLACK <= second[1] and second[0] - SLACK <= first[1]
    return -1.0 if near else NEVER


def _casts(first: Telling, second: Telling, source: float | None, target: float | None) -> float:
    """Who did it to whom. Each blaming the other ("they fired first") speaks for one event, told from two sides."""
    if _mirrored(first, second):
        return 2.6
    return 1.2 * (source or 0.0) + 1.2 * (target or 0.0)


def _mirrored(first: Telling, second: Telling) -> bool:
    """Whether each report opens with an attack by those whom the other speaks of as attacked: "they fired first", said both."""
    if not (first.lead and second.lead and first.event.type == "ASSAULT"):
        return False
    doers, others = _countries(first.sources), _countries(second.sources)
    victims, their_victims = _countries(first.targets), _countries(second.targets)
    if not doers or not others or doers & others or not (others & first.scene and doers & second.scene):
        return False
    return (not victims or bool(victims & others)) and (not their_victims or bool(their_victims & doers))


def _countries(cast: Sequence[Figure]) -> frozenset[str]:
    return frozenset(figure.country for figure in cast if figure.country)


def _leads(first: Telling, second: Telling) -> float:
    """Two reports of one story that open with the same kind of act mean the same one, the more so where both count victims."""
    if not (first.lead and second.lead):
        return 0.0
    bled = [any(one.kind in ("killed", "injured") and one.low != 0 for one in told.event.casualties) for told in (first, second)]
    return 1.6 if all(bled) else 0.8


def _words(first: frozenset[str], second: frozenset[str], rare: Rarity) -> float:
    """Weighted overlap of the words around two triggers, 0 to 1."""
    both = sum(rare.of(term) for term in sorted(first & second))
    least = min(sum(rare.of(term) for term in sorted(first)), sum(rare.of(term) for term in sorted(second)))
    return both / least if least else 0.0


def _same_toll(first: Iterable[Casualty], second: Iterable[Casualty]) -> bool:
    figures = {(one.kind, one.low) for one in first if one.low and one.low > 1}
    return any((one.kind, one.low) in figures for one in second)


def find_happenings(
    told: Iterable[Telling],
    common: Common,
    *,
    origins: Sequence[Origin] = (),
    sheets: Mapping[str, Sheet] | None = None,
) -> tuple[Happening, ...]:
    """Happenings of one story from the tellings of its articles, in order of their first report. Independent of the order given."""
    tellings = sorted(told, key=lambda one: one.order)
    groups = _Groups(tellings)
    for origin in origins:
        for kinship in origin.kinships:
            _join_copies(groups, tellings, kinship, sheets or {})
    copies = groups.all()
    heads = [pooled([tellings[n] for n in group]) for group in copies]
    rare = rarity(heads, common)
    united = _Groups(heads)
    weighed = ((weigh(heads[a], heads[b], rare), a, b) for a, b in _candidates(heads))
    for _, a, b in sorted((item for item in weighed if item[0] >= ENOUGH), key=lambda item: (-item[0], item[1], item[2])):
        united.join(a, b, lambda x, y: weigh(x, y, rare))
    found = [sorted(n for head in group for n in copies[head]) for group in united.all()]
    return tuple(gather([tellings[n] for n in group]) for group in sorted(found))


class _Groups:
    """Disjoint sets of tellings that refuse to join where a member of one excludes a member of the other."""

    def __init__(self, tellings: Sequence[Telling]) -> None:
        self.tellings = tellings
        self.home = list(range(len(tellings)))
        self.members = {n: [n] for n in range(len(tellings))}

    def join(self, a: int, b: int, check: Callable[[Telling, Telling], float] | None = None) -> None:
        """Joins the sets of two tellings."""
        a, b = self.home[a], self.home[b]
        if a == b:
            return
        if check:
            sample = [(x, y) for x in self.members[a][:12] for y in self.members[b][:12]]
            weights = [check(self.tellings[x], self.tellings[y]) for x, y in sample]
            if min(weights) <= NEVER / 2 or sum(weights) / len(weights) < MEAN:
                return
        first, second = min(a, b), max(a, b)
        for n in self.members[second]:
            self.home[n] = first
        self.members[first] += self.members.pop(second)

    def all(self) -> list[list[int]]:
        """Sets in order of their first member."""
        return [sorted(group) for _, group in sorted(self.members.items())]


def _join_copies(groups: _Groups, tellings: Sequence[Telling], kinship: Kinship, sheets: Mapping[str, Sheet]) -> None:
    """Joins events of two copies whose triggers stand at the same word."""
    first, second = sheets.get(kinship.first), sheets.get(kinship.second)
    if first is None or second is None:
        return
    to_first = aligned(kinship)
    start = {span.start: n for n, span in enumerate(first.spans)}
    there = {(start.get(one.event.trigger.start), one.event.type): n for n, one in enumerate(tellings) if one.article == kinship.first}
    word = {span.start: n for n, span in enumerate(second.spans)}
    for n, one in enumerate(tellings):
        if one.article == kinship.second:
            at = word.get(one.event.trigger.start)
            other = there.get((to_first.get(at), one.event.type)) if at is not None and at in to_first else None
            if other is not None:
                groups.join(other, n)


def _candidates(tellings: Sequence[Telling]) -> list[tuple[int, int]]:
    """Pairs of different origins that share a type and two features, among the latest CROWD with each feature."""
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    out: set[tuple[int, int]] = set()
    for n, one in enumerate(tellings):
        shared: Counter[int] = Counter()
        for feature in _features(one):
            others = holders[one.event.type, feature]
            shared.update(others[-CROWD:])
            others.append(n)
        out |= {(m, n) for m, count in shared.items() if count >= 2 and tellings[m].origin != one.origin}
    return sorted(out)


def _features(one: Telling) -> list[str]:
    features = [f"w {term}" for term in sorted(one.near)] + [f"t {one.trigger}"]
    if one.place:
        features += [f"p {one.place.name}", f"c {one.place.country}"]
    if one.days:
        features += [f"d {one.days[0]}"]
    features += [f"a {part}" for actor in (*one.sources, *one.targets) for part in sorted(actor.named)]
    features += [f"k {actor.country} {actor.sector}" for actor in (*one.sources, *one.targets) if actor.country]
    return sorted(set(features))


def gather(tellings: Sequence[Telling]) -> Happening:
    """The happening that tellings of one event make. Fewer tellings (as of an earlier day) make what was known then."""
    group = sorted(tellings, key=lambda one: one.order)
    first = group[0]
    days = _agreed([one.days for one in group if one.days])
    places = Counter(one.place.name for one in _best_placed(group) if one.place)
    place = max(places, key=lambda name: (places[name], name)) if places else None
    country = next((one.place.country for one in group if one.place and one.place.name == place), None)
    modes = Counter(one.event.mode for one in group if one.event.mode)
    voices = _voices(group)
    return Happening(
        id=ident("h", first.event.type, first.article, first.event.trigger.start),
        type=first.event.type,
        mode=max(modes, key=lambda mode: (modes[mode], mode)) if modes else None,
        date=days[0].isoformat() if days else None,
        date_end=days[1].isoformat() if days and days[1] != days[0] else None,
        known=first.known,
        place=place,
        country=country,
        source=_names([one.sources for one in group]),
        target=_names([one.targets for one in group]),
        events=tuple(one.key for one in group),
        origins=tuple(dict.fromkeys(one.origin for one in group)),
        voices=voices,
        status=_status(voices),
        tellings=tuple(group),
    )


def _best_placed(group: Sequence[Telling]) -> Sequence[Telling]:
    """The tellings with the most precise place."""
    fine = [one for one in group if one.place and one.place.kind in ("city", "site")]
    return fine or group


def _agreed(days: Sequence[tuple[date, date]]) -> tuple[date, date] | None:
    """The stretch most tellings give, the narrowest of equals."""
    votes = Counter(days)
    return max(votes, key=lambda one: (votes[one], one[0] - one[1], -one[0].toordinal())) if votes else None


def _names(casts: Sequence[Sequence[Figure]]) -> tuple[str, ...]:
    """Names of the cast that most tellings give, each person or body once, the longest name kept."""
    kept: list[tuple[Figure, int]] = []
    for cast in casts:
        for actor in cast:
            at = next((n for n, (other, _) in enumerate(kept) if alike(actor, other) >= 0.9), None)
            if at is None:
                kept.append((actor, 1))
            else:
                other, count = kept[at]
                kept[at] = (actor if len(actor.name) > len(other.name) else other, count + 1)
    order = sorted(range(len(kept)), key=lambda n: (-kept[n][1], n))
    return tuple(kept[n][0].name for n in order)


def _voices(group: Sequence[Telling]) -> tuple[Voice, ...]:
    """Voices in order of their first telling; the papers' own voices are one an origin."""
    found: dict[tuple[str, bool, Status], list[Telling]] = defaultdict(list)
    for one in group:
        own = one.event.statement is None
        found[one.paper if own else one.voice or "", own, one.event.status].append(one)
    return tuple(
        Voice(
            name=name,
            own=own,
            stance=stance,
            origins=tuple(dict.fromkeys(one.origin for one in tellings)),
            events=tuple(one.key for one in tellings),
        )
        for (name, own, stance), tellings in found.items()
    )


def _status(voices: Sequence[Voice]) -> Status:
    own = [voice for voice in voices if voice.own] or list(voices)
    votes: Counter[Status] = Counter()
    for voice in own:
        votes[voice.stance] += len(voice.origins)
    order: tuple[Status, ...] = ("actual", "denied", "possible", "planned")
    return max(votes, key=lambda status: (votes[status], -order.index(status)))
