#!/usr/bin/env bash
# Usage: HANDUP_DATABASE__URL=postgres://… deploy/restore.sh FILE
#
# Fills an empty database with what backup.sh wrote to FILE: all of it, or, if anything fails,
# nothing. Refuses a database that is not empty, or that somebody uses.
#
# What else belongs to a restore: the streams of NATS are emptied before, because they may tell of
# what the backup does not know; and `handup replay` afterwards, because events that had been
# published at the time of the backup, but not yet worked on by every service, are in the outboxes
# alone. A replay does nothing twice.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/postgres-client.sh"

file=${1:?usage: deploy/restore.sh FILE}

ask() { psql --no-psqlrc --no-password --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$url" --command="$1"; }

found=$(ask "
    SELECT 'schema ' || nspname FROM pg_namespace
     WHERE nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('information_schema', 'public')
    UNION ALL
    SELECT 'table ' || relname FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    UNION ALL
    SELECT 'connection of ' || coalesce(nullif(application_name, ''), 'somebody') FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'")
if [ -n "$found" ]; then
    printf 'The database is not empty, or in use; nothing was changed. Found:\n%s\n' "$found" >&2
    exit 1
fi

# Owners and rights are those of whom the address names: a backup may come from elsewhere.
pg_restore --no-password --single-transaction --exit-on-error --no-owner --no-privileges \
    --dbname="$url" "$file"
# A backup has no statistics for the planner; without them the first hours would be slow.
ask 'ANALYZE' >&2
printf '%s is restored. Start Handup on empty streams, then run: handup replay\n' "$file"
