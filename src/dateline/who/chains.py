"""Chains: words that come back to somebody or some place named before, weighed with all that the rules found: "it", "they", "the club"."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from math import exp

from dateline.article import Span
from dateline.fields import Place
from dateline.grammar.words import Grammar, Word
from dateline.who.board import Board
from dateline.who.cluster import Cluster
from dateline.who.grounds import place_nouns
from dateline.who.nouns import opposed
from dateline.who.rank import Chain, Open, evidence, nobody
from dateline.who.shapes import LAND_NOUNS, Mention, MentionKind, is_determiner
from dateline.who.weights import Weights

_FORMS = {
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
}
_TYPES = frozenset(("person", "organization", "place"))
_INSIDE = frozenset(("amod", "compound", "nummod", "flat"))  #: what belongs to a mention before its head
_GONE = frozenset(("leave", "flee", "quit", "enter", "exit"))
_FAR_PRONOUN, _FAR_NOUN = 4, 25  #: sentences back
_MOST_PRONOUN, _MOST_NOUN = 6, 8  #: chains that are weighed
_SAME = 3  #: chains remembered by one noun
_RATHER = 0.8  #: chance from which "they" are a body though the rules took them for people: "patients ... until <they> wake"
_JOIN, _KEEP = 0.5, 0.15  #: chances from which a word is joined, and from which it stays where the rules put it


class Chains:
    """Reads one article from left to right: every actor and place so far, and the words that may stand for one of them."""

    def __init__(self, board: Board, places: Sequence[Place], weights: Weights) -> None:
        self.board, self.weights = board, weights
        self.grammar: Grammar = board.grammar
        self.grounds: list[tuple[Span, Place]] = []
        self._mentions = {m.top: m for m in reversed(board.mentions) if m.kind == "pronoun" or board.at(m.index) is not None}
        self._clusters: dict[int, Chain] = {}
        self._places: dict[tuple[str, str | None], Chain] = {}
        self._recent: dict[Chain, None] = {}
        self._by_lemma: dict[str, deque[Chain]] = {}
        self._named = {self._top(p.span): p for p in reversed(places) if p.use != "name"}
        self._ruled = {self._top(span): place for span, place in place_nouns(self.grammar, places)}

    def read(self) -> tuple[tuple[Span, Place], ...]:
        """Joins on the board what stands for an actor; gives the words that stand for a place, each with a naming of it."""
        for word in self.grammar.words:
            item = self._open(word)
            if item is not None:
                found = self.choose(item, self._candidates(item))
                self._settle(item, found)
                if found is not None:
                    self._name(found, word, "pronoun" if item.form != "noun" else "nominal", item.mention)
                    continue
                if item.form != "noun":
                    continue
            mention = self._mentions.get(word.index)
            cluster = self.board.at(mention.index) if mention is not None else None
            if mention is not None and cluster is not None:
                self._name(self._chain(cluster), word, mention.kind, mention)
            elif word.index in self._named:
                self._name(self._ground(self._named[word.index]), word, "name", None)
        self.board.sweep()
        return tuple(self.grounds)

    def choose(self, item: Open, candidates: Sequence[Chain]) -> Chain | None:
        """The chain that a word stands for, None where none is likely enough."""
        if not candidates:
            return None
        weigh = self.weights.sum
        none = weigh([tuple(nobody(self.grammar, item))])
        sums = [weigh(evidence(self.grammar, item, chain, n)) for n, chain in enumerate(candidates)]
        top = max(none, *sums)
        all_ = exp((none - top) / 100) + sum(exp((each - top) / 100) for each in sums)
        best = candidates[sums.index(max(sums))]
        crowd = item.own is not None and item.own.kind == "group" != best.kind
        for chain, least in ((best, _RATHER if crowd else _JOIN), (item.own, 0.0 if self._counts(item) else _KEEP)):
            if chain in candidates and exp((sums[candidates.index(chain)] - top) / 100) > least * all_:
                return chain
        return None

    def _counts(self, item: Open) -> bool:
        """Whether a pronoun speaks, or stands beside a verb that tells of an act: there it is somebody."""
        if item.form == "noun" or item.mention is None:
            return False
        head = self.grammar.words[item.word.head] if item.word.head >= 0 else item.word
        return bool(item.mention.speaker_of) or (head.event_score >= 0.5 and item.word.deprel != "nmod:poss")

    # -- looking

    def _top(self, span: Span) -> int:
        """The word of a stretch that hangs on a word outside of it."""
        inside = self.grammar.within(span)
        if not inside:
            return -1
        first, last = inside[0].index, inside[-1].index
        return next((w.index for w in inside if not first <= w.head <= last and w.upos != "PUNCT"), last)

    def _chain(self, cluster: Cluster) -> Chain:
        made = self._clusters.get(cluster.order)
        if made is None:
            made = Chain(cluster.sort or ("person" if cluster.gender else "group"), cluster.named, cluster=cluster)
            self._clusters[cluster.order] = made
        return made

    def _ground(self, place: Place) -> Chain:
        state = self.board.under(f"country {place.country}") if place.kind == "country" and place.country else None
        if state is not None:
            return self._chain(state)
        key = (place.name, place.country)
        if key not in self._places:
            self._places[key] = Chain(f"of {place.kind}", True, place=place)
        return self._places[key]

    def _open(self, word: Word) -> Open | None:
        form = _FORMS.get(self.grammar.lower[word.index])
        if form is not None:
            if word.upos not in ("PRON", "DET") and not word.xpos.startswith("PRP"):
                return None
            mention = self._mentions.get(word.index)
            return Open(word, form, own=self._rules_say(word, mention), mention=mention)
        if word.upos != "NOUN":
            return None
        mention = self._mentions.get(word.index)
        if mention is None:
            return self._noun(word, None) if word.entity in _TYPES and word.index not in self._named else None
        cluster = self.board.at(mention.index)
        first = cluster is not None and not cluster.named and cluster.mentions[0] is mention
        return self._noun(word, mention) if first else None

    def _noun(self, word: Word, mention: Mention | None) -> Open | None:
        det, before, behind = "", set(), set()
        for child in self.grammar.children(word.index):
            if child.index > word.index:
                behind.add(child.relation)
            elif child.deprel == "nmod:poss":
                det = "own" if child.upos in ("PRON", "DET") else "'s"
            elif is_determiner(child):
                low = self.grammar.lower[child.index]
                det = "a" if low in ("a", "an") else low if low in ("the", "this", "that", "these", "those") else "some"
            elif child.upos in ("ADJ", "NOUN", "PROPN", "NUM"):
                before.add(self.grammar.lower[child.index])
        tie, tied = self._tie(word)
        if mention is None and not tie and det not in ("the", "this", "that", "these", "those", "own"):
            return None
        behind &= {"nmod", "acl"}
        return Open(word, "noun", det, tie, tied, frozenset(before), frozenset(behind), self._rules_say(word, None), mention)

    def _tie(self, word: Word) -> tuple[str, int]:
        """How a noun is said of another word, and of which: "Roe, a <banker>", "Tarn is a <port>", "became <mayor>"."""
        if word.deprel == "appos":
            return "appos", word.head
        if self.grammar.children(word.index, "cop"):
            return "pred", self._subject(word.index)
        if word.deprel == "xcomp" and word.head >= 0:
            return "xcomp", self._subject(word.head)
        if word.deprel == "conj" and word.head >= 0 and self.grammar.words[word.head].upos == "NOUN":
            tie, tied = self._tie(self.grammar.words[word.head]) if self.grammar.words[word.head].deprel != "conj" else ("", -1)
            return (f"{tie} too", tied) if tie else ("", -1)
        return "", -1

    def _subject(self, index: int) -> int:
        return next((w.index for w in self.grammar.children(index, "nsubj")), -1)

    def _rules_say(self, word: Word, mention: Mention | None) -> Chain | None:
        cluster = self.board.at(mention.index) if mention is not None else None
        if cluster is not None:
            return self._chain(cluster)
        return self._ground(self._ruled[word.index]) if word.index in self._ruled else None

    def _candidates(self, item: Open) -> list[Chain]:
        out: list[Chain] = []
        noun = item.form == "noun"
        far, most = (_FAR_NOUN, _MOST_NOUN) if noun else (_FAR_PRONOUN, _MOST_PRONOUN)
        for chain in reversed(self._recent):
            if chain.last is None or item.word.sentence - chain.last.sentence > far or len(out) >= most:
                break
            if (chain.named and not self._does_it(chain, item)) if noun else chain.kind != "person":
                out.append(chain)
        if noun:
            again = self._by_lemma.get(item.word.lemma.lower(), ())
            out += [c for c in again if c.named and c not in out and not self._does_it(c, item)]
            out = [c for c in out if not self._opposed(c, item)]
        if item.own is not None and item.own.count and item.own not in out and not (noun and self._does_it(item.own, item)):
            out.append(item.own)
        return out

    def _opposed(self, chain: Chain, item: Open) -> bool:
        return item.mention is not None and chain.cluster is not None and opposed(self.board.codes[item.mention.index], chain.cluster)

    def _does_it(self, chain: Chain, item: Open) -> bool:
        """Whether a noun hangs on the very verb whose subject the chain is: nobody gives "the country" aid who is that country."""
        subject, word, words = chain.last, item.word, self.grammar.words
        up = words[word.head] if word.deprel == "obj" and word.head >= 0 else None
        if up is not None and up.lemma in _GONE and word.lemma in LAND_NOUNS and chain.cluster is not None and self.board.home:
            return chain.cluster.country != self.board.home  # "was told to leave the country"
        if subject is None or item.tie or subject.head < 0 or not subject.deprel.startswith("nsubj") or subject.sentence != word.sentence:
            return False
        while word.relation in ("obj", "obl", "iobj") or (word.deprel == "nmod" and word.head >= 0):
            if word.head == subject.head:
                return word.index > subject.index
            word = words[word.head]
        return False

    # -- filing

    def _name(self, chain: Chain, word: Word, kind: str, mention: Mention | None) -> None:
        """Takes down that a chain is named here."""
        chain.count += 1
        chain.last, chain.last_kind, chain.last_quote = word, kind, mention.quote if mention is not None else -1
        self._recent.pop(chain, None)
        self._recent[chain] = None
        if kind == "pronoun":
            return
        lemma = word.lemma.lower()
        if lemma not in chain.lemmas:
            chain.lemmas.add(lemma)
            self._by_lemma.setdefault(lemma, deque(maxlen=_SAME)).append(chain)
        chain.words.add(self.grammar.lower[word.index])
        chain.words.update(self.grammar.lower[c.index] for c in self.grammar.children(word.index) if c.relation in _INSIDE)

    def _settle(self, item: Open, chain: Chain | None) -> None:
        """Puts a word where it belongs: on the board, or among the words for places."""
        board, mention = self.board, item.mention
        if chain is not None and chain.place is not None:
            self.grounds.append((item.word.span, chain.place))
        cluster = chain.cluster if chain is not None else None
        if item.form == "noun":
            own = board.at(mention.index) if mention is not None else None
            if cluster is None:
                return
            if own is not None:
                board.merge(cluster, own)
            else:
                board.put(board.add(self._made(item.word, cluster)), cluster)
        elif mention is not None and board.at(mention.index) is not cluster:
            board.move(mention, cluster)
        elif mention is None and cluster is not None:
            board.put(board.add(self._made(item.word, cluster)), cluster)

    def _made(self, word: Word, cluster: Cluster) -> Mention:
        """The mention of a word that the rules passed over."""
        words, first = self.grammar.words, word.index
        pronoun = word.upos != "NOUN"
        while not pronoun and first and words[first - 1].head == word.index and first > self.grammar.sentences[word.sentence].first:
            before = words[first - 1]
            if not (is_determiner(before) or before.relation in _INSIDE or before.deprel == "nmod:poss"):
                break
            first -= 1
        span = self.grammar.span_of(first, word.index + 1)
        key = " ".join(self.grammar.lower[first : word.index + 1])
        kind: MentionKind = "pronoun" if pronoun else "nominal"
        made = Mention(first, word.index + 1, word.index, kind, "" if pronoun else cluster.sort, key, span, word.sentence)
        made.top, made.subject = word.index, word.deprel.startswith("nsubj")
        return made
