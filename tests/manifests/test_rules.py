"""The checker refuses what it should: each case breaks good manifests in one way, and says what one
rule, or the schemas, must answer. A rule without a case fails too."""

import copy
import os
import unittest
from collections.abc import Callable
from pathlib import Path

import nats_config
import render
import rules
import schemas
import secrets_needed
import sources
from manifests import Manifests, pod_spec, template

K8S = Path(__file__).parents[2] / "k8s"
KUBECTL = os.environ.get("HANDUP_KUBECTL", "kubectl")
GOOD = {name: render.documents(KUBECTL, K8S / "overlays" / name) for name in ("dev", "production")}

Break = Callable[[Manifests], object]


def workload(manifests: Manifests, name: str = "handup-request") -> dict:
    return manifests.get("Deployment", name) or manifests.get("StatefulSet", name)


def main(manifests: Manifests, name: str = "handup-request") -> dict:
    return pod_spec(workload(manifests, name))["containers"][0]


def variable(manifests: Manifests, name: str, of: str = "handup-request") -> dict:
    return next(entry for entry in main(manifests, of)["env"] if entry["name"] == name)


def spec(manifests: Manifests, kind: str, name: str) -> dict:
    return manifests.get(kind, name)["spec"]


def remove(manifests: Manifests, kind: str, name: str) -> None:
    manifests.documents.remove(manifests.get(kind, name))


def add(manifests: Manifests, kind: str, **fields: object) -> None:
    manifests.documents.append({"kind": kind, "apiVersion": "v1", "metadata": {"name": "new"}, **fields})


def again(manifests: Manifests, kind: str, name: str) -> dict:
    twin = copy.deepcopy(manifests.get(kind, name))
    twin["metadata"]["name"] = "twin"
    manifests.documents.append(twin)
    return twin


def policy(manifests: Manifests, name: str) -> dict:
    return spec(manifests, "NetworkPolicy", name)


def replace_in_users(manifests: Manifests, old: str, new: str) -> None:
    data = next(one["data"] for one in manifests.of("ConfigMap") if "users.conf" in one["data"])
    data["users.conf"] = data["users.conf"].replace(old, new)


