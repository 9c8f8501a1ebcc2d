"""Fails if a link in a Markdown file of the checkout leads to a file or heading that is not there.

Links to other hosts are not followed.
"""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)


def anchors(text: str) -> set[str]:
    """The names that a forge gives to the headings."""
    names: set[str] = set()
    for title in HEADING.findall(FENCE.sub("", text)):
        title = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).lower()
        base = name = re.sub(r"[^\w\- ]", "", title).replace(" ", "-")
        again = 0
        while name in names:
            again += 1
            name = f"{base}-{again}"
        names.add(name)
    return names


def faults(document: Path) -> list[str]:
    text = document.read_text(encoding="utf-8")
    found = []
    for match in LINK.finditer(CODE.sub("", FENCE.sub("", text))):
        link = unquote(match.group(1) or match.group(2))
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        if not target.exists():
            found.append(f"{document}: {link}: no such file")
        elif anchor and target.suffix == ".md" and anchor not in anchors(target.read_text(encoding="utf-8")):
            found.append(f"{document}: {link}: no such heading")
    return found


def main() -> int:
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", "*.md"]
    names = subprocess.run(listing, check=True, capture_output=True, text=True).stdout
    broken = [fault for name in names.split("\0") if name for fault in faults(Path(name))]
    for fault in broken:
        print(fault, file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
