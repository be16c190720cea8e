"""Finds a rule by the name that a record gives, with its pattern and examples, in the rule files of the rooms."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from dateline.errors import RuleError
from dateline.rules import Rule, load_rules

ROOMS = ("intake", "when", "where", "who", "said", "did")


def rule_files() -> list[tuple[str, str]]:
    """(room, file name) of every rule file, by room and name."""
    out: list[tuple[str, str]] = []
    for room in ROOMS:
        folder: Traversable = files(f"dateline.{room}").joinpath("rules")
        if folder.is_dir():
            out += [(room, name) for name in sorted(entry.name for entry in folder.iterdir()) if name.endswith(".toml")]
    return out


@cache
def find_rule(name: str) -> tuple[str, Rule] | None:
    """The file (as "when/rules/dates.toml") and the rule of this name; None for a model's name or a rule that is gone.

    A record names a rule by its file ("weekdays.weekday") or by its room ("said.parenthesis").
    """
    stem, _, own = name.partition(".")
    for room, file in rule_files():
        if stem not in (room, file.removesuffix(".toml")):
            continue
        try:
            rules = load_rules(f"dateline.{room}", file)
        except RuleError:
            continue
        for rule in rules:
            if rule.name == name or (stem == room and rule.name.partition(".")[2] == own):
                return f"{room}/rules/{file}", rule
    return None


def all_rules() -> list[tuple[str, Rule]]:
    """Every rule with its file, by room and file, in file order. A file that is malformed is left out: the tests name it."""
    out: list[tuple[str, Rule]] = []
    for room, file in rule_files():
        try:
            out += [(f"{room}/rules/{file}", rule) for rule in load_rules(f"dateline.{room}", file)]
        except RuleError:
            continue
    return out
