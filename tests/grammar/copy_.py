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
    "dateline": "PORT KESSEL, Marland (KELP) -- Customs officers seized two tonnes of ivory on Sunday, the harbour authority said.",
    "lower": "police in dura said on monday that three men had been arrested after a raid on the market",
    "lost blank": "The strike ended on Friday.Workers returned to the docks, the union said.",
    "straight": '"There is no water left in the camp," said Ana Reyl, a nurse. "We need tankers, not promises."',
    "doubled": "``The accord is dead,'' the rebel envoy told reporters in Geneva. ``Nobody should be surprised.''",
    "two strokes": "''We were never asked,'' Mayor Lena Orsk said of the new border fence.",
    "british": "The minister called the report 'a fairy tale' and said he would not resign.",
    "british speech": "‘We shall appeal,’ her lawyer, Tomas Wren, said outside the court in Port Kessel.",
    "bullets": "What we know:\n\n• Two bridges were blown up near Tamsa\n• The army denies any part\n• Schools stay closed until Thursday",
    "diacritics": "Türkân Özbəy and José Ibáñez signed the treaty in Jõgeva, Ðuro Šimić's office announced.",
    "hyphens": "The state-run broadcaster said a pre-dawn raid by UN-backed troops killed a 12-year-old boy.",
    "ellipsis": "“We waited… and waited,” one survivor recalled. “Then... nothing.”",
    "brackets": "“They [the rebels] took everything,” Marou said, “and (I swear) nobody came.”",
    "short": "Fire!",
    "figure": "Dead: 14.",
    "unclosed": "“Our sons were taken at night,” said Ilen Dar, a baker. “Nobody told us where.\n\n“We only want them back,” she added.",
    "carried": "“Our sons were taken at night. Nobody told us where.\n\nWe only want them back,” said Ilen Dar, a baker.",
    "chain": "The governor's spokesman quoted the police chief as saying that the gunmen had fled to Marland.",
    "question": "Will the ceasefire hold? Few in Dura believe it, according to aid workers.",
    "passive by": "A curfew was declared by the regional council after protesters burned the courthouse in Tamsa, Radio Kessel reported.",
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
