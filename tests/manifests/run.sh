#!/usr/bin/env bash
# Usage: tests/manifests/run.sh
#
# Checks the manifests in k8s/, and first that the checker refuses what it should. Needs no cluster.
set -euo pipefail
cd "$(dirname "$0")/../.."

# The pinned one, because what a kustomization renders to depends on the version.
kubectl=$(deploy/pinned-program.sh kubectl) || kubectl=$(command -v kubectl)
nats_server=$(deploy/fetch-nats.sh)
command -v openssl >/dev/null || deploy/debian-packages.sh openssl
python=$(deploy/python-venv.sh manifests tests/manifests/requirements.txt)

HANDUP_KUBECTL=$kubectl HANDUP_NATS_SERVER=$nats_server "$python" -m unittest discover --start-directory tests/manifests
"$python" tests/manifests/check.py "$kubectl" "$nats_server"
