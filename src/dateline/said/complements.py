"""What reporting verbs take besides a clause: infinitives, gerunds, judgements and figures."""

from __future__ import annotations

from dateline.article import Article
from dateline.grammar.words import Grammar, Word
from dateline.said.cues import Cue, Found
from dateline.said.draft import Draft, pieces
from dateline.said.drafting import cut_off, draft_of


def infinitive(article: Article, grammar: Grammar, found: Found, relations: frozenset[str]) -> Draft | None:
    entry = found.takes("i")
    if entry is None:
        return None
    for kid in grammar.children(found.word.index, "obj", *sorted(relations)):
        target = kid
        if kid.deprel == "obj":
            inner = [k for k in grammar.children(kid.index, "acl") if _to(grammar, k)]
            if not inner:
                continue
            target = inner[0]
        if target.index > found.word.index and _to(grammar, target):
            tree = [i for i in grammar.subtree(target.index) if i > found.word.index]
            spans = pieces(article, grammar, cut_off(grammar, list(range(tree[0], tree[-1] + 1))))
            if spans:
                return draft_of(grammar, found, spans, "said.infinitive", entry.manner, frozenset(tree), weak=True)
    return _called_on(article, grammar, found, entry) if entry.particle else None


def _called_on(article: Article, grammar: Grammar, found: Found, entry: Cue) -> Draft | None:
    """ "Calling on the state to free them": where the tree went wrong, from the infinitive to the next mark."""
    sentence = grammar.sentences[found.word.sentence]
    for i in range(found.last, min(sentence.last - 1, found.last + 12)):
        word = grammar.words[i]
        if word.upos == "PUNCT" or word.xpos in ("VBD", "VBZ", "VBP", "MD"):
            return None
        if word.text.lower() == "to" and grammar.words[i + 1].xpos == "VB":
            end = next((k for k in range(i, sentence.last) if grammar.words[k].text in (",", ";", ".", ":")), sentence.last)
            spans = pieces(article, grammar, list(range(i, end)))
            return draft_of(grammar, found, spans, "said.infinitive", entry.manner, frozenset(range(i, end)), weak=True) if spans else None
    return None


def _to(grammar: Grammar, word: Word) -> bool:
    return any(k.text.lower() == "to" and k.index < word.index for k in grammar.children(word.index, "mark", "aux"))


def gerund(article: Article, grammar: Grammar, found: Found, marks_of: frozenset[str]) -> Draft | None:
    entry = found.takes("g")
    if entry is None:
        return None
    end = min(grammar.sentences[found.word.sentence].last, found.word.index + 40)
    for i in range(found.last, end):
        word = grammar.words[i]
        if word.xpos != "VBG" and not word.text.lower().endswith("ing"):
            continue
        if word.upos not in ("VERB", "AUX") or not any(a.index == found.word.index for a in grammar.ancestors(i)):
            continue
        host = grammar.words[word.head] if word.deprel in ("aux", "cop") else word
        marks = [k for k in grammar.children(host.index, "mark", "case") if k.text.lower() in marks_of and k.index < host.index]
        own = host.deprel == "xcomp" and host.head == found.word.index
        if not marks and not own:
            continue
        tree = [j for j in grammar.subtree(host.index) if j > (marks[0].index if marks else found.word.index)]
        spans = pieces(article, grammar, cut_off(grammar, list(range(tree[0], tree[-1] + 1)))) if tree else ()
        if spans:
            return draft_of(grammar, found, spans, "said.gerund", entry.manner, frozenset(tree))
    return None


def judgement(article: Article, grammar: Grammar, found: Found, markers: frozenset[str]) -> Draft | None:
    """ "Thinks a call-up likely", "described the raid as a blunder": the judgement is what is said."""
    entry = found.takes("a")
    cue = found.word
    if entry is None or cue.relation == "acl" or any(k.deprel == "nsubj:pass" for k in grammar.children(cue.index)):
        return None
    for kid in grammar.children(cue.index, "xcomp", "obl", "advcl", "ccomp"):
        if kid.index < cue.index:
            continue
        marker = [k for k in grammar.children(kid.index, "case", "mark") if k.text.lower() in markers]
        if not marker and not (
            kid.deprel == "xcomp" and entry.lemma in ("call", "deem", "label", "brand", "dub", "think", "consider", "pronounce", "term")
        ):
            continue
        if any(k.text.lower() == "to" for k in grammar.children(kid.index, "mark")):
            continue
        tree = [j for j in grammar.subtree(kid.index) if j > (marker[0].index if marker else cue.index)]
        if tree and not marker and entry.lemma == "call" and tree[0] == found.last and not grammar.children(cue.index, "obj"):
            continue  # "called his counterpart late on Thursday" is a telephone call
        spans = pieces(article, grammar, list(range(tree[0], tree[-1] + 1))) if tree else ()
        if spans:
            return draft_of(grammar, found, spans, "said.judgement", entry.manner, frozenset(tree), weak=True)
    return None


def figure(article: Article, grammar: Grammar, found: Found, marks: frozenset[str]) -> Draft | None:
    """ "Put the number of dead at 17": the figure with what it counts."""
    cue = found.word
    if found.takes("f") is None:
        return None
    if found.takes("c") is not None:
        return toll(article, grammar, found)
    end = grammar.sentences[cue.sentence].last
    at = next((i for i in range(cue.index + 1, min(end, cue.index + 14)) if grammar.words[i].text.lower() in marks), -1)
    number = next((i for i in range(at + 1, min(end, at + 7)) if grammar.words[i].upos == "NUM"), -1) if at > 0 else -1
    if number < 0 or any(
        w.upos == "PUNCT" or (w.xpos in ("VBD", "VBZ", "VBP", "MD") and w.upos in ("VERB", "AUX"))
        for w in grammar.words[cue.index + 1 : at]
    ):
        return None
    last = (
        max([number, *(i for i in grammar.subtree(grammar.words[number].head) if at < i < number + 4)])
        if grammar.words[number].head > at
        else number
    )
    spans = pieces(article, grammar, list(range(at + 1 if at == cue.index + 1 else cue.index + 1, last + 1)))
    return draft_of(grammar, found, spans, "said.figure", "speech", frozenset(range(cue.index + 1, last + 1))) if spans else None


def toll(article: Article, grammar: Grammar, found: Found) -> Draft | None:
    """ "Hospitals reported 17 injured": the figure right behind the verb with what it counts, up to the next mark or clause."""
    words, end = grammar.words, grammar.sentences[found.word.sentence].last
    number = next((i for i in range(found.last, min(end, found.last + 4)) if words[i].upos == "NUM"), -1)
    if number < 0 or any(w.upos not in ("ADV", "ADP", "ADJ", "SYM", "DET") for w in words[found.last : number]):
        return None
    stop = next((i for i in range(number, end) if words[i].upos in ("PUNCT", "SCONJ") or words[i].xpos in ("VBZ", "VBP", "MD")), end)
    indexes = list(range(found.last, min(stop, number + 12)))
    spans = pieces(article, grammar, indexes)
    return draft_of(grammar, found, spans, "said.figure", found.manner, frozenset(indexes)) if spans else None
