"""The list of all rules. A rule yields the faults that it finds in one rendering."""

from collections.abc import Callable, Iterator

from manifests import Manifests

Faults = Iterator[str]
RULES: list[Callable[[Manifests], Faults]] = []


def rule(check: Callable[[Manifests], Faults]) -> Callable[[Manifests], Faults]:
    RULES.append(check)
    return check
