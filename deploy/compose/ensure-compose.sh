#!/usr/bin/env bash
# Usage: deploy/compose/ensure-compose.sh
#
# Prints the path of docker-compose, which reads and checks a compose file without any engine;
# installs Debian's package if there is none.
set -euo pipefail
cd "$(dirname "$0")/../.."

command -v docker-compose >/dev/null || deploy/debian-packages.sh docker-compose
command -v docker-compose
