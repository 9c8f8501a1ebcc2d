"""The steady load: students who ask and cancel, tutors who take and complete, and people who look.

Bounded by pauses, so that it is the faults that fill the machine and not the load.
"""

import threading
import time
from collections.abc import Callable

from balancer import Answer, Balancer, Person
from record import Calls, Record
from running import until

STUDENTS = [f"student{number}" for number in range(8)]
# Of several, so that two want the same request at the same moment.
TUTORS = ("tom", "tina", "tessa")
MANAGER = "mona"
PAUSE_SECONDS = 0.15
# One look of each kind begins this often, by each of two people.
LOOK_EVERY_SECONDS = 0.25
CANCEL_EACH = 4


class Lab:
    """A lab of its own for one case, with everybody in it."""

    def __init__(self, balancer: Balancer, name: str) -> None:
        self.calls = Calls()
        self.balancer = balancer
        self.manager = self.person(MANAGER)
        [organisation] = self.do("GET", "/organisations")["organisations"]
        lab = self.do("POST", "/labs", {"organisation_id": organisation["id"], "name": name, "room": "1", "topics": []})
        self.id = lab["id"]
        self.path = f"/labs/{self.id}"
        for username in TUTORS + tuple(STUDENTS):
            role = "tutor" if username in TUTORS else "student"
            self.do("POST", f"{self.path}/members", {"username": username, "role": role})
        # With offers, so that assignment keeps a copy of the queue; that there are none, because nobody
        # says to be available, leaves it to the tutors who takes what.
        self.do("PUT", f"{self.path}/policy", lab["policy"] | {"mode": "both"})
        self.do("PUT", f"{self.path}/queue/state", {"open": True})
        self.calls = Calls()

    def person(self, username: str) -> Person:
        return Person(self.balancer, self.calls, username)

    def do(self, method: str, path: str, body: object = None) -> dict:
        """What the manager does before and after; must succeed, if not at once."""
        deadline = time.monotonic() + 30
        while True:
            answer = self.manager.call("manage", method, path, body)
            if answer.ok or (answer.status == 409 and method != "GET"):
                return answer.body
            if time.monotonic() > deadline:
                raise SystemExit(f"FAILED: {method} {path} answered {answer}")
            time.sleep(0.2)


def register(balancer: Balancer) -> None:
    """The accounts that the demo does not have."""
    for username in (*STUDENTS, "tessa"):
        newcomer = Person(balancer, Calls(), "sam")
        body = {
            "username": username,
            "email": f"{username}@demo.example",
            "password": "handup-demo-2026",
            "password_confirmation": "handup-demo-2026",
        }
        answer = newcomer.send("POST", "/accounts", body)
        if not answer.ok:
            raise SystemExit(f"FAILED: registering {username}: {answer}")


