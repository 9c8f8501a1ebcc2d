"""Validates manifests against the schemas of one Kubernetes version, and custom resources against
those in k8s/schemas. A field that a schema does not know is a fault."""

import json
import re
from functools import cache
from pathlib import Path

import kubernetes_validate
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

VERSION = "1.34"
BUNDLED = Path(kubernetes_validate.__file__).parent / f"kubernetes-json-schema/v{VERSION}.0-local-strict"
CUSTOM = Path(__file__).parents[2] / "k8s/schemas"


def faults(document: dict) -> list[str]:
    checker = validator(document.get("apiVersion", ""), document.get("kind", ""))
    if checker is None:
        return [f"Kubernetes {VERSION} has no {document.get('kind')} of {document.get('apiVersion')}"]
    return [
        f"{'.'.join(str(step) for step in fault.absolute_path)}: {fault.message}"
        for fault in checker.iter_errors(document)
    ]


def is_custom(document: dict) -> bool:
    return (CUSTOM / file_name(document["apiVersion"], document["kind"])).is_file()


def file_name(api_version: str, kind: str) -> str:
    group_and_version = re.sub(r"^([^./]*)(?:\.[^/]*)?/", r"\1-", api_version)
    return f"{kind}-{group_and_version}.json".lower()


@cache
def validator(api_version: str, kind: str) -> Draft202012Validator | None:
    for folder in (CUSTOM, BUNDLED):
        file = folder / file_name(api_version, kind)
        if file.is_file():
            return Draft202012Validator(json.loads(file.read_text(encoding="utf-8")), registry=registry())
    return None


@cache
def registry() -> Registry:
    definitions = json.loads((BUNDLED / "_definitions.json").read_text(encoding="utf-8"))
    return Resource.from_contents(definitions) @ Registry()
