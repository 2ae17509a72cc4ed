"""What everything that is done at the desk has in common: the conversation is held, changed, and the log says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bot.desk.actor import Actor
from bot.desk.errors import Stale, Unknown
from bot.events import Json
from bot.inbox import entries
from bot.inbox.house import House
from bot.store import conversations, desk, events, inbound
from bot.store.conversations import Conversation
from bot.store.desk import Notice
from bot.store.events import LogEntry
from bot.store.parts import hold


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it."""

    conversation: Conversation
    """As it is now."""
    canceled: tuple[str, ...] = ()
    """The messages of the bot that were taken back."""
    in_flight: tuple[str, ...] = ()
    """Those that had left already: they may still arrive."""
    message: str | None = None
    """The id of what was written."""
    note: str | None = None


class At(NamedTuple):
    """A conversation that is ours until the end of the transaction."""

    conversation: Conversation
    phone: str
    now: datetime


class Work:
    """What the parts of `Acts` are made with."""

    def __init__(self, house: House, now: Callable[[], datetime]) -> None:
        self._house = house
        self._now = now

    def _at(self, conn: Connection, conversation_id: str, expected_epoch: int | None = None) -> At:
        phone = desk.phone_of(conn, conversation_id)
        if phone is not None:
            hold(conn, [phone])
        conversation = desk.hold(conn, conversation_id)
        if phone is None or conversation is None:
            raise Unknown(f"no conversation has the id `{conversation_id}`")
        if expected_epoch is not None and conversation.epoch != expected_epoch:
            raise Stale(conversation.epoch)
        return At(conversation, phone, self._now())

    def _write(self, conn: Connection, at: At, changed: Conversation, kind: str, actor: Actor, **data: Json) -> None:
        if changed != at.conversation:
            conversations.save(conn, [changed])
        events.add(conn, [LogEntry(changed.id, None, kind, {"actor": actor.described(), **data}, at.now)])

    def _notify(self, conn: Connection, at: At, recipients: Iterable[str], kind: str, actor: Actor) -> None:
        """Tell people of something; nobody is told what they did themselves."""
        new_id, by = self._house.new_id, "" if actor.kind == "system" else actor.name
        told = [one for one in dict.fromkeys(recipients) if one != actor.id]
        desk.add_notices(conn, [Notice(new_id("ntc"), one, kind, at.conversation.id, by, at.now) for one in told])

    def _go_on(self, conn: Connection, at: At, changed: Conversation, did: dict[str, Any], again: str = "") -> None:
        """Let the inbox move the session, in its turn, unless somebody takes the conversation over before."""
        key = f"{changed.id}:{changed.epoch}:{again}"
        row = entries.desk(changed.channel, at.phone, key, {**did, "epoch": changed.epoch}, at.now)
        inbound.append(conn, [row], news="inbox")


def written(at: datetime | None) -> str | None:
    """Write a time down as the log keeps it."""
    return None if at is None else at.isoformat()
