"""Every rule's own examples: each `yes` is found with its words (and value), each `no` finds nothing."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from dateline.errors import RuleError
from dateline.rules import Rule, load_lexicon, load_rules

SRC = Path(__file__).parent.parent / "src" / "dateline"
FILES = sorted(SRC.glob("*/rules/*.toml"))
RULES = [(path.parent.parent.name, rule) for path in FILES for rule in load_rules(f"dateline.{path.parent.parent.name}", path.name)]
LEXICONS = sorted(SRC.glob("*/lexicon/*.tsv"))


def test_there_are_rules_and_lexicons() -> None:
    assert {path.parent.parent.name for path in FILES} >= {"when", "did"}
    assert len(RULES) > 60
    assert LEXICONS


@pytest.mark.parametrize(("room", "rule"), RULES, ids=[f"{room}:{rule.name}" for room, rule in RULES])
def test_examples_hold(room: str, rule: Rule) -> None:
    try_rule = import_module(f"dateline.{room}").try_rule
    for example in rule.yes:
        assert example.words in example.text, f"{example.words!r} does not stand in its text"
        found = try_rule(rule, example.text, example.published)
        words = [w for w, _ in found]
        assert example.words in words, f"{rule.name} finds {found} in {example.text!r}"
        if example.value is not None:
            assert (example.words, example.value) in found, f"{rule.name} finds {found} in {example.text!r}"
    for text in rule.no:
        assert try_rule(rule, text, None) == [], f"{rule.name} must find nothing in {text!r}"


@pytest.mark.parametrize("path", LEXICONS, ids=lambda p: f"{p.parent.parent.name}/{p.name}")
def test_lexicons_load(path: Path) -> None:
    assert load_lexicon(f"dateline.{path.parent.parent.name}", path.name)


def test_rule_without_examples_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "roomless" / "rules"
    folder.mkdir(parents=True)
    (tmp_path / "roomless" / "__init__.py").write_text("")
    (folder / "bad.toml").write_text('[[rule]]\nname = "x"\npattern = "y"\nyes = [{ text = "y", words = "y" }]\n')
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(RuleError, match="at least one `yes` and one `no`"):
        load_rules("roomless", "bad.toml")
