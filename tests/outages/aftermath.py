"""What must hold after a fault, whatever it was. Nothing is asked of the system's own opinion: the
answers people got are compared with a full read, copies with the truth, views with the queue."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import check
import projections
from check import Found
from people import Lab
from record import Record
from system import System
from views import Client, expected

# What comes again later comes after 30 s at most, then within 10 s, a few times.
PATIENCE_SECONDS = 90
LOOK_EVERY_SECONDS = 0.3
DEAD_LETTERS = "HANDUP_DEAD"


@dataclass
class Aftermath:
    faults: list[str]
    copies_equal_s: float
    views_right_s: float
    answers: int


def after_seconds(look: Callable[[], list[str]], faults: list[str]) -> float:
    """How long it takes until `look` finds nothing; what it finds in the end is a fault."""
    began = time.monotonic()
    while found := look():
        if time.monotonic() - began > PATIENCE_SECONDS:
            faults += found
            break
        time.sleep(LOOK_EVERY_SECONDS)
    return time.monotonic() - began


def full_read(lab: Lab) -> list[Found]:
    """Every request of the lab with its history, through the API, page by page."""
    found, page = [], ""
    while True:
        answer = lab.do("GET", f"{lab.path}/requests?page_size=100{page}")
        for request in answer["requests"]:
            detail = lab.do("GET", f"/requests/{request['id']}")
            whole = detail["request"]
            steps = tuple(entry["what"] for entry in detail["history"])
            found.append(
                Found(
                    whole["id"],
                    whole["description"],
                    whole["student_id"],
                    whole["status"],
                    whole.get("helper_id", ""),
                    whole["version"],
                    steps,
                )
            )
        if not answer.get("next_page"):
            return found
        page = f"&page={answer['next_page']}"


def wrong_views(lab: Lab, clients: list[Client]) -> list[str]:
    queue = lab.do("GET", f"{lab.path}/queue")
    return [
        f"{client.person.username} sees {client.view.shown()} at revision {client.view.revision}, and the queue is "
        f"{expected(queue, client.is_staff)} at {queue['lab']['revision']}; refused: {client.refused or 'no'}"
        for client in clients
        if client.view.shown() != expected(queue, client.is_staff)
    ]


def wrong_statistics(lab: Lab, found: list[Found]) -> list[str]:
    statistics = lab.do("GET", f"{lab.path}/statistics")
    truth = {
        "requests": len(found),
        "completed": sum(request.status == "completed" for request in found),
        "cancelled": sum(request.status == "cancelled" for request in found),
    }
    told = {name: statistics[name] for name in truth}
    return [] if told == truth else [f"the statistics are {told}, and it is {truth}"]


def look(system: System, lab: Lab, record: Record, clients: list[Client]) -> Aftermath:
    """Nobody changes anything any more while this looks."""
    faults: list[str] = []
    views_right_s = after_seconds(lambda: wrong_views(lab, clients), faults)
    copies_equal_s = views_right_s + after_seconds(lambda: projections.of_lab(system.database, lab.id), faults)
    found = full_read(lab)
    faults += check.faults(record, found)
    after_seconds(lambda: wrong_statistics(lab, found), faults)
    after_seconds(lambda: projections.unpublished(system.database), faults)
    accepts = {request.id: request.steps.count("accepted") for request in found}
    faults += projections.told_twice(system.database, lab.id, accepts)
    if buried := system.nats.messages(DEAD_LETTERS):
        faults.append(f"{buried} events were given up" if buried > 0 else "nobody leads the stream of the dead letters")
    faults += system.panics()
    return Aftermath(faults, copies_equal_s, views_right_s, record.size())
