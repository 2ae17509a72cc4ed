"""After a night without a worker a hundred thousand clocks are due at once: how fast it catches up, and who waits.

    python -m benchmarks.timers [--people 100000] [--only postgresql]

Half of the people are in the middle of a conversation whose question they have not answered; for the other half a flow
is to start. Each is to hear one text, once. Meanwhile customers write twenty texts a second, whose webhooks are timed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any, Final

import structlog
import uvloop
from sqlalchemy import Connection, insert, select

from benchmarks.end_to_end import systems
from benchmarks.load import Ledger, Posted, percentile, post_all, serve_carrier
from benchmarks.systems import FLOWS, Crowd, System, postgresql, running, wait_for_port
from bot.config import load_settings
from bot.events import Inbound
from bot.inbox import entries
from bot.runtime import Runtime
from bot.store import timers
from bot.store.tables import contact, conversation, session
from bot.store.timers import Timer
from bot.world import World
from tests.postgres import Cluster, ask

CHUNK: Final = 2_000
AGO: Final = timedelta(hours=2)
"""When the conversations were had: the hour after which the flow asks again is over, no timer is too late to fire."""
TEMPLATE: Final = "+12089999999"
ASKED_AGAIN, STARTED = "Still there?", "Will you come tomorrow?"
CHATTING: Final = Crowd(204)
TEXTS_A_SECOND: Final = 20.0
TIMEOUT_S: Final = 900.0
AFTERWARDS_S: Final = 5.0
"""So long we listen for a text too many."""
SYSTEMS: Final = ("SQLite, one process", "PostgreSQL, serve and worker")


def phone(number: int) -> str:
    """Whose clock it is."""
    return f"+1208{2_000_000 + number}"


# ── a database in which much is due ─────────────────────────────────────────────────────────────────────────────────


async def prepare(url: str, people: int, flows: Path = FLOWS) -> None:
    """Have one conversation two hours ago, and make the others like it."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {"PARLEY_DATABASE__URL": url, "PARLEY_DATABASE__STATE": folder, "PARLEY_FLOWS__PATH": str(flows)}
        world = replace(World.real(), now=lambda: datetime.now(UTC) - AGO)
        runtime = Runtime(load_settings(environ=environ), world)
        await runtime.start(worker=False)
        try:
            text = Inbound("template", TEMPLATE, "+15550100000", "reminder")
            await runtime.inbox.accept([entries.message("main", text, world.now())])
            await runtime.inbox.process_once()
            for first in range(0, people, CHUNK):
                await runtime.database.run(_copy, range(first, min(first + CHUNK, people)))
        finally:
            await runtime.stop()


def _copy(conn: Connection, numbers: range) -> None:
    person = conn.execute(select(contact).where(contact.c.phone == TEMPLATE)).mappings().one()
    talk = conn.execute(select(conversation).where(conversation.c.contact_id == person["id"])).mappings().one()
    walk = conn.execute(select(session).where(session.c.conversation_id == talk["id"])).mappings().one()
    conn.execute(insert(contact), [{**person, "id": f"ctc_{it}", "phone": phone(it)} for it in numbers])
    conn.execute(insert(conversation), [{**talk, "id": f"cnv_{it}", "contact_id": f"ctc_{it}"} for it in numbers])
    conn.execute(insert(session), [_walk(walk, it) for it in numbers if it % 2])
    started_at, payload = person["created_at"], entries.start_payload("reminder", {})
    due = [Timer(f"tim_{it}", f"ctc_{it}", phone(it), "main", "", payload, started_at) for it in numbers if not it % 2]
    timers.add(conn, due)


def _walk(walk: Any, number: int) -> dict[str, Any]:
    """The same walk, of another person: wherever it names itself it has another name."""
    id = f"ses_{number}"
    data = json.loads(json.dumps(walk["data"]).replace(walk["id"], id).replace(TEMPLATE, phone(number)))
    return {**walk, "id": id, "conversation_id": f"cnv_{number}", "data": data}


def expected(number: int) -> str:
    """What each is to hear."""
    return ASKED_AGAIN if number % 2 else STARTED


# ── catching up ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class CaughtUp:
    """What it gave."""

    seconds: float
    once: int
    """How many heard what they should, once."""
    twice: int
    webhooks_s: list[float]


async def catch_up(system: System, people: int, server: Cluster | None) -> CaughtUp:
    """Start the system, and wait until everybody has heard their text."""
    ledger = Ledger()
    ledger.expect(1 << 60)
    carrier, carrier_port = await serve_carrier(ledger)
    wanted = {phone(number): expected(number) for number in range(people)}
    heard: Counter[str] = Counter()
    seen = 0
    last = 0.0
    try:
        began = time.perf_counter()
        with running(system, carrier_port, server) as at:
            await wait_for_port(at.port)
            enough = asyncio.Event()
            chatting = asyncio.create_task(_chat(at.port, enough))
            until = began + TIMEOUT_S
            while (now := time.perf_counter()) < until:
                await asyncio.sleep(0.2)
                arrivals = ledger.arrivals[seen:]
                seen += len(arrivals)
                for arrived, body in arrivals:
                    message = json.loads(body)
                    if wanted.get(message["to"]) == message["text"]:
                        heard[message["to"]] += 1
                        last = arrived
                if len(heard) == people:
                    until = min(until, now + AFTERWARDS_S)
            enough.set()
            latencies = (await chatting).latencies_s
    finally:
        carrier.close()
    counts = Counter(heard.values())
    return CaughtUp(last - began, counts[1], heard.total() - counts[1], latencies)


async def _chat(port: int, enough: asyncio.Event) -> Posted:
    """Post texts at an even rate until it is enough."""
    posted = Posted()
    texts = map(CHATTING.text, count())
    while not enough.is_set():
        part = await post_all([port], islice(texts, int(TEXTS_A_SECOND)), connections=4, rate=TEXTS_A_SECOND)
        posted.latencies_s += part.latencies_s
        assert set(part.statuses) == {200}, part.statuses
    return posted


async def run(people: int, only: str) -> bool:
    """Print a line for each system; whether everybody heard everything once."""
    names = ("all done in", "a second", "once", "twice", "webhook p50", "p95", "p99")
    print(f"{people:,} due at once{'':<12}" + "".join(f"{name:>13}" for name in names))
    well = True
    with postgresql() as server, tempfile.TemporaryDirectory() as folder:
        for system in systems(server):
            if system.name not in SYSTEMS or only.casefold() not in system.name.casefold():
                continue
            url = f"sqlite:///{folder}/due.db"
            if server is not None and not system.database.startswith("sqlite"):
                ask(server.url(), "CREATE DATABASE due")
                url = server.url("due")
            await prepare(url, people)
            found = await catch_up(System(system.name, url, system.workers), people, server)
            well = well and (found.once, found.twice) == (people, 0)
            figures = (
                f"{found.seconds:,.1f} s",
                f"{people / found.seconds:,.0f}",
                f"{found.once:,}",
                f"{found.twice:,}",
                *(f"{percentile(found.webhooks_s, share) * 1e3:,.0f} ms" for share in (0.50, 0.95, 0.99)),
            )
            print(f"{system.name:<30}" + "".join(f"{figure:>13}" for figure in figures), flush=True)
    return well


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--only", default="", help="systems whose name holds this")
    options = parser.parse_known_args()[0]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    if not uvloop.run(run(options.people, options.only)):
        raise SystemExit("somebody did not hear their text, or heard it twice")


if __name__ == "__main__":
    main()
