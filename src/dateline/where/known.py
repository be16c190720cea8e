"""Names that the gazetteer knows and the tagger left: countries, capitals, big towns, lists, compounds, roads, repetitions."""

from __future__ import annotations

import re

from dateline.article import Span
from dateline.where.marks import (
    ABBREVIATION,
    BASED,
    BEFORE,
    CUE,
    INNER,
    INSIDE,
    LIST,
    PARTY,
    ROAD,
    SPEAKS,
    TITLE,
    bare,
    features_before,
    word_set,
)
from dateline.where.names import fold
from dateline.where.page import Mention, Token
from dateline.where.tagged import Tagged


class Known(Tagged):
    """Adds what the words around make a place."""

    def pair(self, pair: re.Match[str]) -> None:
        """Two states joined by a hyphen, or a state and a people or alliance."""
        if self.gazetteer.lookup(pair.group()):
            return
        codes = [self.gazetteer.country(half) if len(half) > 1 else None for half in pair.groups()]
        for i, half in enumerate(pair.groups()):
            if codes[i] and (codes[1 - i] or self.gazetteer.is_people(pair.group(2 - i)) or pair.group(2 - i) in ("NATO", "EU", "UN")):
                self.add(Mention(Span(*pair.span(i + 1)), half, None, "gazetteer"))

    def compounds(self, part: Span) -> None:
        """Short forms of states, seats in party tags ("D-N.D.") and numbered roads."""
        for short in self.gazetteer.short_words.finditer(self.text, part.start, part.end):
            words = short.group()
            if words.count(".") > 1 or len(words) > 4 or self.text[max(part.start, short.start() - 2) : short.start()] == ", ":
                self.add(Mention(Span(*short.span()), words, "admin", "gazetteer", short=True))
        for party in PARTY.finditer(self.text, part.start, part.end):
            if self.gazetteer.abbreviation(party.group(1)) or self.gazetteer.abbreviation(party.group(1) + "."):
                self.add(Mention(Span(*party.span(1)), party.group(1), "admin", "gazetteer", short=True))
            elif any(e.main and e.country == "USA" for e in self.gazetteer.lookup(party.group(1))):
                self.add(Mention(Span(*party.span(1)), party.group(1), None, "gazetteer"))
        for cue in CUE.finditer(self.text, part.start, part.end):
            name = bare(cue.group(2))
            if not self.is_demonym(name) and name.lower() not in word_set("never") | word_set("common"):
                self.add(
                    Mention(Span(cue.start(2), cue.start(2) + len(name)), name, features_before().get(cue.group(1) + " of"), "gazetteer")
                )
        for road in ROAD.finditer(self.text, part.start, part.end):
            self.add(Mention(Span(*road.span()), road.group(), "site", "gazetteer"))

    def match(self, tokens: list[Token], i: int, part: Span) -> None:
        """The longest known name that starts at a token, if the words around make it a place."""
        if tokens[i].text in ("The", "A", "An"):
            return
        end = i + 1
        reach = [i]
        while end < len(tokens) and len(reach) < 6 and self.joined(tokens[end - 1], tokens[end]):
            if tokens[end].capital:
                reach.append(end)
            elif tokens[end].text not in INNER:
                break
            end += 1
        for last in reversed(reach):
            span = Span(tokens[i].start, tokens[last].end)
            if any(self.is_taken(tokens[k].start) for k in range(i, last + 1)):
                continue
            if self.believed(span, tokens, i, last):
                self.add(self.hinted(span, part, "gazetteer"))
                return

    def believed(self, span: Span, tokens: list[Token], i: int, last: int) -> bool:
        """Whether an untagged capitalised name may be taken for a place."""
        labels = {token.label for token in tokens[i : last + 1]}
        if "LOC" in labels or (last + 1 < len(tokens) and self.joined(tokens[last], tokens[last + 1]) and tokens[last + 1].label == "PER"):
            return False
        words = self.text[span.start : span.end]
        entries = self.gazetteer.lookup(words)
        if not entries or self.is_demonym(words) or TITLE.search(self.text[max(0, span.start - 12) : span.start]):
            return False
        best, key = entries[0], fold(words)
        if key in self.surnames or key in word_set("never"):
            return False
        seat = self.gazetteer.capital(words) is not None and len(words) > 3
        if labels & {"PER", "ORG"}:  # "Chad sold its mill": a whole name that only a state or its capital bears; "Tacoma police"
            whole = self.label_span(span.start) == span and (len(words) > 3 or words.isupper())
            town = any(e.main and e.population >= 1000 for e in entries)
            stands = self.local(span) or INSIDE.search(self.text[max(0, span.start - 20) : span.start]) is not None
            return whole and (best.level == 0 or seat or (town and stands))
        alone = not self.neighbours(tokens, i, last)
        if best.level == 0:
            return (best.main or len(words) > 3 or words.isupper()) and (self.tagged or alone)
        if not alone or words.lower() in word_set("common"):
            return False
        if best.level == 4:
            return " " in words
        placed = bool(BEFORE.search(self.text[max(0, span.start - 14) : span.start]))
        people = max((e.population for e in entries if e.main), default=0)
        behind = self.container_behind(span)
        if self.tagged:
            placed |= BASED.match(self.text, span.end, min(len(self.text), span.end + 12)) is not None
            quarter = key.replace(" ", "_") in word_set("everywhere") and key.endswith((" end", " side", " town"))
            return seat or (placed and (quarter or people >= 50_000)) or (behind and people > 0) or people >= 3_000_000
        return seat or (placed and people >= 2_000) or behind or people >= 500_000

    def local(self, span: Span) -> bool:
        """Whether a noun follows that goes with a town: "Tacoma police", "a Tacoma resident"."""
        behind = re.match(r" ([A-Za-z]{3,12})\b", self.text[span.end : span.end + 14])
        return behind is not None and behind.group(1).lower() in word_set("townsfolk")

    def container_behind(self, span: Span) -> bool:
        """Whether a comma and a country, division or short form follows: "Fairview, Ore."."""
        behind = self.text[span.end : span.end + 40]
        if short := ABBREVIATION.match(behind):
            return bool(self.gazetteer.abbreviation(short.group(1).strip()))
        if whole := re.match(r", ([A-Z][\w-]{2,20}(?: [A-Z][\w-]{2,20})?)", behind):
            return any(e.level < 2 for e in self.gazetteer.lookup(whole.group(1)) if e.main)
        return False

    def lists(self) -> None:
        """Untagged items of a list whose other items are places: "Suhum, Nsawam and Koforidua"."""
        for tokens in self.tokens:
            order = [i for i, token in enumerate(tokens) if token.capital]
            for step, line in ((-1, order), (1, order[::-1])):
                for i in line:
                    if tokens[i].label != "LOC" and not self.is_taken(tokens[i].start):
                        self.listed(tokens, i, step)

    def listed(self, tokens: list[Token], i: int, step: int) -> None:
        """Takes the name at token `i` if the item on the side `step` is a place."""
        last = i
        while last + 1 < len(tokens) and last < i + 3 and self.joined(tokens[last], tokens[last + 1]) and tokens[last + 1].capital:
            last += 1
        if i > 0 and self.joined(tokens[i - 1], tokens[i]) and tokens[i - 1].capital and not self.is_taken(tokens[i - 1].start):
            return
        span = Span(tokens[i].start, tokens[last].end)
        words = self.text[span.start : span.end]
        if tokens[i].label and self.label_span(span.start) != span:
            return
        j = i - 1 if step < 0 else last + 1
        while 0 <= j < len(tokens) and tokens[j].text in ("and", "or"):
            j += step
        if not 0 <= j < len(tokens) or not self.is_taken(tokens[j].start) or words.lower() in word_set("common") or len(words) < 3:
            return
        gap = self.text[tokens[j].end : span.start] if step < 0 else self.text[span.end : tokens[j].start]
        if not LIST.fullmatch(gap) or gap == " " or self.is_demonym(words) or fold(words) in self.surnames:
            return
        if any(e.main and (e.population >= 1000 or e.level < 3) for e in self.gazetteer.lookup(words)):
            self.add(Mention(span, words, None, "list"))

    def again(self) -> None:
        """Every further printing of a name that was found, in headlines in capitals too."""
        known = {fold(m.name) for m in self.found.values() if len(m.name) > 2 and not self.disputed(m.name)} - self.surnames
        longest = max((key.count(" ") + 1 for key in known), default=0)
        for tokens in self.tokens:
            shouted = sum(t.text.isupper() for t in tokens) * 2 > len(tokens)
            for i, token in enumerate(tokens):
                if token.capital and not self.is_taken(token.start):
                    self.once_more(tokens, i, known, longest, shouted)

    def once_more(self, tokens: list[Token], i: int, known: set[str], longest: int, shouted: bool) -> None:
        for last in range(min(i + longest, len(tokens)) - 1, i - 1, -1):
            words = self.text[tokens[i].start : tokens[last].end]
            named = fold(words) in known
            if not (named or shouted) or "\n" in words:
                continue
            span = Span(tokens[i].start, tokens[last].end)
            other = not shouted and any(t.label in ("PER", "ORG") for t in tokens[i : last + 1])
            if other and self.label_span(span.start) != span:
                continue
            if self.is_demonym(words) or self.is_taken(tokens[last].start):
                continue
            if named and (shouted or not (self.neighbours(tokens, i, last) or self.speaks(span))):
                self.add(Mention(span, words, None, "again"))
                return
            if shouted and self.shouted(words):
                self.add(Mention(span, words, None, "gazetteer"))
                return

    def speaks(self, span: Span) -> bool:
        """Whether an untagged name that is no state's or large town's says something, or the tagger has it for a person or body."""
        words = self.text[span.start : span.end]
        entries = self.gazetteer.lookup(words)
        if any(e.level in (0, 1, 4) or e.population >= 100_000 for e in entries):
            return False
        return (not entries and self.label(span.start) not in ("", "LOC")) or SPEAKS.match(self.text, span.end) is not None

    def shouted(self, words: str) -> bool:
        """Well-known places in a headline in capitals, where case gives nothing away."""
        if len(words) < 4 or words.lower() in word_set("common") | word_set("never"):
            return words in ("US", "UK", "UAE", "DRC", "USA")
        return any(e.level == 0 or (e.main and e.population >= 1_000_000) for e in self.gazetteer.lookup(words))
