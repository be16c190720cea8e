"""Names that the tagger gave: what of them is a place, and where it begins and ends."""

from __future__ import annotations

import re

from dateline.article import Span
from dateline.where.marks import (
    BEFORE,
    DISTRICT,
    INSIDE,
    LOWER,
    PLACED,
    PRESS,
    WORD,
    bare,
    bodies,
    features_after,
    features_before,
    word_set,
)
from dateline.where.names import fold
from dateline.where.page import Mention, Page

_NAME = re.compile(r" [A-Z]")
_OF = re.compile(r" (?:of|of the|in) $")


class Tagged(Page):
    """Takes the tagger's place names, and the towns in its names of bodies."""

    def tagger_name(self, span: Span, part: Span) -> None:
        """One place name of the tagger, with the feature noun beside it."""
        words = self.text[span.start : span.end]
        for cut in ("the ", "The "):
            if words.startswith(cut) and not any(
                e.name.startswith("The ") for e in self.gazetteer.lookup(words)
            ):  # "The Hague" stays whole
                span, words = Span(span.start + len(cut), span.end), words[len(cut) :]
        for tail in ("'s", "’s"):
            if words.endswith(tail):
                span, words = Span(span.start, span.end - 2), words[:-2]
        if words.endswith(".") and "." not in words[:-1] and not self.gazetteer.abbreviation(words):
            span, words = Span(span.start, span.end - 1), words[:-1]
        if not words.strip() or self.is_demonym(words):
            return
        for piece in self.pieces(span):
            if not self.common(piece, part) and not self.medium(piece, part) and not self.disputed(self.text[piece.start : piece.end]):
                mention = self.hinted(self.widened(piece, part), part)
                if self.borne_out(mention, part):
                    self.add(mention)

    def medium(self, span: Span, part: Span) -> bool:
        """Whether a name is that of a paper or agency: "told Atlas", "Lakeside Press"."""
        behind = PRESS.match(self.text, span.end, min(part.end, span.end + 14))
        told = self.text[max(part.start, span.start - 5) : span.start].lower() == "told "
        return bool(behind) or (told and not self.gazetteer.country(self.text[span.start : span.end]))

    def borne_out(self, mention: Mention, part: Span) -> bool:
        """A name that stands in no gazetteer needs a word for it: a kind of place ("the village of"), or a preposition of place."""
        if mention.hint or mention.short or self.gazetteer.lookup(mention.name):
            return True
        before = self.text[max(part.start, mention.span.start - 20) : mention.span.start]
        return bool((INSIDE if " " in mention.name else PLACED).search(before)) and any(ch.isupper() for ch in mention.name)

    def pieces(self, span: Span) -> list[Span]:
        """What a place name of the tagger consists of: "Oman and Qatar" are two, "western Kenya" is one behind an adjective."""
        words = self.text[span.start : span.end]
        if (first := words.partition(" ")[0]).endswith(".") and first != words and self.gazetteer.abbreviation(first):
            return [Span(span.start, span.start + len(first)), *self.pieces(Span(span.start + len(first) + 1, span.end))]  # "Ont. Leeds"
        if (lower := LOWER.match(words)) and self.gazetteer.lookup(words[lower.end() :]):
            return [Span(span.start + lower.end(), span.end)]
        name, _, noun = words.rpartition(" ")
        if noun in features_after() and self.gazetteer.lookup(name):  # "West Papua province"
            return [Span(span.start, span.start + len(name))]
        if noun in features_after() and " and " in name:  # "Logan and Perry counties"
            return self.pieces(Span(span.start, span.start + len(name)))
        if self.gazetteer.lookup(words):
            return [span]
        last = words.split()[-1].lower()
        if " " in words and last in bodies() and last not in features_after():  # "Millbrook Superior Court" is no spot on the map
            return [front] if (front := self.front(span)) else []
        if front := self.institution(span):
            return [front]
        if lower := LOWER.match(words):
            return self.pieces(Span(span.start + lower.end(), span.end))
        for joint in (" and ", "/", "-", ", ", " to "):
            one, found, two = words.partition(joint)
            if found and self.weighty(one, joint) and (joint == ", " or self.weighty(two, joint)):
                cut = span.start + len(one)
                return [Span(span.start, cut), *self.pieces(Span(cut + len(joint), span.end))]
        first, _, rest = words.partition(" ")
        if rest and self.is_demonym(first) and not rest[:1].isupper():
            return []
        if (at := words.find(" of ")) > 0 and words[:at].lower() + " of" in features_before() and self.gazetteer.lookup(words[at + 4 :]):
            return [Span(span.start + at + 4, span.end)]
        if (at := words.rfind(" of ")) > 0 and words[:at].split()[-1].islower() and self.gazetteer.lookup(words[at + 4 :]):
            return [Span(span.start + at + 4, span.end)]
        return [span]

    def institution(self, span: Span) -> Span | None:
        """The town of a school, hospital or hall named after nothing else: "Millbrook High School", "Gdansk International Airport"."""
        tokens = list(WORD.finditer(self.text, span.start, span.end))
        n = next((k for k, m in enumerate(tokens) if m.group().lower() in word_set("generic")), 0)
        if not 0 < n < len(tokens) or any(m.group().lower() not in word_set("generic") for m in tokens[n:]):
            return None
        front = Span(span.start, tokens[n - 1].start() + len(bare(tokens[n - 1].group())))
        if n == len(tokens) - 1 and tokens[n].group() == "State" and not _NAME.match(self.text, span.end):
            return None  # "Kaduna State" is one, "Ohio State University" lies in another
        if tokens[n].group().lower() == "county" and self.gives_name(whole := Span(span.start, tokens[n].end())):
            return whole
        words = self.text[front.start : front.end]
        known = fold(words) in self.places
        towns = [e for e in self.gazetteer.lookup(words) if e.main and e.level in (1, 2, 3)]
        return front if any(known or (e.level > 1 and e.population >= 100_000) for e in towns) else None

    def weighty(self, words: str, joint: str) -> bool:
        """Whether a half of a joined name is a place of its own; "Ak-Bulak" is one village though there is a town named Ak."""
        return any(joint not in "-/" or e.level < 2 or e.population >= 100_000 for e in self.gazetteer.lookup(words))

    def common(self, span: Span, part: Span) -> bool:
        """Whether a single word that opens a sentence is a plain noun: it stands in lower case elsewhere in the article."""
        words = self.text[span.start : span.end]
        if words.lower() in word_set("never") or "@" in words or words.endswith((".com", ".org", ".net")):
            return True
        if fold(words) in self.surnames and not self.gazetteer.lookup(words):
            return True  # "supporters of Roe"
        if fold(words) in self.surnames and not BEFORE.search(self.text[max(part.start, span.start - 14) : span.start]):
            return not self.gazetteer.country(words)
        if " " in words or not words.isalpha():
            return False
        if not words[:1].isupper():
            return words.islower()
        opening = span.start == part.start or self.text[max(0, span.start - 2) : span.start].strip(' "“”‘’') in ("", ".", "\n")
        if not opening or self.gazetteer.country(words):
            return False
        return words.lower() in word_set("common") or words.lower() in self.plain

    def body_name(self, span: Span, part: Span) -> None:
        """The place a public body is named after."""
        tokens = list(WORD.finditer(self.text, span.start, span.end))
        if len(tokens) < 2:
            return
        if features_after().get(tokens[-1].group().lower()) == "admin" and self.gives_name(span):  # "Orange County" as a body
            self.add(self.hinted(span, part, "body"))
            return
        lowered = {m.group().lower() for m in tokens}
        if not lowered & bodies() and not (lowered & word_set("societies") and self.divisional(span)):
            return
        if front := self.front(span):
            self.add(self.hinted(front, part, "body"))
        for n in (3, 2, 1):
            if n < len(tokens) and _OF.search(self.text, span.start, tokens[-n].start()):
                back = Span(tokens[-n].start(), tokens[-1].start() + len(bare(tokens[-1].group())))
                if self.gives_name(back):
                    self.add(self.hinted(back, part, "body"))
                    break

    def divisional(self, span: Span) -> bool:
        """Whether a name begins with a country, state or county: a state's association acts in that state."""
        front = self.front(span)
        return front is not None and any(
            e.main and (e.level < 2 or (e.level == 2 and front.length > len(e.name) - 2 and " " in e.name))
            for e in self.gazetteer.lookup(self.text[front.start : front.end])[:3]
        )

    def front(self, span: Span) -> Span | None:
        """The known place at the head of a body's name."""
        tokens = list(WORD.finditer(self.text, span.start, span.end))
        for n in (3, 2, 1):
            if n < len(tokens) and tokens[0].start() == span.start:
                front = Span(span.start, tokens[n - 1].start() + len(bare(tokens[n - 1].group())))
                if self.gives_name(front):
                    return front
        return None

    def gives_name(self, span: Span) -> bool:
        words = self.text[span.start : span.end]
        lowered = words.lower()
        if not words[:1].isupper() or self.gazetteer.country(words):
            return words[:1].isupper()
        if self.is_demonym(words) or lowered in word_set("never") | word_set("common") or lowered.split(" ", 1)[0] in bodies():
            return False
        if words.endswith(".") and self.gazetteer.abbreviation(words):
            return True
        if words.lower() in features_before() or words.lower() in features_after():
            return False
        known = fold(words) in self.places
        return any(
            e.level == 0 or (e.main and (e.population >= 20_000 or known or (e.level == 2 and " " in words)) and e.level < 4)
            for e in self.gazetteer.lookup(words)
        )

    def people(self, span: Span) -> int:
        """Inhabitants of the biggest place that the words may mean, -1 if they mean none."""
        return max((e.population for e in self.gazetteer.lookup(self.text[span.start : span.end])), default=-1)

    def widened(self, span: Span, part: Span) -> Span:
        """Takes in a capitalised neighbour where the longer name is a known one, or is a feature noun ("Hudson River")."""
        if (seat := DISTRICT.match(self.text, span.start, part.end)) and seat.end() > span.end:
            return Span(span.start, seat.end())
        whole = self.label_span(span.start) or span
        left = re.search(r"(?<![\w.])([A-Z][\w'’-]{1,30}) $", self.text[max(part.start, span.start - 32) : span.start])
        if left and left.group(1).lower() not in ("the", "a", "an") and self.label(span.start - 2) not in ("PER", "LOC"):
            longer = Span(span.start - len(left.group()), span.end)
            short, long = self.people(span), self.people(longer)
            if long >= 0 and long * 50 >= short:
                span = longer
        right = re.match(r" ([A-Z][\w-]{1,30})", self.text[span.end : min(part.end, span.end + 32)])
        if right and whole.end <= span.end and self.label(span.end + 1) != "PER" and (
            (right.group(1).lower() in features_after() and self.label(span.end + 1) != "ORG")
            or self.gazetteer.lookup(self.text[span.start : span.end + right.end()])
        ):  # fmt: skip
            span = Span(span.start, span.end + right.end())
        return span
