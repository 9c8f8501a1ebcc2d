"""One rendering, with the questions that rules ask of it."""

import re
from dataclasses import dataclass, field

WORKLOADS = ("Deployment", "StatefulSet")


@dataclass
class Pod:
    """The pods of one workload."""

    owner: str
    labels: dict[str, str]
    ports: dict[str, int] = field(default_factory=dict)


class Manifests:
    def __init__(self, documents: list[dict]) -> None:
        self.documents = documents

    def of(self, *kinds: str) -> list[dict]:
        return [document for document in self.documents if document["kind"] in kinds]

    def get(self, kind: str, name: str) -> dict | None:
        return next((document for document in self.of(kind) if document["metadata"]["name"] == name), None)

    def workloads(self) -> list[dict]:
        return self.of(*WORKLOADS)

    def services(self) -> list[dict]:
        """The Deployments: those of Handup's own services."""
        return self.of("Deployment")

    def pods(self) -> list[Pod]:
        pods = [
            Pod(
                name_of(workload),
                template(workload)["metadata"]["labels"],
                {
                    port["name"]: port["containerPort"]
                    for container in containers(workload)
                    for port in container.get("ports", [])
                },
            )
            for workload in self.workloads()
        ]
        # The operator makes these.
        for cluster in self.of("Cluster"):
            labels = dict(cluster["spec"].get("inheritedMetadata", {}).get("labels", {}))
            labels["cnpg.io/cluster"] = cluster["metadata"]["name"]
            pods.append(Pod(name_of(cluster), labels, {"postgresql": 5432, "status": 8000}))
        return pods


def name_of(document: dict) -> str:
    return f"{document['kind']} {document['metadata']['name']}"


def template(workload: dict) -> dict:
    return workload["spec"]["template"]


def pod_spec(workload: dict) -> dict:
    return template(workload)["spec"]


def containers(workload: dict) -> list[dict]:
    """Those that run, and those that prepare."""
    spec = pod_spec(workload)
    return spec.get("initContainers", []) + spec["containers"]


def environment(container: dict) -> dict[str, dict]:
    return {entry["name"]: entry for entry in container.get("env", [])}


def expanded(value: str) -> list[str]:
    """The names of the variables that a text refers to."""
    return re.findall(r"\$\(([A-Za-z_][A-Za-z0-9_]*)\)", value)


def matches(selector: dict | None, labels: dict[str, str]) -> bool:
    """Whether a label selector chooses something with these labels. None chooses nothing."""
    if selector is None or "matchExpressions" in selector:
        # We use none, and a rule says so; guessing would let faults pass.
        return False
    return all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())
