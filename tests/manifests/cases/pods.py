"""What the rules of rules/pods.py must refuse."""

import rules
from breaking import add, again, main, remove, spec, variable, workload
from manifests import pod_spec

CASES = [
    (rules.pods.containers_are_probed, "dev", lambda m: main(m).pop("startupProbe"), "has no startupProbe"),
    (rules.pods.containers_are_probed, "dev", lambda m: main(m).pop("readinessProbe"), "has no readinessProbe"),
    (
        rules.pods.containers_are_probed,
        "dev",
        lambda m: main(m, "handup-nats").pop("livenessProbe"),
        "has no livenessProbe",
    ),
    (rules.pods.containers_are_probed, "dev", lambda m: main(m)["ports"].clear(), "does not name"),
    (
        rules.pods.containers_are_probed,
        "dev",
        lambda m: main(m)["livenessProbe"]["httpGet"].update(path="/ready"),
        "does not ask /live",
    ),
    (rules.pods.resources_are_named, "dev", lambda m: main(m)["resources"].pop("limits"), "no limits of memory"),
    (
        rules.pods.resources_are_named,
        "dev",
        lambda m: main(m)["resources"]["requests"].pop("cpu"),
        "no requests of cpu",
    ),
    (
        rules.pods.resources_are_named,
        "dev",
        lambda m: pod_spec(workload(m))["initContainers"][0].pop("resources"),
        "migrate has no",
    ),
    (
        rules.pods.pods_are_restricted,
        "dev",
        lambda m: pod_spec(workload(m))["securityContext"].update(runAsNonRoot=False),
        "may run as root",
    ),
    (
        rules.pods.pods_are_restricted,
        "dev",
        lambda m: pod_spec(workload(m))["securityContext"].pop("seccompProfile"),
        "seccomp",
    ),
    (rules.pods.pods_are_restricted, "dev", lambda m: pod_spec(workload(m)).update(hostNetwork=True), "hostNetwork"),
    (
        rules.pods.pods_are_restricted,
        "dev",
        lambda m: pod_spec(workload(m)).update(volumes=[{"name": "node", "hostPath": {"path": "/"}}]),
        "not allowed",
    ),
    (
        rules.pods.pods_are_restricted,
        "dev",
        lambda m: main(m)["securityContext"].pop("readOnlyRootFilesystem"),
        "may write to its root",
    ),
    (
        rules.pods.pods_are_restricted,
        "dev",
        lambda m: main(m)["securityContext"].update(allowPrivilegeEscalation=True),
        "may gain privileges",
    ),
    (
        rules.pods.pods_are_restricted,
        "dev",
        lambda m: main(m)["securityContext"].update(privileged=True),
        "is privileged",
    ),
    (rules.pods.pods_are_restricted, "dev", lambda m: main(m)["securityContext"].update(runAsUser=0), "runs as root"),
    (
        rules.pods.pods_are_restricted,
        "dev",
        lambda m: main(m)["securityContext"]["capabilities"].update(add=["NET_ADMIN"]),
        "keeps capabilities",
    ),
    (rules.pods.pods_are_restricted, "dev", lambda m: main(m)["ports"][0].update(hostPort=9090), "port of the node"),
    (
        rules.pods.nobody_gets_a_token,
        "dev",
        lambda m: m.get("ServiceAccount", "handup-nats").pop("automountServiceAccountToken"),
        "mounts its token",
    ),
    (
        rules.pods.nobody_gets_a_token,
        "dev",
        lambda m: pod_spec(workload(m)).update(automountServiceAccountToken=True),
        "mounts a token",
    ),
    (rules.pods.nobody_gets_a_token, "dev", lambda m: pod_spec(workload(m)).pop("serviceAccountName"), "no account"),
    (
        rules.pods.nobody_gets_a_token,
        "dev",
        lambda m: pod_spec(workload(m)).update(
            volumes=[{"name": "api", "projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}}]
        ),
        "as the volume api",
    ),
    (rules.pods.nobody_gets_a_token, "dev", lambda m: add(m, "RoleBinding"), "rights at the API server"),
    (rules.pods.images_are_pinned, "dev", lambda m: main(m).update(image="handup"), "names no version"),
    (rules.pods.images_are_pinned, "dev", lambda m: main(m).update(image="handup:latest"), "names no version"),
    (rules.pods.images_are_pinned, "dev", lambda m: main(m).update(image="registry:5000/handup"), "names no version"),
    (rules.pods.images_are_pinned, "dev", lambda m: main(m).update(image=main(m)["image"] + ".1"), "in the versions"),
    (rules.pods.images_are_pinned, "dev", lambda m: main(m).update(imagePullPolicy="Always"), "pull policy"),
    (
        rules.pods.images_are_pinned,
        "production",
        lambda m: m.of("Cluster")[0]["spec"].update(imageName="postgresql:stable"),
        "names no version",
    ),
    (
        rules.pods.disruptions_are_bounded,
        "dev",
        lambda m: remove(m, "PodDisruptionBudget", "handup-nats"),
        "has 0 disruption budgets",
    ),
    (
        rules.pods.disruptions_are_bounded,
        "dev",
        lambda m: again(m, "PodDisruptionBudget", "handup-nats"),
        "has 2 disruption budgets",
    ),
    (
        rules.pods.disruptions_are_bounded,
        "dev",
        lambda m: spec(m, "PodDisruptionBudget", "handup-nats").update(maxUnavailable="100%"),
        "one pod go at a time",
    ),
    (
        rules.pods.disruptions_are_bounded,
        "dev",
        lambda m: spec(m, "PodDisruptionBudget", "handup-nats")["selector"]["matchLabels"].update(more="x"),
        "chooses no pods",
    ),
    (
        rules.pods.rollouts_lose_nothing,
        "dev",
        lambda m: workload(m)["spec"]["strategy"]["rollingUpdate"].update(maxUnavailable=1),
        "before the new one is there",
    ),
    (
        rules.pods.rollouts_lose_nothing,
        "dev",
        lambda m: pod_spec(workload(m, "handup-gateway")).pop("terminationGracePeriodSeconds"),
        "is killed after 30 s and may take 55 s",
    ),
    (
        rules.pods.rollouts_lose_nothing,
        "dev",
        lambda m: main(m, "handup-gateway").pop("lifecycle"),
        "while connections are still sent",
    ),
    (
        rules.pods.rollouts_lose_nothing,
        "dev",
        lambda m: variable(m, "HANDUP_PLATFORM__DRAIN_MS", "handup-gateway").update(value="0"),
        "while connections are still sent",
    ),
    (
        rules.pods.pods_are_spread_and_ranked,
        "dev",
        lambda m: remove(m, "PriorityClass", "handup-data"),
        "no PriorityClass",
    ),
    (
        rules.pods.pods_are_spread_and_ranked,
        "dev",
        lambda m: pod_spec(workload(m)).pop("topologySpreadConstraints"),
        "may be on one node",
    ),
    (
        rules.pods.pods_are_spread_and_ranked,
        "production",
        lambda m: pod_spec(workload(m, "handup-nats")).pop("topologySpreadConstraints"),
        "may be on one node",
    ),
    (
        rules.pods.pods_are_spread_and_ranked,
        "dev",
        lambda m: pod_spec(workload(m))["topologySpreadConstraints"][0].update(labelSelector={}),
        "spreads other pods",
    ),
    (
        rules.pods.tables_are_made_before_a_service_starts,
        "dev",
        lambda m: pod_spec(workload(m)).pop("initContainers"),
        "nobody migrates",
    ),
    (
        rules.pods.tables_are_made_before_a_service_starts,
        "dev",
        lambda m: pod_spec(workload(m))["initContainers"][0].update(image="handup:0.0.9"),
        "with another image",
    ),
    (
        rules.pods.tables_are_made_before_a_service_starts,
        "dev",
        lambda m: variable(m, "SERVICE").update(value="auth"),
        "with another SERVICE",
    ),
]
