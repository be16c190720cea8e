"""Counts in words and figures with their bounds: "at least 31", "between 80 and 90", "scores of people", "no one"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.grammar.words import Word

#: Number words below twenty.
UNITS = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen".split()
    )
}
_TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_VAGUE = frozenset("dozens scores hundreds thousands several many numerous countless".split())
_NOBODY = frozenset(("nobody", "none"))
_LEAST = (
    ("at", "least"),
    ("more", "than"),
    ("no", "fewer", "than"),
    ("no", "less", "than"),
    ("not", "fewer", "than"),
    ("upwards", "of"),
    ("over",),
    ("above",),
)
_MOST = (("up", "to"), ("as", "many", "as"), ("at", "most"), ("no", "more", "than"), ("fewer", "than"), ("less", "than"), ("under",))
_ABOUT = (
    ("about",),
    ("some",),
    ("around",),
    ("roughly",),
    ("nearly",),
    ("almost",),
    ("approximately",),
    ("only",),
    ("just",),
    ("all",),
    ("another",),
    ("a", "further"),
    ("the",),
    ("an", "estimated"),
    ("estimated",),
)
_QUALIFIERS: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
for _bound, _phrases in (("least", _LEAST), ("most", _MOST), ("about", _ABOUT)):
    for _phrase in _phrases:
        _QUALIFIERS.setdefault(_phrase[0], []).append((_bound, _phrase))
_OF_A_WHOLE: tuple[list[str], ...] = (["them"], ["whom"], ["the"], ["these"], ["those"], ["us"], [])
_TOLL_WORDS = frozenset("die dies dead missing injured wounded hurt killed held homeless detained arrested shot".split())
_NOT_PEOPLE = frozenset(
    "percent per cent % year month week day hour minute mile kilometre kilometer km metre meter tonne ton dollar euro pound crown degree "
    "time point million billion a.m p.m gmt kilo kilogram litre barrel".split()
)


_BODIES = frozenset("family crew".split())  # of so many: all who are meant
_OPENERS = frozenset((*UNITS, *_TENS, *_VAGUE, *_NOBODY, *_QUALIFIERS, "no", "a", "an", "half", "between", "from", "tens"))


@dataclass(frozen=True, slots=True)
class Count:
    """A count of something: words `first` to `last` (exclusive), bounds, and the noun counted (or the figure itself)."""

    first: int
    last: int
    low: int | None
    high: int | None
    head: int
    part: bool = False  # "two of them": a part of a toll given elsewhere


def counts(words: Sequence[Word]) -> list[Count]:
    """All counts in one sentence, left to right, none inside another."""
    out: list[Count] = []
    end = 0
    for i, low in enumerate([w.text.lower() for w in words]):
        if i < end or not (low in _OPENERS or low[:1].isdigit() or "-" in low):
            continue
        found = _count_at(words, i)
        if found is not None:
            out.append(found)
            end = max(i + 1, found.last - words[0].index)
    return out


def _count_at(words: Sequence[Word], i: int) -> Count | None:
    base = words[0].index
    low = words[i].text.lower()
    if low in _NOBODY or (low == "no" and i + 1 < len(words) and words[i + 1].text.lower() == "one"):
        size = 2 if low == "no" else 1
        return Count(base + i, base + i + size, 0, 0, base + i + size - 1)
    if low == "no":
        end = _noun(words, i + 1)
        return Count(base + i, base + end, 0, 0, base + end - 1) if end > i + 1 else None
    qualified, bound = _qualifier(words, i)
    start = i + qualified
    if start >= len(words):
        return None
    if words[start].text.lower() in ("between", "from"):
        return _range(words, i, start)
    number = read_number(words, start)
    if number is None:
        return _loose(words, i, start) if bound in ("", "about") else None
    value, size = number
    return _finish(words, i, start + size, value, bound)


def _qualifier(words: Sequence[Word], i: int) -> tuple[int, str]:
    for bound, phrase in _QUALIFIERS.get(words[i].text.lower(), ()):
        if tuple(w.text.lower() for w in words[i : i + len(phrase)]) == phrase:
            return len(phrase), bound
    return 0, ""


def read_number(words: Sequence[Word], i: int) -> tuple[int, int] | None:
    """(value, words taken) of a number in figures or words at `i`, or None. "a dozen" is 12, "half a dozen" 6, "two dozen" 24."""
    low = [w.text.lower() for w in words[i : i + 5]]
    if low[:3] == ["half", "a", "dozen"]:
        return 6, 3
    if low[:2] == ["a", "dozen"] or low[:2] == ["one", "dozen"]:
        return 12, 2
    value = _small(low[0]) if low else None
    if value is None and len(low) > 1 and low[1] == "million":
        tenths = _tenths(low[0])
        if tenths is not None:
            return tenths, 2
    if low and low[0] in ("a", "an") and len(low) > 1 and low[1] in _SCALES:
        value = 1
    if value is None:
        return None
    total, size = value, 1
    if len(low) > 2 and low[1] == "-" and low[0] in _TENS and low[2] in UNITS:
        total, size = total + UNITS[low[2]], 3
    elif len(low) > 1 and low[0] in _TENS and low[1] in UNITS:
        total, size = total + UNITS[low[1]], 2
    while size < len(low) and (low[size] in _SCALES or low[size] == "dozen"):
        total *= 12 if low[size] == "dozen" else _SCALES[low[size]]
        size += 1
        if size + 1 < len(low) and low[size] == "and" and _small(low[size + 1]) is not None and total >= 100:
            total, size = total + (_small(low[size + 1]) or 0), size + 2
    return int(total), size


def _tenths(text: str) -> int | None:
    """Millions in "1.5 million"."""
    whole, point, rest = text.partition(".")
    if point != "." or not (whole + rest).isascii() or not whole.isdigit() or not rest.isdigit() or len(rest) > 3 or len(whole) > 4:
        return None
    return int(whole) * 1_000_000 + int(rest.ljust(6, "0"))


def _small(text: str) -> int | None:
    if text in UNITS:
        return UNITS[text]
    if text in _TENS:
        return _TENS[text]
    if "-" in text:
        tens, _, unit = text.partition("-")
        return _TENS[tens] + UNITS[unit] if tens in _TENS and unit in UNITS else None
    digits = text.replace(",", "")
    if digits.isascii() and digits.isdigit() and len(digits) < 9 and (digits == text or len(text.split(",")[-1]) == 3):
        return int(digits)
    return None


def _range(words: Sequence[Word], i: int, start: int) -> Count | None:
    first = read_number(words, start + 1)
    if first is None:
        return None
    middle = start + 1 + first[1]
    if middle >= len(words) or words[middle].text.lower() not in ("and", "to"):
        return None
    second = read_number(words, middle + 1)
    if second is None:
        return None
    found = _finish(words, i, middle + 1 + second[1], second[0], "")
    return None if found is None else Count(found.first, found.last, first[0], second[0], found.head, found.part)


def _loose(words: Sequence[Word], i: int, start: int) -> Count | None:
    """Counts such as "scores of people", "several guards", "a guard": no figure, or one."""
    base = words[0].index
    low = words[start].text.lower()
    if low in ("tens", "hundreds") and [w.text.lower() for w in words[start + 1 : start + 3]] == ["of", "thousands"]:
        start, low = start + 2, "thousands"
    if low in _VAGUE:
        end = start + 1
        if end + 1 < len(words) and words[end].text.lower() == "of":
            taken = _noun(words, end + 1)
            end = taken if taken > end + 1 else end
        else:
            end = max(_noun(words, start + 1), start + 1)
        head = end - 1 if end > start + 1 else start
        top = start if words[start].text.lower() in ("dozens", "scores", "hundreds", "thousands") else head
        return Count(base + i, base + end, None, None, base + top)
    if low in ("a", "an") and start == i:
        end = _noun(words, i + 1)
        if end > i + 1:
            many = read_number(words, end + 1) if end + 1 < len(words) and words[end].text.lower() == "of" else None
            if many is not None and words[end - 1].lemma.lower() in _BODIES:
                return Count(base + i, base + end + 1 + many[1], many[0], many[0], base + end - 1)
            before = [w.text.lower() for w in words[max(0, i - 2) : i]]
            return Count(base + i, base + end, 1, 1, base + end - 1, before[-1:] == ["including"] or before == ["among", "them"])
    return None


def _finish(words: Sequence[Word], i: int, end: int, value: int, bound: str) -> Count | None:
    base = words[0].index
    low: int | None = value
    high: int | None = value
    if bound == "least":
        high = None
    elif bound == "most":
        low = None
    if (
        end + 1 < len(words)
        and words[end].text.lower() in ("or", "to", "-", "–")
        and (more := read_number(words, end + 1))
        and more[0] > value
    ):
        end, high = end + 1 + more[1], more[0]
    if end + 1 < len(words) and [w.text.lower() for w in words[end : end + 2]] == ["or", "more"]:
        end, high = end + 2, None
    before = [w.text.lower() for w in words[max(0, i - 2) : i]]
    after = [w.text.lower() for w in words[end : end + 2]]
    whole = read_number(words, end + 2) if after[:1] == ["of"] and after[-1] in ("the", "its", "their") else None
    if whole is not None and whole[0] > value:  # "Seventeen of the 44 passengers"
        end, after = end + 2 + whole[1], []
    part = (after[:1] == ["of"] and after[1:] in _OF_A_WHOLE) or before[-1:] == ["including"] or before == ["among", "them"]
    if after[:1] == ["of"] and not part:
        end += 1  # "17 of its members"
    taken = _noun(words, end)
    if any(w.lemma.lower() in _NOT_PEOPLE or w.text.lower().removesuffix("s") in _NOT_PEOPLE for w in words[end : max(taken, end + 1)]):
        return None
    if 1900 <= value <= 2100 and bound == "" and words[end - 1].text.isdigit():
        return None  # a year: "In 2005 bird flu"; a count of that size is printed "2,005"
    head = taken - 1 if taken > end else end - 1
    return Count(base + i, base + max(taken, end), low, high, base + head, part)


def _noun(words: Sequence[Word], start: int) -> int:
    """End of the run of adjectives and nouns that begins at `start` and closes with a noun; `start` if there is none."""
    end, j = start, start
    while j < len(words) and j - start < 7:
        w = words[j]
        if w.text.lower() in _TOLL_WORDS:
            break
        if w.upos in ("NOUN", "PROPN") or (w.upos == "PRON" and w.text.lower() in ("others", "ones")):
            end = j + 1
        elif not (
            w.upos in ("ADJ", "NUM", "ADV")
            or (j == start and w.text.lower() in ("its", "his", "her", "their", "our"))
            or w.text in ("-", "'s", "’s")
            or (w.upos == "VERB" and w.deprel == "amod")
        ):
            break
        j += 1
    return end
