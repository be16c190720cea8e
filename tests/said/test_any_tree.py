"""Whatever tree and tags come in: no error, spans that the notes accept, no attribution inside its own content."""

from __future__ import annotations

import random

from tests.said.conftest import article_of

from dateline.article import Span
from dateline.fields import Actor
from dateline.grammar.words import Grammar, Sentence, Word
from dateline.notes import Notes
from dateline.said import find_statements, load_said, resolve_speakers

PIECES = "said says told adding according to that The mayor he who as saying quoted words in of put at 17 Asked urged If was".split()
PIECES += ['"', "\u201c", "\u201d", "'", ",", ".", ":", "\u2014", "\n"]
UPOS = ["NOUN", "VERB", "PROPN", "PRON", "AUX", "ADP", "NUM", "SCONJ", "CCONJ", "ADJ"]
XPOS = ["VBD", "VBG", "VBN", "VB", "NN", "VBZ"]
DEPRELS = [
    "nsubj",
    "nsubj:pass",
    "ccomp",
    "xcomp",
    "parataxis",
    "obl",
    "mark",
    "case",
    "acl:relcl",
    "advcl",
    "conj",
    "appos",
    "obj",
    "punct",
]
TAGS = ["O", "O", "B-source", "B-cue", "I-cue", "B-content", "I-content"]


def random_grammar(dice: random.Random) -> tuple[str, Grammar]:
    text, spans = "", []
    for piece in (dice.choice(PIECES) for _ in range(dice.randint(0, 60))):
        if piece.strip():
            spans.append((len(text), len(text) + len(piece)))
        text += piece + dice.choice(["", " ", " "])
    words: list[Word] = []
    sentences: list[Sentence] = []
    while len(words) < len(spans):
        first = len(words)
        size = min(dice.randint(1, 20), len(spans) - first)
        for k in range(size):
            start, end = spans[first + k]
            upos = dice.choice(UPOS) if text[start].isalnum() else "PUNCT"
            head = first + dice.randrange(k) if k else -1
            deprel = dice.choice(DEPRELS) if k else "root"
            word = text[start:end]
            words.append(
                Word(
                    first + k,
                    start,
                    end,
                    word,
                    word.lower(),
                    upos,
                    dice.choice(XPOS),
                    head,
                    deprel,
                    len(sentences),
                    attribution=dice.choice(TAGS),
                )
            )
        sentences.append(Sentence(len(sentences), Span(spans[first][0], spans[first + size - 1][1]), first, first + size))
    return text, Grammar(tuple(words), tuple(sentences), "dice")


def test_any_tree_gives_statements_that_can_be_filed() -> None:
    rules = load_said()
    for seed in range(250):
        text, grammar = random_grammar(random.Random(seed))
        article = article_of(text)
        statements = find_statements(article, grammar, (), rules)
        actors = tuple(Actor(f"a{w.index}", w.text, "person", (w.span,)) for w in grammar.words if w.upos == "NOUN")
        statements = resolve_speakers(article, grammar, statements, actors)
        Notes(article, grammar).file("statements", statements)
        for s in statements:
            assert s.cue is None or not any(c.overlaps(s.cue) for c in s.content), (seed, s)
            assert s.within is None or s.within in {other.id for other in statements}, (seed, s)
