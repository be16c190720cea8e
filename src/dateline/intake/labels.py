"""Labels single paragraphs by their own words: page furniture, template code, notes, captions, bylines, tags (rules/*.toml)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dateline.intake.patterns import UP, expand
from dateline.rules import Rule, load_lexicon, load_rules

_ROOM = "dateline.intake"


@dataclass(frozen=True, slots=True)
class Mark:
    """A label: the kind of part, the rule that gave it, whether only link titles follow (`heads`)."""

    kind: str
    rule: str
    heads: bool = False


@dataclass(frozen=True, slots=True)
class _Test:
    mark: Mark
    source: str
    longest: int
    edge: bool
    foot: bool
    needs: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when it is first tried."""
        return expand(self.source)


@cache
def load_tests() -> tuple[_Test, ...]:
    """Rules of marks.toml and furniture.toml in order."""
    return tuple(_test(rule) for file in ("furniture.toml", "marks.toml") for rule in load_rules(_ROOM, file))


@cache
def load_templates() -> tuple[Rule, ...]:
    """Rules of templates.toml."""
    return load_rules(_ROOM, "templates.toml")


@cache
def load_furniture() -> frozenset[str]:
    """Words of buttons and menus."""
    return frozenset(row["word"] for row in load_lexicon(_ROOM, "furniture.tsv"))


def _test(rule: Rule) -> _Test:
    extra = rule.extra
    mark = Mark(str(extra.get("kind", "debris")), rule.name, bool(extra.get("heads", False)))
    longest = int(extra.get("max", 200 if rule.name.startswith("furniture.") else 240))
    return _Test(mark, rule.pattern, longest, bool(extra.get("edge", False)), bool(extra.get("foot", False)), tuple(extra.get("needs", ())))


def one_line(words: str) -> str:
    """A paragraph of wrapped lines as one line."""
    return " ".join(words.split()) if "\n" in words or "\r" in words else words


def mark_line(words: str, *, edge: bool, foot: bool = False) -> Mark | None:
    """The label of a paragraph, None if its words give none. `edge`: it stands before or after the story; `foot`: after it."""
    words = one_line(words)
    size = len(words)
    if size > 1500:
        return None
    low = words.lower()
    for test in load_tests():
        if size > test.longest or (test.edge and not edge) or (test.foot and not foot):
            continue
        if not test.needs or any(n in low for n in test.needs):
            m = test.pattern.match(words)
            if m:
                return test.mark
    return Mark("debris", "furniture.words") if edge and size <= 160 and _buttons(words) else None


_SEGMENT = re.compile(r"\s*(?:[|·•»›→/]|\s[–—-]\s|\s{2,}|\t)\s*")
_WORD = re.compile(r"[\w'’&+-]+")


def _buttons(words: str) -> bool:
    """`Subscribe | Archive | Contact`, `Log in   Sign up`: short pieces made of the words of buttons."""
    tokens = [w.lower() for w in _WORD.findall(words)]
    if not tokens or len(tokens) > 24:
        return False
    known = load_furniture()
    hits = sum(t in known for t in tokens)
    pieces = [p for p in _SEGMENT.split(words.strip()) if p]
    if len(pieces) >= 2 and all(len(p.split()) <= 5 for p in pieces):
        return sum(any(w.lower() in known for w in _WORD.findall(p)) for p in pieces) * 2 >= len(pieces) + 1
    return hits >= 1 and hits * 2 > len(tokens) and not re.search(r"[.!?]$", words) and len(tokens) <= 6


_CODE_HINT = re.compile(
    r"[{}%$@\[\]*&<_#~]|undefined|NaN|null|nil|None|TBD|TK TK|(?i:lorem ipsum)|window\.|document\.|var |let |const |function"
)


@cache
def _code() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{expand(rule.pattern).pattern})" for rule in load_templates()))


def template_spans(words: str) -> list[tuple[int, int]]:
    """Where template code stands in a line, in order, not overlapping."""
    if not _CODE_HINT.search(words):
        return []
    return [m.span() for m in _code().finditer(words)]


