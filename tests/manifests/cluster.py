"""What a kubelet makes of manifests, on this machine: processes with the environment, arguments and
files that the pods would have. Addresses are moved to free ports of the loopback."""

import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nats_config
from manifests import Manifests, environment, pod_spec

STOP_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(what: str, true: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise SystemExit(f"rehearsal: {what}: not within {seconds:g} s")
        time.sleep(0.1)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            return reply.status == 200
    except (urllib.error.URLError, OSError):
        return False


@dataclass
class RunningPod:
    name: str
    process: subprocess.Popen
    ready: str
    http: str


class Cluster:
    def __init__(self, manifests: Manifests, secrets: list[dict], folder: Path) -> None:
        self.manifests = manifests
        self.secrets = {secret["metadata"]["name"]: secret["stringData"] for secret in secrets}
        self.folder = folder
        # What is at another address here than in a cluster.
        self.moved: dict[str, str] = {}
        self.processes: list[tuple[str, subprocess.Popen]] = []
        self.count = 0

    def environment(self, container: dict) -> dict[str, str]:
        """Sources first, then the list in order; $(NAME) is what stands before."""
        result: dict[str, str] = {}
        for source in container.get("envFrom", []):
            result |= self.manifests.get("ConfigMap", source["configMapRef"]["name"])["data"]
        own: dict[str, str] = {}
        for name, entry in environment(container).items():
            secret = entry.get("valueFrom", {}).get("secretKeyRef", {})
            if secret.get("optional") and secret["key"] not in self.secrets[secret["name"]]:
                continue
            own[name] = self.value(entry, own)
        result |= own
        return {name: self.moved.get(name, value) for name, value in result.items()}

    def value(self, entry: dict, before: dict[str, str]) -> str:
        if entry["name"] in self.moved:
            return self.moved[entry["name"]]
        source = entry.get("valueFrom", {})
        if "secretKeyRef" in source:
            return self.secrets[source["secretKeyRef"]["name"]][source["secretKeyRef"]["key"]]
        if "configMapKeyRef" in source:
            reference = source["configMapKeyRef"]
            return self.manifests.get("ConfigMap", reference["name"])["data"][reference["key"]]
        if "fieldRef" in source:
            return "pod-0"
        return expand(entry["value"], before)

    def start(self, name: str, command: list, variables: dict[str, str]) -> subprocess.Popen:
        with self.log(name).open("wb") as log:
            process = subprocess.Popen(
                command,
                env={"PATH": os.environ["PATH"], **variables},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.processes.append((name, process))
        return process

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def start_nats(self, program: str) -> None:
        spec = pod_spec(self.manifests.get("StatefulSet", "handup-nats"))
        config, secret = nats_config.sources(spec)
        folder = self.folder / "nats"
        folder.mkdir()
        port, monitor = free_port(), free_port()
        for name, text in (self.manifests.get("ConfigMap", config)["data"] | self.secrets[secret]).items():
            text = nats_config.local(text, folder).replace("port: 4222", f'listen: "127.0.0.1:{port}"')
            text = text.replace("http_port: 8222", f'http: "127.0.0.1:{monitor}"')
            (folder / name).write_text(text, encoding="utf-8")
        self.start("nats", [program, "-c", folder / "nats.conf"], self.environment(spec["containers"][0]))
        probe = spec["containers"][0]["startupProbe"]["httpGet"]["path"]
        wait_until("nats", lambda: answers(f"http://127.0.0.1:{monitor}{probe}"), 30)
        self.moved["HANDUP_NATS__URL"] = f"nats://127.0.0.1:{port}"

    def make_database(self, url: str) -> None:
        """As the image of PostgreSQL does with what is mounted in it."""
        user, host, port = re.fullmatch(r"postgres://(\w+)@([\d.]+):(\d+)/\w+", url).groups()
        as_superuser = os.environ | {"PGHOST": host, "PGPORT": port, "PGUSER": user}
        container = pod_spec(self.manifests.get("StatefulSet", "handup-postgres"))["containers"][0]
        variables = self.environment(container)
        database = variables["POSTGRES_DB"]
        self.psql(as_superuser, "postgres", f"CREATE DATABASE {database}")
        self.psql(as_superuser, database, self.file("schemas.sql"))
        script = self.folder / "passwords.sh"
        script.write_text(self.file("passwords.sh"), encoding="utf-8")
        subprocess.run(["bash", script], env=as_superuser | variables | {"POSTGRES_USER": user}, check=True)
        self.moved["DATABASE_SERVER"] = f"{host}:{port}"

    def psql(self, variables: dict[str, str], database: str, statements: str) -> subprocess.CompletedProcess:
        command = ["psql", "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--dbname", database]
        done = subprocess.run(command, env=variables, input=statements, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"rehearsal: {done.stderr}")
        return done

    def file(self, name: str) -> str:
        return next(one["data"][name] for one in self.manifests.of("ConfigMap") if name in one["data"])

    def start_pod(self, program: str, deployment: dict) -> RunningPod:
        """Prepares and starts one more pod of a service."""
        self.count += 1
        name = f"{deployment['metadata']['name']}-{self.count}"
        spec = pod_spec(deployment)
        for container in spec.get("initContainers", []):
            self.run_container(f"{name}-{container['name']}", program, container).wait()
        health, http = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
        self.moved |= {"HANDUP_LISTEN__HEALTH": health, "HANDUP_LISTEN__HTTP": http}
        process = self.run_container(name, program, spec["containers"][0])
        probe = spec["containers"][0]["readinessProbe"]["httpGet"]["path"]
        return RunningPod(name, process, f"http://{health}{probe}", f"http://{http}")

    def run_container(self, name: str, program: str, container: dict) -> subprocess.Popen:
        variables = self.environment(container)
        arguments = [expand(argument, variables) for argument in container["args"]]
        return self.start(name, [program, *arguments], variables)

    def stop(self) -> list[str]:
        """Ends everything, the last first; tells what did not end well, or was refused meanwhile."""
        faults = []
        for name, process in reversed(self.processes):
            # Those that prepare have ended already.
            process.terminate()
            try:
                code = process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                code = f"force, after {STOP_SECONDS} s"
            # nats-server ends with 1 when it is asked to.
            if code != 0 and name != "nats":
                faults.append(f"{name} ended with {code}:\n{self.tail(name)}")
        for name, _ in self.processes:
            refused = [
                line
                for line in self.log(name).read_text(errors="replace").splitlines()
                if re.search(r"(?i)(permissions?|publish|subscription) violation|permission denied|panicked at", line)
            ]
            faults += [f"{name}: {line}" for line in dict.fromkeys(refused)]
        return faults

    def tail(self, name: str) -> str:
        return "\n".join(self.log(name).read_text(errors="replace").splitlines()[-10:])


def expand(text: str, variables: dict[str, str]) -> str:
    return re.sub(r"\$\((\w+)\)", lambda match: variables.get(match.group(1), match.group(0)), text)
