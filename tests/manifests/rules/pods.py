"""Rules for pods: what they may do, what they need, and how they come and go."""

import re

import sources
from manifests import Manifests, containers, environment, matches, name_of, pod_spec, template
from rules.registry import Faults, rule

SAFE_VOLUMES = {"name", "configMap", "secret", "projected", "emptyDir", "persistentVolumeClaim"}


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
            given = spec.get("terminationGracePeriodSeconds", 30)
            if given < takes:
                yield f"{name_of(workload)}: is killed after {given} s and may take {takes:g} s to end"
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
