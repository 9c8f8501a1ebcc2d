"""Checks everything in k8s/. Usage: check.py KUBECTL NATS_SERVER"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import nats_config
import render
import rules
import schemas
import secrets_needed
from manifests import Manifests, name_of

K8S = Path(__file__).parents[2] / "k8s"


def of_rendering(rendering: render.Rendering, nats_server: str) -> Iterator[str]:
    for document in rendering.documents:
        for fault in schemas.faults(document):
            yield f"{name_of(document)}: {fault}"
        if rendering.overlay == "dev" and schemas.is_custom(document):
            yield f"{name_of(document)}: dev must come up on a cluster without operators"
    manifests = Manifests(rendering.documents)
    for rule in rules.RULES:
        for fault in rule(manifests):
            yield f"{fault} ({rule.__name__})"
    yield from nats_config.faults(nats_server, manifests)
    # The list of production is that of the overlay as it is.
    if rendering.name == rendering.overlay:
        yield from secrets_needed.faults(rendering.overlay, rendering.documents)


def of_sources() -> Iterator[str]:
    """An image has its version from its overlay alone."""
    for file in sorted(K8S.glob("**/*.yaml")):
        for image in re.findall(r"^\s*(?:- )?image: *(\S+)", file.read_text(encoding="utf-8"), re.MULTILINE):
            if ":" in image or "/" in image:
                yield f"{file.relative_to(K8S)}: {image} belongs to the images of an overlay"


def main(kubectl: str, nats_server: str) -> int:
    renderings = render.render_all(kubectl, K8S)
    faults = [f"k8s: {fault}" for fault in of_sources()]
    faults += [f"{one.name}: {fault}" for one in renderings for fault in of_rendering(one, nats_server)]
    for fault in faults:
        print(fault, file=sys.stderr)
    documents = sum(len(one.documents) for one in renderings)
    print(
        f"manifests: {documents} in {len(renderings)} renderings, against Kubernetes {schemas.VERSION} "
        f"and {len(rules.RULES)} rules: {len(faults)} faults"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
