"""Links that can be cut, delayed and throttled: TCP proxies on loopback, in a process of their own so
that they are no slower when the people of the load are busy.

Run as a program it is that process: it reads an order in each line of its input, as JSON, and
answers each in a line of its output.
"""

import asyncio
import json
import os
import subprocess
import sys
import threading
from typing import Any, Self

from ports import free_ports

# What one link may hold on its way before the sender has to wait.
PIECES, PIECE_BYTES = 64, 16 * 1024


class Link:
    """One listener, and what it does to everything that passes."""

    def __init__(self, port: int, target: int) -> None:
        self.port = port
        self.target = target
        self.cut = False
        self.delay_s = 0.0
        self.bytes_per_s = 0
        self.writers: set[asyncio.StreamWriter] = set()

    async def listen(self) -> None:
        await asyncio.start_server(self.accept, "127.0.0.1", self.port)

    def change(self, cut: bool, delay_s: float, bytes_per_s: int) -> None:
        self.cut, self.delay_s, self.bytes_per_s = cut, delay_s, bytes_per_s
        if cut:
            for writer in self.writers:
                writer.transport.abort()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends, tasks = [writer], []
        self.writers.add(writer)
        try:
            if self.cut:
                return
            there, to_there = await asyncio.open_connection("127.0.0.1", self.target)
            ends.append(to_there)
            self.writers.add(to_there)
            tasks = [*self.carry(reader, to_there), *self.carry(there, writer)]
            # Where one side has ended, so has the connection, as far as anybody here uses it.
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        except OSError:
            # Nobody there: the one who came is told so below.
            return
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for end in ends:
                self.writers.discard(end)
                end.transport.abort()

    def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> list[asyncio.Task]:
        """Taking and giving at once, so that a delay does not make a link narrow."""
        loop = asyncio.get_running_loop()
        held: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(PIECES)

        async def take() -> None:
            while data := await reader.read(PIECE_BYTES):
                await held.put((loop.time() + self.delay_s, data))
            # What is on its way arrives before the end does.
            await held.join()

        async def give() -> None:
            while True:
                due, data = await held.get()
                if (early := due - loop.time()) > 0:
                    await asyncio.sleep(early)
                if self.bytes_per_s:
                    await asyncio.sleep(len(data) / self.bytes_per_s)
                writer.write(data)
                await writer.drain()
                held.task_done()

        return [asyncio.create_task(take()), asyncio.create_task(give())]


class Links:
    """The proxies, as the harness sees them."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.turn = threading.Lock()

    def order(self, **order: Any) -> None:
        with self.turn:
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.flush()
            if self.process.stdout.readline() != "done\n":
                raise SystemExit(f"the process of the links has ended at {order}")

    def add(self, target: int) -> int:
        """A new link to a port; returns the port to use in its place."""
        [port] = free_ports(1)
        self.order(port=port, target=target)
        return port

    def change(self, ports: list[int], *, cut: bool = False, delay_s: float = 0, bytes_per_s: int = 0) -> None:
        """What these links do from now on; nothing special without more."""
        for port in ports:
            self.order(port=port, cut=cut, delay_s=delay_s, bytes_per_s=bytes_per_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


async def obey() -> None:
    links: dict[int, Link] = {}
    while line := await asyncio.to_thread(sys.stdin.readline):
        order = json.loads(line)
        port = order.pop("port")
        if "target" in order:
            links[port] = Link(port, order["target"])
            await links[port].listen()
        else:
            links[port].change(**order)
        print("done", flush=True)
    # Connections that still stand end with the process, without a word.
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(obey())
