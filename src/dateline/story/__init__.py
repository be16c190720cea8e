"""Across articles: copies, stories, happenings, conflicts and the timeline, as pure functions over records."""