def split_code(words: str) -> tuple[int, int, bool]:
    """What of a line is copy once template code at its edges is cut: (start, end, all). `all`: code and a few words at most."""
    spans = template_spans(words)
    if not spans:
        return 0, len(words), False
    left = len(words) - sum(e - s for s, e in spans)
    outside = "".join(" " if any(s <= i < e for s, e in spans) else c for i, c in enumerate(words)) if len(words) < 2000 else words
    tokens = _WORD.findall(outside)
    if len(tokens) <= 6 or left < 25:
        return 0, 0, True
    start, end = 0, len(words)
    for s, e in spans:
        if not words[start:s].strip():
            start = e
    for s, e in reversed(spans):
        if s >= start and not words[e:end].strip():
            end = s
    while start < end and words[start].isspace():
        start += 1
    while end > start and words[end - 1].isspace():
        end -= 1
    return start, end, False


_NAME = re.compile(
    rf"(?:[{UP}][\w.’'-]{{0,20}})(?: (?:(?:de|del|da|dos|di|du|la|le|van|von|der|den|bin|ben|ibn|al|el|ter|ten|y|e)[ -])?"
    rf"[{UP}][\w.’'-]{{0,20}}){{1,3}}"
)


def is_name(words: str) -> bool:
    """Whether a line looks like a person's name: `Ada van Holm`."""
    return len(words) <= 45 and bool(_NAME.fullmatch(words)) and not words.isupper()


_NAME_AND = re.compile(r"(?: (?:and|with|in|at|from) |, | · | \| | / )")


def is_names(words: str) -> bool:
    """`Ada Holm in Lund`, `Ada Holm and Rolf Berg, Malmo`: names and places only."""
    pieces = _NAME_AND.split(words)
    if not 1 <= len(pieces) <= 5 or not is_name(pieces[0]):
        return False
    return all(is_name(p) or re.fullmatch(rf"[{UP}][\w’'-]{{1,20}}", p) or is_place_name(p) for p in pieces[1:])


def is_place_name(words: str) -> bool:
    """`San Pedro de Ycua`: capitalised words with small ones between."""
    tokens = words.split()
    small = ("de", "del", "la", "of", "the", "al")
    return 0 < len(tokens) <= 5 and tokens[0][0].isupper() and all(t[0].isupper() or t in small for t in tokens)


def is_tags(words: str) -> bool:
    """A trailing keyword line without label: `Norland-fishing-talks`, `HARBOUR LUND STRIKE`, `ports; labour; Norland`."""
    if len(words) > 140 or re.search(r"[.!?:”\"]$", words) or words.count("(") or re.search(r"\d{3}|--", words):
        return False
    tokens = words.split()
    if len(tokens) == 1:
        return bool(re.fullmatch(r"\w{2,24}(?:-\w{2,24}){1,6}", words))
    for mark in (r"; ?", r", ", r" \| ", r" - ", r" / ", r" · ", r" – "):
        pieces = re.split(mark, words)
        if len(pieces) >= 3 and all(0 < len(p.split()) <= 4 for p in pieces):
            return True
    if len(tokens) <= 10 and words.isupper():
        return True
    return 3 <= len(tokens) <= 8 and words == words.lower() and not any(t in _LITTLE for t in tokens)


_LITTLE = frozenset("the a an of in on at to is was were and for by with as it he she".split())


def rule_examples(rule: Rule, text: str) -> Iterator[str]:
    """The words that one rule finds in a text: each paragraph it labels, or each piece of template code."""
    pattern = expand(rule.pattern)
    if rule.name.startswith("templates."):
        yield from (m[0] for m in pattern.finditer(text))
        return
    test = _test(rule)
    for line in text.splitlines():
        words = line.strip()
        needed = not test.needs or any(n in words.lower() for n in test.needs)
        if words and needed and len(words) <= test.longest and test.pattern.match(words):
            yield words
