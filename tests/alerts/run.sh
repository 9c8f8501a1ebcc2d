#!/usr/bin/env bash
# Usage: tests/alerts/run.sh
#
# Checks the rules for alerts and their runbooks, and first that the check refuses what it should.
set -euo pipefail
cd "$(dirname "$0")/../.."

promtool=$(deploy/ensure-promtool.sh)
# It reads YAML, as the check of the manifests does.
python=$(deploy/python-venv.sh manifests tests/manifests/requirements.txt)

HANDUP_PROMTOOL=$promtool "$python" -m unittest discover --start-directory tests/alerts
"$python" tests/alerts/check.py "$promtool"
