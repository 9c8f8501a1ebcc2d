#!/usr/bin/env bash
# Usage: deploy/image/root.sh PROGRAM FOLDER
#
# Lays out in FOLDER, which must not be there yet, the whole root file system of the image: the
# handup PROGRAM, the shared libraries it names, and the few files that they read at run time.
set -euo pipefail
repository=$(cd "$(dirname "$0")/../.." && pwd)

say() { printf '%s\n' "$*" >&2; }

program=${1:?usage: deploy/image/root.sh PROGRAM FOLDER}
root=${2:?usage: deploy/image/root.sh PROGRAM FOLDER}
certificates=/etc/ssl/certs/ca-certificates.crt
zones=/usr/share/zoneinfo

packages=()
command -v strip >/dev/null || packages+=(binutils)
[ -e "$certificates" ] || packages+=(ca-certificates)
[ -e "$zones/tzdata.zi" ] || packages+=(tzdata)
if [ ${#packages[@]} -gt 0 ]; then
    "$repository/deploy/debian-packages.sh" "${packages[@]}"
fi

# Since 2.34 the C library looks up names of hosts by itself; an older one loads more libraries for
# that at run time, which ldd does not name.
glibc=$(getconf GNU_LIBC_VERSION | cut -d ' ' -f 2)
if [ "$(printf '%s\n' 2.34 "$glibc" | sort -V | head -n 1)" != 2.34 ]; then
    say "The C library is glibc $glibc; the image needs 2.34 or newer."
    exit 1
fi

mkdir "$root"
# A umask of the person who builds must not decide who may read the image's files.
chmod 755 "$root"
umask 022

mkdir -p "$root/usr/bin"
# The names of functions stay, for the traces of a panic.
strip --strip-debug -o "$root/usr/bin/handup" "$program"
chmod 755 "$root/usr/bin/handup"

# At the paths where the loader looks for them: "name => path (address)", and the loader itself as
# "path (address)".
ldd "$program" | sed -nE 's#^\s*(\S+ => )?(/\S+) \(0x[0-9a-f]+\)$#\2#p' | while read -r library; do
    install -D --mode 755 "$(realpath "$library")" "$root$library"
done

install -D --mode 644 "$certificates" "$root$certificates"
# Weekly hours of labs follow the clock on the wall, anywhere. posix/ and right/ are the same zones
# again, counted otherwise.
mkdir -p "$root$zones"
tar --create --directory "$zones" --exclude ./posix --exclude ./right . |
    tar --extract --no-same-owner --directory "$root$zones"

mkdir -p "$root/etc"
printf 'handup:x:65532:65532:Handup:/:/sbin/nologin\n' >"$root/etc/passwd"
printf 'handup:x:65532:\n' >"$root/etc/group"
printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
# Engines mount a file system of their own here where the rest is read-only.
mkdir --mode 1777 "$root/tmp"
