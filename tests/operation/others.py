"""Figures of programs that are not here: their names and labels, as their own documentation has them."""

from pathlib import Path
from typing import Any

from dashboards import Series

KUBERNETES = Path(__file__).resolve().parents[2] / "k8s/components/alerts/kubernetes.yaml"


def of_compose(collector: Any) -> dict[str, list[Series]]:
    """Of the collector's receiver httpcheck, and of Prometheus itself."""
    asked = collector["receivers"]["httpcheck"]["targets"][0]["endpoints"]
    return {
        "httpcheck_status": [
            {"http_url": endpoint, "http_status_class": "2xx", "http_status_code": "*", "http_method": "GET"}
            for endpoint in asked
        ],
        "up": [{"job": job, "instance": "*"} for job in ("handup", "nats")],
        "ALERTS": [{"alertname": "*", "alertstate": state, "severity": "*"} for state in ("pending", "firing")],
    }


def of_kubernetes() -> dict[str, list[Series]]:
    """Of kube-state-metrics, and of the kubelets."""
    deployment = {"namespace": "*", "deployment": "*"}
    volume = {"namespace": "*", "persistentvolumeclaim": "*"}
    return {
        "kube_deployment_status_replicas_available": [deployment],
        "kube_deployment_spec_replicas": [deployment],
        "kube_pod_status_ready": [{"namespace": "*", "pod": "*", "uid": "*", "condition": "*"}],
        "kubelet_volume_stats_available_bytes": [volume],
        "kubelet_volume_stats_capacity_bytes": [volume],
    }
