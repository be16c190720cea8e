"""Subjects, objects and phrases around a trigger, as candidates for who acted on whom, best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.did.cast import Cast, Party
from dateline.did.gaps import behind, relative_object, shared_object
from dateline.did.tree import as_object, base_noun, cases, conjuncts, harms, is_passive, is_verb, subjects
from dateline.did.tree import objects as objects_of
from dateline.grammar.words import Grammar, Word

#: Prepositions of the word that is acted on, best first, where they differ from the common ones.
_TARGET = {
    "CONSULT": ("with", "to"),
    "AGREE": ("with", "to", "for"),
    "COOPERATE": ("with", "to", "from"),
    "SUPPORT": ("for", "to", "with", "behind", "by", "of"),
    "REQUEST": ("on", "upon", "to", "from", "with", "of"),
    "ACCUSE": ("against", "with", "to", "on", "at", "by", "into"),
    "REJECT": ("from", "by", "with", "to", "of"),
    "AID": ("to", "for", "among"),
    "RETREAT": ("to", "with"),
    "CONCEDE": ("to", "for", "against", "from", "by"),
    "SANCTION": ("on", "against", "from", "with", "to", "of", "for"),
    "MOBILIZE": ("against", "toward", "towards"),
    "PROTEST": ("against", "at"),
    "THREATEN": ("to", "against", "with", "on"),
    "COERCE": ("on", "from", "against", "with", "to", "of"),
    "ASSAULT": ("on", "upon", "at", "against", "with", "into", "of", "over", "toward", "towards", "under"),
}
#: Nominal acts whose possessor suffers them ("his arrest"); of all others the possessor acts ("his resignation").
_SUFFERED = frozenset(
    "arrest detention assassination murder expulsion release conviction sentence killing kidnapping abduction deportation "
    "execution ouster trial "
    "imprisonment extradition indictment jailing acquittal impeachment dismissal sacking freeing liberation rescue capture beating".split()
)
_DONE_BY = frozenset(("PROTEST", "MOBILIZE", "CONCEDE", "AGREE", "REQUEST", "THREATEN"))  # "a march of students": "of" names who acts
_LIGHT = frozenset(
    "hold carry launch open stage mount conduct impose declare give make pay begin start call issue lodge order announce express "
    "voice offer grant "
    "set reach sign have take lead lay file extend use put do end resume continue deliver convey commit lift suspend commence "
    "join attend propose "
    "demand step keep bring reject accept".split()
)
#: What is given up or called back is no target: "pulled the army out", "accepted the resignation of".
_RELEASING = frozenset(
    "release free let set hand discharge parole repatriate return admit allow liberate swap exchange deliver give reinstate drop "
    "freed freeing turn".split()
)
#: What is lifted from those it lay upon: "lifted the ban on the weekly".
_LIFTED = frozenset(
    "ban sanction embargo blockade siege restriction curfew tariff duty freeze closure warrant suspension threat boycott".split()
)
_DELIVERING = frozenset("extradite hand surrender".split())
#: What is asked for on behalf of those it names: "demanded the release of two clerks".
_ON_BEHALF = frozenset("release freeing freedom sanction protection safety".split())
#: Infinitives whose object an offer or promise is for: "agreed to meet the clan"; not "agreed to send a battalion".
_GIVING = frozenset("send give lend provide deliver dispatch ship supply offer grant donate fly deploy contribute hand award".split())
_SERVING = frozenset(
    "meet help receive free release compensate host support assist protect shelter resettle take join mediate train".split()
)
#: Documents that speak for those who issue them: "filed a lawsuit accusing", "sent a letter to the guild threatening".
_DOCUMENTS = frozenset(
    "lawsuit suit letter statement resolution report petition message motion complaint bill note video communique communiqué article "
    "declaration ultimatum memorandum appeal decree order open tweet post speech".split()
)
_BROKERING = frozenset(("mediation", "arbitration", "shuttle"))
_FROM = frozenset("criticism condemnation pressure threat demand request praise support call rebuke protest opposition complaint".split())
_HITS = frozenset("hit strike leave claim destroy damage target rock devastate level".split())
_JUDGING = frozenset(
    "condemn denounce deplore decry criticise criticize slam praise welcome hail applaud mourn lament regret deny investigate probe "
    "witness survive report confirm describe suspend halt block stop overturn prevent avert foil thwart delay postpone cancel".split()
)
_ANSWERING = frozenset("reject refuse ignore accept heed dismiss resist rebuff mock".split())
_TOGETHER = frozenset(("CONSULT", "COOPERATE", "AGREE", "SUPPORT"))  # acts of both: who rejects talks was asked to hold them
_ASKING = frozenset("call demand urge seek request want".split())
_SHARED = frozenset(("PROTEST", "CONSULT", "COOPERATE", "AGREE", "MOBILIZE"))
_AMID = frozenset(("in", "during", "by", "with"))
_MEMBERS = frozenset("party union league guild federation alliance coalition club association council bloc group".split())  # who expel
_WEAPONS = frozenset(
    "missile rocket drone warplane plane aircraft jet bomber helicopter gunship artillery shell bomb tank warship gunboat submarine gun "
    "mortar fighter strike airstrike shelling bombardment fire".split()
)
_UNRULY = frozenset(
    "try march throw attempt block charge approach storm gather refuse defy ignore break attack pelt hurl surround set burn advance chant "
    "assemble protest demonstrate rush overturn smash loot riot".split()
)
_WHEN = frozenset(("when", "after", "as", "because", "while"))
_HELPING = frozenset("help assist support aid protect rescue relieve".split())  # "sent troops to help the league"
_ENVOYS = frozenset("ambassador envoy consul attache attaché staff delegation team observer negotiator diplomat minister troop".split())
_MARCHING = frozenset(("protest", "demonstrate"))
_TRIED = frozenset(("go", "stand", "face", "await"))  # trial: it is held of those who go there


def known(g: Grammar, words: Iterable[Word], cast: Cast) -> list[Party]:
    """The actors that words name, with what is coordinated with them."""
    out: list[Party] = []
    for word in words:
        for each in conjuncts(g, word.index):
            party = _named(g, each.index, cast)
            if party is not None:
                out.append(party)
    return out


def _named(g: Grammar, index: int, cast: Cast) -> Party | None:
    """The actor a noun phrase names: by its head, by the noun behind a quantity, by an apposition, by the office in front of a name."""
    party = cast.at(index) or cast.at(base_noun(g, index).index) or cast.nations.get(index)
    if party is not None:
        return party
    if g.words[index].lemma.lower() in _WEAPONS:
        for w in g.children(index, "amod", "compound"):
            if w.index in cast.nations:
                return cast.nations[w.index]  # "Norwegian missiles hit the port"
    for w in g.children(index, "appos", "flat", "compound", "nmod"):
        if w.relation in ("appos", "flat") and cast.at(w.index):
            return cast.at(w.index)
    word = g.words[index]
    held = cast.at(index, loose=True)
    if held is not None and word.deprel not in ("amod", "nmod", "nmod:poss"):
        span = held[1]
        if span.start <= word.start and word.end <= span.end:
            return held
    return None


def _by(g: Grammar, index: int) -> list[Word]:
    found = ((w, cases(g, w.index)) for w in g.children(index, "obl", "nmod"))
    return [w for w, case in found if "by" in case or (w.deprel == "obl:agent" and not case & {"to", "according", "in", "at", "on"})]


def with_case(g: Grammar, index: int, wanted: Iterable[str]) -> Iterator[list[Word]]:
    """Groups of dependents by preposition, in the order of `wanted`."""
    below = [(w, cases(g, w.index)) for w in g.children(index, "obl", "nmod", "iobj", "nsubj") if w.index > index or w.relation != "nsubj"]
    for case in wanted:
        group = [w for w, found in below if case in found and w.deprel not in ("obl:tmod", "nmod:tmod", "nmod:poss")]
        group = group if case != "by" else [w for w in group if w.deprel != "obl:agent"]
        if group:
            yield group


def of_verb(g: Grammar, head: int, kind: str, cast: Cast) -> tuple[list[Word], list[list[Word]]]:
    """Who acts, and groups of words that may be acted on, best first, around a verb."""
    word = g.words[head]
    who = _issuers(g, word) or list(subjects(g, head))
    groups: list[list[Word]] = []
    if kind == "ACCUSE" and word.lemma in _TRIED and any(w.lemma == "trial" for w in g.children(head, "obj", "obl")):
        return _by(g, head), [who]
    if is_passive(g, head):
        if word.deprel == "acl" and word.head >= 0:
            who = [g.words[word.head]]
        sources = _by(g, head) or (_members(g, head) if kind == "SANCTION" else [])
        objects = list(g.children(head, "obj"))
        if kind == "MOBILIZE" and not sources:  # "riot police were posted at the gates": they are the ones who move
            return who, list(with_case(g, head, _TARGET[kind]))
        return sources, [who, objects, *with_case(g, head, _TARGET.get(kind, ()))]
    relative = relative_object(g, head)
    objects = relative or [w for w in objects_of(g, head) if w not in who] or behind(g, word, who) or shared_object(g, head)
    indirect = list(g.children(head, "iobj"))
    prepositions = _TARGET.get(kind, ())
    oblique = list(with_case(g, head, prepositions))
    if indirect:
        groups.append(indirect)
    if kind == "COOPERATE" and word.lemma in _DELIVERING:  # "extradited the banker to Tarn": Tarn is helped
        return who, [*oblique, objects]
    given_up = kind == "MOBILIZE" or (kind == "RETREAT" and not releases(word))  # who is sent or called back is no target
    sent = kind == "AID" and word.lemma in _GIVING and bool(indirect or oblique)  # "sent a team of doctors to the camp"
    if kind == "CONSULT" or (kind in ("AID", "REQUEST") and oblique and not known(g, objects, cast)):
        groups += oblique
    if kind == "SANCTION" and any(_own_envoy(g, each) for each in objects):
        groups += [group for each in objects for group in with_case(g, each.index, ("to", "from", "in", "at"))]
        objects = []
    if objects and not given_up and not sent:
        groups.append(objects)
    groups += oblique
    if kind == "CONCEDE":
        groups.append(_by(g, head))  # "accepted the demands by the guild", with "by" hung on the verb
    for each in objects:
        if given_up and each.lemma.lower() not in _LIFTED:
            continue
        if kind == "REQUEST" and each.lemma.lower() in _ON_BEHALF:
            continue
        groups += _inside_object(g, each, kind)
    groups += _below(g, head, kind)
    groups += _unruly(g, head) if kind == "ASSAULT" and not known(g, objects, cast) else []
    return who, [group for group in groups if group]


def _members(g: Grammar, head: int) -> list[Word]:
    """Whose member somebody is no longer: "three deputies were expelled from the <party>"."""
    return [w for w in g.children(head, "obl") if "from" in cases(g, w.index) and w.lemma.lower() in _MEMBERS]


def _unruly(g: Grammar, head: int) -> list[list[Word]]:
    """Who drew the act on themselves: "Police fired tear gas when the <strikers> tried to block the gate"."""
    clauses = [w for w in g.children(head, "advcl") if w.lemma in _UNRULY and w.index > head]
    return [
        list(g.children(w.index, "nsubj")) for w in clauses if any(v.text.lower() in _WHEN for v in g.children(w.index, "mark", "advmod"))
    ]


def _own_envoy(g: Grammar, word: Word) -> bool:
    """Whether somebody's own people are called back: "recalled its ambassador to Ostrel" is aimed at Ostrel."""
    return word.lemma.lower() in _ENVOYS and any(w.xpos == "PRP$" for w in g.children(word.index, "nmod:poss"))


