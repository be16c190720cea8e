"""The type of an act whose two parties are given: a model of its own reads the sentence, told which words are whose.

look = load_pairs().look("Fiji has rejected Tonga's offer.", source=[(0, 4)], target=[(18, 23)])
look.type, look.chance, look.because    # "REJECT", a probability, the span of "rejected"
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.article import Span
from dateline.did.pairs_input import Given, given_of, within
from dateline.errors import ModelError, Refused
from dateline.grammar.session import FOLDER as TAGGER
from dateline.grammar.windows import Pieces

if TYPE_CHECKING:
    from numpy import ndarray

FOLDER = Path(__file__).parent / "pairs_v1"
_MODEL, _VOCABULARY = "model.onnx", "vocabulary.json"
_OTHER = 0.1  # least probability of another type that is told
_SHOWN = 40  # characters of a refused sentence

Ends = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Look:
    """What the model says: the best type, its probability, the word that says so (a span of the sentence), other likely types."""

    type: str
    chance: float
    because: Span
    others: tuple[tuple[str, float], ...]


class Pairs:
    """The model. Answers depend on the sentence and its parties alone. Raises ModelError when its files are damaged."""

    def __init__(self, folder: Path, vocabulary: Path) -> None:
        import onnxruntime

        self._config = _read_config(folder)
        digests: dict[str, str] = self._config["sha256"]
        _checked(vocabulary, digests[_VOCABULARY])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        content = _checked(folder / _MODEL, digests[_MODEL])
        self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        self._pieces = Pieces(vocabulary)
        self.name: str = self._config["name"]
        self.types: tuple[str, ...] = tuple(self._config["types"])

    def look(self, text: str, source: Ends, target: Ends, trigger: Ends = ()) -> Look:
        """The type of what `source` does to `target` in a sentence; both are spans of its code points, half open.

        One of the two may be empty. `trigger` are the words of the act where they are known: then they are asked beside the whole
        sentence, which matters where it tells of several acts. Raises Refused for spans that are no part of the text or hold no word, and
        where no party is given.
        """
        for name, spans in (("source", source), ("target", target), ("trigger", trigger)):
            if any(not 0 <= a < b <= len(text) for a, b in spans):
                raise Refused(_opening(text), f"its {name} is no part of the sentence, which has {len(text)} characters")
            if any(not any(map(str.isalnum, text[a:b])) for a, b in spans):
                raise Refused(_opening(text), f"its {name} holds no word; give the offsets of the words that name it")
        if not source and not target:
            raise Refused(_opening(text), "names neither source nor target; give the offsets of at least one")
        given = given_of(text, source, target, self._pieces)
        chances, weights = self._run(given, trigger)
        best = sorted(range(len(self.types)), key=lambda n: (-chances[n], n))
        told = [(self.types[n], round(float(chances[n]), 3)) for n in best]
        return Look(
            *told[0],
            Span(*trigger[0]) if trigger else _word(text, given, weights[:, best[0]]),
            tuple(t for t in told[1:] if t[1] >= _OTHER),
        )

    def _run(self, given: Given, trigger: Ends) -> tuple[ndarray, ndarray]:
        """Probabilities of the types, and how much each piece says for each of them."""
        import numpy as np

        rows = {"ids": given.ids, "shape": given.shapes, "quote": given.quotes, "role": given.roles}
        scores, weights, alone = self._session.run(None, {name: np.array([row], np.int64) for name, row in rows.items()})
        scores = scores / self._config["warmth"]
        asked = [i for i, word in enumerate(given.words) if word >= 0 and within(given.offsets[word], trigger)]
        if asked:
            scores = scores + np.log(np.exp(alone[asked]).mean(0))
        powers = np.exp(scores - scores.max())
        return powers / powers.sum(), weights


def _opening(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "...")


def _word(text: str, given: Given, weights: ndarray) -> Span:
    """The word that says most for a type, a word of neither party if there is one."""
    words = [i for i, word in enumerate(given.words) if word >= 0 and any(map(str.isalnum, text[slice(*given.offsets[word])]))]
    asked = [i for i in words if not given.roles[i]] or words
    totals: dict[int, float] = {}
    for i in asked:
        totals[given.words[i]] = max(totals.get(given.words[i], 0.0), float(weights[i]))
    best = max(totals, key=lambda word: (totals[word], -word))
    return Span(*given.offsets[best])


def _read_config(folder: Path) -> dict[str, Any]:
    try:
        given = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return {key: given[key] for key in ("name", "types", "warmth", "sha256")}
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{folder}: config.json of the model of pairs cannot be read ({error}); reinstall dateline") from error


def _checked(path: Path, digest: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: the model of pairs is not complete ({error}); reinstall dateline") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise ModelError(f"{path}: the file is damaged (its checksum is not the one in config.json); reinstall dateline")
    return content


@cache
def load_pairs() -> Pairs:
    """The model that comes with Dateline, loaded once a process. Raises ModelError."""
    return Pairs(FOLDER, TAGGER / _VOCABULARY)
