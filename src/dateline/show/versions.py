"""The version line: software, record, tagger and gazetteer, without loading a model."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files

from dateline.grammar import words
from dateline.record import RECORD_VERSION


def version_line() -> str:
    """dateline 0.1.0, record 1, tagger tagger_v2, gazetteer geonames-2024-11; "0.1.0 (compiled)" where the rooms are."""
    software = version("dateline") + (" (compiled)" if compiled() else "")
    return f"dateline {software}, record {RECORD_VERSION}, tagger {tagger_version()}, gazetteer {gazetteer_version()}"


def compiled() -> bool:
    """Whether the rooms run compiled (docs/operations.md) rather than as Python."""
    return not words.__file__.endswith(".py")


def tagger_version() -> str:
    """Name of the newest tagger in the package."""
    names = sorted(entry.name for entry in files("dateline.grammar").iterdir() if entry.name.startswith("tagger_v") and entry.is_dir())
    return max(names, key=lambda name: (len(name), name)) if names else "none"


def gazetteer_version() -> str:
    """Version of the embedded gazetteer."""
    from dateline.errors import DatelineError
    from dateline.where import load_gazetteer

    try:
        return load_gazetteer().version
    except DatelineError:
        return "none"
