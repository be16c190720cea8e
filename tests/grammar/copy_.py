"""Invented copy for the grammar tests. Also prints the pinned outputs anew: `python tests/grammar/copy_.py > tests/grammar/pinned.json`."""

from __future__ import annotations

import json
import sys

COPY = {
    "flash": "Two killed as gunmen attack convoy near Dura\n\nGunmen opened fire on an aid convoy near the town of Dura on Tuesday, "
    "killing two drivers, the Red Crescent said.",
    "quote": '"We will not leave this valley," said Col. Amina T. Okoro, a spokeswoman for the army\'s 3rd Brigade.',
    "according": "Police arrested 14 students in Port Kessel on Friday, according to Interior Minister Paul Renner.",
    "denial": "The ministry denied that its soldiers had burned the village of Tamsa.",
    "planned": "Dock workers plan to strike next week, their union's leader Ines Marou told Radio Kessel.",
    "state": "The situation remains tense in Dura, where a curfew was imposed overnight.",
    "numbers": "At least 1,200 people fled state-run camps; aid worth US$5m didn't arrive until 10:30 a.m. on Jan. 3.",
    "passive": "Three suspects were handed over to Marland by the border police.",
    "curly": "“It’s over,” he told reporters. “They can’t win.”",
    "caps": "PRESIDENT ORLEN MEETS REBEL LEADERS IN GENEVA",
}


def layers(text: str) -> dict[str, list[str]]:
    """The layers that are pinned, one string a word."""
    from dateline.grammar import load_tagger

    words = load_tagger().tag_text(text).words
    return {
        "words": [w.text for w in words],
        "upos": [w.upos for w in words],
        "lemma": [w.lemma for w in words],
        "head": [words[w.head].text if w.head >= 0 else "ROOT" for w in words],
        "name": [w.name for w in words],
        "attribution": [w.attribution for w in words],
    }


if __name__ == "__main__":
    json.dump({key: layers(text) for key, text in COPY.items()}, sys.stdout, ensure_ascii=False, indent=1)
    print()
