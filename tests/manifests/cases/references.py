"""What the rules of rules/references.py must refuse."""

import rules
from breaking import add, main, policy, remove, spec, variable, workload
from manifests import pod_spec, template

CASES = [
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
]
