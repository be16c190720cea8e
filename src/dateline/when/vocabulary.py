"""The vocabulary: words and pieces that patterns are written with, expanded once when the rules are loaded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dateline.errors import RuleError
from dateline.rules import load_lexicon

_PLACE = re.compile(r"\{([a-z][a-z_0-9]*)(?::([a-z_0-9]+))?\}")
_GROUP = re.compile(r"\(\?P<([a-z_0-9]+)>")
#: Classes of names: their capital counts ("May" is a month, "may" is not), all capitals as in headlines count too.
_NAMES = ("month", "month_short", "weekday", "weekday_short", "feast")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by class with their values, and the pieces. All values are looked up in lower case."""

    pieces: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]

    def expand(self, pattern: str, where: str) -> str:
        """A pattern with every {piece} and {class} replaced. Raises RuleError for an unknown one, naming `where`."""

        def put(found: re.Match[str]) -> str:
            name, group = found[1], found[2]
            if name not in self.pieces:
                raise RuleError(f"{where}: no piece or class of words is named {{{name}}}")
            return f"(?P<{group}>{self.pieces[name]})" if group else self.pieces[name]

        return _numbered(_PLACE.sub(put, pattern))

    def value(self, kind: str, words: str) -> str | None:
        """The value of a word of a class, however it is capitalized and dotted."""
        return self.values[kind].get(plain_words(words))


def _numbered(pattern: str) -> str:
    """Group names used twice become name, name2, name3: the alternatives of a pattern may name the same thing."""
    taken = set(_GROUP.findall(pattern))
    seen: set[str] = set()

    def rename(found: re.Match[str]) -> str:
        name = found[1]
        if name in seen:
            name = next(f"{found[1]}{n}" for n in range(2, 20) if f"{found[1]}{n}" not in taken | seen)
        seen.add(name)
        return f"(?P<{name}>"

    return _GROUP.sub(rename, pattern)


def plain_words(words: str) -> str:
    """Lower case, straight apostrophes, single blanks, no full stop at the end."""
    return " ".join(words.lower().replace("’", "'").split()).removesuffix(".")


def load_vocabulary() -> Vocabulary:
    """Reads lexicon/words.tsv and lexicon/pieces.tsv."""
    forms: dict[str, list[str]] = {}
    values: dict[str, dict[str, str]] = {}
    for row in load_lexicon("dateline.when", "words.tsv"):
        forms.setdefault(row["class"], []).append(row["form"])
        values.setdefault(row["class"], {})[plain_words(row["form"])] = row["value"]
    pieces = {kind: _choice(kind, words) for kind, words in forms.items()}
    vocabulary = Vocabulary(pieces, values)
    for row in load_lexicon("dateline.when", "pieces.tsv"):
        pieces[row["piece"]] = vocabulary.expand(row["pattern"], f"lexicon/pieces.tsv {row['piece']}")
    return vocabulary


def _choice(kind: str, words: list[str]) -> str:
    longest = sorted(dict.fromkeys(words), key=lambda w: (-len(w), w))
    if kind in _NAMES:
        return "(?-i:" + "|".join(f"{re.escape(w)}|{re.escape(w.upper())}" for w in longest) + r")(?![^\W_])"
    return "(?:" + "|".join(re.escape(w) for w in longest) + r")(?![^\W_])"
