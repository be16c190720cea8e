"""Which words name an act: the lexicon's hits and the tagger's event head weighed against one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.did.lexicon import Hit, Lexicon, Token
from dateline.did.tree import as_object, cases, harms, is_verb
from dateline.did.worth import KEPT, Candidate, Copy, chance_of, load_worth
from dateline.grammar.words import Grammar, Sentence, Word

# Least probability of "names an act" that the tagger must give, by what the lexicon says of the word.
_STRONG = 0.1
_PHRASE = 0.05  # a strong entry of several words
_WEAK = 0.5
_WEAK_TYPE = 0.35  # least chance of the weak entry's own type
_LIKELY = 0.85  # or a surer trigger, whose own type need only be among the likely ones
_LIKELY_TYPE = 0.2
_WEAK_OTHER = 0.95  # for another type than the weak entry's
_NONE = 0.95
_NONE_TYPE = 0.6
# The tagger overrules the type of a strong entry only when it is sure that this is a trigger, and of another type.
_SURE = 0.9
_OVERRULE = 0.97
_OVERRULE_BRIEF = 0.9  # in copy of a sentence or two, which was chosen for its act
_ERUPTS = frozenset(("erupt", "flare"))
_LIKELY_STRIKE = 0.75  # score of a strong entry for a protest that those who protest put beyond doubt
_CROWDS = frozenset(
    "union unionist unionized worker protester protestor demonstrator striker picketer activist labour labor wage student marcher "
    "miner".split()
)
_SAYING = frozenset(
    "say tell declare state insist stress reiterate repeat emphasise emphasize warn add announce demand remind argue".split()
)
_EMPTY = frozenset(("PUNCT", "ADP", "DET", "AUX", "PRON", "CCONJ", "SCONJ"))
_LIGHT = frozenset(
    "hold carry launch open stage mount conduct impose declare give make pay begin start issue lodge take have set put come end continue "
    "fire use hurl throw throw lob go stand file reach strike announce order call extend resume send join erupt break".split()
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words `first` to `last` (inclusive) name an act of `type`; `head` carries it. `rule` is None where the tagger alone saw it."""

    first: int
    last: int
    head: int
    type: str
    mode: str | None
    score: float
    rule: str | None
    strong: bool
    refused: bool = False  # a "will not" that is itself the act


@dataclass(frozen=True, slots=True)
class Seen:
    """What lexicon and tagger make of a sentence: likely triggers, each with its chance of being an act at all."""

    words: Sequence[Word]
    hits: dict[int, list[Hit]]
    likely: tuple[tuple[Trigger, float], ...]


def see(g: Grammar, sentence: Sentence, lexicon: Lexicon, *, alone: bool, copy: Copy | None = None) -> Seen:
    """Looks for what may be triggers. `alone`: there is no tagger's opinion, the lexicon's strong entries decide. `copy`: what the whole
    copy is about, by which its triggers are doubted; None in copy too brief for that."""
    words, hits = g.words[sentence.first : sentence.last], _hits(g, sentence, lexicon)
    found = _likely(words, hits, sentence.first, alone=alone, overrule=_OVERRULE_BRIEF if copy is None else _OVERRULE)
    if alone or copy is None:
        return Seen(words, hits, tuple([(t, 1.0) for t in found if not _spread(g, t, found)]))
    worth = load_worth()
    beside = worth.sum(copy.about) if found else 0.0
    likely = [(t, chance_of(worth.kept(g, candidate(g, t), copy) + beside)) for t in found]
    return Seen(words, hits, tuple([(t, 1.0 if _by_crowds(g, t) or _breaks_out(g, t) else chance) for t, chance in likely]))


def _by_crowds(g: Grammar, t: Trigger) -> bool:
    """Whether a strike or march is beyond doubt, whatever the copy is about, since workers, students or protesters are told of: "Miners
    went on strike" in copy about the price of shares."""
    if t.type != "PROTEST" or not t.strong or t.score < _LIKELY_STRIKE:
        return False
    told = g.worked_out.get("crowds")
    if told is None:
        told = g.worked_out["crowds"] = sum([lemma in _CROWDS for lemma in g.lower_lemmas]) > 1
    return bool(told)


