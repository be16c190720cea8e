"""The label sets of the heads, and the training documents that carry them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

UPOS = tuple("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
NAMES = ("O", *(f"{p}-{t}" for t in ("PER", "ORG", "LOC", "MISC") for p in "BI"))
MENTIONS = ("", *"person organization place event object abstract time animal plant substance".split())
ATTRIBUTION = ("O", *(f"{p}-{t}" for t in ("source", "cue", "content") for p in "BI"))
_PLOVER = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"
EVENTS = ("", *_PLOVER.split())
STATUS = ("actual", "planned", "possible", "denied")
CONDITIONS = ("", *"calm tense emergency curfew mourning ceasefire blockade outage shortage displacement epidemic".split())

UNKNOWN = -100  # no label: the loss passes over it
O_OR_MISC = len(NAMES)  # a corpus without MISC says "O": either may be right

CHAINS = {"name": NAMES, "attribution": ATTRIBUTION}  # heads whose tags are decoded as a chain

# Heads that are one linear layer over a word, in the order of their columns.
TAG_HEADS = ("upos", "xpos", "lemma", "start", "name", "mention", "attribution", "event", "status", "condition")


@dataclass
class Doc:
    """One text: its words and, for each head it has gold for, one label a word."""

    source: str
    words: list[str]
    spaced: list[bool]
    paragraphs: list[int]
    starts: list[int]
    labels: dict[str, list[int]] = field(default_factory=dict)
    weights: list[float] | None = None  # of the event labels
    heads: list[int] | None = None  # index in the document, own index for a root
    genre: str = ""
    ids: dict[str, object] = field(default_factory=dict)


def frequent(counts: Counter[str], least: int) -> list[str]:
    """Keys seen at least `least` times, most frequent first, ties by name."""
    return [k for k, n in sorted(counts.items(), key=lambda x: (-x[1], x[0])) if n >= least]