def _issuers(g: Grammar, word: Word) -> list[Word]:
    """Who speaks through a document: "the guild sent a letter threatening a boycott" is the guild's threat."""
    if word.deprel != "acl" or word.xpos != "VBG" or word.head < 0 or g.words[word.head].lemma.lower() not in _DOCUMENTS:
        return []
    paper = g.words[word.head]
    up = g.words[paper.head] if paper.head >= 0 and paper.deprel in ("obj", "obl") else None
    return list(g.children(paper.index, "nmod:poss")) or _by(g, paper.index) or (list(subjects(g, up.index)) if up is not None else [])


def releases(word: Word) -> bool:
    """Whether a verb sets its object free."""
    return word.lemma in _RELEASING or word.text.lower() in _RELEASING


def _inside_object(g: Grammar, obj: Word, kind: str) -> list[list[Word]]:
    """Who stands inside an object that is no actor: "condemned the shelling by the militia", "rejected the league's plan"."""
    out = [list(g.children(obj.index, "nmod:poss")), _by(g, obj.index)]
    out += list(with_case(g, obj.index, (*_TARGET.get(kind, ()), "of", "against")))
    return [group for group in out if group]


def _below(g: Grammar, head: int, kind: str) -> list[list[Word]]:
    """Targets named only in a clause below: "refused to meet the envoy", "demanded that the mayor resign", "fired, killing a guard"."""
    out: list[list[Word]] = []
    purposes = [c for w in g.children(head, "obj") for c in g.children(w.index, "acl") if c.lemma in _HELPING and c.xpos == "VB"]
    for clause in (*g.children(head, "xcomp", "ccomp", "advcl"), *purposes):
        helped = kind in ("AID", "AGREE", "MOBILIZE") and clause.lemma in _HELPING
        if clause.deprel == "advcl" and kind != "ASSAULT" and not helped and not (kind == "PROTEST" and clause.lemma in _MARCHING):
            continue
        if clause.deprel == "advcl" and (clause.xpos not in ("VB", "VBG") or g.children(clause.index, "nsubj")):
            continue
        if kind in ("REQUEST", "ACCUSE", "SANCTION") and clause.deprel == "ccomp":
            out.append(list(g.children(clause.index, "nsubj")))
        elif not helped and (kind in ("RETREAT", "MOBILIZE") or (kind in ("AGREE", "CONCEDE") and clause.lemma not in _SERVING)):
            out.append(list(g.children(clause.index, "iobj")) if kind == "AGREE" else [])
        elif clause.deprel != "ccomp":
            out.append(list(g.children(clause.index, "iobj")))
            out.append(list(g.children(clause.index, "obj")))
            out += list(with_case(g, clause.index, _TARGET.get(kind, ())))
    return [group for group in out if group]


