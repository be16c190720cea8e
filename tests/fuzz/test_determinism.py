"""The same bytes for any hash seed, locale, time zone, batch and number of workers: records, chronicle, a store's export."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SURROUNDINGS = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "DATELINE_BATCH_ARTICLES": "16", "WORKERS": "1"},
    {"PYTHONHASHSEED": "7", "TZ": "Pacific/Apia", "LC_ALL": "C.UTF-8", "DATELINE_BATCH_ARTICLES": "1", "WORKERS": "2"},
)

#: What a user would type, in one process: starting three takes longer than reading.
SCRIPT = """
import os, sys
from dateline.show.cli import main
def run(*given):
    sys.argv[1:] = given
    sys.stdout.flush()
    try:
        main()
    except SystemExit as end:
        assert not end.code, (given, end.code)
if __name__ == "__main__":
    (copy, db), workers = sys.argv[1:3], os.environ["WORKERS"]
    run("read", copy, "--format", "jsonl", "--workers", workers, "--quiet")
    run("read", copy, "--format", "chronicle", "--quiet")
    run("ingest", copy, "--db", db, "--quiet")
    run("export", "--db", db, "--format", "jsonl")
    run("export", "--db", db, "--format", "csv")
"""


def test_surroundings_change_no_byte(tmp_path: Path, crisis: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in sorted(crisis.glob("*.txt"))[:3]:
        (copy / path.name).write_bytes(path.read_bytes())
    script = tmp_path / "all.py"
    script.write_text(SCRIPT, encoding="utf-8")
    found = []
    for n, surroundings in enumerate(SURROUNDINGS):
        command = [sys.executable, "-W", "ignore", str(script), str(copy), str(tmp_path / f"{n}.db")]
        done = subprocess.run(command, env=os.environ | surroundings, capture_output=True, timeout=200, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        found.append(done.stdout)
    assert len(found[0]) > 10_000
    assert found[0] == found[1]
