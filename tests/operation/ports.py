"""Free ports for servers that are started again on the same one."""

import random
import socket
from contextlib import ExitStack

# Below those that the system gives out by itself: while a server is down, nobody else may get its port.
LOWEST, HIGHEST = 20_000, 32_000
TRIES = 1_000


def free_ports(count: int) -> list[int]:
    """Ports of the loopback that are free now, each another one."""
    ports: list[int] = []
    with ExitStack() as stack:
        for _ in range(TRIES):
            if len(ports) == count:
                return ports
            probe = stack.enter_context(socket.socket())
            port = random.randrange(LOWEST, HIGHEST)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            ports.append(port)
    raise SystemExit(f"no {count} free ports between {LOWEST} and {HIGHEST}")
