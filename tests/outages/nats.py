"""Three NATS servers as production has them: a cluster, the users of k8s/base/nats, and what is on a
disk before it is acknowledged.

Each has a small disk of its own, a tmpfs in a mount namespace that ends with the process that holds
it: a disk that can be filled and leaves nothing behind. A limit (max_file_store) would not do: the
server knows of it before it writes, and of a full disk only when a write fails.
"""

import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
from pathlib import Path

from links import Links
from ports import free_ports
from running import Running, answer, require, until

MANIFESTS = Path(__file__).parents[2] / "k8s/base/nats"
USERS = MANIFESTS / "users.conf"
DISK_MIB = 128
# Nobody listens there. Servers tell each other of servers by this address; all ways between them
# shall be the links, which are in the list of routes.
NOWHERE = "127.0.0.1:1"

CONFIG = """
server_name: {name}
listen: "127.0.0.1:{client}"
http: "127.0.0.1:{monitor}"
write_deadline: "10s"
{pings}
jetstream {{ store_dir: "{store}", max_memory_store: 64Mi, max_file_store: 1Gi, sync_interval: always }}
cluster {{
  name: handup
  listen: "127.0.0.1:{route}"
  advertise: "{nowhere}"
  no_advertise: true
  routes: [{routes}]
}}
include users.conf
"""


RELOADED = "Reloaded server configuration"
PATIENCE_SECONDS = 10


def new_password() -> str:
    return f"p{secrets.token_hex(16)}"


def pings() -> str:
    """How soon a server notices who is frozen: as in the manifests."""
    lines = [line for line in (MANIFESTS / "nats.conf").read_text().splitlines() if line.startswith("ping_")]
    require(len(lines) == 2, f"the manifests have other pings than expected: {lines}")
    return "\n".join(lines)


def variable(user: str) -> str:
    """What the password of this user is called in the configuration."""
    return f"PASSWORD_{user.upper().replace('-', '_')}"


