"""What the manifests have to agree with in the Rust sources."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Missing(Exception):
    """The sources no longer say it where it is looked for."""


def found(pattern: str, file: str) -> str:
    match = re.search(pattern, (ROOT / file).read_text(encoding="utf-8"), re.DOTALL)
    if not match:
        raise Missing(f"{file}: nothing matches {pattern}")
    return match.group(1)


@cache
def shutdown_seconds() -> int:
    """How long a process may take to end after its pause: its work, then the health port."""
    return 2 * int(found(r"const PATIENCE: Duration = Duration::from_secs\((\d+)\)", "services/handup/src/system.rs"))


@cache
def silence_seconds() -> int:
    """Silence after which the gateway itself ends a socket."""
    return int(found(r"silence_ms: ([\d_]+)", "services/gateway/src/config.rs").replace("_", "")) // 1000


@cache
def consumers() -> dict[str, set[str]]:
    """The durable consumers of each service."""
    pairs = re.findall(
        r'name: "([a-z-]+)",\s+service: "([a-z]+)"',
        (ROOT / "libs/contracts/src/events.rs").read_text(encoding="utf-8"),
    )
    if not pairs:
        raise Missing("libs/contracts/src/events.rs: no consumers")
    services = {service for _, service in pairs}
    return {service: {name for name, owner in pairs if owner == service} for service in services}


@cache
def calls() -> dict[str, set[str]]:
    """Whom each service calls: those whose methods it uses. All but auth ask auth for its keys."""
    result = {}
    for folder in sorted((ROOT / "services").glob("*/src")):
        service = folder.parent.name
        text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("**/*.rs")))
        used = set(re.findall(r"contracts::v1::(\w+)::(?:methods|\{[^}]*\bmethods\b)", text))
        result[service] = (used | {"auth"}) - {service}
    return result


@cache
def settings() -> set[str]:
    """The names of all settings in the environment."""
    return {f"HANDUP_{table}" for table in names("handup", "Settings")}


def names(crate: str, struct: str) -> set[str]:
    """The names of the fields below a struct, joined as the environment has them."""
    result: set[str] = set()
    for field, kind in fields(crate, struct):
        below = nested(crate, kind)
        if below is None:
            result.add(field.upper())
        else:
            result |= {f"{field.upper()}__{name}" for name in names(*below)}
    return result


def nested(crate: str, kind: str) -> tuple[str, str] | None:
    """Where the fields of a field's type are, if it is one of our structs."""
    owner, _, struct = kind.rpartition("::")
    crate = owner.removeprefix("handup_") or crate
    for place in (crate, "bus", "store", "runtime"):
        if fields(place, struct):
            return place, struct
    return None


@cache
def fields(crate: str, struct: str) -> list[tuple[str, str]]:
    for folder in (ROOT / f"services/{crate}/src", ROOT / f"libs/{crate}/src"):
        for file in sorted(folder.glob("**/*.rs")):
            text = file.read_text(encoding="utf-8")
            body = re.search(rf"Deserialize\)\]\n#\[serde[^\n]*\]\npub struct {struct} \{{(.*?)\n\}}", text, re.DOTALL)
            if body:
                return re.findall(r"^    pub (\w+): ([\w:]+),", body.group(1), re.MULTILINE)
    return []
