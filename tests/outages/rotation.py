"""Changes the passwords with which services come to NATS, as k8s/README.md has it: each service has two
users, and goes over to the one that is not in use."""

from nats import Nats
from running import require
from system import SERVICES, System

OPERATOR = "operator"


def rotate_passwords(system: System) -> None:
    """All services at once. Every password that was good before is refused afterwards."""
    nats = system.nats
    before = list(system.users.values())
    old = {user: password for user, password in nats.passwords.items() if user != OPERATOR}
    require(sorted(let_in(nats, old)) == sorted(old), f"of {list(old)}, only {let_in(nats, old)} are let in")

    system.users = {service: other_user(user) for service, user in system.users.items()}
    nats.change_passwords(list(system.users.values()))
    for service in SERVICES:
        for replica in list(system.of(service)):
            system.replace(replica)
    nats.change_passwords(before)
    for node in nats.nodes:
        still = [user for user, password in old.items() if node.lets_in(user, password)]
        require(not still, f"{node.name} takes the old passwords of {still}")


def other_user(user: str) -> str:
    return user.removesuffix("-2") if user.endswith("-2") else f"{user}-2"


def let_in(nats: Nats, passwords: dict[str, str]) -> list[str]:
    """Whom every server lets in."""
    return [user for user, password in passwords.items() if all(node.lets_in(user, password) for node in nats.nodes)]
