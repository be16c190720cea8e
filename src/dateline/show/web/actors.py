"""Actors: who is named most, and one page for each: names, offices, what it did, what was done to it, what it said, who speaks of it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from dateline.errors import QueryError
from dateline.show.web import labels
from dateline.show.web.base import PAGE, page_of, query_of, render, view
from dateline.show.web.problem import Problem
from dateline.store import Store
from dateline.store.people import names, offices, person, remarks, sayings
from dateline.story.voices import PRONOUNS

#: Acts, statements and remarks on the page of an actor.
ACTS, SAID = 60, 40


def actors(request: Request, store: Store) -> Response:
    """Actors of what is asked for, those in most reports first."""
    query, number = query_of(request), page_of(request)
    rows = list(store.actors(query, limit=PAGE + 1, offset=(number - 1) * PAGE))
    return render(
        request,
        "actors.html.j2",
        title="Actors",
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        number=number,
        query=query,
        asked=query.asks,
    )


def actor(request: Request, store: Store) -> Response:
    """One actor by its key."""
    key = request.path_params["key"]
    try:
        found = person(store, key)
    except QueryError as error:
        raise Problem(404, "There is no actor with this key", "The list of actors has those of now; the search box finds names.") from error
    asked = f"={key}"
    acts = list(store.events(actor=asked, sort="-date", limit=ACTS))
    return render(
        request,
        "actor.html.j2",
        title=found.name,
        actor=found,
        filter=asked,
        names=[one for one in names(store, key) if one.words.casefold() not in PRONOUNS],
        offices=offices(store, key),
        did=[row for row in acts if any(party.key == key for party in row.sources)],
        suffered=[row for row in acts if any(party.key == key for party in row.targets)],
        said=sayings(store, key, SAID),
        remarks=remarks(store, key, SAID),
        code=" ".join(part for part in (labels.country_name(found.country), labels.sector_name(found.sector)) if part),
        full=len(acts) == ACTS,
    )


routes = [view("/actors", actors), view("/actor/{key:path}", actor)]
