"""Country: whose somebody is: by his own words, by whom he belongs to, by the place beside him, else by what home copy is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from dateline.article import Article, Span
from dateline.fields import ActorKind, Place
from dateline.grammar.words import Grammar
from dateline.who.affiliation import Link, inherited
from dateline.who.cluster import Cluster
from dateline.who.lexicon import NATIONAL, Hit, WhoLexicon, key, plain
from dateline.who.phrase import OTHERS, Code
from dateline.who.shapes import Mention

_AT = re.compile(r"(?i)\b(?:in|at|near|outside|across|around|throughout|inside)(?: the)?(?: neighbou?ring| nearby)? $")
_ABUTS = re.compile(r"(?i)\bneighbou?r(?:ing)? $")  # "neighbouring Norland" is another country than the one that copy is about
Finding = tuple[str | None, list[Span], str]

#: "a Western diplomat", "unidentified gunmen" may be anybody's; the words name no country and the domestic rule must not.
_REGIONS = re.compile(
    r"\b(?:Western|European|African|Asian|Arab|Gulf|Latin|Scandinavian|Nordic|Baltic|Balkan|Caribbean|Pacific|Eastern|Muslim"
    r"|[Ee]xternal|[Oo]utside (?:actors|powers|forces|players|states)|[Oo]ther (?:states|countries|powers|nations)"
    r"|[Uu]nidentified|[Uu]nknown|^[Bb]oth\b|^[Tt]he two (?:arm|side|countr|government|leader|neighbo|militar|nation|capital|part)"
    r"|[Ff]oreign (?!minist|secretar|office|affairs|polic(?:y|ies)|relation|Minist|Secretar|Office|Affairs))"
)
#: Agencies and stations whose copy is from everywhere.
_WORLDWIDE = frozenset(
    (
        *("Reuters", "Associated Press", "Agence France-Presse", "UPI", "Bloomberg", "BBC", "CNN", "al-Jazeera", "Deutsche Welle"),
        *("Voice of America", "Radio Free Europe", "RFE/RL", "dpa", "EFE", "Xinhua", "TASS", "Interfax", "RT", "Sputnik", "Kyodo"),
        *("Radio France Internationale", "The Economist", "Financial Times", "France 24", "Anadolu"),
    )
)
#: Come or sent from elsewhere: never of the country they are seen in, unless the words say so.
_ABROAD = frozenset(("embassy", "consulate", "peacekeeper", "high commission", "migrant", "refugee", "asylum seeker", "asylum-seeker"))
_POSTED = frozenset(("diplomat", "embassy", "consulate"))
#: A town weighs more than the name of a country, and that more than an adjective: home copy marks foreigners, not its own. A capital
#: that acts is a government, mostly a foreign one, and weighs nothing.
_WEIGHTS = {"land": 5, "capital": 5, "people": 2, "adjective": 2}
_PLACE_WEIGHT = 10
_ACTING = 2  #: a country that acts may be anybody's neighbour
_ABOVE = frozenset(("IGO", "UNO", "EUR"))
_TO = re.compile(r"(?i)\bto (?:the )?$")  # "a mission to Oslo"
_LEAD = 120  #: characters after the dateline in which the lead says what it is about
_LEAST = 5  #: less tells nothing
_NEARBY = 64  #: signals of places that are looked at, at most
_LOOKED = 4  #: mentions of somebody that are looked at
_EARLY = 20  #: characters into a sentence in which "In Norland, ..." sets its scene


def home_country(
    article: Article, places: Sequence[Place], hits: Sequence[Hit], mentions: Sequence[Mention], lexicon: WhoLexicon
) -> str | None:
    """The country that copy is about: the dateline's, unless another is named more than twice as often (four times, where headline or lead
    name the dateline's too); of two that tie the first."""
    at = article.dateline.span if article.dateline is not None else Span(0, 0)
    acting = {m.span.start for m in mentions if m.sort in ("country", "body") and m.country}
    printed = dateline_country(article, places, lexicon) if article.dateline is not None else outlet_country(article, lexicon)
    counts: Counter[str] = Counter()
    for hit in hits:
        if hit.entry.kind == "capital" and (hit.start in acting or _owns(article.text, hit.end)):
            continue
        beside = _ABUTS.search(article.text, max(0, hit.start - 16), hit.start)
        if hit.entry.country and not beside and not at.overlaps(Span(hit.start, hit.end)):
            weak = printed is None and hit.start in acting
            counts[hit.entry.country] += _ACTING if weak else _WEIGHTS.get(hit.entry.kind, 0)
    for place in places:
        if place.country and place.kind != "country" and place.span.start not in acting and not at.overlaps(place.span):
            counts[place.country] += 2 if _owns(article.text, place.span.end) else _PLACE_WEIGHT
    ranked = [found for found in counts.most_common(1) if found[1] >= _LEAST]
    leads = any(h.entry.country == printed and h.start < at.end + _LEAD and not at.overlaps(Span(h.start, h.end)) for h in hits)
    if not ranked or (printed is not None and counts[printed] * (4 if leads and at.end else 2) >= ranked[0][1]):
        return printed
    return ranked[0][0]


