"""What is done at the desk, each as one transaction of the caller's: all of it happens, or nothing.

    hold the person's part ─ hold the conversation ─ look at its epoch ─ change it ─ take back what the bot has queued
                                                                        └ one entry of the log, with who did it

Whoever decides for the bot holds the same part and the same row. So a bot message is written before a takeover, and
taken back by it, or it is not written at all. What moves a session (closing, handing back) goes on through the inbox.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection

from bot.desk import reading
from bot.desk.actor import SYSTEM, Actor
from bot.desk.errors import Conflict, Refused, Stale, Unknown
from bot.desk.reading import MESSAGES, Item
from bot.desk.words import refusal
from bot.events import Json, MessageClass, MessageStatus
from bot.inbox import entries
from bot.inbox.house import House
from bot.outbox.compose import Saying, compose
from bot.providers.channel import Channel
from bot.routing.pool import pick
from bot.store import contacts, conversations, desk, events, inbound, messages
from bot.store.contacts import Contact
from bot.store.conversations import BOT, PERSON, Conversation
from bot.store.desk import Note
from bot.store.dialect import notify
from bot.store.events import LogEntry
from bot.store.parts import hold

Way = Literal["continue", "restart", "state"]
"""How the bot goes on: at the pending question, with the flow from its beginning, or at a state of it."""


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


class _At(NamedTuple):
    """A conversation that is ours until the end of the transaction."""

    conversation: Conversation
    phone: str
    now: datetime


class Acts:
    """Everything that agents do with conversations."""

    def __init__(self, house: House, now: Callable[[], datetime]) -> None:
        self._house = house
        self._now = now

    # ── taking over, and giving back ────────────────────────────────────────────────────────────────────────────────

    def take_over(
        self, conn: Connection, conversation_id: str, actor: Actor, expected_epoch: int | None = None
    ) -> Done:
        """Silence the bot, and give the conversation to an agent. From the commit on the bot says nothing more."""
        at = self._at(conn, conversation_id, expected_epoch)
        if at.conversation.held and at.conversation.assignee == _assignee(at.conversation, actor):
            return Done(at.conversation)
        return self._take(conn, at, actor)

    def reply(
        self,
        conn: Connection,
        conversation_id: str,
        actor: Actor,
        text: str,
        *,
        seen: int | None = None,
        media: Sequence[str] = (),
        send_at: datetime | None = None,
        undo_s: float = 0,
        expected_epoch: int | None = None,
    ) -> Done:
        """Write to the customer, and take the conversation over if the bot has it.

        `seen` is the number of the last entry that the writer saw: if something was said since, nothing is sent, and
        `Conflict` has it. For `undo_s` it can be taken back.
        """
        at = self._at(conn, conversation_id, expected_epoch)
        newer = [] if seen is None else self._unseen(conn, at, seen, actor)
        if newer:
            raise Conflict(newer)
        done = Done(at.conversation) if at.conversation.held else self._take(conn, at, actor)
        at = at._replace(conversation=done.conversation)
        row = self._composed(conn, at, actor, text, media, _not_before(at.now, send_at, undo_s))
        messages.add(conn, [row])
        changed = at.conversation._replace(
            needs_reply_since=None,
            answered_at=at.conversation.answered_at or at.now,
            number=row.sender if _is_pooled(self._house.channels[row.channel]) else at.conversation.number,
            unread=0,
        )
        self._write(conn, at, changed, "replied", actor, said=[row.id])
        notify(conn, "outbox")
        return Done(changed, done.canceled, done.in_flight, message=row.id)

    def hand_back(
        self,
        conn: Connection,
        conversation_id: str,
        actor: Actor,
        how: Way = "continue",
        state: str | None = None,
        expected_epoch: int | None = None,
    ) -> Done:
        """Let the bot go on: at its pending question, with its flow from the beginning, or at a state of the flow."""
        at = self._at(conn, conversation_id, expected_epoch)
        if at.conversation.handler == BOT:
            return Done(at.conversation)
        self._check_state(conn, at, how, state)
        changed = _freed(at.conversation)
        self._write(conn, at, changed, "handed_back", actor, how=how, state=state)
        ask = reading.was_spoken(conn, conversation_id, at.conversation.taken_at)
        self._go_on(conn, at, changed, {"did": "handed_back", "how": how, "state": state, "ask": ask})
        return Done(changed)

    def resume_at(
        self,
        conn: Connection,
        conversation_id: str,
        actor: Actor,
        at_time: datetime | None,
        expected_epoch: int | None = None,
    ) -> Done:
        """Let the bot go on by itself at a time, with what is taken over now; None takes that back."""
        at = self._at(conn, conversation_id, expected_epoch)
        if not at.conversation.held and at_time is not None:
            raise Refused("not_taken_over", "The bot has this conversation already: take it over first.")
        changed = at.conversation._replace(bot_paused_until=at_time)
        self._write(conn, at, changed, "resumes", actor, until=_written(at_time))
        return Done(changed)

    # ── whose it is, and until when it rests ────────────────────────────────────────────────────────────────────────

    def assign(
        self,
        conn: Connection,
        conversation_id: str,
        actor: Actor,
        assignee: str | None,
        expected_epoch: int | None = None,
    ) -> Done:
        """Say whose work a conversation is; None for nobody's. Who speaks does not change by it."""
        at = self._at(conn, conversation_id, expected_epoch)
        if at.conversation.assignee == assignee:
            return Done(at.conversation)
        changed = at.conversation._replace(assignee=assignee)
        self._write(conn, at, changed, "assigned", actor, assignee=assignee, before=at.conversation.assignee)
        return Done(changed)

    def snooze(
        self,
        conn: Connection,
        conversation_id: str,
        actor: Actor,
        until: datetime | None = None,
        expected_epoch: int | None = None,
    ) -> Done:
        """Put a conversation away until a time, or until they write (None). They wake it either way."""
        at = self._at(conn, conversation_id, expected_epoch)
        changed = at.conversation._replace(status="snoozed", snoozed_until=until, closed_at=None)
        self._write(conn, at, changed, "snoozed", actor, until=_written(until))
        return Done(changed)

    def close(self, conn: Connection, conversation_id: str, actor: Actor, expected_epoch: int | None = None) -> Done:
        """End the conversation. A flow that waits for this goes on by its `closed:`; one that was cut into is over."""
        at = self._at(conn, conversation_id, expected_epoch)
        if at.conversation.status == "closed":
            return Done(at.conversation)
        changed = _freed(at.conversation)._replace(
            status="closed", closed_at=at.now, snoozed_until=None, assignee=None, unread=0
        )
        was = at.conversation
        self._write(conn, at, changed, "closed", actor, assignee=was.assignee)
        if was.handler == PERSON:
            self._go_on(conn, at, changed, {"did": "closed", "held": was.held})
        return Done(changed)

    def reopen(self, conn: Connection, conversation_id: str, actor: Actor, expected_epoch: int | None = None) -> Done:
        """Bring a conversation back that was closed or put away."""
        at = self._at(conn, conversation_id, expected_epoch)
        if at.conversation.status == "open":
            return Done(at.conversation)
        changed = at.conversation._replace(status="open", snoozed_until=None, closed_at=None)
        self._write(conn, at, changed, "reopened", actor)
        return Done(changed)

    def label(
        self,
        conn: Connection,
        conversation_id: str,
        actor: Actor,
        add: Sequence[str] = (),
        remove: Sequence[str] = (),
        expected_epoch: int | None = None,
    ) -> Done:
        """Put labels on a conversation, and take others off."""
        at = self._at(conn, conversation_id, expected_epoch)
        kept = [label for label in at.conversation.labels if label not in remove]
        labels = list(dict.fromkeys([*kept, *add]))
        if labels == list(at.conversation.labels):
            return Done(at.conversation)
        changed = at.conversation._replace(labels=labels)
        self._write(conn, at, changed, "labeled", actor, add=list(add), remove=list(remove))
        return Done(changed)

    def note(
        self,
        conn: Connection,
        conversation_id: str,
        actor: Actor,
        text: str,
        mentions: Sequence[str] = (),
        expected_epoch: int | None = None,
    ) -> Done:
        """Write something for the other agents. Nothing of it is ever sent."""
        at = self._at(conn, conversation_id, expected_epoch)
        kept = Note(self._house.new_id("nte"), at.conversation.id, actor.id, actor.name, text, list(mentions), at.now)
        desk.add_note(conn, kept)
        self._write(conn, at, at.conversation, "noted", actor, note=kept.id, mentions=list(mentions))
        return Done(at.conversation, note=kept.id)

    def cancel(self, conn: Connection, message_id: str, actor: Actor) -> Done:
        """Take back a message that has not been sent yet."""
        found = desk.message_of(conn, message_id)
        if found is None:
            raise Unknown(f"no message has the id `{message_id}`")
        at = self._at(conn, found.conversation_id)
        if not messages.cancel(conn, message_id):
            now = desk.message_of(conn, message_id)
            status = now.status if now is not None else "gone"
            if status == MessageStatus.CANCELED:
                return Done(at.conversation, message=message_id)
            raise Refused("not_cancelable", f"The message is {status} and cannot be taken back.")
        self._write(conn, at, at.conversation, "canceled", actor, message=message_id)
        return Done(at.conversation, canceled=(message_id,), message=message_id)

    def block(
        self, conn: Connection, conversation_id: str, actor: Actor, *, on: bool, expected_epoch: int | None = None
    ) -> Done:
        """Answer this contact no longer, on whatever number of ours, or again. What they write is kept."""
        at = self._at(conn, conversation_id, expected_epoch)
        contacts.block(conn, at.conversation.contact_id, at.now if on else None)
        self._write(conn, at, at.conversation, "blocked" if on else "unblocked", actor)
        return Done(at.conversation)

    # ── by the clock ────────────────────────────────────────────────────────────────────────────────────────────────

    def wake(self, conn: Connection, conversation_id: str) -> None:
        """The time has come that a conversation was put away until."""
        at = self._at(conn, conversation_id)
        until = at.conversation.snoozed_until
        if at.conversation.status == "snoozed" and until is not None and until <= at.now:
            changed = at.conversation._replace(status="open", snoozed_until=None, unread=max(1, at.conversation.unread))
            self._write(conn, at, changed, "woken", SYSTEM)

    def resume(self, conn: Connection, conversation_id: str) -> None:
        """The time has come when the bot was to go on by itself."""
        at = self._at(conn, conversation_id)
        until = at.conversation.bot_paused_until
        if at.conversation.held and until is not None and until <= at.now:
            self.hand_back(conn, conversation_id, SYSTEM)

    # ── how ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _at(self, conn: Connection, conversation_id: str, expected_epoch: int | None = None) -> _At:
        phone = desk.phone_of(conn, conversation_id)
        if phone is not None:
            hold(conn, [phone])
        conversation = desk.hold(conn, conversation_id)
        if phone is None or conversation is None:
            raise Unknown(f"no conversation has the id `{conversation_id}`")
        if expected_epoch is not None and conversation.epoch != expected_epoch:
            raise Stale(conversation.epoch)
        return _At(conversation, phone, self._now())

    def _take(self, conn: Connection, at: _At, actor: Actor) -> Done:
        was = at.conversation
        changed = was._replace(
            handler=PERSON,
            status="open",
            epoch=was.epoch + 1,
            assignee=_assignee(was, actor),
            taken_at=at.now,
            handed_at=was.handed_at if was.handler == PERSON else at.now,
            answered_at=was.answered_at if was.handler == PERSON else None,
            snoozed_until=None,
            closed_at=None,
            bot_paused_until=None,
        )
        canceled = desk.cancel_bot(conn, was.id, "taken_over")
        in_flight = desk.bot_in_flight(conn, was.id)
        self._write(conn, at, changed, "taken_over", actor, epoch=changed.epoch, canceled=canceled, in_flight=in_flight)
        return Done(changed, tuple(canceled), tuple(in_flight))

    def _unseen(self, conn: Connection, at: _At, seen: int, actor: Actor) -> list[Item]:
        """What was said since, by others than the writer."""
        return [
            item
            for item in reading.since(conn, at.conversation.id, seen)
            if item.kind in MESSAGES and not (item.by and item.by.get("id") == actor.id)
        ]

    def _composed(
        self,
        conn: Connection,
        at: _At,
        actor: Actor,
        text: str,
        media: Sequence[str],
        send_at: datetime | None,
    ) -> messages.Message:
        house, conversation = self._house, at.conversation
        channel = house.channels.get(conversation.channel)
        if channel is None:
            raise Refused("channel_gone", f"The settings have no channel `{conversation.channel}` any more.")
        person = self._person(conn, conversation)
        key = contacts.person_key(house.secret, at.phone)
        row = compose(
            Saying(text, MessageClass.CONVERSATIONAL, tuple(media), send_at=send_at),
            id=house.new_id("msg"),
            conversation_id=conversation.id,
            recipient=at.phone,
            channel=channel,
            suppressed=contacts.suppressed(conn, [key]).get(key),
            now=at.now,
            picked=pick(channel, conversation.number, at.phone, new=False),
            content=house.content(MessageClass.CONVERSATIONAL, text, person),
        )
        if row.status is MessageStatus.REFUSED:
            reason = row.error or "refused"
            raise Refused(reason, refusal(reason))
        return row._replace(author=actor.id)

    def _person(self, conn: Connection, conversation: Conversation) -> Contact:
        return contacts.by_ids(conn, [conversation.contact_id])[conversation.contact_id]

    def _check_state(self, conn: Connection, at: _At, how: Way, state: str | None) -> None:
        """Refuse what the bot could not go on with."""
        walk = reading.walk_of(conn, at.conversation.id)
        if how == "continue":
            return
        if walk is None:
            raise Refused("no_flow", "No flow is under way in this conversation: there is nothing to go on with.")
        if how == "state":
            machine = self._house.library().versions.get((walk.flow, walk.version))
            known = [] if machine is None else list(machine.flow.states)
            if state not in known:
                raise Unknown(f"the flow `{walk.flow}` has no state `{state}`; it has: {', '.join(known)}")

    def _write(self, conn: Connection, at: _At, changed: Conversation, kind: str, actor: Actor, **data: Json) -> None:
        if changed != at.conversation:
            conversations.save(conn, [changed])
        events.add(conn, [LogEntry(changed.id, None, kind, {"actor": actor.described(), **data}, at.now)])

    def _go_on(self, conn: Connection, at: _At, changed: Conversation, did: dict[str, Any]) -> None:
        """Let the inbox move the session, in its turn, unless somebody takes the conversation over before."""
        key = f"{changed.id}:{changed.epoch}"
        row = entries.desk(changed.channel, at.phone, key, {**did, "epoch": changed.epoch}, at.now)
        inbound.append(conn, [row], news="inbox")


def _assignee(conversation: Conversation, actor: Actor) -> str | None:
    """Whose it is once somebody takes it: an agent's own, and where an API key does it, still whose it was."""
    return actor.id if actor.kind == "agent" else conversation.assignee


def _freed(conversation: Conversation) -> Conversation:
    return conversation._replace(
        handler=BOT,
        epoch=conversation.epoch + 1,
        taken_at=None,
        bot_paused_until=None,
        needs_reply_since=None,
    )


def _not_before(now: datetime, send_at: datetime | None, undo_s: float) -> datetime | None:
    undo = now + timedelta(seconds=undo_s) if undo_s > 0 else None
    return max(filter(None, (send_at, undo)), default=None)


def _is_pooled(channel: Channel) -> bool:
    return bool(channel.numbers)


def _written(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
