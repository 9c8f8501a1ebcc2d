"""What is traced: a student asks, and the tutor who is offered the request says yes.

Both have two pages open, so that what is sent to several sockets shows.
"""

import json
import secrets
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

from person import Json, Person
from received import Received, Receiver, Trace, receive
from running import PATIENCE_SECONDS, Failed, require, until
from system import System
from websockets.sync.client import ClientConnection, connect

PAGES = 2
SEAT = "row-7-seat-3"
QUESTION = "Nothing of these words may be in a trace."

# Who says and does what, each line under what it followed from.
ASKED = """\
gateway SERVER POST /api/v1/labs/{lab_id}/requests
  gateway CLIENT request/create
    request SERVER request/create
      request PRODUCER publish request.created
        analytics CONSUMER consume analytics-requests
        assignment CONSUMER consume assignment-requests
          assignment PRODUCER publish offer.sent
            gateway CONSUMER send me
            notification CONSUMER consume notification-queue
        gateway CONSUMER send lab/{lab_id}
        notification CONSUMER consume notification-queue
"""
ACCEPTED = """\
gateway SERVER POST /api/v1/offers/{offer_id}/accept
  gateway CLIENT assignment/accept_offer
    assignment SERVER assignment/accept_offer
      assignment CLIENT request/claim
        request SERVER request/claim
          request PRODUCER publish request.accepted
            analytics CONSUMER consume analytics-requests
            assignment CONSUMER consume assignment-requests
              assignment PRODUCER publish availability.changed
                analytics CONSUMER consume analytics-availability
                gateway CONSUMER send lab/{lab_id}
                notification CONSUMER consume notification-queue
                request CONSUMER consume request-availability
            gateway CONSUMER send lab/{lab_id}
            notification CONSUMER consume notification-queue
              notification PRODUCER publish notification.created
                gateway CONSUMER send me
      assignment PRODUCER publish offer.accepted
        gateway CONSUMER send me
        notification CONSUMER consume notification-queue
"""


class Page:
    """The live connection of a page of the web client."""

    def __init__(self, connection: ClientConnection, topics: list[str]) -> None:
        self._connection = connection
        for topic in topics:
            self._connection.send(json.dumps({"type": "subscribe", "topic": topic}))
        missing = set(topics)
        while missing:
            shown = self.next(lambda frame: frame["type"] == "snapshot")
            missing.discard(shown["topic"])

    def next(self, wanted: Callable[[Json], bool]) -> Json:
        """Reads on to the next frame that is wanted."""
        while True:
            frame = json.loads(self._connection.recv(timeout=PATIENCE_SECONDS))
            require(frame["type"] not in ("refused", "malformed"), f"the gateway says {frame}")
            if wanted(frame):
                return frame


@dataclass
class Story:
    """What was received of it."""

    asked: Trace
    accepted: Trace
    # What the tutor's client called its part.
    traceparent: str
    # What another student's client did not want recorded.
    unrecorded: Trace
    everything: list[Received]
    # A call that failed: its trace, and what the gateway wrote into its log from then on.
    failed: str
    logged: list[Json]
    # Everything that the services have written into their logs.
    logs: list[str]
    # Ids of the accounts.
    accounts: list[str]


