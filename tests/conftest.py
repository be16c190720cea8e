"""Shared pieces of the tests: the tools are loaded once a process."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.desk import Tools, load_tools

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def tools() -> Tools:
    return load_tools()


@pytest.fixture(scope="session")
def crisis() -> Path:
    return ROOT / "samples" / "crisis"
