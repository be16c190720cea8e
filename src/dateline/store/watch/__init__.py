"""Watching feeds: polite polling, reading what is new, telling saved searches (docs/watch.md)."""

from dateline.store.watch.plan import Plan, load_plan
from dateline.store.watch.telling import Telling
from dateline.store.watch.watcher import Clock, Notice, Watch

__all__ = ["Clock", "Notice", "Plan", "Telling", "Watch", "load_plan"]
