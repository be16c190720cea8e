"""Codes: from clusters to actors with name, kind, roles, country, sector, and the words that gave each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.article import Article, Span
from dateline.fields import Actor, ActorKind
from dateline.who.affiliation import Link, inherited
from dateline.who.cluster import Cluster
from dateline.who.country import Countries, Finding
from dateline.who.lexicon import WhoLexicon
from dateline.who.phrase import Code
from dateline.who.roles import read_roles
from dateline.who.shapes import POSSESSIVES, Mention

_KINDS: dict[str, ActorKind] = {"person": "person", "body": "organization", "country": "country", "group": "group"}
_OF_STATES = frozenset(
    ("GOV", "MIL", "BUS")
)  #: sectors that "the commission", "the convoy" and "the bank" have as a rule, but not those of the European Union or the World Bank
_FOREIGN = frozenset(("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"))
_BETWEEN = frozenset(("IGO", "UNO", "EUR"))
#: What a body or an office mostly is when nothing in the copy says whose.
_USUAL_BODIES = {
    **dict.fromkeys("agency commission council office board bureau authority committee inspectorate secretariat".split(), "GOV"),
    **dict.fromkeys("directorate panel service registry".split(), "GOV"),
    **dict.fromkeys("force command unit squad garrison".split(), "MIL"),
    **dict.fromkeys(("front", "wing"), "REB"),
    "federation": "SOC",
}
_USUAL_PERSONS = {
    **dict.fromkeys(("commander", "commandant"), "MIL"),
    **dict.fromkeys(("officer", "guard"), "COP"),
    **dict.fromkeys(("delegate", "spokesman", "spokeswoman", "spokesperson"), "GOV"),
    **dict.fromkeys(("observer", "monitor"), "SOC"),
}
#: Offices that clubs, unions and firms give themselves as states do: "its president", "the league's deputies".
_PRESIDING = frozenset(("president", "vice president", "deputy", "governor", "minister", "speaker"))
_CLUBS = frozenset(("PTY", "OPP", "LAB", "BUS", "SOC", "AGR", "EDU", "JRN", "REL", "REB"))
#: Small words inside names of bodies.
_JOINTS = frozenset("of for the and de la le du des del der al el in on without to et".split())
#: Offices of states and of other bodies alike.
_LOOSE = frozenset(("official", "fighter", "leader", "commander", "delegate", "politician", "officer", "militant"))
#: Whoever they are, they are no private persons: "external actors".
_POWERS = frozenset(("actor", "player", "power", "force", "state"))
_ARTICLES = ("the ", "a ", "an ", "The ", "A ", "An ", "this ", "This ", "THE ", "A ", "AN ")


class Coder:
    """Turns the clusters of one article into actors."""

    def __init__(
        self, article: Article, countries: Countries, codes: Sequence[Code], links: dict[int, list[Link]], lexicon: WhoLexicon
    ) -> None:
        self.article, self.countries, self.codes, self.links, self.lexicon = article, countries, codes, links, lexicon
        self._house = any(code.sector == "LEG" for code in codes)

    def actor(self, cluster: Cluster, id: str) -> Actor:
        """One actor of the record."""
        kind = self._kind(cluster)
        sector, sector_why, sector_rule = self._sector(cluster, kind)
        country, country_why, country_rule = self.countries.find(cluster, kind, sector)
        roles = read_roles(self.article, cluster, country) if kind in ("person", "group") else ()
        because = tuple(sorted({*country_why, *sector_why}))
        rule = "+".join(dict.fromkeys(r for r in (country_rule, sector_rule) if r))
        return Actor(id, self._name(cluster, kind), kind, self._spans(cluster), roles, country, sector, because, rule)

    def _spans(self, cluster: Cluster) -> tuple[Span, ...]:
        """Mentions in order; an office and the name set beside it in front position are one ("the mayor, Ann Roe")."""
        out: list[Mention] = []
        for mention in sorted(cluster.mentions, key=lambda m: (m.span.start, m.span.end)):
            last = out[-1] if out else None
            if last is not None and self._front_office(last, mention):
                out[-1] = replace(mention, span=Span(last.span.start, mention.span.end))
            else:
                out.append(mention)
        return tuple(dict.fromkeys(m.span for m in out))

    def _front_office(self, office: Mention, name: Mention) -> bool:
        if office.kind != "nominal" or office.sort != "person" or name.kind != "name" or office.det in POSSESSIVES:
            return False
        return self.article.text[office.span.end : name.span.start] == ", "

    def _kind(self, cluster: Cluster) -> ActorKind:
        if cluster.sort:
            return _KINDS[cluster.sort]
        return "person" if cluster.gender else "group"

    def _name(self, cluster: Cluster, kind: ActorKind) -> str:
        """The fullest name; for the unnamed the words of first mention."""
        words = self.article.words
        named = [m for m in cluster.mentions if m.kind == "name"]
        if kind == "country" and cluster.country in self.lexicon.countries:
            return next((m.land for m in named if m.land), self.lexicon.countries[cluster.country])
        full = [m for m in named if m.name_span is not None] if kind == "person" else []
        if full:
            best = max(full, key=lambda m: (min(len(m.name), 4), -m.index))
            return _flat(words(best.name_span or best.span))
        if named:
            proper = [_proper(_bare(_flat(words(m.span)))) for m in named]
            return max(proper, key=lambda name: min(len(name), 60))
        first = next((m for m in cluster.mentions if m.kind != "pronoun"), None)
        if first is None and cluster.spoken_by is not None:
            return f"those with {self._name(cluster.spoken_by, 'person')}"
        return _bare(_flat(words((first or cluster.mentions[0]).span)))

    def _sector(self, cluster: Cluster, kind: ActorKind) -> Finding:
        if kind == "country":
            return None, [], ""
        coded = [self.codes[m.index] for m in cluster.mentions if m.kind != "pronoun"]
        borrowed = kind == "person" and any(code.role is not None and "i" in code.role.entry.flags for code in coded)
        of_body = self._of_body(cluster, coded)
        if of_body is not None:
            return of_body
        above = kind == "organization" and any(self._above_states(m) for m in cluster.mentions)
        for plain in (False, True) if not borrowed else (False,):
            for code in coded:
                if code.sector and (code.sector == "CVL") == plain and not (above and code.sector in _OF_STATES):
                    sits = self._house and kind == "group" and code.role is not None and code.role.entry.name == "deputy"
                    return "LEG" if sits else code.sector, list(code.because), code.rule  # "deputies" in copy about a parliament
        if above:
            return None, [], ""
        if cluster.sector and cluster.sector != "CVL":
            return cluster.sector, [], "carried"
        if not any(code.sector for code in coded):
            sector, why = inherited(cluster, self.links, self.codes, "sector")
            if sector is not None and why is not None:
                return sector, [why.span], "affiliation"
        if cluster.spoken_by is not None:
            return self._sector(cluster.spoken_by, "person")
        usual = self._usual(cluster, kind)
        if usual is not None:
            return usual
        private = kind in ("person", "group") and not any(code.country in _FOREIGN for code in coded)
        private = private and not (cluster.is_any(_POWERS) and self.countries.regional(cluster))
        return ("CVL", [], "private") if private else (None, [], "")

    def _above_states(self, mention: Mention) -> bool:
        """ "the European Commission" is no government, though "the commission" mostly is."""
        code = self.codes[mention.index]
        return mention.kind == "name" and code.country in _FOREIGN and code.sector is None and code.role is None

    def _of_body(self, cluster: Cluster, coded: Sequence[Code]) -> Finding | None:
        """ "A Marsh Lantern official" is of that body's sector, not the government's."""
        above = next((x for x in self.links.get(cluster.order, ()) if x.kind != "near" and x.to.country in _BETWEEN), None)
        if above is not None and not above.to.sector and all(c.sector in ("BUS", None) for c in coded) and cluster.sort != "group":
            return None, [above.why.span], "affiliation"  # "the fund's managing director" is no businessman
        titles = {c.role.entry.name for c in coded if c.rule == "role" and c.role is not None}
        if titles & _PRESIDING and not titles & _LOOSE:
            owner = next((x for x in self.links.get(cluster.order, ()) if x.kind != "near" and x.to.sort == "body"), None)
            return (owner.to.sector, [owner.why.span], "affiliation") if owner is not None and owner.to.sector in _CLUBS else None
        if not titles & _LOOSE:
            return None
        link = next((x for x in self.links.get(cluster.order, ()) if x.kind in ("inside", "of") and x.why.kind == "name"), None)
        if link is None or link.to.sort != "body" or (link.to.country in _FOREIGN and not link.to.sector):
            return None
        return link.to.sector or None, [link.why.span], "affiliation"

    def _usual(self, cluster: Cluster, kind: ActorKind) -> Finding | None:
        """ "The commission" is the state's and "a commander" the army's when nothing says otherwise."""
        table = _USUAL_BODIES if kind == "organization" else _USUAL_PERSONS
        for mention in cluster.mentions:
            noun = mention.role.entry.name if mention.role is not None else mention.noun
            sector = table.get(noun.split()[-1]) if noun and mention.kind != "pronoun" else None
            if sector is not None and self.codes[mention.index].country not in _FOREIGN:
                return sector, [mention.span], "usual"
        return None


def _proper(words: str) -> str:
    """The name without what describes it: "the rights group Marsh Lantern" -> Marsh Lantern."""
    parts = words.split(" ")
    plain = [i for i, w in enumerate(parts) if w.islower() and w not in _JOINTS]
    if len(plain) > 1 and plain[-1] == len(parts) - 1 and plain[:-1] == list(range(len(plain) - 1)):
        return " ".join(parts[len(plain) - 1 :])  # "ruling Salt Union party"
    return " ".join(parts[plain[-1] + 1 :]) if plain and plain[-1] + 1 < len(parts) else words


def _flat(words: str) -> str:
    return " ".join(words.split())


def _bare(words: str) -> str:
    return next((words[len(article) :] for article in _ARTICLES if words.startswith(article)), words)
