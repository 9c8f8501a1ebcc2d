"""Our own rules for manifests: what a schema can't know. Each yields the faults that it finds.

test_rules.py shows for every rule a manifest that it refuses.
"""

import re
from collections.abc import Callable, Iterator

import schemas
import sources
from manifests import (
    Manifests,
    containers,
    environment,
    expanded,
    matches,
    name_of,
    pod_spec,
    template,
)

Faults = Iterator[str]
RULES: list[Callable[[Manifests], Faults]] = []

CLUSTER_WIDE = ("Namespace", "PriorityClass")
SAFE_VOLUMES = {"name", "configMap", "secret", "projected", "emptyDir", "persistentVolumeClaim"}
WITH_DATABASE = ("auth", "request", "assignment", "notification", "analytics")
SERVICES = (*WITH_DATABASE, "gateway")


def rule(check: Callable[[Manifests], Faults]) -> Callable[[Manifests], Faults]:
    RULES.append(check)
    return check


@rule
def names_are_unique(manifests: Manifests) -> Faults:
    seen = set()
    for document in manifests.documents:
        if name_of(document) in seen:
            yield f"{name_of(document)}: is there twice"
        seen.add(name_of(document))


@rule
def everything_is_in_one_restricted_namespace(manifests: Manifests) -> Faults:
    namespaces = manifests.of("Namespace")
    if len(namespaces) != 1:
        yield f"there are {len(namespaces)} namespaces"
        return
    labels = namespaces[0]["metadata"].get("labels", {})
    if labels.get("pod-security.kubernetes.io/enforce") != "restricted":
        yield f"{name_of(namespaces[0])}: does not enforce Pod Security restricted"
    for document in manifests.documents:
        inside = document["metadata"].get("namespace")
        if document["kind"] not in CLUSTER_WIDE and inside != namespaces[0]["metadata"]["name"]:
            yield f"{name_of(document)}: is in the namespace {inside}"


@rule
def apis_are_stable(manifests: Manifests) -> Faults:
    for document in manifests.documents:
        version = document["apiVersion"].rpartition("/")[2]
        if not re.fullmatch(r"v\d+", version) and not schemas.is_custom(document):
            yield f"{name_of(document)}: {document['apiVersion']} is not a stable API"


@rule
def containers_are_probed(manifests: Manifests) -> Faults:
    for workload in manifests.workloads():
        for container in pod_spec(workload)["containers"]:
            names = {port.get("name") for port in container.get("ports", [])}
            for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                if probe not in container:
                    yield f"{name_of(workload)}: {container['name']} has no {probe}"
                    continue
                port = container[probe].get("httpGet", {}).get("port")
                if port is not None and port not in names:
                    yield f"{name_of(workload)}: {probe} asks the port {port}, which {container['name']} does not name"
    for workload in manifests.services():
        for container in pod_spec(workload)["containers"]:
            for probe, path in (("readinessProbe", "/ready"), ("livenessProbe", "/live"), ("startupProbe", "/live")):
                http = container.get(probe, {}).get("httpGet", {})
                if (http.get("port"), http.get("path")) != ("health", path):
                    yield f"{name_of(workload)}: {probe} does not ask {path} on the health port"


@rule
def resources_are_named(manifests: Manifests) -> Faults:
    for workload in manifests.workloads():
        for container in containers(workload):
            resources = container.get("resources", {})
            for part in ("requests", "limits"):
                for kind in ("cpu", "memory"):
                    if kind not in resources.get(part, {}):
                        yield f"{name_of(workload)}: {container['name']} has no {part} of {kind}"


@rule
def pods_are_restricted(manifests: Manifests) -> Faults:
    for workload in manifests.workloads():
        spec = pod_spec(workload)
        context = spec.get("securityContext", {})
        if context.get("runAsNonRoot") is not True or not context.get("runAsUser"):
            yield f"{name_of(workload)}: may run as root"
        if context.get("seccompProfile", {}).get("type") != "RuntimeDefault":
            yield f"{name_of(workload)}: has no seccomp profile"
        for share in ("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace"):
            if spec.get(share):
                yield f"{name_of(workload)}: {share}"
        for volume in spec.get("volumes", []):
            if not set(volume) <= SAFE_VOLUMES:
                yield f"{name_of(workload)}: the volume {volume['name']} is of a kind that is not allowed"
        for container in containers(workload):
            yield from restricted(f"{name_of(workload)}: {container['name']}", container)


