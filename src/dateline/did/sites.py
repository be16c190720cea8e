"""Where an act happened: the place that its own clause states, or that its sentence opens with."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.did.scene import VERBAL, Scene, clauses_of, joined_deeds, opening
from dateline.did.tree import cases, is_verb
from dateline.grammar.words import Grammar, Word

_AT = frozenset(
    "in at near outside inside off around across along on over through throughout within beside opposite amid above below "
    "north south east west beyond under into onto".split()
)
_IN_COUNTRY = frozenset(("in", "into", "inside", "across", "throughout", "within", "outside", "near", "over", "around", "to", "from"))
_BODILY = frozenset(("ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "RETREAT"))
_SIGHT = 14  # words ahead in which a place may stand
_NEXT = 4  # the same for words of saying and agreeing
_WAY = frozenset("to toward towards from out via".split())
_GOING = frozenset("fly travel arrive go come march drive sail head return rush".split())  # "flew to Tarn and met the elders"
_MOVES = frozenset(("MOBILIZE", "CONSULT", "RETREAT", "AID", "COOPERATE", "COERCE"))
_LOCALS = frozenset("resident villager inhabitant townspeople farmer people nurse teacher student".split())  # "residents of Tarn blocked"
_PLACE_OBJECT = frozenset(("ASSAULT", "CONSULT", "RETREAT", "PROTEST", "COERCE", "MOBILIZE"))


def place_of(g: Grammar, head: int, kind: str, scene: Scene) -> int | None:
    """Index of the place where an act happened, as its own clause states it, or None."""
    chain = clauses_of(g, head)
    chain = chain[:1] if kind in VERBAL else [*chain, *joined_deeds(g, head)]
    for rank, index in enumerate(chain):
        found = _place_below(g, index, kind, scene, rank == 0)
        if found is not None:
            return found
    word = g.words[head]
    pointed = _pointed(g, word, scene)
    if pointed is not None:
        return pointed
    ahead = _ahead(g, head, scene, near=kind in VERBAL)
    if ahead is not None:
        return ahead
    behind = _right_before(g, head, scene) if kind in _BODILY else None
    if behind is not None:
        return behind
    return None if kind in VERBAL else fronted_place(g, head, scene)


def _ahead(g: Grammar, head: int, scene: Scene, *, near: bool) -> int | None:
    """The place behind an act in the same run of words, wherever the tree has hung it: "began drilling together off Tarn"."""
    end = min(g.sentences[g.words[head].sentence].last, head + (_NEXT if near else _SIGHT))
    found = ""
    for i in range(head + 1, end):
        word = g.words[i]
        if word.upos in ("PUNCT", "SCONJ", "CCONJ", "AUX") or is_verb(word) or word.xpos in ("WDT", "WP", "WRB"):
            return None
        if word.upos == "ADP" and word.text.lower() != "of":
            found = word.text.lower()
        if i in scene.place_head:
            place = scene.place_head[i]
            if found in (_IN_COUNTRY - _WAY if scene.places[place].kind == "country" else _AT):
                return place
    return None


def _right_before(g: Grammar, head: int, scene: Scene) -> int | None:
    """The place that ends the words right before a verb: "rioters in Tarn burned a flag"."""
    word = g.words[head]
    if not is_verb(word):
        return None
    i = head - 1
    first = g.sentences[word.sentence].first
    while i > first and g.words[i].upos in ("AUX", "ADV", "PART"):
        i -= 1
    for k in range(i, max(first, i - 3), -1):
        if g.words[k].upos == "PUNCT":
            return None
        if k in scene.place_head and k - 1 >= first:
            for j in range(k - 1, max(first - 1, k - 4), -1):
                if g.words[j].upos == "ADP":
                    country = scene.places[scene.place_head[k]].kind == "country"
                    return scene.place_head[k] if g.words[j].text.lower() in _AT and not country else None
    return None


def _pointed(g: Grammar, word: Word, scene: Scene) -> int | None:
    """The place that a "where" or "there" beside a word points back to: "Tarn, where a patrol was ambushed", "was imposed there"."""
    for w in g.children(word.index, "advmod", "obl", "mark"):
        low = w.text.lower()
        if low == "where":
            for i in range(w.index - 1, max(w.index - 4, -1), -1):
                if i in scene.place_head:
                    return scene.place_head[i]
        elif low == "there":
            for back in range(3):
                named = [
                    (head, i)
                    for head, i in scene.places_in.get(w.sentence - back, ())
                    if head < w.index and scene.places[i].kind != "country"
                ]
                if named:
                    return max(named)[1]
    return None


def fronted_place(g: Grammar, head: int, scene: Scene) -> int | None:
    """The place that a sentence opens with, which holds for all that it tells."""
    for i in opening(g, head):
        word = g.words[i]
        if word.upos == "ADP" and word.text.lower() in _AT and word.deprel == "case" and i - g.sentences[word.sentence].first < 3:
            place = _place_in(g, g.words[word.head], scene)
            up = g.words[word.head]
            if place is not None and up.relation == "obl":
                return place
    start = g.sentences[g.words[head].sentence].first
    if g.words[start].text in ("In", "At", "Near", "Outside", "Across", "Inside"):  # wherever the tree has hung it
        for i in range(start + 1, min(start + 5, head)):
            if i in scene.place_head:
                return scene.place_head[i]
            if g.words[i].upos not in ("DET", "ADJ", "NOUN", "PROPN", "ADP"):
                break
    return None


def _place_below(g: Grammar, index: int, kind: str, scene: Scene, own: bool) -> int | None:
    """The best place among what hangs on a word; of a clause that only lends its scene no object or subject is asked."""
    ranked: list[tuple[int, int, int]] = []
    for w in g.children(index):
        relation = w.relation
        found: tuple[int, int] | None = None
        if relation in ("obl", "nmod") and w.deprel != "nmod:poss":
            found = _place_of_phrase(g, w, index, kind, scene, own)
        elif relation in ("obj", "nsubj") and own and (kind not in VERBAL or (kind == "SUPPORT" and relation == "obj")):
            place = _place_of_argument(g, w, kind, scene, relation)
            found = None if place is None else (4 if relation == "obj" else 5, place)
        elif relation == "compound" and own and w.index in scene.place_head and not is_verb(g.words[index]):
            place = scene.place_head[w.index]
            found = (4, place) if scene.places[place].use == "literal" else None  # "Russian-US talks" are held elsewhere
        if found is not None:
            ranked.append((found[0], abs(w.index - index), found[1]))
    return min(ranked)[2] if ranked else None


def _place_of_phrase(g: Grammar, word: Word, anchor: int, kind: str, scene: Scene, own: bool) -> tuple[int, int] | None:
    """Rank and place of a prepositional phrase. In front of a verbal act it tells where the speaker is, "In Tarn, the bishop condemned"."""
    found = cases(g, word.index)
    moves = (kind in _MOVES and own) or g.words[anchor].lemma in _GOING
    wanted = _AT | _WAY if moves else _AT
    if kind in VERBAL and word.index < anchor:
        return None
    if not (found & wanted or (word.index in scene.place_head and "of" in found and own)):
        return None
    place = _place_in(g, word, scene)
    if place is None or (scene.places[place].kind == "country" and "of" not in found and not found & _IN_COUNTRY):
        return None
    return (0 if found & _AT else 1) + 2 * ("of" in found), place


def _place_of_argument(g: Grammar, word: Word, kind: str, scene: Scene, relation: str) -> int | None:
    if relation == "obj" and kind in _PLACE_OBJECT:
        for w in (word, *(g.children(word.index, "compound", "nmod:poss") if word.upos == "NOUN" else ())):
            if w.index in scene.place_head and not (
                w is not word and w.deprel == "nmod:poss" and word.entity in ("person", "organization")
            ):
                return scene.place_head[w.index]
    if word.upos == "PROPN":
        return None
    within = _AT | {"of"} if relation == "obj" and kind in _PLACE_OBJECT and word.entity == "place" else _AT  # "took the town of Tarn"
    if relation == "nsubj" and kind == "PROTEST" and word.lemma.lower() in _LOCALS:
        within = _AT | {"of", "from"}
    for w in g.children(word.index, "nmod"):
        if w.deprel == "nmod" and cases(g, w.index) & within:
            place = _place_in(g, w, scene)
            if place is not None:
                return place
    return None


def _place_in(g: Grammar, word: Word, scene: Scene) -> int | None:
    """The place a noun phrase names: itself, what it is part of ("the market of Tarn"), or the country of its adjective."""
    if word.index in scene.place_head:
        return scene.place_head[word.index]
    below = g.children(word.index, "appos", "flat", "compound", "nmod", "conj")
    for w in sorted(below, key=lambda w: w.deprel == "nmod:poss"):  # "in Velmar's Tarn province" is in Tarn
        if "between" in cases(g, w.index):  # "on the road between Tarn and Velmar" is in neither
            continue
        if w.index in scene.place_head:
            return scene.place_head[w.index]
        if w.deprel.startswith("nmod") and not w.deprel.endswith("poss"):
            for v in g.children(w.index, "nmod", "compound", "appos"):
                if v.index in scene.place_head:
                    return scene.place_head[v.index]
    for w in g.children(word.index, "amod", "compound"):
        if w.text[:1].isupper():
            place = country_of_adjective(w.text, scene.countries)
            if place is not None:
                return place
    return None


def country_of_adjective(adjective: str, countries: Mapping[str, int]) -> int | None:
    """The first country of the article whose name begins like an adjective: "Kenyan" and Kenya, "Lebanese" and Lebanon."""
    low = adjective.lower()
    for name, i in countries.items():
        shared = 0
        while shared < min(len(low), len(name)) and low[shared] == name[shared]:
            shared += 1
        if shared >= 4 and shared >= len(low) - 4 and shared >= len(name) - 5:
            return i
    return None
