#!/usr/bin/env bash
# Usage: HANDUP_DATABASE__URL=postgres://… deploy/backup.sh FILE
#
# Writes all that Handup knows to FILE, while it goes on working: one snapshot of the database, in
# which the services' schemas agree with each other. FILE is there only once it is complete. It
# holds password hashes and signing keys: only its owner may read it.
#
# The streams of NATS are not part of it: all events are in the outboxes; see restore.sh.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/postgres-client.sh"

file=${1:?usage: deploy/backup.sh FILE}
if [ -e "$file" ]; then
    printf '%s is there already.\n' "$file" >&2
    exit 1
fi
umask 077
partial=$file.partial
trap 'rm -f "$partial"' EXIT

pg_dump --format=custom --no-password --dbname="$url" --file="$partial"
# What was cut short has no table of contents, or a wrong one.
tables=$(pg_restore --list "$partial" | grep -c ' TABLE DATA ')
sync "$partial"
mv "$partial" "$file"
printf '%s: %s tables, %s bytes\n' "$file" "$tables" "$(stat --format=%s "$file")"
