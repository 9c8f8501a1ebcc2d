"""Live connections that keep a view of the lab, as the web client does: a snapshot, then changes with
consecutive revisions; where one is missing, the topic is asked for anew."""

import json
import logging
import threading
from typing import Any

from balancer import Balancer, Person
from people import TUTORS
from record import Calls
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

OPEN = ("pending", "in_progress", "waiting")
PAUSE_SECONDS = 0.3
PATIENCE_SECONDS = 5
LISTEN_SECONDS = 1


class View:
    """What one client shows. Knows nothing of connections."""

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self.revision = 0
        self.entries: dict[str, dict] = {}
        self.gap = False

    def subscription(self) -> dict[str, Any]:
        message = {"type": "subscribe", "topic": self.topic}
        return message | {"since": self.revision} if self.revision else message

    def take(self, message: dict[str, Any]) -> None:
        if message.get("topic") != self.topic:
            return
        revision = message.get("revision", 0)
        if message["type"] == "snapshot":
            self.entries = {}
            self.revision = revision
            self.gap = False
            for entry in message.get("requests", message.get("tickets", [])):
                self.put(entry)
        elif message["type"] == "delta" and revision == self.revision + 1:
            self.revision = revision
            self.gap = False
            if entry := message.get("request", message.get("ticket")):
                self.put(entry)
        elif message["type"] == "delta" and revision > self.revision:
            self.gap = True

    def put(self, entry: dict[str, Any]) -> None:
        if entry.get("status", entry.get("state")) in OPEN:
            self.entries[entry["id"]] = entry
        else:
            self.entries.pop(entry["id"], None)

    def shown(self) -> list[tuple[str, str]]:
        """Ids in order, and whether each is being helped."""
        entries = sorted(self.entries.values(), key=lambda entry: entry["place"])
        return [(entry["id"], entry.get("status", entry.get("state"))) for entry in entries]


def expected(queue: dict[str, Any], staff: bool) -> list[tuple[str, str]]:
    """What a client must show when this is the queue."""
    names = {"pending": "pending" if staff else "waiting", "in_progress": "in_progress"}
    entries = sorted(queue["requests"], key=lambda entry: entry["place"])
    return [(entry["id"], names[entry["status"]]) for entry in entries if entry["status"] in names]


class Client:
    """A page that is open all the time."""

    def __init__(self, balancer: Balancer, username: str, lab_id: str) -> None:
        self.person = Person(balancer, Calls(), username)
        self.balancer = balancer
        self.is_staff = username in TUTORS
        self.view = View(f"lab/{lab_id}")
        self.connections = 0
        self.refused = ""
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self) -> None:
        while not self.over.is_set():
            try:
                # Also renews the token.
                if self.person.call("me", "GET", "/me").ok:
                    self.follow(self.balancer.choose()[0])
            except (OSError, WebSocketException):
                # What a page does: it comes back, a little later.
                pass
            self.over.wait(PAUSE_SECONDS)

    def follow(self, address: str) -> None:
        headers = {"Authorization": f"Bearer {self.person.token}"}
        uri = f"ws://{address}/api/v1/live"
        # That a connection breaks is what this is about; the library would tell of each.
        quiet = logging.getLogger("views")
        quiet.setLevel(logging.CRITICAL + 1)
        patience = {"open_timeout": PATIENCE_SECONDS, "ping_timeout": PATIENCE_SECONDS, "close_timeout": 1}
        with connect(uri, additional_headers=headers, ping_interval=2, logger=quiet, **patience) as socket:
            self.connections += 1
            socket.send(json.dumps(self.view.subscription()))
            while not self.over.is_set():
                try:
                    message = json.loads(socket.recv(timeout=LISTEN_SECONDS))
                except TimeoutError:
                    continue
                if message["type"] == "refused":
                    self.refused = str(message)
                    return
                self.view.take(message)
                if self.view.gap:
                    socket.send(json.dumps(self.view.subscription()))

    def __enter__(self) -> "Client":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()
