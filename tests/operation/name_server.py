"""A name server that knows one answer: every name is this machine."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# On a loopback address that nobody else uses: who asks for names can't be told a port.
ADDRESS = "127.42.0.53"
RECORD_A = 1


def answer_to(question: bytes) -> bytes:
    """127.0.0.1 for a question of an IPv4 address, nothing for others."""
    # The header, then labels with their lengths up to an empty one, then type and class.
    end = question.index(0, 12) + 5
    [kind] = struct.unpack(">H", question[end - 4 : end - 2])
    answers = b""
    if kind == RECORD_A:
        # The name as a pointer to the question's; class IN; a minute; four bytes of address.
        answers = struct.pack(">HHHIH", 0xC00C, RECORD_A, 1, 60, 4) + socket.inet_aton("127.0.0.1")
    header = question[:2] + struct.pack(">HHHHH", 0x8180, 1, bool(answers), 0, 0)
    return header + question[12:end] + answers


@contextmanager
def serve() -> Iterator[set[str]]:
    """Answers until the end of the `with` block; gives the names that were asked for."""
    asked: set[str] = set()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((ADDRESS, 53))

        def work() -> None:
            while True:
                question, sender = server.recvfrom(512)
                if not question:
                    return
                name = question[13 : question.index(0, 12)]
                asked.add("".join(chr(byte) if byte > 31 else "." for byte in name))
                server.sendto(answer_to(question), sender)

        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield asked
        finally:
            server.sendto(b"", (ADDRESS, 53))
            thread.join()