def restricted(name: str, container: dict) -> Faults:
    context = container.get("securityContext", {})
    if context.get("allowPrivilegeEscalation") is not False:
        yield f"{name} may gain privileges"
    if context.get("privileged"):
        yield f"{name} is privileged"
    if context.get("readOnlyRootFilesystem") is not True:
        yield f"{name} may write to its root file system"
    if context.get("runAsUser") == 0 or context.get("runAsNonRoot") is False:
        yield f"{name} runs as root"
    capabilities = context.get("capabilities", {})
    if capabilities.get("drop") != ["ALL"] or capabilities.get("add"):
        yield f"{name} keeps capabilities"
    if any("hostPort" in port for port in container.get("ports", [])):
        yield f"{name} takes a port of the node"


@rule
def nobody_gets_a_token(manifests: Manifests) -> Faults:
    for account in manifests.of("ServiceAccount"):
        if account.get("automountServiceAccountToken") is not False:
            yield f"{name_of(account)}: mounts its token"
    for workload in manifests.workloads():
        spec = pod_spec(workload)
        if spec.get("automountServiceAccountToken") is not False:
            yield f"{name_of(workload)}: mounts a token"
        if manifests.get("ServiceAccount", spec.get("serviceAccountName", "")) is None:
            yield f"{name_of(workload)}: has no account of its own"
        for volume in spec.get("volumes", []):
            if any("serviceAccountToken" in source for source in volume.get("projected", {}).get("sources", [])):
                yield f"{name_of(workload)}: mounts a token as the volume {volume['name']}"
    if manifests.of("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"):
        yield "somebody gets rights at the API server"


@rule
def images_are_pinned(manifests: Manifests) -> Faults:
    versions: dict[str, set[str]] = {}
    for workload in manifests.workloads():
        for container in containers(workload):
            name = f"{name_of(workload)}: {container['name']}"
            yield from pinned(name, container["image"])
            if container.get("imagePullPolicy") != "IfNotPresent":
                yield f"{name} has the pull policy {container.get('imagePullPolicy')}"
            repository, _, version = container["image"].rpartition(":")
            versions.setdefault(repository, set()).add(version)
    for cluster in manifests.of("Cluster"):
        yield from pinned(name_of(cluster), cluster["spec"]["imageName"])
    for repository, several in versions.items():
        if len(several) > 1:
            yield f"{repository} runs in the versions {', '.join(sorted(several))}"


def pinned(name: str, image: str) -> Faults:
    tag = re.search(r":([\w.-]+)(@sha256:[0-9a-f]{64})?$", image)
    if tag is None or not any(digit in tag.group(1) for digit in "0123456789"):
        yield f"{name} runs {image}, which names no version"


@rule
def each_deployment_has_one_scaler(manifests: Manifests) -> Faults:
    scalers = manifests.of("HorizontalPodAutoscaler", "ScaledObject")
    for workload in manifests.services():
        of_this = [scaler for scaler in scalers if target(scaler) == workload["metadata"]["name"]]
        if len(of_this) != 1:
            yield f"{name_of(workload)}: has {len(of_this)} scalers"
        if "replicas" in workload["spec"]:
            yield f"{name_of(workload)}: names a number of replicas, which belongs to its scaler"
    for scaler in scalers:
        if manifests.get("Deployment", target(scaler)) is None:
            yield f"{name_of(scaler)}: there is no Deployment {target(scaler)}"
        yield from scaling(scaler)


def target(scaler: dict) -> str:
    return scaler["spec"]["scaleTargetRef"]["name"]


