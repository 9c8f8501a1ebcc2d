#!/usr/bin/env bash
# Usage: deploy/image/with-containers.sh COMMAND…
#
# Runs COMMAND (buildah, podman, or what calls them) so that images and containers are kept in
# target/containers, and nothing of them in the system's own folders. Needs root, because it makes
# a mount namespace: what is mounted here, only COMMAND sees.
set -euo pipefail
cd "$(dirname "$0")/../.."

say() { printf '%s\n' "$*" >&2; }

[ $# -gt 0 ] || {
    say "Usage: deploy/image/with-containers.sh COMMAND…"
    exit 2
}
if [ "$(id -u)" != 0 ]; then
    say "Building and starting images needs root here."
    exit 1
fi

packages=()
for program in buildah podman crun; do
    command -v "$program" >/dev/null || packages+=("$program")
done
if [ ${#packages[@]} -gt 0 ]; then
    deploy/debian-packages.sh "${packages[@]}"
fi

kept=$PWD/target/containers
mkdir -p "$kept/storage" "$kept/tmp" /var/lib/containers

# Every file once more for each layer costs room, but needs no file system driver of the kernel.
cat >"$kept/storage.conf" <<'SETTINGS'
[storage]
driver = "vfs"
graphroot = "/var/lib/containers/storage"
runroot = "/run/containers/storage"
SETTINGS
# Limits that need no raising, which is not allowed everywhere; the engine's own are high. No
# control groups: a container that a test starts and stops needs none, and not every machine lets
# them be written.
cat >"$kept/containers.conf" <<'SETTINGS'
[containers]
cgroups = "disabled"
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
log_driver = "none"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "none"
runtime = "crun"
SETTINGS

export CONTAINERS_CONF=$kept/containers.conf CONTAINERS_STORAGE_CONF=$kept/storage.conf
export TMPDIR=$kept/tmp BUILDAH_ISOLATION=chroot

# shellcheck disable=SC2016 # expanded by the inner shell
exec unshare --mount bash -euo pipefail -c '
    mount --bind "$0" /var/lib/containers
    mount -t tmpfs -o mode=755 none /run
    # crun refuses to start anything where both versions of control groups are mounted.
    if mountpoint --quiet /sys/fs/cgroup/unified; then
        umount /sys/fs/cgroup/unified
    fi
    exec "$@"
' "$kept" "$@"
