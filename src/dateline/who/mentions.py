"""Mentions: every naming of somebody who can act or speak: names, nouns for persons, bodies and groups, pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dateline.article import Article, Span
from dateline.fields import Place, Statement
from dateline.grammar.words import Grammar, Segment, Sentence
from dateline.who.chunks import chunks
from dateline.who.headlines import headline_pieces
from dateline.who.lands import read_country, read_demonym, read_land
from dateline.who.lexicon import Hit, WhoLexicon, plain
from dateline.who.persons import body_name, noun_gender, read_name, read_person, share_titles
from dateline.who.reading import Reading
from dateline.who.shapes import LAND_NOUNS, PRONOUNS, Chunk, Mention, MentionKind, Sort
from dateline.who.sift import CARRIERS, agent, nobody, owns, stands_by
from dateline.who.sources import mark_contents, mark_sources

_POST = frozenset(("of", "in", "at", "from", "for", "on", "to", "with", "near"))
_ONE = frozenset(("one", "another", "somebody", "someone", "anyone"))
_SOME = frozenset("those some few many several others both two three four five six most".split())
#: Who wrote the copy, in brackets below it.
_CREDITS = re.compile(r"\((?:Additional )?(?:Reporting|Writing|Editing|Compiled|Edited|Written) by [^()]{3,300}\)")
#: Nouns that follow the name of the body which they describe: "the Salt Union party"
_KINDS_OF_BODY = frozenset(
    "party group movement company firm alliance coalition bloc broadcaster newspaper daily airline bank militia organisation organization "
    "network chain club faction cartel newswire".split()
)
_PARTS_OF_STATES = frozenset("Province County District Region Governorate Prefecture Department".split())
_GROUNDS = frozenset(
    "Shoal Reef Atoll Strait Valley Hills Mountains Gorge Plateau Peninsula Peak Glacier Lagoon Creek Dam Highway Airport".split()
)
_PLATFORMS = frozenset("telegram x twitter facebook whatsapp instagram youtube tiktok weibo vkontakte linkedin reddit truth_social".split())
_PRESIDERS = frozenset("chairman chairwoman ceo boss founder shareholder shareholders employees workers subsidiary".split())
_STEPS = 3  #: prepositional phrases after a head that still belong to the mention


def read_mentions(
    article: Article, grammar: Grammar, places: tuple[Place, ...], statements: tuple[Statement, ...], lexicon: WhoLexicon
) -> tuple[list[Mention], list[Hit]]:
    """All mentions in order of the text, each with its index, and the known terms that were met."""
    reader = Reader(article, grammar, statements, lexicon, places)
    found = reader.read()
    taken = {m.first for m in found if m.kind != "pronoun"}
    for span in sorted({s.source.span for s in statements if s.source is not None and s.source.span is not None}):
        made = reader.uncounted(span, taken)
        if made is not None:
            found.append(made)
            taken.add(made.first)
    found.sort(key=lambda m: (m.span.start, -m.span.end))
    mark_sources(found, statements)
    mark_contents(found, statements)
    for i, mention in enumerate(found):
        mention.index = i
    return found, reader.hits


class Reader(Reading):
    """Finds the mentions of one article."""

    def read(self) -> list[Mention]:
        """All mentions in order of the text."""
        out: list[Mention] = []
        for sentence in self.grammar.sentences:
            found = self._chunks(sentence)
            if found and self.heading(sentence):
                found = [piece for chunk in found for piece in headline_pieces(self, chunk)]
            for n, chunk in enumerate(found):
                out.extend(self._chunk(chunk, found, n))
            out.extend(self._pronouns(sentence))
        credits = [found.span() for found in _CREDITS.finditer(self.article.text)]
        out = [m for m in out if not any(start <= m.span.start < end for start, end in credits)] if credits else out
        out.sort(key=lambda m: (m.span.start, -m.span.end))
        share_titles(self, out)
        return out

    def _chunks(self, sentence: Sentence) -> list[Chunk]:
        """The noun phrases of a sentence."""
        first, words = sentence.first, self.words
        glued = tuple([i - first for i in range(first, sentence.last) if i in self.glued])
        before = words[first - 1].text if first else ""  # "May" before "14 2003"
        notes, asked = self.grammar.notes(sentence.index), ("who.chunks", before, glued)
        known = notes.get(asked)
        if known is None:
            known = notes[asked] = (first, tuple(chunks(self.grammar, sentence, self.glued)))
        shift, found = first - known[0], known[1]
        return [Chunk(a + shift, b + shift, owner + shift) for a, b, owner in found] if shift else list(found)

    def uncounted(self, span: Span, taken: set[int]) -> Mention | None:
        """ "one of them said": a source that is only a number or a pronoun."""
        words = self.grammar.within(span)
        if not words or words[0].index in taken:
            return None
        first = words[0].text.lower()
        if first not in _ONE and first not in _SOME:
            return None
        made = self.make(words[0].index, words[-1].index + 1, words[0].index, "nominal", "person" if first in _ONE else "group")
        made.number = "sg" if first in _ONE else "pl"
        return made

    # -- one chunk

    def _chunk(self, chunk: Chunk, found: Sequence[Chunk], n: int) -> Iterator[Mention]:
        head = self._head(chunk)
        if head < 0:
            number = self._numeral(chunk)
            if number is not None:
                yield number
            return
        main = self._main(chunk, head, found, n)
        if main is not None and not self._is_place(main) and not self._is_medium(main):
            yield main
        yield from self._inner(chunk, head, main)

    def _is_place(self, main: Mention) -> bool:
        """A town taken for a person: the gazetteer knows the very words."""
        if main.kind == "name" and main.role is None and self.words[main.head].text in _GROUNDS and main.index not in self.voiced:
            return True  # "the disputed Roe Shoal"
        place = self.places.get(main.span.start)
        if place is None or main.kind != "name" or main.country:
            return False
        return main.sort in ("person", "body") and place.span.end >= main.span.end

    def _is_medium(self, main: Mention) -> bool:
        """Where something is posted: "in a message on <Telegram>"."""
        if main.sort != "body" or main.key not in _PLATFORMS or main.index in self.voiced:
            return False
        return any(w.text.lower() in ("on", "via", "over", "to") for w in self.grammar.children(main.head, "case"))

    def _numeral(self, chunk: Chunk) -> Mention | None:
        """ "the six were freed": a number that stands for people."""
        words = self.words[chunk.first : chunk.last]
        if len(words) != 2 or words[0].text.lower() not in ("the", "those", "these") or words[1].upos != "NUM":
            return None
        if words[1].text[:1].isdigit() or words[1].relation not in ("nsubj", "obj", "nmod", "iobj"):
            return None
        made = self.make(chunk.first, chunk.last, chunk.last - 1, "nominal", "group")
        made.number = "pl"
        return made

    def _head(self, chunk: Chunk) -> int:
        for i in range(chunk.last - 1, chunk.first - 1, -1):
            word = self.words[i]
            if word.upos in ("NOUN", "PROPN") or word.name != "O" or (word.upos == "PRON" and word.xpos == "NNP"):
                modified = word.deprel == "amod" and chunk.first <= word.head < i
                return word.head if modified else i
        last = self.words[chunk.last - 1]
        hit = self.hit_over(last)
        known = hit is not None and (
            hit.entry.kind in ("role", "people", "adjective") or (hit.entry.kind == "body" and last.text.isupper())
        )
        return last.index if known else -1

    def _main(self, chunk: Chunk, head: int, found: Sequence[Chunk], n: int) -> Mention | None:
        head = self._named_head(chunk, head)
        word, seg = self.words[head], self.segments.get(head)
        hit = self.hit_over(word)
        if seg is not None and seg.label == "PER" and (body_name(self, chunk, seg) or self._body_before(chunk, seg) or self._presided(seg)):
            return self.make(chunk.first, chunk.last, head, "name", "body")
        if seg is not None and seg.label == "PER" and not self._no_person(seg, hit):
            return read_person(self, chunk, seg)
        if hit is not None and hit.entry.kind in ("land", "capital") and hit.end >= word.end:
            return read_country(self, chunk, head, hit)
        if hit is not None and hit.entry.kind in ("people", "adjective"):
            return read_demonym(self, chunk, head, hit)
        if seg is None and word.text.lower() in LAND_NOUNS:
            return read_land(self, chunk, head)
        if seg is not None and hit is not None and self._own_name(seg, hit):
            return self.make(chunk.first, chunk.last, head, "name", "body")
        if hit is not None and hit.entry.kind in ("role", "body") and hit.end >= word.end:
            return self._noun(chunk, head, hit, self._extended(chunk, found, n))
        if seg is not None and seg.label == "ORG":
            return self.make(chunk.first, chunk.last, head, "name", "body")
        return self._entity(chunk, head, found, n)

    def _body_before(self, chunk: Chunk, seg: Segment) -> bool:
        """ "the rights group Marsh Lantern" is no person, whatever the tagger says."""
        hit = self.hit_over(self.words[seg.first - 1]) if seg.first > chunk.first else None
        return hit is not None and hit.entry.kind == "role" and hit.entry.group == "body" and hit.end == self.words[seg.first - 1].end

    def _own_name(self, seg: Segment, hit: Hit) -> bool:
        """A body whose name ends in a noun for people or in a plural: "the Southern Marshes Community"."""
        title = hit.entry.group == "person" and "t" in hit.entry.flags and not hit.entry.plural  # "UN chief"
        return (
            seg.label == "ORG" and seg.last - seg.first > 1 and not title and (hit.entry.plural or hit.entry.group in ("group", "person"))
        )

    def _no_person(self, seg: Segment, hit: Hit | None) -> bool:
        """A bare title, a body or country of one word, or a capital that the gazetteer sees too, taken for a person's name."""
        if hit is None:
            return False
        if hit.entry.kind == "role" and hit.start <= seg.span.start and seg.span.end <= hit.end:
            return True
        if seg.last - seg.first > 1:
            return False
        return hit.entry.kind in ("body", "land") or (hit.entry.kind == "capital" and hit.start in self.places)

    def _named_head(self, chunk: Chunk, head: int) -> int:
        """In "the Bureau of Ports and Harbours" the bureau decides, not the harbours."""
        for i in range(chunk.first + 1, head):
            if self.words[i].text in ("of", "for") and i in self.glued:
                hit = self.hit_over(self.words[i - 1])
                if hit is not None and hit.entry.group == "body" and hit.entry.kind == "role" and hit.end <= self.words[i].start:
                    return i - 1
        return head

    def _noun(self, chunk: Chunk, head: int, hit: Hit, last: int) -> Mention | None:
        word, entry = self.words[head], hit.entry
        sort: Sort = "body" if entry.group == "body" else "group" if entry.plural or entry.group == "group" else "person"
        if entry.kind == "role" and entry.group == "body" and entry.plural:
            sort = "group"
        if sort == "person" and word.lemma.lower() in _KINDS_OF_BODY and head > chunk.first and self.words[head - 1].name.endswith("ORG"):
            sort = "body"  # "the TVS broadcaster"
        if sort == "person" and word.xpos in ("NNS", "NNPS"):
            sort = "group"
        own = chunk.first < head and word.upos == "PROPN" and word.text[:1].isupper()  # "the Ann Roe Front"
        labels = ("ORG", "PER") if own else ("ORG",)
        named = entry.kind == "body" or (sort == "body" and any(w.name.endswith(labels) for w in self.words[chunk.first : chunk.last]))
        if stands_by(self, chunk, hit, head=head, last=last, named=named):
            return None
        found = self.make(chunk.first, last, head, "name" if named else "nominal", sort, hit if entry.kind == "role" else None)
        found.noun = entry.name
        found.gender = noun_gender(entry.name.split()[-1]) or ("m" if "m" in entry.flags else "f" if "f" in entry.flags else "")
        found.number = "pl" if sort == "group" else "sg"
        return found

    def _entity(self, chunk: Chunk, head: int, found: Sequence[Chunk], n: int) -> Mention | None:
        """A noun outside the tables that the tagger takes for a person or a body."""
        word = self.words[head]
        if nobody(self.grammar, word, self.words[chunk.first].text.lower()):
            return None
        name = word.upos == "PROPN" and word.text[:1].isupper()
        many = word.xpos in ("NNS", "NNPS")
        sort: Sort = "group" if many and not name else "person" if word.entity == "person" else "body"
        last = chunk.last if name else self._extended(chunk, found, n)
        made = self.make(chunk.first, last, head, "name" if name else "nominal", sort)
        made.noun = word.lemma.lower()
        made.number = "pl" if sort == "group" else "sg"
        if name and sort == "person":
            read_name(self, made, Segment("PER", chunk.first, chunk.last, self.grammar.span_of(chunk.first, chunk.last)))
        return made

    def _extended(self, chunk: Chunk, found: Sequence[Chunk], n: int) -> int:
        """The end of the mention when prepositional phrases follow its head: "residents <of the old port>"."""
        last, head = chunk.last, chunk.last - 1
        for after in found[n + 1 : n + 1 + _STEPS]:
            if after.first != last + 1:
                break
            between = self.words[last]
            if between.text.lower() not in _POST:
                break
            inside = range(chunk.first, last)
            tied = any(self.words[i].head in inside and self.words[i].deprel.startswith("nmod") for i in range(after.first, after.last))
            if between.text.lower() != "of" and all(w.upos in ("NUM", "DET") for w in self.words[after.first : after.last]):
                break
            if not (tied or between.text.lower() in ("of", "from")) or self.words[head].upos not in ("NOUN", "PROPN", "ADJ"):
                break
            last = after.last
        return last

    def _inner(self, chunk: Chunk, head: int, main: Mention | None) -> Iterator[Mention]:
        """Bodies inside a larger phrase: "a <police> spokesman", "the <Foreign Ministry>'s envoy"."""
        i = chunk.first
        stop = main.name_span.start if main is not None and main.name_span is not None else self.words[head].start
        while i < chunk.last and self.words[i].start < stop:
            word = self.words[i]
            seg, hit = self.segments.get(i), self.hit_over(word)
            last = i + 1
            if hit is not None and hit.entry.group == "body" and hit.end <= stop:
                inside = self.grammar.within(Span(hit.start, hit.end))
                last = inside[-1].index + 1
                if owns(self, head, last, hit, main):
                    owns_rest = self.words[last : last + 1] and self.words[last].xpos == "POS"
                    yield self._inner_body(chunk.first if owns_rest else i, i, last, hit)
            elif hit is not None and hit.entry.kind == "role" and hit.last - hit.first > 1 and hit.start == word.start:
                entry = self.lexicon.find(plain(word.text), "role")
                carries = hit.entry.name.split()[-1] in CARRIERS
                if entry is not None and entry.group == "body" and not entry.plural and hit.entry.group == "person" and carries:
                    yield self._inner_body(i, i, i + 1, Hit(0, 1, word.start, word.end, entry))
            elif hit is not None and hit.entry.group == "person" and self.words[i + 1 : i + 2] and self.words[i + 1].xpos == "POS":
                made = self._noun(Chunk(chunk.first, i + 1, chunk.first), i, hit, i + 1)
                if made is not None and made.sort == "person":
                    made.inner = True
                    yield made
            elif (
                seg is not None
                and seg.label in ("ORG", "PER")
                and seg.first == i
                and seg.span.end <= stop
                and hit is None
                and self._no_town(seg)
                and not self._names(seg, head, main)
                and not self._within_name(seg, head, main)
            ):
                last = seg.last
                title = self._title(chunk, i) if seg.label == "PER" else None
                front = self.grammar.within(Span(title.start, title.end))[0].index if title is not None else i
                body = seg.label == "ORG" or (title is None and self._presided(seg))
                made = self.make(front, last, last - 1, "name", "body" if body else "person", title)
                if not body:
                    read_name(self, made, seg)
                made.inner, made.number = True, "sg"
                yield made
            i = max(last, i + 1)

    def _presided(self, seg: Segment) -> bool:
        """ "<Tarnwood> chairman": one word that the tagger took for a person, but persons have no chairmen."""
        after = self.words[seg.last] if seg.last < len(self.words) else None
        return seg.last - seg.first == 1 and after is not None and after.lemma.lower() in _PRESIDERS

    def _names(self, seg: Segment, head: int, main: Mention | None) -> bool:
        """Whether a name right before a noun is that body's own: "the <Salt Union> party"."""
        return main is not None and main.sort == "body" and seg.last == head and self.words[head].lemma.lower() in _KINDS_OF_BODY

    def _within_name(self, seg: Segment, head: int, main: Mention | None) -> bool:
        """A person whose name a body bears ("the <Ann Roe> Front"), a province before who serves there ("<Tarn Province> police")."""
        after = self.words[seg.last : seg.last + 1]
        if after and after[0].xpos == "POS":
            return False
        if seg.label == "PER":
            return main is not None and main.kind == "name" and main.sort == "body" and seg.last == head
        return self.words[seg.last - 1].text in _PARTS_OF_STATES

    def _title(self, chunk: Chunk, i: int) -> Hit | None:
        """The title right before a name: "<President> Roe's office"."""
        hit = self.hit_over(self.words[i - 1]) if i > chunk.first else None
        return hit if hit is not None and hit.entry.kind == "role" and hit.entry.group == "person" and "t" in hit.entry.flags else None

    def _no_town(self, seg: Segment) -> bool:
        return seg.span.start not in self.places

    def _inner_body(self, first: int, start: int, last: int, hit: Hit) -> Mention:
        kind: MentionKind = "name" if hit.entry.kind == "body" else "nominal"
        made = self.make(first if first <= start else start, last, last - 1, kind, "body", hit if hit.entry.kind == "role" else None)
        made.noun, made.inner, made.number, made.hits = hit.entry.name, True, "sg", made.hits or (hit,)
        before = self.hit_over(self.words[start - 1]) if made.first == start and start else None
        if kind == "nominal" and before is not None and before.entry.kind == "adjective" and before.end == self.words[start].start - 1:
            made.coded = Span(before.start, made.span.end)  # "the <Tongan> Foreign Ministry spokesman"
            made.coded_hits = (before, *made.hits)
        return made

    def _pronouns(self, sentence: Sentence) -> Iterator[Mention]:
        for word, low in zip(self.words[sentence.first : sentence.last], self.grammar.lower[sentence.first : sentence.last], strict=True):
            known = PRONOUNS.get(low)
            if known is None or (word.upos not in ("PRON", "DET") and not word.xpos.startswith("PRP")) or word.text == "US":
                continue
            if low == "it" and not agent(self, word):
                continue
            made = self.make(word.index, word.index + 1, word.index, "pronoun", "")
            made.gender, made.number, made.person = known
            made.turn = self.turn_at(made.span.start)
            heard = (self.address and known[1:] == ("pl", 1)) or (self.talk and known[2] != 3)
            if known[2] == 3 or made.turn >= 0 or heard or (made.quote >= 0 and known[2] == 1):
                yield made
