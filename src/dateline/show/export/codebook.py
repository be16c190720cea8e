"""Public tables of event data: QuadClass and Goldstein values of CAMEO codes, quad codes of PLOVER types.

Sources: GDELT's CAMEO.goldsteinscale.txt, after J. S. Goldstein, "A Conflict-Cooperation Scale for WEIS Events Data", Journal of Conflict
Resolution 36 (1992); the PLOVER codebook of the Open Event Data Alliance.
"""

from __future__ import annotations

#: Values of root codes.
_ROOTS = {
    "01": 0.0, "02": 3.0, "03": 4.0, "04": 1.0, "05": 3.5, "06": 6.0, "07": 7.0, "08": 5.0, "09": -2.0, "10": -5.0,
    "11": -2.0, "12": -4.0, "13": -6.0, "14": -6.5, "15": -7.2, "16": -4.0, "17": -7.0, "18": -9.0, "19": -10.0, "20": -10.0,
}  # fmt: skip
_QUADS = {
    "VERBAL COOPERATION": "AGREE CONSULT SUPPORT CONCEDE",
    "MATERIAL COOPERATION": "COOPERATE AID RETREAT",
    "VERBAL CONFLICT": "REQUEST ACCUSE REJECT THREATEN",
    "MATERIAL CONFLICT": "PROTEST SANCTION MOBILIZE COERCE ASSAULT",
}
_QUAD_OF = {type: quad for quad, types in _QUADS.items() for type in types.split()}


def goldstein(cameo: str | None) -> float | None:
    """From -10 (conflict) to 10 (cooperation), by the root of a CAMEO code; None where it is unknown."""
    return _ROOTS.get((cameo or "")[:2])


def quad_class(cameo: str | None) -> int | None:
    """1 verbal and 2 material cooperation, 3 verbal and 4 material conflict, by the root of a CAMEO code."""
    root = (cameo or "")[:2]
    return 1 + sum(int(root) > last for last in (5, 8, 13)) if root in _ROOTS else None


def quad_code(type: str) -> str | None:
    """The quad code of a PLOVER type."""
    return _QUAD_OF.get(type)