class Load:
    """Runs until the end of a `with` block. What goes wrong in it is raised there."""

    def __init__(self, lab: Lab, record: Record, haste: float = 1) -> None:
        """`haste`: how many times shorter pauses are."""
        self.lab = lab
        self.record = record
        self.pause_s = PAUSE_SECONDS / haste
        self.look_every_s = LOOK_EVERY_SECONDS / haste
        self.over = threading.Event()
        self.errors: list[BaseException] = []
        self.threads = [self.thread(self.student, lab.person(name)) for name in STUDENTS]
        self.threads += [self.thread(self.tutor, lab.person(name), [number]) for number, name in enumerate(TUTORS)]
        for kind, username, path in (
            ("auth", STUDENTS[0], "/me"),
            ("request", "tom", f"{lab.path}/queue"),
            ("assignment", "tina", f"{lab.path}/tutors"),
            ("notification", STUDENTS[1], "/notifications?page_size=1"),
            ("analytics", MANAGER, f"{lab.path}/statistics"),
        ):
            for _ in range(2):
                self.threads.append(self.thread(self.look, lab.person(username), kind, path))

    def thread(self, work: Callable[..., None], *arguments: object) -> threading.Thread:
        def run() -> None:
            try:
                while not self.over.is_set():
                    work(*arguments)
            except BaseException as error:
                self.errors.append(error)

        return threading.Thread(target=run)

    def look(self, person: Person, kind: str, path: str) -> None:
        began = time.monotonic()
        person.call(kind, "GET", path)
        self.over.wait(max(0, began + self.look_every_s - time.monotonic()))

    def student(self, student: Person) -> None:
        """Asks until it is acknowledged, always with the same key, as a client does."""
        with self.record.lock:
            marker = f"{student.username}/{len(self.record.tried)}"
        self.record.try_to_ask(marker)
        body = {"seat": "1", "description": marker}
        while not self.over.is_set():
            answer = student.call("ask", "POST", f"{self.lab.path}/requests", body, key=marker)
            if answer.status == 201:
                break
            # 409: the one before is still open.
            if not self.is_known("asking", answer, 409):
                return
            self.over.wait(self.pause_s * 2)
        else:
            return
        request = answer.body["request"]["id"]
        self.record.ask(marker, request)
        if int(request[-1], 16) % CANCEL_EACH == 0:
            answer = student.call("ask", "POST", f"/requests/{request}/cancel")
            # A tutor may have been faster.
            if self.is_known("cancelling", answer, 200, 409) and answer.ok:
                self.record.cancel(request)
        self.over.wait(self.pause_s)

    def tutor(self, tutor: Person, turns: list[int]) -> None:
        turns[0] += 1
        if turns[0] % 2:
            answer = tutor.call("take", "POST", f"{self.lab.path}/take-next")
        else:
            answer = self.pick(tutor)
        self.is_known("taking", answer, 200, 404, 409)
        if answer.ok:
            taken = answer.body.get("request", answer.body)["id"]
            self.record.claim(taken, tutor.id)
            self.over.wait(self.pause_s)
            self.complete(tutor, taken)
        elif answer.status == 409:
            self.finish(tutor)
        self.over.wait(self.pause_s)

    def pick(self, tutor: Person) -> Answer:
        """The first who waits, whom the others want too."""
        answer = tutor.call("request", "GET", f"{self.lab.path}/queue")
        if not answer.ok:
            return answer
        waiting = [request for request in answer.body["requests"] if request["status"] == "pending"]
        if not waiting:
            return Answer(404, None)
        return tutor.call("take", "POST", f"/requests/{waiting[0]['id']}/accept")

    def complete(self, tutor: Person, request: str) -> None:
        answer = tutor.call("take", "POST", f"/requests/{request}/complete", {})
        # The student may have gone meanwhile.
        if self.is_known("completing", answer, 200, 409) and answer.ok:
            self.record.complete(request, tutor.id)

    def finish(self, tutor: Person) -> None:
        """Ends what the tutor holds, perhaps by a claim whose answer never came."""
        path = f"{self.lab.path}/requests?status=in_progress&helped_by_me=true"
        answer = tutor.call("request", "GET", path)
        for request in answer.body["requests"] if answer.ok else []:
            self.complete(tutor, request["id"])

    def is_known(self, deed: str, answer: Answer, *expected: int) -> bool:
        """Whether a fault or a rule explains the answer. Who is answered otherwise has found a fault."""
        # No answer, logging in anew has failed too, and that something is away.
        if answer.status in (*expected, 0, 401, 503):
            return True
        self.record.wonder(f"{deed} was answered with {answer.status}: {answer.body}")
        return False

    def until_more(self, count: int) -> None:
        """Waits until so many more answers were acknowledged."""
        before = self.record.size()

        def more() -> bool:
            if self.errors:
                raise self.errors[0]
            return self.record.size() >= before + count

        until(f"{count} more answers", more)

    def __enter__(self) -> "Load":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()
        if self.errors and kind is None:
            raise self.errors[0]
