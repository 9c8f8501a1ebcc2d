#!/usr/bin/env bash
# Usage: deploy/dev.sh
#
# Runs everything for a developer: Handup with demo data, built and started anew when Rust code or a
# message contract changes, and the web client with hot reload in front of it.
set -euo pipefail
cd "$(dirname "$0")/.."

port=${HANDUP_DEV_PORT:-8090}
HANDUP_NATS_SERVER=$(deploy/fetch-nats.sh)
python=$(deploy/python-venv.sh dev deploy/dev-requirements.txt)
export HANDUP_NATS_SERVER
export HANDUP_API=http://127.0.0.1:$port
program=${CARGO_TARGET_DIR:-target}/debug/handup

jobs_started=()
# shellcheck disable=SC2329 # called by the traps
stop() {
    trap '' INT TERM HUP
    for job in "${jobs_started[@]}"; do
        kill -INT "$job" 2>/dev/null || true
    done
    wait
}
trap stop EXIT
trap exit INT TERM HUP

# Each in a process group of its own: the terminal's Ctrl-C reaches this script alone, and Handup is
# asked to stop once, by what watches it. A second time would end it by force.
set -m

# A failed build leaves its messages on the screen and waits for the next change.
"$python" -m watchfiles --sigint-timeout 20 --ignore-paths services/gateway/web \
    "bash -c 'cargo build --package handup && exec $program up --demo --port $port'" \
    Cargo.toml Cargo.lock libs services proto-schemas &
jobs_started+=("$!")

(cd services/gateway/web && exec node_modules/.bin/vite) </dev/null &
jobs_started+=("$!")

# Neither is of use without the other.
wait -n
