#!/usr/bin/env bash
# Usage: deploy/check-scripts.sh
#
# Checks the syntax of all shell scripts, and lints them where shellcheck is to be had.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t scripts < <(git ls-files --cached --others --exclude-standard -- '*.sh' .ci/run)
for script in "${scripts[@]}"; do
    bash -n "$script"
    [ -x "$script" ] || {
        printf '%s is not executable\n' "$script" >&2
        exit 1
    }
done

if shellcheck=$(command -v shellcheck || deploy/pinned-program.sh shellcheck); then
    "$shellcheck" "${scripts[@]}"
else
    printf 'No shellcheck on this machine: scripts are checked for syntax only.\n' >&2
fi
