"""Streams made of others, read forward only."""

from __future__ import annotations

import io
from typing import Any


class Stream(io.RawIOBase):
    """A stream of which a subclass gives the next bytes."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._next(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        """At most `size` bytes, none at the end."""
        raise NotImplementedError