def scaling(scaler: dict) -> Faults:
    spec = scaler["spec"]
    if scaler["kind"] == "ScaledObject":
        least, most = spec["minReplicaCount"], spec["maxReplicaCount"]
        behaviour = spec.get("advanced", {}).get("horizontalPodAutoscalerConfig", {}).get("behavior", {})
        on_cpu = any(trigger["type"] == "cpu" for trigger in spec["triggers"])
    else:
        least, most = spec.get("minReplicas", 1), spec["maxReplicas"]
        behaviour = spec.get("behavior", {})
        on_cpu = any(metric.get("resource", {}).get("name") == "cpu" for metric in spec.get("metrics", []))
    if not on_cpu:
        yield f"{name_of(scaler)}: does not look at processor time"
    if not 1 <= least < most:
        yield f"{name_of(scaler)}: from {least} to {most} is no room to scale"
    up = behaviour.get("scaleUp", {}).get("stabilizationWindowSeconds")
    down = behaviour.get("scaleDown", {}).get("stabilizationWindowSeconds")
    if up is None or down is None or up > 30 or down < 300:
        yield f"{name_of(scaler)}: is not fast up and slow down"


@rule
def lag_of_every_consumer_is_looked_at(manifests: Manifests) -> Faults:
    for scaler in manifests.of("ScaledObject"):
        service = target(scaler).removeprefix("handup-")
        lags = [trigger["metadata"] for trigger in scaler["spec"]["triggers"] if trigger["type"] == "nats-jetstream"]
        named = {lag["consumer"] for lag in lags}
        for missing in sorted(sources.consumers().get(service, set()) - named):
            yield f"{name_of(scaler)}: does not look at the consumer {missing}"
        for unknown in sorted(named - sources.consumers().get(service, set())):
            yield f"{name_of(scaler)}: {service} has no consumer {unknown}"
        for lag in lags:
            host, port = lag["natsServerMonitoringEndpoint"].split(":")
            service_name, namespace = host.split(".")[:2]
            service_document = manifests.get("Service", service_name)
            if service_document is None or service_document["spec"].get("clusterIP") != "None":
                yield f"{name_of(scaler)}: {host} is not the name of the nodes of NATS"
            elif int(port) not in [entry["port"] for entry in service_document["spec"]["ports"]]:
                yield f"{name_of(scaler)}: {host} has no port {port}"
            if namespace != scaler["metadata"].get("namespace"):
                yield f"{name_of(scaler)}: {host} is in another namespace"


@rule
def disruptions_are_bounded(manifests: Manifests) -> Faults:
    budgets = manifests.of("PodDisruptionBudget")
    for workload in manifests.workloads():
        labels = template(workload)["metadata"]["labels"]
        of_this = [budget for budget in budgets if matches(budget["spec"].get("selector"), labels)]
        if len(of_this) != 1:
            yield f"{name_of(workload)}: has {len(of_this)} disruption budgets"
    for budget in budgets:
        if budget["spec"].get("maxUnavailable") != 1:
            yield f"{name_of(budget)}: does not let one pod go at a time"
        if not any(matches(budget["spec"].get("selector"), pod.labels) for pod in manifests.pods()):
            yield f"{name_of(budget)}: chooses no pods"


@rule
def rollouts_lose_nothing(manifests: Manifests) -> Faults:
    for workload in manifests.services():
        strategy = workload["spec"].get("strategy", {}).get("rollingUpdate", {})
        if strategy.get("maxUnavailable") != 0 or not strategy.get("maxSurge"):
            yield f"{name_of(workload)}: takes a pod away before the new one is there"
        spec = pod_spec(workload)
        for container in spec["containers"]:
            before = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
            drain = int(environment(container).get("HANDUP_PLATFORM__DRAIN_MS", {}).get("value", "0")) / 1000
            takes = before + drain + sources.shutdown_seconds()
            if spec.get("terminationGracePeriodSeconds", 30) < takes:
                yield f"{name_of(workload)}: is killed after {spec.get('terminationGracePeriodSeconds', 30)} s and may take {takes:g} s to end"
            if reached_by_http(manifests, workload) and (before < 1 or drain < 1):
                yield f"{name_of(workload)}: ends while connections are still sent to it"


def reached_by_http(manifests: Manifests, workload: dict) -> bool:
    labels = template(workload)["metadata"]["labels"]
    return any(matches({"matchLabels": service["spec"]["selector"]}, labels) for service in manifests.of("Service"))


