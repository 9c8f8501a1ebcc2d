"""A view takes changes in order, and a wrong one is seen to be wrong."""

import unittest

from views import View, expected

QUEUE = {"requests": [{"id": "b", "place": 2, "status": "in_progress"}, {"id": "a", "place": 1, "status": "pending"}]}


def delta(revision: int, **ticket: object) -> dict:
    return {"type": "delta", "topic": "lab/1", "revision": revision, "ticket": ticket}


class TestView(unittest.TestCase):
    def setUp(self) -> None:
        self.view = View("lab/1")
        tickets = [{"id": "a", "place": 1, "state": "waiting"}]
        self.view.take({"type": "snapshot", "topic": "lab/1", "revision": 5, "tickets": tickets})

    def test_changes_make_it_what_the_queue_is(self) -> None:
        self.view.take(delta(6, id="b", place=2, state="waiting"))
        self.assertNotEqual(self.view.shown(), expected(QUEUE, staff=False))
        self.view.take(delta(7, id="b", place=2, state="in_progress"))
        self.assertEqual(self.view.shown(), expected(QUEUE, staff=False))

    def test_what_has_ended_goes(self) -> None:
        self.view.take(delta(6, id="a", place=1, state="gone"))
        self.assertEqual(self.view.shown(), [])

    def test_a_missing_change_is_a_gap_until_the_next_snapshot(self) -> None:
        self.view.take(delta(7, id="b", place=2, state="waiting"))
        self.assertTrue(self.view.gap)
        self.assertEqual(self.view.subscription(), {"type": "subscribe", "topic": "lab/1", "since": 5})
        self.view.take({"type": "snapshot", "topic": "lab/1", "revision": 9, "tickets": []})
        self.assertFalse(self.view.gap)

    def test_what_comes_twice_changes_nothing(self) -> None:
        self.view.take(delta(5, id="a", place=1, state="gone"))
        self.assertEqual(self.view.shown(), [("a", "waiting")])

    def test_a_view_of_staff_has_the_status(self) -> None:
        view = View("lab/1")
        view.take({"type": "snapshot", "topic": "lab/1", "revision": 5, "requests": QUEUE["requests"]})
        self.assertEqual(view.shown(), expected(QUEUE, staff=True))


if __name__ == "__main__":
    unittest.main()
