"""Programs that a check starts, watches and stops: each by its own process, each with its log."""

import re
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

T = TypeVar("T")

# Far more than anything here takes, so that a slow machine fails nothing.
PATIENCE_SECONDS = 120
LOOK_EVERY_SECONDS = 0.05


class Failed(SystemExit):
    """Something is not as it must be."""

    def __init__(self, message: str) -> None:
        super().__init__(f"FAILED: {message}")


def require(holds: bool, message: str) -> None:
    """Ends the check where something does not hold."""
    if not holds:
        raise Failed(message)


def until(what: str, look: Callable[[], T | None], why_not: Callable[[], str] = str) -> T:
    """Looks again and again until there is something to return; `why_not` is asked if there never is."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise Failed(f"not within {PATIENCE_SECONDS} s: {what}. {why_not()}")
        time.sleep(LOOK_EVERY_SECONDS)


def answer(url: str, seconds: float = 10) -> tuple[int, str]:
    """What a GET of `url` is answered with; status 0 where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=seconds) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()
    except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
        return 0, str(error)


class Running:
    """A program that runs until the end of a `with` block, and must then end in order."""

    def __init__(
        self, name: str, command: list[str], environment: dict[str, str] | None = None, logs: Path | None = None
    ) -> None:
        self.name = name
        self.log = Path(tempfile.mkstemp(prefix=f"handup-{name}-", suffix=".log", dir=logs)[1])
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                # Ctrl-C in a terminal reaches the check alone, which then stops this one.
                start_new_session=True,
            )

    def text(self) -> str:
        return re.sub(r"\x1b\[[0-9;]*m", "", self.log.read_text(errors="replace"))

    def says(self, pattern: str) -> re.Match[str]:
        """Waits until the log has `pattern`."""

        def look() -> re.Match[str] | None:
            found = re.search(pattern, self.text())
            require(
                bool(found) or self.process.poll() is None,
                f"{self.name} ended with {self.process.returncode}:\n{self.text()}",
            )
            return found

        return until(f"{self.name} says {pattern!r}", look, self.text)

    def ready(self, health: str) -> None:
        """Waits until the health port at `health` says that all is well."""

        def look() -> bool:
            require(self.process.poll() is None, f"{self.name} ended:\n{self.text()}")
            return answer(f"http://{health}/ready")[0] == 200

        until(f"{self.name} is ready", look, lambda: str(answer(f"http://{health}/ready")))

    def stop(self) -> None:
        """Asks it to end, as an operator or an engine would. It may have ended before."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise Failed(f"{self.name} does not end:\n{self.text()}") from None
        require(status == 0, f"{self.name} ended with {status}:\n{self.text()}")
        require("panicked at" not in self.text(), f"{self.name} panicked:\n{self.text()}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.stop()
            self.log.unlink()
            return
        # The check has failed already; only nothing must be left behind.
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        print(f"The log of {self.name} is in {self.log}")


class NatsServer(Running):
    """A nats-server with JetStream on a free loopback port, with its files in `folder`."""

    def __init__(self, program: str, folder: Path) -> None:
        folder.mkdir()
        super().__init__("nats-server", [program, "-a", "127.0.0.1", "-p", "-1", "-js", "-sd", str(folder)])
        port = self.says(r"Listening for client connections on 127\.0\.0\.1:(\d+)").group(1)
        self.says("Server is ready")
        self.url = f"nats://127.0.0.1:{port}"
