#!/usr/bin/env bash
# Usage: tests/outages/run.sh PROGRAM [--short] [--only TEXT]…
#        tests/outages/run.sh --self-test
#
# First that the checker finds what it must, then the faults; see outages.py. On a PostgreSQL of its
# own, because it kills the server.
set -euo pipefail
cd "$(dirname "$0")/../.."

HANDUP_NATS_SERVER=$(deploy/fetch-nats.sh)
python=$(deploy/python-venv.sh outages tests/outages/requirements.txt)
# Programs that a check starts, and what it asks PostgreSQL, are in tests/operation.
PYTHONPATH=tests/operation
export HANDUP_NATS_SERVER PYTHONPATH
"$python" -m unittest discover --start-directory tests/outages
[ "$1" != --self-test ] || exit 0
exec env --unset=HANDUP_TEST_POSTGRES_URL deploy/postgres-for-tests.sh "$python" tests/outages/outages.py "$@"
