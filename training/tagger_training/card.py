"""Writes the model's card, and the figures into its config."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_SOURCES = (
    ("all-MiniLM-L6-v2", "base encoder and vocabulary", "Apache-2.0"),
    ("GUM (academic, bio, conversation, court, interview, news, speech, textbook, vlog, voyage)", "trees, tags, lemmas, mentions",
     "annotation CC BY 4.0; texts CC BY 2.5, CC BY, CC BY-SA by genre"),
    ("Universal Dependencies English EWT", "trees, tags, lemmas", "CC BY-SA 4.0"),
    ("CoNLL++ (CoNLL-2003, corrected)", "names", "research use; Reuters texts"),
    ("WikiGold", "names", "CC BY 4.0"),
    ("Universal NER, English EWT", "names", "CC BY-SA 4.0"),
    ("re3d", "names", "open (Dstl)"),
    ("PolNeAR", "attribution", "none stated; publishers' texts"),
    ("TimeBank 1.2 (events), UW and UDS-IH2 factuality", "status", "LDC texts; EWT texts CC BY-SA 4.0"),
    ("PLOVER GSR", "events", "CC BY-SA 4.0"),
    ("RAMS, WikiEvents", "events", "annotation CC BY-SA 4.0 (RAMS); publishers' texts"),
    ("Invented dispatches written for Dateline", "events, status, conditions, attribution", "free to use"),
)  # fmt: skip

_BARS = (
    ("UPOS, mean of GUM dev and EWT dev (gold words)", ("gum_dev upos", "ewt_dev upos"), 97.5),
    ("LAS, mean of both (gold words and sentences, full relations)", ("gum_dev las", "ewt_dev las"), 88.5),
    ("CoNLL++ dev, names, exact F1", ("conllpp_dev f1",), 93.5),
    ("the same lines in capitals", ("conllpp_dev_capitals f1",), None),
    ("re3d, held-out tenth, names", ("re3d_held_out f1",), 70.0),
    ("PolNeAR dev, source, exact segments F1", ("polnear_dev source",), 83.0),
    ("PolNeAR dev, cue", ("polnear_dev cue",), 75.0),
    ("PolNeAR dev, content", ("polnear_dev content",), 70.0),
)
_TREES = ("upos", "xpos", "lemma", "uas", "las", "sentence_starts")
_NAMES = ("f1", "per", "org", "loc", "misc")


def figures_table(figures: dict[str, Any]) -> str:
    """The measured figures as Markdown tables."""

    def mean(of: dict[str, Any], keys: tuple[str, ...]) -> float:
        values: list[float] = [of[part][key] for part, key in (k.split() for k in keys)]
        return sum(values) / len(values)

    lines = ["| what | int8, as shipped | before quantisation | bar |", "|---|---|---|---|"]
    for what, keys, bar in _BARS:
        lines.append(f"| {what} | {mean(figures, keys):.2f} | {mean(figures['float'], keys):.2f} | {bar or ''} |")
    lines += ["", "| set | UPOS | XPOS | lemma | UAS | LAS | sentence starts |", "|---|---|---|---|---|---|---|"]
    rows = [("GUM dev", "gum_dev"), ("GUM dev, news-like genres", "gum_dev_newslike"), ("EWT dev", "ewt_dev")]
    lines += [_row(title, figures[part], _TREES) for title, part in rows]
    lines += [_row("GUM dev, " + genre, found, _TREES) for genre, found in figures["gum_dev_genres"].items()]
    lines += ["", "| set | all | PER | ORG | LOC | MISC |", "|---|---|---|---|---|---|"]
    rows = [("CoNLL++ dev", "conllpp_dev"), ("CoNLL++ dev in capitals", "conllpp_dev_capitals"), ("re3d, held-out tenth", "re3d_held_out")]
    lines += [_row(title, figures[part], _NAMES) for title, part in rows]
    return "\n".join(lines)


def _row(title: str, found: dict[str, float], keys: tuple[str, ...]) -> str:
    return f"| {title} | " + " | ".join(f"{found[k]:.1f}" for k in keys) + " |"


def write_card(folder: Path, figures: dict[str, Any]) -> None:
    """`card.md`, and `figures` in config.json."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["figures"] = figures
    config["license"] = "CC-BY-SA-4.0"
    (folder / "config.json").write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sources = "\n".join(f"| {a} | {b} | {c} |" for a, b, c in _SOURCES)
    files = "\n".join(f"| `{name}` | {(folder / name).stat().st_size:,} | `{digest}` |" for name, digest in config["sha256"].items())
    spent = config["training"]
    (folder / "card.md").write_text(
        f"""# {config["name"]}

A small encoder (MiniLM, six layers of 384, int8) that tags English news copy for Dateline: parts of speech, lemmas, trees, names, mention types,
attribution (source, cue, content), PLOVER event types, status of events, conditions. One pass gives all of them.

**Licence of the weights: CC BY-SA 4.0.** They were made from the sources below, among them CC BY-SA corpora and research corpora of publishers' texts,
whose texts are not part of these files. The code around them is Apache-2.0.

## Measured

Through Dateline's own run time, on development halves that were not trained on. Percent.

{figures_table(figures)}

Event types, status and conditions have no held-out half here: all invented dispatches were trained on. They are measured by the field exam;
status of TimeBank's events by cross-validation (docs/said.md).

## Sources

| source | for | licence |
|---|---|---|
{sources}

## Training

Two cycles on CPU cores: 6.9 million word pieces, then {spent["pieces"]:,} in {spent["steps"]:,} steps. Code: `training/` in Dateline's repository.

## Known weaknesses

Trained on the copy of the 1990s to 2010s, mostly American and British; statements inside statements keep only the outer tags; rare event types rest on
few examples; names in headlines set in capitals are less sure; sentence starts in text without punctuation are guessed.

## Files

| file | bytes | sha256 |
|---|---|---|
{files}
""",
        encoding="utf-8",
    )
