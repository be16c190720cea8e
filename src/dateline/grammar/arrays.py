"""The type of arrays, for annotations: importing numpy takes a tenth of a second, and `dateline --help` has no use for it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import ndarray as ndarray
else:
    ndarray = object
