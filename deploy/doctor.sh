#!/usr/bin/env bash
# Usage: deploy/doctor.sh
#
# Checks that this machine has what the build needs, and names everything that it lacks. Debian's
# packages are installed when run as root; compilers for Rust and JavaScript are left to the person.
set -euo pipefail
cd "$(dirname "$0")/.."

lacks=()

# at_least WANTED FOUND: whether version FOUND is WANTED or newer.
at_least() { [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

# needs NAME WANTED HINT COMMAND…: COMMAND must print a version of at least WANTED.
needs() {
    local name=$1 wanted=$2 hint=$3 found
    shift 3
    found=$("$@" 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1) || true
    if [ -z "$found" ]; then
        lacks+=("$name $wanted or newer is missing: $hint")
    elif ! at_least "$wanted" "$found"; then
        lacks+=("$name $found is too old, $wanted or newer is needed: $hint")
    fi
}

# What C libraries inside Rust crates are compiled with (SQLite, ring).
packages=()
command -v cc >/dev/null || packages+=(gcc libc6-dev)
command -v python3 >/dev/null || packages+=(python3)
command -v git >/dev/null || packages+=(git)
if [ ${#packages[@]} -gt 0 ]; then
    deploy/debian-packages.sh "${packages[@]}"
fi

rust=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
needs Rust "$rust" "rustup installs and updates it" rustc --version
needs cargo "$rust" "rustup installs and updates it" cargo --version
needs rustfmt 1.0 "rustup component add rustfmt" cargo fmt --version
needs clippy 0.1 "rustup component add clippy" cargo clippy --version
needs Node.js 20.19 "any current LTS version will do" node --version
needs npm 10.0 "it comes with Node.js" npm --version
needs Python 3.11 "any current version will do" python3 --version

if [ ${#lacks[@]} -gt 0 ]; then
    printf '%s\n' "${lacks[@]}" >&2
    exit 1
fi