def _owns(text: str, end: int) -> bool:
    """ "Oslo's minister" is sent by a government, no scene of the copy."""
    return text.startswith(("'s ", "’s "), end)


def outlet_country(article: Article, lexicon: WhoLexicon) -> str | None:
    """The country of a paper that the tables know, for copy without a dateline; agencies of the world write from everywhere."""
    entry = lexicon.find(key(article.source.outlet or ""), "body")
    return entry.country if entry is not None and entry.sector == "JRN" and entry.name not in _WORLDWIDE else None


def dateline_country(article: Article, places: Sequence[Place], lexicon: WhoLexicon) -> str | None:
    """The country of the dateline."""
    dateline = article.dateline
    if dateline is None:
        return None
    if dateline.place and "/" in dateline.place:
        cities = {p.country for p in places if p.span.overlaps(dateline.span)}
        if len(cities) > 1:
            return None
    if dateline.place:
        first = plain(dateline.place.split(",")[0].split("/")[0]).strip()
        for kind in ("capital", "land", "city"):
            entry = next((e for e in lexicon.entries.get(first, ()) if e.kind == kind), None)
            if entry is not None and entry.country:
                return entry.country
    return next((p.country for p in places if p.country and p.span.overlaps(dateline.span)), None)


class Countries:
    """Gives the clusters of one article their countries."""

    def __init__(
        self,
        article: Article,
        grammar: Grammar,
        places: Sequence[Place],
        hits: Sequence[Hit],
        codes: Sequence[Code],
        links: dict[int, list[Link]],
        *,
        home: str | None,
        printed: str | None,
        outlet: str | None = None,
    ) -> None:
        self._domestic = "outlet" if article.dateline is None and home is not None and home == outlet else "domestic"
        self._dateline = [article.dateline.span] if article.dateline is not None and home is not None and home == printed else []
        self.article, self.grammar, self.codes, self.links, self.home = article, grammar, codes, links, home
        self.places = sorted((p for p in places if p.country is not None), key=lambda p: p.span)
        self._starts = [p.span.start for p in self.places]
        self._towns = frozenset(p.span.start for p in self.places if p.kind in ("city", "admin", "site"))
        named = {(h.start, h.entry.country or "") for h in hits if h.entry.kind in NATIONAL}
        self._adjectives = frozenset(h.start for h in hits if h.entry.kind == "adjective")
        self._capitals = frozenset(h.start for h in hits if h.entry.kind == "capital")
        self._lands = {h.start: h for h in hits if h.entry.kind == "land"}
        self._signals = sorted(named | {(p.span.start, p.country or "") for p in self.places})
        share = sum(country == home for _, country in self._signals)
        self._many_countries = share * 3 < len(self._signals) and len({country for _, country in self._signals}) > 3
        self._one_country = share * 2 >= len(self._signals)

    def find(self, cluster: Cluster, kind: ActorKind, sector: str | None) -> Finding:
        """Country, the words that gave it, and the rule."""
        if kind == "country":
            return cluster.country, [m.span for m in cluster.mentions if m.country][:1], "country"
        posted = self._posted(cluster)
        if not posted:
            own = self._own(cluster)
            if own is not None:
                return own
        if cluster.spoken_by is not None:
            return self.find(cluster.spoken_by, "person", sector)
        named = [m.span for m in cluster.mentions if m.kind == "name"]
        if kind == "organization" and sector == "SOC" and named:
            return "NGO", named[:1], "private_body"
        if posted or self.regional(cluster) or cluster.is_any(_ABROAD):
            return None, [], ""
        if self._many_countries and "diplomat" in cluster.nouns:
            return None, [], ""
        abroad = kind == "person" and sector == "GOV" and cluster.named  # "Minister Roe signed it in Oslo" and is no Norwegian
        near = self._seat(cluster) if abroad else None if self.links.get(cluster.order) else self._nearby(cluster)
        if near is not None:
            return near, [], "nearby"
        if self.home is None or self._many_countries:
            return None, [], ""
        return self.home, self._dateline, self._domestic

    def _own(self, cluster: Cluster) -> Finding | None:
        """By the words of its mentions, then by whom it belongs to, then by a place inside its mentions."""
        found = [(self.codes[m.index], m) for m in cluster.mentions if m.kind != "pronoun"]
        for city in (False, True):
            above = self._above(cluster) if city else None
            if above is not None:
                return above
            for code, mention in found:
                if code.country and code.city == city:
                    return code.country, [s for s in code.because if s.start >= mention.span.start][:1], "words"
        if cluster.country:
            return cluster.country, [], "carried"
        for _, mention in found:
            land = self._lands.get(mention.span.end + 4) if mention.sort == "person" and mention.kind == "name" else None
            if land is not None and self.article.text.startswith(" of ", mention.span.end):
                return land.entry.country, [Span(land.start, land.end)], "words"  # "Foreign Minister Roe of Norland"
        country, why = inherited(cluster, self.links, self.codes, "country")
        if country is not None and why is not None:
            return country, [why.span], "affiliation"
        for _, mention in found:
            place = self._place_in(mention)
            if place is not None:
                return place.country, [place.span], "place"
        return None

    def _above(self, cluster: Cluster) -> Finding | None:
        """ "Its envoy in Norland" is of the body between states that sent him, though his own words name only Norland."""
        for link in self.links.get(cluster.order, ()):
            if link.kind in ("owner", "inside", "of") and link.to.country in _ABOVE:
                return link.to.country, [link.why.span], "affiliation"
        return None

    def _posted(self, cluster: Cluster) -> bool:
        """ "A diplomat in Bern" and "the embassy in Bern" may be anybody's; "a French diplomat in Bern" is not."""
        return any(self._away(m) for m in cluster.mentions if m.kind == "nominal" and m.noun in _POSTED)

    def _away(self, mention: Mention) -> bool:
        at = self.article.words(mention.span).find(" in ")
        own = any(h.entry.kind in NATIONAL and h.end <= mention.span.start + at for h in mention.hits)
        return at >= 0 and not own

    def regional(self, cluster: Cluster) -> bool:
        """Whether its words set it outside every single country: "a Western envoy", "outside powers"."""
        return any(_REGIONS.search(self.article.words(m.span)) for m in cluster.mentions if m.kind == "nominal")

    def _seat(self, cluster: Cluster) -> str | None:
        """The country whose capital a minister speaks in, when the paragraph has just told what that country does."""
        text = self.article.text
        for mention in cluster.mentions[:_LOOKED]:
            low, high = max(0, mention.paragraph), self.grammar.sentences[mention.sentence].span.end
            begin, end = (bisect_left(self._signals, (at, "")) for at in (low, high))
            around = self._signals[max(begin, end - _NEARBY) : end]
            for start, country in around:
                capital = start > mention.span.start and start in self._capitals and text[max(0, start - 4) : start] == " in "
                told = any(a < mention.span.start and c == country and a not in self._adjectives for a, c in around)
                if capital and told and self._clause(start) == self._clause(mention.span.start):
                    return country
        return None

    def _nearby(self, cluster: Cluster) -> str | None:
        """In copy about several countries: the one that the sentence of first mention is set in, else the paragraph so far."""
        first = cluster.mentions[0]
        sentence = self.grammar.sentences[first.sentence].span
        own = [m.span for m in cluster.mentions]
        low, high = min(max(0, first.paragraph), sentence.start), sentence.end
        begin, end = (bisect_left(self._signals, (at, "")) for at in (low, high))
        signals = self._signals[max(begin, end - _NEARBY) : end]
        near = [
            (a, c)
            for a, c in signals
            if a not in self._adjectives  # "outside the Norwegian embassy" is not in Norway
            and _AT.search(self.article.text, max(0, a - 28), a)
            and not any(s.start <= a < s.end for s in own)
            and (a < first.span.start or self._clause(a) == self._clause(first.span.start))
        ]
        early = sentence.start + _EARLY
        towns = {c for a, c in near if sentence.start <= a < first.span.start and (a in self._towns or a < early)}
        if self._one_country:  # "In Tarn, police ..." are Tarn's police, even in copy from elsewhere
            return towns.pop() if len(towns) == 1 else None
        for values in ({c for a, c in near if a >= sentence.start}, {c for a, c in near if a < first.span.start}):
            if len(values) == 1:
                return values.pop()
        return None

    def _clause(self, offset: int) -> int:
        """The verb over a word, -1 without one: "the ministry said | farmers in Norland had ..." sets no ministry in Norland."""
        inside = self.grammar.within(Span(offset, offset + 1))
        return next((w.index for w in self.grammar.ancestors(inside[0].index) if w.upos == "VERB"), -1) if inside else -1

    def _place_in(self, mention: Mention) -> Place | None:
        i = bisect_left(self._starts, mention.span.start)
        inside = self.places[i : bisect_left(self._starts, mention.span.end)]
        text = self.article.text
        held = (p for p in inside if mention.span.holds(p.span) and p.span != mention.span and not OTHERS.match(text, p.span.end))
        return next((p for p in held if not _TO.search(text, max(mention.span.start, p.span.start - 8), p.span.start)), None)
