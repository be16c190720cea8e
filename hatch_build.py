"""Build hook of the wheel: with DATELINE_COMPILE=1 in the environment the rooms are compiled by mypyc, a fifth faster and for one platform.

Without it, and in editable installs, the wheel is pure Python and needs no compiler. The answers are the same bytes.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOMS = ("grammar", "when", "where", "said", "who", "did")
LEFT = {  # what stays Python, and why
    "did/pairs.py": "arrays only",
    "grammar/arrays.py": "it says one thing to the type checker and another to Python",
    "grammar/session.py": "arrays only",
    "when/find.py": "patterns are compiled on first use, by cached properties",
    "where/dump.py": "run once, to make a full gazetteer",
    "where/full.py": "its database is closed by a weak reference",
}
COMPILE = """
import sys
from mypyc.build import mypycify
from setuptools import setup

options = ["--strict", "--config-file=", "--ignore-missing-imports"]
modules = mypycify([*options, *sys.argv[1:]], opt_level="2", debug_level="0", multi_file=True, group_name="dateline")
setup(name="dateline", packages=[], ext_modules=modules, script_args=["--quiet", "build_ext", "--inplace"])
"""


class CompileHook(BuildHookInterface):  # type: ignore[misc]
    """Adds the compiled modules beside their sources; Python takes the compiled one."""

    def dependencies(self) -> list[str]:
        """What compiling needs where the build is isolated."""
        return ["mypy>=1.15", "setuptools"] if _asked() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles in a copy of the sources, so that nothing compiled is ever left beside them."""
        if version == "editable" or not _asked():
            return
        self.copy = TemporaryDirectory()
        source = Path(self.root) / "src"
        shutil.copytree(source / "dateline", Path(self.copy.name) / "dateline", ignore=shutil.ignore_patterns("*.onnx", "__pycache__"))
        modules = sorted(
            str(path.relative_to(source))
            for room in ROOMS
            for path in (source / "dateline" / room).glob("*.py")
            if path.name != "__init__.py" and f"{room}/{path.name}" not in LEFT
        )
        subprocess.run([sys.executable, "-c", COMPILE, *modules], cwd=self.copy.name, check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(Path(self.copy.name) / "build")  # a second copy of all that was made
        made = [path for path in sorted(Path(self.copy.name).rglob("*")) if path.suffix in (".so", ".pyd")]
        build_data |= {"pure_python": False, "infer_tag": True}
        build_data["force_include"] |= {str(path): str(path.relative_to(self.copy.name)) for path in made}

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes the copy."""
        if hasattr(self, "copy"):
            self.copy.cleanup()


def _asked() -> bool:
    return os.environ.get("DATELINE_COMPILE", "") not in ("", "0")
