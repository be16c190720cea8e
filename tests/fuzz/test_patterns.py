"""Own patterns take linear time: every pattern that Dateline compiles, of code and of rule files, on lines made to mislead it.

Patterns are taken where they are compiled, in a process that imports every module and reads copy, so that none is forgotten. Those of the
intake are tested with their readers on lines of a megabyte (tests/intake/test_patterns.py): they are tried at the starts of lines only.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PARTS = 2

SCRIPT = '''
import importlib, pkgutil, re, sys, time
from pathlib import Path

own, real, found = str(Path(sys.argv[1]) / "src" / "dateline"), re._compile, {}

def spy(pattern, flags):
    made, frame = real(pattern, flags), sys._getframe(1)
    while frame and frame.f_code.co_filename.endswith(("re/__init__.py", "re.py")):
        frame = frame.f_back
    if frame and frame.f_code.co_filename.startswith(own) and "/intake/" not in frame.f_code.co_filename:
        found.setdefault((made.pattern, made.flags), frame.f_code.co_filename)
    return made

re._compile = spy
import dateline
for module in pkgutil.walk_packages(dateline.__path__, "dateline."):
    try:
        importlib.import_module(module.name)
    except ImportError:
        pass  # of an extra that is not installed
list(dateline.read_many(sorted((Path(sys.argv[1]) / "samples" / "crisis").glob("*.txt"))[:2]))
re._compile = real

UNITS = (" ", "\\t", "\\n", "\\n ", "\\u00a0", "a", "A", "1", "\\u00e9", "a ", "A ", "Aa ", "AB, ",
    "1 ", "1,", "1-", "a.", "A.", "A. ", "A-", "A'",
    ". ", ", ", "(", "(A", "[", "<", "&", "-", "- ", "\\u2013 ", "\\u2014", "/", "|", '"', "\\u201c", "'", "@", "_", ":", "May 1 ",
    "by ", "and ",
    "of the ", "one ", "in A ", "first ", "10 to ", "not ", "had been ", "killed ", "people ")

def anchored(pattern, path):
    """Whether the pattern is only ever tried at one place: its name stands before .match and .fullmatch alone."""
    text = Path(path).read_text(encoding="utf-8")
    name = next((n for n, p in vars(sys.modules["dateline" + path[len(own):-3].replace("/", ".").replace(".__init__", "")]).items()
                 if isinstance(p, re.Pattern) and p.pattern == pattern), None)
    used = name and set(re.findall(rf"\\b{name}\\.(\\w+)", text))
    return bool(used) and used <= {"match", "fullmatch"}

def cost(pattern, at_start, unit, size):
    line = (unit * (size // len(unit) + 1))[:size]
    line = line.encode() if isinstance(pattern.pattern, bytes) else line
    start = time.process_time()
    if at_start:
        pattern.match(line), pattern.fullmatch(line)
    else:
        for _ in pattern.finditer(line):
            pass
    return time.process_time() - start

assert len(found) > 300, len(found)
part, parts = int(sys.argv[2]), int(sys.argv[3])
for pattern, flags in sorted(found, key=str)[part::parts]:
    made, at_start = real(pattern, flags), anchored(pattern, found[pattern, flags])
    for unit in UNITS:
        if cost(made, at_start, unit, 1500) > 0.004:
            small = min(cost(made, at_start, unit, 1500) for _ in range(3))
            large = min(cost(made, at_start, unit, 6000) for _ in range(2))
            if large > 8 * small:  # linear is four times, quadratic sixteen
                print(found[pattern, flags][len(own) + 1:], repr(unit), f"{small:.4f} s, four times as long {large:.4f} s", pattern[:200])
'''


@pytest.mark.parametrize("part", range(PARTS))
def test_no_pattern_of_code_or_rules_is_slower_than_linear(part: int) -> None:
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT, str(ROOT), str(part), str(PARTS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr[-2000:]
