"""Rules for who may talk to whom."""

import re

import sources
from manifests import Manifests, matches, name_of
from rules.registry import Faults, rule

WITH_DATABASE = ("auth", "request", "assignment", "notification", "analytics")
SERVICES = (*WITH_DATABASE, "gateway")


@rule
def policies_name_every_way(manifests: Manifests) -> Faults:
    for policy in manifests.of("NetworkPolicy"):
        for direction, peers in (("ingress", "from"), ("egress", "to")):
            for entry in policy["spec"].get(direction, []):
                if not entry.get(peers):
                    yield f"{name_of(policy)}: {direction} names nobody, which is everybody"
                if not entry.get("ports") or not all("port" in port for port in entry["ports"]):
                    yield f"{name_of(policy)}: {direction} names no port, which is every port"
                if any("endPort" in port for port in entry.get("ports", [])):
                    yield f"{name_of(policy)}: {direction} names a range of ports"
                for peer in entry.get(peers, []):
                    yield from peer_is_named(policy, peer)
            if policy["spec"].get(direction) and direction.capitalize() not in policy["spec"].get("policyTypes", []):
                yield f"{name_of(policy)}: {direction} is not among its policyTypes"


def peer_is_named(policy: dict, peer: dict) -> Faults:
    if "ipBlock" in peer:
        # An API server has no labels. Whatever is opened for it, a cloud's credentials are not.
        block = peer["ipBlock"]
        if block["cidr"].endswith("/0") and "169.254.169.254/32" not in block.get("except", []):
            yield f"{name_of(policy)}: names every address"
    elif not peer or not all(
        set(selector) == {"matchLabels"} and selector["matchLabels"] for selector in peer.values()
    ):
        yield f"{name_of(policy)}: a selector is empty, which chooses everything, or not a list of labels"


@rule
def every_workload_is_behind_policies(manifests: Manifests) -> Faults:
    policies = manifests.of("NetworkPolicy")
    denies = [
        policy
        for policy in policies
        if policy["spec"]["podSelector"] == {}
        and set(policy["spec"].get("policyTypes", [])) == {"Ingress", "Egress"}
        and not policy["spec"].get("ingress")
        and not policy["spec"].get("egress")
    ]
    if not denies:
        yield "nothing denies what is not allowed"
    for pod in manifests.pods():
        own = [
            policy
            for policy in policies
            if policy["spec"]["podSelector"] != {} and matches(policy["spec"]["podSelector"], pod.labels)
        ]
        if not own:
            yield f"{pod.owner}: no policy says with whom it may talk"
        if not allowed_outside(policies, pod.labels, "kube-system", 53):
            yield f"{pod.owner}: may not ask the DNS"


def allowed_outside(policies: list[dict], labels: dict[str, str], namespace: str, port: int) -> bool:
    name = {"kubernetes.io/metadata.name": namespace}
    return any(
        port in [entry_port["port"] for entry_port in entry["ports"]]
        and any(matches(peer.get("namespaceSelector"), name) for peer in entry.get("to", []))
        for policy in policies
        if matches(policy["spec"]["podSelector"], labels)
        for entry in policy["spec"].get("egress", [])
    )


@rule
def pods_talk_to_whom_they_need_alone(manifests: Manifests) -> Faults:
    """Works out every way between pods of the namespace, and compares."""
    allowed = {
        (one.owner, other.owner, port)
        for one in manifests.pods()
        for other in manifests.pods()
        for port in other.ports.values()
        if may(manifests, one.labels, other.labels, port, "egress", "to")
        and may(manifests, other.labels, one.labels, port, "ingress", "from")
    }
    expected = expected_ways(manifests)
    for one, other, port in sorted(allowed - expected):
        yield f"{one}: may talk to {other} on port {port}"
    for one, other, port in sorted(expected - allowed):
        yield f"{one}: may not talk to {other} on port {port}"


def may(manifests: Manifests, own: dict, other: dict, port: int, direction: str, peers: str) -> bool:
    return any(
        port in [entry_port.get("port") for entry_port in entry.get("ports", [{"port": port}])]
        and any(
            "namespaceSelector" not in peer and matches(peer.get("podSelector"), other) for peer in entry.get(peers, [])
        )
        for policy in manifests.of("NetworkPolicy")
        if matches(policy["spec"]["podSelector"], own)
        for entry in policy["spec"].get(direction, [])
    )


