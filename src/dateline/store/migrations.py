"""Migrations: named steps from each released schema to the newest, applied in order inside the caller's transaction.

`schema.sql` is the newest schema; a new store is made from it at once. A store made by an older Dateline gets the steps it lacks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Migration:
    """One step. `sql` leads from the schema before it to its own; that of the first is empty, for nothing came before."""

    name: str
    sql: str = ""


#: In order. A released step is never changed: a new one is added, and schema.sql brought to what it leads to.
MIGRATIONS: tuple[Migration, ...] = (Migration("0001-first"),)


def schema() -> str:
    """The newest schema as SQL."""
    return files("dateline.store").joinpath("schema.sql").read_text(encoding="utf-8")


def applied(db: sqlite3.Connection) -> list[str]:
    """Names of the steps that a store has seen, in order; empty for a database without tables."""
    if not db.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'").fetchone():
        return []
    return [name for (name,) in db.execute("SELECT name FROM migrations ORDER BY name")]


def unknown(names: list[str]) -> list[str]:
    """Steps that this Dateline does not know: a newer one made them."""
    return sorted(set(names) - {step.name for step in MIGRATIONS})


def missing(names: list[str]) -> list[Migration]:
    """Steps that a store has not seen."""
    return [step for step in MIGRATIONS if step.name not in names]


def migrate(db: sqlite3.Connection) -> list[str]:
    """Makes a new store or brings an old one up to date, inside the transaction that is open. Returns the steps it took."""
    have = applied(db)
    steps = missing(have)
    for script in [step.sql for step in steps] if have else [schema()]:
        for statement in statements(script):
            db.execute(statement)
    db.executemany("INSERT INTO migrations (name, dateline) VALUES (?, ?)", [(step.name, version("dateline")) for step in steps])
    return [step.name for step in steps]


def statements(script: str) -> Iterator[str]:
    """The single statements of a script, triggers whole. (`executescript` would end the transaction.)"""
    held = ""
    for line in script.splitlines(keepends=True):
        held += line
        if sqlite3.complete_statement(held):
            yield held
            held = ""
    if held.strip():
        yield held
