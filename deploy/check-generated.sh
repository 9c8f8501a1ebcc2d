#!/usr/bin/env bash
# Usage: deploy/check-generated.sh PROGRAM
#
# Fails if a generated file in the checkout is not what the handup PROGRAM and the generators make
# now. Changes nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

program=${1:?usage: deploy/check-generated.sh PROGRAM}
wanted=$(mktemp)
trap 'rm -f "$wanted"' EXIT

"$program" openapi >"$wanted"
if ! diff -u --label committed services/gateway/openapi.json --label code "$wanted" >&2; then
    printf '%s\n' 'services/gateway/openapi.json is not what the code says: commit what "make openapi" writes.' >&2
    exit 1
fi
cd services/gateway/web
npm run --silent generate:check
