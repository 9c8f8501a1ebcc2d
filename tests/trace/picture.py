"""Draws the traces that were received as a picture: one bar for each span, under what it followed from.

Usage: picture.py FILE, with what test_trace.py needs; see `make trace-picture`.
"""

import os
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from received import Received, Trace
from story import ACCEPTED, ASKED, tell

# Legible on both grounds.
COLOURS = {
    "gateway": "#2f81d6",
    "request": "#c4671b",
    "assignment": "#2a9d63",
    "notification": "#9a5fd0",
    "analytics": "#c2417f",
}
# A card with a ground of its own: a page can be light where the reader's system is dark.
STYLE = """
  .ground { fill: #ffffff; stroke: #d0d7de }
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .title { font-size: 14px; font-weight: 600 }
  .sent { font-weight: 600 }
  .small { font-size: 11px; fill: #59636e }
  .grid { stroke: #d8dee4; stroke-width: 1 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #151b23; stroke: #3d444d }
    text { fill: #f0f6fc }
    .small { fill: #9198a1 }
    .grid { stroke: #30363d }
  }
"""
WIDTH = 980
MARGIN = 16
ROW = 20
GAP = 12
BAR = 10
INDENT = 12
# Where time begins and ends; right of it is room for the last durations.
LEFT, RIGHT = 400, 900
NARROWEST = 2.0
NS_PER_MS = 1_000_000


def text(x: float, y: float, said: str, style: str = "", anchor: str = "start") -> str:
    classes = f' class="{style}"' if style else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{classes}>{escape(said)}</text>'


def legend(y: float) -> Iterator[str]:
    x = float(MARGIN)
    for service, colour in COLOURS.items():
        yield f'<rect x="{x:.1f}" y="{y - BAR:.1f}" width="{BAR}" height="{BAR}" rx="2" fill="{colour}"/>'
        yield text(x + BAR + 5, y, service, "small")
        x += BAR + 24 + 7 * len(service)


def tick(length_ms: float) -> int:
    """Milliseconds between two lines of the grid, so that there are four to ten."""
    return next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if length_ms / step <= 10)


class Panel:
    """One trace with an axis of its own."""

    def __init__(self, title: str, trace: Trace) -> None:
        self.title = title
        in_time = Trace(trace.spans, order=lambda span: span.start_ns)
        self.rows = [row for root in in_time.roots() for row in in_time.below(root)]
        self.begin_ns = min(span.start_ns for _, span in self.rows)
        self.length_ms = (max(span.end_ns for _, span in self.rows) - self.begin_ns) / NS_PER_MS
        self.height = (len(self.rows) + 3) * ROW + GAP

    def x(self, moment_ns: int) -> float:
        return LEFT + (RIGHT - LEFT) * (moment_ns - self.begin_ns) / NS_PER_MS / self.length_ms

    def draw(self, top: float) -> Iterator[str]:
        yield text(MARGIN, top + ROW * 0.7, self.title, "title")
        first, end = top + ROW * 1.6, top + self.height - GAP - ROW * 1.2
        for ms in range(0, int(self.length_ms) + 1, tick(self.length_ms)):
            x = self.x(self.begin_ns + ms * NS_PER_MS)
            yield f'<line class="grid" x1="{x:.1f}" y1="{first - 4:.1f}" x2="{x:.1f}" y2="{end:.1f}"/>'
            yield text(x, end + 14, f"{ms} ms", "small", "middle")
        for number, (depth, span) in enumerate(self.rows):
            yield from self.row(first + number * ROW, depth, span)

    def row(self, y: float, depth: int, span: Received) -> Iterator[str]:
        colour = COLOURS[span.service]
        middle = y + BAR / 2
        x, width = self.x(span.start_ns), max(self.x(span.end_ns) - self.x(span.start_ns), NARROWEST)
        label = span.name.replace("/api/v1", "")
        sockets = span.attributes.get("handup.sockets")
        if sockets:
            label += f" · {sockets} sockets"
        yield f'<circle cx="{MARGIN + depth * INDENT + 4:.1f}" cy="{middle:.1f}" r="4" fill="{colour}"/>'
        # Where people see it.
        yield text(MARGIN + depth * INDENT + 14, middle + 4, label, "sent" if sockets else "")
        yield f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{BAR}" rx="2" fill="{colour}"/>'
        yield text(x + width + 5, middle + 4, f"{(span.end_ns - span.start_ns) / NS_PER_MS:.1f}", "small")


def draw(panels: list[Panel]) -> str:
    height = 2 * MARGIN + ROW + sum(panel.height for panel in panels)
    titles = " ".join(panel.title for panel in panels)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img">',
        f"<title>{escape(titles)}</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="ground" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1:.0f}" rx="8"/>',
        *legend(MARGIN + BAR),
    ]
    top = float(MARGIN + ROW + 8)
    for panel in panels:
        lines += panel.draw(top)
        top += panel.height
    return "\n".join([*lines, "</svg>", ""])


def main() -> None:
    story = tell(os.environ["HANDUP_BIN"])
    for trace, wanted in ((story.asked, ASKED), (story.accepted, ACCEPTED)):
        if trace.tree() != wanted:
            raise SystemExit(f"This is not the whole trace:\n{trace.tree()}")
    panels = [
        Panel("A student asks: POST, outbox, stream, offer, sockets.", story.asked),
        Panel("The tutor says yes: POST, claim, outbox, stream, notification, sockets.", story.accepted),
    ]
    Path(sys.argv[1]).write_text(draw(panels))


if __name__ == "__main__":
    main()
