"""Our own rules for manifests: what a schema can't know.

test_rules.py shows for every rule a manifest that it refuses.
"""

from rules import admission, network, pods, references, scaling
from rules.registry import RULES

__all__ = ["RULES", "admission", "network", "pods", "references", "scaling"]
