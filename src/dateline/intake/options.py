"""How sources are read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """`published` (ISO date or date-time) and `outlet` are used where the copy does not come with its own. `allow_private` lets URLs
    lead to private and loopback addresses."""

    published: str | None = None
    outlet: str | None = None
    allow_private: bool = False
