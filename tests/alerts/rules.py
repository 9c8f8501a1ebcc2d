"""The rules of both deployments, as files that Prometheus itself reads, and the cases that are played."""

import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
RESOURCES = ROOT / "k8s/components/alerts"
COMPOSE = ROOT / "deploy/compose"
CASES = Path(__file__).parent / "cases"


@dataclass
class Files:
    """Everything that is checked, by the path that the cases know it by."""

    rules: dict[str, dict] = field(default_factory=dict)
    cases: dict[str, dict] = field(default_factory=dict)

    def alerts(self) -> list[dict]:
        """A name may be there twice: for the same trouble in each deployment."""
        rules = [rule for file in self.rules.values() for group in file["groups"] for rule in group["rules"]]
        return [rule for rule in rules if "alert" in rule]

    def write(self, folder: Path) -> None:
        for path, content in [*self.rules.items(), *self.cases.items()]:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def read() -> Files:
    files = Files()
    for file in sorted(RESOURCES.glob("*.yaml")):
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        if document.get("kind") == "PrometheusRule":
            files.rules[f"rules/{file.name}"] = document["spec"]
    files.rules["alerts.yaml"] = yaml.safe_load((COMPOSE / "prometheus/alerts.yaml").read_text(encoding="utf-8"))
    for file in sorted(CASES.glob("*.yaml")):
        name = f"cases/{file.name}"
        files.cases[name] = read_case(name, yaml.safe_load(file.read_text(encoding="utf-8")))
    return files


def read_case(name: str, case: dict) -> dict:
    for series in (one for test in case["tests"] for one in test["input_series"]):
        if not isinstance(series["values"], str):
            raise SystemExit(f"{name}: the values of {series['series']} need quotes: 0x5 is a number to YAML")
    return case


def of_compose(folder: Path) -> None:
    """Writes Prometheus' folder of deploy/compose as it is mounted there."""
    for file in (COMPOSE / "prometheus").glob("*.yaml"):
        shutil.copy(file, folder)
    subprocess.run([COMPOSE / "rules.sh", folder / "rules"], check=True)


def looked_at(files: Files) -> dict[tuple[str, str], set[bool]]:
    """Of each alert of each file of rules: whether a case has it fire, and whether one has it not."""
    seen: dict[tuple[str, str], set[bool]] = {}
    for case in files.cases.values():
        [path] = case["rule_files"]
        for test in case["tests"]:
            asked = [
                (found.group(1), bool(question.get("exp_samples")))
                for question in test.get("promql_expr_test", [])
                if (found := re.fullmatch(r'ALERTS\{alertname="(\w+)", alertstate="firing"\}', question["expr"]))
            ]
            asked += [(one["alertname"], bool(one["exp_alerts"])) for one in test.get("alert_rule_test", [])]
            for alert, fires in asked:
                seen.setdefault((path.removeprefix("../"), alert), set()).add(fires)
    return seen
