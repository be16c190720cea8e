"""Writes the model's card: what it does, what was measured, from what it was made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_SOURCES = (
    ("tagger_v2 of this project (all-MiniLM-L6-v2, Apache-2.0)", "embeddings, layers and event head to begin with", "CC BY-SA 4.0"),
    ("PLV, development half", "pairs", "none stated; publishers' sentences"),
    ("PLOVER GSR", "pairs", "CC BY-SA 4.0"),
    ("RAMS", "pairs", "annotation CC BY-SA 4.0; publishers' texts"),
    ("quad classes of CAMEO sentences that are not in PLV", "the right type is one of a quad class", "GPL-3.0; publishers' sentences"),
    ("invented dispatches and sentences written for Dateline", "pairs", "free to use; CC BY 4.0"),
)


def write_card(target: Path, figures: dict[str, Any]) -> None:
    """`card.md` beside the model; without figures it says that none were measured."""
    rows = [f"| {name} | {found['accuracy']} | {found['macro_f1']} |" for name, found in figures.items() if isinstance(found, dict)]
    table = "\n".join(["| PLV, five folds | accuracy | macro-F1 |", "|---|---|---|", *rows]) if rows else "Not measured."
    sources = "\n".join(f"| {name} | {what} | {licence} |" for name, what, licence in _SOURCES)
    text = f"""# {target.name}

Says of which PLOVER root type an act is when its source and its target are given: MiniLM, six layers of 384, int8, with an embedding for
the role of each word. Made by `training/pairs` (docs/training.md).

**Licence of the weights: CC BY-SA 4.0.** They were made from the sources below, whose texts are not part of these files. The code around
them is Apache-2.0.

## Measured

Pairs of PLV's development half, CONCEDE and RETREAT as one type, by cross-validation over groups of like sentences, before quantisation.
What is shipped is the mean of the weights of two runs ("averaged"); "together" would be the mean of their answers.

{table}

The shipped model has seen all of PLV's development half, so that its figure there means nothing.

## Sources

| source | for | licence |
|---|---|---|
{sources}
"""
    (target / "card.md").write_text(text, encoding="utf-8")
