"""The tagger as a whole. Pinned outputs may be renewed with a new model: see copy_.py; most tests hold for any model."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.article import Article, Part, Span
from dateline.errors import ModelError
from dateline.grammar import Grammar, load_tagger
from dateline.grammar.session import FOLDER
from dateline.grammar.tagger import Tagger

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from copy_ import COPY, layers  # noqa: E402

PINNED = json.loads((HERE / "pinned.json").read_text(encoding="utf-8"))


def well_formed(grammar: Grammar, text: str) -> None:
    at = 0
    for i, word in enumerate(grammar.words):
        assert word.index == i
        assert at <= word.start < word.end
        assert text[word.start : word.end] == word.text
        at = word.end
    covered = [i for s in grammar.sentences for i in range(s.first, s.last)]
    assert covered == list(range(len(grammar.words)))
    for sentence in grammar.sentences:
        words = grammar.sentence(sentence.index)
        assert [w.deprel for w in words].count("root") == 1
        for word in words:
            assert word.sentence == sentence.index
            assert word.head == -1 or sentence.first <= word.head < sentence.last
            steps, i = 0, word.index
            while i >= 0:
                i = grammar.words[i].head
                steps += 1
                assert steps <= len(words)
    for key in ("name", "attribution"):
        before = "O"
        for word in grammar.words:
            tag = getattr(word, key)
            assert tag[0] != "I" or before[2:] == tag[2:]
            before = tag


@pytest.mark.parametrize("key", COPY)
def test_invented_copy_reads_well(key: str) -> None:
    """Pinned layers: a new model may differ on a word or two, not more."""
    mine, pinned = layers(COPY[key]), PINNED[key]
    assert mine["words"] == pinned["words"]
    for layer in ("upos", "lemma", "head", "name", "attribution"):
        same = sum(a == b for a, b in zip(mine[layer], pinned[layer], strict=True))
        assert same >= 0.8 * len(pinned[layer]), layer
    well_formed(load_tagger().tag_text(COPY[key]), COPY[key])


def test_the_answer_does_not_depend_on_the_batch() -> None:
    tagger = load_tagger()
    articles = [Article(key, text) for key, text in COPY.items()]
    together = tagger.tag(articles)
    assert together == [tagger.tag([a])[0] for a in articles]
    assert list(reversed(together)) == tagger.tag(articles[::-1])


def test_only_read_parts_are_tagged_and_offsets_are_the_articles() -> None:
    text = "By Ana Orlen\n\nSHARE THIS\n\nTroops left Dura.\n\nTags: war"
    body = Span(text.index("Troops"), text.index("\n\nTags"))
    article = Article("x", text, parts=(Part("byline", Span(0, 12)), Part("body", body)))
    grammar = load_tagger().tag([article])[0]
    assert [w.text for w in grammar.words] == ["Troops", "left", "Dura", "."]
    well_formed(grammar, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\n",
        "\x00\x01\x02 \x00",
        "a" * 100_000,
        "\n" * 100_000,
        "\U0001f600 \U0001f1f0\U0001f1ff said \u200b\ufeff.",
        "He said \ud800 no.",
        "\u0627\u0644\u0642\u0627\u0647\u0631\u0629 said 東京。",
        "(" * 400,
        '"' * 401,
        "word " * 700,
    ],
    ids=["empty", "blank", "control", "one word", "blank lines", "emoji", "surrogate", "scripts", "brackets", "quotes", "one sentence"],
)
def test_odd_input_is_read_without_a_fault(text: str) -> None:
    began = time.process_time()
    well_formed(load_tagger().tag_text(text), text)
    assert time.process_time() - began < 20


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_gives_trees_and_exact_offsets(text: str) -> None:
    well_formed(load_tagger().tag_text(text), text)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"“”\"'.,()[]-…?!\n", "\n\n", " ", "He said", "Gen. Osei", "U.S.", "DURA", "went.Then", "''", "1,200", "•", "\ud800"]
        ),
        max_size=60,
    )
)
def test_newspaper_rubble_gives_trees_and_exact_offsets(parts: list[str]) -> None:
    text = "".join(parts)
    well_formed(load_tagger().tag_text(text), text)


def test_a_long_paragraph_is_read_in_windows_and_little_room() -> None:
    text = "The army said on Monday that it had taken Dura. " * 400
    grammar = load_tagger().tag_text(text)
    well_formed(grammar, text)
    assert len(grammar.sentences) == 400


def test_a_missing_or_damaged_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"config\.json"):
        Tagger(tmp_path)
    home = FOLDER
    for name in ("config.json", "vocabulary.json", "relations.onnx", "lemmas.json"):
        (tmp_path / name).write_bytes((home / name).read_bytes())
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(ModelError, match="damaged"):
        Tagger(tmp_path).tag_text("Anything.")


def test_importing_the_room_is_cheap() -> None:
    code = "import sys, dateline, dateline.grammar; print([m for m in ('onnxruntime', 'numpy', 'tokenizers') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