def of_noun(g: Grammar, head: int, kind: str, cast: Cast, named: int) -> tuple[list[Word], list[list[Word]]]:
    """The same around a noun; `named` is the word that names the act, where `head` is what it describes."""
    word = g.words[head]
    owner = list(g.children(head, "nmod:poss"))
    sources, groups = _by(g, head), list(with_case(g, head, _TARGET.get(kind, ())))
    groups = [group for group in groups if not any(w in sources for w in group)]
    of = next(with_case(g, head, ("of",)), [])
    between = next(with_case(g, head, ("between", "among")), [])
    if between:
        broker = _through_verb(g, word, kind, [], [])[0] if word.lemma.lower() in _BROKERING or word.index != named else []
        return (broker, [between, *groups]) if broker else (between, groups)
    suffered = word.lemma.lower() in _SUFFERED
    if owner:
        if suffered:
            groups.insert(0, owner)
        else:
            sources = sources or owner
    if of:
        if kind in _DONE_BY or word.lemma.lower() in ("resignation", "withdrawal", "surrender", "apology", "defection"):
            sources = sources or of
        else:
            groups.insert(0, of)
    if kind in ("REQUEST", "THREATEN") or word.lemma.lower() in _FROM:
        came = next(with_case(g, head, ("from",)), [])
        up = g.words[word.head] if word.head >= 0 else None
        if came and not sources and up is not None and word.deprel == "obj" and is_verb(up):
            return came, [list(subjects(g, up.index)), *groups]  # "faces criticism from the league"
        sources = sources or came
    if not sources:
        sources = [word] if cast.at(head) and word.entity == "person" else _compound(g, head, cast)
    return _through_verb(g, word, kind, sources, groups)


