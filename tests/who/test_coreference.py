"""The measures of benchmarks/coreference.py on clusters small enough to be counted by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import dateline

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import coreference

KEY = [{1, 2, 3}, {4, 5}]
ANSWER = [{1, 2}, {3, 4, 5}]


def test_muc_counts_links() -> None:
    assert coreference.muc(KEY, ANSWER) == (2, 3, 2, 3)
    assert coreference.muc(KEY, [{1, 9}]) == (0, 3, 0, 1)


def test_b_cubed_weighs_mentions() -> None:
    kept, all_, right, found = coreference.b_cubed(KEY, ANSWER)
    assert (all_, found) == (5, 5)
    assert kept == pytest.approx(5 / 3 + 2)
    assert right == pytest.approx(2 + 5 / 3)


def test_ceaf_takes_the_best_match() -> None:
    best, key, _, answer = coreference.ceaf_e(KEY, ANSWER)
    assert best == pytest.approx(4 / 5 + 4 / 5)
    assert (key, answer) == (2, 2)
    assert coreference.match([[1.0, 2.0], [2.0, 4.0], [0.0, 3.9]]) == pytest.approx(5.9)


def test_reads_entities_and_text(tmp_path: Path) -> None:
    lines = [
        "# newdoc id = X_news_a",
        "# newpar",
        "1\tAnn\tAnn\tPROPN\tNNP\t_\t2\tnsubj\t_\tEntity=(1-person-new-cf1-1-sgl)",
        "2\tslept\tsleep\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No",
        "3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_",
        "",
        "# newpar",
        "1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(1-person-giv-cf1-1-ana)",
        "2\tsnored\tsnore\tVERB\tVBD\t_\t0\troot\t_\t_",
        "",
    ]
    path = tmp_path / "a.conllu"
    path.write_text("\n".join(lines), encoding="utf-8")
    (document,) = coreference.read(path)
    assert document.text == "Ann slept.\n\nShe snored"
    clusters, named = coreference.gold_clusters(document)
    assert clusters == {"1": {0, 3}}
    assert named == ["1"]


def test_a_newcomer_with_an_article_does_not_take_the_pronoun() -> None:
    text = (
        "Tomas Brekke was born in Bergen in 1820. Brekke sailed to Oslo as a boy. "
        "Brekke went ashore in 1841 and lodged with a Captain Salvesen. He returned to sea in spring."
    )
    record = dateline.read(text, published="2019-05-04")
    he = text.index("He returned")
    (owner,) = [a for a in record.actors if any(m.start == he for m in a.mentions)]
    assert "Brekke" in owner.name
