"""A `Grammar` as CoNLL-U in Stanza's habit, or as one JSON line; names, attribution and the other tags in MISC."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from dateline.grammar.paragraphs import paragraphs
from dateline.grammar.words import Grammar, Sentence, Word


def to_conllu(grammar: Grammar, text: str, *, doc_id: str | None = None, newpar: bool = True) -> str:
    """CoNLL-U of one article; `text` is the text its offsets index. Empty where there are no words; `newpar` tells paragraphs."""
    lines: list[str] = []
    for sentence, opens in _sentences(grammar, text):
        words = grammar.sentence(sentence.index)
        tight = _tight(grammar, sentence)
        if not lines:
            lines.append(f"# newdoc id = {doc_id}" if doc_id else "# newdoc")
        lines += ["# newpar"] if opens and newpar else []
        lines.append(f"# sent_id = {doc_id + '-' if doc_id else ''}{sentence.index + 1}")
        lines.append("# text = " + "".join(w.text if close else w.text + " " for w, close in zip(words, tight, strict=True)).rstrip(" "))
        lines += [_line(word, sentence.first, close) for word, close in zip(words, tight, strict=True)]
        lines.append("")
    return "\n".join(lines) + "\n" if lines else ""


def to_json(grammar: Grammar, text: str, *, doc_id: str | None = None, newpar: bool = True) -> str:
    """One line of JSON of one article: its sentences, their words, whatever the tagger says of each. Heads count from 1, 0 is the root."""
    sentences = []
    for sentence, opens in _sentences(grammar, text):
        words = [_values(w, sentence.first) for w in grammar.sentence(sentence.index)]
        entry = {"id": sentence.index + 1, "start_char": sentence.span.start, "end_char": sentence.span.end, "words": words}
        sentences.append(entry | ({"newpar": True} if opens and newpar else {}))
    made = {"id": doc_id, "model": grammar.model, "sentences": sentences}
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n"


def _sentences(grammar: Grammar, text: str) -> Iterator[tuple[Sentence, bool]]:
    """Sentences, and whether each opens a paragraph."""
    if not grammar.words:
        return
    starts = [start for start, _ in paragraphs(text, grammar.words[0].start, grammar.words[-1].end)]
    at = 0
    for sentence in grammar.sentences:
        opens = at < len(starts) and starts[at] <= sentence.span.start
        while at < len(starts) and starts[at] <= sentence.span.start:
            at += 1
        yield sentence, opens


def _tight(grammar: Grammar, sentence: Sentence) -> list[bool]:
    """Of each word of a sentence, whether the next word follows it without a blank."""
    words = grammar.words[sentence.first : sentence.last + 1]
    found = [here.end == after.start for here, after in pairwise(words)]
    return found if sentence.last < len(grammar.words) else [*found, False]


def _number(word: Word, first: int) -> int:
    return word.head - first + 1 if word.head >= 0 else 0


def _line(word: Word, first: int, tight: bool) -> str:
    misc = [f"start_char={word.start}", f"end_char={word.end}"]
    misc += [f"ner={word.name}"] if word.name != "O" else []
    misc += [f"attr={word.attribution}"] if word.attribution != "O" else []
    misc += [f"entity={word.entity}"] if word.entity else []
    if word.event_types:
        misc += [f"event={word.event}", f"event_score={word.event_score:g}", f"status={word.status}"]
    misc += [f"condition={word.condition}"] if word.condition else []
    misc += ["SpaceAfter=No"] if tight else []
    number, head = str(word.index - first + 1), str(_number(word, first))
    cells = (number, word.text, word.lemma, word.upos, word.xpos, "_", head, word.deprel, "_", "|".join(misc))
    return "\t".join(cells)


def _values(word: Word, first: int) -> dict[str, Any]:
    out: dict[str, Any] = {
        "id": word.index - first + 1,
        "text": word.text,
        "lemma": word.lemma,
        "upos": word.upos,
        "xpos": word.xpos,
        "head": _number(word, first),
        "deprel": word.deprel,
        "start_char": word.start,
        "end_char": word.end,
    }
    tags = {"ner": word.name, "attr": word.attribution, "entity": word.entity, "condition": word.condition}
    out |= {key: tag for key, tag in tags.items() if tag not in ("", "O")}
    if word.event_types:
        out |= {"event": word.event, "event_score": word.event_score, "event_types": [list(x) for x in word.event_types]}
        out["status"] = word.status
    return out
