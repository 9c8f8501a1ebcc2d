"""The checker finds what it is there for. One that finds nothing would make every run a success."""

import unittest
from dataclasses import replace

import check
from check import Found
from record import Record

HELPED = ("created", "accepted", "completed")


class TestCheck(unittest.TestCase):
    def setUp(self) -> None:
        self.record = Record()
        self.found = []
        for number in range(3):
            self.record.try_to_ask(f"s{number}/0")
            self.record.ask(f"s{number}/0", f"r{number}")
            self.record.claim(f"r{number}", "tom")
            self.record.complete(f"r{number}", "tom")
            self.found.append(Found(f"r{number}", f"s{number}/0", f"s{number}", "completed", "tom", 3, HELPED))

    def faults(self) -> str:
        return "\n".join(check.faults(self.record, self.found))

    def change(self, **what: object) -> None:
        self.found[0] = replace(self.found[0], **what)

    def test_what_is_as_acknowledged_has_no_fault(self) -> None:
        self.assertEqual(self.faults(), "")

    def test_what_was_tried_without_an_answer_may_be_there_or_not(self) -> None:
        for marker in ("s3/0", "s4/0"):
            self.record.try_to_ask(marker)
        self.found.append(Found("r3", "s3/0", "s3", "pending", "", 1, ("created",)))
        self.assertEqual(self.faults(), "")

    def test_a_lost_request_is_found(self) -> None:
        del self.found[1]
        self.assertIn("lost: r1 (s1/0)", self.faults())

    def test_another_request_in_its_place_is_found(self) -> None:
        self.change(marker="s9/0")
        self.assertIn("lost: r0 was s0/0", self.faults())
        self.assertIn("invented: nobody asked s9/0", self.faults())

    def test_a_doubled_request_is_found(self) -> None:
        self.found.append(replace(self.found[0], id="r9"))
        self.assertIn("doubled: s0/0 is there 2 times", self.faults())

    def test_two_answers_to_one_question_are_found(self) -> None:
        self.record.ask("s0/0", "r9")
        self.assertIn("doubled: s0/0 was acknowledged as ['r0', 'r9']", self.faults())

    def test_two_open_requests_of_one_student_are_found(self) -> None:
        for number in (4, 5):
            self.record.try_to_ask(f"s7/{number}")
            self.found.append(Found(f"r{number}", f"s7/{number}", "s7", "pending", "", 1, ("created",)))
        self.assertIn("doubled: s7 has 2 open requests", self.faults())

    def test_a_double_claim_is_found(self) -> None:
        self.record.claim("r0", "tina")
        self.assertIn("claimed twice: r0 was given to ['tom', 'tina']", self.faults())

    def test_a_claim_after_a_put_back_is_no_double_claim(self) -> None:
        self.record.claim("r0", "tina")
        self.record.complete("r0", "tina")
        self.change(helper="tina", version=5, steps=("created", "accepted", "put_back", "accepted", "completed"))
        self.assertEqual(self.faults(), "")

    def test_a_claim_that_another_has_is_found(self) -> None:
        del self.record.completed["r0"]
        self.change(helper="tina")
        self.assertIn("claimed twice: r0 was given to tom, and tina has it", self.faults())

    def test_a_claim_that_never_was_is_found(self) -> None:
        del self.record.completed["r0"]
        self.change(status="pending", helper="", version=1, steps=("created",))
        self.assertIn("undone: r0 was given to tom", self.faults())

    def test_an_undone_completion_is_found(self) -> None:
        self.change(status="in_progress", version=2, steps=("created", "accepted"))
        self.assertIn("undone: r0 was completed by tom and is in_progress", self.faults())

    def test_an_undone_cancellation_is_found(self) -> None:
        self.record.try_to_ask("s5/0")
        self.record.ask("s5/0", "r5")
        self.record.cancel("r5")
        self.found.append(Found("r5", "s5/0", "s5", "pending", "", 1, ("created",)))
        self.assertIn("undone: r5 was cancelled and is pending", self.faults())

    def test_a_command_that_counted_twice_is_found(self) -> None:
        self.change(version=4)
        self.assertIn("r0 has version 4 after 3 steps", self.faults())
        self.change(version=4, steps=("created", "accepted", "completed", "completed"))
        self.assertIn("r0 has ended 2 times", self.faults())

    def test_a_strange_answer_is_found(self) -> None:
        self.record.wonder("asking was answered with 500")
        self.assertIn("strange: asking was answered with 500", self.faults())


if __name__ == "__main__":
    unittest.main()
