"""Fuzzes a running Handup from its own OpenAPI document.

Starts `handup up --demo` on a free port with a new data folder, logs in as a student, a tutor and a
manager, and lets schemathesis send what the document allows and what it forbids, once per role and
once without login. No answer may be a 5xx or one that the document does not describe.

Environment: HANDUP_FUZZ_SEED (a number) and HANDUP_FUZZ_EXAMPLES (generated requests per operation
and phase). The same seed sends the same requests.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance,response_headers_conformance"
)
READY = "Handup is ready at "
PASSWORD = "handup-demo-2026"
START_SECONDS = 120
STOP_SECONDS = 30
# A run that needs longer hangs: it stands in for no single request's deadline.
PASS_SECONDS = 300

# Ends the session that the pass itself uses, so these have a pass of their own.
ENDS_SESSION = ("log_out", "end_session")


@dataclass
class Pass:
    """One run of schemathesis as one kind of visitor."""

    name: str
    login: str | None
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = field(default=ENDS_SESSION)


PASSES = (
    Pass("student", "sam"),
    Pass("tutor", "tom"),
    Pass("manager", "mona"),
    Pass("leaving student", "sam", only=(*ENDS_SESSION, "list_sessions", "refresh_session"), without=()),
    # Last: it uses up what the rate limit allows for logins.
    Pass("visitor without login", None, without=()),
)


class Server:
    """The program under test, with its log."""

    def __init__(self, program: Path, folder: Path, log: Path) -> None:
        self.log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [program, "up", "--demo", "--port", "0", "--data", folder],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.address = ""

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            for line in self.log.read_text(errors="replace").splitlines():
                if READY in line:
                    self.address = line.split(READY, 1)[1].split()[0].rstrip("/")
                    return
            if self.process.poll() is not None:
                raise SystemExit(f"fuzz: the server ended with {self.process.returncode}:\n{self.tail()}")
            time.sleep(0.05)
        raise SystemExit(f"fuzz: the server was not ready after {START_SECONDS} s:\n{self.tail()}")

    def tail(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-40:])

    def stop(self) -> list[str]:
        """Ends it and tells what was wrong with its life."""
        faults = []
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(STOP_SECONDS)
            if code != 0:
                faults.append(f"the server ended with {code}")
        except subprocess.TimeoutExpired:
            # Its group is its own: this ends it and the nats-server it started.
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            faults.append(f"the server did not stop within {STOP_SECONDS} s")
        panics = [line for line in self.log.read_text(errors="replace").splitlines() if "panicked at" in line]
        return faults + panics


def call(method: str, url: str, token: str | None = None, body: object = None) -> dict:
    """One JSON request of our own; any status but 2xx ends the run."""
    request = urllib.request.Request(url, method=method)
    request.add_header("Accept", "application/json")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    if body is not None:
        request.add_header("Content-Type", "application/json")
        request.data = json.dumps(body).encode()
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise SystemExit(f"fuzz: {method} {url} answered {error.code}: {error.read().decode(errors='replace')}") from error


def log_in(api: str, login: str) -> str:
    session = call("POST", f"{api}/sessions", body={"login": login, "password": PASSWORD, "transport": "bearer"})
    return session["access_token"]


def known_values(api: str, token: str) -> dict[str, dict[str, list[str]]]:
    """What the manager sees, by where it can stand in a request; see hooks.py."""
    path: dict[str, set[str]] = {"lab_id": set(), "request_id": set(), "account_id": set()}
    body: dict[str, set[str]] = {"username": set(), "code": set()}
    for lab in call("GET", f"{api}/labs", token)["labs"]:
        if lab["role"] != "manager":
            continue
        base = f"{api}/labs/{lab['id']}"
        path["lab_id"].add(lab["id"])
        body["code"].add(call("GET", f"{base}/join-code", token)["code"])
        path["request_id"].update(request["id"] for request in call("GET", f"{base}/queue", token)["requests"])
        for member in call("GET", f"{base}/members", token)["members"]:
            path["account_id"].add(member["account_id"])
            body["username"].add(member["username"])
    sorted_values = {"path": path, "body": body}
    return {where: {name: sorted(found) for name, found in fields.items()} for where, fields in sorted_values.items()}


@dataclass
class Outcome:
    """What one pass found."""

    passed: int
    failed: int
    # Operations that were asked, and those of them that did what they were asked at least once.
    asked: int
    done: int


def run_pass(visitor: Pass, address: str, token: str | None, known: str, report: Path) -> Outcome:
    """Runs schemathesis. It counts each operation, and all chains of them as one more."""
    seed = os.environ.get("HANDUP_FUZZ_SEED", "2026")
    examples = os.environ.get("HANDUP_FUZZ_EXAMPLES", "20")
    command = [sys.executable, "-m", "schemathesis.cli", "run"]
    command += [f"{address}/api/openapi.json", "--url", address, "--checks", CHECKS, "--seed", seed]
    command += ["--max-examples", examples, "--continue-on-failure", "--request-timeout", "20"]
    command += ["--generation-database", "none", "--warnings", "off", "--no-color"]
    command += ["--report", "junit", "--report-junit-path", report]
    # A WebSocket upgrade: an ordinary request can't try it.
    for operation in ("live", *visitor.without):
        command += ["--exclude-operation-id", operation]
    for operation in visitor.only:
        command += ["--include-operation-id", operation]
    if token:
        command += ["--header", f"Authorization: Bearer {token}"]
    answers = report.with_suffix(".json")
    environment = os.environ | {
        "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": str(Path(__file__).parent.resolve()),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HANDUP_FUZZ_KNOWN": known,
        "HANDUP_FUZZ_ANSWERS": str(answers),
    }

    print(f"\nFuzzing as {visitor.name}, seed {seed}, {examples} examples", flush=True)
    report.unlink(missing_ok=True)
    answers.unlink(missing_ok=True)
    # What schemathesis keeps for replays lands beside the report.
    done = subprocess.run(
        command, cwd=report.parent, env=environment, stdin=subprocess.DEVNULL, timeout=PASS_SECONDS, check=False
    )
    return read_outcome(report, answers, done.returncode)


def read_outcome(report: Path, answers: Path, code: int) -> Outcome:
    cases = list(ElementTree.parse(report).iter("testcase")) if report.exists() else []
    failed = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
    passed = len(cases) - failed
    # What schemathesis objects to without naming an operation, or nothing tested at all.
    if failed == 0 and (code != 0 or not cases):
        failed = 1
    counted = json.loads(answers.read_text()) if answers.exists() else {}
    done = sum(1 for statuses in counted.values() if any(status.startswith("2") for status in statuses))
    return Outcome(passed, failed, len(counted), done)


def run_all(server: Server, reports: Path) -> tuple[list[str], list[str]]:
    """Runs every pass; a line for each, and what was wrong."""
    lines, faults = [], []
    api = f"{server.address}/api/v1"
    tokens = [visitor.login and log_in(api, visitor.login) for visitor in PASSES]
    known = json.dumps(known_values(api, log_in(api, "mona")))
    for visitor, token in zip(PASSES, tokens, strict=True):
        report = reports / f"{visitor.name.replace(' ', '-')}.xml"
        started = time.monotonic()
        outcome = run_pass(visitor, server.address, token, known, report)
        seconds = time.monotonic() - started
        lines.append(
            f"fuzz as {visitor.name}: {outcome.passed} passed, {outcome.failed} failed "
            f"({seconds:.0f} s, {outcome.done} of {outcome.asked} operations succeeded at least once)"
        )
        if outcome.failed:
            faults.append(f"findings as {visitor.name}")
        # A token that is refused would make every answer a harmless 401.
        if token and outcome.done == 0:
            faults.append(f"nothing succeeded as {visitor.name}: its requests reached no code worth testing")
    return lines, faults


def main() -> int:
    program = Path(sys.argv[1]).resolve()
    reports = Path(os.environ.get("CARGO_TARGET_DIR", "target")).resolve() / "fuzz"
    reports.mkdir(parents=True, exist_ok=True)
    lines, faults = [], []
    with tempfile.TemporaryDirectory(prefix="handup-fuzz.") as folder:
        server = Server(program, Path(folder) / "data", reports / "server.log")
        try:
            server.wait_until_ready()
            lines, faults = run_all(server, reports)
        finally:
            faults += server.stop()
    print("", *lines, *(f"fuzz: {fault}" for fault in faults), sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    # A signal runs the `finally` blocks too, so that the server never outlives this program.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())
