"""The check refuses what it should: above all, no alert can stop to fire, or fire always, unnoticed."""

import copy
import os
import re
import unittest

import check
import rules

PROMTOOL = os.environ["HANDUP_PROMTOOL"]
GOOD = rules.read()
RUNBOOKS = (rules.ROOT / check.RUNBOOKS).read_text(encoding="utf-8")


def alert(files: rules.Files, name: str) -> dict:
    return next(one for one in files.alerts() if one["alert"] == name)


def only(path: str) -> rules.Files:
    """One file of rules, and the cases that play it."""
    files = copy.deepcopy(GOOD)
    files.rules = {path: files.rules[path]}
    files.cases = {name: case for name, case in files.cases.items() if case["rule_files"] == [f"../{path}"]}
    return files


def missed(path: str, expression: str) -> set[str]:
    """The alerts of a file of which no case notices that this is what they ask."""
    files = only(path)
    for one in files.alerts():
        one["expr"] = expression
    said = "\n".join(check.of_promtool(files, PROMTOOL))
    failed = re.findall(r'^ *expr: "ALERTS\{alertname=\\"(\w+)', said, re.MULTILINE)
    return {one["alert"] for one in files.alerts()} - set(failed)


class Cases(unittest.TestCase):
    def test_good_rules_pass(self) -> None:
        self.assertEqual(list(check.of_promtool(GOOD, PROMTOOL)), [])
        self.assertEqual(list(check.of_cases(GOOD)), [])

    def test_a_rule_that_prometheus_does_not_understand_is_refused(self) -> None:
        files = only("alerts.yaml")
        alert(files, "HandupDatabaseDown")["expr"] = "absent(handup_database_size_bytes"
        self.assertIn("parse", "\n".join(check.of_promtool(files, PROMTOOL)))

    def test_a_text_that_prometheus_does_not_understand_is_refused(self) -> None:
        files = only("alerts.yaml")
        alert(files, "HandupDatabaseDown")["annotations"]["summary"] = "{{ $value | humanise }}"
        self.assertIn("humanise", "\n".join(check.of_promtool(files, PROMTOOL)))

    def test_an_alert_without_cases_is_named(self) -> None:
        files = copy.deepcopy(GOOD)
        alert(files, "HandupNatsNodeDown")["alert"] = "HandupNatsNodeAway"
        faults = "\n".join(check.of_cases(files))
        self.assertIn("no case shows that HandupNatsNodeAway fires", faults)
        self.assertIn("no case shows that HandupNatsNodeAway keeps quiet", faults)

    def test_an_alert_that_never_fires_is_noticed(self) -> None:
        for path in GOOD.rules:
            self.assertEqual(missed(path, "vector(1) > 1"), set(), path)

    def test_an_alert_that_always_fires_is_noticed(self) -> None:
        for path in GOOD.rules:
            self.assertEqual(missed(path, "vector(1)"), set(), path)

    def test_a_number_in_place_of_a_series_is_refused(self) -> None:
        # Without quotes 0x20 is thirty-two, and not twenty times nothing.
        case = {"rule_files": [], "tests": [{"input_series": [{"series": "up", "values": 0x20}]}]}
        with self.assertRaises(SystemExit):
            rules.read_case("cases/broken.yaml", case)


class Alerts(unittest.TestCase):
    def assert_refused(self, change: dict, says: str) -> None:
        files = copy.deepcopy(GOOD)
        alert(files, "HandupDeadLetters").update(change)
        self.assertIn(says, "\n".join(check.of_alerts(files)))

    def test_good_alerts_pass(self) -> None:
        self.assertEqual(list(check.of_alerts(GOOD)), [])

    def test_an_alert_that_says_too_little_is_refused(self) -> None:
        self.assert_refused({"alert": "DeadLetters"}, "is no name")
        self.assert_refused({"labels": {"severity": "page"}}, "neither critical nor warning")
        self.assert_refused({"annotations": {}}, "has no summary")
        self.assert_refused({"annotations": {"runbook": "deploy/RUNBOOKS.md#deadletters"}}, "does not lead")

    def test_an_alert_that_fires_at_once_is_refused(self) -> None:
        files = copy.deepcopy(GOOD)
        alert(files, "HandupDeadLetters").pop("for")
        self.assertIn("fires at the first look", "\n".join(check.of_alerts(files)))


class Runbooks(unittest.TestCase):
    def test_good_runbooks_pass(self) -> None:
        self.assertEqual(list(check.of_runbooks(GOOD, RUNBOOKS)), [])

    def test_an_alert_without_a_runbook_and_a_runbook_without_an_alert_are_named(self) -> None:
        text = RUNBOOKS.replace("### HandupDeadLetters\n", "### HandupDeadEvents\n")
        faults = "\n".join(check.of_runbooks(GOOD, text))
        self.assertIn("says nothing about HandupDeadLetters", faults)
        self.assertIn("there is no alert HandupDeadEvents", faults)

    def test_a_runbook_that_leaves_something_out_is_named(self) -> None:
        start = RUNBOOKS.index("### HandupDeadLetters\n")
        text = RUNBOOKS[:start] + RUNBOOKS[start:].replace("**Mend.**", "Mend.", 1)
        self.assertIn("HandupDeadLetters does not say", "\n".join(check.of_runbooks(GOOD, text)))


class Compose(unittest.TestCase):
    def test_the_rules_of_compose_are_those_of_kubernetes(self) -> None:
        self.assertEqual(list(check.of_compose_files(GOOD, PROMTOOL)), [])

    def test_other_rules_than_those_of_kubernetes_are_named(self) -> None:
        files = copy.deepcopy(GOOD)
        alert(files, "HandupDeadLetters")["for"] = "2m"
        faults = list(check.of_compose_files(files, PROMTOOL))
        self.assertEqual(faults, ["deploy/compose/rules.sh makes other rules of nats.yaml"])
