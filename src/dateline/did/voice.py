"""Who tells it: the innermost statement that holds the words of an act or a condition."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.article import Span
from dateline.did.scene import top_word
from dateline.fields import Statement
from dateline.grammar.words import Grammar

_BLOCK = 1_000  # characters; contents are looked up by the block that a word stands in
_DENIALS = frozenset("deny refute rebut disclaim dispute reject contradict repudiate".split())
_ASIDE = frozenset(("acl:relcl", "advcl", "acl"))


class Voices:
    """Statements by the stretches of text that their contents cover."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._near: dict[int, list[tuple[int, int, int, int, Statement]]] = {}
        for n, statement in enumerate(statements):
            size = sum(part.length for part in statement.content)
            for part in statement.content:
                for block in range(part.start // _BLOCK, (part.end - 1) // _BLOCK + 1):
                    self._near.setdefault(block, []).append((part.start, part.end, size, -n, statement))

    def at(self, span: Span) -> Statement | None:
        """The statement with the least content that holds a span's start, None for the paper's own voice. Cues lie outside contents."""
        holding = [c for c in self._near.get(span.start // _BLOCK, ()) if c[0] <= span.start < c[1]]
        return min(holding, key=lambda c: c[2:4])[4] if holding else None


def denied_by(g: Grammar, statement: Statement, head: int) -> bool:
    """Whether a statement is a denial and the word is (part of) what is denied, not an aside in it."""
    if statement.cue is None:
        return False
    words = g.within(statement.cue)
    if not any(w.lemma.lower() in _DENIALS for w in words):
        return False
    tops = {top.index for part in statement.content if (top := top_word(g, part)) is not None}
    index = head
    for _ in range(12):
        if index in tops or index < 0:
            return True
        word = g.words[index]
        if word.deprel in _ASIDE:
            return word.deprel == "acl" and word.head in tops
        index = word.head
    return True
