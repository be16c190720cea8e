"""How place names are compared: one key for `São Tomé`, `Sao Tome` and `SAO TOME`, `St. John's` and `Saint Johns`."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "ə": "a", "ħ": "h", "ŧ": "t", "ŋ": "ng"}
)
_DROPPED = frozenset("'’‘ʻʼʿʾ`´.\"“”")
_FIRST = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "the": ""}


_ASCII = {code: None if chr(code) in _DROPPED else (ord(" ") if not chr(code).isalnum() else code) for code in range(128)}


@lru_cache(maxsize=5_000)
def fold(name: str) -> str:
    """The key of a name: lower case, no diacritics, no apostrophes or points, hyphens as blanks, `St.` as saint, no leading `the`."""
    if name.isascii():
        plain = name.lower().translate(_ASCII)
    else:
        lowered = unicodedata.normalize("NFKD", name.casefold()).casefold().translate(_LETTERS)
        plain = "".join(_plain(ch) for ch in lowered if not unicodedata.combining(ch))
    words = plain.split()
    if len(words) > 1:
        words[:-1] = [_FIRST.get(word, word) if i == 0 or word in ("st", "ste") else word for i, word in enumerate(words[:-1])]
    return " ".join(word for word in words if word)


def _plain(ch: str) -> str:
    if ch in _DROPPED:
        return ""
    return ch if ch.isalnum() else " "


def is_latin(name: str) -> bool:
    """Whether every letter is written in Latin script."""
    return all(not ch.isalpha() or ord(ch) < 0x250 or 0x1E00 <= ord(ch) < 0x1F00 or ch in "ʻʼʿʾə" for ch in name)
