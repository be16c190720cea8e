"""Who did it to whom: from the tree around a trigger to the actors of the article, or to the words of a target that is no actor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.article import Span
from dateline.did.cast import Cast, Party
from dateline.did.roles import known, of_noun, of_verb, releases, with_case
from dateline.did.things import things_of
from dateline.did.tree import cases, is_passive, is_verb, subjects
from dateline.grammar.words import Grammar, Word

#: Types whose verbs are done to somebody who stands right behind them.
_ON_SOMEBODY = frozenset(("ASSAULT", "COERCE", "ACCUSE", "SANCTION", "REQUEST", "SUPPORT", "RETREAT", "THREATEN", "CONSULT", "AID"))
_HOSTS = frozenset(
    "effort attempt campaign operation bid move wave process mission round session drive programme program initiative spree march "
    "demonstration rally order warrant package agreement deal request demand call threat attack raid strike".split()
)
_RECIPROCAL = frozenset(("CONSULT", "COOPERATE", "AGREE", "SUPPORT"))
_CLASHES = frozenset("clash fight battle skirmish duel exchange trade fighting gunfight firefight war shootout brawl".split())
_AHEAD = frozenset(("ASSAULT", "COERCE", "ACCUSE", "SANCTION", "REJECT", "SUPPORT"))
_INSIDE_PHRASE = frozenset(("NOUN", "PROPN", "ADJ", "DET", "NUM", "ADP", "PART", "PRON", "SYM"))
_LINKS = frozenset(("of", "from", "by", "against", "on", "at", "into", "with"))
_SIGHT = 12  # words ahead
_LOOK_INSIDE = frozenset(("ASSAULT", "COERCE", "SANCTION", "ACCUSE", "REJECT", "SUPPORT", "CONCEDE", "PROTEST"))
_INSIDE = frozenset(("of", "from", "by", "against", "on"))


def find_parties(g: Grammar, head: int, kind: str, cast: Cast, *, last: int | None = None) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """(source, target) of an act named by the word `head`; either may be empty. An actor stands on one side only, but for two who act on
    one another. A target that is no actor is given by its words, with "" for its id. `last` is the last word of the trigger."""
    named, head = head, _host(g, head)
    word = g.words[head]
    verbal = is_verb(word) or any(w.deprel.startswith("nsubj") for w in g.children(head))
    sides = of_verb(g, head, kind, cast) if verbal else of_noun(g, head, kind, cast, named)
    sources = known(g, sides[0], cast) or (_meant(g, sides[0], cast) if verbal else [])
    taken = {name for name, _ in sources}
    targets: list[Party] = []
    groups = [*sides[1], *(_deeper(g, sides[1]) if kind in _LOOK_INSIDE else ())]
    if kind == "THREATEN":
        groups += _conditions(g, head)
    for group in groups:  # groups of candidates, best first: the first that names an actor is taken
        targets = [p for p in known(g, group, cast) if p[0] not in taken]
        if targets:
            break
    end = last if last is not None else head
    if verbal and not is_passive(g, head):
        beside = sources or _beside(g, head, cast, before=True)
        sources = beside if kind != "ACCUSE" else [p for p in beside if p not in targets]  # who stands trial accuses nobody
        taken = {name for name, _ in sources}
        targets = targets or [p for p in _beside(g, end, cast, before=False, kind=kind) if p[0] not in taken]
        targets = targets or [p for p in _ahead(g, end, cast, kind) if p[0] not in taken]
    sources = _unique(sources)
    if not targets and len(sources) > 1 and _mutual(g.words[head], kind):
        targets = sources
    if verbal and not targets:
        targets = [p for p in _same_object(g, word, cast) if p[0] not in taken]
    if kind == "ASSAULT" and verbal and targets:
        targets = [*_hit(g, head, targets), *targets]
    targets = targets or things_of(g, head, kind, groups, range(min(head, end), max(head, end) + 1), [span for _, span in sources])
    return tuple(_spelt_out(g, sources, cast)), tuple(_spelt_out(g, _unique(targets), cast))


def _spelt_out(g: Grammar, parties: Sequence[Party], cast: Cast) -> list[Party]:
    """Beside a pronoun the name it stands for, where the same sentence gives it before: "The league said it had ..."."""
    out = []
    for party in parties:
        out.append(party)
        words = g.within(party[1]) if party[0] else ()
        if len(words) != 1 or words[0].xpos not in ("PRP", "PRP$"):
            continue
        first = g.sentences[words[0].sentence].first
        before = [cast.heads[i] for i in range(words[0].index - 1, first - 1, -1) if i in cast.heads and cast.heads[i][0] == party[0]]
        named = [p for p in before if g.within(p[1])[-1].upos != "PRON"]
        out[-1:] = named[:1] or out[-1:]
    return out


def _meant(g: Grammar, subject: Sequence[Word], cast: Cast) -> list[Party]:
    """Who is meant by a pronoun that no actor owns, in what somebody says: "it will strike, the guild has threatened"."""
    if len(subject) != 1 or subject[0].text.lower() not in ("it", "they", "he", "she"):
        return []
    clause = g.words[subject[0].head] if subject[0].head >= 0 else None
    if clause is None or clause.deprel not in ("ccomp", "parataxis") or clause.head < 0:
        return []
    return known(g, subjects(g, clause.head), cast)


def _same_object(g: Grammar, word: Word, cast: Cast) -> list[Party]:
    """Who is meant by "it" or "them" behind a participle: "closed the radio, accusing it of"; what the main verb is done to."""
    pronoun = any(w.text.lower() in ("it", "them", "him", "her") for w in g.children(word.index, "obj"))
    if not pronoun or word.deprel != "advcl" or word.xpos != "VBG" or word.head < 0 or not is_verb(g.words[word.head]):
        return []
    return known(g, [w for w in g.children(word.head, "obj", "nsubj:pass") if w.upos != "PRON"], cast)


def _host(g: Grammar, head: int) -> int:
    """The noun that an act only describes: "launched a mediation effort between" is about the effort."""
    word = g.words[head]
    if word.deprel == "compound" and word.head > head and g.words[word.head].lemma.lower() in _HOSTS:
        return word.head
    return head


def _hit(g: Grammar, head: int, targets: Sequence[Party]) -> list[Party]:
    """What was attacked, where only those who died of it are actors: "raided a camp, killing two clerks"."""
    objects = [w for w in g.children(head, "obj") if w.upos in ("NOUN", "PROPN") and w.entity in ("place", "object", "organization")]
    if is_passive(g, head) or not objects or any(span.start <= objects[0].start < span.end for _, span in targets):
        return []
    return [
        party for party in things_of(g, head, "ASSAULT", [objects], range(head, head + 1), [span for _, span in targets]) if not party[0]
    ]


def _mutual(word: Word, kind: str) -> bool:
    """Whether two who act together act on one another: "X and Y met", "clashes between X and Y"."""
    return kind in _RECIPROCAL or (kind == "ASSAULT" and word.lemma.lower() in _CLASHES)


def _beside(g: Grammar, index: int, cast: Cast, *, before: bool, kind: str = "") -> list[Party]:
    """The actor right in front of or right behind an active verb, whatever the tree says: "Tarn accused Ostrel of"."""
    word = g.words[index]
    sentence = g.sentences[word.sentence]
    if before:
        i = index - 1
        while i >= sentence.first and (g.words[i].upos in ("AUX", "ADV", "PART") or _of_time(g, i)):
            i -= 1
        found = cast.ends.get(i) if i >= sentence.first else None
    else:
        fits = kind in _ON_SOMEBODY and (kind != "RETREAT" or releases(word))
        found = cast.starts.get(index + 1) if index + 1 < sentence.last and fits else None
    return [] if found is None else [found]


def _ahead(g: Grammar, index: int, cast: Cast, kind: str) -> list[Party]:
    """The first actor behind a transitive verb, inside the noun phrase that follows: "ambushed a convoy of the league"."""
    end = min(g.sentences[g.words[index].sentence].last, index + _SIGHT)
    if kind in ("REQUEST", "ACCUSE") and index + 2 < end and g.words[index + 1].text.lower() == "that":
        found = cast.starts.get(index + 2)
        return [] if found is None else [found]
    if kind not in _AHEAD:
        return []
    for i in range(index + 1, end):
        if i in cast.starts:
            return [cast.starts[i]]
        word = g.words[i]
        linked = word.text.lower() in _LINKS
        if not linked and (word.upos not in _INSIDE_PHRASE or word.upos == "ADP" or is_verb(word)):
            return []
    return []


def _of_time(g: Grammar, index: int) -> bool:
    """Whether a word belongs to a time between subject and verb: "The senate on Friday rejected"."""
    word = g.words[index]
    return word.entity == "time" or (word.upos in ("ADP", "ADJ", "NUM") and g.words[index + 1].entity == "time")


def _deeper(g: Grammar, groups: Iterable[list[Word]]) -> list[list[Word]]:
    """Who stands inside what is acted on: "duties on aluminium from Tarn", "the offices of the weekly"."""
    out: list[list[Word]] = []
    for group in groups:
        for word in group:
            below = [w for w in g.children(word.index, "nmod", "obl") if w.deprel == "nmod:poss" or cases(g, w.index) & _INSIDE]
            out.append(below)
            out += [[v for v in g.children(w.index, "nmod") if v.deprel == "nmod:poss" or cases(g, v.index) & _INSIDE] for w in below]
    return [group for group in out if group]


def _conditions(g: Grammar, head: int) -> list[list[Word]]:
    """Whom a threat means: who must do or leave something lest it be carried out, "If the mayor does not yield, we will ..."."""
    sentence = g.sentence(g.words[head].sentence)
    out: list[list[Word]] = []
    for word in sentence:
        if word.deprel in ("advcl", "ccomp", "conj") and any(
            w.text.lower() in ("if", "unless", "should") for w in g.children(word.index, "mark", "aux")
        ):
            own = list(g.children(word.index, "nsubj"))
            out += [own, *_deeper(g, [own])]
    for clause in g.children(head, "ccomp", "xcomp", "parataxis"):
        out.append(list(g.children(clause.index, "obj")))
        out += list(with_case(g, clause.index, ("on", "against", "at", "with", "from")))
    return [group for group in out if group]


def _unique(parties: Iterable[Party]) -> list[Party]:
    out: dict[str | Span, Party] = {}
    for party in parties:
        out.setdefault(party[0] or party[1], party)
    return list(out.values())
