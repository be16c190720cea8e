"""Pairs: mentions that the grammar of a sentence makes one: apposition, "X is the Y", a full name with its letters in brackets."""

from __future__ import annotations

import re

from dateline.article import Article
from dateline.grammar.words import Grammar, Word
from dateline.who.phrase import Code
from dateline.who.shapes import Mention

_ENDS = (",", ".", ";", ":", "–", "—", ")", "-", "”", '"')
#: "the governor in Tarn, Ann Roe"
_PLACED = re.compile(r"^(?:in|of|for|at|to) [^,.;]{2,40},$")
_BECOMES = frozenset(("become", "remain"))
_NOT = frozenset(("not", "n't", "n’t", "never", "no"))
_REACH = 20  #: words from such a verb to its "as"
#: "named Ann Roe as her trade minister"
_MAKES = frozenset("name appoint nominate pick choose elect select install swear introduce present propose confirm reappoint".split())
_STYLES = frozenset(("call", "style", "dub", "term", "name"))
_SELF = frozenset(("itself", "themselves", "himself", "herself"))
_THEN = (", then", ", now", ", formerly", ", at the time")
_LINKS = ("known as", "called", "named", "dubbed", "nicknamed", "alias", "aka")


def find_pairs(article: Article, grammar: Grammar, mentions: list[Mention], codes: list[Code]) -> dict[int, int]:
    """For each such mention the index of the earlier one it is one with."""
    out: dict[int, int] = {}
    heads = {word: m for m in mentions for word in (m.head, m.top)}
    for i, mention in enumerate(mentions):
        if mention.kind == "pronoun":
            continue
        for j in range(i + 1, min(i + 8, len(mentions))):
            other = mentions[j]
            if other.first < mention.last:
                continue
            if other.first > mention.last + 4:
                break
            if other.kind != "pronoun":
                _settle(article, mention, other)
            if other.kind != "pronoun" and _apposed(article, grammar, mention, other, codes):
                out.setdefault(j, i)
            break
        _predicate(grammar, mention, heads, out)
        _made(grammar, mention, heads, out)
        _self_styled(grammar, mention, heads, out)
    return out


def _settle(article: Article, a: Mention, b: Mention) -> None:
    """A name and the noun beside it are of one sort, and the noun knows better: "Marsh Lantern, a charity" is no person."""
    name, noun = (a, b) if a.kind == "name" else (b, a)
    if name.kind != "name" or noun.kind != "nominal" or article.text[a.span.end : b.span.start] != ", " or noun.role is None:
        return
    letters = len(name.name) == 1 and article.text[name.span.start : name.span.end].isupper()
    if name.sort == "person" and noun.sort == "body" and noun.det in ("a", "an", "the") and name.role is None and (name is a or letters):
        name.sort, name.name, name.weak_gender = "body", (), ""
    elif (
        name.sort == "body"
        and noun.sort == "person"
        and not name.noun
        and not name.hits
        and len(name.key.split()) in (2, 3)
        and not name.det
    ):
        name.sort, name.number = "person", "sg"
        name.name, name.name_span = tuple(name.key.split()), name.span


def _apposed(article: Article, grammar: Grammar, a: Mention, b: Mention, codes: list[Code]) -> bool:
    between = article.text[a.span.end : b.span.start]
    if "\n" in between or a.sentence != b.sentence or (a.inner != b.inner and a.inner):
        return False
    gap = between.strip()
    if gap == "(":
        return _letters(a, b, article)
    if gap.strip(", ").removeprefix("also ").strip() in _LINKS:
        return _alike(a, b, codes)
    if gap in (", or", "or") and _initials(b, article):
        return _letters(a, b, article)
    if gap == "" and between == " ":
        return a.kind == "nominal" and b.kind == "name" and a.sort == b.sort == "body" and a.det in ("the", "a", "an")
    if gap == "and" and b.kind == "name" and a.kind == "nominal" and a.sort == b.sort == "person":
        return not a.det and a.number == "sg" and a.part == "body" and a.subject and b.role is not None and a.role is not None and not b.det
    if gap in _THEN and b.kind == "nominal":
        gap = ","
    if a.kind == "nominal" and b.kind == "name" and _PLACED.match(gap) and grammar.words[b.top].deprel == "appos":
        gap = ","
    if gap != "," or not _alike(a, b, codes):
        return False
    after = grammar.words[b.last].text if b.last < len(grammar.words) and grammar.words[b.last].sentence == b.sentence else "."
    tied = grammar.words[b.top].deprel == "appos" or grammar.words[a.top].deprel == "appos"
    if a.kind == b.kind == "name":
        return b.sort == "body" and after == "," and _initials(b, article) and not _listed(grammar, b)
    if after in ("and", "or") and not tied:
        return False
    if _listed(grammar, b):
        return False
    follows = grammar.words[min(b.last, len(grammar.words) - 1)].upos
    return tied or after.startswith(_ENDS) or follows in ("PRON", "ADP", "SCONJ", "ADV")


def _alike(a: Mention, b: Mention, codes: list[Code]) -> bool:
    """Whether a name and a noun can be one actor: same sort and number, no other country."""
    if a.sort != b.sort or a.sort not in ("person", "body"):
        return False
    if a.number and b.number and a.number != b.number:
        return False
    if a.gender and b.gender and a.gender != b.gender:
        return False
    x, y = codes[a.index], codes[b.index]
    if a.sort == "body" and x.country and y.country and x.country != y.country:
        return False
    if a.kind == b.kind == "nominal":
        return b.det in ("a", "an")
    noun = b if a.kind == "name" else a
    return noun.det != "no" and not noun.key.startswith(("another ", "other "))


