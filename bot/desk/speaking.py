"""Who speaks to the customer: taking over, answering, handing back, closing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from bot.desk import reading
from bot.desk.actor import SYSTEM, Actor
from bot.desk.errors import Conflict, Refused, Unknown
from bot.desk.preview import preview_hand_back
from bot.desk.reading import MESSAGES, Item
from bot.desk.words import refusal
from bot.desk.work import At, Done, Work, written
from bot.engine.nodes import FAILED
from bot.events import MessageClass, MessageStatus
from bot.inbox import handing
from bot.outbox.compose import Saying, compose
from bot.routing.pool import pick
from bot.store import contacts, desk, messages
from bot.store.contacts import Contact
from bot.store.conversations import BOT, PERSON, Conversation
from bot.store.dialect import notify

Way = Literal["continue", "restart", "state"]
"""How the bot goes on: at the pending question, with the flow from its beginning, or at a state of it."""


class Speaking(Work):
    """What changes who speaks, and what is said by people."""

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
            number=row.sender if self._house.channels[row.channel].numbers else at.conversation.number,
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
        ask = reading.was_spoken(conn, conversation_id, at.conversation.taken_at)
        self._check_way(conn, at, how, state, ask=ask)
        changed = handing.freed(at.conversation)
        self._write(conn, at, changed, "handed_back", actor, how=how, state=state)
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
        self._write(conn, at, changed, "resumes", actor, until=written(at_time))
        return Done(changed)

    def close(self, conn: Connection, conversation_id: str, actor: Actor, expected_epoch: int | None = None) -> Done:
        """End the conversation. A flow that waits for this goes on by its `closed:`; one that was cut into is over."""
        at = self._at(conn, conversation_id, expected_epoch)
        return Done(at.conversation) if at.conversation.status == "closed" else self._end(conn, at, actor)

    def block(
        self, conn: Connection, conversation_id: str, actor: Actor, *, on: bool, expected_epoch: int | None = None
    ) -> Done:
        """Answer this contact no longer, on whatever number of ours, or again. What they write is kept."""
        at = self._at(conn, conversation_id, expected_epoch)
        contacts.block(conn, at.conversation.contact_id, at.now if on else None)
        self._write(conn, at, at.conversation, "blocked" if on else "unblocked", actor)
        return self._end(conn, at, actor, for_good=True) if on else Done(at.conversation)

    def resume(self, conn: Connection, conversation_id: str) -> bool:
        """The time has come when the bot was to go on by itself."""
        at = self._at(conn, conversation_id)
        until = at.conversation.bot_paused_until
        if at.conversation.held and until is not None and until <= at.now:
            self.hand_back(conn, conversation_id, SYSTEM)
            return True
        return False

    def _end(self, conn: Connection, at: At, actor: Actor, *, for_good: bool = False) -> Done:
        was = at.conversation
        changed = handing.closed(was, at.now)
        canceled = desk.cancel_bot(conn, was.id, "closed") if for_good else []
        self._write(conn, at, changed, "closed", actor, assignee=was.assignee, canceled=canceled)
        if was.handler == PERSON or for_good:
            self._go_on(conn, at, changed, {"did": "closed", "held": was.held or for_good})
        return Done(changed, tuple(canceled))

    def _take(self, conn: Connection, at: At, actor: Actor) -> Done:
        was = at.conversation
        changed = handing.taken(was, _assignee(was, actor), at.now)
        canceled = desk.cancel_bot(conn, was.id, "taken_over")
        in_flight = desk.bot_in_flight(conn, was.id)
        self._write(conn, at, changed, "taken_over", actor, epoch=changed.epoch, canceled=canceled, in_flight=in_flight)
        return Done(changed, tuple(canceled), tuple(in_flight))

    def _unseen(self, conn: Connection, at: At, seen: int, actor: Actor) -> list[Item]:
        """What was said since, by others than the writer."""
        return [
            item
            for item in reading.since(conn, at.conversation.id, seen)
            if item.kind in MESSAGES and not (item.by and item.by.get("id") == actor.id)
        ]

    def _composed(
        self,
        conn: Connection,
        at: At,
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
            raise Refused(reason, refusal(reason, row.sender))
        return row._replace(author=actor.id)

    def _person(self, conn: Connection, conversation: Conversation) -> Contact:
        return contacts.by_ids(conn, [conversation.contact_id])[conversation.contact_id]

    def _check_way(self, conn: Connection, at: At, how: Way, state: str | None, *, ask: bool) -> None:
        """Refuse what the bot could not go on with: it is tried before anything is written."""
        walk = reading.walk_of(conn, at.conversation.id)
        if how == "continue":
            return
        if walk is None:
            raise Refused("no_flow", "No flow is under way in this conversation: there is nothing to go on with.")
        foretold = preview_hand_back(conn, self._house, at.conversation.id, at.now, how, state, ask=ask)
        if how == "state":
            machine = self._house.library().versions.get((walk.flow, walk.version))
            known = [] if machine is None else list(machine.flow.states)
            if state not in known:
                raise Unknown(f"the flow `{walk.flow}` has no state `{state}`; it has: {', '.join(known)}")
        if foretold.outcome == FAILED:
            raise Refused("flow_fails", f"The flow cannot go on there: {'; '.join(foretold.problems)}.")


def _assignee(conversation: Conversation, actor: Actor) -> str | None:
    """Whose it is once somebody takes it: an agent's own, and where an API key does it, still whose it was."""
    return actor.id if actor.kind == "agent" else conversation.assignee


def _not_before(now: datetime, send_at: datetime | None, undo_s: float) -> datetime | None:
    undo = now + timedelta(seconds=undo_s) if undo_s > 0 else None
    return max(filter(None, (send_at, undo)), default=None)
