"""Backs up a Handup in a rush, restores it elsewhere on empty streams, and counts what is missing.

Usage: restore_check.py PROGRAM, with HANDUP_NATS_SERVER and HANDUP_TEST_POSTGRES_URL; see
`make restore-check`.

analytics is stopped before the rush begins, so that the backup is taken at the worst moment: events
that are published and marked so, and that one service has not seen at all.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from load import Acknowledged, Load
from person import Json, Person
from postgres import database, rows
from running import NatsServer, Running, require, until

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
STUDENTS = 12
# Acknowledged before the backup begins, and again after it has ended.
RUSH = 300


class Handup:
    """The program with its settings for one NATS and one database."""

    def __init__(self, program: str, nats: str, database: str) -> None:
        self.program = program
        self.environment = os.environ | {
            "HANDUP_NATS__URL": nats,
            "HANDUP_DATABASE__URL": database,
            "HANDUP_PLATFORM__SERVICE_SECRET": secrets.token_hex(32),
            "HANDUP_LISTEN__HTTP": "127.0.0.1:0",
            "HANDUP_LISTEN__HEALTH": "127.0.0.1:0",
            # Hashing of passwords is not what this is about.
            "HANDUP_AUTH__HASHING__MEMORY_KIB": "8",
            "HANDUP_AUTH__HASHING__PASSES": "1",
        }

    def do(self, *arguments: str) -> str:
        """A command that must succeed."""
        return self._run([self.program, *arguments])

    def script(self, name: str, file: Path) -> str:
        """A script of deploy/ that must succeed."""
        return self._run([str(DEPLOY / name), str(file)])

    def refuses(self, name: str, file: Path) -> str:
        """A script of deploy/ that must fail; what it says."""
        done = subprocess.run(
            [str(DEPLOY / name), str(file)], env=self.environment, capture_output=True, text=True, check=False
        )
        require(done.returncode != 0, f"{name} did not refuse: {done.stdout}")
        return done.stderr

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        require(done.returncode == 0, f"{command} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout.strip()

    def serve(self, name: str, *services: str) -> Running:
        return Running(name, [self.program, "serve", *services], self.environment)


def back_up_in_a_rush(handup: Handup, file: Path) -> tuple[Acknowledged, float]:
    """Returns what was acknowledged, and when the backup began."""
    handup.do("migrate")
    handup.do("demo")
    with ExitStack() as stack:
        rest = handup.serve("first", "auth", "request", "assignment", "notification", "gateway")
        stack.enter_context(rest)
        rest.ready(rest.says(r"serving health=(\S+)").group(1))
        with handup.serve("analytics", "analytics") as analytics:
            # Makes its consumer, whose place in the stream is what will be lost.
            analytics.ready(analytics.says(r"serving health=(\S+)").group(1))
        load = Load(rest.says(r"http=Some\((\S+)\)").group(1), STUDENTS)
        with load:
            acknowledged = load.acknowledged

            def asked(wanted: int) -> bool:
                load.check()
                return len(acknowledged.asked) >= wanted

            until("enough has been asked", lambda: asked(RUSH))
            began = time.monotonic()
            print(handup.script("backup.sh", file))
            ended = time.monotonic()
            so_far = len(acknowledged.asked)
            until("enough has been asked after the backup", lambda: asked(so_far + RUSH))
        meanwhile = sum(began < moment < ended for moment in acknowledged.asked.values())
        require(meanwhile > 0, "nobody asked during the backup: that was no rush")
        before = sum(moment < began for moment in acknowledged.asked.values())
        print(
            f"asked: {before} before the backup began, {meanwhile} while it ran, "
            f"{len(acknowledged.asked) - before - meanwhile} after it"
        )
    return acknowledged, began


def check_nothing_is_missing(url: str, acknowledged: Acknowledged, began: float) -> None:
    """Everything that was acknowledged before the backup began is in the database at `url`."""
    restored = {request: int(status) for request, status in rows(url, "SELECT id, status FROM request.requests")}
    before = {request for request, moment in acknowledged.asked.items() if moment < began}
    missing = before - restored.keys()
    require(not missing, f"{len(missing)} of {len(before)} requests are missing")
    invented = restored.keys() - acknowledged.asked.keys()
    # An answer can be on its way when the load ends, but only one for each student.
    require(len(invented) <= STUDENTS, f"{len(invented)} requests that nobody asked")
    for name, ended in (("completed", acknowledged.completed), ("cancelled", acknowledged.cancelled)):
        so = {request for request, moment in ended.items() if moment < began}
        states = {restored[request] for request in so}
        require(len(so) > 0 and len(states) == 1, f"{len(so)} {name} requests are restored with status {states}")
        print(f"restored: {len(so)} that were {name}, none in another state")
    print(f"restored: {len(restored)} requests, none of {len(before)} missing")


def check_statistics(handup: Handup, url: str, address: str) -> None:
    """analytics catches up by a replay, and has the same figures when it is built anew."""
    [[asked]] = rows(url, "SELECT count(*) FROM request.requests")
    manager = Person(address, "mona")
    # Fixed, because a span that moves on would change the figures.
    today = datetime.now(UTC)
    span = {"from": today - timedelta(days=1), "to": today + timedelta(days=1)}
    path = f"{manager.lab()}/statistics?{urlencode({end: moment.isoformat() for end, moment in span.items()})}"

    def figures() -> Json:
        return manager.call("GET", path)

    print(handup.do("replay"))
    until("analytics knows all requests", lambda: figures()["requests"] == int(asked), lambda: str(figures()))
    # What waits or is being helped counts with the time until now: only figures of what has
    # ended stay as they are.
    for name in ("tom", "tina"):
        tutor = Person(address, name)
        mine = tutor.call("GET", f"{tutor.lab()}/requests?status=in_progress&helped_by_me=true")["requests"]
        for request in mine:
            tutor.call("POST", f"/api/v1/requests/{request['id']}/complete", {})
    while (taken := tutor.try_to("POST", f"{tutor.lab()}/take-next"))[0] == 200:
        tutor.call("POST", f"/api/v1/requests/{taken[1]['id']}/complete", {})

    def all_ended() -> Json | None:
        now = figures()
        return now if now["completed"] + now["cancelled"] == now["requests"] == int(asked) else None

    before = until("everything has ended", all_ended, lambda: str(figures()))
    print(handup.do("replay", "--rebuild", "analytics"))
    until(
        "the figures are the same again",
        lambda: figures() == before,
        lambda: f"before: {json.dumps(before)}, now: {json.dumps(figures())}",
    )
    print(f"statistics: equal after a rebuild: {before['completed']} completed, {before['cancelled']} cancelled")


def main() -> None:
    program = sys.argv[1]
    nats_server, postgres = os.environ["HANDUP_NATS_SERVER"], os.environ["HANDUP_TEST_POSTGRES_URL"]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        file = Path(folder) / "handup.dump"
        first = stack.enter_context(database(postgres, "restore"))
        with NatsServer(nats_server, Path(folder) / "first-streams") as nats:
            acknowledged, began = back_up_in_a_rush(Handup(program, nats.url, first), file)
        said = Handup(program, nats.url, first).refuses("restore.sh", file)
        require("schema request" in said, f"restore.sh refused for another reason: {said}")

        second = stack.enter_context(database(postgres, "restore"))
        nats = stack.enter_context(NatsServer(nats_server, Path(folder) / "second-streams"))
        handup = Handup(program, nats.url, second)
        print(handup.script("restore.sh", file))
        check_nothing_is_missing(second, acknowledged, began)
        everything = handup.serve(
            "second", "auth", "request", "assignment", "notification", "analytics", "gateway"
        )
        with everything:
            everything.ready(everything.says(r"serving health=(\S+)").group(1))
            check_statistics(handup, second, everything.says(r"http=Some\((\S+)\)").group(1))


if __name__ == "__main__":
    main()
