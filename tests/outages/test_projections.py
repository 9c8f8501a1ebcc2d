"""A copy that differs is found, however it differs."""

import unittest

from projections import differences, sides

TRUTH = {"r1": "3 1", "r2": "1 0"}


class TestDifferences(unittest.TestCase):
    def test_equal_copies_have_none(self) -> None:
        self.assertEqual(differences("copy", TRUTH, dict(TRUTH)), [])

    def test_a_missing_row(self) -> None:
        self.assertEqual(differences("copy", TRUTH, {"r1": "3 1"}), ["copy does not know r2"])

    def test_a_row_too_many(self) -> None:
        self.assertEqual(differences("copy", {"r1": "3 1"}, TRUTH), ["copy knows r2, which is not there"])

    def test_an_old_state(self) -> None:
        old = TRUTH | {"r2": "0 0"}
        self.assertEqual(differences("copy", TRUTH, old), ["copy has r2 as '0 0', and it is '1 0'"])

    def test_every_copy_is_compared_with_one_truth(self) -> None:
        compared = [(name, side) for name, side, _ in sides()]
        self.assertEqual(len(compared), len(set(compared)))


if __name__ == "__main__":
    unittest.main()
