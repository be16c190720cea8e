"""The error tree. Every message says what is wrong, where, and what to do.

DatelineError
├── SourceError        a source cannot be read at all (missing path, refused address)
│   └── Refused        one item of a source was refused; the rest of the batch goes on
├── RuleError          a rule or lexicon file is malformed (a fault of ours, found at load and in tests)
├── ModelError         the tagger or the gazetteer is missing, or its checksum differs
├── NotesError         a stage filed a value that its article does not support (a fault of ours)
├── QueryError         a question to a store cannot be asked: unknown filter, bad value, too slow
├── RecordError        a record cannot be read back: wrong version, missing key, offsets outside the text
├── ReviewError        a review cannot be filed: no such item or field, a value that the field cannot take
└── StoreError         a store cannot be opened, read or written: no store, a newer one, locked, disk full
"""

from __future__ import annotations


class DatelineError(Exception):
    """Base of all errors that Dateline raises on purpose."""


class SourceError(DatelineError):
    """A source cannot be read at all."""


class Refused(SourceError):
    """One item was refused. `where` names the item (path, path:line or URL), `reason` says why and what to do."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason

    def __reduce__(self) -> tuple[type[Refused], tuple[str, str]]:
        """What takes a refusal from one process to another."""
        return type(self), (self.where, self.reason)


class RuleError(DatelineError):
    """A rule file or lexicon is malformed."""


class ModelError(DatelineError):
    """The tagger or the gazetteer is missing or damaged."""


class NotesError(DatelineError):
    """A stage filed a value that the article's text does not support."""


class RecordError(DatelineError):
    """A record cannot be read back."""


class QueryError(DatelineError):
    """A question to a store cannot be asked as it stands."""


class ReviewError(DatelineError):
    """A review cannot be filed."""


class StoreError(DatelineError):
    """A store cannot be opened, read or written."""
