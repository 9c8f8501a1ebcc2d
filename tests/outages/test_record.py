"""The time without service is what it says."""

import unittest

from record import Call, judge


def calls(kind: str, *ends_and_statuses: tuple[float, int], writes: bool = True) -> list[Call]:
    return [Call(kind, writes, end - 0.1, end, status) for end, status in ends_and_statuses]


class TestJudge(unittest.TestCase):
    def test_the_longest_gap_of_any_kind_counts(self) -> None:
        both = calls("ask", (9, 201), (11, 503), (14, 201), (15, 201)) + calls("look", (9.5, 200), (12, 200), (15, 200))
        judged = judge(both, 10, 15)
        self.assertEqual((judged.gap_kind, judged.gap_s), ("ask", 5))

    def test_a_kind_that_never_comes_back_has_its_gap_up_to_the_end(self) -> None:
        judged = judge(calls("ask", (9, 201), (11, 503)), 10, 15)
        self.assertEqual(judged.gap_s, 6)

    def test_a_refusal_by_the_rules_is_service(self) -> None:
        judged = judge(calls("ask", (10, 409), (11, 409), (12, 404)), 10, 12)
        self.assertEqual((judged.failed, judged.gap_s), (0, 1))

    def test_failures_are_counted_with_the_writes_among_them(self) -> None:
        judged = judge(
            calls("ask", (10, 503), (11, 0), (12, 201)) + calls("look", (10, 503), (12, 200), writes=False), 10, 12
        )
        self.assertEqual((judged.calls, judged.failed, judged.writes, judged.failed_writes), (5, 3, 3, 2))
        self.assertEqual(judged.until_whole_s, 1)

    def test_a_failure_is_told_with_its_time_and_reason(self) -> None:
        judged = judge([Call("ask", True, 11, 14, 503, "nobody there")], 10, 15)
        self.assertEqual(judged.failures, ["ask after 4.0 s, which took 3.0 s: 503 nobody there"])

    def test_a_call_that_was_under_way_at_the_end_counts(self) -> None:
        judged = judge([Call("ask", True, 11, 14, 503)], 10, 12)
        self.assertEqual((judged.failed_writes, judged.until_whole_s), (1, 4))


if __name__ == "__main__":
    unittest.main()
