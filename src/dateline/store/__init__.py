"""The store: one SQLite file that loses nothing. `open_store` is the way in; docs/store.md describes its tables."""

from dateline.store.store import Store, open_store

__all__ = ["Store", "open_store"]
