"""The results, for people and for programs."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

GOAL_S = 5
HEAD = ("fault", "longest without service", "calls failed", "writes failed", "failed until", "copies equal", "verdict")


@dataclass
class Row:
    name: str
    single: bool = False
    smooth: bool = False
    # From the beginning of the fault until all kinds of calls were served and everything is ready.
    lasted_s: float = 0
    gap_s: float = 0
    gap_kind: str = ""
    calls: int = 0
    failed: int = 0
    writes: int = 0
    failed_writes: int = 0
    failures: list[str] = field(default_factory=list)
    until_whole_s: float = 0
    answers: int = 0
    copies_equal_s: float = 0
    views_right_s: float = 0
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def verdict(self) -> str:
        if self.faults:
            return f"{len(self.faults)} FAULTS"
        if self.single and self.gap_s > GOAL_S:
            return "right, late"
        return "right"

    def cells(self) -> tuple[str, ...]:
        return (
            self.name,
            f"{self.gap_s:.1f} s ({self.gap_kind})",
            f"{self.failed} of {self.calls}",
            f"{self.failed_writes} of {self.writes}",
            f"{self.until_whole_s:.1f} s",
            f"{self.copies_equal_s:.1f} s",
            self.verdict(),
        )


def markdown(rows: Iterable[Row]) -> str:
    lines = [HEAD, tuple("---" for _ in HEAD), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(rows: list[Row], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps([asdict(row) | {"verdict": row.verdict()} for row in rows], indent=1)
    file.write_text(text + "\n", encoding="utf-8")
