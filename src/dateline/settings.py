"""SETTINGS: every limit of Dateline with its default and one sentence; the only place limits live.

A setting is overridden by the environment variable `DATELINE_<NAME>` (upper case), read once at import of this module.
"""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """One limit: its name, its default and what it bounds."""

    name: str
    default: int
    sentence: str


SETTINGS: tuple[Setting, ...] = (
    Setting("max_bytes", 20_000_000, "Largest single file, page or standard input that is read, in bytes."),
    Setting("max_text", 5_000_000, "Longest text of one article that is read, in characters."),
    Setting("max_page_fast", 5_000_000, "Pages above this many bytes take the fast text path instead of full extraction."),
    Setting("max_depth", 250, "Deepest nesting of page elements that is parsed with structure; deeper pages take the fast text path."),
    Setting(
        "max_ratio", 100, "Most that packed copy may grow: bytes unpacked for each packed byte, once a layer is longer than max_bytes."
    ),
    Setting("max_unpacked", 1_000_000_000, "Most bytes that are unpacked of one WACZ archive."),
    Setting("guard_bytes", 250_000, "Pages and feeds above this many bytes are parsed in a process of their own that can be killed."),
    Setting("guard_seconds", 10, "Longest time that a guarded page or feed may take, in seconds."),
    Setting("guard_megabytes", 512, "Most memory that a guarded page or feed may take, in megabytes."),
    Setting("fetch_seconds", 20, "Longest wait for one URL, in seconds."),
    Setting("fetch_redirects", 5, "Most redirects that are followed for one URL."),
    Setting("allow_private_hosts", 0, "1 lets addresses lead to private and loopback hosts, for an intranet or a test."),
    Setting("collect_after", 50_000, "Objects made before the collector of rubbish looks at them, in the command line and its processes."),
    Setting("batch_articles", 16, "Articles tagged together, fewer where they are long; changes speed and memory, never the answer."),
    Setting(
        "batch_stored",
        48,
        "Articles that are stored in one transaction; a run that is killed reads at most so many again for each process.",
    ),
    Setting("reprint_words", 250_000, "Words of paragraphs the tagger remembers, so as not to tag a reprint again; 0 remembers none."),
    Setting("word_pieces", 8, "Most word pieces of one word that the tagger looks at."),
    Setting("watch_interval", 900, "Seconds between two polls of a feed that names no interval of its own."),
    Setting("watch_delay", 2, "Least pause between two requests to one host while feeds are watched, in seconds."),
    Setting("watch_requests", 4, "Hosts that are asked side by side while feeds are watched."),
    Setting("watch_pages", 200, "Most pages of one feed that wait to be fetched."),
    Setting("watch_seen", 2_000, "Matches of one saved search that are remembered as told to one target."),
    Setting("tell_seconds", 60, "Longest a command that is told of a match may run, in seconds."),
    Setting("query_seconds", 1, "Longest one query of the reading room or of a search may take, in seconds."),
    Setting("scale_slice_bytes", 2_000_000, "Bytes of a file that a worker of `dateline scale` reads in one go, as they lie in the file."),
    Setting("scale_partition", 10_000, "Articles that one task of `dateline scale` holds against each other; bounds a worker's memory."),
    Setting("busy_seconds", 60, "Longest wait while another process writes to the same store, in seconds."),
)


def setting(name: str) -> int:
    """The value of one setting: the environment's, else the default. Raises KeyError for an unknown name."""
    return _VALUES[name]


def _value(item: Setting) -> int:
    given = os.environ.get("DATELINE_" + item.name.upper(), "")
    return int(given) if given.isascii() and given.isdigit() else item.default


_VALUES: dict[str, int] = {item.name: _value(item) for item in SETTINGS}
