"""Handup as separate processes: two replicas of each service, each with links of its own to the
three NATS servers and to the database, and somebody who starts again what has ended."""

import os
import secrets
import signal
import subprocess
import threading
from pathlib import Path

from database import Database
from links import Links
from nats import Nats
from ports import free_ports
from running import Running, answer, require, until

SERVICES = ("auth", "request", "assignment", "notification", "analytics", "gateway")
REPLICAS = 2
LOOK_EVERY_SECONDS = 0.1
GATEWAY_DRAIN_MS = 2_000


class Replica:
    """A place for one process: its ports and links outlive it."""

    def __init__(self, system: "System", service: str) -> None:
        self.system = system
        self.service = service
        self.name = f"{service}-{next(system.numbers[service])}"
        self.http, self.health = (f"127.0.0.1:{port}" for port in free_ports(2))
        self.to_nats = [system.links.add(node.client) for node in system.nats.nodes]
        self.to_database = [] if service == "gateway" else [system.links.add(system.database.port)]
        self.wanted = False
        self.running: Running | None = None

    def environment(self) -> dict[str, str]:
        user = self.system.users[self.service]
        variables = self.system.common | {
            "HANDUP_NATS__URL": ",".join(f"nats://127.0.0.1:{port}" for port in self.to_nats),
            "HANDUP_NATS__USER": user,
            "HANDUP_NATS__PASSWORD": self.system.nats.passwords[user],
            "HANDUP_LISTEN__HTTP": self.http,
            "HANDUP_LISTEN__HEALTH": self.health,
        }
        for port in self.to_database:
            variables["HANDUP_DATABASE__URL"] = self.system.database.address(port)
        if self.service == "gateway":
            variables["HANDUP_PLATFORM__DRAIN_MS"] = str(GATEWAY_DRAIN_MS)
        return variables

    def start(self) -> None:
        command = [self.system.program, "serve", self.service]
        self.running = Running(self.name, command, self.environment(), self.system.logs)
        self.wanted = True

    def is_ready(self) -> bool:
        return answer(f"http://{self.health}/ready", seconds=2)[0] == 200

    def send(self, number: signal.Signals) -> None:
        self.running.process.send_signal(number)

    def stop(self) -> None:
        """As a rollout does: asked to end, and given time for it."""
        self.wanted = False
        self.running.stop()


class System:
    def __init__(self, program: str, nats: Nats, database: Database, links: Links, logs: Path) -> None:
        self.program = program
        self.nats = nats
        self.database = database
        self.links = links
        self.logs = logs
        self.common = {
            "PATH": os.environ["PATH"],
            "HANDUP_NATS__REPLICAS": "3",
            "HANDUP_PLATFORM__SERVICE_SECRET": secrets.token_hex(32),
            # Hashing of passwords is not what this is about.
            "HANDUP_AUTH__HASHING__MEMORY_KIB": "8",
            "HANDUP_AUTH__HASHING__PASSES": "1",
        }
        # As which of its two users of NATS each service comes when it is started.
        self.users = {service: service for service in SERVICES}
        self.numbers = {service: iter(range(1, 1000)) for service in SERVICES}
        self.replicas = [Replica(self, service) for service in SERVICES for _ in range(REPLICAS)]
        # What ended without being asked to, and was started again.
        self.ended: list[str] = []
        self.over = threading.Event()
        self.supervisor = threading.Thread(target=self.supervise)

    def operator(self, *arguments: str) -> str:
        """An operator's command, which must succeed."""
        variables = self.common | {
            "HANDUP_DATABASE__URL": self.database.address(self.database.port),
            "HANDUP_NATS__URL": ",".join(f"nats://127.0.0.1:{node.client}" for node in self.nats.nodes),
            "HANDUP_NATS__USER": "operator",
            "HANDUP_NATS__PASSWORD": self.nats.passwords["operator"],
        }
        done = subprocess.run([self.program, *arguments], env=variables, capture_output=True, text=True, check=False)
        require(done.returncode == 0, f"handup {arguments} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout.strip()

    def start(self) -> None:
        self.nats.start()
        self.nats.wait()
        self.operator("migrate")
        self.operator("demo")
        for replica in self.replicas:
            replica.start()
        self.supervisor.start()
        self.wait()

    def wait(self) -> None:
        for replica in list(self.replicas):
            until(f"{replica.name} is ready", replica.is_ready, lambda one=replica: one.running.text()[-2000:])

    def of(self, service: str) -> list[Replica]:
        return [replica for replica in self.replicas if replica.service == service]

    def supervise(self) -> None:
        """Starts again what has ended, as a kubelet does."""
        while not self.over.wait(LOOK_EVERY_SECONDS):
            for replica in list(self.replicas):
                status = replica.running.process.poll()
                if replica.wanted and status is not None:
                    if status != -signal.SIGKILL:
                        self.ended.append(f"{replica.name} ended by itself with {status}: {replica.running.log}")
                    replica.start()

    def replace(self, old: Replica) -> None:
        """A new replica; when it is ready, the old one is asked to end."""
        new = Replica(self, old.service)
        new.start()
        self.replicas.append(new)
        until(f"{new.name} is ready", new.is_ready, new.running.text)
        old.stop()
        self.replicas.remove(old)

    def panics(self) -> list[str]:
        return [f"{log}: a panic" for log in sorted(self.logs.glob("*.log")) if b"panicked at" in log.read_bytes()]

    def end(self) -> None:
        """Ends everything by force: whether it ends in order is seen by those who replace it."""
        self.over.set()
        if self.supervisor.is_alive():
            self.supervisor.join()
        for replica in self.replicas:
            if replica.running and replica.running.process.poll() is None:
                replica.running.process.kill()
                replica.running.process.wait()
        self.nats.end()
