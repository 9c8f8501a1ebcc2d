"""What an API server asks for beyond its schemas, as far as our manifests could get it wrong.

It stands in for a dry run on a server, which says more.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from manifests import Manifests, containers, name_of, pod_spec, template
from rules.registry import Faults, rule

LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
SUBDOMAIN = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
PORT_NAME = re.compile(r"(?=.*[a-z])(?!.*--)[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?")
UNITS = {"": 1, "m": Decimal("0.001"), "k": 10**3, "M": 10**6, "G": 10**9, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30}


def quantity(text: object) -> Decimal:
    """The number that it stands for; 0 if it is none, which no manifest may ask for either."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(m|k|M|G|Ki|Mi|Gi)?", str(text))
    return Decimal(match.group(1)) * UNITS[match.group(2) or ""] if match else Decimal(0)


@rule
def names_and_labels_are_allowed(manifests: Manifests) -> Faults:
    for document in manifests.documents:
        if not SUBDOMAIN.fullmatch(document["metadata"]["name"]):
            yield f"{name_of(document)}: is no name"
        labels = list(document["metadata"].get("labels", {}).items())
        if "template" in document.get("spec", {}):
            labels += template(document)["metadata"]["labels"].items()
        for key, value in labels:
            prefix, _, name = key.rpartition("/")
            if not LABEL.fullmatch(name) or (prefix and not SUBDOMAIN.fullmatch(prefix)):
                yield f"{name_of(document)}: {key} is no name for a label"
            if not isinstance(value, str) or (value and not LABEL.fullmatch(value)):
                yield f"{name_of(document)}: {value!r} is no value for the label {key}"


@rule
def lists_have_no_name_twice(manifests: Manifests) -> Faults:
    for workload in manifests.workloads():
        lists = [
            ("container", [one["name"] for one in containers(workload)]),
            ("volume", [one["name"] for one in pod_spec(workload).get("volumes", [])]),
            ("port", [port["name"] for one in containers(workload) for port in one.get("ports", [])]),
        ]
        for one in containers(workload):
            lists.append((f"variable of {one['name']}", [entry["name"] for entry in one.get("env", [])]))
            lists.append((f"mount of {one['name']}", [mount["mountPath"] for mount in one.get("volumeMounts", [])]))
        for what, names in lists:
            for name in sorted({name for name in names if names.count(name) > 1}):
                yield f"{name_of(workload)}: has the {what} {name} twice"
        for port in (port for one in containers(workload) for port in one.get("ports", [])):
            if not PORT_NAME.fullmatch(port["name"]):
                yield f"{name_of(workload)}: {port['name']} is no name for a port"


@rule
def quantities_make_sense(manifests: Manifests) -> Faults:
    for name, resources in every_resources(manifests):
        requests, limits = resources.get("requests", {}), resources.get("limits", {})
        for kind, value in [*requests.items(), *limits.items()]:
            if quantity(value) <= 0:
                yield f"{name}: {value} is no amount of {kind}"
        for kind in set(requests) & set(limits):
            if quantity(requests[kind]) > quantity(limits[kind]):
                yield f"{name}: asks for more {kind} than it may use"


def every_resources(manifests: Manifests) -> Iterator[tuple[str, dict]]:
    for workload in manifests.workloads():
        for container in containers(workload):
            yield f"{name_of(workload)}: {container['name']}", container.get("resources", {})
    for cluster in manifests.of("Cluster"):
        yield name_of(cluster), cluster["spec"]["resources"]


@rule
def claims_say_what_they_want(manifests: Manifests) -> Faults:
    for workload in manifests.workloads():
        for claim in workload["spec"].get("volumeClaimTemplates", []):
            if not claim["spec"].get("accessModes"):
                yield f"{name_of(workload)}: the claim {claim['metadata']['name']} has no access mode"
            if "storage" not in claim["spec"].get("resources", {}).get("requests", {}):
                yield f"{name_of(workload)}: the claim {claim['metadata']['name']} has no size"
