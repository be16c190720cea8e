"""Voices: who speaks in copy that prints talk without saying who: speeches, interviews, hearings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dateline.article import Span
from dateline.grammar.words import Word
from dateline.who.board import Board
from dateline.who.cluster import Cluster
from dateline.who.shapes import HONORIFICS, Mention

Voice = tuple[Cluster | None, Cluster | None]  #: who says "I" and whom he calls "you"
_TALK, _TOP = 4, 80  #: how often such copy says "I", words of its top
_HEADING = 20  #: words of a paragraph that may be a heading
_ASKED = 3  #: paragraphs that end in a question, from which copy is an interview
_TELLS = frozenset(("tell", "talk", "speak", "discuss", "answer", "explain"))
_ADDRESSES = frozenset("speech address remarks remark statement lecture sermon testimony eulogy keynote argument".split())
_AM = frozenset(("am", "'m", "’m"))
_TITLES = frozenset(("dr", "prof", "counsel", "counselor", "justice", "judge", *HONORIFICS))
_BEGIN = frozenset(("proceed", "begin", "continue", "start"))
_PLAIN = frozenset((".", "?", "!", ",", ":", "-", "–", "—"))


def find_voices(board: Board, mentions: Sequence[Mention], paragraphs: Sequence[Span]) -> Mapping[int, Voice]:
    """For each paragraph, by its offset, who says "I" there and who is "you". Empty where nothing tells."""
    if sum(m.person == 1 and m.number == "sg" and m.quote < 0 for m in mentions) < _TALK:
        return {}
    words = [board.grammar.within(span) for span in paragraphs]
    asked = [bool(found) and found[-1].text == "?" for found in words]
    told = list(_told(board, paragraphs, words, asked))
    if any(voice != (None, None) for _, voice in told):
        return dict(told)
    guest = _guest(board, many=sum(asked) >= _ASKED)
    if guest is not None:
        mixed = sum(asked) >= _ASKED
        return {
            span.start: (None, guest) if mixed and asks else (guest, None if mixed else guest)
            for span, asks in zip(paragraphs, asked, strict=True)
        }
    orator = _orator(board)
    return {span.start: (orator, None) for span in paragraphs} if orator is not None else {}


def _told(
    board: Board, paragraphs: Sequence[Span], words: Sequence[tuple[Word, ...]], asked: Sequence[bool]
) -> Iterator[tuple[int, Voice]]:
    """Paragraph by paragraph, who has the word since he said who he is ("I'm Ann Roe") or was called ("Counsel Roe?")."""
    starts = {m.first: m for m in board.mentions if m.kind == "name" and m.sort == "person"}
    present: list[Cluster] = []
    now: Cluster | None = None
    for span, inside, asks in zip(paragraphs, words, asked, strict=True):
        own = next((c for i, _ in enumerate(inside) if (c := _introduced(board, inside, i, starts)) is not None), None)
        if own is None and len(inside) < _HEADING:
            own = _announced(board, inside, starts)
        if own is not None:
            now = own
            present += [own] if own not in present else []
        elif now is not None and _names(board, inside, now, starts):  # nobody speaks of himself by name
            others = [c for c in present if c is not now]
            now = others[0] if len(others) == 1 and not asks else now if asks else None
        yield span.start, (None, now) if asks and own is None else (now, None)
        now = _called(board, inside, starts) or now


def _introduced(board: Board, words: Sequence[Word], i: int, starts: Mapping[int, Mention]) -> Cluster | None:
    """ "I'm Ann Roe", "My name is Ann Roe"."""
    low = [w.text.lower() for w in words[i : i + 3]]
    after = i + 2 if low[:1] == ["i"] and low[1:2] and low[1] in _AM else i + 3 if low == ["my", "name", "is"] else 0
    named = starts.get(words[after].index) if 0 < after < len(words) else None
    return board.at(named.index) if named is not None and named.quote < 0 and len(named.name) > 1 else None


def _announced(board: Board, words: Sequence[Word], starts: Mapping[int, Mention]) -> Cluster | None:
    """ "ARGUMENT OF ANN ROE ON BEHALF OF THE STATE", set above what she says."""
    after = next((i + 2 for i, w in enumerate(words[:-2]) if w.text.lower() in _ADDRESSES and words[i + 1].text.lower() in ("of", "by")), 0)
    named = next((starts[w.index] for w in words[after : after + 3] if w.index in starts), None) if after else None
    return board.at(named.index) if named is not None else None


def _names(board: Board, words: Sequence[Word], cluster: Cluster, starts: Mapping[int, Mention]) -> bool:
    return any(w.index in starts and board.at(starts[w.index].index) is cluster for w in words)


def _called(board: Board, words: Sequence[Word], starts: Mapping[int, Mention]) -> Cluster | None:
    """Who is called upon at the end of a paragraph by nothing but title and name: "Thank you. Counsel Roe?"."""
    if not words:
        return None
    last = [w for w in words if w.sentence == words[-1].sentence and w.text not in _PLAIN]
    if len(last) < _HEADING and last and last[-1].text.lower() in _BEGIN:  # "Mr Roe, please proceed."
        named = next((starts[w.index] for w in last if w.index in starts), None)
        return board.at(named.index) if named is not None else None
    named = starts.get(last[0].index) if last else None
    if named is None or named.last <= last[-1].index or not (named.role or last[0].text.lower().rstrip(".") in _TITLES):
        return None
    return board.at(named.index)


def _guest(board: Board, *, many: bool) -> Cluster | None:
    """Who is interviewed in copy that prints question and answer without names: the one person named at its top."""
    words = board.grammar.words
    asked = [w for w in words[:_TOP] if w.lemma.lower() == "interview"]
    if any(w.xpos == "NNS" for verb in asked for w in board.grammar.children(verb.index, "obj")):
        return None  # "interviews two experts"
    said = {w.sentence for w in words[:_TOP] if w in asked or (many and w.lemma.lower() in _TELLS)}
    top = [m for m in board.mentions if m.kind == "name" and m.sort == "person" and m.first < _TOP]
    top = [m for m in top if words[m.first - 1].text != ":" or not m.first]  # "Image: Ann Roe."
    for near in ([m for m in top if m.sentence in said], top if asked else []):
        found = {c.order: c for m in near if (c := board.at(m.index)) is not None}
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def _orator(board: Board) -> Cluster | None:
    """Whose speech it is: the one person whom its heading names with it ("Remarks by President Roe")."""
    words = board.grammar.words
    for sentence in board.grammar.sentences[:3]:
        inside = words[sentence.first : sentence.last]
        if not any(w.lemma.lower() in _ADDRESSES or w.text.lower() in _ADDRESSES for w in inside):
            continue
        named = [m for m in board.mentions if m.kind == "name" and m.sort == "person" and sentence.first <= m.first < sentence.last]
        found = {c.order: c for m in named if (c := board.at(m.index)) is not None}
        if len(found) == 1:
            return next(iter(found.values()))
    return None
