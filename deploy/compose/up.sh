#!/usr/bin/env bash
# Usage: deploy/compose/up.sh
#
# Starts deploy/compose/compose.yaml, and brings what runs already up to date with it. Makes the
# secrets first, once. A handup image that is not there is built.
set -euo pipefail
cd "$(dirname "$0")"

# 128 bits. The letter in front, because the settings are read as the value that they look like,
# and a password of digits alone would be a number.
secret() { printf 's%s' "$(od --address-radix=n --format=x1 --read-bytes=16 /dev/urandom | tr -d ' \n')"; }

if [ ! -e .env ]; then
    new=$(umask 077 && mktemp .env.XXXXXX)
    for name in POSTGRES_PASSWORD NATS_PASSWORD NATS_CLUSTER_PASSWORD SERVICE_SECRET GRAFANA_PASSWORD; do
        printf '%s=%s\n' "$name" "$(secret)$(secret)"
    done >"$new"
    mv "$new" .env
    printf 'Secrets were made in deploy/compose/.env: keep that file.\n' >&2
fi

./compose.sh build migrate
./compose.sh up --detach --wait
./compose.sh run --rm operator doctor
