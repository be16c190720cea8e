"""Makes words of the copy safe to print: a terminal obeys control characters, and copy may hold any."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def printable(words: str) -> str:
    """The words with control characters, bidirectional overrides and lone surrogates replaced by U+FFFD; tab and line end stay."""
    return _CONTROL.sub("\ufffd", words)