def _breaks_out(g: Grammar, t: Trigger) -> bool:
    """Whether unrest or fighting is beyond doubt by the verb it goes with: "Protests broke out in the township", "Clashes erupted"."""
    word = g.words[t.head]
    if t.type not in ("PROTEST", "ASSAULT") or not t.strong or word.relation != "nsubj" or word.head < 0:
        return False
    up = g.words[word.head]
    return up.lemma in _ERUPTS or (up.lemma == "break" and any(w.text.lower() == "out" for w in g.children(up.index)))


def find_triggers(g: Grammar, seen: Seen, *, bar: float = KEPT, phrases: bool = False) -> list[Trigger]:
    """Triggers of a sentence in order. `bar`: the least chance of one that is kept. `phrases`: single words are not enough, as without
    a tagger in copy full of figures of speech."""
    found = [t for t, chance in seen.likely if chance >= bar and (t.last > t.first or not phrases)]
    base = seen.words[0].index if seen.words else 0
    found = _settle(g, found + _named_by_outcome(g, seen.words, found, seen.hits, base))
    return sorted(found + _demands(g, seen.words, found), key=lambda t: (t.first, t.last))


def likely_triggers(g: Grammar, sentence: Sentence, lexicon: Lexicon) -> list[Trigger]:
    """What lexicon and tagger take for triggers, before they are doubted: what training/weights learns from."""
    return _likely(g.words[sentence.first : sentence.last], _hits(g, sentence, lexicon), sentence.first, alone=False, overrule=_OVERRULE)


def _hits(g: Grammar, sentence: Sentence, lexicon: Lexicon) -> dict[int, list[Hit]]:
    """The lexicon's hits by the word of the sentence that carries them."""
    notes = g.notes(sentence.index)
    known = notes.get("did.hits")
    if known is not None and known[0] is lexicon:
        found: dict[int, list[Hit]] = known[1]
        return found
    words = g.words[sentence.first : sentence.last]
    hits: dict[int, list[Hit]] = {}
    here = slice(sentence.first, sentence.last)
    tokens = list(map(Token, g.lower[here], g.lower_lemmas[here], map(_part_of_speech, words)))
    for hit in lexicon.find(tokens, _fronted(g, words, tokens, sentence.first)):
        hits.setdefault(hit.head, []).append(hit)
    notes["did.hits"] = (lexicon, hits)
    return hits


def _likely(words: Sequence[Word], hits: dict[int, list[Hit]], base: int, *, alone: bool, overrule: float) -> list[Trigger]:
    found: list[Trigger] = []
    for i, word in enumerate(words):
        own = hits.get(i)
        if own is None and (alone or word.event_score < _NONE):
            continue  # most words
        own = own or []
        trigger = _by_rule(own, base) if alone else _weighed(word, words, own, base, overrule)
        if trigger is not None:
            found.append(trigger)
    return found


def candidate(g: Grammar, t: Trigger) -> Candidate:
    """What is weighed of a trigger."""
    known = "none" if t.rule is None else ("strong" if t.strong else "weak") + ("1" if t.first == t.last else "2")
    return Candidate(t.head, t.first, t.type, t.mode, t.score, dict(g.words[t.head].event_types).get(t.type, 0.0), known)


def _demands(g: Grammar, words: Sequence[Word], found: Sequence[Trigger]) -> list[Trigger]:
    """What somebody says that another must do: "The bishop said that the garrison must leave". The verb of saying carries the demand."""
    out: list[Trigger] = []
    taken = {t.head for t in found}
    lower = g.lower[words[0].index : words[-1].index + 1] if words else ()
    for word in words if "must" in lower else ():
        if word.deprel != "aux" or word.head < 0 or word.text.lower() != "must":
            continue
        clause = g.words[word.head]
        up = g.words[clause.head] if clause.head >= 0 else None
        who = g.children(clause.index, "nsubj", "nsubj:pass")
        if up is None or clause.deprel != "ccomp" or up.lemma not in _SAYING or up.index in taken or up.index > word.index:
            continue
        if who and who[0].upos != "PRON" and who[0].entity in ("person", "organization", "place") and g.children(up.index, "nsubj"):
            out.append(Trigger(word.index, word.index, up.index, "REQUEST", None, 1.0, "request.must", True))
    return out