# A rule, the overlay that is broken, how, and part of what the rule must say.
CASES: list[tuple[Callable, str, Break, str]] = [
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
    (rules.references.names_are_unique, "dev", lambda m: m.documents.append(m.documents[-1]), "is there twice"),
    (
        rules.references.everything_is_in_one_restricted_namespace,
        "dev",
        lambda m: m.of("Namespace")[0]["metadata"]["labels"].update({"pod-security.kubernetes.io/enforce": "baseline"}),
        "does not enforce",
    ),
    (
        rules.references.everything_is_in_one_restricted_namespace,
        "dev",
        lambda m: workload(m)["metadata"].update(namespace="default"),
        "is in the namespace default",
    ),
    (
        rules.references.everything_is_in_one_restricted_namespace,
        "dev",
        lambda m: remove(m, "Namespace", "handup-dev"),
        "0 names",
    ),
    (
        rules.references.apis_are_stable,
        "dev",
        lambda m: m.of("HorizontalPodAutoscaler")[0].update(apiVersion="autoscaling/v2beta2"),
        "not a stable API",
    ),
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
        rules.scaling.each_deployment_has_one_scaler,
        "dev",
        lambda m: remove(m, "HorizontalPodAutoscaler", "handup-request"),
        "has 0 scalers",
    ),
    (
        rules.scaling.each_deployment_has_one_scaler,
        "production",
        lambda m: m.documents.extend(copy.deepcopy(GOOD["dev"])),
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
        rules.references.selectors_choose_what_they_mean,
        "dev",
        lambda m: template(workload(m))["metadata"]["labels"].update({"app.kubernetes.io/component": "auth"}),
        "its selector chooses the pods of nobody",
    ),
    (
        rules.references.selectors_choose_what_they_mean,
        "dev",
        lambda m: workload(m)["spec"]["selector"]["matchLabels"].pop("app.kubernetes.io/component"),
        "Deployment handup-gateway",
    ),
    (
        rules.references.selectors_choose_what_they_mean,
        "dev",
        lambda m: workload(m)["spec"].update(selector={}),
        "list of labels",
    ),
    (
        rules.references.selectors_choose_what_they_mean,
        "dev",
        lambda m: spec(m, "Service", "handup-gateway")["selector"].update({"app.kubernetes.io/component": "edge"}),
        "chooses the pods of nobody",
    ),
    (
        rules.references.selectors_choose_what_they_mean,
        "dev",
        lambda m: spec(m, "Service", "handup-nats")["ports"][0].update(targetPort="client"),
        "have no port client",
    ),
    (
        rules.references.selectors_choose_what_they_mean,
        "dev",
        lambda m: policy(m, "services-to-nats")["podSelector"]["matchLabels"].update(more="x"),
        "chooses no pods",
    ),
    (
        rules.network.policies_name_every_way,
        "dev",
        lambda m: policy(m, "nats-from-services").update(ingress=[{}]),
        "which is everybody",
    ),
    (
        rules.network.policies_name_every_way,
        "dev",
        lambda m: policy(m, "nats-from-services")["ingress"][0].pop("ports"),
        "which is every port",
    ),
    (
        rules.network.policies_name_every_way,
        "dev",
        lambda m: policy(m, "nats-from-services")["ingress"][0].update({"from": [{"podSelector": {}}]}),
        "a selector is empty",
    ),
    (
        rules.network.policies_name_every_way,
        "dev",
        lambda m: policy(m, "dns")["egress"][0].update(to=[{"namespaceSelector": {}}]),
        "a selector is empty",
    ),
    (
        rules.network.policies_name_every_way,
        "dev",
        lambda m: policy(m, "dns")["egress"][0].update(to=[{}]),
        "a selector is empty",
    ),
    (
        rules.network.policies_name_every_way,
        "dev",
        lambda m: policy(m, "dns")["egress"][0]["ports"][0].update(endPort=65535),
        "names a range of ports",
    ),
    (
        rules.network.policies_name_every_way,
        "dev",
        lambda m: policy(m, "dns")["egress"][0].update(to=[{"ipBlock": {"cidr": "0.0.0.0/0"}}]),
        "names every address",
    ),
    (
        rules.network.policies_name_every_way,
        "dev",
        lambda m: policy(m, "dns").update(policyTypes=["Ingress"]),
        "not among its policyTypes",
    ),
    (
        rules.network.every_workload_is_behind_policies,
        "dev",
        lambda m: remove(m, "NetworkPolicy", "deny-by-default"),
        "nothing denies",
    ),
    (
        rules.network.every_workload_is_behind_policies,
        "dev",
        lambda m: policy(m, "deny-by-default").update(policyTypes=["Ingress"]),
        "nothing denies",
    ),
    (
        rules.network.every_workload_is_behind_policies,
        "dev",
        lambda m: template(again(m, "StatefulSet", "handup-postgres"))["metadata"].update(labels={"app": "x"}),
        "no policy says",
    ),
    (
        rules.network.every_workload_is_behind_policies,
        "dev",
        lambda m: remove(m, "NetworkPolicy", "dns"),
        "may not ask the DNS",
    ),
    (
        rules.network.pods_talk_to_whom_they_need_alone,
        "dev",
        lambda m: template(workload(m, "handup-gateway"))["metadata"]["labels"].update({"handup/database": "true"}),
        "Deployment handup-gateway: may talk to StatefulSet handup-postgres on port 5432",
    ),
    (
        rules.network.pods_talk_to_whom_they_need_alone,
        "dev",
        lambda m: remove(m, "NetworkPolicy", "services-to-nats"),
        "Deployment handup-auth: may not talk to StatefulSet handup-nats on port 4222",
    ),
    (
        rules.network.pods_talk_to_whom_they_need_alone,
        "production",
        lambda m: remove(m, "NetworkPolicy", "nats-between-nodes"),
        "StatefulSet handup-nats: may not talk to StatefulSet handup-nats on port 6222",
    ),
    (
        rules.references.secrets_are_only_referred_to,
        "dev",
        lambda m: add(m, "Secret", stringData={"password": "x"}),
        "is in the manifests",
    ),
    (
        rules.references.secrets_are_only_referred_to,
        "dev",
        lambda m: add(m, "ConfigMap", data={"HANDUP_NATS__PASSWORD": "x"}),
        "HANDUP_NATS__PASSWORD holds a secret",
    ),
    (
        rules.references.secrets_are_only_referred_to,
        "dev",
        lambda m: add(m, "ConfigMap", data={"users.conf": 'password: "hunter2"'}),
        "users.conf holds a secret",
    ),
    (
        rules.references.secrets_are_only_referred_to,
        "dev",
        lambda m: variable(m, "HANDUP_DATABASE__URL").update(value="postgres://request:hunter2@db/handup"),
        "HANDUP_DATABASE__URL holds a secret",
    ),
    (
        rules.references.secrets_are_only_referred_to,
        "dev",
        lambda m: main(m)["env"].append({"name": "DATABASE_PASSWORD", "value": "hunter2"}),
        "DATABASE_PASSWORD holds a secret",
    ),
    (
        rules.references.references_lead_somewhere,
        "dev",
        lambda m: main(m).update(volumeMounts=[{"name": "tmp", "mountPath": "/tmp"}]),
        "which is no volume",
    ),
    (
        rules.references.references_lead_somewhere,
        "dev",
        lambda m: pod_spec(workload(m)).update(volumes=[{"name": "tmp", "emptyDir": {}}]),
        "nobody mounts",
    ),
    (
        rules.references.references_lead_somewhere,
        "dev",
        lambda m: remove(m, "Service", "handup-nats-nodes"),
        "there is no Service",
    ),
    (
        rules.references.references_lead_somewhere,
        "dev",
        lambda m: main(m)["envFrom"][0]["configMapRef"].update(name="handup-setting"),
        "there is no ConfigMap handup-setting",
    ),
    (
        rules.references.references_lead_somewhere,
        "dev",
        lambda m: variable(m, "DATABASE_SERVER")["valueFrom"]["configMapKeyRef"].update(key="HOST"),
        "has no HOST",
    ),
    (
        rules.references.references_lead_somewhere,
        "production",
        lambda m: remove(m, "ConfigMap", "handup-schemas"),
        "Cluster handup-postgres: there is no ConfigMap handup-schemas",
    ),
    (
        rules.references.variables_are_there_before_they_are_used,
        "dev",
        lambda m: main(m)["env"].reverse(),
        "which comes later or never",
    ),
    (
        rules.references.variables_are_there_before_they_are_used,
        "dev",
        lambda m: main(m).update(args=["serve", "$(PART)"]),
        "uses PART",
    ),
    (
        rules.references.settings_exist,
        "dev",
        lambda m: main(m)["env"].append({"name": "HANDUP_NATS__ADDRESS", "value": "x"}),
        "no setting HANDUP_NATS__ADDRESS",
    ),
    (
        rules.references.settings_exist,
        "dev",
        lambda m: add(m, "ConfigMap", data={"HANDUP_GATEWAY__LIVE__PINGS": "1"}),
        "no setting HANDUP_GATEWAY__LIVE__PINGS",
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
    (
        rules.network.the_way_in_is_encrypted_and_patient,
        "production",
        lambda m: spec(m, "Ingress", "handup").pop("tls"),
        "is not encrypted",
    ),
    (
        rules.network.the_way_in_is_encrypted_and_patient,
        "production",
        lambda m: m.get("Ingress", "handup")["metadata"]["annotations"].update({"nginx.org/proxy-read-timeout": "60s"}),
        "before the gateway would",
    ),
    (
        rules.network.the_way_in_is_encrypted_and_patient,
        "production",
        lambda m: remove(m, "Service", "handup-gateway"),
        "has no such port",
    ),
    (
        rules.network.nats_users_may_do_what_their_services_do,
        "dev",
        lambda m: replace_in_users(m, '"handup.rpc.request.>"', ""),
        "assignment may not call request, and does",
    ),
    (
        rules.network.nats_users_may_do_what_their_services_do,
        "dev",
        lambda m: replace_in_users(m, '"handup.dead.auth-labs"', '"handup.rpc.analytics.>"'),
        "auth may call analytics, and never does",
    ),
    (
        rules.network.nats_users_may_do_what_their_services_do,
        "dev",
        lambda m: replace_in_users(m, "ACK.HANDUP_EVENTS.auth-labs", "ACK.HANDUP_EVENTS.auth-lab"),
        "auth may not consume auth-labs, and does",
    ),
    (
        rules.network.nats_users_may_do_what_their_services_do,
        "dev",
        lambda m: replace_in_users(m, "user: gateway", "user: edge"),
        "there is no user gateway",
    ),
]


