"""Asks nats-server itself whether it can work with the configuration in a rendering."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

from manifests import Manifests, environment, pod_spec


def faults(nats_server: str, manifests: Manifests) -> list[str]:
    workload = manifests.get("StatefulSet", "handup-nats")
    if workload is None:
        return ["there is no StatefulSet handup-nats"]
    spec = pod_spec(workload)
    config, _ = sources(spec)
    files = manifests.get("ConfigMap", config)["data"]
    names = dict.fromkeys(re.findall(r"\$(PASSWORD_\w+)", files["users.conf"]))
    files = files | {"passwords.conf": "".join(f'{name}: "s0123"\n' for name in names)}
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        for name, text in files.items():
            (folder / name).write_text(local(text, folder), encoding="utf-8")
        certificate(folder)
        done = subprocess.run(
            [nats_server, "-t", "-c", folder / "nats.conf"],
            env=os.environ | dict.fromkeys(environment(spec["containers"][0]), "s0123"),
            capture_output=True,
            text=True,
            check=False,
        )
    return [] if done.returncode == 0 else [done.stderr.strip() or done.stdout.strip()]


def sources(spec: dict) -> tuple[str, str]:
    """The names of the ConfigMap and of the Secret that lie in one folder."""
    [parts] = [volume["projected"]["sources"] for volume in spec["volumes"] if "projected" in volume]
    [config] = [part["configMap"]["name"] for part in parts if "configMap" in part]
    [secret] = [part["secret"]["name"] for part in parts if "secret" in part]
    return config, secret


def local(text: str, folder: Path) -> str:
    """The same configuration with the places of a pod moved into `folder`."""
    for place in ("/etc/nats-tls", "/run/nats", "/data"):
        text = text.replace(place, str(folder))
    return text


def certificate(folder: Path) -> None:
    """A certificate for a minute, since the server reads those that it is given."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        + ["-days", "1", "-subj", "/CN=handup-nats", "-keyout", folder / "tls.key", "-out", folder / "tls.crt"],
        capture_output=True,
        check=True,
    )
    (folder / "ca.crt").write_bytes((folder / "tls.crt").read_bytes())
