"""Mode, CAMEO code and contexts of an act, by rules, once its type is known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.did.tree import is_verb
from dateline.did.triggers import Trigger
from dateline.grammar.words import Grammar, Sentence
from dateline.rules import Rule, compiled


class Modes:
    """Mode rules by type, CAMEO codes by type and mode, context words."""

    def __init__(self, rules: Sequence[Rule], cameo: Sequence[dict[str, str]], contexts: Sequence[dict[str, str]]) -> None:
        self._rules: dict[str, list[tuple[str, str, bool]]] = {}
        for rule in rules:
            kind, _, mode = str(rule.extra["mode"]).partition("/")
            wide = bool(rule.extra.get("wide", True))
            self._rules.setdefault(kind, []).append((mode, rule.pattern, wide))
        self._cameo = {(row["type"], row["mode"]): row["code"] for row in cameo}
        self._contexts: dict[str, list[str]] = {}
        for row in contexts:
            for word in row["words"].split():
                self._contexts.setdefault(word, []).append(row["context"])
        self._order = list(dict.fromkeys(row["context"] for row in contexts))

    def mode(self, g: Grammar, trigger: Trigger, sentence: Sentence) -> str | None:
        """The mode that the trigger's own words show, else those of its clause, else None."""
        rules = self._rules.get(trigger.type)
        if not rules:
            return None
        own = " ".join(w.text for w in g.words[trigger.first : trigger.last + 1])
        others = [w.index for w in g.children(trigger.head, "advcl", "conj", "parataxis") if is_verb(w)]
        apart = {i for other in others for i in g.subtree(other)}  # "stormed a village, abducting dozens" is no abduction
        below = [i for i in g.subtree(trigger.head) if sentence.first <= i < sentence.last and i not in apart]
        clause = " ".join(g.words[i].text for i in below)
        for text, narrow in ((own, True), (clause, False)):
            for mode, pattern, wide in rules:
                if (narrow or wide) and compiled(pattern, re.IGNORECASE).search(text):
                    return mode
        return None

    def cameo(self, kind: str, mode: str | None) -> str | None:
        """CAMEO code where type and mode make it plain, else the root, else None."""
        return self._cameo.get((kind, mode or "")) or self._cameo.get((kind, ""))

    def contexts(self, g: Grammar, sentence: Sentence) -> tuple[str, ...]:
        """PLOVER contexts whose words stand in a sentence, in the order of the ontology, three at most."""
        told = filter(None, map(self._contexts.get, g.lower_lemmas[sentence.first : sentence.last]))
        found = {context for contexts in told for context in contexts}
        return tuple([c for c in self._order if c in found])[:3] if found else ()
