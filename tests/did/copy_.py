"""Sentences with their trees, written out by hand, so that the room is tested without the model."""

from __future__ import annotations

from dataclasses import replace

from dateline.article import Article, Part, Span
from dateline.fields import Actor, Place, Speaker, Statement, Time
from dateline.grammar.words import Grammar, Sentence, Word

AMBUSH = (
    "Gunmen gunman NOUN NNS 1 nsubj | ambushed ambush VERB VBD -1 root | a a DET DT 3 det | convoy convoy NOUN NN 1 obj"
    " | near near ADP IN 5 case | Tarn Tarn PROPN NNP 1 obl | on on ADP IN 7 case | Friday Friday PROPN NNP 1 obl"
    " | , , PUNCT , 9 punct | killing kill VERB VBG 1 advcl | nine nine NUM CD 11 nummod | soldiers soldier NOUN NNS 9 obj"
    " | . . PUNCT . 1 punct"
)
ARREST = (
    "Two two NUM CD 1 nummod | clerks clerk NOUN NNS 3 nsubj:pass | were be AUX VBD 3 aux:pass | arrested arrest VERB VBN -1 root"
    " | by by ADP IN 5 case | police police NOUN NN 3 obl:agent | in in ADP IN 7 case | Ostrel Ostrel PROPN NNP 3 obl"
    " | on on ADP IN 9 case | Monday Monday PROPN NNP 3 obl | . . PUNCT . 3 punct"
)
TALKS = (
    "The the DET DT 1 det | league league NOUN NN 2 nsubj | held hold VERB VBD -1 root | talks talk NOUN NNS 2 obj"
    " | with with ADP IN 6 case | the the DET DT 6 det | clan clan NOUN NN 3 nmod | on on ADP IN 8 case"
    " | Monday Monday PROPN NNP 2 obl | . . PUNCT . 2 punct"
)
AGREED = (
    "Karsk Karsk PROPN NNP 3 nsubj | and and CCONJ CC 2 cc | Velmar Velmar PROPN NNP 0 conj | agreed agree VERB VBD -1 root"
    " | to to PART TO 5 mark | share share VERB VB 3 xcomp | pilots pilot NOUN NNS 5 obj | . . PUNCT . 3 punct"
)
REFUSED = (
    "The the DET DT 1 det | minister minister NOUN NN 2 nsubj | refused refuse VERB VBD -1 root | to to PART TO 4 mark"
    " | meet meet VERB VB 2 xcomp | the the DET DT 6 det | envoy envoy NOUN NN 4 obj | . . PUNCT . 2 punct"
)
WILL = (
    "The the DET DT 1 det | army army NOUN NN 3 nsubj | will will AUX MD 3 aux | deploy deploy VERB VB -1 root"
    " | troops troops NOUN NNS 3 obj | along along ADP IN 7 case | the the DET DT 7 det | border border NOUN NN 3 obl"
    " | . . PUNCT . 3 punct"
)
SAID = (
    "Police police NOUN NN 1 nsubj | said say VERB VBD -1 root | on on ADP IN 3 case | Tuesday Tuesday PROPN NNP 1 obl"
    " | that that SCONJ IN 7 mark | guards guard NOUN NNS 7 nsubj | had have AUX VBD 7 aux | shelled shell VERB VBN 1 ccomp"
    " | the the DET DT 9 det | depot depot NOUN NN 7 obj | . . PUNCT . 1 punct"
)
DENIED = (
    "The the DET DT 1 det | mayor mayor NOUN NN 2 nsubj | denied deny VERB VBD -1 root | that that SCONJ IN 5 mark"
    " | police police NOUN NN 5 nsubj | fired fire VERB VBD 2 ccomp | on on ADP IN 8 case | the the DET DT 8 det"
    " | crowd crowd NOUN NN 5 obl | . . PUNCT . 2 punct"
)
MAY = (
    "If if SCONJ IN 2 mark | prices price NOUN NNS 2 nsubj | rise rise VERB VBP 7 advcl | , , PUNCT , 2 punct"
    " | the the DET DT 5 det | students student NOUN NNS 7 nsubj | may may AUX MD 7 aux | riot riot VERB VB -1 root"
    " | . . PUNCT . 7 punct"
)
NOMINAL = (
    "The the DET DT 1 det | shelling shelling NOUN NN 7 nsubj | of of ADP IN 3 case | Tarn Tarn PROPN NNP 1 nmod"
    " | by by ADP IN 6 case | the the DET DT 6 det | militia militia NOUN NN 1 nmod | lasted last VERB VBD -1 root"
    " | an a DET DT 9 det | hour hour NOUN NN 7 obl:tmod | . . PUNCT . 7 punct"
)
CYCLONE = (
    "The the DET DT 1 det | cyclone cyclone NOUN NN 3 nsubj | has have AUX VBZ 3 aux | killed kill VERB VBN -1 root"
    " | eleven eleven NUM CD 5 nummod | people people NOUN NNS 3 obj | in in ADP IN 7 case | Velmar Velmar PROPN NNP 3 obl"
    " | . . PUNCT . 3 punct"
)
RELATIVE = (
    "The the DET DT 1 det | men man NOUN NNS 6 nsubj | who who PRON WP 3 nsubj | kidnapped kidnap VERB VBD 1 acl:relcl"
    " | the the DET DT 5 det | nurse nurse NOUN NN 3 obj | fled flee VERB VBD -1 root | . . PUNCT . 6 punct"
)
HURT = "Nobody nobody PRON NN 2 nsubj:pass | was be AUX VBD 2 aux:pass | hurt hurt VERB VBN -1 root | . . PUNCT . 2 punct"
QUIET = (
    "The the DET DT 1 det | town town NOUN NN 3 nsubj | was be AUX VBD 3 cop | quiet quiet ADJ JJ -1 root | on on ADP IN 5 case"
    " | Friday Friday PROPN NNP 3 obl | . . PUNCT . 3 punct"
)
CALM_ALL_OVER = (
    "Order order NOUN NN 2 nsubj | had have AUX VBD 2 aux | returned return VERB VBN -1 root | to to ADP IN 5 case"
    " | every every DET DT 5 det | district district NOUN NN 2 obl | on on ADP IN 7 case | Friday Friday PROPN NNP 2 obl"
    " | . . PUNCT . 2 punct"
)
LIFTED = (
    "The the DET DT 1 det | curfew curfew NOUN NN 5 nsubj:pass | in in ADP IN 3 case | Ostrel Ostrel PROPN NNP 1 nmod"
    " | was be AUX VBD 5 aux:pass | lifted lift VERB VBN -1 root | . . PUNCT . 5 punct"
)
TENSE = (
    "The the DET DT 1 det | situation situation NOUN NN 2 nsubj | remains remain VERB VBZ -1 root | tense tense ADJ JJ 2 xcomp"
    " | in in ADP IN 5 case | Tarn Tarn PROPN NNP 2 obl | . . PUNCT . 2 punct"
)
STORM = (
    "Raiders raider NOUN NNS 1 nsubj | stormed storm VERB VBD -1 root | a a DET DT 3 det | mill mill NOUN NN 1 obj"
    " | , , PUNCT , 5 punct | killing kill VERB VBG 1 advcl | at at ADP IN 7 case | least least ADJ JJS 8 nmod"
    " | twelve twelve NUM CD 9 nummod | people people NOUN NNS 5 obj | . . PUNCT . 1 punct"
)
ENSUING = (
    "Violence violence NOUN NN 6 nsubj:pass | left leave VERB VBD 6 advmod | scores score NOUN NNS 6 nsubj:pass | of of ADP IN 4 case"
    " | people people NOUN NNS 2 nmod | badly badly ADV RB 6 advmod | injured injure VERB VBN -1 root | . . PUNCT . 6 punct"
)
SEIZED = (
    "Agents agent NOUN NNS 1 nsubj | seized seize VERB VBD -1 root | a a DET DT 3 det | lorry lorry NOUN NN 1 obj"
    " | and and CCONJ CC 5 cc | arrested arrest VERB VBD 1 conj | four four NUM CD 7 nummod | clerks clerk NOUN NNS 5 obj"
    " | . . PUNCT . 1 punct"
)
FEVER = (
    "A a DET DT 1 det | fever fever NOUN NN 2 nsubj:pass | killed kill VERB VBD -1 root | nine nine NUM CD 4 nummod"
    " | people people NOUN NNS 2 obj | . . PUNCT . 2 punct"
)
CAMP = (
    "Some some DET DT 1 advmod | 6,000 6,000 NUM CD 3 nummod | displaced displaced ADJ JJ 3 amod | people people NOUN NNS 4 nsubj"
    " | live live VERB VBP -1 root | in in ADP IN 6 case | tents tent NOUN NNS 4 obl | . . PUNCT . 4 punct"
)
VOTED = (
    "The the DET DT 1 det | senate senate NOUN NN 2 nsubj | voted vote VERB VBD -1 root | to to PART TO 4 mark"
    " | expel expel VERB VB 7 xcomp | Karsk Karsk PROPN NNP 4 obj | after after ADP IN 7 mark | hearing hear VERB VBG 2 advcl"
    " | the the DET DT 9 det | clerks clerk NOUN NNS 7 obj | . . PUNCT . 2 punct"
)
CLASH = (
    "Two two NUM CD 1 nummod | clerks clerk NOUN NNS 3 nsubj:pass | were be AUX VBD 3 aux:pass | injured injured ADJ JJ -1 root"
    " | in in ADP IN 6 case | the the DET DT 6 det | clash clash NOUN NN 3 obl | . . PUNCT . 3 punct"
)
MARCH = (
    "Police police NOUN NN 1 nsubj | attacked attack VERB VBD -1 root | a a DET DT 3 det | crowd crowd NOUN NN 1 obj"
    " | marching march VERB VBG 3 acl | through through ADP IN 6 case | Tarn Tarn PROPN NNP 4 obl | . . PUNCT . 1 punct"
)
DANGER = (
    "The the DET DT 1 det | prefect prefect NOUN NN 2 nsubj | warned warn VERB VBD -1 root | of of ADP IN 5 case"
    " | a a DET DT 5 det | flood flood NOUN NN 2 obl | . . PUNCT . 2 punct"
)
DENIED_AND_SAID = (
    "The the DET DT 1 det | prefect prefect NOUN NN 2 nsubj | denied deny VERB VBD -1 root | it it PRON PRP 2 obj"
    " | and and CCONJ CC 5 cc | said say VERB VBD 2 conj | guards guard NOUN NNS 7 nsubj | fired fire VERB VBD 5 ccomp"
    " | on on ADP IN 9 case | clerks clerk NOUN NNS 7 obl | . . PUNCT . 2 punct"
)

