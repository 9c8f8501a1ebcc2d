"""What is broken, and how it is mended. Each case breaks one thing under load, and returns when it is
mended: what must hold after it is the same for all, see outages.py."""

import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from nats import Node
from rotation import rotate_passwords
from running import until
from system import SERVICES, Replica, System

WITH_DATABASE = SERVICES[:-1]
DELAY_S = 0.2
BYTES_PER_S = 8 * 1024


@dataclass(frozen=True)
class Spans:
    """How long what can't be waited for lasts, in seconds: the faults themselves."""

    frozen: float = 20
    link: float = 5
    away: float = 3


@dataclass(frozen=True)
class Case:
    name: str
    do: Callable[[System], None]
    # One service or NATS node is hit, so that the goal for such a fault counts.
    single: bool = False
    # Nobody may notice.
    smooth: bool = False
    # What an operator does afterwards.
    after: Callable[[System], str] | None = None


def last(seconds: float) -> None:
    """Has a fault last: nothing happens that could be waited for."""
    threading.Event().wait(seconds)


# The first replica of a service is the one that is hit.


def kill_replica(service: str, system: System) -> None:
    replica = system.of(service)[0]
    before = replica.running
    replica.running.process.kill()
    until(f"{replica.name} is started again", lambda: replica.running is not before and replica.is_ready())


def kill_node(index: int, away: float, system: System) -> None:
    node = system.nats.nodes[index]
    node.kill()
    last(away)
    node.start()
    until(f"{node.name} is healthy", node.is_healthy, node.running.text)


def kill_database(away: float, system: System) -> None:
    system.database.kill()
    last(away)
    system.database.start()


def freeze_replica(service: str, seconds: float, system: System) -> None:
    process = system.of(service)[0].running.process
    freeze(partial(process.send_signal, signal.SIGSTOP), partial(process.send_signal, signal.SIGCONT), seconds)


def freeze_node(index: int, seconds: float, system: System) -> None:
    node = system.nats.nodes[index]
    freeze(node.freeze, node.thaw, seconds)


def freeze_database(seconds: float, system: System) -> None:
    freeze(system.database.freeze, system.database.thaw, seconds)


def freeze(stop: Callable[[], None], go_on: Callable[[], None], seconds: float) -> None:
    stop()
    try:
        last(seconds)
    finally:
        go_on()


def hurt(ports: list[int], how: dict[str, float], seconds: float, system: System) -> None:
    system.links.change(ports, **how)
    try:
        last(seconds)
    finally:
        system.links.change(ports)


def hurt_nats_of(service: str, how: dict[str, float], seconds: float, system: System) -> None:
    hurt(system.of(service)[0].to_nats, how, seconds, system)


def hurt_database_of(service: str, how: dict[str, float], seconds: float, system: System) -> None:
    hurt(system.of(service)[0].to_database, how, seconds, system)


def hurt_routes_of(index: int, how: dict[str, float], seconds: float, system: System) -> None:
    hurt(system.nats.around(system.nats.nodes[index]), how, seconds, system)


def fill_disks(indices: tuple[int, ...], seconds: float, system: System) -> None:
    """Full, then free again, and the servers started anew: one that met a full disk gives JetStream up
    until then, and says so where a probe asks."""
    nodes = [system.nats.nodes[index] for index in indices]
    for node in nodes:
        node.disk.fill()
    for node in nodes:
        until(f"{node.name} has met its full disk", partial(notices, node), node.running.text)
    last(seconds)
    for node in nodes:
        node.disk.free()
        node.kill()
        node.start()
    system.nats.wait()


def notices(node: Node) -> bool:
    return "no space left" in node.running.text() or not node.is_healthy()


def wipe(away: float, system: System) -> None:
    for node in system.nats.nodes:
        node.kill()
    for node in system.nats.nodes:
        node.disk.wipe()
    last(away)
    system.nats.start()
    system.nats.wait()


def replay(system: System) -> str:
    return system.operator("replay").replace("\n", ", ")


def restart_everything(system: System) -> None:
    for replica in system.replicas:
        replica.running.process.kill()
    for node in system.nats.nodes:
        node.kill()
    system.database.kill()
    system.nats.start()
    system.database.start()
    system.nats.wait()


def roll(service: str, system: System) -> None:
    for old in list[Replica](system.of(service)):
        system.replace(old)


def ways() -> Iterator[tuple[str, dict[str, float]]]:
    yield "cut", {"cut": True}
    yield f"{DELAY_S * 1000:.0f} ms late", {"delay_s": DELAY_S}
    yield f"{BYTES_PER_S // 1024} KiB/s", {"bytes_per_s": BYTES_PER_S}


def every_case() -> list[Case]:
    spans = Spans()
    cases = [Case(f"kill {service}", partial(kill_replica, service), single=True) for service in SERVICES]
    cases += [Case(f"kill nats-{n + 1}", partial(kill_node, n, spans.away), single=True) for n in range(3)]
    cases.append(Case("kill the database", partial(kill_database, spans.away)))
    cases += [
        Case(f"freeze {service}", partial(freeze_replica, service, spans.frozen), single=True) for service in SERVICES
    ]
    cases += [Case(f"freeze nats-{n + 1}", partial(freeze_node, n, spans.frozen), single=True) for n in range(3)]
    cases.append(Case("freeze the database", partial(freeze_database, spans.frozen)))
    for way, how in ways():
        for service in SERVICES:
            hit = partial(hurt_nats_of, service, how, spans.link)
            cases.append(Case(f"{service} to NATS: {way}", hit, single=True))
        for service in WITH_DATABASE:
            hit = partial(hurt_database_of, service, how, spans.link)
            cases.append(Case(f"{service} to its database: {way}", hit, single=True))
        for n in range(3):
            hit = partial(hurt_routes_of, n, how, spans.link)
            cases.append(Case(f"nats-{n + 1} to the others: {way}", hit, single=True))
    cases.append(Case("fill the disk of nats-3", partial(fill_disks, (2,), spans.away), single=True))
    cases.append(Case("fill the disks of all NATS servers", partial(fill_disks, (0, 1, 2), spans.away)))
    cases.append(Case("wipe JetStream", partial(wipe, spans.away), after=replay))
    cases.append(Case("restart everything", restart_everything))
    cases += [Case(f"roll {service}", partial(roll, service), smooth=True) for service in SERVICES]
    cases.append(Case("rotate the NATS passwords", rotate_passwords, smooth=True))
    return cases


def short_cases() -> list[Case]:
    """One of each kind."""
    spans = Spans(frozen=4, link=3, away=1)
    return [
        Case("kill request", partial(kill_replica, "request"), single=True),
        Case("kill nats-1", partial(kill_node, 0, spans.away), single=True),
        Case("kill the database", partial(kill_database, spans.away)),
        Case("freeze assignment", partial(freeze_replica, "assignment", spans.frozen), single=True),
        Case("request to NATS: cut", partial(hurt_nats_of, "request", {"cut": True}, spans.link), single=True),
        Case("wipe JetStream", partial(wipe, spans.away), after=replay),
        Case("roll request", partial(roll, "request"), smooth=True),
        Case("rotate the NATS passwords", rotate_passwords, smooth=True),
    ]
