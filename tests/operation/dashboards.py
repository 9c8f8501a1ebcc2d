"""What the dashboards ask of Prometheus, held against what is really there to be asked."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import promql_parser as promql
from running import require

# A series that somebody exports: its labels. A label whose value nobody can tell before has "*".
Series = dict[str, str]
# Labels that a histogram's buckets have besides.
BUCKET = {"le": "*"}


@dataclass
class Question:
    """One expression of one panel."""

    panel: str
    text: str

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


def matches(selector: promql.VectorSelector, series: Series) -> bool:
    for matcher in selector.matchers.matchers:
        value = series.get(matcher.name, "")
        if value == "*":
            continue
        equal = value == matcher.value
        require(
            matcher.op in (promql.MatchOp.Equal, promql.MatchOp.NotEqual), f"not understood here: {matcher}"
        )
        if equal != (matcher.op == promql.MatchOp.Equal):
            return False
    return True


def check(folder: Path, exported: dict[str, list[Series]]) -> None:
    """Every selector finds a series, and every grouping a label of one."""
    asked = 0
    for question in questions(folder):
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
        asked += 1
    print(f"dashboards: {asked} questions, each with an answer")