DAYS = {"Friday": "2021-03-05", "Monday": "2021-03-08", "Tuesday": "2021-03-09"}
TOWNS = ("Tarn", "Ostrel", "Velmar", "Karsk")


def grammar(*trees: str, **marks: dict[str, object]) -> tuple[Article, Grammar]:
    """An article of the sentences, one body paragraph each, and its grammar. `marks` sets fields of the words with that text."""
    text, words, sentences = "", [], []
    for n, tree in enumerate(trees):
        first, start = len(words), len(text)
        for row in tree.split(" | "):
            form, lemma, upos, xpos, head, deprel = row.split(" ")
            if len(text) > start and form not in ".,":
                text += " "
            at = len(text)
            text += form
            up = int(head) + first if int(head) >= 0 else -1
            word = Word(len(words), at, len(text), form, lemma, upos, xpos, up, deprel, n)
            words.append(replace(word, **marks.get(form, {})))
        sentences.append(Sentence(n, Span(start, len(text)), first, len(words)))
        text += "\n"
    parts = tuple(Part("body", s.span) for s in sentences)
    return Article("x", text, published="2021-03-10T12:00:00", parts=parts), Grammar(tuple(words), tuple(sentences), "hand_v0")


def spans(article: Article, words: str) -> list[Span]:
    """Every place where words stand."""
    out, at = [], article.text.find(words)
    while at >= 0:
        out.append(Span(at, at + len(words)))
        at = article.text.find(words, at + 1)
    return out


def actors(article: Article, *names: str) -> tuple[Actor, ...]:
    """One actor for each phrase that is named, its id the phrase."""
    return tuple(Actor(name, name, "group", tuple(spans(article, name))) for name in names)


def times(article: Article) -> tuple[Time, ...]:
    """The weekdays that stand in the text."""
    found = [(span, value) for day, value in DAYS.items() for span in spans(article, day)]
    return tuple(Time(span, "DATE", value, value, value, "hand") for span, value in sorted(found))


def places(article: Article) -> tuple[Place, ...]:
    """The towns that stand in the text."""
    found = [(span, town) for town in TOWNS for span in spans(article, town)]
    return tuple(Place(span, town, "city", "TRN", None, None, None, None, "hand") for span, town in sorted(found))


def statement(article: Article, content: str, cue: str, kind: str = "indirect") -> Statement:
    """A statement with one content and one cue."""
    return Statement("s1", Speaker(None), spans(article, cue)[0], (spans(article, content)[0],), kind, "speech", None, None, None, "hand")  # type: ignore[arg-type]
