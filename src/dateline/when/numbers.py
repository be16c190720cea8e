"""Numbers in words and figures: "three", "2 1/2", "a hundred", "several", "half a"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?: (\d)/(\d))?$")
_FRACTION = {"½": 0.5, "¼": 0.25, "¾": 0.75}


@dataclass(frozen=True, slots=True)
class Count:
    """How many: `number` is None if the words do not say ("several"). `low`, `high` bound it then."""

    number: float | None
    low: int = 0
    high: int = 0


def read_count(words: str, values: Mapping[str, int]) -> Count:
    """Reads a number. `values` maps number words to their values; what is no number at all counts as unsaid."""
    text = re.sub(r"\s+", " ", words.lower().replace("-", " ")).strip()
    found = _FIGURE.match(text)
    if found:
        number = float(found[1].replace(",", "")) if len(found[1]) < 16 else None
        if number is not None and found[2] and found[3] != "0":
            number += int(found[2]) / int(found[3])
        return Count(number)
    if text[-1:] in _FRACTION and text[:-1].strip().isdigit() and len(text) < 8:
        return Count(int(text[:-1]) + _FRACTION[text[-1]])
    if text.startswith("half a"):
        return Count(0.5)
    if "couple" in text:
        return Count(2)
    if text.startswith("dozens"):
        return Count(None, 24, 99)
    if "dozen" in text:
        return Count(6 if text.startswith("half") else 12)
    return _words(re.sub(r"^(?:a|an|the|another) (?=few|number|good|several|many)", "", text), values)


def _words(text: str, values: Mapping[str, int]) -> Count:
    total, current, known = 0.0, 0.0, False
    for word in text.split():
        value = values.get(word)
        if word in ("a", "an"):
            current, known = max(current, 0), True
        elif word == "half":
            current, known = current + 0.5, True
        elif value is None:
            continue
        elif value >= 100:
            total, current, known = total + max(current, 1) * value, 0.0, True
        else:
            current, known = current + value, True
    if not known:
        return Count(None, 2, 7) if "few" in text else Count(None, 3, 60) if "many" in text else Count(None, 2, 9)
    total += current
    return Count(total or 1.0)


def plain(number: float) -> str:
    """As TIMEX3 prints it: 3, 2.5."""
    return str(int(number)) if number == int(number) else f"{number:g}"