def not_theirs(g: Grammar, head: int, kind: str) -> tuple[Word, ...]:
    """The subject of a verb that judges, denies or asks for the act it takes as its object, and so does not do it: "The <embassy> condemned
    the killings", "The <league> called for her release"; () of any other act. Who calls for a strike or for talks takes part."""
    word = g.words[head]
    up = _above(g, word)
    if is_verb(word) and word.deprel == "ccomp" and word.head >= 0 and g.words[word.head].lemma == "deny" and is_passive(g, head):
        return subjects(g, word.head)  # "The ministry denied that she had been arrested"
    if up is None or not (
        up.lemma in _JUDGING or (up.lemma in _ANSWERING and kind not in _TOGETHER) or (up.lemma in _ASKING and kind not in _SHARED)
    ):
        return ()
    return subjects(g, up.index)


def _above(g: Grammar, word: Word) -> Word | None:
    """The verb that a noun is an object of, also through "and"."""
    while word.deprel == "conj" and word.head >= 0 and not is_verb(g.words[word.head]):
        word = g.words[word.head]
    up = g.words[word.head] if word.head >= 0 and word.deprel in ("obj", "obl", "nsubj:pass") and not is_verb(word) else None
    return up if up is not None and is_verb(up) else None


def _harmed(g: Grammar, verb: Word, sources: list[Word], groups: list[list[Word]]) -> tuple[list[Word], list[list[Word]]]:
    """Who did it and who suffered it where an attack stands beside its harm: "Gunmen killed two clerks in a raid", "two died in a raid"."""
    above = list(subjects(g, verb.index))
    if is_passive(g, verb.index) or verb.lemma == "die":
        return sources or _by(g, verb.index), [*groups, above]
    objects = [w for w in g.children(verb.index, "obj", "nsubj") if w.index > verb.index]
    return (sources or above, [*groups, objects]) if objects else (sources, groups)


