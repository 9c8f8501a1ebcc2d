#!/usr/bin/env bash
# The image's entry point runs this once, after the schemas are made and before anybody can
# connect. The passwords go by standard input: arguments can be read by every process.
set -euo pipefail

for service in auth request assignment notification analytics; do
    variable="PASSWORD_${service^^}"
    printf "ALTER ROLE %s PASSWORD '%s';\n" "$service" "${!variable}"
done | psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname "$POSTGRES_DB"
