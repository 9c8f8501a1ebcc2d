"""What was acknowledged to people, and how every call of theirs went.

Knows nothing of the system: it is written by those who got the answers, and read by check.py.
"""

import threading
import time
from dataclasses import dataclass, field

# Statuses that mean: the system has not answered the question. 0: the answer never came.
NO_ANSWER = (0, 429)


def is_served(status: int) -> bool:
    """Whether the system has answered, be it with a refusal by its rules."""
    return status not in NO_ANSWER and status < 500


@dataclass
class Record:
    """What nothing may lose, double or contradict. People write into it from their threads."""

    # What a student asked, under which only one request may exist: the ids that were acknowledged.
    asked: dict[str, set[str]] = field(default_factory=dict)
    # All that was ever tried, acknowledged or not.
    tried: set[str] = field(default_factory=set)
    # Who was told to have taken which request, in the order of the answers.
    claimed: list[tuple[str, str]] = field(default_factory=list)
    # Who was told to have ended it, by request.
    completed: dict[str, str] = field(default_factory=dict)
    cancelled: set[str] = field(default_factory=set)
    # Answers that neither a rule nor a fault explains.
    strange: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def try_to_ask(self, marker: str) -> None:
        with self.lock:
            self.tried.add(marker)

    def ask(self, marker: str, request: str) -> None:
        with self.lock:
            self.asked.setdefault(marker, set()).add(request)

    def claim(self, request: str, tutor: str) -> None:
        with self.lock:
            self.claimed.append((request, tutor))

    def complete(self, request: str, tutor: str) -> None:
        with self.lock:
            self.completed[request] = tutor

    def cancel(self, request: str) -> None:
        with self.lock:
            self.cancelled.add(request)

    def wonder(self, what: str) -> None:
        with self.lock:
            self.strange.append(what)

    def size(self) -> int:
        """How many answers are kept."""
        with self.lock:
            asked = sum(len(ids) for ids in self.asked.values())
            return asked + len(self.claimed) + len(self.completed) + len(self.cancelled)


@dataclass(frozen=True)
class Call:
    """One call of somebody, from asking to the answer, by `time.monotonic`."""

    kind: str
    writes: bool
    began: float
    ended: float
    status: int
    # The reason, where it was not served.
    reason: str = ""


class Calls:
    """All calls of all people."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def add(self, kind: str, writes: bool, began: float, status: int, body: object) -> None:
        reason = "" if is_served(status) else str(body)
        # Appending to a list is one step for all threads.
        self.calls.append(Call(kind, writes, began, time.monotonic(), status, reason))

    def served_since(self, moment: float) -> set[str]:
        """The kinds that were served by a call that began after `moment`."""
        return {call.kind for call in list(self.calls) if call.began > moment and is_served(call.status)}

    def kinds(self) -> set[str]:
        return {call.kind for call in list(self.calls)}


@dataclass(frozen=True)
class Service:
    """How well people were served in a span of time."""

    calls: int
    failed: int
    writes: int
    failed_writes: int
    # The longest time in which no call of some kind was served, and which kind that was.
    gap_s: float
    gap_kind: str
    # From the beginning to the end of the last call that was not served.
    until_whole_s: float
    # Each call that was not served, with its time from the beginning.
    failures: list[str]


def judge(calls: list[Call], begin: float, end: float) -> Service:
    """How well people were served between two moments.

    A kind's time without service is that between the ends of two served calls. What was served
    shortly before `begin` counts as its start.
    """
    # With those that were under way at its ends: it is they that a fault leaves without an answer.
    within = [call for call in calls if call.began <= end and call.ended >= begin]
    failed = [call for call in within if not is_served(call.status)]
    gap_s, gap_kind = 0.0, ""
    for kind in {call.kind for call in calls}:
        served = sorted(call.ended for call in calls if call.kind == kind and is_served(call.status))
        before = [moment for moment in served if moment < begin]
        moments = [before[-1] if before else begin, *(m for m in served if begin <= m <= end)]
        # A kind that was not served any more has its gap up to the end.
        longest = max(later - earlier for earlier, later in zip(moments, [*moments[1:], end], strict=True))
        if longest > gap_s:
            gap_s, gap_kind = longest, kind
    return Service(
        calls=len(within),
        failed=len(failed),
        writes=sum(call.writes for call in within),
        failed_writes=sum(call.writes for call in failed),
        gap_s=gap_s,
        gap_kind=gap_kind,
        until_whole_s=max((call.ended for call in failed), default=begin) - begin,
        failures=[describe(call, begin) for call in failed],
    )


def describe(call: Call, begin: float) -> str:
    took_s = call.ended - call.began
    return f"{call.kind} after {call.ended - begin:.1f} s, which took {took_s:.1f} s: {call.status} {call.reason}"
