#!/usr/bin/env bash
# Usage: deploy/image/with-containers.sh deploy/image/build.sh PROGRAM
#
# Builds the image localhost/handup from a handup PROGRAM, without any base image, writes it to
# target/image/handup.tar (an OCI archive), and prints its size as a registry would store it. Fails
# if that is more than it may be.
set -euo pipefail
cd "$(dirname "$0")/../.."

# As an engine pulls it.
most_bytes=$((40 * 1000 * 1000))

say() { printf '%s\n' "$*" >&2; }

program=${1:?usage: deploy/image/build.sh PROGRAM}
folder=target/image
rm -rf "$folder"
mkdir -p "$folder"
deploy/image/root.sh "$program" "$folder/root"

# The last stage is that of the Dockerfile; the stages before it need base images.
tac deploy/image/Dockerfile | sed '/^FROM /q' | tac >"$folder/Dockerfile"
grep -q '^FROM scratch$' "$folder/Dockerfile"
mkdir "$folder/build"
mv "$folder/root" "$folder/build/image"

# The time of the commit, so that the same program gives the same image.
buildah build --file "$folder/Dockerfile" --build-context "build=$PWD/$folder/build" \
    --timestamp "$(git log -1 --format=%ct)" \
    --label "org.opencontainers.image.version=$("$program" --version | cut -d ' ' -f 2)" \
    --label "org.opencontainers.image.revision=$(git rev-parse HEAD)" \
    --tag localhost/handup "$folder/build" >&2
buildah push --quiet localhost/handup "oci-archive:$folder/handup.tar:handup"
rm -rf "$folder/build"
# Else each build would leave its predecessor behind, without a name.
buildah rmi --prune --force >&2

compressed=$(tar --extract --to-stdout --file "$folder/handup.tar" --wildcards 'blobs/*/*' | wc --bytes)
printf '%s: %d.%d MB compressed\n' "$folder/handup.tar" $((compressed / 1000000)) $((compressed / 100000 % 10))
if [ "$compressed" -gt "$most_bytes" ]; then
    say "That is more than $((most_bytes / 1000000)) MB."
    exit 1
fi
