"""What dashboards and alerts ask of Prometheus, held against what is really there to be asked."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import promql_parser as promql
import yaml
from running import Failed, require

# A series that somebody exports: its labels. A label whose value nobody can tell before has "*".
Series = dict[str, str]
# Labels that a histogram's buckets have besides.
BUCKET = {"le": "*"}


@dataclass
class Question:
    """One expression of one panel or rule."""

    panel: str
    text: str
    # What its answer is recorded as, if it is.
    record: str = ""

    def selectors(self) -> list[promql.VectorSelector]:
        found: list[promql.VectorSelector] = []

        def look(part: promql.Expr) -> bool:
            if isinstance(part, promql.VectorSelector):
                found.append(part)
            elif isinstance(part, promql.MatrixSelector):
                found.append(part.vector_selector)
            return True

        promql.walk(promql.parse(self.text), pre_visit=look)
        unique = {str(selector): selector for selector in found}
        require(bool(unique), f"{self.panel}: {self.text} asks for nothing")
        return list(unique.values())

    def grouped_by(self) -> set[str]:
        return {
            label.strip()
            for labels in re.findall(r"\bby \(([^)]*)\)", self.text)
            for label in labels.split(",")
            if label.strip()
        }


def questions(folder: Path) -> Iterator[Question]:
    """All expressions of all dashboards, in the order of the panels."""
    files = sorted(folder.glob("*.json"))
    require(bool(files), f"{folder} has no dashboards")
    for file in files:
        for panel in json.loads(file.read_text())["panels"]:
            for target in panel.get("targets", []):
                # Grafana's own variable; any span will do to read the expression.
                yield Question(panel["title"], target["expr"].replace("$__rate_interval", "1m"))


def of_rules(files: Iterable[Path]) -> Iterator[Question]:
    """All expressions of all rules; what one records comes before it is asked for."""
    for file in files:
        document = yaml.safe_load(file.read_text())
        # Prometheus' own form, or a resource of Kubernetes.
        groups = document.get("spec", document)["groups"]
        require(bool(groups), f"{file} has no rules")
        for rule in (rule for group in groups for rule in group["rules"]):
            yield Question(rule.get("alert") or rule["record"], rule["expr"], rule.get("record", ""))


def matches(selector: promql.VectorSelector, series: Series) -> bool:
    for matcher in selector.matchers.matchers:
        value = series.get(matcher.name, "")
        if value == "*":
            continue
        regular = matcher.op in (promql.MatchOp.Re, promql.MatchOp.NotRe)
        equal = bool(re.fullmatch(matcher.value, value)) if regular else value == matcher.value
        if equal != (matcher.op in (promql.MatchOp.Equal, promql.MatchOp.Re)):
            return False
    return True


def check(what: str, asked_for: Iterable[Question], exported: dict[str, list[Series]]) -> None:
    """Every selector finds a series, and every grouping a label of one."""
    asked = 0
    exported = dict(exported)
    for question in asked_for:
        labels: set[str] = set()
        for selector in question.selectors():
            series = exported.get(selector.name, [])
            require(bool(series), f"{question.panel}: nobody exports {selector.name}")
            for matcher in selector.matchers.matchers:
                known = any(matcher.name in one for one in series)
                require(known, f"{question.panel}: {selector.name} has no label {matcher.name}")
            found = [one for one in series if matches(selector, one)]
            require(bool(found), f"{question.panel}: nothing is like {selector}")
            labels |= {name for one in found for name in one}
        missing = question.grouped_by() - labels
        require(not missing, f"{question.panel}: nothing to group by {missing}")
        if question.record:
            exported[question.record] = [{}]
        asked += 1
    print(f"{what}: {asked} questions, each with an answer")


def check_refuses(exported: dict[str, list[Series]]) -> None:
    """Questions that have no answer are not passed over."""
    for text in (
        "handup_no_such_figure",
        'handup_requests_open{lab="14"}',
        'handup_requests_open{status="nobody"}',
        'handup_requests_open{status=~"no.*"}',
        "sum by (lab) (handup_requests_open)",
        "max_over_time(sum(handup_no_such_figure)[15m:1m])",
    ):
        try:
            check("nothing", [Question("a wrong question", text)], exported)
        except Failed:
            continue
        raise Failed(f"nobody can answer {text}, and it is passed")
