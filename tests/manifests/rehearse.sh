#!/usr/bin/env bash
# Usage: tests/manifests/rehearse.sh PROGRAM
#
# Runs what the overlay dev describes with the given handup program; see rehearse.py. Needs
# HANDUP_TEST_POSTGRES_URL, as deploy/postgres-for-tests.sh sets it.
set -euo pipefail
cd "$(dirname "$0")/../.."

program=${1:?usage: tests/manifests/rehearse.sh PROGRAM}
kubectl=$(deploy/pinned-program.sh kubectl) || kubectl=$(command -v kubectl)
nats_server=$(deploy/fetch-nats.sh)
python=$(deploy/python-venv.sh manifests tests/manifests/requirements.txt)
exec "$python" tests/manifests/rehearse.py "$kubectl" "$nats_server" "$program"
