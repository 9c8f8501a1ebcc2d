#!/usr/bin/env bash
# Usage: deploy/ensure-deny.sh
#
# Prints the path of cargo-deny: the pinned binary, or one built from source where no binary is
# pinned for the machine.
set -euo pipefail
cd "$(dirname "$0")/.."

if deploy/pinned-program.sh cargo-deny; then
    exit 0
fi
version=$(awk '$1 == "cargo-deny" { print $4; exit }' deploy/pinned-programs.txt)
built=$PWD/.tools/cargo-deny-$version-built
if [ ! -x "$built/bin/cargo-deny" ]; then
    printf 'Building cargo-deny %s …\n' "$version" >&2
    cargo install cargo-deny --version "$version" --locked --root "$built" >&2
fi
printf '%s\n' "$built/bin/cargo-deny"
