"""What was read before: the tags of whole blocks, remembered by their exact words, the ones longest unused forgotten first."""

from __future__ import annotations

from dataclasses import replace

from dateline.grammar.reader import Tags

Key = tuple[str, bool]  # a block's words, and whether the paragraph before it leaves a quotation open
_WORDS = 20_000  # words of which blocks share one string
_SHARE = 8  # no block is kept that would take more than this part of the room


class Reprints:
    """A bounded memory of blocks. It changes how long an answer takes, never the answer."""

    def __init__(self, words: int) -> None:
        self._room = words
        self._held = 0
        self._known: dict[Key, Tags] = {}
        self._words: dict[str, str] = {}

    def get(self, key: Key) -> Tags | None:
        """The tags of a block that was read before; it counts as used again."""
        found = self._known.pop(key, None)
        if found is not None:
            self._known[key] = found
        return found

    def put(self, key: Key, tags: Tags) -> None:
        """Remembers a block, and forgets others where the room is full."""
        size = len(tags.texts)
        if size * _SHARE > self._room or key in self._known:
            return
        self._held += size
        self._known[key] = replace(tags, texts=self._shared(tags.texts), lemmas=self._shared(tags.lemmas))
        while self._held > self._room:
            oldest = next(iter(self._known))
            self._held -= len(self._known.pop(oldest).texts)

    def _shared(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The same words, each word one string in all blocks: that halves the room they take."""
        if len(self._words) > _WORDS:
            self._words.clear()
        return tuple(self._words.setdefault(word, word) for word in words)

    def __len__(self) -> int:
        """Blocks that are held."""
        return len(self._known)
