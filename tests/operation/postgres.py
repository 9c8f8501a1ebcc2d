"""Databases of a PostgreSQL and questions to them, by its own client program."""

import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def database(server: str, purpose: str) -> Iterator[str]:
    """A database that is empty, and gone afterwards."""
    name = f"handup_{purpose}_{secrets.token_hex(4)}"
    subprocess.run(["psql", "--quiet", server, f"--command=CREATE DATABASE {name}"], check=True)
    try:
        yield f"{server.rsplit('/', 1)[0]}/{name}"
    finally:
        subprocess.run(["psql", "--quiet", server, f"--command=DROP DATABASE {name} WITH (FORCE)"], check=True)


def rows(url: str, query: str) -> list[list[str]]:
    """What a query gives, each value as text."""
    command = ["psql", "--no-psqlrc", "--tuples-only", "--no-align", "--field-separator=,", url, f"--command={query}"]
    text = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [line.split(",") for line in text.splitlines()]
