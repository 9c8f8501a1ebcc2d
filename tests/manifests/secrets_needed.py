"""Which Secrets manifests need, compared with those that are said or made.

For dev a script makes them. For production a list says what has to be there, each with its keys.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import yaml

K8S = Path(__file__).parents[2] / "k8s"
# The keys that a Secret needs where something takes the whole of it.
WHOLE = {
    "handup-tls": ("tls.crt", "tls.key"),
    "handup-nats-tls": ("ca.crt", "tls.crt", "tls.key"),
}
# CloudNativePG reads a role's name and password.
ROLE = ("username", "password")


def faults(overlay: str, documents: list[dict]) -> list[str]:
    needed = {(name, key) for name, keys in references(documents) for key in (keys or WHOLE.get(name, ROLE))}
    there = made_for_dev() if overlay == "dev" else listed(overlay)
    return [f"nothing makes {name} with {key}" for name, key in sorted(needed - there)] + [
        f"{name} with {key} is made and not needed" for name, key in sorted(there - needed)
    ]


def made_for_dev() -> set[tuple[str, str]]:
    script = subprocess.run(
        [K8S / "overlays/dev/make-secrets.sh"], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    secrets = {secret["metadata"]["name"]: secret["stringData"] for secret in yaml.safe_load_all(script.stdout)}
    values = [value for data in secrets.values() for key, value in data.items() if key != "user"]
    if len(set(values)) != len(values) or not all(len(str(value)) >= 32 for value in values):
        raise SystemExit("make-secrets.sh: values are the same or short")
    expected = dict(
        re.findall(r'^PASSWORD_(\w+): "(\w+)"$', secrets["handup-nats-passwords"]["passwords.conf"], re.MULTILINE)
    )
    if len(set(expected.values())) != len(expected):
        raise SystemExit("make-secrets.sh: users of NATS have the same password")
    for data in secrets.values():
        if "user" in data and expected.get(data["user"].upper()) != data["password"]:
            raise SystemExit(f"make-secrets.sh: NATS expects another password of {data['user']}")
    return {(name, key) for name, data in secrets.items() for key in data}


def listed(overlay: str) -> set[tuple[str, str]]:
    lines = (K8S / "overlays" / overlay / "secrets.txt").read_text(encoding="utf-8").splitlines()
    entries = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    return {(name, key) for name, keys in entries for key in keys.split(",")}


def references(node: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name and keys of every Secret that is referred to; no keys: the whole of it."""
    if isinstance(node, list):
        for item in node:
            yield from references(item)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key == "secretKeyRef":
            # What may be missing is not made from the start.
            if not value.get("optional"):
                yield value["name"], (value["key"],)
        elif key == "secret":
            # A volume calls it so, a part of a projected volume otherwise.
            name = value.get("secretName") or value["name"]
            yield name, tuple(item["key"] for item in value.get("items", []))
        elif key == "secretName":
            yield value, ()
        elif key == "passwordSecret":
            yield value["name"], ()
        else:
            yield from references(value)
