"""What the API makes of facts: the objects that `/v1/activity` lists and webhooks carry, the same as everywhere else.

Each kind of fact has one function here. It reads the rows as they are, with what the fact kept of them laid over.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from pydantic import BaseModel
from sqlalchemy import Connection

from bot.events import FAILED, MessageStatus
from bot.runtime import Runtime
from bot.store import broadcasts, consent, contacts, desk, happened, verifications, views, webhooks_out
from bot.store.activity import NewActivity
from bot.store.facts import RECEIVED, Fact
from bot.verifications import State
from bot.web.api.activity_shapes import (
    ConsentChange,
    DisabledWebhook,
    FinishedSession,
    ReceivedMessage,
)
from bot.web.api.broadcast_shapes import Broadcast
from bot.web.api.consent_shapes import ConsentRecord
from bot.web.api.contacts import shape_of
from bot.web.api.conversation_shapes import Conversation
from bot.web.api.message_shapes import Message
from bot.web.api.verification_shapes import Verification
from bot.world import World


class Happening(NamedTuple):
    """What is made of a fact."""

    type: str
    data: BaseModel
    phone: str = ""
    conversation_id: str = ""
    """Or the contact's, broadcast's, verification's own id: what has the same one is told in its order."""


Found = Iterator[tuple[Fact, Happening]]
Make = Callable[[Connection, Sequence[Fact]], Found]

TYPES: Final = (
    "message.sent",
    "message.delivered",
    "message.failed",
    "message.refused",
    "message.canceled",
    "message.received",
    "conversation.handoff",
    "conversation.handed_back",
    "conversation.assigned",
    "conversation.closed",
    "contact.created",
    "contact.changed",
    "session.completed",
    "consent.changed",
    "broadcast.started",
    "broadcast.paused",
    "broadcast.completed",
    "broadcast.canceled",
    "verification.approved",
    "verification.failed",
    "verification.canceled",
    "webhook.disabled",
    "webhook.test",
)
"""Expect new ones."""


def say_what_happens(runtime: Runtime) -> None:
    """Let this process make objects of facts."""
    world = runtime.world
    runtime.teller.describe = lambda conn, facts: describe(conn, facts, world)


def describe(conn: Connection, facts: Sequence[Fact], world: World) -> list[NewActivity]:
    """Make objects of facts, in their order; what is about rows that are gone is left out."""
    made: dict[int, tuple[Fact, Happening]] = {}
    for kind, make in MAKERS.items():
        of_kind = [fact for fact in facts if fact.kind == kind]
        for fact, happening in make(conn, of_kind) if of_kind else ():
            made[fact.seq] = (fact, happening)
    in_order = _texts_in_order(made)
    return [_activity(*made[in_order.get(fact.seq, fact.seq)], world) for fact in facts if fact.seq in made]


def _texts_in_order(made: Mapping[int, tuple[Fact, Happening]]) -> dict[int, int]:
    """Which text of its conversation stands where: one statement marks many, in whatever order it finds them."""
    places: dict[str, list[int]] = {}
    for seq, (fact, happening) in made.items():
        if fact.kind == RECEIVED:
            places.setdefault(happening.conversation_id, []).append(seq)
    return {
        place: seq
        for seqs in places.values()
        for place, seq in zip(sorted(seqs), sorted(seqs, key=lambda seq: int(made[seq][0].ref)), strict=True)
    }


def _activity(fact: Fact, happening: Happening, world: World) -> NewActivity:
    return NewActivity(
        id=world.new_id("evt"),
        type=happening.type,
        phone=happening.phone,
        conversation_id=happening.conversation_id,
        data=happening.data.model_dump(mode="json", by_alias=True),
        at=fact.at,
    )


# ── messages ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _messages(conn: Connection, facts: Sequence[Fact]) -> Found:
    rows = {row.id: row for row in views.messages_by_ids(conn, _refs(facts))}
    for fact in facts:
        if (row := rows.get(fact.ref)) is not None:
            then = replace(
                row,
                status=fact.data["status"],
                error=fact.data["error"],
                error_detail=row.error_detail if fact.data["error"] else None,
                provider_id=fact.data["provider_id"],
                sent_at=_time(fact.data["sent_at"]),
                delivered_at=_time(fact.data["delivered_at"]),
            )
            yield fact, Happening(_type(then.status), Message.of(then), row.recipient, row.conversation_id)


def _type(status: str) -> str:
    if status in FAILED:
        return "message.failed"
    return {MessageStatus.ACCEPTED: "message.sent"}.get(MessageStatus(status), f"message.{status}")


