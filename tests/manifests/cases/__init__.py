"""A rule, the overlay that is broken, how, and part of what the rule must say: a file for each file of
rules."""

from collections.abc import Callable

from breaking import Break
from cases import admission, network, pods, references, scaling

CASES: list[tuple[Callable, str, Break, str]] = [
    *admission.CASES,
    *references.CASES,
    *pods.CASES,
    *scaling.CASES,
    *network.CASES,
]
