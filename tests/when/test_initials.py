"""What the matches of time rules can begin with: the table is up to date, and a rule that has changed is tried everywhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from dateline.when.find import load_when
from dateline.when.initials import initial, initials_of

MAKER = Path(__file__).parents[2] / "training" / "when" / "initials.py"


def test_the_table_is_up_to_date() -> None:
    run = subprocess.run([sys.executable, str(MAKER)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_initials_hold_both_cases_and_all_that_is_not_ascii() -> None:
    rule = next(rule for rule in load_when().rules if rule.name == "relative.today")
    assert rule.initials is not None
    assert {"t", "T", "e", "E", initial("Ångström")} <= rule.initials
    assert initial("9/11") not in rule.initials


def test_nothing_is_known_of_a_pattern_that_has_changed() -> None:
    rule = next(rule for rule in load_when().rules if rule.name == "relative.today")
    assert initials_of(rule.name, rule.source) == rule.initials
    assert initials_of(rule.name, rule.source + "?") is None
    assert initials_of("relative.none_such", rule.source) is None
