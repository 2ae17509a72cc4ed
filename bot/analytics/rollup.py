"""Counting what has happened since the last time: each thing once, whenever and wherever it is stopped.

    event, consent_event ─ next page ─► counts      they are never changed: what is read is counted, in one commit
    message, receipt ─► blocks that changed ─► counted anew, and the difference is added

One worker at a time does it, and the database says which. It rests ten times as long as it has worked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from bot.analytics.calendar import Calendar
from bot.analytics.counting import Counts, Sent, count_messages
from bot.analytics.definitions import RECEIPT_WAIT
from bot.analytics.walks import Book, Entry, Thread, Walk
from bot.compliance.standing import Kind
from bot.store import statistics
from bot.store.db import Database
from bot.store.dialect import lock, try_lock
from bot.store.statistics import BLOCK
from bot.world import World

ENTRIES_A_PAGE: Final = 200
NUMBERS_A_PAGE: Final = 4_000
BLOCKS_A_PAGE: Final = 1
PAGES_A_TURN: Final = 1
"""Texts are taken in by the same database: nobody waits for longer than a page takes."""
REST_S: Final = 5.0
REST_FACTOR: Final = 10
SETTLED_AFTER: Final = timedelta(days=90)
"""Later receipts change no figure any more: what they are compared with may be gone."""
LOCK: Final = "figures"


class Rollup:
    """Keeps the figures."""

    def __init__(self, database: Database, world: World, timezone: str, secret: bytes) -> None:
        self._database = database
        self._world = world
        self._secret = secret
        self.calendar = Calendar(timezone)
        self._rest_until = 0.0

    async def turn(self) -> int:
        """Count what there is, and rest; never asks to be called again at once."""
        began = self._world.monotonic()
        if began >= self._rest_until:
            more = await self.catch_up(PAGES_A_TURN)
            ended = self._world.monotonic()
            rest = REST_FACTOR * (ended - began)
            self._rest_until = ended + (rest if more else max(REST_S, rest))
        return 0

    async def catch_up(self, pages: int = 1_000_000) -> bool:
        """Count until there is nothing left, or for so many pages; whether there is more."""
        more_logs = more_blocks = True
        for _ in range(pages):
            if not (more_logs := await self._database.run(self.read_logs, self._world.now())):
                break
        for _ in range(pages):
            if not (more_blocks := await self._database.run(self.count_blocks, self._world.now())):
                break
        return more_logs or more_blocks

    # ── one transaction each ────────────────────────────────────────────────────────────────────────────────────────

    def read_logs(self, conn: Connection, now: datetime) -> bool:
        """Read a page of every log; whether there is more."""
        if not try_lock(conn, LOCK):
            return False  # another worker is at it
        entries = self._read_entries(conn, now)
        wishes = self._read_wishes(conn, now)
        messages = statistics.next_messages(conn, NUMBERS_A_PAGE, now)
        receipts, reported = statistics.next_receipts(conn, NUMBERS_A_PAGE // 10, now)
        statistics.mark(conn, [*(row.seq for row in messages), *reported])
        statistics.mark_blocks(conn, statistics.changed_outbox(conn))
        return (
            entries >= ENTRIES_A_PAGE
            or wishes >= ENTRIES_A_PAGE
            or len(messages) >= NUMBERS_A_PAGE
            or receipts >= NUMBERS_A_PAGE // 10
        )

    def count_blocks(self, conn: Connection, now: datetime) -> bool:
        """Count some blocks anew; whether there may be more."""
        if not try_lock(conn, LOCK):
            return False
        blocks = statistics.due_blocks(conn, now, BLOCKS_A_PAGE)
        difference: Counts = Counter()
        for block in blocks:
            rows = [Sent(*row) for row in statistics.messages_of(conn, block.block)]
            if block.cells and rows and max(row.created_at for row in rows) < now - SETTLED_AFTER:
                statistics.settle_block(conn, block.block)
                continue
            counts, again_at = count_messages(rows, self.calendar, now)
            counts.update(_read(block.kept))
            difference.update(counts)
            difference.subtract(_read(block.cells))
            statistics.save_block(conn, block.block, _written(counts), again_at)
        statistics.add_counts(conn, difference)
        return len(blocks) >= BLOCKS_A_PAGE

    # ── the logs ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _read_entries(self, conn: Connection, now: datetime) -> int:
        rows = statistics.next_entries(conn, ENTRIES_A_PAGE, now)
        if not rows:
            return 0
        conversations = {row.conversation_id for row in rows}
        channels = statistics.channels_of(conn, conversations)
        causes = {int(row.data["inbound"]) for row in rows if isinstance(row.data.get("inbound"), int)}
        came = statistics.received(conn, causes)
        book = self._open_book(conn, {row.session_id for row in rows if row.session_id}, conversations)
        before = set(book.walks), set(book.threads)
        held = dict(book.walks), dict(book.threads)
        for row in rows:
            heard_at = came.get(row.data.get("inbound"), row.at)
            channel = channels.get(row.conversation_id, "")
            book.take(
                Entry(row.seq, row.conversation_id, row.session_id, row.kind, row.data, row.at, channel, heard_at)
            )
        walks = [walk for id, walk in book.walks.items() if held[0].get(id) != walk]
        threads = [thread for id, thread in book.threads.items() if held[1].get(id) != thread]
        statistics.save_walks(conn, [_row(walk) for walk in walks], before[0] - set(book.walks))
        statistics.save_threads(conn, [_row(thread) for thread in threads], before[1] - set(book.threads))
        statistics.add_unmatched(conn, book.unmatched)
        statistics.add_stops(conn, book.stops)
        statistics.add_counts(conn, book.counts)
        return len(rows)

    def _open_book(self, conn: Connection, sessions: set[str], conversations: set[str]) -> Book:
        walks = [
            Walk(**(row._asdict() | {"seen": tuple(row.seen)}))
            for row in statistics.walks(conn, sessions, conversations)
        ]
        threads = [Thread(*row) for row in statistics.threads(conn, conversations)]
        return Book(
            self.calendar,
            self._secret,
            {walk.session_id: walk for walk in walks},
            {thread.conversation_id: thread for thread in threads},
        )

    def _read_wishes(self, conn: Connection, now: datetime) -> int:
        rows = statistics.next_optouts(conn, ENTRIES_A_PAGE, now)
        found: list[tuple[Any, ...]] = []
        for row in rows:
            if row.kind == Kind.OUT:
                last = statistics.last_message(conn, row.contact_id, row.at)
                id, flow, state, template = (None, "", "", "") if last is None else last
                place = self.calendar.place(row.at)
                said = (flow or "", state or template or "", id)
                found.append((row.seq, *place, row.channel, row.source, row.scope, *said))
        statistics.add_optouts(conn, found)
        return len(rows)


def keep_counted(conn: Connection, phone: str, timezone: str, now: datetime) -> None:
    """Let the messages to a person stay counted although they are about to be erased: counts name nobody."""
    lock(conn, [LOCK])
    by_block: dict[int, list[Sent]] = {}
    for row in statistics.messages_to(conn, phone):
        by_block.setdefault(row.seq // BLOCK, []).append(Sent(*row))
    calendar = Calendar(timezone)
    for block, rows in sorted(by_block.items()):
        counts, _ = count_messages(rows, calendar, now + RECEIPT_WAIT)  # nobody will look whether a receipt came
        statistics.keep_of_block(conn, block, _written(counts))


def _row(remembered: Walk | Thread) -> tuple[Any, ...]:
    values = (getattr(remembered, item.name) for item in fields(remembered))
    return tuple(list(value) if isinstance(value, tuple) else value for value in values)


def _written(counts: Counts) -> list[list[Any]]:
    return [[*cell, n] for cell, n in counts.items() if n]


def _read(cells: Iterable[list[Any]]) -> Counts:
    counts: Counts = Counter()
    for *cell, n in cells:
        counts[tuple(cell)] += n
    return counts
