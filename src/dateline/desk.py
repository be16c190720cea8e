"""The order of work: Article -> Notes -> Record. Every stage is called by name; there is no registry.

Worker processes change speed, never the answer: each article is read on its own and results come back in the order of the input.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dateline import did, grammar, said, when, where, who
from dateline.article import Article
from dateline.errors import DatelineError, Refused
from dateline.notes import Notes
from dateline.record import RECORD_VERSION, MadeBy, Record, dumps, from_notes, loads
from dateline.settings import setting

if TYPE_CHECKING:
    from dateline.did import DidRules
    from dateline.grammar import Tagger
    from dateline.grammar.words import Grammar
    from dateline.said import SaidRules
    from dateline.when import WhenRules
    from dateline.where import Gazetteer
    from dateline.who import Offices, WhoLexicon

Item = TypeVar("Item", Article, Article | Refused)
_LETTERS = 60_000  # characters of a batch that is not to grow: all it found is held until the last of it is read


@dataclass(frozen=True, slots=True)
class Tools:
    """The models, rules and lexicons that the stages are handed."""

    tagger: Tagger
    when: WhenRules
    gazetteer: Gazetteer
    said: SaidRules
    who: WhoLexicon
    did: DidRules

    @property
    def made_by(self) -> MadeBy:
        """Names of software and models, kept in every record."""
        return MadeBy(_version(), RECORD_VERSION, self.tagger.model, self.gazetteer.version)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader chose: a full gazetteer beside the embedded one; `no_model` for acts and states found by rules alone."""

    gazetteer: Path | None = None
    no_model: bool = False


@cache
def _version() -> str:
    """This software's version, looked up among the installed once: that reads a file."""
    return version("dateline")


def load_tools(gazetteer: Path | None = None, *, no_model: bool = False) -> Tools:
    """Loads the tagger, the gazetteer (with a full one at that path) and all rules once a process. Raises ModelError or RuleError."""
    return _load_tools(Choice(gazetteer, no_model))


@cache
def _load_tools(choice: Choice) -> Tools:
    acts = did.load_did(alone=choice.no_model)
    return Tools(grammar.load_tagger(), when.load_when(), where.load_gazetteer(choice.gazetteer), said.load_said(), who.load_who(), acts)


def read_articles(articles: Iterable[Article], tools: Tools) -> Iterator[Notes]:
    """Reads articles in batches of the setting `batch_articles`, in order."""
    for batch in batches(articles):
        for article, words in zip(batch, tools.tagger.tag(batch), strict=True):
            yield annotate(article, words, tools)


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """What is read in one go, in order: as many as the setting `batch_articles` says, fewer where they are long."""
    most = setting("batch_articles")
    batch: list[Item] = []
    room = _LETTERS
    for item in items:
        batch.append(item)
        room -= len(item.text) if isinstance(item, Article) else 0
        if len(batch) == most or room <= 0:
            yield batch
            batch, room = [], _LETTERS
    if batch:
        yield batch


def annotate(article: Article, words: Grammar, tools: Tools) -> Notes:
    """All stages above the tagger on one article."""
    notes = Notes(article, words)
    notes.file("times", when.find_times(article, words, tools.when))
    notes.file("places", where.find_places(article, words, tools.gazetteer))
    notes.file("allusions", where.find_allusions(article, words, notes.places, tools.gazetteer))
    statements = said.find_statements(article, words, notes.times, tools.said)
    notes.file("actors", who.find_actors(article, words, notes.places, statements, tools.who))
    notes.file("statements", said.resolve_speakers(article, words, statements, notes.actors))
    notes.file(
        "events",
        did.find_events(
            article,
            words,
            times=notes.times,
            places=notes.places,
            actors=notes.actors,
            statements=notes.statements,
            rules=tools.did,
            allusions=notes.allusions,
        ),
    )
    notes.file(
        "conditions",
        did.find_conditions(article, words, times=notes.times, places=notes.places, statements=notes.statements, rules=tools.did),
    )
    notes.file("casualties", did.find_casualties(article, words, events=notes.events, rules=tools.did))
    return notes


def read_records(
    items: Iterable[Article | Refused], *, workers: int = 1, gazetteer: Path | None = None, no_model: bool = False
) -> Iterator[Record | Refused]:
    """Records of articles in the order given; what was refused stays in its place. `workers` processes share the work.

    `gazetteer` is a full gazetteer to use beside the embedded one; with `no_model` acts and states are found by rules alone. Raises
    ModelError before anything is read if the file is no gazetteer.
    """
    where.load_gazetteer(gazetteer)
    choice = Choice(gazetteer, no_model)
    if workers <= 1:
        yield from _in_this_process(items, choice)
    else:
        yield from _in_workers(items, workers, choice)


def appoint(items: Iterable[Record | Refused], offices: Offices) -> Iterator[Record | Refused]:
    """Records with the persons of a table of office holders coded by it, each valid on the day of publication."""
    lexicon = who.load_who()
    for item in items:
        yield item if isinstance(item, Refused) else replace(item, actors=who.with_offices(item.actors, item.published, offices, lexicon))


def _in_this_process(items: Iterable[Article | Refused], choice: Choice) -> Iterator[Record | Refused]:
    for batch in batches(items):
        yield from _read_batch(batch, choice)


def _in_workers(items: Iterable[Article | Refused], workers: int, choice: Choice) -> Iterator[Record | Refused]:
    todo = batches(items)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        running: deque[Future[list[bytes | Refused]]] = deque()
        while True:
            while len(running) < 2 * workers and (batch := next(todo, None)) is not None:
                running.append(pool.submit(_read_lines, batch, choice))
            if not running:
                return
            try:
                lines = running.popleft().result()
            except BrokenProcessPool as error:
                raise DatelineError("a worker process died, most likely for want of memory; use fewer --workers") from error
            for line in lines:
                yield line if isinstance(line, Refused) else loads(line)


def _read_lines(batch: Sequence[Article | Refused], choice: Choice) -> list[bytes | Refused]:
    """Records of a batch as JSON lines: what travels fast from a worker process."""
    _settle(choice)
    return [item if isinstance(item, Refused) else dumps(item) for item in _read_batch(batch, choice)]


@cache
def _settle(choice: Choice) -> None:
    """Once a worker process: loads what is needed, which then stays for good, so that the collector of rubbish never goes through it."""
    gc.set_threshold(setting("collect_after"))
    _load_tools(choice).tagger.session  # noqa: B018
    gc.freeze()


def _read_batch(batch: Sequence[Article | Refused], choice: Choice) -> list[Record | Refused]:
    """Records of a batch. A batch that fails is read again one by one, so that one bad article costs only itself."""
    tools = _load_tools(choice)
    articles = [item for item in batch if isinstance(item, Article)]
    done: list[Record | Refused]
    try:
        done = [from_notes(notes, tools.made_by) for notes in read_articles(articles, tools)]
    except Exception:
        done = [_read_one(article, tools) for article in articles]
    records = iter(done)
    return [item if isinstance(item, Refused) else next(records) for item in batch]


def _read_one(article: Article, tools: Tools) -> Record | Refused:
    try:
        return from_notes(next(read_articles([article], tools)), tools.made_by)
    except Exception as error:
        where_ = article.source.path or article.source.url or article.id
        return Refused(where_, f"could not be read because of a fault in Dateline ({type(error).__name__}: {error}); please report it")
