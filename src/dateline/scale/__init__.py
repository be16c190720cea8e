"""The same desk over millions of articles: slices of large files read by many workers, on one machine or on a Ray cluster.

`scale(sources, output, ScaleOptions(...))` reads; docs/scale.md describes what it writes. Needs the extra `scale`.
"""

from dateline.scale.run import Scaled, ScaleOptions, scale

__all__ = ["ScaleOptions", "Scaled", "scale"]
