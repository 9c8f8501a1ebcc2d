"""Students who ask again and again, and tutors who help: a lab in a rush.

Keeps what the API has acknowledged, and when: that is what nothing may lose.
"""

import threading
import time
from dataclasses import dataclass, field

from person import PASSWORD, Person

JOIN_CODE = "HANDUP26"
# Long enough that asking in vain costs little processor time, short enough to keep the rush up.
PAUSE_SECONDS = 0.05


@dataclass
class Acknowledged:
    """When, by the clock `time.monotonic`, the answer to each step of a request was there."""

    asked: dict[str, float] = field(default_factory=dict)
    completed: dict[str, float] = field(default_factory=dict)
    cancelled: dict[str, float] = field(default_factory=dict)


class Load:
    """Runs until the end of a `with` block. What goes wrong in it is raised there."""

    def __init__(self, address: str, students: int) -> None:
        self.acknowledged = Acknowledged()
        self._address = address
        self._end = threading.Event()
        self._errors: list[BaseException] = []
        newcomer = Person(address, "sam")
        self._lab = newcomer.lab()
        jobs = [(self._help, Person(address, name)) for name in ("tom", "tina")]
        for number in range(students):
            name = f"rush{number}"
            newcomer.call(
                "POST",
                "/api/v1/accounts",
                {
                    "username": name,
                    "email": f"{name}@demo.example",
                    "password": PASSWORD,
                    "password_confirmation": PASSWORD,
                },
            )
            student = Person(address, name)
            student.call("POST", "/api/v1/memberships", {"code": JOIN_CODE})
            jobs.append((self._ask, student))
        self._threads = [threading.Thread(target=self._run, args=job) for job in jobs]

    def _run(self, work, person: Person) -> None:
        try:
            while not self._end.is_set():
                work(person)
        except BaseException as error:
            self._errors.append(error)

    def _ask(self, student: Person) -> None:
        status, answer = student.try_to(
            "POST", f"{self._lab}/requests", {"seat": "1", "description": "It does not stop."}
        )
        if status == 409:
            # The one before is still open.
            self._end.wait(PAUSE_SECONDS)
            return
        assert status == 201, (status, answer)
        request = answer["request"]["id"]
        self.acknowledged.asked[request] = time.monotonic()
        if len(self.acknowledged.asked) % 3 == 0:
            status, answer = student.try_to("POST", f"/api/v1/requests/{request}/cancel")
            # A tutor may have been faster.
            assert status in (200, 409), (status, answer)
            if status == 200:
                self.acknowledged.cancelled[request] = time.monotonic()

    def _help(self, tutor: Person) -> None:
        status, answer = tutor.try_to("POST", f"{self._lab}/take-next")
        if status in (404, 409):
            # Nobody waits.
            self._end.wait(PAUSE_SECONDS)
            return
        assert status == 200, (status, answer)
        status, done = tutor.try_to("POST", f"/api/v1/requests/{answer['id']}/complete", {})
        # The student may have gone meanwhile.
        assert status in (200, 409), (status, done)
        if status == 200:
            self.acknowledged.completed[answer["id"]] = time.monotonic()

    def check(self) -> None:
        """Raises what has gone wrong so far."""
        if self._errors:
            raise self._errors[0]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()
        self.check()
