"""What stands between people and gateways: it asks who is ready, and sends each call there."""

import http.client
import itertools
import json
import threading
import time
from dataclasses import dataclass
from typing import Any

from person import PASSWORD
from record import Calls
from system import Replica, System

LOOK_EVERY_SECONDS = 0.3
# An answer that takes longer is of no use to anybody; the gateway itself gives up after 10 s.
PATIENCE_SECONDS = 5


class Balancer:
    """Knows the gateways that are ready. Where none is, all are tried: that is no worse."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.turns = itertools.count()
        self.ready: list[Replica] = []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.look)

    def look(self) -> None:
        unready: dict[str, threading.Thread] = {}
        while not self.over.is_set():
            # Each by itself: one that does not answer must not hide what has become of another.
            for gateway in self.system.of("gateway"):
                if gateway.name not in unready or not unready[gateway.name].is_alive():
                    unready[gateway.name] = threading.Thread(target=self.ask, args=(gateway,))
                    unready[gateway.name].start()
            gone = set(self.ready) - set(self.system.of("gateway"))
            self.ready = [gateway for gateway in self.ready if gateway not in gone]
            self.over.wait(LOOK_EVERY_SECONDS)
        for thread in unready.values():
            thread.join()

    def ask(self, gateway: Replica) -> None:
        if gateway.is_ready():
            if gateway not in self.ready:
                self.ready = [*self.ready, gateway]
        else:
            self.ready = [one for one in self.ready if one is not gateway]

    def choose(self) -> list[str]:
        """Addresses in the order in which to try them; those that are ready take turns."""
        first = self.ready or self.system.of("gateway")
        turn = next(self.turns) % len(first)
        return [gateway.http for gateway in first[turn:] + first[:turn]]

    def is_good(self, address: str) -> bool:
        ready = self.ready
        return not ready or any(gateway.http == address for gateway in ready)

    def __enter__(self) -> "Balancer":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()


@dataclass(frozen=True)
class Answer:
    # 0 where none came.
    status: int
    body: Any

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


class Person:
    """Somebody with one connection, as a browser has it; for one thread."""

    def __init__(self, balancer: Balancer, calls: Calls, username: str) -> None:
        self.balancer = balancer
        self.calls = calls
        self.username = username
        self.id = ""
        self.token = ""
        self.address = ""
        self.connection: http.client.HTTPConnection | None = None

    def call(self, kind: str, method: str, path: str, body: object = None, key: str = "") -> Answer:
        """One call, counted under `kind`. A token that has ended is renewed on the way."""
        began = time.monotonic()
        answer = self.send(method, path, body, key) if self.token else Answer(401, None)
        if answer.status == 401 and self.log_in():
            answer = self.send(method, path, body, key)
        self.calls.add(kind, method != "GET", began, answer.status if answer.status != 401 else 0, answer.body)
        return answer

    def log_in(self) -> bool:
        body = {"login": self.username, "password": PASSWORD, "transport": "bearer"}
        answer = self.send("POST", "/sessions", body)
        if answer.ok:
            self.token, self.id = answer.body["access_token"], answer.body["account"]["id"]
        return answer.ok

    def send(self, method: str, path: str, body: object = None, key: str = "") -> Answer:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if key:
            headers["Idempotency-Key"] = key
        if not self.connect():
            return Answer(0, "refused")
        try:
            data = None if body is None else json.dumps(body)
            self.connection.request(method, f"/api/v1{path}", data, headers)
            response = self.connection.getresponse()
            text = response.read()
            if response.will_close:
                self.hang_up()
            return Answer(response.status, json.loads(text) if text else None)
        except (OSError, http.client.HTTPException) as error:
            # Sent, perhaps worked on, and no answer: nobody may send it on to another gateway.
            self.hang_up()
            return Answer(0, f"{type(error).__name__}: {error}")

    def connect(self) -> bool:
        """Keeps the connection while its gateway is good; a refused one goes to the other gateway."""
        if self.connection and self.balancer.is_good(self.address):
            return True
        self.hang_up()
        for address in self.balancer.choose():
            connection = http.client.HTTPConnection(address, timeout=PATIENCE_SECONDS)
            try:
                connection.connect()
            except OSError:
                continue
            self.connection, self.address = connection, address
            return True
        return False

    def hang_up(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None