def expected_ways(manifests: Manifests) -> set[tuple[str, str, int]]:
    postgres = [pod.owner for pod in manifests.pods() if pod.labels.get("app.kubernetes.io/name") == "postgres"]
    ways = {(f"Deployment handup-{service}", "StatefulSet handup-nats", 4222) for service in SERVICES}
    ways |= {(f"Deployment handup-{service}", owner, 5432) for service in WITH_DATABASE for owner in postgres}
    nats = manifests.get("StatefulSet", "handup-nats")
    if nats is not None and nats["spec"].get("replicas", 1) > 1:
        ways.add((name_of(nats), name_of(nats), 6222))
    for cluster in manifests.of("Cluster"):
        ways |= {(name_of(cluster), name_of(cluster), port) for port in (5432, 8000)}
    return ways


@rule
def the_way_in_is_encrypted_and_patient(manifests: Manifests) -> Faults:
    for ingress in manifests.of("Ingress"):
        covered = {
            host for entry in ingress["spec"].get("tls", []) if entry.get("secretName") for host in entry["hosts"]
        }
        for entry in ingress["spec"]["rules"]:
            if entry.get("host") not in covered:
                yield f"{name_of(ingress)}: {entry.get('host')} is not encrypted"
            for path in entry["http"]["paths"]:
                backend = path["backend"]["service"]
                service = manifests.get("Service", backend["name"])
                ports = [] if service is None else [port["name"] for port in service["spec"]["ports"]]
                if backend["port"].get("name") not in ports:
                    yield f"{name_of(ingress)}: {backend['name']} has no such port"
        annotations = ingress["metadata"].get("annotations", {})
        for name in ("nginx.org/proxy-read-timeout", "nginx.org/proxy-send-timeout"):
            seconds = re.fullmatch(r"(\d+)s", annotations.get(name, ""))
            if seconds is None or int(seconds.group(1)) <= sources.silence_seconds():
                yield f"{name_of(ingress)}: {name} ends a socket before the gateway would"


@rule
def nats_users_may_do_what_their_services_do(manifests: Manifests) -> Faults:
    users = next((one["data"]["users.conf"] for one in manifests.of("ConfigMap") if "users.conf" in one["data"]), "")
    sections = dict(re.findall(r"^MAY_([A-Z]+) \{\n(.*?)^\}", users, re.DOTALL | re.MULTILINE))
    for service in SERVICES:
        if service.upper() not in sections:
            yield f"users.conf: it does not say what {service} may do"
            continue
        publish = sections[service.upper()].partition("publish: [")[2]
        for what, may, does in (
            ("call", set(re.findall(r'"handup\.rpc\.(\w+)\.>"', publish)), sources.calls()[service]),
            (
                "consume",
                set(re.findall(r'"\$JS\.ACK\.HANDUP_EVENTS\.([\w-]+)\.>"', publish)),
                sources.consumers().get(service, set()),
            ),
            # Who answers for another could tell people anything.
            (
                "answer as",
                set(re.findall(r'"_INBOX\.handup\.\*\.\*\.\*\.([\w*>]+)"', publish)),
                {service} & set(WITH_DATABASE),
            ),
        ):
            for name in sorted(does - may):
                yield f"users.conf: {service} may not {what} {name}, and does"
            for name in sorted(may - does):
                yield f"users.conf: {service} may {what} {name}, and never does"


@rule
def each_service_has_two_nats_users_alike(manifests: Manifests) -> Faults:
    """One is in use while the password of the other is changed; any more would be a door too many."""
    users = next((one["data"]["users.conf"] for one in manifests.of("ConfigMap") if "users.conf" in one["data"]), "")
    lines = re.findall(r"^ *\{ user: (\S+), password: (\S+), permissions: (\S+) \}$", users, re.MULTILINE)
    if len(lines) != len(re.findall(r"user:", users)):
        yield "users.conf: there is a user who is not written like the others"
    expected = {
        (f"{service}{which}", f"$PASSWORD_{service}{which}".replace("-", "_").upper(), f"$MAY_{service.upper()}")
        for service in SERVICES
        for which in ("", "-2")
    }
    for name, _, _ in sorted(expected - set(lines)):
        yield f"users.conf: there is no user {name}, or not as it has to be"
    for name, _, _ in sorted(set(lines) - expected):
        yield f"users.conf: {name} is another user than expected"
