#!/usr/bin/env bash
# Usage: deploy/postgres-for-tests.sh [--tls] COMMAND…
#
# Runs COMMAND with HANDUP_TEST_POSTGRES_URL set to a new, empty PostgreSQL cluster of its own on a
# free loopback port, and removes the cluster afterwards, whatever ends COMMAND. The system's own
# clusters are not touched. Exits as COMMAND does.
#
# With --tls the server has a certificate for the name localhost, and HANDUP_TEST_POSTGRES_CA names
# the file with the authority that it is from.
#
# For many runs against one cluster: deploy/postgres-for-tests.sh bash
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }

tls=
if [ "${1:-}" = --tls ]; then
    tls=yes
    shift
fi
[ $# -gt 0 ] || {
    say "Usage: deploy/postgres-for-tests.sh [--tls] COMMAND…"
    exit 2
}

# Prints the newest folder that holds the server's programs.
find_programs() {
    local folder
    for folder in $(dirname "$(command -v initdb || true)") $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ]; then
            printf '%s\n' "$folder"
            return
        fi
    done
    return 1
}

# Debian's package makes and starts a cluster on port 5432 when it is installed, unless told not to.
install_programs() {
    local settings=/etc/postgresql-common/createcluster.conf
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        "$root/deploy/debian-packages.sh" postgresql-common
        cp -p "$settings" "$settings.before-handup"
        printf 'create_main_cluster = false\n' >>"$settings"
        "$root/deploy/debian-packages.sh" postgresql || status=$?
        mv -f "$settings.before-handup" "$settings"
        return "${status:-0}"
    fi
    "$root/deploy/debian-packages.sh" postgresql
}

programs=$(find_programs) || {
    install_programs
    programs=$(find_programs)
}

folder=$(mktemp -d "${TMPDIR:-/tmp}/handup-postgres.XXXXXX")
child=

# PostgreSQL refuses to run as root.
owner=$(id -un)
become_owner=()
if [ "$(id -u)" = 0 ]; then
    owner=postgres
    become_owner=(runuser -u "$owner" --)
fi
# From the cluster's folder, because the owner may not be allowed into this one.
as_owner() { (cd "$folder" && "${become_owner[@]}" "$@" </dev/null); }

# shellcheck disable=SC2329 # called by the trap
clean_up() {
    trap - EXIT
    # pg_ctl knows the process by the number that it wrote into this folder.
    if [ -e "$folder/data/postmaster.pid" ]; then
        as_owner "$programs/pg_ctl" --pgdata "$folder/data" --mode fast --silent stop >&2 ||
            as_owner "$programs/pg_ctl" --pgdata "$folder/data" --mode immediate --silent stop >&2 || true
    fi
    rm -rf "$folder"
}
trap clean_up EXIT

# shellcheck disable=SC2329 # called by the traps
pass_on() {
    signalled=yes
    # COMMAND leads a process group of its own (set -m), so this reaches all that it started.
    [ -z "$child" ] || kill -s "$1" -- "-$child" 2>/dev/null || true
    [ -n "$child" ] || exit 130
}
for name in INT TERM HUP; do
    # shellcheck disable=SC2064 # the name is meant now
    trap "pass_on $name" "$name"
done

chown "$owner" "$folder"
as_owner "$programs/initdb" --pgdata "$folder/data" --username postgres --auth trust \
    --encoding UTF8 --locale C.UTF-8 --no-instructions >"$folder/initdb.log" 2>&1 || {
    cat "$folder/initdb.log" >&2
    exit 1
}
cat >>"$folder/data/postgresql.conf" <<'SETTINGS'
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
# Durability is part of what the tests are about.
fsync = on
synchronous_commit = on
SETTINGS

if [ -n "$tls" ]; then
    "$root/deploy/certificate-for-tests.sh" "$folder"
    mv "$folder/server.crt" "$folder/server.key" "$folder/data/"
    chown "$owner" "$folder/data/server.crt" "$folder/data/server.key"
    printf 'ssl = on\n' >>"$folder/data/postgresql.conf"
    export HANDUP_TEST_POSTGRES_CA=$folder/ca.crt
fi

# Below the range from which the system gives out ports by itself. A port that turns out to be in
# use makes the server stop at once, so the next one is tried.
port=
for _ in 1 2 3 4 5 6 7 8 9 10; do
    candidate=$((20000 + RANDOM % 12000))
    if as_owner "$programs/pg_ctl" --pgdata "$folder/data" --log "$folder/data/server.log" \
        --options "-p $candidate" --wait --silent start >/dev/null 2>&1; then
        port=$candidate
        break
    fi
    grep -q 'Address already in use' "$folder/data/server.log" || break
done
if [ -z "$port" ]; then
    say "PostgreSQL did not start:"
    cat "$folder/data/server.log" >&2
    exit 1
fi
export HANDUP_TEST_POSTGRES_URL="postgres://postgres@127.0.0.1:$port/postgres"

signalled=
status=0
if [ -t 0 ]; then
    # In the foreground, so that COMMAND may read the terminal, whose signals reach it anyway.
    "$@" || status=$?
else
    set -m
    "$@" <&0 &
    child=$!
    set +m
    wait "$child" || status=$?
    if [ -n "$signalled" ]; then
        # The signal ended the first wait; this one ends with COMMAND.
        status=0
        wait "$child" || status=$?
    fi
    child=
fi
exit "$status"