def broken(overlay: str, change: Break) -> Manifests:
    manifests = Manifests(copy.deepcopy(GOOD[overlay]))
    change(manifests)
    return manifests


class Rules(unittest.TestCase):
    """One test for each case is put in below."""

    def test_every_rule_has_a_case(self) -> None:
        self.assertEqual({one for one, _, _, _ in CASES}, set(rules.RULES))

    def test_good_manifests_pass(self) -> None:
        for overlay in GOOD:
            for one in rules.RULES:
                self.assertEqual(list(one(broken(overlay, lambda _: None))), [], f"{overlay}: {one.__name__}")


def put_in(number: int, one: Callable, overlay: str, change: Break, says: str) -> None:
    def test(self: Rules) -> None:
        self.assertIn(says, "\n".join(one(broken(overlay, change))))

    setattr(Rules, f"test_{number:03}_{one.__name__}", test)


for number, case in enumerate(CASES):
    put_in(number, *case)


class Schemas(unittest.TestCase):
    def assert_refused(self, overlay: str, kind: str, change: Callable[[dict], object], says: str) -> None:
        document = copy.deepcopy(next(one for one in GOOD[overlay] if one["kind"] == kind))
        self.assertEqual(schemas.faults(document), [])
        change(document)
        self.assertIn(says, "\n".join(schemas.faults(document)))

    def test_an_unknown_field_is_refused(self) -> None:
        self.assert_refused("dev", "Deployment", lambda one: one["spec"].update(replica=1), "'replica'")

    def test_an_unknown_field_deep_inside_is_refused(self) -> None:
        self.assert_refused(
            "dev",
            "Deployment",
            lambda one: pod_spec(one)["containers"][0]["livenessProbe"].update(period=1),
            "'period'",
        )

    def test_a_wrong_type_is_refused(self) -> None:
        self.assert_refused("dev", "Service", lambda one: one["spec"]["ports"][0].update(port="http"), "integer")

    def test_an_api_version_that_is_gone_is_refused(self) -> None:
        self.assert_refused(
            "dev", "HorizontalPodAutoscaler", lambda one: one.update(apiVersion="autoscaling/v2beta2"), "has no"
        )

    def test_an_unknown_field_of_each_custom_resource_is_refused(self) -> None:
        for kind in ("Cluster", "ScaledObject"):
            self.assert_refused("production", kind, lambda one: one["spec"].update(replicas=1), "'replicas'")

    def test_a_trigger_with_a_wrong_name_is_refused(self) -> None:
        self.assert_refused(
            "production", "ScaledObject", lambda one: one["spec"]["triggers"][1].update(type="nats-streaming"), "valid"
        )


