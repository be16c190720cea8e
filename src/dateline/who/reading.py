"""Reading: one article laid out for lookups: known terms, names, glued words, quotations, sources, all by offset."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from dateline.article import READ_PARTS, Article, Part, Span
from dateline.fields import Place, Statement
from dateline.grammar.words import Grammar, Segment, Sentence, Word
from dateline.who.lexicon import Hit, WhoLexicon, plain, scan, tokens
from dateline.who.shapes import Mention, MentionKind, Sort, is_determiner

_COMPASS = re.compile(r"\b[Tt]he (North|South)\b(?!-|\s[A-Z])")
#: The name before a turn of a transcript.
_LABEL = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}:\s")
_FIRST = frozenset("i we me us my our".split())
_MANY = frozenset("we us our ourselves".split())
_ONESELF = frozenset("i me my myself".split())
_SOME = 4  #: words for oneself, singular, from which copy may be talk
_OFTEN = 8  #: words for oneself that make a speech
_SHORT = 5  #: letters of an acronym that somebody elsewhere may bear too
_CLUBS = frozenset(("PTY", "OPP", "LAB", "SOC", "EDU", "AGR"))
_BRACKETS = frozenset(("(", ")", "[", "]", "/"))


class Reading:
    """What is known of an article before its mentions are read. All lookups are by offset, so that the work is linear in the text."""

    def __init__(
        self, article: Article, grammar: Grammar, statements: tuple[Statement, ...], lexicon: WhoLexicon, places: tuple[Place, ...] = ()
    ) -> None:
        self.article, self.grammar, self.lexicon = article, grammar, lexicon
        self.places = {p.span.start: p for p in places if p.kind != "country"}
        self.words = grammar.words
        self._parts = sorted(article.parts, key=lambda part: part.span)
        self._part_starts = [part.span.start for part in self._parts]
        self.hits = self._read()
        #: "Brussels" is the Union, unless the copy is about Belgians and never names it
        named = any(hit.entry.country == "EUR" or hit.entry.name == "bloc" for hit in self.hits)
        self.union = named or not any(hit.entry.country == "BEL" and hit.entry.kind != "capital" for hit in self.hits)
        self._turns = self._labels()
        #: a speech or an address: "we" outside quotations may be the people to whom it is held
        self.address = sum([low in _MANY for low in self.grammar.lower]) >= _OFTEN
        #: talk without names before its turns: somebody may be "I" and "you" outside quotations
        self.talk = not self._turns and sum([low in _ONESELF for low in self.grammar.lower]) >= _SOME
        self._starts = [hit.start for hit in self.hits]
        self.glued = self._glue()
        self.segments = self._segments()
        self.quotes = _quotes(article, statements)
        sources = (s.source.span for s in statements if s.source is not None and s.source.span is not None)
        self.voiced = frozenset(w.index for span in sources for w in grammar.within(span))

    def _read(self) -> list[Hit]:
        out: list[Hit] = []
        for span in self.article.spans(READ_PARTS) or (Span(0, len(self.article.text)),):
            out.extend(hit for hit in map(self._no_paper, self._scanned(span)) if self._sure(hit))
        own = self._own_letters(out) | self._strange_letters(out)
        out = [hit for hit in out if self.article.text[hit.start : hit.end] not in own]
        return sorted([*out, *self._compass(out)], key=lambda hit: hit.start)

    def _scanned(self, part: Span) -> list[Hit]:
        """The known terms of a part. A part that ends with its line is read like any copy of it."""
        text, lexicon = self.article.text, self.lexicon
        if text[part.end : part.end + 1] not in ("", "\n"):
            return scan(tokens(text, part.start, part.end), lexicon)
        notes = self.grammar.notes_on(text[part.start : part.end])
        found = notes.get("who.terms")
        if found is None or found[0] is not lexicon:
            found = notes["who.terms"] = (lexicon, part.start, scan(tokens(text, part.start, part.end), lexicon))
        _, first, hits = found
        shift = part.start - first
        return [Hit(i, j, start + shift, end + shift, entry) for i, j, start, end, entry in hits] if shift else list(hits)

    def _no_paper(self, hit: Hit) -> Hit:
        """ "the Tongan ambassador" names no paper called "The Tongan"."""
        after = self.article.text[hit.end : hit.end + 2]
        if hit.entry.sector != "JRN" or hit.entry.kind != "body" or after[:1] != " " or not after[1:].islower():
            return hit
        start = hit.end - len(self.article.text[hit.start : hit.end].split()[-1])
        entry = self.lexicon.find(plain(self.article.text[start : hit.end]), "adjective")
        follows = any(w.upos in ("NOUN", "ADJ") for w in self.grammar.within(Span(hit.end + 1, hit.end + 2)))
        return hit if entry is None or not follows else Hit(hit.last - 1, hit.last, start, hit.end, entry)

    def _own_letters(self, found: list[Hit]) -> set[str]:
        """Letters that the copy itself explains otherwise than the tables: "the Coast Farmers' League (<CFL>)"."""
        text, out = self.article.text, set()
        for hit in found:
            letters = text[hit.start : hit.end]
            if (
                hit.entry.kind != "body"
                or not letters.isupper()
                or text[hit.start - 1 : hit.start] != "("
                or text[hit.end : hit.end + 1] != ")"
            ):
                continue
            named = [w for w in text[max(0, hit.start - 90) : hit.start - 1].split() if w[:1].isupper()][-len(letters) :]
            known = {plain(w) for w in hit.entry.name.split()}.intersection(map(plain, named))
            if not known and sorted(w[0] for w in named) == sorted(letters):
                out.add(letters)
        return out

    def _strange_letters(self, found: list[Hit]) -> set[str]:
        """Letters of parties, unions and clubs of a country that the copy tells of by no other word: others bear them too."""
        text, home = self.article.text, {place.country for place in self.places.values()}
        letters = [hit for hit in found if text[hit.start : hit.end].isupper() and hit.end - hit.start <= _SHORT]
        signs = {(hit.entry.country, text[hit.start : hit.end]) for hit in found if hit.entry.country}
        return {
            words
            for hit in letters
            if hit.entry.kind == "body" and hit.entry.sector in _CLUBS and hit.entry.country not in home
            for words in (text[hit.start : hit.end],)
            if not any(country == hit.entry.country and other != words for country, other in signs)
        }

    def _compass(self, found: list[Hit]) -> list[Hit]:
        """ "the North" is a country only in copy about Korea."""
        lands = [self.lexicon.find(name, "land") for name in ("north korea", "south korea")]
        codes = [entry.country for entry in lands if entry is not None]
        if not any(hit.entry.country in codes for hit in found):
            return []
        out = []
        for match in _COMPASS.finditer(self.article.text):
            entry = lands[match[1] == "South"]
            if entry is not None and self.part_at(match.start()) is not None:
                out.append(Hit(0, 2, match.start(), match.end(), entry))
        return out

    def _sure(self, hit: Hit) -> bool:
        """A body known by one plain word ("Total", "Dawn") counts only where the tagger sees a name too.

        A town that is only the beginning of a longer one does not count ("Santiago de Tarn").
        """
        place = self.places.get(hit.start)
        if place is not None and place.span.end > hit.end and hit.entry.kind in ("city", "capital"):
            return False
        if hit.entry.kind not in ("body", "city") or hit.last - hit.first > 1:
            return True
        text = self.article.text[hit.start : hit.end]
        if "-" in (self.article.text[hit.start - 1 : hit.start], self.article.text[hit.end : hit.end + 1]):
            return False
        inside = self.grammar.within(Span(hit.start, hit.end))
        if hit.entry.country == "IGO":
            return any(w.name != "O" for w in inside)  # nobody is called Mercosur
        if any(w.name.endswith("PER") or (w.name == "I-ORG" and hit.entry.kind == "body" and not text.isupper()) for w in inside):
            return False  # a surname, or a word in a longer name: "Alliance for the <Liberation> of Tarn"
        return (text.isupper() and len(text) > 1) or any(w.name != "O" for w in self.grammar.within(Span(hit.start, hit.end)))

    def _glue(self) -> frozenset[int]:
        """Words that belong to the word before them: inside one name, one term, or a body's name with "of" ("Bureau of Border Affairs")."""
        out: set[int] = set()
        for seg in self._joined():
            out.update(range(seg.first + 1, seg.last))
        for hit in self.hits:
            if hit.last - hit.first > 1:
                inside = self.grammar.within(Span(hit.start, hit.end))
                if inside and inside[0].sentence == inside[-1].sentence:
                    out.update(w.index for w in inside[1:])
        for i in range(1, len(self.words) - 1):
            if self.words[i].text in ("of", "for", "'", "’"):
                out.update(self._inside_name(i))
        for word in self.words if out else ():
            if word.text in _BRACKETS:
                out.difference_update((word.index, word.index + 1))
        return frozenset(out)

    def _inside_name(self, i: int) -> range:
        words, before, after = self.words, self.words[i - 1], self.words[i + 1]
        if before.sentence != after.sentence or not before.text[:1].isupper() or before.name.endswith("PER") or before.upos == "VERB":
            return range(0)
        if words[i].text not in ("of", "for"):
            return range(i, i + 2) if words[i].xpos == "POS" and before.text.endswith("s") and after.text[:1].isupper() else range(0)
        last = i + 1
        if after.text == "the" and last + 1 < len(words):
            last, after = last + 1, words[last + 1]
        hit, next_hit = self.hit_over(before), self.hit_over(after)
        known = (hit is not None and hit.entry.group == "body") or before.name.endswith("ORG")
        land = next_hit is not None and next_hit.entry.kind == "land"
        if not known or not after.text[:1].isupper() or after.name.endswith("PER") or land:
            return range(0)
        return range(i, last + 1)

    def _segments(self) -> dict[int, Segment]:
        """Names by word. A surname that a full name has introduced is a person wherever it comes again, whatever its tag there."""
        named = list(self._joined())
        out = {i: seg for seg in named for i in range(seg.first, seg.last)}
        known = {self.words[seg.last - 1].text for seg in named if seg.label == "PER" and seg.last - seg.first > 1}
        known = {name for name in known if len(name) > 3}
        for word in self.words:
            seg = out.get(word.index)
            if word.text not in known or word.upos != "PROPN" or word.index in self.glued:
                continue
            if seg is None or (seg.label != "PER" and seg.last - seg.first == 1):
                out[word.index] = Segment("PER", word.index, word.index + 1, word.span)
        return out

    def _joined(self) -> Iterator[Segment]:
        """Names, two persons that nothing parts made one: "<Ann> <Maria Roe>" is nobody's list."""
        last: Segment | None = None
        for seg in self.grammar.names:
            if seg.label == "PER" and self._ruler(seg):
                continue
            if last is not None and self._one_person(last, seg):
                last = Segment("PER", last.first, seg.last, Span(last.span.start, seg.span.end))
                continue
            if last is not None:
                yield last
            last = seg
        if last is not None:
            yield last

    def _ruler(self, seg: Segment) -> bool:
        """ "the King of Tarn": an office and a place, which the tagger took for a name."""
        of = next((w for w in self.words[seg.first : seg.last] if w.text == "of"), None)
        hit = self.hit_over(self.words[of.index - 1]) if of is not None and of.index else None
        return hit is not None and hit.entry.kind == "role" and hit.entry.group == "person"

    def _one_person(self, a: Segment, b: Segment) -> bool:
        if a.label != "PER" or b.label != "PER" or a.last != b.first or b.last - a.first > 5:
            return False
        words = self.words[a.first : b.last]
        return words[0].sentence == words[-1].sentence and all(w.upos == "PROPN" and w.text[:1].isupper() for w in words)

    def hits_in(self, span: Span) -> tuple[Hit, ...]:
        """Entries that lie inside a span."""
        i, j = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return tuple(hit for hit in self.hits[i:j] if hit.end <= span.end)

    def hit_over(self, word: Word) -> Hit | None:
        """The entry that covers a word."""
        i = bisect_right(self._starts, word.start) - 1
        return self.hits[i] if i >= 0 and self.hits[i].end > word.start else None

    def part_at(self, offset: int) -> Part | None:
        """The part that holds an offset."""
        i = bisect_right(self._part_starts, offset) - 1
        return self._parts[i] if i >= 0 and offset < self._parts[i].span.end else None

    def heading(self, sentence: Sentence) -> bool:
        """Whether a sentence stands in the headline or the sub-headline."""
        part = self.part_at(sentence.span.start)
        return part is not None and part.kind in ("headline", "subhead")

    def make(self, first: int, last: int, head: int, kind: MentionKind, sort: Sort, role: Hit | None = None) -> Mention:
        """A mention of words `first` up to `last` with all that lookups tell of it."""
        words = self.words
        while last > first + 1 and words[last - 1].upos == "PUNCT":
            last -= 1
        while first < last - 1 and words[first].upos == "PUNCT" and not is_determiner(words[first]):
            first += 1
        span = Span(words[first].start, words[last - 1].end)
        det = words[first].text.lower() if is_determiner(words[first]) or words[first].xpos == "PRP$" else ""
        start = words[first + 1].start if det and last > first + 1 else span.start
        sentence = words[head].sentence
        made = Mention(first, last, head, kind, sort, plain(self.article.text[start : span.end]), span, sentence, det=det)
        made.hits, made.role = self.hits_in(span), role
        made.top = next((i for i in range(first, last) if not first <= words[i].head < last), head)
        made.subject = words[head].deprel.startswith("nsubj") or any(words[i].deprel.startswith("nsubj") for i in range(first, last))
        made.quote = self.quote_at(span.start)
        part = self.part_at(span.start)
        made.part = part.kind if part is not None else "body"
        made.paragraph = part.span.start if part is not None else -1
        return made

    def _labels(self) -> list[int]:
        """Where the turns of a transcript begin: paragraphs that name who speaks, at least two of them, at least one more than once."""
        bodies = (part.span.start for part in self._parts if part.kind == "body")
        found = [label for start in bodies if (label := _LABEL.match(self.article.text, start))]
        names = {label.group() for label in found}
        if len(names) == 1 and self._speech(found[0]):
            return [found[0].start()]
        return [label.start() for label in found] if 1 < len(names) < len(found) else []

    def _speech(self, label: re.Match[str]) -> bool:
        """Whether copy that begins with one person's name is that person's speech: it says "I" or "we" again and again."""
        first = next((part.span.start for part in self._parts if part.kind == "body"), -1)
        full = label.start() == first and len(label.group().split()) > 1
        known = any(seg.label == "PER" and seg.span.start == first for seg in self.grammar.names)
        return full and known and sum(w.text.lower() in _FIRST for w in self.words) >= _OFTEN

    def turn_at(self, offset: int) -> int:
        """The offset of the name before the turn of a transcript that holds an offset, or -1; a turn ends where the next begins."""
        i = bisect_right(self._turns, offset) - 1
        return self._turns[i] if i >= 0 else -1

    def quote_at(self, offset: int) -> int:
        """The index of the innermost quoted statement at an offset, or -1."""
        i = bisect_right(self.quotes, (offset, 1 << 60, 0)) - 1
        best, size = -1, 1 << 60
        for start, end, n in self.quotes[max(0, i - 6) : i + 1]:
            if start <= offset < end and end - start < size:
                best, size = n, end - start
        return best


def _quotes(article: Article, statements: tuple[Statement, ...]) -> list[tuple[int, int, int]]:
    """Quoted stretches as (start, end, statement): contents of direct speech, and what stands in quotation marks in mixed speech."""
    out = []
    for n, statement in enumerate(statements):
        for span in statement.content:
            if statement.kind == "direct":
                out.append((span.start, span.end, n))
            elif statement.kind == "mixed":
                out.extend((a, b, n) for a, b in _marked(article.text, span))
    out.sort()
    return out


def _marked(text: str, span: Span) -> Iterator[tuple[int, int]]:
    opened = -1
    for i in range(max(0, span.start - 1), min(len(text), span.end + 1)):
        c = text[i]
        if c in "“«" or (c == '"' and opened < 0):
            opened = i + 1
        elif c in '”»"' and opened >= 0:
            yield opened, i
            opened = -1
    if opened >= 0:
        yield opened, span.end
