"""Ways to break good manifests."""

import copy
from collections.abc import Callable

from manifests import Manifests, pod_spec

Break = Callable[[Manifests], object]


def workload(manifests: Manifests, name: str = "handup-request") -> dict:
    return manifests.get("Deployment", name) or manifests.get("StatefulSet", name)


def main(manifests: Manifests, name: str = "handup-request") -> dict:
    return pod_spec(workload(manifests, name))["containers"][0]


def variable(manifests: Manifests, name: str, of: str = "handup-request") -> dict:
    return next(entry for entry in main(manifests, of)["env"] if entry["name"] == name)


def spec(manifests: Manifests, kind: str, name: str) -> dict:
    return manifests.get(kind, name)["spec"]


def remove(manifests: Manifests, kind: str, name: str) -> None:
    manifests.documents.remove(manifests.get(kind, name))


def add(manifests: Manifests, kind: str, **fields: object) -> None:
    manifests.documents.append({"kind": kind, "apiVersion": "v1", "metadata": {"name": "new"}, **fields})


def again(manifests: Manifests, kind: str, name: str) -> dict:
    twin = copy.deepcopy(manifests.get(kind, name))
    twin["metadata"]["name"] = "twin"
    manifests.documents.append(twin)
    return twin


def policy(manifests: Manifests, name: str) -> dict:
    return spec(manifests, "NetworkPolicy", name)


def replace_in_users(manifests: Manifests, old: str, new: str) -> None:
    data = next(one["data"] for one in manifests.of("ConfigMap") if "users.conf" in one["data"])
    data["users.conf"] = data["users.conf"].replace(old, new)
