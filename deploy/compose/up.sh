#!/usr/bin/env bash
# Usage: deploy/compose/up.sh
#
# Starts deploy/compose/compose.yaml, or brings what runs already up to date with it, and waits
# until everything works. Makes the secrets first, once. An image of this machine (localhost/…) is
# built from the checkout.
set -euo pipefail
cd "$(dirname "$0")"

# 256 bits. The letter in front, because a setting is read as the value that it looks like, and a
# password of digits alone would be a number.
secret() { printf 's%s' "$(od --address-radix=n --format=x1 --read-bytes=32 /dev/urandom | tr -d ' \n')"; }

if [ ! -e .env ]; then
    new=$(umask 077 && mktemp .env.XXXXXX)
    for name in POSTGRES_PASSWORD NATS_PASSWORD NATS_CLUSTER_PASSWORD SERVICE_SECRET GRAFANA_PASSWORD; do
        printf '%s=%s\n' "$name" "$(secret)"
    done >"$new"
    mv "$new" .env
    printf 'Secrets were made in deploy/compose/.env: keep that file.\n' >&2
fi

if grep -q '^HANDUP_IMAGE=localhost/' images.env; then
    ./compose.sh build migrate
fi
./compose.sh up --detach --remove-orphans
# Services wait for NATS and for each other, so it takes a while until all answer.
for _ in {1..60}; do
    if said=$(./compose.sh run --rm --no-deps -T operator doctor 2>&1); then
        # One that ran before has the rules of then in mind, and reads them anew when it is told to.
        ./compose.sh kill --signal SIGHUP prometheus
        printf '%s\n' "$said"
        exit 0
    fi
    sleep 1
done
printf '%s\n' "$said" >&2
exit 1