@rule
def pods_are_spread_and_ranked(manifests: Manifests) -> Faults:
    for workload in manifests.workloads():
        name = pod_spec(workload).get("priorityClassName", "")
        if manifests.get("PriorityClass", name) is None:
            yield f"{name_of(workload)}: there is no PriorityClass {name!r}"
        if workload["kind"] == "StatefulSet" and workload["spec"].get("replicas", 1) == 1:
            continue
        spread = pod_spec(workload).get("topologySpreadConstraints", [])
        if "kubernetes.io/hostname" not in [constraint["topologyKey"] for constraint in spread]:
            yield f"{name_of(workload)}: all pods may be on one node"
        for constraint in spread:
            if constraint.get("labelSelector") != workload["spec"]["selector"]:
                yield f"{name_of(workload)}: spreads other pods than its own"


@rule
def selectors_choose_what_they_mean(manifests: Manifests) -> Faults:
    for workload in manifests.workloads():
        selector = workload["spec"]["selector"]
        if not selector.get("matchLabels") or "matchExpressions" in selector:
            yield f"{name_of(workload)}: its selector is not a list of labels"
        chosen = [pod.owner for pod in manifests.pods() if matches(selector, pod.labels)]
        if chosen != [name_of(workload)]:
            yield f"{name_of(workload)}: its selector chooses the pods of {', '.join(chosen) or 'nobody'}"
    for service in manifests.of("Service"):
        pods = [pod for pod in manifests.pods() if matches({"matchLabels": service["spec"]["selector"]}, pod.labels)]
        if len(pods) != 1:
            yield f"{name_of(service)}: chooses the pods of {', '.join(pod.owner for pod in pods) or 'nobody'}"
        for port in service["spec"]["ports"]:
            if any(port["targetPort"] not in pod.ports for pod in pods):
                yield f"{name_of(service)}: the pods have no port {port['targetPort']}"
    for kind in ("PodMonitor", "NetworkPolicy"):
        for document in manifests.of(kind):
            selector = document["spec"].get("selector", document["spec"].get("podSelector"))
            if not any(matches(selector, pod.labels) for pod in manifests.pods()):
                yield f"{name_of(document)}: chooses no pods"


@rule
def policies_name_every_way(manifests: Manifests) -> Faults:
    for policy in manifests.of("NetworkPolicy"):
        for direction, peers in (("ingress", "from"), ("egress", "to")):
            for entry in policy["spec"].get(direction, []):
                if not entry.get(peers):
                    yield f"{name_of(policy)}: {direction} names nobody, which is everybody"
                if not entry.get("ports") or not all("port" in port for port in entry["ports"]):
                    yield f"{name_of(policy)}: {direction} names no port, which is every port"
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
    elif not all(selector.get("matchLabels") for selector in peer.values()):
        yield f"{name_of(policy)}: a selector is empty, which chooses everything"


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
def secrets_are_only_referred_to(manifests: Manifests) -> Faults:
    for secret in manifests.of("Secret"):
        yield f"{name_of(secret)}: is in the manifests"
    for config in manifests.of("ConfigMap"):
        for key, value in config.get("data", {}).items():
            if is_secret(key, value):
                yield f"{name_of(config)}: {key} holds a secret"
    for workload in manifests.workloads():
        for container in containers(workload):
            for name, entry in environment(container).items():
                if is_secret(name, entry.get("value", "")):
                    yield f"{name_of(workload)}: {name} holds a secret"


def is_secret(name: str, value: str) -> bool:
    if re.search(r"://[^/\s:@]+:(?!\$\()[^/\s@]+@", value):
        return True
    # What a file refers to instead begins with a dollar sign.
    if re.search(r"(?i)(password|secret|token)\s*[:=]\s*[\"']?[a-z0-9]", value):
        return True
    return bool(re.fullmatch(r"[A-Z0-9_]*(PASSWORD|SECRET|TOKEN|_KEY)", name)) and bool(value)


@rule
def references_lead_somewhere(manifests: Manifests) -> Faults:
    for workload in manifests.workloads():
        volumes = {volume["name"] for volume in pod_spec(workload).get("volumes", [])}
        volumes |= {claim["metadata"]["name"] for claim in workload["spec"].get("volumeClaimTemplates", [])}
        mounted = set()
        for container in containers(workload):
            for mount in container.get("volumeMounts", []):
                mounted.add(mount["name"])
                if mount["name"] not in volumes:
                    yield f"{name_of(workload)}: {container['name']} mounts {mount['name']}, which is no volume"
        for unused in sorted(volumes - mounted):
            yield f"{name_of(workload)}: nobody mounts the volume {unused}"
        if workload["kind"] == "StatefulSet" and manifests.get("Service", workload["spec"]["serviceName"]) is None:
            yield f"{name_of(workload)}: there is no Service {workload['spec']['serviceName']}"
    for document in manifests.documents:
        for name, keys in config_references(document):
            config = manifests.get("ConfigMap", name)
            if config is None:
                yield f"{name_of(document)}: there is no ConfigMap {name}"
            else:
                for key in sorted(keys - set(config["data"])):
                    yield f"{name_of(document)}: the ConfigMap {name} has no {key}"


