"""One trace from the browser's POST to what is written to the sockets: received by OTLP over a network
from services that are processes of their own.

Needs HANDUP_BIN, HANDUP_NATS_SERVER and HANDUP_TEST_POSTGRES_URL; see run.sh.
"""

import os
import re
import unittest

from person import PASSWORD
from received import Received, Trace
from story import ACCEPTED, ASKED, PAGES, QUESTION, SEAT, Story, tell
from system import SERVICES

# By kind, as the semantic conventions ask for them.
ATTRIBUTES = {
    "CLIENT": {"rpc.system.name", "rpc.method"},
    "PRODUCER": {
        "messaging.system",
        "messaging.operation.name",
        "messaging.operation.type",
        "messaging.destination.template",
        "messaging.message.id",
    },
    "CONSUMER": {"messaging.system", "messaging.operation.name", "messaging.operation.type"},
}
HTTP = {"http.request.method", "http.route", "http.response.status_code"}
# How people log in, and with that part of their names and addresses. So short that only whole words count.
PEOPLE = ["sam", "sue", "tom", "mona"]


def names(path: list[Received]) -> list[str]:
    return [str(span) for span in path]


class OneTrace(unittest.TestCase):
    story: Story

    @classmethod
    def setUpClass(cls) -> None:
        cls.maxDiff = None
        cls.story = tell(os.environ["HANDUP_BIN"])

    def only(self, trace: Trace, *end: str) -> Received:
        """The one span whose path ends so."""
        found = [span for span in trace.spans if tuple(names(trace.path(span))[-len(end) :]) == end]
        self.assertEqual(len(found), 1, f"{end} in\n{trace.tree()}")
        return found[0]

    def test_asking_is_one_trace_from_the_post_to_every_page_that_shows_it(self) -> None:
        self.assertEqual(self.story.asked.tree(), ASKED)

    def test_saying_yes_is_one_trace_from_the_post_to_the_students_notification(self) -> None:
        self.assertEqual(self.story.accepted.tree(), ACCEPTED)

    def test_a_pages_own_socket_leads_back_to_the_post_parent_by_parent(self) -> None:
        offered = self.only(self.story.asked, "assignment PRODUCER publish offer.sent", "gateway CONSUMER send me")
        self.assertEqual(
            names(self.story.asked.path(offered)),
            [
                "gateway SERVER POST /api/v1/labs/{lab_id}/requests",
                "gateway CLIENT request/create",
                "request SERVER request/create",
                "request PRODUCER publish request.created",
                "assignment CONSUMER consume assignment-requests",
                "assignment PRODUCER publish offer.sent",
                "gateway CONSUMER send me",
            ],
        )

    def test_the_trace_begins_at_the_edge_where_the_browser_names_none(self) -> None:
        [root] = self.story.asked.roots()
        self.assertEqual(root.parent, "")

    def test_the_trace_of_a_caller_is_continued(self) -> None:
        [root] = self.story.accepted.roots()
        self.assertEqual(f"00-{root.trace}-{root.parent}-01", self.story.traceparent)

    def test_what_a_caller_does_not_want_recorded_is_recorded_nowhere(self) -> None:
        self.assertEqual(self.story.unrecorded.tree(), "")

    def test_an_event_is_one_span_however_many_sockets_show_it(self) -> None:
        asked, accepted = self.story.asked, self.story.accepted
        shown = self.only(asked, "request PRODUCER publish request.created", "gateway CONSUMER send lab/{lab_id}")
        offered = self.only(asked, "assignment PRODUCER publish offer.sent", "gateway CONSUMER send me")
        told = self.only(
            accepted, "notification PRODUCER publish notification.created", "gateway CONSUMER send me"
        )
        busy = self.only(
            accepted, "assignment PRODUCER publish availability.changed", "gateway CONSUMER send lab/{lab_id}"
        )
        sockets = [int(span.attributes["handup.sockets"]) for span in (shown, offered, told, busy)]
        # The lab to all; to the tutor; to the student; and who is busy to the staff.
        self.assertEqual(sockets, [2 * PAGES, PAGES, PAGES, PAGES])

    def test_nothing_begins_before_what_it_followed_from_or_ends_before_it_begins(self) -> None:
        for trace in (self.story.asked, self.story.accepted):
            for span in trace.spans:
                self.assertLessEqual(span.start_ns, span.end_ns, span)
                for child in trace.children(span):
                    self.assertLessEqual(span.start_ns, child.start_ns, f"{child} after {span}")

    def test_spans_say_of_themselves_what_the_conventions_ask_for(self) -> None:
        for span in self.story.asked.spans + self.story.accepted.spans:
            edge = span.name.startswith("POST ")
            wanted = HTTP if edge else ATTRIBUTES["CLIENT" if span.kind == "SERVER" else span.kind]
            self.assertLessEqual(wanted, span.attributes.keys(), span)
            self.assertEqual(span.status, "UNSET", span)
            if "rpc.method" in wanted:
                self.assertEqual(span.attributes["rpc.method"], span.name)
            if span.kind in ("PRODUCER", "CONSUMER"):
                kind = {"PRODUCER": "send", "CONSUMER": "process"}[span.kind]
                self.assertEqual(span.attributes["messaging.operation.type"], kind, span)

    def test_a_failure_is_logged_once_with_the_trace_that_it_is_in(self) -> None:
        failures = [line for line in self.story.logged if line["level"] in ("WARN", "ERROR")]
        self.assertEqual([line["message"] for line in failures], ["request not possible now"])
        self.assertEqual(failures[0]["span"]["trace_id"], self.story.failed)

    def test_every_process_says_which_service_and_which_replica_it_is(self) -> None:
        told = {(span.process["service.name"], span.process["service.instance.id"]) for span in self.story.everything}
        self.assertEqual(sorted(name for name, _ in told), sorted(f"handup-{name}" for name in SERVICES))
        self.assertEqual(len({instance for _, instance in told}), len(SERVICES))

    def test_nothing_in_any_span_or_log_line_says_who_it_was_or_what_they_wrote(self) -> None:
        people = [rf"\b{name}\b" for name in PEOPLE]
        # The last is how every JSON web token begins.
        others = [re.escape(text) for text in (SEAT, QUESTION, PASSWORD, *self.story.accounts, "eyJ")]
        forbidden = re.compile("|".join(people + others), re.IGNORECASE)
        for span in self.story.everything:
            for said in span.texts:
                self.assertIsNone(forbidden.search(said), f"{span}: {said}")
        lines = [line for log in self.story.logs for line in log.splitlines()]
        self.assertGreaterEqual(len(lines), len(SERVICES))
        for line in lines:
            self.assertIsNone(forbidden.search(line), line)


if __name__ == "__main__":
    unittest.main()
