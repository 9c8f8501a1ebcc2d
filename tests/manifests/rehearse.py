"""Runs what the overlay dev describes, without a cluster: nats-server with its configuration and
users, PostgreSQL with its roles and schemas, and every service as the pods would run it, two of some.
Then a lab is played through, and nobody may have been refused anything on the way.

Usage: rehearse.py KUBECTL NATS_SERVER HANDUP
with HANDUP_TEST_POSTGRES_URL, a cluster of PostgreSQL that may be changed.
"""

import json
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

import yaml

import render
from cluster import Cluster, answers, free_port, wait_until
from manifests import Manifests, pod_spec

DEV = Path(__file__).parents[2] / "k8s/overlays/dev"
# Migrating and consuming must bear a second one; more would only take time.
TWICE = ("handup-request", "handup-auth")
PASSWORD = "a-password-of-the-rehearsal"


class Person:
    def __init__(self, api: str, login: str) -> None:
        self.api = api
        self.token = ""
        session = self.call("POST", "/sessions", {"login": login, "password": PASSWORD, "transport": "bearer"})
        self.token = session["access_token"]

    def call(self, method: str, path: str, body: object = None) -> dict:
        """One call; any status but 2xx ends the rehearsal."""
        request = urllib.request.Request(self.api + path, method=method)
        request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        data = None if body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data, timeout=30) as reply:
                return json.loads(reply.read() or b"{}")
        except urllib.error.HTTPError as refused:
            raise SystemExit(f"rehearsal: {method} {path}: {refused.code} {refused.read().decode()}") from refused


def play(cluster: Cluster, handup: str, api: str) -> None:
    """A lab from its making to its statistics: every service has its part."""
    auth = pod_spec(cluster.manifests.get("Deployment", "handup-auth"))["containers"][0]
    for name, more in (("mona", ["--admin"]), ("tom", []), ("sam", [])):
        # As the README says: in a pod of auth.
        subprocess.run(
            [handup, "user", "create", name, f"{name}@example.org", *more],
            env={"PATH": os.environ["PATH"], "HANDUP_PASSWORD": PASSWORD, **cluster.environment(auth)},
            check=True,
            stdout=subprocess.DEVNULL,
        )
    mona, tom, sam = (Person(api, name) for name in ("mona", "tom", "sam"))
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
    with tempfile.TemporaryDirectory() as work:
        cluster = Cluster(manifests, list(yaml.safe_load_all(made.stdout)), Path(work))
        try:
            cluster.start_nats(nats_server)
            cluster.make_database(os.environ["HANDUP_TEST_POSTGRES_URL"])
            health = []
            edge = free_port()
            cluster.moved["HANDUP_LISTEN__HTTP"] = f"127.0.0.1:{edge}"
            for deployment in manifests.services():
                for replica in range(2 if deployment["metadata"]["name"] in TWICE else 1):
                    health.append(cluster.start_service(handup, deployment, replica))
            for url in health:
                wait_until(f"{url}/ready", lambda url=url: answers(f"{url}/ready"), 120)
            play(cluster, handup, f"http://127.0.0.1:{edge}/api/v1")
            faults = sees_nothing_of_others(cluster)
        except SystemExit as failed:
            faults = [str(failed)]
        faults += cluster.stop()
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"rehearsal: {len(health)} pods and a lab from its making to its statistics: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
