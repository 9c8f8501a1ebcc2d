"""Checks the rules for alerts of both deployments, and their runbooks. Usage: check.py PROMTOOL"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml
from rules import COMPOSE, ROOT, Files, looked_at, of_compose, read

RUNBOOKS = "deploy/RUNBOOKS.md"
# What each runbook has to say, in this order.
PARTS = ["Means", "Look", "Mend", "Not"]


def promtool(program: str, *arguments: str | Path) -> list[str]:
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else [f"promtool: {(done.stdout + done.stderr).strip()}"]


def of_promtool(files: Files, program: str) -> Iterator[str]:
    """What Prometheus makes of the rules, and whether they fire as the cases say."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        files.write(folder)
        yield from promtool(program, "check", "rules", *(folder / path for path in files.rules))
        yield from promtool(program, "test", "rules", *(folder / path for path in files.cases))


def of_alerts(files: Files) -> Iterator[str]:
    for alert in files.alerts():
        name = alert["alert"]
        if not re.fullmatch(r"Handup[A-Z][A-Za-z]+", name):
            yield f"{name}: is no name for an alert of Handup"
        if alert.get("labels", {}).get("severity") not in ("critical", "warning"):
            yield f"{name}: its severity is neither critical nor warning"
        if "for" not in alert:
            yield f"{name}: fires at the first look"
        texts = alert.get("annotations", {})
        for text in ("summary", "description"):
            if not texts.get(text):
                yield f"{name}: has no {text}"
        if texts.get("runbook") != f"{RUNBOOKS}#{name.lower()}":
            yield f"{name}: does not lead to its runbook"


def of_cases(files: Files) -> Iterator[str]:
    seen = looked_at(files)
    for path, content in files.rules.items():
        for rule in (rule for group in content["groups"] for rule in group["rules"] if "alert" in rule):
            shown = seen.get((path, rule["alert"]), set())
            if True not in shown:
                yield f"{path}: no case shows that {rule['alert']} fires"
            if False not in shown:
                yield f"{path}: no case shows that {rule['alert']} keeps quiet"


def of_runbooks(files: Files, text: str) -> Iterator[str]:
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", text, re.DOTALL | re.MULTILINE))
    names = {alert["alert"] for alert in files.alerts()}
    for name in sorted(names - set(sections)):
        yield f"{RUNBOOKS}: says nothing about {name}"
    for name in sorted(set(sections) - names):
        yield f"{RUNBOOKS}: there is no alert {name}"
    for name, section in sections.items():
        if re.findall(r"^\*\*(\w+)\.\*\*", section, re.MULTILINE) != PARTS:
            yield f"{RUNBOOKS}: {name} does not say {', '.join(PARTS)} in this order"


def of_compose_files(files: Files, program: str) -> Iterator[str]:
    """That compose has the very rules, and that its Prometheus understands all it is given."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        of_compose(folder)
        written = sorted(path.name for path in (folder / "rules").iterdir())
        if written != ["handup.yaml", "nats.yaml"]:
            yield f"deploy/compose/rules.sh writes {written}"
        for name in written:
            if yaml.safe_load((folder / "rules" / name).read_text(encoding="utf-8")) != files.rules[f"rules/{name}"]:
                yield f"deploy/compose/rules.sh makes other rules of {name}"
        config = folder / "prometheus.yaml"
        yield from promtool(program, "check", "config", config)
        if yaml.safe_load(config.read_text(encoding="utf-8")).get("rule_files") != ["alerts.yaml", "rules/*.yaml"]:
            yield "prometheus.yaml does not take all rules"
    if "./prometheus:/etc/prometheus:ro" not in (COMPOSE / "compose.yaml").read_text(encoding="utf-8"):
        yield "compose.yaml: Prometheus is not given its folder"


def main(program: str) -> int:
    files = read()
    faults = [
        *of_alerts(files),
        *of_cases(files),
        *of_runbooks(files, (ROOT / RUNBOOKS).read_text(encoding="utf-8")),
        *of_compose_files(files, program),
        *of_promtool(files, program),
    ]
    for fault in faults:
        print(fault, file=sys.stderr)
    cases = sum(len(case["tests"]) for case in files.cases.values())
    print(f"alerts: {len(files.alerts())} in {len(files.rules)} files, played in {cases} cases: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