class Secrets(unittest.TestCase):
    def test_a_secret_that_nothing_makes_is_named(self) -> None:
        entry = {"name": "X", "valueFrom": {"secretKeyRef": {"name": "handup-more", "key": "x"}}}
        manifests = broken("dev", lambda m: main(m)["env"].append(entry))
        self.assertEqual(secrets_needed.faults("dev", manifests.documents), ["nothing makes handup-more with x"])

    def test_a_secret_that_nobody_needs_is_named(self) -> None:
        manifests = broken("production", lambda m: remove(m, "Ingress", "handup"))
        self.assertIn(
            "handup-tls with tls.key is made and not needed", secrets_needed.faults("production", manifests.documents)
        )


class NatsConfig(unittest.TestCase):
    def test_what_nats_server_does_not_understand_is_refused(self) -> None:
        for overlay in GOOD:
            manifests = broken(overlay, lambda _: None)
            self.assertEqual(nats_config.faults(os.environ["HANDUP_NATS_SERVER"], manifests), [])
            config = next(one for one in manifests.of("ConfigMap") if "nats.conf" in one["data"])
            config["data"]["cluster.conf"] += "\nclusters {}\n"
            self.assertIn("clusters", "\n".join(nats_config.faults(os.environ["HANDUP_NATS_SERVER"], manifests)))


class Sources(unittest.TestCase):
    def test_settings_of_nested_tables_are_found(self) -> None:
        self.assertLessEqual({"HANDUP_NATS__URL", "HANDUP_GATEWAY__LIVE__PING_MS"}, sources.settings())
        self.assertNotIn("HANDUP_GATEWAY__LIVE", sources.settings())

    def test_what_the_sources_do_not_say_is_a_fault(self) -> None:
        with self.assertRaises(sources.Missing):
            sources.found(r"const NO_SUCH: u8 = (\d+)", "services/handup/src/system.rs")


class Choices(unittest.TestCase):
    def test_every_choice_of_components_is_rendered(self) -> None:
        self.assertEqual(len(render.choices()), 8)
        self.assertIn(("keda", "gateway-sockets"), render.choices())