def _named_by_outcome(g: Grammar, words: Sequence[Word], found: Sequence[Trigger], hits: dict[int, list[Hit]], base: int) -> list[Trigger]:
    """The attack in which somebody came to harm, however little the tagger makes of the noun: "were injured in the clash"."""
    out: list[Trigger] = []
    attacks = {i: [h for h in own if h.entry.strong and h.entry.type == "ASSAULT"] for i, own in hits.items()}
    if not any(attacks.values()):
        return out
    heads = {t.head for t in found}
    for verb in words:
        if not harms(g, verb):
            continue
        for noun in g.children(verb.index, "obl"):
            own = attacks.get(noun.index - base)
            if own and noun.index not in heads and cases(g, noun.index) & {"in", "during"}:
                out.append(_of_hit(own[0], base, noun.event_score))
    return out


def _fronted(g: Grammar, words: Sequence[Word], tokens: Sequence[Token], base: int) -> dict[int, list[Token]]:
    """For verbs what they act on where it stands before them: passive subjects, nouns that a participle or relative clause is about."""
    out: dict[int, list[Token]] = {}
    for i, word in enumerate(words):
        if word.deprel == "nsubj:pass" and word.head > word.index:
            out.setdefault(word.head - base, []).append(tokens[i])
        elif word.xpos == "VBN" and word.deprel in ("acl", "acl:relcl") and base <= word.head < word.index:
            out.setdefault(i, []).append(tokens[word.head - base])
        elif word.deprel == "conj" and word.xpos == "VBN" and word.head - base in out:
            out.setdefault(i, []).extend(out[word.head - base])
        elif word.deprel == "acl:relcl" and g.children(word.index, "nsubj") and not g.children(word.index, "obj") and base <= word.head:
            out.setdefault(i, []).append(tokens[word.head - base])
    return out


def _part_of_speech(word: Word) -> str:
    upos = word.upos
    return "VERB" if upos != "AUX" and (upos == "VERB" or word.xpos[:2] == "VB") and is_verb(word) else upos


def _by_rule(hits: Sequence[Hit], base: int) -> Trigger | None:
    strong = [h for h in hits if h.entry.strong]
    if not strong:
        return None
    best = min(strong, key=lambda h: (-h.size, h.entry.order))
    return _of_hit(best, base, 1.0)


def _of_hit(hit: Hit, base: int, score: float) -> Trigger:
    e = hit.entry
    return Trigger(base + hit.first, base + hit.last, base + hit.head, e.type, e.mode, score, e.rule, e.strong)


def _weighed(word: Word, words: Sequence[Word], hits: Sequence[Hit], base: int, overrule: float) -> Trigger | None:
    chances = dict(word.event_types)
    best_type = max(chances, key=lambda t: (chances[t], t)) if chances else None
    sure = best_type is not None and chances[best_type] >= _NONE_TYPE and word.upos not in _EMPTY
    by_model = Trigger(word.index, word.index, word.index, best_type or "", None, word.event_score, None, False) if sure else None
    if not hits:
        return by_model if word.event_score >= _NONE else None
    best = max(hits, key=lambda hit: (_weight(hit, chances), -hit.entry.order))
    score = max(words[k].event_score for k in range(best.first, best.last + 1))
    first, last, head, fit = base + best.first, base + best.last, base + best.head, chances.get(best.entry.type, 0.0)
    if best.entry.strong:
        if score < (_STRONG if best.size == 1 else _PHRASE):
            return None
        if best.size == 1 and best_type is not None and chances[best_type] > overrule and fit < 1 - overrule and score > _SURE:
            return Trigger(first, last, head, best_type, None, score, None, False)
    elif not (fit >= _WEAK_TYPE and score >= _WEAK) and not (fit >= _LIKELY_TYPE and score >= _LIKELY):
        return by_model if score >= _WEAK_OTHER else None
    return _of_hit(best, base, score)


