"""The links do to bytes what they say."""

import socket
import threading
import time
import unittest

from links import Links
from ports import free_ports


class Echo:
    """A server that sends back what it gets."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection: socket.socket) -> None:
        with connection:
            try:
                while data := connection.recv(65536):
                    connection.sendall(data)
            except OSError:
                # The link was cut, which is what some of the tests are about.
                return


def there_and_back(connection: socket.socket, data: bytes) -> float:
    """Seconds until all of `data` has come back."""
    began = time.monotonic()
    connection.sendall(data)
    left = len(data)
    while left:
        got = connection.recv(left)
        if not got:
            raise ConnectionResetError
        left -= len(got)
    return time.monotonic() - began


class TestLinks(unittest.TestCase):
    def setUp(self) -> None:
        self.echo = Echo()
        self.links = self.enterContext(Links())
        self.port = self.links.add(self.echo.port)
        self.addCleanup(self.echo.server.close)

    def connect(self) -> socket.socket:
        return self.enterContext(socket.create_connection(("127.0.0.1", self.port), timeout=10))

    def test_bytes_pass(self) -> None:
        self.assertLess(there_and_back(self.connect(), b"x" * 200_000), 5)

    def test_a_cut_breaks_what_stands_and_refuses_what_comes(self) -> None:
        standing = self.connect()
        there_and_back(standing, b"x")
        self.links.change([self.port], cut=True)
        for connection in (standing, self.connect()):
            with self.assertRaises(ConnectionError):
                there_and_back(connection, b"x")
        self.links.change([self.port])
        there_and_back(self.connect(), b"x")

    def test_a_delay_counts_in_both_directions(self) -> None:
        self.links.change([self.port], delay_s=0.2)
        self.assertGreaterEqual(there_and_back(self.connect(), b"x"), 0.4)

    def test_a_throttle_makes_it_narrow(self) -> None:
        self.links.change([self.port], bytes_per_s=20_000)
        self.assertGreaterEqual(there_and_back(self.connect(), b"x" * 10_000), 0.5)

    def test_where_nobody_listens_the_connection_ends(self) -> None:
        gone = self.links.add(*free_ports(1))
        with (
            socket.create_connection(("127.0.0.1", gone), timeout=10) as connection,
            self.assertRaises(ConnectionError),
        ):
            there_and_back(connection, b"x")


if __name__ == "__main__":
    unittest.main()
