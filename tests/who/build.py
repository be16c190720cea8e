"""Articles with hand-made grammar, so that this room is tested without the tagger.

A sentence is written as words of `text/UPOS/name/deprel/head`, the last three optional: "Mayor/PROPN Ann/PROPN/B-PER/nsubj spoke/VERB".
The head is told by how many words it is away: "Its/PRON//nmod:poss/1 chairman/NOUN".
"""

from __future__ import annotations

from dateline.article import Article, Dateline, Part, Span
from dateline.fields import Speaker, Statement
from dateline.grammar.words import Grammar, Sentence, Word

_XPOS = {
    "NOUN": "NN",
    "PROPN": "NNP",
    "VERB": "VBD",
    "ADJ": "JJ",
    "DET": "DT",
    "ADP": "IN",
    "PRON": "PRP",
    "NUM": "CD",
    "PART": "POS",
}
_LEFT = {",", ".", ":", "'s", "”", "'", ")", ";", "?"}


def article(
    *sentences: str, headline: str | None = None, dateline: str | None = None, published: str | None = None
) -> tuple[Article, Grammar]:
    """An article of one paragraph (and a headline), with its grammar."""
    text, words, found, parts = "", [], [], []
    start = 0
    if dateline is not None:
        text = f"{dateline} "
        start = len(text)
    for n, (kind, sentence) in enumerate([*([("headline", headline)] if headline else []), *(("body", s) for s in sentences)]):
        if text and not text.endswith((" ", "\n")):
            text += " " if kind == "body" and n > (1 if headline else 0) else "\n\n"
        first, begin = len(words), len(text)
        for i, item in enumerate(sentence.split(" ")):
            form, upos, name, deprel, away = [*item.split("/"), "", "", "", ""][:5]
            head = len(words) + int(away) if away else -1
            if i and form not in _LEFT and not text.endswith(("“", "(")):
                text += " "
            many = upos == "NOUN" and form.endswith("s") and not form.endswith("ss")
            xpos = "NNS" if many else "PRP$" if form.lower() in ("his", "her", "its", "their", "my", "our") else _XPOS.get(upos, upos)
            words.append(
                Word(len(words), len(text), len(text) + len(form), form, form.lower(), upos, xpos, head, deprel or "dep", n, name or "O")
            )
            text += form
        found.append(Sentence(n, Span(begin, len(text)), first, len(words)))
        if kind == "headline":
            parts.append(Part("headline", Span(begin, len(text))))
            start = len(text) + 2
    parts.append(Part("body", Span(min(start, len(text)), len(text))))
    place = dateline.split(",")[0].split(" (")[0].title() if dateline else None
    line = Dateline(Span(0, len(dateline)), place, None, None) if dateline else None
    made = Article("t", text, published=published, headline=parts[0].span if headline else None, dateline=line, parts=tuple(parts))
    return made, Grammar(tuple(words), tuple(found), "hand")


def said(made: Article, source: str, content: str, *, kind: str = "direct", id: str = "s1") -> Statement:
    """A statement by the words of its source and content."""
    a, b = made.text.rindex(source), made.text.index(content)
    span = Span(a, a + len(source))
    return Statement(id, Speaker(span), None, (Span(b, b + len(content)),), kind, "speech", None, None, None, "test")  # type: ignore[arg-type]
