"""kill -9 of a process that is bound: what the message centre got no answer to comes again, and is heard once.

`PARLEY_SMPP_KILLS=50` for the long run.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
from functools import partial

from tests.centre import Centre, eventually
from tests.serving import Server, free_port
from tests.stage import COUNTING, write_flows

KILLS = int(os.environ.get("PARLEY_SMPP_KILLS", "2"))
PEOPLE = [f"+1206555{number:04}" for number in range(8)]


class Reporting(Centre):
    """A message centre that reports on everything it takes, with our reference, until it is heard."""

    def __init__(self) -> None:
        super().__init__()
        self.reporting: list[asyncio.Task[None]] = []

    async def keep_reporting(self) -> None:
        """Never end."""
        while True:
            for taken in self.taken[len(self.reporting) :]:
                report = self.insists(partial(self.reports, taken, user_message_reference=taken.reference))
                self.reporting.append(asyncio.create_task(report))
            await asyncio.sleep(0.05)


async def writing(centre: Centre, phone: str, enough: asyncio.Event) -> int:
    """Write one text after the other, each as soon as the one before was answered for; return how many."""
    count = 0
    while not enough.is_set():
        await centre.insists(partial(centre.says, phone, f"text {count}"))
        count += 1
        await asyncio.sleep(0.05)
    return count


async def test_every_text_is_answered_once_however_often_the_process_is_killed(tmp_path):
    write_flows(tmp_path, COUNTING)
    centre, enough, dice = Reporting(), asyncio.Event(), random.Random(5)  # noqa: S311 - nothing secret
    async with centre.listening() as port, asyncio.TaskGroup() as running:
        account = {"provider": "smpp", "host": "127.0.0.1", "system_id": "parley", "password": "smpp-password"}
        environ = {f"PARLEY_CHANNELS__MAIN__{name.upper()}": value for name, value in account.items()}
        server = Server(tmp_path, free_port(), environ | {"PARLEY_CHANNELS__MAIN__PORT": str(port)})
        await server.start()
        await eventually(lambda: centre.sessions, seconds=60)
        reporting = running.create_task(centre.keep_reporting())
        writers = [running.create_task(writing(centre, phone, enough)) for phone in PEOPLE]
        for _ in range(KILLS):
            await asyncio.sleep(0.5 + dice.random())
            await server.stop(signal.SIGKILL)
            await server.start()
            await eventually(lambda: centre.sessions, seconds=60)
        await asyncio.sleep(1.0)
        enough.set()
        counts = dict(zip(PEOPLE, [await writer for writer in writers], strict=True))
        await eventually(lambda: len(centre.taken) >= sum(counts.values()), seconds=60)
        await asyncio.sleep(0.5)
        reporting.cancel()
        await asyncio.gather(*centre.reporting)
        await server.stop(signal.SIGTERM)

    assert {phone: [str(number + 1) for number in range(count)] for phone, count in counts.items()} == {
        phone: centre.heard(phone) for phone in PEOPLE
    }
    assert (KILLS + 1, 1) == (server.starts, centre.seen["unbind"])
