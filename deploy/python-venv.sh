#!/usr/bin/env bash
# Usage: deploy/python-venv.sh NAME [REQUIREMENTS]
#
# Prints the path of the Python in the virtual environment .tools/venv-NAME, which holds exactly
# what the file REQUIREMENTS pins with hashes. The system's own Python is never changed, and many
# systems would refuse it.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

name=${1:?usage: deploy/python-venv.sh NAME [REQUIREMENTS]}
requirements=${2:-}
venv=$PWD/.tools/venv-$name
python=$venv/bin/python

if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "Python 3.11 or newer is needed as python3 (Debian's package: python3)."
    exit 1
fi
# `venv` alone can be there without the part that puts pip in.
if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
    deploy/debian-packages.sh python3-venv
fi

# Scripts in an environment name its path, so it can't be renamed into place: one caller at a time.
mkdir -p .tools
exec 9>"$venv.lock"
flock 9

wanted=$(python3 --version; [ -z "$requirements" ] || sha256sum <"$requirements")
if [ ! -x "$python" ] || [ "$(cat "$venv/complete" 2>/dev/null)" != "$wanted" ]; then
    say "Preparing the Python environment .tools/venv-$name …"
    python3 -m venv --clear "$venv" >&2
    if [ -n "$requirements" ]; then
        "$python" -m pip install --quiet --disable-pip-version-check --no-input \
            --only-binary=:all: --require-hashes -r "$requirements" >&2
    fi
    printf '%s\n' "$wanted" >"$venv/complete"
fi
printf '%s\n' "$python"
