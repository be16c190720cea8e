"""Board: the state of resolution in one article: clusters so far, found by name, by noun and by nearness."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from itertools import takewhile

from dateline.grammar.words import Grammar
from dateline.who.cluster import Cluster, alive, nouns_of
from dateline.who.lexicon import fold, plain
from dateline.who.phrase import Code
from dateline.who.shapes import Mention

_WINDOW = 60  #: mentions back that a pronoun or a noun may look for its antecedent
_PARTICLES = frozenset("al el ul ad an ar as at az de du des la le ben ibn bin e i".split())  #: small words inside names
_KINDS_OF_KEY = frozenset(("country", "acronym", "body"))
_KEPT = 8  #: clusters remembered under one name or noun; older ones are out of mind


class Board:
    """Clusters by mention index (`at`), by key of a name, by token of a person's name, by noun."""

    def __init__(
        self, grammar: Grammar, mentions: list[Mention], codes: list[Code], *, home: str, kinds: Mapping[str, frozenset[str]]
    ) -> None:
        self.grammar, self.mentions, self.codes = grammar, mentions, codes
        self.home, self.kinds = home, kinds
        self.recent: deque[int] = deque(maxlen=_WINDOW)
        self.speaker: dict[int, Mention] = {n: m for m in mentions for n in m.speaker_of}
        self._of: list[Cluster | None] = [None] * len(mentions)
        self._by_key: dict[str, Cluster] = {}
        self._by_token: dict[str, deque[Cluster]] = defaultdict(lambda: deque(maxlen=_KEPT))
        self._by_noun: dict[str, deque[Cluster]] = defaultdict(lambda: deque(maxlen=_KEPT))
        self._by_part: dict[str, deque[Cluster]] = defaultdict(lambda: deque(maxlen=_KEPT))
        self._count = 0

    # -- looking

    def at(self, index: int) -> Cluster | None:
        """The cluster of a mention, None if it has none (yet)."""
        return alive(self._of[index])

    def under(self, key: str) -> Cluster | None:
        """The cluster that bears a key such as "country NOR", "acronym FWL" or a plain name."""
        return alive(self._by_key.get(key))

    def with_token(self, token: str) -> Iterator[Cluster]:
        """Persons with this given name or surname, latest first."""
        return _live(self._by_token.get(token))

    def with_noun(self, noun: str) -> Iterator[Cluster]:
        """Clusters called by this noun, latest first."""
        return _live(self._by_noun.get(noun))

    def with_part(self, word: str) -> Iterator[Cluster]:
        """Bodies whose longer name begins with this word, latest first."""
        return _live(self._by_part.get(word))

    def back(self, mention: Mention, sentences: int) -> Iterator[tuple[Mention, Cluster]]:
        """Clusters of the last sentences, each once with its latest mention, latest first; none that holds the mention itself."""
        seen: set[int] = set()
        for j in reversed(self.recent):
            other, cluster = self.mentions[j], self.at(j)
            if mention.sentence - other.sentence > sentences:
                return
            if cluster is None or cluster.order in seen or cluster.holds(mention):
                continue
            seen.add(cluster.order)
            yield other, cluster

    def numbers(self, mention: Mention) -> list[str]:
        """Numerals of a mention: "six captives" -> six."""
        return [w.text.lower() for w in self.grammar.words[mention.first : mention.last] if w.upos == "NUM"]

    def text(self, mention: Mention) -> str:
        """Words of a mention without determiners."""
        return " ".join(w.text for w in self.grammar.words[mention.first : mention.last] if w.upos != "DET")

    def _tail(self, mention: Mention, size: int) -> str:
        """The last words of a mention as they are printed."""
        words = self.grammar.words[mention.last - size : mention.last]
        return "".join(w.text if i == 0 or w.start == words[i - 1].end else " " + w.text for i, w in enumerate(words))

    def _before_noun(self, mention: Mention) -> str:
        """The name in "the ruling <Salt Union> party", "" where no name stands right before the noun."""
        words = self.grammar.words
        last = mention.head
        first = last
        while first > mention.first and words[first - 1].name.endswith("ORG"):
            first -= 1
        return plain(" ".join(w.text for w in words[first:last])) if first < last and words[last].text.islower() else ""

    # -- filing

    def new(self) -> Cluster:
        """A fresh cluster."""
        self._count += 1
        return Cluster(self._count)

    def put(self, mention: Mention, cluster: Cluster) -> None:
        """Adds a first person to a cluster; it tells nothing else about it."""
        self._of[mention.index] = cluster
        cluster.mentions.append(mention)
        cluster.named = cluster.named or mention.kind == "name"

    def add(self, mention: Mention) -> Mention:
        """Takes in a mention that was found late; it comes after all others."""
        mention.index = len(self.mentions)
        self.mentions.append(mention)
        self.codes.append(Code())
        self._of.append(None)
        return mention

    def move(self, mention: Mention, cluster: Cluster | None) -> None:
        """Gives a pronoun to another cluster, or to none; `sweep` takes it from its old one."""
        self._of[mention.index] = None
        if cluster is not None:
            self.put(mention, cluster)

    def sweep(self) -> None:
        """Takes mentions that were given elsewhere from the clusters that had them."""
        for cluster in {c.order: c for c in map(alive, self._of) if c is not None}.values():
            cluster.mentions = [m for m in cluster.mentions if self.at(m.index) is cluster]

    def join(self, mention: Mention, cluster: Cluster) -> None:
        """Adds a mention to a cluster with all that it tells."""
        self.put(mention, cluster)
        if mention.kind == "pronoun":
            if mention.gender in ("m", "f"):
                cluster.gender = cluster.gender or mention.gender
                if cluster.sort == "":
                    cluster.sort, cluster.number = "person", "sg"
            return
        code = self.codes[mention.index]
        cluster.sort = cluster.sort or mention.sort
        if mention.kind == "name" and mention.sort in ("person", "body") and cluster.sort == "group":
            cluster.sort = mention.sort
        cluster.gender = cluster.gender or mention.gender
        cluster.weak_gender = cluster.weak_gender or mention.weak_gender
        cluster.number = cluster.number or mention.number
        cluster.country = cluster.country or mention.country or code.country or ""
        cluster.sector = cluster.sector or code.sector or ""
        self._index(mention, cluster)

    def _index(self, mention: Mention, cluster: Cluster) -> None:
        if mention.name:
            cluster.names.add(mention.name)
            if len(mention.name) > 1:
                self._by_key.setdefault("acronym " + "".join(n[0] for n in mention.name).upper(), cluster)
            for token in dict.fromkeys(mention.name):
                _file(self._by_token[token], cluster)
        if mention.kind == "name" and mention.sort != "person":
            for key in self.keys(mention):
                self._by_key.setdefault(key, cluster)
            for key in self.keys(mention):
                words = key.split()
                if len(words) > 1 and words[0] not in _KINDS_OF_KEY:
                    _file(self._by_part[words[0]], cluster)
        for noun in nouns_of(mention):
            cluster.nouns[noun] = None
            for part in dict.fromkeys((noun, noun.split()[-1])):
                _file(self._by_noun[part], cluster)

    def merge(self, into: Cluster, other: Cluster) -> None:
        """Makes two clusters one; every index follows."""
        other.into = into
        into.mentions = sorted([*into.mentions, *other.mentions], key=lambda m: m.index)
        into.named = into.named or other.named
        into.names |= other.names
        into.nouns.update(other.nouns)
        into.sort = into.sort or other.sort
        into.gender = into.gender or other.gender
        into.weak_gender = into.weak_gender or other.weak_gender
        into.number = into.number or other.number
        into.country = into.country or other.country
        into.sector = into.sector or other.sector

    def keys(self, mention: Mention) -> list[str]:
        """Keys under which a body or country is the same: the table's name, its own name, its letters."""
        if mention.sort == "country":
            return [f"country {mention.land or mention.country}"]
        known = [hit.entry.name for hit in mention.hits if hit.entry.kind == "body" and hit.end == mention.span.end]
        out = ["body " + name for name in known[-1:]] + [mention.key.removesuffix("'s").strip()]
        text = self.text(mention)
        tail = list(takewhile(lambda w: w[:1].isupper() or not w.isalnum() or w in _PARTICLES, reversed(text.split())))
        while tail and not tail[-1][:1].isupper():
            tail.pop()
        if mention.kind == "name" and 0 < len(tail) < len(text.split()) and len(tail[0]) > 3:
            out.append(plain(self._tail(mention, len(tail))))
        own = self._before_noun(mention) if mention.kind == "name" else ""
        if own:
            out.append(own)
        if len(mention.key.split()) > 2:
            letters = "".join(w[0] for w in fold(text).replace("-", " ").split() if w[:1].isupper() and w != "The")
            if len(letters) > 1:
                out.append("acronym " + letters)
        elif text.isupper() and 1 < len(text) < 8:
            out.append("acronym " + text)
        return out


def _file(shelf: deque[Cluster], cluster: Cluster) -> None:
    if not any(alive(c) is cluster for c in shelf):
        shelf.append(cluster)


def _live(shelf: deque[Cluster] | None) -> Iterator[Cluster]:
    seen: set[int] = set()
    for cluster in reversed(shelf or ()):
        found = alive(cluster)
        if found is not None and found.order not in seen:
            seen.add(found.order)
            yield found
