"""said/: quotations, reported speech and their speakers. See docs/said.md."""

from __future__ import annotations

from dateline.said.cues import SaidRules, load_said
from dateline.said.find import find_statements
from dateline.said.speakers import resolve_speakers
from dateline.said.trial import try_rule

__all__ = ["SaidRules", "find_statements", "load_said", "resolve_speakers", "try_rule"]
