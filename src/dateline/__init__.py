"""Dateline reads news copy and keeps the chronicle: what happened, when, where, who did what to whom, and who says so.

>>> import dateline
>>> record = dateline.read("samples/crisis/01_skela.txt")        # doctest: +SKIP
>>> [(record.words(e.trigger), e.date) for e in record.events]   # doctest: +SKIP

Importing this package is cheap: models and libraries are loaded when the first article is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dateline.article import Article, Dateline, Part, Source, Span
from dateline.errors import DatelineError, ModelError, RecordError, Refused, SourceError, StoreError
from dateline.fields import Actor, Casualty, Condition, Event, Place, Role, Speaker, Statement, Time

if TYPE_CHECKING:
    from dateline.api import code_pairs, code_phrases, read, read_many
    from dateline.record import Record, dumps, loads
    from dateline.store import Store, open_store

__all__ = [
    "Actor",
    "Article",
    "Casualty",
    "Condition",
    "Dateline",
    "DatelineError",
    "Event",
    "ModelError",
    "Part",
    "Place",
    "Record",
    "RecordError",
    "Refused",
    "Role",
    "Source",
    "SourceError",
    "Span",
    "Speaker",
    "Statement",
    "Store",
    "StoreError",
    "Time",
    "code_pairs",
    "code_phrases",
    "dumps",
    "loads",
    "open_store",
    "read",
    "read_many",
]

_API, _RECORD, _STORE = "dateline.api", "dateline.record", "dateline.store"
_LAZY = {"read": _API, "read_many": _API, "code_pairs": _API, "code_phrases": _API, "Record": _RECORD, "dumps": _RECORD, "loads": _RECORD}
_LAZY |= {"open_store": _STORE, "Store": _STORE}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'dateline' has no attribute {name!r}")
