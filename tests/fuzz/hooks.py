"""What schemathesis does around every request: real ids go in, and the answers are counted.

A generated id names nothing, so every request would end at 404 and never reach the code behind. Three
of four valid ids are therefore replaced by one that the manager of the demo sees; what is not a valid
id stays as it was generated.
"""

import atexit
import itertools
import json
import os
import uuid
from collections import Counter
from pathlib import Path

import schemathesis

# {"path": {"lab_id": [..]}, "body": {"username": [..]}}
KNOWN = json.loads(os.environ["HANDUP_FUZZ_KNOWN"])
turns = itertools.count()
answers: dict[str, Counter[int]] = {}


def is_id(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(uuid.UUID(value))
    except ValueError:
        return False


def replacement(known: dict[str, list[str]], name: str) -> str | None:
    """A known value of the field, or None when this turn keeps the generated one."""
    turn = next(turns)
    values = known.get(name)
    return values[turn % len(values)] if values and turn % 4 else None


@schemathesis.hook
def before_call(context: object, case: object, **kwargs: object) -> None:
    # A chain of requests uses the ids that its own answers brought.
    if case.meta is not None and case.meta.phase.name.value == "stateful":
        return
    path = case.path_parameters or {}
    for name, value in path.items():
        if is_id(value) and (known := replacement(KNOWN["path"], name)):
            path[name] = known
    if isinstance(case.body, dict):
        # Two generated texts are never the same, and no account would ever be made.
        if "password_confirmation" in case.body and next(turns) % 2:
            case.body["password_confirmation"] = case.body.get("password")
        for name, value in case.body.items():
            if isinstance(value, str) and (known := replacement(KNOWN["body"], name)):
                case.body[name] = known


@schemathesis.hook
def after_call(context: object, case: object, response: object) -> None:
    operation = case.operation.definition.raw.get("operationId", case.operation.label)
    answers.setdefault(operation, Counter())[response.status_code] += 1


@atexit.register
def write_answers() -> None:
    Path(os.environ["HANDUP_FUZZ_ANSWERS"]).write_text(json.dumps(answers, indent=1))
