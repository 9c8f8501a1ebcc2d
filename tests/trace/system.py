"""Handup as one process for each service, which export their spans to a receiver."""

import json
import os
import secrets
import subprocess
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from person import Json
from postgres import database
from running import NatsServer, Running, require

SERVICES = ("auth", "request", "assignment", "notification", "analytics", "gateway")


class System:
    """Runs until the end of a `with` block; by then every process has sent its last span."""

    def __init__(self, program: str, receiver: str, folder: Path) -> None:
        self._program = program
        self._receiver = receiver
        self._folder = folder
        self._stack = ExitStack()
        self.running: dict[str, Running] = {}
        # Of the gateway.
        self.address = ""

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            url = stack.enter_context(database(os.environ["HANDUP_TEST_POSTGRES_URL"], "trace"))
            nats = stack.enter_context(NatsServer(os.environ["HANDUP_NATS_SERVER"], self._folder / "streams"))
            environment = os.environ | {
                "HANDUP_NATS__URL": nats.url,
                "HANDUP_DATABASE__URL": url,
                "HANDUP_PLATFORM__SERVICE_SECRET": secrets.token_hex(32),
                "HANDUP_LISTEN__HTTP": "127.0.0.1:0",
                "HANDUP_LISTEN__HEALTH": "127.0.0.1:0",
                # Hashing of passwords is not what this is about.
                "HANDUP_AUTH__HASHING__MEMORY_KIB": "8",
                "HANDUP_AUTH__HASHING__PASSES": "1",
            }
            for command in ("migrate", "demo"):
                self._operator(command, environment)
            environment |= {
                "HANDUP_TELEMETRY__OTLP_ENDPOINT": self._receiver,
                "HANDUP_TELEMETRY__FORMAT": "json",
                # Milliseconds; five seconds would only be waited for.
                "OTEL_BSP_SCHEDULE_DELAY": "50",
            }
            self.running = {
                name: stack.enter_context(Running(name, [self._program, "serve", name], environment))
                for name in SERVICES
            }
            for service in self.running.values():
                service.ready(service.says(r'"message":"serving","health":"([^"]+)"').group(1))
            self.address = self.running["gateway"].says(r'"http":"Some\(([^)]+)\)"').group(1)
            self._stack = stack.pop_all()
        return self

    def log(self, service: str) -> list[Json]:
        """The lines that it has written."""
        return [json.loads(line) for line in self.running[service].text().splitlines()]

    def _operator(self, command: str, environment: dict[str, str]) -> None:
        done = subprocess.run(
            [self._program, command], env=environment, capture_output=True, text=True, check=False
        )
        require(done.returncode == 0, f"{command} ended with {done.returncode}: {done.stdout}{done.stderr}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)
