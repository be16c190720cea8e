"""Ordinary copy that names hardly an act, taken from corpora annotated for other ends: sport reports, reviews, answers, travel, how-to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

_SPORT = re.compile(
    r"^(SOCCER|CRICKET|TENNIS|BASEBALL|GOLF|RUGBY|NBA|NFL|NHL|ATHLETICS|CYCLING|BOXING|BADMINTON|MOTOR|SQUASH|ALPINE|SWIMMING|ICE|BASKETBALL"
    r"|AMERICAN FOOTBALL|AUSTRALIAN RULES|FIELD HOCKEY|ROWING|SKIING|NORDIC|BIATHLON|SPEED|FIGURE|BOBSLEIGH|HORSE|OLYMPICS)"
)
_GENRES = frozenset("academic voyage whow vlog conversation podcast textbook interview".split())
_WEB = frozenset(("reviews", "answers"))
_FEWEST = 100  # words of a piece
_LONG = 350  # words after which a piece ends
_TIGHT = re.compile(r" ([.,;:!?%)\]]|'s|n't|'re|'ve|'ll|'d|'m)(?= |$)")


def ordinary(gold: Path) -> Iterator[tuple[str, str]]:
    """Names and texts of the pieces that CoNLL++, GUM and EWT hold under `gold`."""
    for number, (headline, *rest) in enumerate(_tokens(gold / "names" / "conllpp_train.txt")):
        if _SPORT.match(" ".join(headline)):
            prose = [words for words in rest if len(words) >= 6 and any(map(str.islower, "".join(words)))]  # no tables
            yield from _pieces(f"conll{number}", [_joined(words) for words in prose])
    for name in ("gum", "ewt"):
        for document, sentences in _documents(gold / "syntax" / f"{name}_train.conllu"):
            kind = document.split("_")[1] if name == "gum" else document.split("-")[0]
            if kind in (_GENRES if name == "gum" else _WEB):
                yield from _pieces(document, sentences)


def _pieces(name: str, sentences: Sequence[str]) -> Iterator[tuple[str, str]]:
    part: list[str] = []
    for n, sentence in enumerate(sentences):
        part.append(sentence)
        words = len(" ".join(part).split())
        if words > _LONG or (n + 1 == len(sentences) and words >= _FEWEST):
            yield f"{name}.{n}", " ".join(part)
            part = []


def _tokens(path: Path) -> Iterator[list[list[str]]]:
    """The sentences of every document of a file in CoNLL's columns."""
    for document in path.read_text(encoding="utf-8").split("-DOCSTART-")[1:]:
        blocks = document.split("\n\n")[1:]
        sentences = [[line.split()[0] for line in block.splitlines() if line.strip()] for block in blocks]
        if any(sentences):
            yield list(filter(None, sentences))


def _documents(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The names of a treebank's documents with the texts of their sentences."""
    for document in path.read_text(encoding="utf-8").split("# newdoc id = ")[1:]:
        yield document.split("\n", 1)[0].strip(), re.findall(r"^# text = (.*)$", document, re.M)


def _joined(words: Sequence[str]) -> str:
    text = _TIGHT.sub(r"\1", " ".join(words))
    return re.sub(r'" ([^"]*) "', r'"\1"', text)
