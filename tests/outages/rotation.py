"""Changes the passwords with which services come to NATS, as k8s/README.md has it: each service has two
users, and goes over to the one that is not in use."""

from nats import Nats
from running import require
from system import SERVICES, System


def rotate_passwords(system: System) -> None:
    nats = system.nats
    before = dict(system.users)
    after = {service: other_user(user) for service, user in before.items()}
    old = {user: nats.passwords[user] for user in nats.passwords}
    require(refused(nats, old) == [], "a password was refused before it was changed")

    nats.change_passwords(list(after.values()))
    system.users = after
    for service in SERVICES:
        for replica in list(system.of(service)):
            system.replace(replica)
    nats.change_passwords(list(before.values()))

    # All that were good at first, of both users, and nothing else.
    changed = {user: password for user, password in old.items() if user != "operator"}
    for node in nats.nodes:
        good = [user for user, password in changed.items() if node.lets_in(user, password)]
        require(not good, f"{node.name} still takes the old passwords of {good}")
    require(refused(nats, nats.passwords) == [], "a password is refused that is good")


def other_user(user: str) -> str:
    return user.removesuffix("-2") if user.endswith("-2") else f"{user}-2"


def refused(nats: Nats, passwords: dict[str, str]) -> list[str]:
    """Whom some server does not let in."""
    return [user for user, password in passwords.items() if not all(node.lets_in(user, password) for node in nats.nodes)]
