#!/usr/bin/env bash
# Draws docs/images/chronicle.png anew from the sample crisis. Needs `make demo` to have run, and Chromium.
set -euo pipefail
cd "$(dirname "$0")/../.."
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
  --disable-component-update --disable-sync --hide-scrollbars --user-data-dir="$profile" --window-size=1200,1500 \
  --screenshot=docs/images/chronicle.png "file://$PWD/out/chronicle.html"
