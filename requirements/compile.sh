#!/usr/bin/env bash
# Renews the pinned requirements from pyproject.toml and the *.in files. Needs pip-tools; add --upgrade to move the pins.
set -euo pipefail
cd "$(dirname "$0")/.."
options=(--quiet --generate-hashes --allow-unsafe --strip-extras --no-header
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options "$@")
pip-compile "${options[@]}" --output-file requirements/run.txt pyproject.toml
pip-compile "${options[@]}" --output-file requirements/build.txt requirements/build.in
pip-compile "${options[@]}" --output-file requirements/dev.txt requirements/dev.in
