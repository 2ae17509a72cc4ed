"""`parley worker`: process and send, beside one `parley serve --no-worker`."""

from __future__ import annotations

import asyncio
import signal

import structlog

from bot.cli import garbage, loop
from bot.cli.help import command, new_app
from bot.cli.leave import begin_to_leave
from bot.cli.probes import probes
from bot.cli.setup import read_settings
from bot.config import Settings
from bot.runtime import Runtime
from bot.web.api.happenings import say_what_happens

app = new_app()


@command(app, ("parley worker", "while parley serve --no-worker receives"))
def worker() -> None:
    """Process what came in and send what is due, without serving HTTP.

    One worker at a time on a SQLite database, any number on PostgreSQL. Ctrl+C stops it once what it began is finished.
    With server.metrics_port set it answers /healthz, /readyz and /metrics there.
    """
    loop.run(work(read_settings(quiet=False), asyncio.Event()))


async def work(settings: Settings, stop: asyncio.Event) -> None:
    """Run until told to stop, by event or by signal."""
    running = asyncio.get_running_loop()

    def leave() -> None:
        begin_to_leave()
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        running.add_signal_handler(name, leave)
    runtime = Runtime(settings)
    say_what_happens(runtime)
    async with probes(runtime, settings):
        await runtime.start()
        garbage.expect_little()
        structlog.get_logger(__name__).info("working", database=runtime.database.shown)
        try:
            await stop.wait()
        finally:
            await runtime.stop()
