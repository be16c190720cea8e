"""Loads rule files (TOML) with their examples, and lexicons (TSV).

A rule file is a list of tables::

    [[rule]]
    name = "weekday_past"              # unique in its file; becomes `rule` in the record as "<file stem>.<name>"
    pattern = 'on (?P<day>monday|friday)'   # what it means is the room's own affair; extra keys are kept in `Rule.extra`
    yes = [{ text = "The port shut on Friday.", words = "Friday", value = "2021-03-05", published = "2021-03-08" }]
    no = ["The Friday Group met."]

Each `yes` holds `text` and `words` (what the rule must find in it) and may hold `value` and `published`; each `no` is a text in which
the rule must find nothing. A rule without both is refused at load; `tests/test_examples.py` runs every example through its room's
`try_rule(rule, text, published) -> list[(words, value)]`.

A lexicon is tab-separated with a header line; lines that start with `#` are comments.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dateline.errors import RuleError

_OWN = ("name", "pattern", "yes", "no")


@dataclass(frozen=True, slots=True)
class Example:
    """A text in which a rule must find exactly `words` (and give `value`, where stated)."""

    text: str
    words: str
    value: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `name` is "<file stem>.<name>"; `extra` holds the room's own keys."""

    name: str
    pattern: str
    extra: Mapping[str, Any]
    yes: tuple[Example, ...]
    no: tuple[str, ...]


@cache
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A rule's pattern, compiled when it is first asked for: most articles need few, and compiling all takes longer than reading one."""
    return re.compile(pattern, flags)


def load_rules(package: str, file: str) -> tuple[Rule, ...]:
    """Rules of `rules/<file>` in a room such as "dateline.when", in file order. Raises RuleError naming file and rule."""
    try:
        raw = tomllib.loads(files(package).joinpath("rules", file).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{package}/rules/{file}: not TOML: {error}") from error
    rules = tuple(_rule(table, file) for table in raw.get("rule", ()))
    names = [rule.name for rule in rules]
    for name in names:
        if names.count(name) > 1:
            raise RuleError(f"{package}/rules/{file}: two rules are named {name!r}; rename one")
    return rules


def _rule(table: Mapping[str, Any], file: str) -> Rule:
    name = table.get("name")
    if not isinstance(name, str) or not isinstance(table.get("pattern"), str):
        raise RuleError(f"{file}: a rule needs `name` and `pattern` as strings: {dict(table)!r:.80}")
    if not table.get("yes") or not table.get("no"):
        raise RuleError(f"{file}: rule {name!r} needs at least one `yes` and one `no` example")
    try:
        yes = tuple(Example(**example) for example in table["yes"])
    except TypeError as error:
        raise RuleError(f"{file}: rule {name!r}: an example holds text, words, value, published only ({error})") from error
    extra = {key: value for key, value in table.items() if key not in _OWN}
    return Rule(f"{file.removesuffix('.toml')}.{name}", table["pattern"], extra, yes, tuple(table["no"]))


def load_lexicon(package: str, file: str) -> tuple[dict[str, str], ...]:
    """Rows of `lexicon/<file>` (TSV) in a room as dicts of its header. Raises RuleError for a row of the wrong width."""
    lines = files(package).joinpath("lexicon", file).read_text(encoding="utf-8").splitlines()
    rows = [(n, line.split("\t")) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not rows:
        raise RuleError(f"{package}/lexicon/{file} has no header line")
    header = rows[0][1]
    for n, cells in rows[1:]:
        if len(cells) != len(header):
            raise RuleError(f"{package}/lexicon/{file}:{n}: {len(cells)} cells, the header has {len(header)}")
    return tuple(dict(zip(header, cells, strict=True)) for _, cells in rows[1:])
