#!/usr/bin/env bash
# Usage: deploy/fetch-nats.sh
#
# Prints the path of a nats-server that Handup can use: the one named by HANDUP_NATS_SERVER, else
# the one on the PATH, else one of a pinned version fetched into .tools/. Nothing is started, so
# a nats-server that runs on this machine already is not disturbed.
set -euo pipefail
cd "$(dirname "$0")/.."

# Per-message TTL and atomic publishing in JetStream.
oldest=2.12.0

say() { printf '%s\n' "$*" >&2; }

# The version that a program reports ("nats-server: v2.14.6"), empty if it does not run.
version_of() { "$1" --version 2>/dev/null | sed -n 's/^nats-server: v\([0-9][0-9.]*\).*/\1/p'; }

new_enough() { [ -n "$1" ] && [ "$(printf '%s\n' "$oldest" "$1" | sort -V | head -n 1)" = "$oldest" ]; }

if [ -n "${HANDUP_NATS_SERVER:-}" ]; then
    named=$(command -v "$HANDUP_NATS_SERVER" || true)
    version=$([ -z "$named" ] || version_of "$named")
    if new_enough "$version"; then
        realpath -s "$named"
        exit 0
    fi
    say "HANDUP_NATS_SERVER names $HANDUP_NATS_SERVER, which is ${version:-no nats-server that runs}; $oldest or newer is needed."
    exit 1
fi

if found=$(command -v nats-server); then
    version=$(version_of "$found")
    if new_enough "$version"; then
        realpath -s "$found"
        exit 0
    fi
    say "Passing over $found (${version:-does not run}): $oldest or newer is needed."
fi

fetched=$(deploy/pinned-program.sh nats-server)
new_enough "$(version_of "$fetched")" || {
    say "$fetched does not run on this machine."
    exit 1
}
printf '%s\n' "$fetched"
