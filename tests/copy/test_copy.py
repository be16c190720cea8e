"""The layout of own copy: every character that is no blank gets the label that its file expects."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dateline.intake import read_text

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.txt"))
MARK = re.compile(r"⟦(\w+):(.*?)⟧", re.S)


def case(path: Path) -> tuple[str, list[str], str]:
    """Text, the label of every character ("" between parts), and the expected dateline."""
    head, marked = path.read_text(encoding="utf-8").split("\n", 1)
    text, labels, at = "", [], 0
    for found in MARK.finditer(marked):
        between = marked[at : found.start()]
        text += between + found[2]
        labels += [""] * len(between) + [found[1]] * len(found[2])
        at = found.end()
    text += marked[at:]
    return text, labels + [""] * (len(text) - len(labels)), head.removeprefix("=>").strip()


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_character_is_in_its_part(path: Path) -> None:
    text, wanted, _ = case(path)
    article = read_text(text)
    assert article.text == text
    found = [""] * len(text)
    for part in article.parts:
        found[part.span.start : part.span.end] = [part.kind] * part.span.length
    wrong = [(text[n : n + 24], wanted[n], found[n]) for n in range(len(text)) if not text[n].isspace() and wanted[n] != found[n]]
    assert wrong[:1] == []


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_the_dateline_is_taken_apart(path: Path) -> None:
    text, _, head = case(path)
    place, date, agency, published = (*head.split("|"), "", "", "", "")[:4]
    line = read_text(text, published=published or None).dateline
    assert ((line.place or "", line.date or "", line.agency or "") if line else ("", "", "")) == (place, date, agency)
