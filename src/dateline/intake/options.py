"""How sources are read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """`published` (ISO date or date-time) and `outlet` are used where the copy does not come with its own. `allow_private` lets URLs
    lead to private and loopback addresses; None is as the setting `allow_private_hosts` says. `guards` is the number of processes that
    parse all pages and feeds, so that each can be killed; with 0 only large ones are parsed apart."""

    published: str | None = None
    outlet: str | None = None
    allow_private: bool | None = None
    guards: int = 0
