"""Grammar: words, sentences, trees, names and attribution tags of an article. See docs/grammar.md.

Importing this package loads neither onnxruntime nor numpy; `load_tagger().tag(...)` does, once.
"""

from __future__ import annotations

from dateline.grammar.tagger import Tagger, load_tagger
from dateline.grammar.words import Grammar, Segment, Sentence, Word

__all__ = ["Grammar", "Segment", "Sentence", "Tagger", "Word", "load_tagger"]
