"""Questions to a PostgreSQL, asked of its own client program."""

import subprocess


def rows(url: str, query: str) -> list[list[str]]:
    """What a query gives, each value as text."""
    command = ["psql", "--no-psqlrc", "--tuples-only", "--no-align", "--field-separator=,", url, f"--command={query}"]
    text = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [line.split(",") for line in text.splitlines()]
