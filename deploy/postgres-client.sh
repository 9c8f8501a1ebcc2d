#!/usr/bin/env bash
# Sourced by backup.sh and restore.sh, not run: sets `url` from HANDUP_DATABASE__URL, without its
# password, which goes to PGPASSWORD: what stands on a command line, everybody on the machine reads.
# Installs PostgreSQL's client programs where they are missing.

url=${HANDUP_DATABASE__URL:?names no database to work on}
case $url in
postgres://* | postgresql://*) ;;
*)
    printf '%s\n' "HANDUP_DATABASE__URL is ${url%%:*}:…; this is for PostgreSQL. The data folder of SQLite is copied while handup is stopped." >&2
    exit 1
    ;;
esac
if [[ $url =~ ^([a-z]+://[^:@/]*):([^@/]*)@(.*)$ ]]; then
    url=${BASH_REMATCH[1]}@${BASH_REMATCH[3]}
    # %40 is an @, as everywhere in addresses.
    PGPASSWORD=$(printf '%b' "${BASH_REMATCH[2]//%/\\x}")
    export PGPASSWORD
fi
for program in psql pg_dump pg_restore; do
    if ! command -v "$program" >/dev/null; then
        "$(dirname "${BASH_SOURCE[0]}")/debian-packages.sh" postgresql-client
        break
    fi
done
