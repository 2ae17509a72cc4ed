"""Does it slow down as the database grows? The same load on a small, a large and a very large one.

    python -m benchmarks.growth [--sizes 1000,100000,1000000] [--messages 8000] [--only postgresql]

Before each run the database is filled with so many conversations that are over, and ten messages, log entries and inbox
rows for each. The inbox's list and the figures have followed the logs to their end, as they would have while these were
written; only the words by which old messages are found are left out. The thousand customers of the load are spread over
those who are known. The ratio is the result.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from pathlib import Path
from typing import Final

import uvloop
from sqlalchemy import Connection, text

from benchmarks.end_to_end import systems
from benchmarks.load import Ledger, serve_carrier
from benchmarks.systems import CUSTOMERS, Crowd, EndToEnd, System, measure, postgresql, running, wait_for_port
from bot.desk.follower import FOLLOWED
from bot.store import following, settings
from bot.store.db import Database
from bot.store.parts import PARTS
from tests.postgres import Cluster, ask

AREA: Final = 203
MESSAGES_EACH: Final = 10
CHUNK: Final = 50_000
SYSTEMS: Final = ("SQLite, one process", "PostgreSQL, serve and worker")

_NUMBERS = {
    "sqlite": "(WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :end)"
    " SELECT i FROM n)",
    "postgresql": "(SELECT generate_series(CAST(:first AS bigint), CAST(:end AS bigint) - 1) AS i)",
}
_TIMES = {"sqlite": "'2026-01-01 00:00:00.000000+00:00'", "postgresql": "TIMESTAMPTZ '2026-01-01 00:00:00+00'"}

_PEOPLE = (
    "INSERT INTO contact (id, phone, fields, tags, created_at, updated_at)"
    " SELECT 'ctc_' || i, '+1{area}' || (2000000 + i), '{{}}', '[]', {at}, {at} FROM {numbers} AS numbers",
    "INSERT INTO conversation (id, contact_id, channel, status, handler, labels, unread, epoch, created_at, last_at)"
    " SELECT 'cnv_' || i, 'ctc_' || i, 'main', 'open', 'bot', '[]', 0, 0, {at}, {at} FROM {numbers} AS numbers",
    "INSERT INTO session (id, conversation_id, flow, version, state, data, outcome, started_at, ended_at)"
    " SELECT 'ses_' || i, 'cnv_' || i, 'old', '1', 'end:done', '{{}}', 'done', {at}, {at} FROM {numbers} AS numbers",
)
_TALK = (
    "INSERT INTO inbound (kind, channel, dedupe_key, contact, part, status, payload, received_at, done_at)"
    " SELECT 'message', 'main', 'old:{lap}:' || i, '+1{area}' || (2000000 + i), i % {parts}, 'done',"
    """ '{{"id": "old", "text": "a text of usual length, as people write them", "media": [], "opt_out": null}}',"""
    " {at}, {at}"
    " FROM {numbers} AS numbers",
    "INSERT INTO event (conversation_id, session_id, kind, data, at)"
    """ SELECT 'cnv_' || i, 'ses_' || i, 'text', '{{"text": "a text of usual length, as people write them"}}', {at}"""
    " FROM {numbers} AS numbers",
    "INSERT INTO message (id, conversation_id, channel, sender, recipient, message_class, text, media, encoding,"
    " units, segments, status, attempts, resends, possible_duplicate, provider, provider_id, created_at, sent_at,"
    " delivered_at)"
    " SELECT 'old_{lap}_' || i, 'cnv_' || i, 'main', '+15550100000', '+1{area}' || (2000000 + i), 'conversational',"
    " 'an answer of usual length, as flows give them to people who write', '[]', 'GSM-7', 66, 1, 'delivered', 1, 0,"
    " {false}, 'loopback', 'c_{lap}_' || i, {at}, {at}, {at} FROM {numbers} AS numbers",
)
_LISTED = (
    "INSERT INTO listing (conversation_id, contact_id, channel, status, handler, assignee, queue, priority, flow,"
    " state, needs, at, author, heard, message_id, version)"
    " SELECT id, contact_id, channel, status, handler, '', '', '', 'old', '', 0, last_at, 'bot', 1,"
    " 'old_9_' || substr(id, 5), 1 FROM conversation"
)


async def fill(url: str, conversations: int, *, followed: bool = False) -> None:
    """Make a database in which so many conversations have been had; `followed`: and the inbox knows of them."""
    database = Database(url)
    await database.open()
    try:
        for first in range(0, conversations, CHUNK):
            await database.run(_fill, first, min(first + CHUNK, conversations))
        if followed:
            await database.run(_follow)
        if database.shared:
            await database.run(lambda conn: conn.execute(text("ANALYZE")))
    finally:
        await database.close()


def _fill(conn: Connection, first: int, end: int) -> None:
    words = {
        "numbers": _NUMBERS[conn.dialect.name],
        "at": _TIMES[conn.dialect.name],
        "area": AREA,
        "parts": PARTS,
        "false": "0" if conn.dialect.name == "sqlite" else "false",
    }
    statements = [statement.format(**words) for statement in _PEOPLE]
    statements += [statement.format(**words, lap=lap) for lap in range(MESSAGES_EACH) for statement in _TALK]
    for statement in statements:
        conn.execute(text(statement), {"first": first, "end": end})


def _follow(conn: Connection) -> None:
    """Let those who follow the logs be at their ends: else they would catch up with all of it while it is measured."""
    conn.execute(text(_LISTED))
    ends = dict(zip(("event", "message", "receipt"), following.ends(conn), strict=True))
    settings.exchange(conn, FOLLOWED, json.dumps(ends))
    rows = [{"source": source, "high": high} for source, high in ends.items()]
    conn.execute(text("INSERT INTO stat_cursor (source, high, gaps) VALUES (:source, :high, '[]')"), rows)


async def one(system: System, conversations: int, messages: int, connections: int, server: Cluster | None) -> EndToEnd:
    """Measure a system whose database holds so many conversations."""
    ledger = Ledger()
    carrier, carrier_port = await serve_carrier(ledger)
    crowd = Crowd(AREA, stride=max(1, conversations // CUSTOMERS))
    try:
        with running(system, carrier_port, server) as at:
            await wait_for_port(at.port)
            await measure(at, ledger, Crowd(201), CUSTOMERS, connections)
            return await measure(at, ledger, crowd, messages, connections)
    finally:
        carrier.close()


async def grow(sizes: list[int], messages: int, connections: int, only: str) -> None:
    """Print a line for each size of each system."""
    names = ("conversations", "messages", "filled in", "a second", "of the first", "CPU a message")
    print("".join(f"{name:>{width}}" for name, width in zip(names, (36, 12, 12, 10, 14, 15), strict=True)))
    with postgresql() as server, tempfile.TemporaryDirectory() as folder:
        for system in systems(server):
            if system.name not in SYSTEMS or only.casefold() not in system.name.casefold():
                continue
            rates: list[float] = []
            for size in sizes:
                url = f"sqlite:///{folder}/{size}.db"
                if server is not None and not system.database.startswith("sqlite"):
                    ask(server.url(), f"CREATE DATABASE grown_{size}")
                    url = server.url(f"grown_{size}")
                began = time.perf_counter()
                await fill(url, size, followed=True)
                filled_s = time.perf_counter() - began
                grown = System(system.name, url, system.workers)
                found = await one(grown, size, messages, connections, server)
                rates.append(found.messages_per_s)
                missing = "" if found.answered == found.messages else f" ONLY {found.answered} answered"
                print(
                    f"{system.name:<28}{size:>8,}{size * MESSAGES_EACH:>12,}{filled_s:>10,.0f} s{rates[-1]:>10,.0f}"
                    f"{rates[-1] / rates[0]:>13.0%}{sum(found.cpu_s_per_message.values()) * 1e6:>12,.0f} µs{missing}",
                    flush=True,
                )
                await asyncio.to_thread(_remove, Path(folder), f"{size}.db*")


def _remove(folder: Path, files: str) -> None:
    for file in folder.glob(files):
        if file.is_file():
            file.unlink()


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--sizes", default="1000,100000")
    parser.add_argument("--messages", type=int, default=8_000)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--only", default="", help="systems whose name holds this")
    options = parser.parse_known_args()[0]
    sizes = [int(size) for size in options.sizes.split(",")]
    uvloop.run(grow(sizes, options.messages, options.connections, options.only))


if __name__ == "__main__":
    main()
