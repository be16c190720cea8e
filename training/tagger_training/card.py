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
    ("GUM dev, UPOS (gold words)", "gum_dev", "upos", 97.0),
    ("GUM dev, LAS (gold words and sentences, full relations)", "gum_dev", "las", 86.0),
    ("CoNLL++ dev, names, exact F1", "conllpp_dev", "f1", 90.0),
    ("PolNeAR dev, source, exact segments F1", "polnear_dev", "source", 78.0),
    ("PolNeAR dev, cue", "polnear_dev", "cue", 69.0),
    ("PolNeAR dev, content", "polnear_dev", "content", 60.0),
)


def figures_table(figures: dict[str, Any]) -> str:
    """The measured figures as Markdown tables."""
    lines = ["| what | figure | bar |", "|---|---|---|"]
    lines += [f"| {what} | {figures[part][key]:.1f} | {bar:g} |" for what, part, key, bar in _BARS]
    lines += ["", "| set | UPOS | XPOS | lemma | UAS | LAS | sentence starts |", "|---|---|---|---|---|---|---|"]
    for part, title in (("gum_dev", "GUM dev"), ("gum_dev_newslike", "GUM dev, news-like genres"), ("ewt_dev", "EWT dev")):
        values = " | ".join(f"{figures[part][k]:.1f}" for k in ("upos", "xpos", "lemma", "uas", "las", "sentence_starts"))
        lines.append(f"| {title} | {values} |")
    lines += ["", "| set | all | PER | ORG | LOC | MISC |", "|---|---|---|---|---|---|"]
    for part, title in (("conllpp_dev", "CoNLL++ dev"), ("re3d_held_out", "re3d, held-out tenth")):
        lines.append(f"| {title} | " + " | ".join(f"{figures[part][k]:.1f}" for k in ("f1", "per", "org", "loc", "misc")) + " |")
    return "\n".join(lines)


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

With the int8 files, through Dateline's own run time, on development halves that were not trained on; one number, the weight of the transition
statistics, was chosen on parts of them. Percent.

{figures_table(figures)}

Event types, status and conditions have no held-out half here: all invented dispatches were trained on. They are measured by the field exam.

## Sources

| source | for | licence |
|---|---|---|
{sources}

## Training

{spent["minutes"]:.0f} minutes on two CPU threads, {spent["steps"]:,} steps, {spent["pieces"]:,} word pieces. Code: `training/` in Dateline's repository.

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
