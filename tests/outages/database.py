"""The PostgreSQL cluster that deploy/postgres-for-tests.sh has made, with a server that can be killed,
frozen and started again.

The server that the script started is stopped and another one started in its place, as a child of this
process: who is killed stays in the list of processes until its parent looks, and as long a new server
takes it for alive. The script ends, in the end, whichever server runs on its files.
"""

import os
import re
import secrets
import signal
from pathlib import Path

from postgres import rows
from running import Running, require, until


class Database:
    def __init__(self, url: str, logs: Path) -> None:
        self.url = url
        self.port = int(re.fullmatch(r"postgres://postgres@127\.0\.0\.1:(\d+)/postgres", url).group(1))
        self.logs = logs
        self.name = f"handup_outages_{secrets.token_hex(4)}"
        [[folder]] = rows(url, "SHOW data_directory")
        self.folder = Path(folder)
        # It will be killed: one that is not made for tests must not be.
        require("handup-postgres." in folder, f"{url} is not a cluster of deploy/postgres-for-tests.sh: {folder}")
        first = int((self.folder / "postmaster.pid").read_text().splitlines()[0])
        self.programs = Path(f"/proc/{first}/exe").resolve().parent
        os.kill(first, signal.SIGINT)
        until("the first server has ended", lambda: not (self.folder / "postmaster.pid").exists())
        self.start()
        rows(url, f"CREATE DATABASE {self.name}")

    def start(self) -> None:
        # PostgreSQL refuses to run as root.
        become_owner = ["setpriv", "--reuid", self.folder.owner(), "--regid", self.folder.group(), "--clear-groups"]
        command = [str(self.programs / "postgres"), "-D", str(self.folder), "-p", str(self.port)]
        self.server = Running("postgres", (become_owner if os.getuid() == 0 else []) + command, None, self.logs)
        self.server.says("ready to accept connections")

    def processes(self) -> list[int]:
        """The server, then those it has forked."""
        server = self.server.process.pid
        found = [server]
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                # The name, in brackets, may have spaces.
                parent = int(status.read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == server:
                found.append(int(status.parent.name))
        return found

    def send(self, number: signal.Signals, processes: list[int]) -> None:
        for process in processes:
            try:
                os.kill(process, number)
            except ProcessLookupError:
                # A connection that has ended meanwhile.
                continue

    def kill(self) -> None:
        # Stopped first: it would see its children die, and start to recover by itself.
        self.server.process.send_signal(signal.SIGSTOP)
        processes = self.processes()
        self.send(signal.SIGKILL, processes)
        self.server.process.wait()
        until("the database is gone", lambda: not any(Path(f"/proc/{one}/exe").exists() for one in processes))

    def freeze(self) -> None:
        self.server.process.send_signal(signal.SIGSTOP)
        self.frozen = self.processes()
        self.send(signal.SIGSTOP, self.frozen)

    def thaw(self) -> None:
        self.send(signal.SIGCONT, self.frozen)

    def address(self, port: int) -> str:
        """Of what Handup keeps, by a port that leads here."""
        return f"postgres://postgres@127.0.0.1:{port}/{self.name}"

    def rows(self, query: str) -> list[list[str]]:
        return rows(self.address(self.port), query)

    def end(self) -> None:
        """Leaves a server that runs, as it was found."""
        if self.server.process.poll() is None:
            self.send(signal.SIGCONT, self.processes())
        else:
            self.start()
        rows(self.url, f"DROP DATABASE {self.name} WITH (FORCE)")
