#!/usr/bin/env bash
# Usage: k8s/reload-nats.sh NAMESPACE
#
# Has every node of NATS read its passwords again, when the kubelet has brought what is in the Secret
# into its pod: that takes a minute or two. Nobody is disconnected but whose password has changed.
set -euo pipefail

namespace=${1:?usage: k8s/reload-nats.sh NAMESPACE}
kube() { kubectl --namespace "$namespace" "$@"; }
digest() { sha256sum | cut -d ' ' -f 1; }

new=$(kube get secret handup-nats-passwords --output 'jsonpath={.data.passwords\.conf}' | base64 --decode | digest)
nodes=$(kube get pods --selector app.kubernetes.io/name=nats --output name)
[ -n "$nodes" ] || { printf 'There are no nodes of NATS in %s.\n' "$namespace" >&2; exit 1; }

# First all have the file: nodes that expect different passwords should not be for long.
for node in $nodes; do
    for _ in {1..60}; do
        there=$(kube exec "$node" -- cat /etc/nats/passwords.conf | digest)
        [ "$there" != "$new" ] || continue 2
        sleep 5
    done
    printf '%s has not got the new passwords.\n' "$node" >&2
    exit 1
done
for node in $nodes; do
    # The server is process 1 of its container.
    kube exec "$node" -- nats-server --signal reload=1
    printf '%s has read them.\n' "$node"
done
