"""Memory: what was found in copy that may be printed again, kept beside the tags of reprints.

A room keeps here what depends on nothing but the copy asked about, counted from its own first word or character, so that it holds
wherever that copy is printed again; what depends on the article around it is worked out anew.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

_SHARE = 4  # copy that would take more than this part of the room is not kept: it would drive out too much

Notes = dict[Hashable, Any]


class Memory:
    """Findings by the copy they were made in, up to `room` characters of copy; those asked for longest ago are forgotten."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._held = 0
        self._known: dict[Hashable, tuple[int, Notes]] = {}

    def on(self, copy: Hashable, size: int) -> Notes:
        """The findings on some copy of `size` characters, to be read and added to; they count as used again."""
        found = self._known.pop(copy, None)
        if found is None:
            if size * _SHARE > self._room:
                return {}
            found = size, {}
            self._held += size
        self._known[copy] = found
        while self._held > self._room:
            self._held -= self._known.pop(next(iter(self._known)))[0]
        return found[1]

    def __len__(self) -> int:
        """Pieces of copy that are held."""
        return len(self._known)