def _compound(g: Grammar, head: int, cast: Cast) -> list[Word]:
    """As in "a police raid", "Norwegian shelling": a word in front that names an actor."""
    return [w for w in g.children(head, "compound", "amod") if cast.at(w.index) or w.index in cast.nations]


def _through_verb(g: Grammar, word: Word, kind: str, sources: list[Word], groups: list[list[Word]]) -> tuple[list[Word], list[list[Word]]]:
    """Parties that hang on the verb a nominal act goes with: "the league held talks with the clan", "a raid was carried out by"."""
    up = g.words[word.head] if word.head >= 0 else None
    if not_theirs(g, word.index, kind):
        return sources, groups
    if up is None or not is_verb(up):
        if word.deprel == "conj" and up is not None and not sources and not groups:
            return _through_verb(g, up, kind, sources, groups)
        return sources, groups
    light = up.lemma in _LIGHT
    if word.deprel == "obj" or (light and (word.deprel == "obl" or as_object(g, word) == up.index)):
        if not sources and (light or kind in ("PROTEST", "CONSULT", "COOPERATE", "MOBILIZE")):
            sources = _by(g, up.index) if is_passive(g, up.index) else list(subjects(g, up.index))
        if light:
            groups = groups + list(with_case(g, up.index, _TARGET.get(kind, ())))
    elif word.deprel == "obl" and kind == "ASSAULT" and harms(g, up) and cases(g, word.index) & _AMID:
        return _harmed(g, up, sources, groups)
    elif word.deprel == "nsubj" and kind == "ASSAULT" and (harms(g, up) or up.lemma in _HITS):
        groups = [*groups, list(g.children(up.index, "obj"))]  # "the shelling killed two clerks"
    elif word.deprel == "nsubj:pass":
        sources = sources or _by(g, up.index)
        groups = groups + list(with_case(g, up.index, _TARGET.get(kind, ())))
    return sources, groups