class Disk:
    """A tmpfs that only who enters its namespace sees."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Whoever is not root may mount where he is root for himself, if the system lets him be that.
        root = os.getuid() == 0
        self.own = [] if root else ["--user", "--preserve-credentials"]
        become = [] if root else ["--map-root-user"]
        mount = f"mount -t tmpfs -o size={DISK_MIB}m none {folder} && echo mounted && exec sleep infinity"
        self.holder = subprocess.Popen(
            ["unshare", *become, "--mount", "--propagation", "private", "sh", "-c", mount],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        mounted = self.holder.stdout.readline() == "mounted\n"
        require(mounted, f"{folder}: no tmpfs; this takes root, or user namespaces")
        self.seen = Path(f"/proc/{self.holder.pid}/root{folder}")

    def enter(self) -> list[str]:
        """What a command begins with to see the disk."""
        return ["nsenter", "--target", str(self.holder.pid), *self.own, "--mount", "--"]

    def fill(self) -> None:
        with (self.seen / "filler").open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(64 * 1024))
            except OSError as full:
                require(full.errno == 28, f"filling the disk: {full}")

    def free(self) -> None:
        (self.seen / "filler").unlink()

    def wipe(self) -> None:
        for entry in self.seen.iterdir():
            shutil.rmtree(entry)

    def end(self) -> None:
        self.holder.kill()
        self.holder.wait()
        self.holder.stdout.close()


class Node:
    """One server, with its ports and its disk over all its lives."""

    def __init__(self, program: str, number: int, folder: Path, logs: Path) -> None:
        self.program = program
        self.name = f"nats-{number}"
        self.folder = folder / self.name
        self.folder.mkdir()
        self.logs = logs
        store = self.folder / "store"
        store.mkdir()
        self.disk = Disk(store)
        self.client, self.monitor, self.route = free_ports(3)
        # Ports of the links by which this server reaches the others.
        self.to_others: list[int] = []
        self.running: Running | None = None

    def configure(self) -> None:
        routes = ", ".join(f'"nats://127.0.0.1:{port}"' for port in self.to_others)
        text = CONFIG.format(
            name=self.name,
            client=self.client,
            monitor=self.monitor,
            route=self.route,
            store=self.folder / "store",
            nowhere=NOWHERE,
            routes=routes,
            pings=pings(),
        )
        (self.folder / "nats.conf").write_text(text)
        # For `handup replay`, which has no user in k8s/ yet.
        operator = "users: [{ user: operator, password: $PASSWORD_OPERATOR }"
        users = USERS.read_text()
        require(users.count("users: [") == 1, f"{USERS} has other users than expected")
        (self.folder / "users.conf").write_text(users.replace("users: [", operator))

    def start(self) -> None:
        command = [*self.disk.enter(), self.program, "--config", str(self.folder / "nats.conf")]
        self.running = Running(self.name, command, {"PATH": os.environ["PATH"]}, self.logs)

    def expect(self, passwords: dict[str, str]) -> None:
        """As the Secret in k8s/ has them. Counts from the start, or the next reload."""
        lines = (f'{variable(user)}: "{password}"\n' for user, password in passwords.items())
        (self.folder / "passwords.conf").write_text("".join(lines))

    def reload(self) -> None:
        before = self.running.text().count(RELOADED)
        # As k8s/reload-nats.sh does.
        subprocess.run([self.program, "--signal", f"reload={self.running.process.pid}"], check=True)
        until(f"{self.name} is reloaded", lambda: self.running.text().count(RELOADED) > before, self.running.text)

    def lets_in(self, user: str, password: str) -> bool:
        options = json.dumps({"user": user, "pass": password, "verbose": False, "pedantic": False})
        with socket.create_connection(("127.0.0.1", self.client), PATIENCE_SECONDS) as connection:
            connection.sendall(f"CONNECT {options}\r\nPING\r\n".encode())
            lines = connection.makefile("rb")
            said = [lines.readline(), lines.readline()]
        require(said[0].startswith(b"INFO "), f"{self.name} says {said}")
        require(said[1].strip() in (b"PONG", b"-ERR 'Authorization Violation'"), f"{self.name} says {said}")
        return said[1].strip() == b"PONG"

    def is_healthy(self) -> bool:
        return answer(f"http://127.0.0.1:{self.monitor}/healthz")[0] == 200

    def kill(self) -> None:
        self.running.process.kill()
        self.running.process.wait()

    def freeze(self) -> None:
        self.running.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.running.process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        if self.running and self.running.process.poll() is None:
            self.thaw()
            self.kill()
        self.disk.end()


class Nats:
    """The three servers and the links between them."""

    def __init__(self, program: str, folder: Path, logs: Path, links: Links) -> None:
        users = re.findall(r"\buser: ([\w-]+)", USERS.read_text())
        self.passwords = {user: new_password() for user in [*users, "operator"]}
        self.nodes = [Node(program, number, folder, logs) for number in (1, 2, 3)]
        self.links: dict[tuple[str, str], int] = {}
        for here in self.nodes:
            for there in self.nodes:
                if here is not there:
                    port = links.add(there.route)
                    self.links[here.name, there.name] = port
                    here.to_others.append(port)
        for node in self.nodes:
            node.configure()
            node.expect(self.passwords)

    def start(self) -> None:
        for node in self.nodes:
            node.start()

    def wait(self) -> None:
        for node in self.nodes:
            until(f"{node.name} is healthy", node.is_healthy, node.running.text)

    def change_passwords(self, users: list[str]) -> None:
        """While the servers run."""
        self.passwords |= {user: new_password() for user in users}
        for node in self.nodes:
            node.expect(self.passwords)
            node.reload()

    def around(self, node: Node) -> list[int]:
        """The links between this server and the others."""
        return [port for ends, port in self.links.items() if node.name in ends]

    def messages(self, stream: str) -> int:
        """How many messages a stream holds, as its leader says."""
        for node in self.nodes:
            text = answer(f"http://127.0.0.1:{node.monitor}/jsz?streams=true")[1]
            for account in json.loads(text).get("account_details", []):
                for detail in account.get("stream_detail", []):
                    if detail["name"] == stream and detail["cluster"].get("leader") == node.name:
                        return detail["state"]["messages"]
        return -1

    def end(self) -> None:
        for node in self.nodes:
            node.end()