def _weight(hit: Hit, chances: dict[str, float]) -> float:
    """How well an entry fits: the tagger's chance of its type, and its own strength and length."""
    return chances.get(hit.entry.type, 0.0) + (0.5 + 0.35 * (hit.size - 1) if hit.entry.strong else 0.1 * (hit.size - 1))


def _spread(g: Grammar, t: Trigger, found: Sequence[Trigger]) -> bool:
    """As in "protested the price <rises>", "agreed on a <fishing> pact": the tagger alone gives a noun the type of the act it stands
    below, of which it is only the matter."""
    if t.rule is not None or is_verb(g.words[t.head]):
        return False
    same = {o.head for o in found if o.rule is not None and o.type == t.type}
    return bool(same) and any(w.index in same for w in g.ancestors(t.head))


def _settle(g: Grammar, found: list[Trigger]) -> list[Trigger]:
    """One trigger an act: overlapping ones, and a verb with the noun that it only carries ("imposed" + "curfew"), become one."""
    out: list[Trigger] = []
    for t in sorted(found, key=lambda t: (t.first, -t.last)):
        twin = next((k for k, o in enumerate(out) if same_act(g, o, t)), None)
        if twin is None:
            out.append(t)
        else:
            out[twin] = _joined(g, out[twin], t)
    return sorted(out, key=lambda t: (t.first, t.last))


def same_act(g: Grammar, a: Trigger, b: Trigger) -> bool:
    """Whether two triggers of a sentence name one act: they overlap, or a verb only carries the noun beside it."""
    if a.first <= b.last and b.first <= a.last:
        return True
    if a.type != b.type:
        return False
    if b.first == a.last + 1 and not (is_verb(g.words[a.head]) and is_verb(g.words[b.head])):
        return True
    for verb, noun in ((g.words[a.head], g.words[b.head]), (g.words[b.head], g.words[a.head])):
        if a.type == "CONSULT" and is_verb(verb) and noun.head == verb.index and noun.relation == "obl" and not is_verb(noun):
            return True  # "spoke in a phone call", "met for talks"
        if is_verb(verb) and not is_verb(noun) and verb.lemma in _LIGHT and as_object(g, noun) == verb.index:
            return not harms(g, verb)  # "began a two-day strike"
        if is_verb(verb) and not is_verb(noun) and noun.head == verb.index and noun.relation in ("obj", "nsubj"):
            return not harms(g, verb) and (verb.lemma in _LIGHT or noun.deprel in ("obj", "nsubj:pass"))
        if is_verb(verb) and not is_verb(noun) and _measured(g, noun) == verb.index:
            return True  # "gave the port 40 tonnes of aid"
    return False


def _measured(g: Grammar, noun: Word) -> int:
    """The verb whose object is a number or amount of a noun; -1 if none."""
    up = g.words[noun.head] if noun.head >= 0 else noun
    amount = noun.relation == "nmod" and "of" in cases(g, noun.index) and bool(g.children(up.index, "nummod"))
    return up.head if amount and up.relation in ("obj", "nsubj:pass") else -1


def _joined(g: Grammar, a: Trigger, b: Trigger) -> Trigger:
    """The surer of two triggers of one act; a verb right beside its noun lends it its words."""
    best, other = (a, b) if (a.score, a.strong, a.rule is not None) >= (b.score, b.strong, b.rule is not None) else (b, a)
    first, last = min(a.first, b.first), max(a.last, b.last)
    if last - first > 4:
        first, last = best.first, best.last
    mode = best.mode or (other.mode if other.type == best.type else None)
    verb = next((t.head for t in (a, b) if is_verb(g.words[t.head])), best.head)
    head = verb if first <= verb <= last else best.head
    return Trigger(
        first,
        last,
        head,
        best.type,
        mode,
        max(a.score, b.score),
        best.rule or (other.rule if other.type == best.type else None),
        best.strong,
    )
