#!/usr/bin/env bash
# Usage: deploy/compose/compose.sh COMMAND…
#
# docker compose, with this system's project, images and secrets: compose.sh ps, compose.sh logs …
set -euo pipefail
cd "$(dirname "$0")"

[ -e .env ] || {
    printf 'deploy/compose/.env is missing: deploy/compose/up.sh makes it.\n' >&2
    exit 1
}
# Those of k8s/, as Prometheus reads them: never older than the checkout.
./rules.sh prometheus/rules
exec docker compose --project-name handup --env-file images.env --env-file .env --file compose.yaml "$@"
