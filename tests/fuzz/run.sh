#!/usr/bin/env bash
# Usage: tests/fuzz/run.sh PROGRAM
#
# Fuzzes the API of the given handup program from its own OpenAPI document; see fuzz.py.
set -euo pipefail
cd "$(dirname "$0")/../.."

program=${1:?usage: tests/fuzz/run.sh PROGRAM}
HANDUP_NATS_SERVER=$(deploy/fetch-nats.sh)
export HANDUP_NATS_SERVER
python=$(deploy/python-venv.sh fuzz tests/fuzz/requirements.txt)
exec "$python" tests/fuzz/fuzz.py "$program"
