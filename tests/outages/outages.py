"""Breaks one thing after the other while people go on, and looks what has become of what they were
told. See README.md; run it with `make faults`.

Usage: outages.py PROGRAM [--short] [--only TEXT]…
with HANDUP_NATS_SERVER and HANDUP_TEST_POSTGRES_URL, as the Makefile sets them.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import aftermath
import check
import table
from balancer import Balancer
from cases import Case, every_case, short_cases
from database import Database
from links import Links
from nats import Nats
from people import STUDENTS, Lab, Load, register
from record import Record, judge
from running import until
from system import System
from table import Row
from views import Client

HASTE = 5
TARGET = Path(__file__).parents[2] / "target/outages"
# Acknowledged answers before a fault, and again after it.
STEADY, STEADY_IN_SHORT = 40, 12


class Site:
    """A system with its people. Ends whole; after a case that it does not survive, there is a new one."""

    def __init__(self, program: str, steady: int, logs: Path) -> None:
        self.steady = steady
        self.stack = ExitStack()
        try:
            folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="handup-outages-")))
            links = self.stack.enter_context(Links())
            database = Database(os.environ["HANDUP_TEST_POSTGRES_URL"], logs)
            self.stack.callback(database.end)
            nats = Nats(os.environ["HANDUP_NATS_SERVER"], folder, logs, links)
            self.system = System(program, nats, database, links, logs)
            self.stack.callback(self.system.end)
            self.system.start()
            self.balancer = self.stack.enter_context(Balancer(self.system))
            register(self.balancer)
        except BaseException:
            self.stack.close()
            raise
        self.past: list[tuple[Lab, Record]] = []

    def end(self) -> None:
        self.stack.close()

    def run(self, case: Case) -> Row:
        system = self.system
        row = Row(case.name, case.single, case.smooth)
        system.ended.clear()
        lab, record = Lab(self.balancer, case.name), Record()
        self.past.append((lab, record))
        clients = [Client(self.balancer, name, lab.id) for name in ("tom", "tina", *STUDENTS[:2])]
        with ExitStack() as stack:
            for client in clients:
                stack.enter_context(client)
            # Where nothing may fail, more is under way in the moment that counts.
            with Load(lab, record, HASTE if case.smooth else 1) as load:
                load.until_more(self.steady)
                begin = time.monotonic()
                case.do(system)
                mended = time.monotonic()
                kinds = lab.calls.kinds()
                until(f"all are served again: {kinds}", lambda: kinds <= lab.calls.served_since(mended))
                system.wait()
                row.lasted_s = time.monotonic() - begin
                load.until_more(self.steady)
                end = time.monotonic()
            judged = judge(lab.calls.calls, begin, end)
            for name, value in vars(judged).items():
                setattr(row, name, value)
            if case.after:
                row.notes.append(case.after(system))
            after = aftermath.look(system, lab, record, clients)
        row.faults, row.answers = after.faults, after.answers
        row.copies_equal_s, row.views_right_s = after.copies_equal_s, after.views_right_s
        if system.ended:
            # Each is started again until it can go on, so that there may be many.
            row.notes.append(f"{len(system.ended)} times, the first: {system.ended[0]}")
        if case.smooth:
            row.faults += [f"none may fail, and this did: {failure}" for failure in row.failures]
        return row

    def look_back(self) -> list[str]:
        """What was acknowledged in earlier cases is still there after all later ones."""
        return [fault for lab, record in self.past for fault in check.faults(record, aftermath.full_read(lab))]


def say(row: Row) -> None:
    print(" | ".join(row.cells()), flush=True)
    for text in row.faults[:20]:
        print(f"  FAULT {text}", flush=True)
    for text in row.notes:
        print(f"  note: {text}", flush=True)


def run(program: str, cases: list[Case], steady: int, logs: Path) -> list[Row]:
    rows: list[Row] = []
    site: Site | None = None
    try:
        for case in cases:
            site = site or Site(program, steady, logs)
            try:
                rows.append(site.run(case))
            except SystemExit as failed:
                rows.append(Row(case.name, case.single, case.smooth, faults=[str(failed)]))
                site.end()
                site = None
            say(rows[-1])
        if site:
            known = {fault for row in rows for fault in row.faults}
            rows[-1].faults += [f"in the end, {fault}" for fault in site.look_back() if fault not in known]
    finally:
        if site:
            site.end()
    return rows


def interrupt(*_: object) -> None:
    """Being asked to end is like Ctrl-C: everything that was started is ended first."""
    raise KeyboardInterrupt


def main() -> int:
    signal.signal(signal.SIGTERM, interrupt)
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--short", action="store_true", help="one case of each kind")
    parser.add_argument("--only", action="append", default=[], help="cases that have this in their names")
    arguments = parser.parse_args()
    cases = short_cases() if arguments.short else every_case()
    if arguments.only:
        cases = [case for case in cases if any(text in case.name for text in arguments.only)]
    began = time.monotonic()
    TARGET.mkdir(parents=True, exist_ok=True)
    logs = Path(tempfile.mkdtemp(prefix="logs-", dir=TARGET))
    rows = run(arguments.program, cases, STEADY_IN_SHORT if arguments.short else STEADY, logs)
    table.write(rows, TARGET / "outages.json")
    print(table.markdown(rows))
    faults = sum(len(row.faults) for row in rows)
    answers = sum(row.answers for row in rows)
    print(
        f"outages: {len(rows)} cases, {answers} acknowledged answers, {time.monotonic() - began:.0f} s: {faults} faults"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
