"""What the rules of rules/network.py must refuse."""

import rules
from breaking import again, policy, remove, replace_in_users, spec, workload
from manifests import template

CASES = [
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
        lambda m: replace_in_users(m, '"_INBOX.handup.*.*.*.auth"', '"_INBOX.handup.*.*.*.*"'),
        "auth may answer as *, and never does",
    ),
    (
        rules.network.nats_users_may_do_what_their_services_do,
        "dev",
        lambda m: replace_in_users(m, "MAY_GATEWAY {", "MAY_EDGE {"),
        "does not say what gateway may do",
    ),
    (
        rules.network.each_service_has_two_nats_users_alike,
        "dev",
        lambda m: replace_in_users(m, "user: gateway-2", "user: edge"),
        "there is no user gateway-2",
    ),
    (
        rules.network.each_service_has_two_nats_users_alike,
        "dev",
        lambda m: replace_in_users(m, "$PASSWORD_AUTH_2, permissions: $MAY_AUTH", "$PASSWORD_AUTH_2"),
        "a user who is not written like the others",
    ),
    (
        rules.network.each_service_has_two_nats_users_alike,
        "production",
        lambda m: replace_in_users(m, "$PASSWORD_AUTH_2,", "$PASSWORD_AUTH,"),
        "there is no user auth-2",
    ),
    (
        rules.network.each_service_has_two_nats_users_alike,
        "dev",
        lambda m: replace_in_users(
            m, "  users: [\n", "  users: [\n    { user: x, password: $X, permissions: $MAY_AUTH }\n"
        ),
        "x is another user than expected",
    ),
]
