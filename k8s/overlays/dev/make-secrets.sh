#!/usr/bin/env bash
# Usage: k8s/overlays/dev/make-secrets.sh | kubectl create --filename -
#
# Prints the Secrets of the dev overlay with new random values. `create` leaves what is there alone:
# a database keeps the passwords that it was made with.
set -euo pipefail

# 256 random bits. It begins with a letter and has letters and digits only, because it becomes part
# of an address, of nats-server's configuration, and of settings that take digits for a number.
random() { printf 's%s' "$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')"; }

# secret NAME KEY VALUE…
secret() {
    printf -- '---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: %s\n  namespace: handup-dev\ntype: Opaque\nstringData:\n' "$1"
    shift
    printf '  %s: %s\n' "$@"
}

secret handup-platform service-secret "$(random)"
secret handup-postgres password "$(random)"
for service in auth request assignment notification analytics; do
    secret "handup-$service-database" password "$(random)"
done
# What each service says to NATS, and what NATS expects of it. It has a second user, which nobody uses
# until passwords are changed.
expected=
for service in auth request assignment notification analytics gateway; do
    password=$(random)
    secret "handup-$service-nats" user "$service" password "$password"
    name=PASSWORD_${service^^}
    expected+=$(printf '\n    %s: "%s"' "$name" "$password" "${name}_2" "$(random)")
done
secret handup-nats-passwords passwords.conf "|$expected"
