#!/usr/bin/env bash
# Usage: deploy/ensure-promtool.sh
#
# Prints the path of promtool, which checks and tests rules for alerts: the one on the PATH, else that
# of Debian's package. The package is unpacked into .tools/ and not installed, because that would
# start a Prometheus on this machine.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

if found=$(command -v promtool); then
    printf '%s\n' "$found"
    exit 0
fi
target=$PWD/.tools/promtool/promtool
if [ ! -x "$target" ]; then
    if ! command -v apt-get >/dev/null; then
        say "Missing on this machine: promtool, which comes with Prometheus. Put it on the PATH."
        exit 1
    fi
    say "Fetching promtool (Debian's package prometheus) …"
    mkdir -p .tools/promtool
    work=$(mktemp -d .tools/promtool/.fetch.XXXXXX)
    trap 'rm -rf "$work"' EXIT
    # Only root can bring the list up to date; where it is old, the download says so.
    [ "$(id -u)" != 0 ] || apt-get -qq -o DPkg::Lock::Timeout=300 update </dev/null >&2
    (cd "$work" && apt-get -qq -o APT::Sandbox::User=root download prometheus </dev/null >&2)
    dpkg-deb --extract "$work"/prometheus_*.deb "$work"
    mv -f "$work/usr/bin/promtool" "$target"
fi
printf '%s\n' "$target"
