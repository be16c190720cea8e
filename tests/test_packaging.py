"""The wheel and the sdist: what is in them, what is not, and that the wheel works where it is installed alone."""

from __future__ import annotations

import fnmatch
import json
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "dateline"
#: The largest the wheel may become without a word in docs/operations.md.
MOST = 50_000_000


@dataclass(frozen=True)
class Built:
    wheel: Path
    sdist: Path

    @property
    def files(self) -> set[str]:
        with zipfile.ZipFile(self.wheel) as archive:
            return set(archive.namelist())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Both, built by the pinned hatchling without a network."""
    out = tmp_path_factory.mktemp("dist")
    code = f"from hatchling import build; print(build.build_wheel({str(out)!r}), build.build_sdist({str(out)!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    wheel, sdist = done.stdout.split()[-2:]
    return Built(out / wheel, out / sdist)


def shipped() -> set[str]:
    """What of the package is no Python and is kept in the repository."""
    return {f"dateline/{path.relative_to(PACKAGE)}" for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}


def test_the_wheel_holds_the_whole_package_and_nothing_else(built: Built) -> None:
    inside = {name for name in built.files if name.startswith("dateline/")}
    assert inside == {name for name in shipped() if not name.endswith(".pyc")}
    assert {name.partition("/")[0] for name in built.files} == {"dateline", built.wheel.name.split("-py3")[0] + ".dist-info"}


def test_models_rules_and_pages_are_inside(built: Built) -> None:
    for pattern in (
        r"grammar/tagger_v\d+/model\.onnx",
        r"grammar/tagger_v\d+/card\.md",
        r"where/gazetteer/places_v\d+\.bin",
        r"where/gazetteer/card\.md",
        r"when/rules/dates\.toml",
        r"who/lexicon/roles\.tsv",
        r"show/export/templates/.+",
        r"show/web/templates/.+\.html\.j2",
        r"show/web/static/style\.css",
        r"store/schema\.sql",
        r"py\.typed",
    ):
        assert any(re.fullmatch("dateline/" + pattern, name) for name in built.files), pattern


def test_every_licence_is_inside(built: Built) -> None:
    info = built.wheel.name.split("-py3")[0] + ".dist-info"
    assert {f"{info}/licenses/LICENSE", f"{info}/licenses/NOTICE"} <= built.files
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for name in sorted(built.files):
        folder, _, file = name.rpartition("/")
        if file.endswith((".woff2", ".min.js", ".min.css")):  # foreign: its licence stands beside it
            stem = re.split(r"[-.]", file)[0]
            assert f"{folder}/{stem}.LICENSE.txt" in built.files, f"{name} comes without its licence"
        if file.endswith((".onnx", ".bin")):  # data: its folder is named in NOTICE
            assert f"src/{folder}/" in notice, f"NOTICE does not name {folder}"
    for folder in re.findall(r"^- src/(\S+?),?\s", notice, re.MULTILINE):
        assert fnmatch.filter(built.files, folder.rstrip("/") + "*"), f"NOTICE names {folder}, which is not shipped"


def test_the_sdist_holds_what_the_wheel_is_built_of(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {f"src/{name}" for name in built.files if name.startswith("dateline/")} <= names
    assert {"pyproject.toml", "README.md", "LICENSE", "NOTICE", "PKG-INFO"} <= names
    assert [name for name in names if name.startswith(("tests", "training", "benchmarks", "out", ".ci"))] == []


def test_the_size_is_stated(built: Built) -> None:
    size = built.wheel.stat().st_size
    assert size < MOST
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    stated = re.search(r"wheel[^.]*?(\d+) MB", page)
    assert stated is not None
    assert abs(int(stated[1]) - size / 1e6) < 4


def test_the_metadata_is_that_of_the_project(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as archive:
        info = next(name for name in archive.namelist() if name.endswith("/METADATA"))
        metadata = message_from_bytes(archive.read(info))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert metadata["Version"] == project["version"]
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.11"
    needed = {canonicalize_name(Requirement(words).name) for words in project["dependencies"]}
    assert needed <= {canonicalize_name(Requirement(words).name) for words in metadata.get_all("Requires-Dist", [])}
    assert built.wheel.name.endswith("-py3-none-any.whl")


def test_every_requirement_is_pinned_with_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    pinned = {canonicalize_name(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)}
    assert {canonicalize_name(Requirement(words).name) for words in project["dependencies"]} <= pinned
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=\S)", text) if "==" in entry.partition("\n")[0])


def test_the_wheel_works_where_it_is_installed_alone(built: Built, tmp_path: Path) -> None:
    where = tmp_path / "venv"
    venv.create(where, with_pip=False)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(where), "platbase": str(where)}))
    (site / "requirements.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")  # an editable install is not seen so
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(where), "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--quiet", "--ignore-installed", str(built.wheel)], check=True, capture_output=True)
    copy = tmp_path / "dispatch.txt"
    copy.write_text("OSLO, March 3 (Fjord Press) -- Police arrested 14 students in Oslo on Tuesday.\n", encoding="utf-8")

    def run(*args: str) -> str:
        done = subprocess.run([where / "bin" / args[0], *args[1:]], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert str(where) in run("python", "-c", "import dateline; print(dateline.__file__)")
    assert re.fullmatch(r"dateline \S+, record \d+, tagger tagger_v\d+, gazetteer \S+\n", run("dateline", "--version"))
    record = json.loads(run("dateline", "read", str(copy), "--format", "jsonl"))
    assert [record["text"][slice(*event["trigger"])] for event in record["events"]] == ["arrested"]
