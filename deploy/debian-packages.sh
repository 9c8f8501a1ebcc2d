#!/usr/bin/env bash
# Usage: deploy/debian-packages.sh PACKAGE…
#
# Installs Debian packages when run as root on a system with apt-get; else says what to install.
set -euo pipefail

say() { printf '%s\n' "$*" >&2; }

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    say "Missing on this machine: $*"
    say "Install it with the system's package manager; on Debian and Ubuntu: sudo apt-get install $*"
    exit 1
fi

say "Installing Debian's $* …"
export DEBIAN_FRONTEND=noninteractive
# Two scripts may install at once: wait for each other's lock.
options=(-qq -o DPkg::Lock::Timeout=300)
apt-get "${options[@]}" update </dev/null >&2
apt-get "${options[@]}" install --yes --no-install-recommends "$@" </dev/null >&2
