"""Whose work a conversation is, until when it rests, and what agents write beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.desk.actor import SYSTEM, Actor
from bot.desk.errors import Refused, Unknown
from bot.desk.routing import Agent
from bot.desk.work import Done, Work, written
from bot.events import MessageStatus
from bot.store import desk, messages
from bot.store.conversations import PERSON
from bot.store.desk import Note


class Keeping(Work):
    """What changes nothing about who speaks."""

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
        self._notify(conn, at, [assignee] if assignee else [], "assigned", actor)
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
        self._write(conn, at, changed, "snoozed", actor, until=written(until))
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
        self._notify(conn, at, mentions, "mention", actor)
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

    def hand_out(self, conn: Connection, conversation_id: str, agent: Agent) -> bool:
        """Give what waits to somebody whose turn it is, unless it was taken or given meanwhile."""
        at = self._at(conn, conversation_id)
        if at.conversation.assignee is not None or at.conversation.held or at.conversation.handler != PERSON:
            return False
        self.assign(conn, conversation_id, SYSTEM, agent.id)
        return True

    def escalate(self, conn: Connection, conversation_id: str) -> bool:
        """Give up waiting: the flow goes on by its `no_agent:`, and where it has none, it is urgent from now on."""
        at = self._at(conn, conversation_id)
        was = at.conversation
        if was.held or was.handler != PERSON or was.escalated_at is not None:
            return False
        changed = was._replace(escalated_at=at.now, priority="urgent")
        self._write(conn, at, changed, "escalated", SYSTEM, queue=was.queue, before=was.priority)
        self._go_on(conn, at, changed, {"did": "escalated"}, again="escalated")
        return True

    def wake(self, conn: Connection, conversation_id: str) -> bool:
        """The time has come that a conversation was put away until."""
        at = self._at(conn, conversation_id)
        until = at.conversation.snoozed_until
        if at.conversation.status == "snoozed" and until is not None and until <= at.now:
            changed = at.conversation._replace(status="open", snoozed_until=None, unread=max(1, at.conversation.unread))
            self._write(conn, at, changed, "woken", SYSTEM)
            return True
        return False
