"""The chronicle of all records as one JSON object: origins, stories, happenings, conflicts, timeline (docs/story.md)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dateline.record import Record
from dateline.story.chronicle import make_chronicle, to_dict


def write(records: Sequence[Record]) -> str:
    """The chronicle, indented, with a line end."""
    return json.dumps(to_dict(make_chronicle(records)), ensure_ascii=False, indent=1) + "\n"
