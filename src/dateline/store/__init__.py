"""The store: one SQLite file that loses nothing. `open_store` is the way in; docs/store.md describes its tables."""
