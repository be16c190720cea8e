"""Whose voice tells an act, and whether it happened, on TimeBank with the acts given.

    python benchmarks/voices.py --gold DIR

Prints one JSON object. `voice`: whether an act is told by the paper or by somebody else. TimeBank marks as told by somebody else only the
predicates of a reported clause, in a row or one governing the next, not all that stands inside the clause, and only reports, no plans or
wishes; `voice.as_marked` is measured by that convention, `voice.inside` by Dateline's own (whatever stands inside the content).
`status.rules` are the rules on the tree alone; `status.weights` and `status.shipped` flatter, since weights and tagger were fitted on all
of TimeBank: training/weights/status.py prints the honest figure of the weights by cross-validation.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.article import Article, Part, Span
from dateline.desk import load_tools
from dateline.did.stance import STATUSES, is_verbal, load_stance
from dateline.did.status import features_of, find_status
from dateline.did.voice import Voices, denied_by
from dateline.fields import Statement
from dateline.grammar.words import Grammar, Word
from dateline.said import find_statements

_CHAIN = frozenset(("conj", "ccomp", "xcomp"))


@dataclass(frozen=True, slots=True)
class Act:
    """A marked act: its word, the statement that holds it, what TimeBank says of it."""

    grammar: Grammar
    word: Word
    voice: Statement | None
    status: str
    carried: bool


def main() -> int:
    """Reads, judges, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True, help="folder of gold copy")
    options = parser.parse_args()
    source = options.gold / "said" / "timebank_status_dev.jsonl"
    if not source.is_file():
        parser.error(f"{source} is not there; the gold copy is not part of this repository")
    acts = list(read(source))
    marked = Counter((a.carried, a.voice is not None and as_marked(a.grammar, a.word, a.voice)) for a in acts)
    inside = Counter((a.carried, a.voice is not None) for a in acts)
    answer = {
        "acts": len(acts),
        "voice": {
            "majority": round(100 * sum(not a.carried for a in acts) / len(acts), 1),
            "as_marked": share(marked),
            "inside": share(inside),
            "inside_recall": round(100 * inside[True, True] / (inside[True, True] + inside[True, False]), 1),
        },
        "status": {
            "majority": round(100 * sum(a.status == "actual" for a in acts) / len(acts), 1),
            "rules": figures(Counter((a.status, by_rules(a)) for a in acts)),
            "weights": figures(Counter((a.status, by_weights(a)) for a in acts)),
            "shipped": figures(Counter((a.status, shipped(a, vote=True)) for a in acts)),
        },
    }
    print(json.dumps(answer, indent=1))
    return 0


def read(source: Path) -> Iterator[Act]:
    """Every marked act of the file, in order."""
    tools = load_tools()
    rows = [json.loads(line) for line in source.open(encoding="utf-8")]
    for row in rows:
        text = row["text"]
        lines = [line for line in _lines(text) if text[line.start : line.end].strip()]
        article = Article(row["id"], text, published=row["published"], parts=tuple(Part("body", line) for line in lines))
        g = tools.tagger.tag([article])[0]
        voices = Voices(find_statements(article, g, (), tools.said))
        for event in row["events"]:
            words = g.within(Span(*event["trigger"]))
            if words:
                held = {w.index for w in words}
                word = next((w for w in words if w.head not in held), words[-1])
                yield Act(g, word, voices.at(word.span), event["status"], event["carrier_cue"] is not None)


def _lines(text: str) -> Iterator[Span]:
    """Paragraphs, which TimeBank parts by an empty line."""
    at = 0
    for piece in text.split("\n\n"):
        yield Span(at, at + len(piece))
        at += len(piece) + 2


def as_marked(g: Grammar, word: Word, voice: Statement) -> bool:
    """Whether TimeBank would say that the statement carries the act."""
    if voice.manner not in ("speech", "finding") or word.upos in ("NOUN", "PROPN"):
        return False
    while word.head >= 0 and any(span.holds(g.words[word.head].span) for span in voice.content):
        if word.relation not in _CHAIN or word.deprel == "acl:relcl" or g.words[word.head].sentence != word.sentence:
            break
        word = g.words[word.head]
    else:
        return not (word.xpos == "VB" and any(k.text.lower() == "to" for k in g.children(word.index, "mark")))
    return g.words[word.head].sentence != word.sentence


def shipped(act: Act, *, vote: bool) -> str:
    """The status as the record would have it."""
    voice = act.voice
    status = find_status(
        act.grammar,
        act.word.index,
        reported=voice is not None and voice.kind != "direct",
        verbal=is_verbal(act.grammar, act.word),
        inside=voice.content if voice else (),
        vote=vote,
    )
    return "denied" if status == "actual" and voice is not None and denied_by(act.grammar, voice, act.word.index) else status


def by_rules(act: Act) -> str:
    """By the rules alone."""
    return shipped(act, vote=False)


def by_weights(act: Act) -> str:
    """By the weights alone, without the tagger's label."""
    told = "none" if act.voice is None else "direct" if act.voice.kind == "direct" else "reported"
    chances = load_stance().chances(features_of(act.grammar, act.word, told=told, verbal=is_verbal(act.grammar, act.word)))
    return STATUSES[chances.index(max(chances))]


def share(pairs: Counter[tuple[bool, bool]]) -> float:
    """Accuracy in percent."""
    return round(100 * (pairs[True, True] + pairs[False, False]) / sum(pairs.values()), 1)


def figures(pairs: Counter[tuple[str, str]]) -> dict[str, Any]:
    """Accuracy and macro F1 in percent."""
    each = []
    for s in STATUSES:
        all_ = sum(n * ((right == s) + (answer == s)) for (right, answer), n in pairs.items())
        each.append(200 * pairs[s, s] / all_ if all_ else 0.0)
    right = sum(pairs[s, s] for s in STATUSES)
    return {"accuracy": round(100 * right / sum(pairs.values()), 1), "macro_f1": round(sum(each) / len(each), 1)}


if __name__ == "__main__":
    raise SystemExit(main())
