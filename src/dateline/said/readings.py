"""The readings at hand while an article is worked through, findable by place, so that a book takes no longer than its pages."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.article import Span
from dateline.said.draft import Draft

_PAGE = 1024  # code points


class Readings:
    """A list of drafts that knows which of them stand near a span. Order is the order of filing."""

    def __init__(self, drafts: Iterable[Draft] = ()) -> None:
        self.all: list[Draft] = []
        self._pages: dict[int, list[int]] = {}
        self._heads: dict[int, int] = {}
        for draft in drafts:
            self.add(draft)

    def add(self, draft: Draft) -> int:
        """Files a draft and gives its number."""
        self.all.append(draft)
        self._index(len(self.all) - 1, draft)
        return len(self.all) - 1

    def put(self, at: int, draft: Draft) -> int:
        """Puts another reading in a draft's place."""
        self.all[at] = draft
        self._index(at, draft)
        return at

    def near(self, *spans: Span | None) -> list[int]:
        """Numbers, ascending, of all drafts whose content or cue may overlap one of the spans (and some that do not)."""
        pages = {p for s in spans if s is not None for p in range(s.start // _PAGE, s.end // _PAGE + 1)}
        return sorted({n for p in pages for n in self._pages.get(p, ())})

    def of_head(self, head: int) -> int | None:
        """The draft built on a reporting word."""
        return self._heads.get(head)

    def _index(self, at: int, draft: Draft) -> None:
        for s in (*draft.content, *((draft.cue,) if draft.cue is not None else ())):
            for page in range(s.start // _PAGE, s.end // _PAGE + 1):
                held = self._pages.setdefault(page, [])
                if not held or at not in held:
                    held.append(at)
        if draft.head >= 0:
            self._heads.setdefault(draft.head, at)
