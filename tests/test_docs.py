"""Documentation is a test: settings, rooms, record keys, rule files and README commands are described and true."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from dateline.record import Record
from dateline.settings import SETTINGS
from dateline.show.cli import cli

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
ROOMS = ["intake", "grammar", "when", "where", "who", "said", "did", "story", "store", "show", "record", "formats", "settings", "training"]


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_its_page(room: str) -> None:
    page = (DOCS / f"{room}.md").read_text(encoding="utf-8")
    assert len(page) > 600
    assert page.startswith("# ")


def test_settings_are_documented() -> None:
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    for item in SETTINGS:
        assert f"| `{item.name}` | {item.default:,} | {item.sentence} |" in page


def test_record_keys_are_documented() -> None:
    page = (DOCS / "record.md").read_text(encoding="utf-8")
    missing = [f.name for f in fields(Record) if f"| `{f.name}` |" not in page]
    assert missing == []


def test_rule_files_are_documented() -> None:
    for path in sorted((ROOT / "src" / "dateline").glob("*/rules/*.toml")):
        room = path.parent.parent.name
        assert path.name in (DOCS / f"{room}.md").read_text(encoding="utf-8"), f"docs/{room}.md does not name rules/{path.name}"


def test_links_between_pages_hold() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_no_page_is_an_orphan() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in sorted(DOCS.glob("*.md")) if f"(docs/{page.name})" not in readme] == []


def test_every_command_has_an_example_and_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, command in cli.commands.items():
        assert "Example" in (command.help or ""), name
        assert f"dateline {name}" in readme
        assert f"\n## dateline {name}\n" in (DOCS / "show.md").read_text(encoding="utf-8")


def test_readme_commands_are_the_makefile_s() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"^make ([a-z]+)\b", readme, re.M))
    assert {"demo", "test"} <= named
    assert all(re.search(rf"^{target}:", makefile, re.M) for target in named)