class Lab:
    """The people with their pages."""

    def __init__(self, address: str, stack: ExitStack) -> None:
        self.people = {
            name: stack.enter_context(closing(Person(address, name))) for name in ("mona", "tom", "sam", "sue")
        }
        self.path = self.people["sam"].lab()
        topics = ["me", f"lab/{self.path.rsplit('/', 1)[1]}"]
        manager, tutor = self.people["mona"], self.people["tom"]
        policy = manager.call("GET", self.path)["policy"]
        manager.call("PUT", f"{self.path}/policy", policy | {"mode": "both"})
        # sue has no page: she only sees to it that nothing happens for the first time later.
        self.pages: dict[str, list[Page]] = {}
        for name in ("tom", "sam"):
            headers = self.people[name].bearer()
            connections = [connect(f"ws://{address}/api/v1/live", additional_headers=headers) for _ in range(PAGES)]
            self.pages[name] = [Page(stack.enter_context(connection), topics) for connection in connections]
        tutor.call("PUT", f"{self.path}/availability", {"available": True})

    def ask(self, name: str, headers: dict[str, str]) -> None:
        body = {"seat": SEAT, "description": QUESTION}
        self.people[name].call("POST", f"{self.path}/requests", body, headers)

    def offer(self) -> str:
        """Waits until the tutor's pages show an offer."""
        shown = [
            page.next(lambda frame: frame["type"] == "offer" and frame["offer"]["state"] == "sent")
            for page in self.pages["tom"]
        ]
        return shown[0]["offer"]["id"]

    def accept(self, offer: str, traceparent: str | None = None) -> str:
        headers = {"traceparent": traceparent} if traceparent else None
        answer = self.people["tom"].call("POST", f"/api/v1/offers/{offer}/accept", None, headers)
        return answer["request"]["id"]

    def play_before(self, unrecorded: str) -> None:
        """Once before, so that nothing of what is looked at happens for the first time."""
        self.ask("sue", {"traceparent": unrecorded})
        request = self.accept(self.offer())
        self.people["tom"].call("POST", f"/api/v1/requests/{request}/complete", {})

    def play(self, request_id: str, traceparent: str) -> None:
        self.ask("sam", {"X-Request-Id": request_id})
        self.accept(self.offer(), traceparent)
        for page in self.pages["sam"]:
            page.next(lambda frame: frame["type"] == "notification")

    def fail(self, system: System, traceparent: str) -> list[Json]:
        """Asks for what is away. Returns what the gateway has to say about that."""
        system.running["notification"].stop()
        before = len(system.log("gateway"))
        status, problem = self.people["sam"].try_to(
            "GET", "/api/v1/notifications", more_headers={"traceparent": traceparent}
        )
        require(status == 503, f"without its service, notifications are answered with {status}: {problem}")
        return until("the gateway has logged it", lambda: system.log("gateway")[before:])

    def accounts(self) -> list[str]:
        return [person.call("GET", "/api/v1/me")["account"]["id"] for person in self.people.values()]


def asked_in(receiver: Receiver, request_id: str) -> str:
    """The trace of the HTTP request with this id."""
    return until(
        "the span of the POST",
        lambda: next((one.trace for one in receiver.all() if one.attributes.get("request_id") == request_id), None),
    )


def complete(receiver: Receiver, trace_id: str, wanted: str) -> None:
    """Waits for a whole trace. Whoever looks at it says what is missing if there never is one."""
    with suppress(Failed):
        until(f"all of trace {trace_id}", lambda: receiver.trace(trace_id).tree() == wanted)


def tell(program: str) -> Story:
    """Has it happen once."""
    request_id = f"asked-{secrets.token_hex(4)}"
    given, unrecorded, failed = (secrets.token_hex(16) for _ in range(3))
    traceparent = f"00-{given}-{secrets.token_hex(8)}-01"
    with tempfile.TemporaryDirectory() as folder, receive() as receiver:
        with System(program, receiver.address, Path(folder)) as system, ExitStack() as stack:
            lab = Lab(system.address, stack)
            lab.play_before(f"00-{unrecorded}-{secrets.token_hex(8)}-00")
            lab.play(request_id, traceparent)
            asked = asked_in(receiver, request_id)
            complete(receiver, asked, ASKED)
            complete(receiver, given, ACCEPTED)
            accounts = lab.accounts()
            logged = lab.fail(system, f"00-{failed}-{secrets.token_hex(8)}-01")
            logs = [service.text() for service in system.running.values()]
        # All processes have ended, and sent what they had.
        return Story(
            asked=receiver.trace(asked),
            accepted=receiver.trace(given),
            traceparent=traceparent,
            unrecorded=receiver.trace(unrecorded),
            everything=receiver.all(),
            failed=failed,
            logged=logged,
            logs=logs,
            accounts=accounts,
        )
