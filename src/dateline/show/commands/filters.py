"""The options that narrow what a store is asked for, the same for every command."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from dateline.store import Store
    from dateline.store.query import Query

_MANY = {"multiple": True}
_OPTIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "type": ("TYPE", "PLOVER type, like PROTEST; several with commas or by repeating any of these options.", _MANY),
    "mode": ("MODE", "PLOVER mode, like riot.", _MANY),
    "country": ("COUNTRY", "Where it happened: a code of three letters or a name.", _MANY),
    "place": ("NAME", "Name of the place; * stands for any letters.", _MANY),
    "actor": ("ACTOR", 'Who acts or is acted on: a name, a code like KAZ~GOV or "RUS GOV", or a key.', _MANY),
    "from": ("DATE", "What happened on this day or later: 2022-01-07, 2022-01 or 2022.", {}),
    "to": ("DATE", "What happened on this day or earlier.", {}),
    "status": ("STATUS", "actual, planned, possible or denied.", _MANY),
    "voice": ("NAME", "Who says so: a speaker's name, or own for the paper's own voice.", _MANY),
    "outlet": ("NAME", "Paper or agency.", _MANY),
    "story": ("STORY", "Id of a story, or its number in `dateline stories`.", _MANY),
    "min-origins": ("N", "Told by at least so many independent origins.", {}),
    "casualties": ("N", "At least so many killed; any for a toll of any kind.", {}),
    "kind": ("KIND", "Kind of state a place is in, like curfew.", _MANY),
    "text": ("WORDS", "In articles that hold these words.", {}),
    "article": ("ID", "In this article.", _MANY),
}


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Adds --db and the filters to a command, which is given `db` and `query`. --story is left as typed: see `of_store`."""

    @wraps(command)
    def wrapped(**options: Any) -> None:
        from dateline.store.query import Query

        given = {name: options.pop(f"filter_{name.replace('-', '_')}") for name in _OPTIONS}
        command(query=Query.parse({name: value for name, value in given.items() if value}), **options)

    made: Callable[..., None] = wrapped
    for name, (metavar, words, more) in reversed(_OPTIONS.items()):
        made = click.option(f"--{name}", f"filter_{name.replace('-', '_')}", metavar=metavar, help=words, **more)(made)
    return click.option("--db", required=True, metavar="FILE", help="The store.")(made)


def of_store(query: Query, store: Store) -> Query:
    """The query with numbers of stories, as `dateline stories` counts them, made their ids."""
    from dataclasses import replace

    if not any(_is_number(value) for value in query.story):
        return query
    listed = [row.id for row in store.stories()]
    found = []
    for value in query.story:
        if _is_number(value) and not 1 <= int(value) <= len(listed):
            raise click.BadParameter(f"there is no story {value}; the store holds {len(listed)}", param_hint="--story")
        found.append(listed[int(value) - 1] if _is_number(value) else value)
    return replace(query, story=tuple(found))


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 8