def _received(conn: Connection, facts: Sequence[Fact]) -> Found:
    texts = happened.texts(conn, [int(fact.ref) for fact in facts])
    for fact in facts:
        if (text := texts.get(int(fact.ref))) is not None:
            yield fact, Happening("message.received", ReceivedMessage.received(text), text.phone, text.conversation_id)


# ── conversations ───────────────────────────────────────────────────────────────────────────────────────────────────


def _conversations(type: str) -> Make:
    def make(conn: Connection, facts: Sequence[Fact]) -> Found:
        rows = {row.id: row for id in _refs(facts) if (row := desk.find(conn, id)) is not None}
        people = contacts.by_ids(conn, {row.contact_id for row in rows.values()})
        for fact in facts:
            row = rows.get(fact.ref)
            person = None if row is None else people.get(row.contact_id)
            if row is not None and person is not None:
                then = Conversation.of(row._replace(**fact.data), person)
                yield fact, Happening(type, then, person.phone, row.id)

    return make


def _contacts(type: str) -> Make:
    def make(conn: Connection, facts: Sequence[Fact]) -> Found:
        people = contacts.by_ids(conn, _refs(facts))
        for fact in facts:
            if (person := people.get(fact.ref)) is not None:
                yield fact, Happening(type, shape_of(person), person.phone, person.id)

    return make


def _sessions(conn: Connection, facts: Sequence[Fact]) -> Found:
    rows = {row.id: row for row in happened.finished(conn, _refs(facts))}
    for fact in facts:
        if (row := rows.get(fact.ref)) is not None:
            yield fact, Happening("session.completed", FinishedSession.of(row), row.phone, row.conversation_id)


# ── consent ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _consent(conn: Connection, facts: Sequence[Fact]) -> Found:
    rows = consent.by_ids(conn, _refs(facts))
    phones = happened.phones(conn, {row.event.contact_id for row in rows.values()})
    for fact in facts:
        row = rows.get(fact.ref)
        phone = None if row is None else phones.get(row.event.contact_id)
        if row is not None and phone is not None:
            record = ConsentRecord.of(row).model_dump(by_alias=True)
            change = ConsentChange(**record, phone=phone, contact_id=row.event.contact_id)
            thread = happened.thread_of(conn, row.event.contact_id, row.event.channel) or ""
            yield fact, Happening("consent.changed", change, phone, thread)


# ── broadcasts and passcodes ────────────────────────────────────────────────────────────────────────────────────────


def _broadcasts(conn: Connection, facts: Sequence[Fact]) -> Found:
    for fact in facts:
        if (row := broadcasts.find(conn, fact.ref)) is not None:
            shown = Broadcast.of(row).model_copy(update={"state": fact.data["state"]})
            yield fact, Happening(_BROADCAST[fact.data["state"]], shown, "", row.id)


_BROADCAST: Final = {
    "running": "broadcast.started",
    "paused": "broadcast.paused",
    "done": "broadcast.completed",
    "canceled": "broadcast.canceled",
}
"""By its state: one that goes on after a pause has started again."""


def _verifications(conn: Connection, facts: Sequence[Fact]) -> Found:
    for fact in facts:
        row = verifications.find(conn, fact.ref)
        if row is not None and row.status in list(State):
            shown = Verification.of(row, State(row.status))
            yield fact, Happening(f"verification.{row.status}", shown, row.phone, row.id)


# ── webhooks themselves ─────────────────────────────────────────────────────────────────────────────────────────────


def _disabled(conn: Connection, facts: Sequence[Fact]) -> Found:
    for fact in facts:
        if (found := webhooks_out.find(conn, fact.ref)) is not None:
            data = DisabledWebhook(webhook_id=found.id, url=found.url, last_error=found.last_error, **fact.data)
            yield fact, Happening("webhook.disabled", data)


MAKERS: Final[Mapping[str, Make]] = {
    "message": _messages,
    RECEIVED: _received,
    "handoff": _conversations("conversation.handoff"),
    "handed_back": _conversations("conversation.handed_back"),
    "assigned": _conversations("conversation.assigned"),
    "closed": _conversations("conversation.closed"),
    "contact_added": _contacts("contact.created"),
    "contact_changed": _contacts("contact.changed"),
    "completed": _sessions,
    "consent": _consent,
    "broadcast": _broadcasts,
    "verification": _verifications,
    "webhook_disabled": _disabled,
}
"""By kind of fact."""


def _refs(facts: Collection[Fact]) -> list[str]:
    return list(dict.fromkeys(fact.ref for fact in facts))


def _time(written: Any) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)
