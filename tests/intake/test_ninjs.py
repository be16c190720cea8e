"""ninjs items of all versions: as files, lists and lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dateline.article import Article
from dateline.errors import Refused
from dateline.intake import read_sources

BODY = "<p>OSLO (NTB) — The quay was <b>reopened</b>.</p><p>Ships came.</p>"
THIRD: dict[str, Any] = {
    "uri": "urn:wire:17", "version": "2", "type": "text", "pubstatus": "usable", "versioncreated": "2022-01-09T10:30:00Z",
    "headlines": [{"role": "short", "value": "Quay"}, {"role": "main", "value": "Quay reopens in Oslo"}],
    "bodies": [
        {"role": "main", "contenttype": "application/xhtml+xml", "value": BODY},
        {"role": "short", "contenttype": "text/plain", "value": "It reopened."},
    ],
    "by": "Ada Holm", "infosources": [{"name": "Tagus Wire"}],
}  # fmt: skip
FIRST: dict[str, Any] = {
    "uri": "https://wire.example/17", "headline": "Quay reopens", "byline": "By Ada Holm",
    "body_text": "The quay was reopened.\n\nShips came.",
    "versioncreated": "2022-01-09T10:30:00Z", "copyrightholder": "NTB",
}  # fmt: skip


def read(path: Path, *items: dict[str, Any], form: str = "object") -> list[Article | Refused]:
    words = "\n".join(map(json.dumps, items)) if form == "lines" else json.dumps(items[0] if form == "object" else list(items), indent=1)
    path.write_text(words, encoding="utf-8")
    return list(read_sources([str(path)]))


@pytest.mark.parametrize("name", ["a.json", "a.ninjs", "noname"])
def test_version_three(name: str, tmp_path: Path) -> None:
    (article,) = read(tmp_path / name, THIRD)
    assert isinstance(article, Article), article
    assert article.id == "urn:wire:17#2"
    assert article.text == "Quay reopens in Oslo\n\nAda Holm\n\nOSLO (NTB) — The quay was reopened.\nShips came."
    assert (article.published, article.source.outlet, article.source.url) == ("2022-01-09T10:30:00Z", "Tagus Wire", None)
    assert article.headline is not None
    assert article.words(article.headline) == "Quay reopens in Oslo"
    assert article.dateline is not None


def test_version_one_and_lists_and_lines(tmp_path: Path) -> None:
    (article,) = read(tmp_path / "a.json", FIRST)
    assert isinstance(article, Article)
    assert article.text == "Quay reopens\n\nBy Ada Holm\n\nThe quay was reopened.\n\nShips came."
    assert (article.id, article.source.url, article.source.outlet) == (FIRST["uri"], FIRST["uri"], "NTB")
    for name, form in (("b.json", "list"), ("c.jsonl", "lines"), ("noname", "lines")):
        assert [type(item) for item in read(tmp_path / name, FIRST, THIRD, form=form)] == [Article, Article]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pubstatus": "withheld"}, "withheld"),
        ({"type": "picture"}, "picture"),
        ({"bodies": []}, "without `body_text`"),
        ({"bodies": 7, "headlines": "x", "by": {}}, "without `body_text`"),
    ],
)
def test_what_is_refused(change: dict[str, Any], words: str, tmp_path: Path) -> None:
    (found,) = read(tmp_path / "a.json", THIRD | change)
    assert isinstance(found, Refused)
    assert words in found.reason
