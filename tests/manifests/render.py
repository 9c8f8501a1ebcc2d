"""Renders the overlays in k8s/, each with every choice of the components that can be left out."""

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import yaml

# Components of the overlay production that stand for something the cluster may lack.
OPTIONAL = ("keda", "telemetry", "alerts", "gateway-sockets")


@dataclass
class Rendering:
    """What one overlay says, as the API server would get it."""

    name: str
    overlay: str
    documents: list[dict]


def render_all(kubectl: str, folder: Path) -> list[Rendering]:
    renderings = [
        Rendering(path.parent.name, path.parent.name, documents(kubectl, path.parent))
        for path in sorted(folder.glob("overlays/*/kustomization.yaml"))
    ]
    with tempfile.TemporaryDirectory() as work:
        # kustomize reads nothing outside of its tree, so it is the tree that is copied.
        copy = Path(work) / "k8s"
        shutil.copytree(folder, copy)
        for choice in choices():
            name = "production with " + (" and ".join(choice) or "nothing more")
            choose(copy / "overlays/production", choice)
            renderings.append(Rendering(name, "production", documents(kubectl, copy / "overlays/production")))
    return renderings


def choices() -> list[tuple[str, ...]]:
    return [choice for count in range(len(OPTIONAL) + 1) for choice in combinations(OPTIONAL, count)]


def choose(overlay: Path, choice: tuple[str, ...]) -> None:
    file = overlay / "kustomization.yaml"
    kustomization = yaml.safe_load(file.read_text(encoding="utf-8"))
    fixed = [path for path in kustomization["components"] if Path(path).name not in OPTIONAL]
    kustomization["components"] = fixed + [f"../../components/{name}" for name in choice]
    file.write_text(yaml.safe_dump(kustomization), encoding="utf-8")


def documents(kubectl: str, folder: Path) -> list[dict]:
    done = subprocess.run([kubectl, "kustomize", folder], capture_output=True, text=True, check=False)
    # A warning is about something deprecated in the kustomization.
    if done.returncode or done.stderr.strip():
        raise SystemExit(f"{folder}: {done.stderr.strip()}")
    return [document for document in yaml.load_all(done.stdout, Loader=yaml.CSafeLoader) if document]
