"""Keeps the inbox up to date with what happens: one worker at a time, a moment later, and never in the way of a text.

    log, messages, reports ─► what changed, by conversation ─► list, search index ─► whoever looks

Where it is, is kept in the database with what it has written. So it goes on there after a crash, wherever it runs next,
and a database that never had an inbox gets one from the beginning of its log.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection

from bot.sealing import is_sealed
from bot.store import findings, following, listing, settings
from bot.store.db import Database
from bot.store.dialect import notify, shares
from bot.store.findings import Finding
from bot.store.following import SETTLED, Happened, Reported, Said
from bot.store.listing import NOTHING, THEM, Change
from bot.store.trail import Trail
from bot.text import HIDDEN
from bot.world import World

FOLLOWED: Final = "inbox_followed"
"""The setting with how far each log was read."""
LIVE: Final = "live"
"""What whoever shows the inbox is told when there is something new in it."""
ROWS_A_BATCH: Final = 100
"""Of each log, in one transaction: some milliseconds, for which nobody else writes to SQLite."""
RESTS: Final = 9.0
"""Times as long as a batch took, if there is more to do: so it never has more than a tenth of the time."""
REST_S_MAX: Final = 2.0
PEOPLE_A_TURN: Final = 250
PEOPLE_AGAIN_S: Final = 300.0
"""So often everybody is looked at who was renamed without a word in a conversation."""
UNSETTLED_S: Final = 120.0
"""For so long it is looked whether a message that was just written got away; later, reports say what became of it."""
UNSETTLED_MAX: Final = 1_000
UNSETTLED_EVERY_S: Final = 0.5
BOT: Final = "bot"
_LOGS: Final = ("event", "message", "receipt")


class _Batch(NamedTuple):
    events: Sequence[Happened]
    messages: Sequence[Said]
    reports: Sequence[Reported]

    @property
    def full(self) -> bool:
        """Whether there may be more."""
        return any(len(rows) >= ROWS_A_BATCH for rows in self)


class Follower:
    """Follows the logs of one database."""

    def __init__(self, database: Database, world: World, on_change: Callable[[], None]) -> None:
        self._database = database
        self._world = world
        self._on_change = on_change
        self._trails: dict[str, Trail] | None = None
        """None while somebody else follows."""
        self._unsettled: OrderedDict[str, tuple[str, str, float]] = OrderedDict()
        """Message → conversation, status when last seen, until when to look."""
        self._look_again_s = 0.0
        self._rests_until_s = 0.0
        self._people_after: str | None = ""
        self._people_at_s = 0.0

    async def turn(self) -> int:
        """Take in what is new; never asks to be called again at once, so that others have their turn in between."""
        try:
            began_s = self._world.monotonic()
            if began_s < self._rests_until_s:
                return 0
            more, changed = await self._database.run(self._batch)
            if changed:
                self._on_change()
            ended_s = self._world.monotonic()
            if more:
                self._rests_until_s = ended_s + min(REST_S_MAX, (ended_s - began_s) * RESTS)
            else:
                await self._look_at_people()
        except BaseException:
            self._trails = None  # what was taken note of here is perhaps not in the database
            raise
        return 0

    # ── one transaction ─────────────────────────────────────────────────────────────────────────────────────────────

    def _batch(self, conn: Connection) -> tuple[bool, bool]:
        """Take a batch in; return whether there may be more, and whether anything in the list is different."""
        if not listing.try_hold(conn):
            self._trails = None
            return False, False
        now_s = self._world.monotonic()
        trails = self._trails or _begin(conn)
        due = bool(self._unsettled) and now_s >= self._look_again_s
        missing = {name: trails[name].missing(now_s) for name in _LOGS}
        ends = following.ends(conn)
        self._trails = trails
        behind = any(trails[name].position < end for name, end in zip(_LOGS, ends, strict=True))
        if not (due or behind or any(missing.values())):
            return False, False
        events = following.happened(conn, trails["event"].position, missing["event"], ROWS_A_BATCH)
        messages = following.said(conn, trails["message"].position, missing["message"], ROWS_A_BATCH)
        reports = following.reported(conn, trails["receipt"].position, missing["receipt"], ROWS_A_BATCH)
        batch = _Batch(events, messages, reports)
        changes = _changes(batch)
        for id in self._settled(conn, now_s) if due else ():
            changes.setdefault(id, NOTHING)
        fresh = listing.bring_up_to_date(conn, changes)
        self._index(conn, batch, {row.contact_id for row in fresh})
        if any(batch):
            gaps = shares(conn)
            trails["event"].saw([row.seq for row in events], now_s, gaps=gaps)
            trails["message"].saw([row.seq for row in messages], now_s, gaps=gaps)
            trails["receipt"].saw([row.seq for row in reports], now_s, gaps=gaps)
            settings.exchange(conn, FOLLOWED, json.dumps({name: trails[name].low for name in _LOGS}))
        if fresh:
            notify(conn, LIVE)
        self._remember(messages, now_s)
        return batch.full, bool(fresh)

    def _index(self, conn: Connection, batch: _Batch, contacts: set[str]) -> None:
        """Let what was written be found."""
        arrays = shares(conn)
        texts = following.notes(conn, [row.note for row in batch.events if row.note])
        found: list[Finding | None] = []
        for row in batch.events:
            if row.note in texts:
                found.append(_finding(row, findings.NOTE, row.note, texts[row.note], arrays))
            elif row.said and row.said != HIDDEN:
                found.append(_finding(row, findings.IN, str(row.seq), row.said, arrays))
        for one in batch.messages:
            if one.text and not is_sealed(one.text):
                about, at = one.conversation_id, one.created_at
                found.append(findings.of_text(about, findings.OUT, one.seq, one.id, at, one.text, arrays=arrays))
        findings.add(conn, [one for one in found if one is not None])
        findings.know_people(conn, contacts)

    def _settled(self, conn: Connection, now_s: float) -> set[str]:
        """Return the conversations in which a message got further since it was looked at last."""
        self._look_again_s = now_s + UNSETTLED_EVERY_S
        now = following.statuses(conn, self._unsettled)
        moved = set()
        for id, (conversation_id, status, until_s) in list(self._unsettled.items()):
            if now.get(id, status) != status:
                moved.add(conversation_id)
                self._unsettled[id] = (conversation_id, now[id], until_s)
            if id not in now or now[id] in SETTLED or until_s <= now_s:
                del self._unsettled[id]
        return moved

    def _remember(self, messages: Iterable[Said], now_s: float) -> None:
        for one in messages:
            if one.status not in SETTLED and not one.in_bulk:
                self._unsettled[one.id] = (one.conversation_id, one.status, now_s + UNSETTLED_S)
        while len(self._unsettled) > UNSETTLED_MAX:
            self._unsettled.popitem(last=False)

    # ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _look_at_people(self) -> None:
        """Go on through everybody, a page a turn, with a long rest after each round."""
        now_s = self._world.monotonic()
        if self._trails is None:
            return
        if self._people_after is None:
            if now_s < self._people_at_s:
                return
            self._people_after = ""
        self._people_after = await self._database.run(_know_more, self._people_after)
        if self._people_after is None:
            self._people_at_s = now_s + PEOPLE_AGAIN_S


def _know_more(conn: Connection, after: str) -> str | None:
    if not listing.try_hold(conn):
        return after
    return findings.know_more_people(conn, after, PEOPLE_A_TURN)[0]


def _begin(conn: Connection) -> dict[str, Trail]:
    kept = json.loads(settings.find(conn, FOLLOWED) or "{}")
    return {name: Trail(kept.get(name, 0)) for name in _LOGS}


def _finding(row: Happened, kind: str, source: str, said: str, arrays: bool) -> Finding | None:
    return findings.of_text(row.conversation_id, kind, row.seq, source, row.at, said, arrays=arrays)


def _changes(batch: _Batch) -> dict[str, Change]:
    """What a batch means for the list, by conversation."""
    changes: dict[str, Change] = {}

    def note(conversation_id: str, change: Change) -> None:
        before = changes.get(conversation_id)
        changes[conversation_id] = change if before is None else before.then(change)

    for _, conversation_id, change in sorted(_told(batch), key=lambda told: told[0]):
        note(conversation_id, change)
    for report in batch.reports:
        if report.conversation_id is not None:
            note(report.conversation_id, NOTHING)
    return changes


def _told(batch: _Batch) -> Iterable[tuple[datetime, str, Change]]:
    """Everything with its time. What answers a text is written with it, at the same time, and comes after it."""
    for row in batch.events:
        if row.said is None:
            change = Change(flow=row.flow, needs=row.troubled)
        else:
            change = Change(heard=row.seq, heard_at=row.at, author=THEM, flow=row.flow, needs=row.troubled)
        yield row.at, row.conversation_id, change
    for one in batch.messages:
        if not one.in_bulk:
            author = one.author or BOT
            yield one.created_at, one.conversation_id, Change(message_id=one.id, said_at=one.created_at, author=author)
