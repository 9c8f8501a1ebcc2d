#!/usr/bin/env bash
# Usage: deploy/compose/rules.sh FOLDER
#
# Writes the rules that both deployments share into FOLDER, as Prometheus itself reads them: on
# Kubernetes they are the spec of a resource, and kustomize cannot take a spec from another file.
set -euo pipefail

folder=$(realpath "${1:?usage: deploy/compose/rules.sh FOLDER}")
cd "$(dirname "$0")/../../k8s/components/alerts"

mkdir -p "$folder"
for file in handup.yaml nats.yaml; do
    # All that is indented below `spec:`, which is the last key.
    sed '1,/^spec:$/d; s/^  //' "$file" >"$folder/$file"
done
