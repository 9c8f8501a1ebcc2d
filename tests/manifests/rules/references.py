"""Rules for names: that they are unique and allowed, and lead to what they mean."""

import re
from collections.abc import Iterator

import schemas
import sources
from manifests import Manifests, containers, environment, expanded, matches, name_of, pod_spec
from rules.registry import Faults, rule

CLUSTER_WIDE = ("Namespace", "PriorityClass")


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
                        yield f"{name_of(workload)}: {entry['name']} uses {name}, which comes later or never"
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
