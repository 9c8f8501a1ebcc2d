"""What the rules of rules/admission.py must refuse."""

import rules
from breaking import main, workload
from manifests import template

CASES = [
    (
        rules.admission.names_and_labels_are_allowed,
        "dev",
        lambda m: workload(m)["metadata"].update(name="Handup_Request"),
        "is no name",
    ),
    (
        rules.admission.names_and_labels_are_allowed,
        "dev",
        lambda m: workload(m)["metadata"]["labels"].update({"handup/": "x"}),
        "no name for a label",
    ),
    (
        rules.admission.names_and_labels_are_allowed,
        "dev",
        lambda m: template(workload(m))["metadata"]["labels"].update({"handup/database": True}),
        "no value for the label",
    ),
    (
        rules.admission.lists_have_no_name_twice,
        "dev",
        lambda m: main(m)["env"].append({"name": "SERVICE", "value": "x"}),
        "variable of handup SERVICE twice",
    ),
    (
        rules.admission.lists_have_no_name_twice,
        "dev",
        lambda m: main(m)["ports"][0].update(name="health-and-metrics"),
        "is no name for a port",
    ),
    (
        rules.admission.quantities_make_sense,
        "dev",
        lambda m: main(m)["resources"]["requests"].update(memory="1Gi"),
        "asks for more memory than it may use",
    ),
    (
        rules.admission.quantities_make_sense,
        "production",
        lambda m: m.of("Cluster")[0]["spec"]["resources"]["limits"].update(memory="4Gib"),
        "4Gib is no amount of memory",
    ),
    (
        rules.admission.claims_say_what_they_want,
        "production",
        lambda m: workload(m, "handup-nats")["spec"]["volumeClaimTemplates"][0]["spec"].pop("accessModes"),
        "has no access mode",
    ),
    (
        rules.admission.claims_say_what_they_want,
        "dev",
        lambda m: workload(m, "handup-nats")["spec"]["volumeClaimTemplates"][0]["spec"]["resources"].pop("requests"),
        "has no size",
    ),
]
