"""Runs what the overlay dev describes, without a cluster: nats-server with its configuration and
users, PostgreSQL with its roles and schemas, and every service as the pods would run it, two of some.
Then a lab is played through, and every pod is replaced as a rollout does it while people go on. Nobody
may have been refused anything on the way, and no call may have failed.

Usage: rehearse.py KUBECTL NATS_SERVER HANDUP
with HANDUP_TEST_POSTGRES_URL, a cluster of PostgreSQL that may be changed.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

import render
from cluster import Cluster, RunningPod, answers, wait_until
from manifests import Manifests, pod_spec

DEV = Path(__file__).parents[2] / "k8s/overlays/dev"
# Migrating and consuming must bear a second one; more would only take time.
TWICE = ("handup-request", "handup-auth")
PASSWORD = "a-password-of-the-rehearsal"


class Person:
    def __init__(self, edge: "Edge", login: str) -> None:
        self.edge = edge
        self.token = ""
        session = self.call("POST", "/sessions", {"login": login, "password": PASSWORD, "transport": "bearer"})
        self.token = session["access_token"]

    def call(self, method: str, path: str, body: object = None) -> dict:
        """One call; any status but 2xx ends the rehearsal."""
        request = urllib.request.Request(f"{self.edge.address}/api/v1{path}", method=method)
        request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        data = None if body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data, timeout=30) as reply:
                return json.loads(reply.read() or b"{}")
        except urllib.error.HTTPError as refused:
            raise SystemExit(f"rehearsal: {method} {path}: {refused.code} {refused.read().decode()}") from refused


@dataclass
class Edge:
    """Where the Service of the gateway sends a new connection."""

    address: str = ""


def play(cluster: Cluster, handup: str, edge: Edge) -> list[Callable[[], dict]]:
    """A lab from its making to its statistics: every service has its part. Returns what people may
    go on doing as long as they like."""
    auth = pod_spec(cluster.manifests.get("Deployment", "handup-auth"))["containers"][0]
    for name, more in (("mona", ["--admin"]), ("tom", []), ("sam", [])):
        # As the README says: in a pod of auth.
        subprocess.run(
            [handup, "user", "create", name, f"{name}@example.org", *more],
            env={"PATH": os.environ["PATH"], "HANDUP_PASSWORD": PASSWORD, **cluster.environment(auth)},
            check=True,
            stdout=subprocess.DEVNULL,
        )
    mona, tom, sam = (Person(edge, name) for name in ("mona", "tom", "sam"))
    organisation = mona.call("POST", "/organisations", {"name": "Rehearsal", "time_zone": "Europe/Berlin"})
    lab = mona.call(
        "POST",
        "/labs",
        {"organisation_id": organisation["id"], "name": "Lab", "room": "1", "topics": ["Loops"]},
    )["id"]
    mona.call("POST", f"/labs/{lab}/members", {"username": "tom", "role": "tutor"})
    mona.call("PUT", f"/labs/{lab}/queue/state", {"open": True})
    sam.call("POST", "/memberships", {"code": mona.call("GET", f"/labs/{lab}/join-code")["code"]})
    tom.call("PUT", f"/labs/{lab}/availability", {"available": True})
    placed = sam.call("POST", f"/labs/{lab}/requests", {"seat": "7", "description": "Help", "topic": "Loops"})
    request = placed["request"]["id"]
    sam.call("GET", f"/requests/{request}/wait")
    taken = tom.call("POST", f"/labs/{lab}/take-next")
    if taken["id"] != request:
        raise SystemExit(f"rehearsal: {taken} was taken")
    tom.call("POST", f"/requests/{request}/complete", {})
    wait_until("sam is told", lambda: bool(sam.call("GET", "/notifications")["notifications"]), 30)
    wait_until("the help is counted", lambda: mona.call("GET", f"/labs/{lab}/statistics")["completed"] == 1, 30)

    return [
        lambda: tom.call("PUT", f"/labs/{lab}/availability", {"available": True}),
        lambda: tom.call("GET", f"/labs/{lab}/queue"),
        lambda: sam.call("GET", f"/labs/{lab}"),
        lambda: sam.call("GET", "/notifications"),
        lambda: mona.call("GET", f"/labs/{lab}/statistics"),
        lambda: mona.call("GET", "/me"),
    ]


class Bustle:
    """People who go on meanwhile."""

    def __init__(self, deeds: list[Callable[[], dict]]) -> None:
        self.deeds = deeds
        self.over = threading.Event()
        self.calls = 0
        self.faults: list[str] = []
        self.threads = [threading.Thread(target=self.go_on, args=(deed,)) for deed in deeds]

    def __enter__(self) -> "Bustle":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def go_on(self, deed: Callable[[], dict]) -> None:
        while not self.over.is_set():
            try:
                deed()
                self.calls += 1
            except (SystemExit, OSError) as failed:
                self.faults.append(f"during the rollout: {failed}")
            self.over.wait(0.05)


def roll_out(cluster: Cluster, handup: str, running: dict[str, list[RunningPod]], edge: Edge) -> None:
    """For each pod a new one; when that is ready the old one goes."""
    for deployment in cluster.manifests.services():
        container = pod_spec(deployment)["containers"][0]
        for old in running[deployment["metadata"]["name"]]:
            new = cluster.start_pod(handup, deployment)
            wait_until(f"{new.name} is ready", lambda new=new: answers(new.ready), 60)
            if old.http == edge.address:
                edge.address = new.http
            time.sleep(container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0))
            old.process.terminate()
            wait_until(f"{old.name} has ended", lambda old=old: old.process.poll() is not None, 60)


def sees_nothing_of_others(cluster: Cluster) -> list[str]:
    """A service's role asks for a table of another service."""
    host, port = cluster.moved["DATABASE_SERVER"].split(":")
    variables = os.environ | {
        "PGHOST": host,
        "PGPORT": port,
        "PGUSER": "notification",
        "PGPASSWORD": cluster.secrets["handup-notification-database"]["password"],
    }
    done = subprocess.run(
        ["psql", "--no-psqlrc", "--dbname", "handup", "--command", "SELECT 1 FROM request.outbox"],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    if "permission denied for schema request" in done.stderr:
        return []
    return [f"notification may read the tables of request: {done.stdout}{done.stderr}"]


def main(kubectl: str, nats_server: str, handup: str) -> int:
    manifests = Manifests(render.documents(kubectl, DEV))
    made = subprocess.run([DEV / "make-secrets.sh"], capture_output=True, text=True, check=True)
    calls = 0
    with tempfile.TemporaryDirectory() as work:
        cluster = Cluster(manifests, list(yaml.safe_load_all(made.stdout)), Path(work))
        try:
            cluster.start_nats(nats_server)
            cluster.make_database(os.environ["HANDUP_TEST_POSTGRES_URL"])
            edge = Edge()
            running: dict[str, list[RunningPod]] = {}
            for deployment in manifests.services():
                name = deployment["metadata"]["name"]
                running[name] = [cluster.start_pod(handup, deployment) for _ in range(2 if name in TWICE else 1)]
            for pod in (pod for pods in running.values() for pod in pods):
                wait_until(f"{pod.name} is ready", lambda pod=pod: answers(pod.ready), 120)
            edge.address = running["handup-gateway"][0].http
            with Bustle(play(cluster, handup, edge)) as bustle:
                roll_out(cluster, handup, running, edge)
            calls = bustle.calls
            faults = bustle.faults + sees_nothing_of_others(cluster)
        except SystemExit as failed:
            faults = [str(failed)]
        faults += cluster.stop()
    # One fault in a rollout comes hundreds of times.
    for fault in faults[:20]:
        print(fault, file=sys.stderr)
    print(f"rehearsal: {cluster.count} pods, a lab, and {calls} calls during a rollout: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