def _listed(grammar: Grammar, b: Mention) -> bool:
    """ "The mayor, a priest and two farmers" is a list: a comma stands before the first, or "and" follows soon after the second."""
    words = grammar.words
    last = min(b.last + 8, len(words))
    for i in range(b.last, last):
        if words[i].sentence != b.sentence or words[i].upos in ("VERB", "AUX", "PUNCT"):
            return False
        if words[i].text in ("and", "or"):
            return words[b.top].deprel == "conj" or words[i].head == b.top
    return False


def _initials(b: Mention, article: Article) -> bool:
    return re.fullmatch(r"[A-Z][A-Z-]{1,7}", article.text[b.span.start : b.span.end]) is not None


def _letters(a: Mention, b: Mention, article: Article) -> bool:
    """ "Farm Workers' League (FWL)": the letters stand in the name in their order."""
    letters = article.text[b.span.start : b.span.end].replace(".", "")
    if not (letters.isupper() and 2 <= len(letters) <= 10) or a.kind == "pronoun":
        return False
    if a.sort != "body":
        return False
    name = iter(article.text[a.span.start : a.span.end].upper())
    return all(c in name for c in letters) or a.kind == "name"


def _predicate(grammar: Grammar, mention: Mention, heads: dict[int, Mention], out: dict[int, int]) -> None:
    """ "Ann Roe is the mayor of Tarn", "she became a judge", "he was a miller and poet"."""
    if mention.kind != "nominal" or mention.sort not in ("person", "body"):
        return
    word, det = grammar.words[mention.head], mention.det
    if word.deprel == "conj" and word.head >= 0 and not any(w.deprel.startswith(("nsubj", "cop")) for w in grammar.children(word.index)):
        if det not in ("a", "an", "the", ""):
            return
        word = grammar.words[word.head]
    elif det not in ("a", "an", "the"):
        return
    subject = _subject_of(grammar, word)
    other = heads.get(subject.index) if subject is not None else None
    if other is None or other.index >= mention.index or (other.gender and mention.gender and other.gender != mention.gender):
        return
    he = other.kind == "pronoun" and other.gender in ("m", "f") and mention.sort == "person"
    if he or (other.kind == "name" and other.sort == mention.sort and (word.index == mention.head or other.sort == "person")):
        out.setdefault(mention.index, other.index)


def _subject_of(grammar: Grammar, word: Word) -> Word | None:
    """Of whom a noun is said: the subject of "is" before it, or of "became"."""
    below = grammar.children(word.index)
    verb = grammar.words[word.head] if word.head >= 0 else None
    if any(w.deprel == "cop" for w in below):
        if word.deprel == "conj" or any(w.deprel == "case" for w in below):
            return None
    elif verb is not None and verb.lemma in _BECOMES and word.deprel in ("xcomp", "obj"):
        below = grammar.children(verb.index)
    else:
        return None
    if any(w.text.lower() in _NOT for w in below):
        return None
    subject = next((w for w in below if w.deprel.startswith("nsubj")), None)
    asked = subject is not None and any(w.deprel in ("cop", "aux") and w.index < subject.index for w in below)
    return None if asked else subject  # "Is he a spy?" says nothing of him


def _made(grammar: Grammar, mention: Mention, heads: dict[int, Mention], out: dict[int, int]) -> None:
    """ "named Ann Roe, a banker, as her <trade minister>", "Ann Roe was sworn in as <mayor>"."""
    words, first = grammar.words, grammar.sentences[mention.sentence].first
    if mention.kind != "nominal" or mention.sort != "person" or mention.number == "pl" or mention.first == first:
        return
    if words[mention.first - 1].text.lower() != "as":
        return
    verb = next((w for w in reversed(words[max(first, mention.first - _REACH) : mention.first - 1]) if w.upos == "VERB"), None)
    if verb is None or verb.lemma not in _MAKES:
        return
    passive = any(w.deprel == "aux:pass" for w in grammar.children(verb.index))
    subject = next((w for w in grammar.children(verb.index) if w.deprel.startswith("nsubj")), None)
    near = (subject.index,) if passive and subject is not None else range(verb.index + 1, verb.index + 9)
    other = next((heads[i] for i in near if i in heads and heads[i].kind == "name"), None)
    if other is not None and other.sort == "person" and other.index < mention.index:
        out.setdefault(mention.index, other.index)


def _self_styled(grammar: Grammar, mention: Mention, heads: dict[int, Mention], out: dict[int, int]) -> None:
    """ "The junta, which calls itself <the Council of Salvation>": one body."""
    word = grammar.words[mention.top]
    verb = grammar.words[word.head] if word.head >= 0 else None
    if verb is None or verb.lemma not in _STYLES or word.deprel not in ("obj", "xcomp") or mention.sort == "country":
        return
    below = grammar.children(verb.index)
    if not any(w.text.lower() in _SELF and verb.index < w.index < mention.first for w in below):
        return
    subject = next((w.index for w in below if w.deprel == "nsubj"), -1)
    if subject >= 0 and grammar.words[subject].upos == "PRON" and verb.deprel == "acl:relcl":
        subject = verb.head
    other = heads.get(subject)
    if other is not None and other.index < mention.index:
        out.setdefault(mention.index, other.index)
