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
from breaking import Break, main, remove
from cases import CASES
from manifests import Manifests, pod_spec

K8S = Path(__file__).parents[2] / "k8s"
KUBECTL = os.environ.get("HANDUP_KUBECTL", "kubectl")
GOOD = {name: render.documents(KUBECTL, K8S / "overlays" / name) for name in ("dev", "production")}


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
        for kind in ("Cluster", "ScaledObject", "PrometheusRule"):
            self.assert_refused("production", kind, lambda one: one["spec"].update(replicas=1), "'replicas'")

    def test_an_alert_without_a_runbook_is_refused(self) -> None:
        def forget(one: dict) -> None:
            one["spec"]["groups"][-1]["rules"][0]["annotations"].pop("runbook")

        self.assert_refused("production", "PrometheusRule", forget, "not valid under any")

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
        self.assertEqual(len(render.choices()), 16)
        self.assertIn(("keda", "gateway-sockets"), render.choices())
