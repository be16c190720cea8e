"""What `dateline tag` reads and writes: copy, or sentences that were cut elsewhere, to CoNLL-U or JSON lines."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from dateline.article import Article
from dateline.errors import Refused
from dateline.grammar import Grammar, Tagger
from dateline.grammar.blocks import given
from dateline.settings import setting

Tagged = tuple[str, str, Grammar]  # id, text, words
_BLANK = re.compile(r"[ \t]+")


def tag_copy(items: Iterable[Article | Refused], tagger: Tagger) -> Iterator[Tagged | Refused]:
    """Tags articles in batches, in order; what was refused stays in its place."""
    todo = iter(items)
    while batch := list(islice(todo, setting("batch_articles"))):
        found = iter(tagger.tag([item for item in batch if isinstance(item, Article)]))
        for item in batch:
            yield item if isinstance(item, Refused) else (item.id, item.text, next(found))


def tag_tokenized(sources: Iterable[str], tagger: Tagger) -> Iterator[Tagged | Refused]:
    """Tags sentences as they were cut: one a line, blanks between words; an empty line ends a document. Raises OSError."""
    for source in sources:
        raw = sys.stdin.buffer.read(setting("max_bytes") + 1) if source == "-" else Path(source).read_bytes()
        if len(raw) > setting("max_bytes"):
            yield Refused(source, f"is larger than the setting max_bytes ({setting('max_bytes'):,})")
            continue
        name = "stdin" if source == "-" else Path(source).stem
        documents = list(_documents(raw.decode("utf-8", "replace")))
        if not documents:
            yield Refused(source, "holds no words")
        for number, sentences in enumerate(documents, 1):
            text, draft = given(sentences)
            yield (f"{name}-{number}" if len(documents) > 1 else name), text, tagger.finish([draft])[0]


def _documents(text: str) -> Iterator[list[list[str]]]:
    document: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        words = [word for word in _BLANK.split(line.strip("\ufeff\r")) if word]
        if words:
            document.append(words)
        elif document:
            yield document
            document = []
