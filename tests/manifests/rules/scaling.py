"""Rules for scalers."""

import sources
from manifests import Manifests, name_of
from rules.registry import Faults, rule


@rule
def each_deployment_has_one_scaler(manifests: Manifests) -> Faults:
    scalers = manifests.of("HorizontalPodAutoscaler", "ScaledObject")
    for workload in manifests.services():
        of_this = [scaler for scaler in scalers if target(scaler) == workload["metadata"]["name"]]
        if len(of_this) != 1:
            yield f"{name_of(workload)}: has {len(of_this)} scalers"
        if "replicas" in workload["spec"]:
            yield f"{name_of(workload)}: names a number of replicas, which belongs to its scaler"
    for scaler in scalers:
        if manifests.get("Deployment", target(scaler)) is None:
            yield f"{name_of(scaler)}: there is no Deployment {target(scaler)}"
        yield from scaling(scaler)


def target(scaler: dict) -> str:
    return scaler["spec"]["scaleTargetRef"]["name"]


def scaling(scaler: dict) -> Faults:
    spec = scaler["spec"]
    if scaler["kind"] == "ScaledObject":
        least, most = spec["minReplicaCount"], spec["maxReplicaCount"]
        behaviour = spec.get("advanced", {}).get("horizontalPodAutoscalerConfig", {}).get("behavior", {})
        on_cpu = any(trigger["type"] == "cpu" for trigger in spec["triggers"])
    else:
        least, most = spec.get("minReplicas", 1), spec["maxReplicas"]
        behaviour = spec.get("behavior", {})
        on_cpu = any(metric.get("resource", {}).get("name") == "cpu" for metric in spec.get("metrics", []))
    if not on_cpu:
        yield f"{name_of(scaler)}: does not look at processor time"
    if not 1 <= least < most:
        yield f"{name_of(scaler)}: from {least} to {most} is no room to scale"
    up = behaviour.get("scaleUp", {}).get("stabilizationWindowSeconds")
    down = behaviour.get("scaleDown", {}).get("stabilizationWindowSeconds")
    if up is None or down is None or up > 30 or down < 300:
        yield f"{name_of(scaler)}: is not fast up and slow down"


@rule
def lag_of_every_consumer_is_looked_at(manifests: Manifests) -> Faults:
    for scaler in manifests.of("ScaledObject"):
        service = target(scaler).removeprefix("handup-")
        lags = [trigger["metadata"] for trigger in scaler["spec"]["triggers"] if trigger["type"] == "nats-jetstream"]
        named = {lag["consumer"] for lag in lags}
        for missing in sorted(sources.consumers().get(service, set()) - named):
            yield f"{name_of(scaler)}: does not look at the consumer {missing}"
        for unknown in sorted(named - sources.consumers().get(service, set())):
            yield f"{name_of(scaler)}: {service} has no consumer {unknown}"
        for lag in lags:
            host, port = lag["natsServerMonitoringEndpoint"].split(":")
            service_name, namespace = host.split(".")[:2]
            service_document = manifests.get("Service", service_name)
            if service_document is None or service_document["spec"].get("clusterIP") != "None":
                yield f"{name_of(scaler)}: {host} is not the name of the nodes of NATS"
            elif int(port) not in [entry["port"] for entry in service_document["spec"]["ports"]]:
                yield f"{name_of(scaler)}: {host} has no port {port}"
            if namespace != scaler["metadata"].get("namespace"):
                yield f"{name_of(scaler)}: {host} is in another namespace"
