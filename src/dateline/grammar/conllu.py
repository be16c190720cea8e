"""A `Grammar` as CoNLL-U, names and attribution tags in MISC."""

from __future__ import annotations

from dateline.grammar.words import Grammar, Word


def to_conllu(grammar: Grammar, text: str, *, doc_id: str | None = None) -> str:
    """CoNLL-U of one article; `text` is the text its offsets index."""
    lines: list[str] = [f"# newdoc id = {doc_id}"] if doc_id else []
    for sentence in grammar.sentences:
        lines.append(f"# sent_id = {(doc_id + '-') if doc_id else ''}{sentence.index + 1}")
        lines.append("# text = " + " ".join(text[sentence.span.start : sentence.span.end].split()))
        words = grammar.sentence(sentence.index)
        lines.extend(_line(word, sentence.first, text) for word in words)
        lines.append("")
    return "\n".join(lines) + "\n" if lines else ""


def _line(word: Word, first: int, text: str) -> str:
    misc = [f"start={word.start}", f"end={word.end}"]
    if word.name != "O":
        misc.append(f"ner={word.name}")
    if word.attribution != "O":
        misc.append(f"attribution={word.attribution}")
    if word.entity:
        misc.append(f"entity={word.entity}")
    if word.event_types:
        misc.append(f"event={word.event}:{word.event_score}:{word.status}")
    if word.condition:
        misc.append(f"condition={word.condition}")
    if word.end < len(text) and not text[word.end].isspace():
        misc.append("SpaceAfter=No")
    head = word.head - first + 1 if word.head >= 0 else 0
    number = word.index - first + 1
    cells = (str(number), word.text, word.lemma, word.upos, word.xpos, "_", str(head), word.deprel, "_", "|".join(misc))
    return "\t".join(cells)
