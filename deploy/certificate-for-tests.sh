#!/usr/bin/env bash
# Usage: deploy/certificate-for-tests.sh FOLDER
#
# Makes an authority in FOLDER (ca.crt) and a certificate from it for the name localhost (server.crt,
# server.key). For two days, and for servers of tests only.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:?usage: deploy/certificate-for-tests.sh FOLDER}
command -v openssl >/dev/null || "$root/deploy/debian-packages.sh" openssl >&2

cd "$folder"
options=(-nodes -days 2 -newkey ec -pkeyopt "ec_paramgen_curve:P-256")
{
    openssl req -x509 "${options[@]}" -keyout ca.key -out ca.crt -subj "/CN=Tests of Handup" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign &&
        openssl req -x509 "${options[@]}" -keyout server.key -out server.crt \
            -CA ca.crt -CAkey ca.key -subj /CN=localhost -addext basicConstraints=critical,CA:FALSE \
            -addext subjectAltName=DNS:localhost
} 2>openssl.log || {
    cat openssl.log >&2
    exit 1
}
