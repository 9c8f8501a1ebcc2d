"""What the rules of rules/scaling.py must refuse."""

import copy

import rules
from breaking import remove, spec, workload

CASES = [
    (
        rules.scaling.each_deployment_has_one_scaler,
        "dev",
        lambda m: remove(m, "HorizontalPodAutoscaler", "handup-request"),
        "has 0 scalers",
    ),
    (
        rules.scaling.each_deployment_has_one_scaler,
        "production",
        lambda m: m.documents.extend(copy.deepcopy(m.documents)),
        "has 2 scalers",
    ),
    (
        rules.scaling.each_deployment_has_one_scaler,
        "dev",
        lambda m: workload(m)["spec"].update(replicas=3),
        "names a number of replicas",
    ),
    (
        rules.scaling.each_deployment_has_one_scaler,
        "dev",
        lambda m: remove(m, "Deployment", "handup-auth"),
        "no Deployment",
    ),
    (
        rules.scaling.each_deployment_has_one_scaler,
        "dev",
        lambda m: spec(m, "HorizontalPodAutoscaler", "handup-request").update(minReplicas=9),
        "no room to scale",
    ),
    (
        rules.scaling.each_deployment_has_one_scaler,
        "dev",
        lambda m: spec(m, "HorizontalPodAutoscaler", "handup-request").pop("behavior"),
        "fast up and slow down",
    ),
    (
        rules.scaling.each_deployment_has_one_scaler,
        "production",
        lambda m: spec(m, "ScaledObject", "handup-request").update(
            triggers=[one for one in spec(m, "ScaledObject", "handup-request")["triggers"] if one["type"] != "cpu"]
        ),
        "does not look at processor time",
    ),
    (
        rules.scaling.lag_of_every_consumer_is_looked_at,
        "production",
        lambda m: spec(m, "ScaledObject", "handup-request")["triggers"].pop(),
        "does not look at the consumer request-availability",
    ),
    (
        rules.scaling.lag_of_every_consumer_is_looked_at,
        "production",
        lambda m: spec(m, "ScaledObject", "handup-auth")["triggers"][1]["metadata"].update(consumer="auth-lab"),
        "auth has no consumer auth-lab",
    ),
    (
        rules.scaling.lag_of_every_consumer_is_looked_at,
        "production",
        lambda m: spec(m, "ScaledObject", "handup-auth")["triggers"][1]["metadata"].update(
            natsServerMonitoringEndpoint="handup-nats.handup.svc.cluster.local:8222"
        ),
        "is not the name of the nodes",
    ),
    (
        rules.scaling.lag_of_every_consumer_is_looked_at,
        "production",
        lambda m: spec(m, "ScaledObject", "handup-auth")["triggers"][1]["metadata"].update(
            natsServerMonitoringEndpoint="handup-nats-nodes.other.svc.cluster.local:8223"
        ),
        "has no port 8223",
    ),
    (
        rules.scaling.lag_of_every_consumer_is_looked_at,
        "production",
        lambda m: m.get("ScaledObject", "handup-auth")["metadata"].update(namespace="elsewhere"),
        "is in another namespace",
    ),
]
