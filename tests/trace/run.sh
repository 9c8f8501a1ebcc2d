#!/usr/bin/env bash
# Usage: tests/trace/run.sh PROGRAM [PICTURE]
#
# Has the services of PROGRAM export what happens to a receiver, as processes of their own, and tests
# the traces; see test_trace.py. With PICTURE, draws them into that file instead. Needs
# HANDUP_TEST_POSTGRES_URL, as deploy/postgres-for-tests.sh sets it.
set -euo pipefail
cd "$(dirname "$0")/../.."

HANDUP_BIN=${1:?usage: tests/trace/run.sh PROGRAM [PICTURE]}
HANDUP_NATS_SERVER=$(deploy/fetch-nats.sh)
python=$(deploy/python-venv.sh operation tests/operation/requirements.txt)
# Programs that a check starts, and what it asks PostgreSQL, are in tests/operation.
PYTHONPATH=tests/operation
export HANDUP_BIN HANDUP_NATS_SERVER PYTHONPATH
if [ -n "${2:-}" ]; then
    exec "$python" tests/trace/picture.py "$2"
fi
exec "$python" -m unittest discover --start-directory tests/trace
