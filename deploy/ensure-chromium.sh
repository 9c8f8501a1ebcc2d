#!/usr/bin/env bash
# Usage: deploy/ensure-chromium.sh
#
# Prints the path of Chromium for the browser tests; installs Debian's package if there is none.
set -euo pipefail
cd "$(dirname "$0")/.."

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

if ! find_chromium >/dev/null; then
    # Without a font every text is empty boxes.
    deploy/debian-packages.sh chromium fonts-liberation
fi
chromium=$(find_chromium)
"$chromium" --version >&2
printf '%s\n' "$chromium"