def config_references(node: object) -> Iterator[tuple[str, set[str]]]:
    if isinstance(node, list):
        for item in node:
            yield from config_references(item)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key == "configMapRefs":
            yield from ((entry["name"], {entry["key"]}) for entry in value)
        elif key in ("configMapRef", "configMapKeyRef", "configMap") and "name" in value:
            keys = {item["key"] for item in value.get("items", [])} | ({value["key"]} if "key" in value else set())
            yield value["name"], keys
        else:
            yield from config_references(value)


@rule
def variables_are_there_before_they_are_used(manifests: Manifests) -> Faults:
    for workload in manifests.workloads():
        for container in containers(workload):
            known: set[str] = set()
            for entry in container.get("env", []):
                for name in expanded(entry.get("value", "")):
                    if name not in known:
                        yield f"{name_of(workload)}: {entry['name']} of {container['name']} uses {name}, which comes later or never"
                known.add(entry["name"])
            for text in container.get("args", []) + container.get("command", []):
                for name in expanded(text):
                    if name not in known:
                        yield f"{name_of(workload)}: an argument of {container['name']} uses {name}, which is not there"


@rule
def settings_exist(manifests: Manifests) -> Faults:
    for config in manifests.of("ConfigMap"):
        for key in config.get("data", {}):
            if key.startswith("HANDUP_") and key not in sources.settings():
                yield f"{name_of(config)}: Handup has no setting {key}"
    for workload in manifests.services():
        for container in containers(workload):
            for name in environment(container):
                if name.startswith("HANDUP_") and name not in sources.settings():
                    yield f"{name_of(workload)}: Handup has no setting {name}"


@rule
def tables_are_made_before_a_service_starts(manifests: Manifests) -> Faults:
    for workload in manifests.services():
        main = environment(pod_spec(workload)["containers"][0])
        if "HANDUP_DATABASE__URL" not in main:
            continue
        service = main["SERVICE"]["value"]
        first = next((one for one in pod_spec(workload).get("initContainers", []) if one["name"] == "migrate"), None)
        if first is None or first.get("args") != ["migrate", "$(SERVICE)"]:
            yield f"{name_of(workload)}: nobody migrates the database of {service}"
            continue
        if first["image"] != pod_spec(workload)["containers"][0]["image"]:
            yield f"{name_of(workload)}: migrates with another image than it runs"
        for name in ("SERVICE", "HANDUP_DATABASE__URL", "DATABASE_PASSWORD", "DATABASE_SERVER"):
            if environment(first).get(name) != main.get(name):
                yield f"{name_of(workload)}: migrates with another {name} than it runs"


@rule
def the_way_in_is_encrypted_and_patient(manifests: Manifests) -> Faults:
    for ingress in manifests.of("Ingress"):
        covered = {host for entry in ingress["spec"].get("tls", []) if entry.get("secretName") for host in entry["hosts"]}
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
    sections = {match[0]: match[1] for match in re.findall(r"user: (\w+)\n(.*?)\n    \}", users, re.DOTALL)}
    for service in SERVICES:
        if service not in sections:
            yield f"users.conf: there is no user {service}"
            continue
        publish = sections[service].partition("publish: [")[2]
        for what, may, does in (
            ("call", set(re.findall(r'"handup\.rpc\.(\w+)\.>"', publish)), sources.calls()[service]),
            (
                "consume",
                set(re.findall(r'"\$JS\.ACK\.HANDUP_EVENTS\.([\w-]+)\.>"', publish)),
                sources.consumers().get(service, set()),
            ),
        ):
            for name in sorted(does - may):
                yield f"users.conf: {service} may not {what} {name}, and does"
            for name in sorted(may - does):
                yield f"users.conf: {service} may {what} {name}, and never does"
