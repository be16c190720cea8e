"""What was read before: the tags of whole blocks, remembered by their exact words, the ones longest unused forgotten first."""

from __future__ import annotations

import pickle
import zlib

from dateline.grammar.reader import Tags

Key = tuple[str, bool]  # a block's words, and whether the paragraph before it leaves a quotation open
_SHARE = 8  # no block is kept that would take more than this part of the room


class Reprints:
    """A bounded memory of blocks, packed: most are never asked for. It changes how long an answer takes, never the answer."""

    def __init__(self, words: int) -> None:
        self._room = words
        self._held = 0
        self._known: dict[Key, tuple[int, bytes]] = {}  # words of a block, and its tags

    def get(self, key: Key) -> Tags | None:
        """The tags of a block that was read before; it counts as used again."""
        found = self._known.pop(key, None)
        if found is None:
            return None
        self._known[key] = found
        tags: Tags = pickle.loads(zlib.decompress(found[1]))
        return tags

    def put(self, key: Key, tags: Tags) -> None:
        """Remembers a block, and forgets others where the room is full."""
        size = len(tags.texts)
        if size * _SHARE > self._room or key in self._known:
            return
        self._held += size
        self._known[key] = size, zlib.compress(pickle.dumps(tags, pickle.HIGHEST_PROTOCOL), 1)
        while self._held > self._room:
            oldest = next(iter(self._known))
            self._held -= self._known.pop(oldest)[0]

    def __len__(self) -> int:
        """Blocks that are held."""
        return len(self._known)
