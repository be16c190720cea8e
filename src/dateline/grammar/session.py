"""The model's files: checked, loaded on first use, run one window at a time on one thread.

A window is run by itself because the int8 graph scales its activations by what it is given: two windows in one batch would colour
each other, and an article's record would depend on its neighbours.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.errors import ModelError
from dateline.grammar.arrays import ndarray
from dateline.grammar.lemmas import Lexicon
from dateline.grammar.priors import Priors
from dateline.grammar.windows import Pieces
from dateline.settings import setting

FOLDER = Path(__file__).parent / "tagger_v2"


@dataclass(frozen=True)
class Config:
    """What config.json says: label sets and transition statistics."""

    name: str
    window: int
    heads: dict[str, list[str]]
    relations: list[str]
    names: dict[str, Any]
    attribution: dict[str, Any]
    sha256: dict[str, str]


def read_config(folder: Path) -> Config:
    """The model's config. Raises ModelError when it is missing or malformed."""
    try:
        given = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return Config(**{key: given[key] for key in Config.__dataclass_fields__})
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{folder}: the tagger's config.json cannot be read ({error}); reinstall dateline") from error


class Session:
    """Two ONNX graphs: the encoder with all heads, and the relations of a chosen tree."""

    def __init__(self, folder: Path, config: Config) -> None:
        import onnxruntime

        self._files = {name: _checked(folder / name, digest) for name, digest in config.sha256.items()}
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        cpu = ["CPUExecutionProvider"]
        self._window = onnxruntime.InferenceSession(self._files["model.onnx"], options, providers=cpu)
        self._relations = onnxruntime.InferenceSession(self._files["relations.onnx"], options, providers=cpu)
        self.pieces = Pieces(folder / "vocabulary.json", setting("word_pieces"))
        words = json.loads(self._files["lemmas.json"])
        self.lexicon = Lexicon(words["forms"], words["known"])
        self.priors = Priors(self._files["priors.npz"], config.relations)
        self._files.clear()

    def window(self, ids: ndarray, shape: ndarray, quote: ndarray, first: ndarray) -> list[ndarray]:
        """tags (words, columns), arc (words, words), root (words, 1), dependent and head (words, 64)."""
        found: list[ndarray] = self._window.run(None, {"ids": ids, "shape": shape, "quote": quote, "first": first})
        return found

    def relations(self, dependent: ndarray, head: ndarray, heads: ndarray) -> ndarray:
        """Index of the best relation of each word to its head (-1: root)."""
        found: ndarray = self._relations.run(None, {"dependent": dependent, "head": head, "heads": heads})[0]
        return found


def _checked(path: Path, digest: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: the tagger is not complete ({error}); reinstall dateline") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise ModelError(f"{path}: the file is damaged (its checksum is not the one in config.json); reinstall dateline")
    return content
