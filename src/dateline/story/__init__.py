"""Across articles: copies, stories, happenings, conflicts and the timeline, as pure functions over records.

`chronicle.make_chronicle(records)` puts everything together; a store calls the parts of `copies`, `stories` and `chronicle.Told`.
"""
