"""Compares what was acknowledged with what is there in the end. Pure: no system, no clock."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from record import Record

OPEN = ("pending", "in_progress")
# Steps after which a request waits again, so that somebody may take it a second time.
BACK = ("put_back", "returned", "released", "reopened")


@dataclass(frozen=True)
class Found:
    """A request as a full read shows it in the end."""

    id: str
    # What the student wrote, which is the marker in the record.
    marker: str
    student: str
    status: str
    helper: str
    version: int
    # What has happened to it, in order.
    steps: tuple[str, ...]


def faults(record: Record, found: list[Found]) -> list[str]:
    """Everything that contradicts an answer that somebody was given."""
    by_id = {request.id: request for request in found}
    return [
        *lost(record, by_id),
        *doubled(record, found),
        *claimed_twice(record, by_id),
        *otherwise_ended(record, by_id),
        *impossible(found),
        *(f"strange: {what}" for what in record.strange),
    ]


def lost(record: Record, by_id: dict[str, Found]) -> Iterator[str]:
    for marker, ids in record.asked.items():
        for request in ids:
            if request not in by_id:
                yield f"lost: {request} ({marker}) was acknowledged and is not there"
            elif by_id[request].marker != marker:
                yield f"lost: {request} was {marker} and is {by_id[request].marker}"
    for request in {request for request, _ in record.claimed} | record.completed.keys() | record.cancelled:
        if request not in by_id:
            yield f"lost: {request}, of which more than the asking was acknowledged, is not there"


def doubled(record: Record, found: list[Found]) -> Iterator[str]:
    for marker, ids in record.asked.items():
        if len(ids) > 1:
            yield f"doubled: {marker} was acknowledged as {sorted(ids)}"
    for marker, count in Counter(request.marker for request in found).items():
        if count > 1:
            yield f"doubled: {marker} is there {count} times"
        if marker not in record.tried:
            yield f"invented: nobody asked {marker}"
    open_of = Counter(request.student for request in found if request.status in OPEN)
    for student, count in open_of.items():
        if count > 1:
            yield f"doubled: {student} has {count} open requests"


def claimed_twice(record: Record, by_id: dict[str, Found]) -> Iterator[str]:
    tutors: dict[str, list[str]] = {}
    for request, tutor in record.claimed:
        tutors.setdefault(request, []).append(tutor)
    for request, winners in tutors.items():
        there = by_id.get(request)
        if there is None:
            continue
        chances = 1 + sum(there.steps.count(step) for step in BACK)
        if len(winners) > chances:
            yield f"claimed twice: {request} was given to {winners}, and its steps are {there.steps}"
        elif chances == 1 and there.helper != winners[0]:
            yield f"claimed twice: {request} was given to {winners[0]}, and {there.helper or 'nobody'} has it"


def otherwise_ended(record: Record, by_id: dict[str, Found]) -> Iterator[str]:
    for request, tutor in record.completed.items():
        there = by_id.get(request)
        if there and (there.status, there.helper) != ("completed", tutor):
            yield f"undone: {request} was completed by {tutor} and is {there.status} with {there.helper}"
    for request in record.cancelled:
        there = by_id.get(request)
        if there and there.status != "cancelled":
            yield f"undone: {request} was cancelled and is {there.status}"
    for request, tutor in record.claimed:
        there = by_id.get(request)
        if there and "accepted" not in there.steps:
            yield f"undone: {request} was given to {tutor}, and its steps are {there.steps}"


def impossible(found: list[Found]) -> Iterator[str]:
    """What can't be, whatever was acknowledged."""
    for request in found:
        if request.version != len(request.steps):
            yield f"{request.id} has version {request.version} after {len(request.steps)} steps: {request.steps}"
        if request.steps.count("created") != 1:
            yield f"{request.id} was created {request.steps.count('created')} times: {request.steps}"
        ends = sum(request.steps.count(end) for end in ("completed", "cancelled"))
        if ends > 1 + request.steps.count("reopened"):
            yield f"{request.id} has ended {ends} times: {request.steps}"
